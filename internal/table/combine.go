package table

import (
	"slices"
	"strconv"
	"strings"
)

// Combine puts rows or columns of a table of exact counts together, the smallest first and those beside each other before others, until
// nothing in it is risky, and returns the rows and columns that are left, each as the indexes of the lines that it
// combines. At least two of either remain. It reports false where no such table is left, or the table has subtotals or hidden counts.
func (t *Table) Combine() (rows, columns [][]int, ok bool) {
	if !t.isExact() || !t.isFlat() || len(t.Rows)*len(t.Columns) > mostCombined {
		return nil, nil, false
	}
	rows, columns = singly(t.Rows), singly(t.Columns)
	for {
		left := t.combined(rows, columns)
		risks, err := left.Risks()
		if err != nil {
			return nil, nil, false
		}
		if len(risks) == 0 {
			return rows, columns, true
		}
		canRows, canColumns := leaves(rows, t.Rows) > 2, leaves(columns, t.Columns) > 2
		switch {
		case !canRows && !canColumns:
			return nil, nil, false
		case canRows && (!canColumns || leaves(rows, t.Rows) >= leaves(columns, t.Columns)):
			rows = t.join(rows, false)
		default:
			columns = t.join(columns, true)
		}
	}
}

// mostCombined bounds a table that [Table.Combine] tries, in cells: every step examines it anew.
const mostCombined = 2500

func singly(lines []Line) [][]int {
	all := make([][]int, len(lines))
	for i := range lines {
		all[i] = []int{i}
	}
	return all
}

// leaves counts the groups that are no totals.
func leaves(groups [][]int, lines []Line) int {
	n := 0
	for _, g := range groups {
		if !lines[g[0]].IsTotal() {
			n++
		}
	}
	return n
}

// join puts the group that counts least together with the lesser of its neighbours.
func (t *Table) join(groups [][]int, turned bool) [][]int {
	lines := t.Rows
	if turned {
		lines = t.Columns
	}
	sum := func(g []int) (n int64) {
		for _, i := range g {
			for k := range t.width(turned) {
				n += t.at(i, k, turned).Low
			}
		}
		return n
	}
	var parts []int // groups that are no totals
	for i, g := range groups {
		if !lines[g[0]].IsTotal() {
			parts = append(parts, i)
		}
	}
	least := 0
	for k, i := range parts {
		if sum(groups[i]) < sum(groups[parts[least]]) {
			least = k
		}
	}
	beside := least + 1
	if least > 0 && (beside == len(parts) || sum(groups[parts[least-1]]) < sum(groups[parts[beside]])) {
		beside = least - 1
	}
	first, second := parts[min(least, beside)], parts[max(least, beside)]
	joined := slices.Clone(groups)
	joined[first] = slices.Concat(groups[first], groups[second])
	return slices.Delete(joined, second, second+1)
}

func (t *Table) width(turned bool) int {
	if turned {
		return len(t.Rows)
	}
	return len(t.Columns)
}

// combined is the table of the groups.
func (t *Table) combined(rows, columns [][]int) *Table {
	out := &Table{Title: t.Title, Threshold: t.Threshold, Rows: combinedLines(t.Rows, rows), Columns: combinedLines(t.Columns, columns)}
	for _, r := range rows {
		line := make([]Cell, 0, len(columns))
		for _, c := range columns {
			n := int64(0)
			for _, i := range r {
				for _, j := range c {
					n += t.Cells[i][j].Low
				}
			}
			line = append(line, Exactly(n))
		}
		out.Cells = append(out.Cells, line)
	}
	return out
}

func combinedLines(lines []Line, groups [][]int) []Line {
	all := make([]Line, len(groups))
	for i, g := range groups {
		labels := make([]string, len(g))
		for k, j := range g {
			labels[k] = lines[j].Label
		}
		all[i].Label = strings.Join(labels, " + ")
		if lines[g[0]].IsTotal() {
			for k := range groups {
				if k != i {
					all[i].Of = append(all[i].Of, k)
				}
			}
		}
	}
	return all
}

// CombinedProposal is what may stand instead of a table of counts: the table with lines put together, as Markdown. It reports false where
// [Table.Combine] does.
func (t *Table) CombinedProposal() (string, bool) {
	rows, columns, ok := t.Combine()
	if !ok {
		return "", false
	}
	c := t.combined(rows, columns)
	var out strings.Builder
	write := func(cells []string) { out.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	label := func(l Line) string { return strings.ReplaceAll(strings.ReplaceAll(l.Label, `\|`, "|"), "|", `\|`) }
	header, dashes := []string{""}, []string{"---"}
	for _, l := range c.Columns {
		header, dashes = append(header, label(l)), append(dashes, "---")
	}
	write(header)
	write(dashes)
	for i, l := range c.Rows {
		line := []string{label(l)}
		for _, cell := range c.Cells[i] {
			line = append(line, strconv.FormatInt(cell.Low, 10))
		}
		write(line)
	}
	return out.String(), true
}
