package table

import (
	"slices"
)

// Thresholds: a count of persons from 1 to one less than the threshold is small. They are those of the European NPMs'
// practice and of most statistical offices.
const (
	Threshold       = 5
	ThresholdHealth = 10 // health and ill-treatment
)

// Cell is what a reader of a table knows of one number: that it lies from Low to High. A count that is printed has Low equal
// to High; one that is not shown goes from 0 to [MaxCount].
type Cell struct {
	Low   int64 `json:"low"`
	High  int64 `json:"high"`
	Start int   `json:"-"` // bytes, in the text that the table was read from
	End   int   `json:"-"` // bytes, exclusive
	// Hidden says that no number is shown at all. Such a count is taken to be hidden because it is small, so that it must not
	// be possible to tell that it is below the threshold; one in bounds of its own ("<5") says so itself.
	Hidden bool `json:"hidden,omitempty"`
}

// Exactly is a cell with a printed count.
func Exactly(n int64) Cell { return Cell{Low: n, High: n} }

// IsExact tells whether the cell tells its count.
func (c Cell) IsExact() bool { return c.Low == c.High }

// isSmall tells whether a reader can conclude that the count is not zero and below the threshold.
func (c Cell) isSmall(threshold int64) bool { return c.Low > 0 && c.High < threshold }

// Line is a row or a column.
type Line struct {
	Label string `json:"label"`
	Of    []int  `json:"of,omitempty"` // it is the sum of these lines, by their index; nil if it is none
}

// IsTotal tells whether the line is the sum of others.
func (l Line) IsTotal() bool { return len(l.Of) > 0 }

// Table is a table of counts: what is printed of it, margins included, as cells like all others.
type Table struct {
	Title     string   `json:"title"` // what stands before it; for comparing tables
	Rows      []Line   `json:"rows"`
	Columns   []Line   `json:"columns"`
	Cells     [][]Cell `json:"cells"` // by row and column
	Threshold int64    `json:"threshold"`
	Rounded   int64    `json:"rounded,omitempty"` // the base to which the table says that its counts are rounded; 0 if it says nothing

	shares     []share     // what is printed in percent
	magnitudes []magnitude // what is printed and counts nothing
}

// New makes a table of exact counts from its inner cells, with a total of every row and column.
func New(cells [][]int64, rowLabels, columnLabels []string, threshold int64) *Table {
	t := &Table{Threshold: threshold}
	width := len(columnLabels)
	columns := make([]int64, width+1)
	for i, row := range cells {
		t.Rows = append(t.Rows, Line{Label: rowLabels[i]})
		line, sum := make([]Cell, 0, width+1), int64(0)
		for j, n := range row {
			line, sum, columns[j] = append(line, Exactly(n)), sum+n, columns[j]+n
		}
		columns[width] += sum
		t.Cells = append(t.Cells, append(line, Exactly(sum)))
	}
	last := make([]Cell, 0, width+1)
	for _, n := range columns {
		last = append(last, Exactly(n))
	}
	t.Cells = append(t.Cells, last)
	for _, label := range columnLabels {
		t.Columns = append(t.Columns, Line{Label: label})
	}
	t.Rows = append(t.Rows, Line{Label: "Total", Of: upTo(len(cells))})
	t.Columns = append(t.Columns, Line{Label: "Total", Of: upTo(width)})
	return t
}

func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// clone copies the table, so that its cells can be changed.
func (t *Table) clone() *Table {
	c := *t
	c.Cells = make([][]Cell, len(t.Cells))
	for i, row := range t.Cells {
		c.Cells[i] = slices.Clone(row)
	}
	return &c
}

// totals are the indexes of the lines that are sums; {-1} if there are none.
func totals(lines []Line) []int {
	var all []int
	for i, l := range lines {
		if l.IsTotal() {
			all = append(all, i)
		}
	}
	if all == nil {
		return []int{-1}
	}
	return all
}

// partsOf are the lines of which the total is the sum; all that are no sums if there is no total.
func partsOf(lines []Line, total int) []int {
	if total >= 0 {
		return lines[total].Of
	}
	var all []int
	for i, l := range lines {
		if !l.IsTotal() {
			all = append(all, i)
		}
	}
	return all
}

// isFlat tells whether the table has at most one total in each direction, over all other lines. Its bounds are exact then.
func (t *Table) isFlat() bool {
	flat := func(lines []Line) bool {
		sums := totals(lines)
		return len(sums) == 1 && (sums[0] < 0 || len(lines[sums[0]].Of) == len(lines)-1)
	}
	return flat(t.Rows) && flat(t.Columns)
}

// block is a part of a table that is a transportation problem: rows and columns, each with the lines that sum them.
type block struct {
	rows, columns          []int
	rowsTotal, columnTotal int // -1 is none: the row that sums the rows, the column that sums the columns
}

// blocks are all such parts. Together they hold every equation of the table.
func (t *Table) blocks() []block {
	var all []block
	for _, r := range totals(t.Rows) {
		for _, c := range totals(t.Columns) {
			all = append(all, block{partsOf(t.Rows, r), partsOf(t.Columns, c), r, c})
		}
	}
	return all
}
