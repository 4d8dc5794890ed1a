package table

import (
	"slices"
	"strings"
)

// share is a number that is printed in percent.
type share struct {
	value      float64
	places     int
	row        int // of the table; -1 if its row has no counts
	start, end int
}

// magnitude is a number that is no count, such as days, in the row of a table.
type magnitude struct {
	value      float64
	row        int
	column     int // tells columns apart, and means nothing else
	start, end int
}

// Parse reads what was found as a table of counts. It reports false where no line counts anything: where it holds words, only
// measures, or numbers of rules. The context is what a reader knows besides, such as the heading of the section.
func Parse(f Found, context string) (*Table, bool) {
	g := newGrid(f)
	if g == nil {
		return nil, false
	}
	rows, columns := g.countLines()
	if len(rows) == 0 || len(columns) == 0 {
		return nil, false
	}
	title := strings.TrimSpace(context + " " + f.Title)
	t := &Table{Title: title, Threshold: thresholdOf(slices.Concat([]string{title}, g.rowLabels, g.columnLabels)...)}
	for _, c := range columns {
		t.Columns = append(t.Columns, Line{Label: g.columnLabels[c]})
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, Line{Label: g.rowLabels[r]})
		line := make([]Cell, 0, len(columns))
		for _, c := range columns {
			line = append(line, g.cell(r, c))
		}
		t.Cells = append(t.Cells, line)
	}
	t.Rounded = roundedTo(f.Title + " " + f.Note)
	if t.Rounded > 0 {
		t.widen()
	}
	t.findTotals()
	g.besides(t, rows, columns)
	return t, true
}

// grid is a table as read, with its labels apart.
type grid struct {
	rowLabels, columnLabels []string
	cells                   [][]piece
	numbers                 [][]number
}

func newGrid(f Found) *grid {
	rows := f.rows
	if len(rows) == 0 {
		return nil
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	g := &grid{columnLabels: make([]string, width)}
	if f.header && !countsInHeader(rows[0]) || !f.header && looksLikeHeader(rows) {
		for j, p := range rows[0] {
			g.columnLabels[j] = p.text
		}
		rows = rows[1:]
	}
	for _, r := range rows {
		for len(r) < width {
			r = append(r, piece{})
		}
		g.cells = append(g.cells, r)
		numbers := make([]number, width)
		for j, p := range r {
			numbers[j] = readNumber(p.text)
		}
		g.numbers = append(g.numbers, numbers)
	}
	g.rowLabels = make([]string, len(g.cells))
	if g.labelsFirst() {
		g.columnLabels = g.columnLabels[1:]
		for i := range g.cells {
			g.rowLabels[i] = g.cells[i][0].text
			g.cells[i], g.numbers[i] = g.cells[i][1:], g.numbers[i][1:]
		}
	}
	return g
}

// countsInHeader tells whether a first row holds counts, and not years, ages or other numbers that only rise.
func countsInHeader(row []piece) bool {
	last, n := int64(-1), 0
	for _, p := range row {
		c := readNumber(p.text)
		if c.form != formCount {
			continue
		}
		if n++; c.low <= last {
			return true
		}
		last = c.low
	}
	return n == 1 && last < 1900 && len(row) > 1
}

func looksLikeHeader(rows [][]piece) bool {
	if len(rows) < 2 || countsInHeader(rows[0]) {
		return false
	}
	for j, p := range rows[0] {
		if j < len(rows[1]) && readNumber(p.text).form == formText && readNumber(rows[1][j].text).form != formText {
			return true
		}
	}
	return false
}

// labelsFirst tells whether the first column names the rows: it holds words, or numbers that only rise.
func (g *grid) labelsFirst() bool {
	if len(g.cells) == 0 || len(g.cells[0]) < 2 {
		return false
	}
	last := int64(-1)
	for i := range g.cells {
		n := g.numbers[i][0]
		if n.form == formText || n.form == formBelow && n.low > 0 {
			return true // "18–20" is an age
		}
		if n.form == formCount && n.low <= last {
			return false
		}
		if n.form == formCount {
			last = n.low
		}
	}
	return last < 0 || last-g.numbers[0][0].low >= int64(len(g.cells))-1
}

// countLines are the rows and columns that count.
func (g *grid) countLines() (rows, columns []int) {
	var candidates []int
	for i := range g.cells {
		if !namesMeasure(g.rowLabels[i]) && !namesPercent(g.rowLabels[i]) {
			candidates = append(candidates, i)
		}
	}
	for j := range g.columnLabels {
		if !namesMeasure(g.columnLabels[j]) && !namesPercent(g.columnLabels[j]) && g.counts(candidates, j) {
			columns = append(columns, j)
		}
	}
	for _, i := range candidates {
		if slices.ContainsFunc(columns, func(j int) bool { return g.numbers[i][j].form == formCount || g.numbers[i][j].form == formBelow }) {
			rows = append(rows, i)
		}
	}
	return rows, columns
}

// counts tells whether most of what stands in a column are counts.
func (g *grid) counts(rows []int, column int) bool {
	counts, others, years := 0, 0, 0
	for _, i := range rows {
		switch n := g.numbers[i][column]; n.form {
		case formCount, formBelow:
			counts++
			if n.low >= 1900 && n.high <= 2100 {
				years++
			}
		case formText, formMeasure, formPercent:
			others++
		}
	}
	return counts > 0 && counts >= others && (years < counts || !g.isYears(column))
}

// isYears tells whether a column of numbers from 1900 to 2100 is one of years.
func (g *grid) isYears(column int) bool {
	words := wordsOf(g.columnLabels[column])
	return g.columnLabels[column] == "" || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(timeWords, w) })
}

