package attach

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
)

// delimiters are what may stand between the cells of a .csv file, the likelier first.
const delimiters = ",;\t|"

// csvTable is a .csv file (RFC 4180, with any of the delimiters).
type csvTable struct {
	delimiter rune
	rows      [][]string
	left      report
}

func parseCSV(file []byte) (csvTable, error) {
	plain, err := rebuildText(file)
	if err != nil {
		return csvTable{}, err
	}
	t := csvTable{delimiter: delimiterOf(plain.text), left: plain.left}
	in := csv.NewReader(strings.NewReader(plain.text))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = t.delimiter, -1, false
	cells := 0
	for {
		row, err := in.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return csvTable{}, refuseFor(ReasonDamaged, err)
		}
		if cells += len(row); cells > maxCells || len(row) > maxColumns {
			return csvTable{}, refuse(ReasonTooLarge)
		}
		for i, c := range row {
			c = strings.TrimSpace(c)
			if computes(c) {
				t.left.add(LeftFormulas)
				c = "'" + c
			}
			row[i] = c
		}
		t.rows = append(t.rows, row)
	}
}

// computes tells whether a spreadsheet would take a cell for a formula, which may call programs or send what it reads.
func computes(c string) bool {
	if c == "" {
		return false
	}
	return c[0] == '=' || c[0] == '@' || (c[0] == '+' || c[0] == '-') && strings.ContainsAny(c, "(|!")
}

// delimiterOf is the one that stands most often outside quotes.
func delimiterOf(text string) rune {
	var counts [len(delimiters)]int
	quoted := false
	for i := range len(text) {
		if text[i] == '"' {
			quoted = !quoted
		} else if at := strings.IndexByte(delimiters, text[i]); at >= 0 && !quoted {
			counts[at]++
		}
	}
	best := 0
	for i := range counts {
		if counts[i] > counts[best] {
			best = i
		}
	}
	return rune(delimiters[best])
}

func rebuildCSV(file []byte) (rebuilt, error) {
	t, err := parseCSV(file)
	if err != nil {
		return rebuilt{}, err
	}
	d := t.document()
	if err := d.settle(); err != nil {
		return rebuilt{}, err
	}
	var b bytes.Buffer
	for _, row := range t.rows {
		for i, c := range row {
			if i > 0 {
				b.WriteRune(t.delimiter)
			}
			if strings.ContainsAny(c, delimiters+"\"\n") || c == "" && len(row) == 1 {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteByte('\n')
	}
	return rebuilt{file: b.Bytes(), text: d.plain(), left: t.left}, nil
}

func readCSV(file []byte) (document, report, error) {
	t, err := parseCSV(file)
	return t.document(), t.left, err
}

func (t csvTable) document() document {
	return document{blocks: []block{{rows: cellsOf(t.rows)}}}
}

// cellsOf makes a table of plain cells.
func cellsOf(rows [][]string) [][]cell {
	all := make([][]cell, len(rows))
	for y, row := range rows {
		all[y] = make([]cell, len(row))
		for x, c := range row {
			if c != "" {
				all[y][x] = cell{{runs: []run{{text: c}}}}
			}
		}
	}
	return all
}
