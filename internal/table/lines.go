package table

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// MaxLine bounds a line that [Answer] reads, in bytes.
const MaxLine = 20 << 20

// counted is a table of counts with its margins, in the form that evaluations of such tools share.
type counted struct {
	Cells   [][]int64 `json:"cells"`
	Rows    []int64   `json:"rows"`
	Columns []int64   `json:"cols"`
	Total   int64     `json:"total"`
}

// question is a line that asks what may be published of a table.
type question struct {
	ID           *string  `json:"id"`
	RowLabels    []string `json:"row_labels"`
	ColumnLabels []string `json:"col_labels"`
	counted
	Second *counted `json:"second"` // of the same people but a few
}

// published is what may be published of a table; null is not printed.
type published struct {
	ID       string     `json:"id,omitempty"`
	Cells    [][]*int64 `json:"cells,omitempty"`
	Rows     []*int64   `json:"rows,omitempty"`
	Columns  []*int64   `json:"cols,omitempty"`
	Total    *int64     `json:"total,omitempty"`
	Rounding int64      `json:"rounding"`
	Refused  bool       `json:"refused,omitempty"`
	Second   *published `json:"second,omitempty"`
}

// Method is how small counts are protected.
type Method string

// The methods.
const (
	MethodRound    Method = "round"
	MethodSuppress Method = "suppress"
)

// Answering is how tables are answered.
type Answering struct {
	Key       []byte // of the rounding
	Threshold int64  // 0: that of the labels
	Method    Method
}

// Answer reads tables, one JSON object a line with id, cells, rows, cols and total, and writes for each what may be published of
// it. A table without risks stays as it is; one that can't be protected is refused.
func (a Answering) Answer(from io.Reader, to io.Writer) error {
	write := json.NewEncoder(to)
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, MaxLine)
	n := 1
	for ; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return fmt.Errorf("line %d is no table (%w): write one JSON object a line, with id, cells, rows, cols and total", n, err)
		}
		p, err := a.answer(q)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if err := write.Encode(p); err != nil {
			return fmt.Errorf("write the table of line %d: %w", n, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d has more than %d MiB: divide the table", n, MaxLine>>20)
	}
	return lines.Err()
}

// answer protects a table and the second of its line alike, so that they can't be told apart.
func (a Answering) answer(q question) (published, error) {
	if q.ID == nil {
		return published{}, errors.New("the table has no id: give it one")
	}
	first, err := a.read(q.counted, q)
	if err != nil {
		return published{}, err
	}
	tables := []*Table{first}
	if q.Second != nil {
		second, err := a.read(*q.Second, q)
		if err != nil {
			return published{}, fmt.Errorf("the second table: %w", err)
		}
		tables = append(tables, second)
	}
	p := a.publish(tables)
	p[0].ID = *q.ID
	if len(p) > 1 {
		p[0].Second = &p[1]
	}
	return p[0], nil
}

// read makes a table of the lists of a line.
func (a Answering) read(c counted, q question) (*Table, error) {
	if len(c.Cells) == 0 || len(c.Cells[0]) == 0 {
		return nil, errors.New("the table has no cells: give rows of counts")
	}
	rows, width := len(c.Cells), len(c.Cells[0])
	if rows*width > MaxCells {
		return nil, fmt.Errorf("the table has more than %d cells: divide it", MaxCells)
	}
	for i, row := range c.Cells {
		if len(row) != width {
			return nil, fmt.Errorf("row %d has %d cells and the first %d: give all rows as many", i+1, len(row), width)
		}
		if slices.ContainsFunc(row, func(n int64) bool { return n < 0 || n > MaxCount }) {
			return nil, fmt.Errorf("row %d has a count below 0 or above %d: correct it", i+1, int64(MaxCount))
		}
	}
	t := New(c.Cells, labelled(q.RowLabels, "row", rows), labelled(q.ColumnLabels, "column", width), a.Threshold)
	if t.Threshold == 0 {
		t.Threshold = thresholdOf(append(slices.Clone(q.RowLabels), q.ColumnLabels...)...)
	}
	for i := range rows {
		if len(c.Rows) != rows || t.Cells[i][width].Low != c.Rows[i] {
			return nil, errors.New("rows are not the sums of the rows: correct them")
		}
	}
	for j := range width {
		if len(c.Columns) != width || t.Cells[rows][j].Low != c.Columns[j] {
			return nil, errors.New("cols are not the sums of the columns: correct them")
		}
	}
	if t.Cells[rows][width].Low != c.Total {
		return nil, errors.New("total is not the sum of all cells: correct it")
	}
	return t, nil
}

// labelled are the labels, or numbers where there are none.
func labelled(labels []string, what string, n int) []string {
	if len(labels) == n {
		return labels
	}
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%s %d", what, i+1)
	}
	return all
}

func (a Answering) publish(tables []*Table) []published {
	risky := false
	var shared []Record
	for _, t := range tables {
		risks, err := t.Risks()
		risky = risky || err != nil || len(risks) > 0 || len(Against(t, shared)) > 0
		shared = append(shared, Record{Table: t})
	}
	var all []published
	shared = nil
	for _, t := range tables {
		p, known := a.protect(t, risky)
		if known != nil && len(Against(known, shared)) > 0 {
			p = published{Refused: true}
		} else if known != nil {
			shared = append(shared, Record{Table: known})
		}
		all = append(all, p)
	}
	return all
}

// protect returns what is published of a table, and what a reader then knows; nil if it is refused.
func (a Answering) protect(t *Table, risky bool) (published, *Table) {
	switch {
	case !risky:
		return listed(t, 0), t
	case a.Method == MethodSuppress:
		if s, ok := t.Suppress(); ok {
			return listed(s, 0), s
		}
	default:
		if r, ok := t.Round(a.Key); ok {
			return listed(t.as(r), r.Base), t.as(r)
		}
	}
	return published{Refused: true}, nil
}

// listed writes a table with its totals last as lists.
func listed(t *Table, base int64) published {
	p := published{Rounding: base}
	rows, width := len(t.Rows)-1, len(t.Columns)-1
	for i, row := range t.Cells {
		line := make([]*int64, 0, width+1)
		for _, c := range row {
			line = append(line, printed(c, base))
		}
		if i == rows {
			p.Columns, p.Total = line[:width], line[width]
			break
		}
		p.Cells, p.Rows = append(p.Cells, line[:width]), append(p.Rows, line[width])
	}
	return p
}

// printed is what stands for a cell; nil if nothing does.
func printed(c Cell, base int64) *int64 {
	if c.Hidden {
		return nil
	}
	n := c.High
	if base > 0 {
		n -= base - 1
	}
	return &n
}