// thresholdOf is the threshold for a table with such labels.
func thresholdOf(labels ...string) int64 {
	if slices.ContainsFunc(labels, namesHealth) {
		return ThresholdHealth
	}
	return Threshold
}

func (g *grid) cell(row, column int) Cell {
	n, p := g.numbers[row][column], g.cells[row][column]
	switch n.form {
	case formCount, formBelow:
		return Cell{Low: n.low, High: n.high, Start: p.start, End: p.end}
	}
	return Cell{High: MaxCount, Hidden: true, Start: p.start, End: p.end}
}

// widen makes of counts that are rounded to a base the bounds that they stand for. If one isn't a multiple, the table is not
// what it says, and its counts are taken as exact.
func (t *Table) widen() {
	for _, row := range t.Cells {
		for _, c := range row {
			if c.IsExact() && c.Low%t.Rounded != 0 {
				t.Rounded = 0
				return
			}
		}
	}
	for i := range t.Cells {
		for j := range t.Cells[i] {
			if c := &t.Cells[i][j]; c.IsExact() {
				*c = around(*c, t.Rounded)
			}
		}
	}
}

// around are the counts that may be rounded to c.
func around(c Cell, base int64) Cell {
	c.Low, c.High = max(0, c.Low-base+1), c.High+base-1
	return c
}

// besides takes what is printed beside the counts: shares in percent and magnitudes.
func (g *grid) besides(t *Table, rows, columns []int) {
	for i := range g.cells {
		at := slices.Index(rows, i)
		for j := range g.columnLabels {
			n, p := g.numbers[i][j], g.cells[i][j]
			inPercent := namesPercent(g.columnLabels[j]) || namesPercent(g.rowLabels[i])
			switch {
			case n.form == formPercent, inPercent && n.form == formMeasure:
				t.shares = append(t.shares, share{n.value, n.places, at, p.start, p.end})
			case inPercent && n.form == formCount:
				t.shares = append(t.shares, share{float64(n.low), 0, at, p.start, p.end})
			case slices.Contains(columns, j) && at >= 0:
			case n.form == formCount:
				t.magnitudes = append(t.magnitudes, magnitude{float64(n.low), at, j, p.start, p.end})
			case n.form == formMeasure:
				t.magnitudes = append(t.magnitudes, magnitude{n.value, at, j, p.start, p.end})
			}
		}
	}
}
