package table

import "errors"

// MaxWork bounds an audit: cells that are not printed exactly, times all cells.
const MaxWork = 20_000_000

// errInconsistent says that no table of counts fits what is printed.
var errInconsistent = errors.New("the totals of the table do not fit its counts: correct them")

// errTooLarge says that an audit would take too long.
var errTooLarge = errors.New("too many counts of the table are hidden or rounded for an audit: divide the table")

// transport is a block as a network.
type transport struct {
	*network
	arcOf map[[2]int]int // by row and column of the table
}

func (t *Table) transport(b block) (*transport, error) {
	source, sink := len(b.rows)+len(b.columns), len(b.rows)+len(b.columns)+1
	tr := &transport{newNetwork(sink + 1), make(map[[2]int]int, len(b.rows)*len(b.columns))}
	add := func(from, to, row, column int) {
		c := Cell{High: int64(MaxCount)}
		if row >= 0 && column >= 0 {
			c = t.Cells[row][column]
		}
		id := tr.bounded(from, to, c.Low, c.High)
		tr.arcOf[[2]int{row, column}] = id
	}
	for i, r := range b.rows {
		add(source, i, r, b.columnTotal)
		for j, c := range b.columns {
			add(i, len(b.rows)+j, r, c)
		}
	}
	for j, c := range b.columns {
		add(len(b.rows)+j, sink, b.rowsTotal, c)
	}
	add(sink, source, b.rowsTotal, b.columnTotal)
	if !tr.settle() {
		return nil, errInconsistent
	}
	return tr, nil
}

// Size is the number of cells.
func (t *Table) Size() int { return len(t.Rows) * len(t.Columns) }

// Work is about how long an audit of the table takes, in units of [MaxWork]; 0 where all counts are printed.
func (t *Table) Work() int {
	open, all := 0, 0
	for _, row := range t.Cells {
		for _, c := range row {
			all++
			if !c.IsExact() {
				open++
			}
		}
	}
	return open * all * len(totals(t.Rows)) * len(totals(t.Columns))
}

// narrowed returns the table with every cell in the bounds that its reader can work out, as far as they matter: a cell that
// can be large is bounded from above by enough, the threshold, and one that can be zero from below by 0. In a flat table these
// bounds are exact, attained by whole numbers. In one with subtotals they are exact for each block, and handed on between the
// blocks until nothing changes; a reader who solves all blocks together may at times know more, which is why such tables
// are rounded with totals that add up (see [Table.Round]).
func (t *Table) narrowed(enough int64) (*Table, error) {
	if t.Work() > MaxWork {
		return nil, errTooLarge
	}
	out := t.clone()
	for range 10 {
		changed := false
		for _, b := range t.blocks() {
			tr, err := out.transport(b)
			if err != nil {
				return nil, err
			}
			for at, id := range tr.arcOf {
				if at[0] < 0 || at[1] < 0 {
					continue
				}
				c := &out.Cells[at[0]][at[1]]
				if c.IsExact() {
					continue
				}
				least := tr.lower(id, 0)
				if c.High >= enough {
					most := tr.raise(id, max(enough, least+1))
					if most < enough || most == least {
						changed = changed || most < c.High
						c.High = most
					}
				} else if most := tr.raise(id, c.High); most < c.High {
					c.High, changed = most, true
				}
				if least > c.Low {
					c.Low, changed = least, true
				}
			}
		}
		if !changed || t.isFlat() {
			break
		}
	}
	return out, nil
}
