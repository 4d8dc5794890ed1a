package table

import "slices"

// longestSum bounds the search for sums that no label declares.
const longestSum = 2000

// findTotals sets which lines are sums of others: by their label, and by their numbers where no label says so.
func (t *Table) findTotals() {
	rows, columns := len(t.Rows), len(t.Columns)
	setTotals(t.Rows, columns, func(i, j int) Cell { return t.Cells[i][j] })
	setTotals(t.Columns, rows, func(i, j int) Cell { return t.Cells[j][i] })
}

// setTotals looks through lines of a width. cell gives a line's cells.
func setTotals(lines []Line, width int, cell func(line, at int) Cell) {
	if len(lines) < 2 || len(lines) > longestSum {
		return
	}
	for i := range lines {
		if lines[i].IsTotal() {
			continue
		}
		named := namesTotal(lines[i].Label)
		if !named && !showsSums(i, width, cell) {
			continue
		}
		for _, of := range candidates(lines, i, named) {
			if len(of) >= 2 && !goesRound(lines, i, of) && sums(i, of, width, cell, named) {
				lines[i].Of = of
				break
			}
		}
	}
}

// showsSums tells whether a line that no label declares has exact counts by which it could be known as a sum.
func showsSums(i, width int, cell func(line, at int) Cell) bool {
	for j := range width {
		if c := cell(i, j); c.IsExact() && c.Low > 0 {
			return true
		}
	}
	return false
}

// goesRound tells whether a line would be a part of its own part, which zeros can feign.
func goesRound(lines []Line, i int, of []int) bool {
	return slices.ContainsFunc(of, func(k int) bool { return slices.Contains(lines[k].Of, i) })
}

// candidates are the lines that a line may be the sum of: all others without the sums among them, those before it back to
// the last sum, and, for the first line, those after it. Where a label names it, parts of what stands before it too.
func candidates(lines []Line, i int, named bool) [][]int {
	var all [][]int
	var parts, sumsBefore, since []int
	for k := range lines {
		switch {
		case k == i || namesTotal(lines[k].Label) && !lines[k].IsTotal() && k > i:
		case lines[k].IsTotal():
			if k < i {
				sumsBefore, since = append(sumsBefore, k), nil
			}
		default:
			parts = append(parts, k)
			if k < i {
				since = append(since, k)
			}
		}
	}
	all = append(all, parts, since, append(sumsBefore, since...))
	if i == 0 || i == len(lines)-1 || named {
		return all
	}
	for n := 2; n < len(since) && n < 50; n++ {
		all = append(all, since[len(since)-n:])
	}
	return all
}

// sums tells whether the line can be the sum of the others everywhere, and, unless a label says that it is, whether exact
// numbers show it that are not all zero.
func sums(i int, of []int, width int, cell func(line, at int) Cell, named bool) bool {
	shown := 0
	for j := range width {
		if !named && !cell(i, j).IsExact() {
			continue
		}
		low, high, exact := int64(0), int64(0), true
		for _, k := range of {
			c := cell(k, j)
			low, high, exact = low+c.Low, min(high+c.High, 2*MaxCount), exact && c.IsExact()
		}
		total := cell(i, j)
		if high < total.Low || low > total.High {
			return false
		}
		if exact && total.IsExact() && total.Low > 0 {
			shown++
		}
	}
	return named || shown >= 2 || shown == 1 && width == 1 && len(of) > 2
}
