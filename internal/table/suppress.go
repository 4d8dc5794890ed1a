package table

// Suppress hides every small count, and as many others as it takes until a reader of the rest can't tell of any hidden one that it
// is small, nor what it is (secondary suppression, one count after the other, the smallest first, each followed by an audit). It reports
// false where not even hiding everything that can be hidden is enough, or the table is too large for that.
func (t *Table) Suppress() (*Table, bool) {
	out := t.clone()
	small := map[[2]int]bool{}
	for i, row := range t.Cells {
		for j, c := range row {
			if c.isSmall(t.Threshold) {
				small[[2]int{i, j}] = true
				hide(&out.Cells[i][j])
			}
		}
	}
	for {
		if out.Work() > MaxWork {
			return nil, false
		}
		open, err := out.told(small)
		if err != nil {
			return nil, false
		}
		if len(open) == 0 {
			risks, err := out.Risks()
			return out, err == nil && len(risks) == 0
		}
		if !out.hideBeside(open) {
			return nil, false
		}
	}
}

func hide(c *Cell) { c.Low, c.High, c.Hidden = 0, MaxCount, true }

// told are the hidden counts of which a reader can tell too much.
func (t *Table) told(hidden map[[2]int]bool) ([][2]int, error) {
	known, err := t.narrowed(t.Threshold)
	if err != nil {
		return nil, err
	}
	var all [][2]int
	for i, row := range known.Cells {
		for j, c := range row {
			if t.Cells[i][j].Hidden && (c.IsExact() && (hidden[[2]int{i, j}] || c.Low > 0) || hidden[[2]int{i, j}] && c.High < t.Threshold) {
				all = append(all, [2]int{i, j})
			}
		}
	}
	return all, nil
}

// hideBeside hides the smallest printed count in the line of one that can be told: one that is no total and not zero before all
// others.
func (t *Table) hideBeside(open [][2]int) bool {
	var best *Cell
	last := int64(0)
	consider := func(i, j int) {
		c := &t.Cells[i][j]
		if c.Hidden {
			return
		}
		cost := c.Low
		if cost == 0 {
			cost = MaxCount
		}
		if t.Rows[i].IsTotal() || t.Columns[j].IsTotal() {
			cost += 2 * MaxCount
		}
		if best == nil || cost < last {
			best, last = c, cost
		}
	}
	for _, at := range open {
		for j := range t.Columns {
			consider(at[0], j)
		}
		for i := range t.Rows {
			consider(i, at[1])
		}
	}
	if best == nil {
		return false
	}
	hide(best)
	return true
}
