package table

import (
	"math"
	"slices"
	"strings"
)

// Kind is what a number of a table discloses.
type Kind string

// The kinds of risk.
const (
	Small       Kind = "small"        // a count from 1 to below the threshold is printed
	Derivable   Kind = "derivable"    // one that isn't printed follows from what is
	OneCategory Kind = "one-category" // a whole line has the same trait (attribute disclosure)
	Difference  Kind = "difference"   // the difference of two printed numbers is a small count
	Dominance   Kind = "dominance"    // a magnitude comes from too few, or mostly from one
)

// Risk is a number that should not be shared as it stands.
type Risk struct {
	Kind  Kind
	Start int    // bytes, in the text that the table was read from
	End   int    // bytes, exclusive
	Place string // the line and the column
	With  string // the document shared before that tells the difference; empty if this table tells it alone
}

// Risks are what a reader could conclude from the table about few persons, in the order of the text, at most one for a
// place. An error says that the table could not be checked, and what to do; it is then not known to be safe.
func (t *Table) Risks() ([]Risk, error) {
	known := t
	if !t.isExact() {
		narrowed, err := t.narrowed(t.Threshold)
		switch {
		case err == errTooLarge && t.addsUp(): // all may be as printed: 0, or not small
		case err != nil:
			return nil, err
		default:
			known = narrowed
		}
	}
	var all []Risk
	for i, row := range known.Cells {
		for j, c := range row {
			hidden := t.Cells[i][j]
			switch {
			case c.isSmall(t.Threshold) && c.High == hidden.High && c.Low == hidden.Low:
				all = append(all, t.risk(Small, i, j))
			case c.isSmall(t.Threshold), hidden.Hidden && c.High > 0 && c.High < t.Threshold:
				all = append(all, t.risk(Derivable, i, j))
			}
		}
	}
	all = append(all, known.oneCategory()...)
	all = append(all, known.differences()...)
	all = append(all, t.shareRisks()...)
	all = append(all, t.magnitudeRisks()...)
	slices.SortStableFunc(all, func(a, b Risk) int { return a.Start - b.Start })
	return slices.CompactFunc(all, func(a, b Risk) bool { return a.Start == b.Start && a.End == b.End && a.Place == b.Place }), nil
}

func (t *Table) isExact() bool {
	for _, row := range t.Cells {
		if slices.ContainsFunc(row, func(c Cell) bool { return !c.IsExact() }) {
			return false
		}
	}
	return true
}

// risk is a risk at a cell. Its place names the line and the column, so that two equal numbers are told apart.
func (t *Table) risk(k Kind, row, column int) Risk {
	c := t.Cells[row][column]
	return Risk{Kind: k, Start: c.Start, End: c.End, Place: t.Rows[row].Label + " | " + t.Columns[column].Label}
}

// at is a cell by row and column, or by column and row.
func (t *Table) at(line, part int, turned bool) Cell {
	if turned {
		return t.Cells[part][line]
	}
	return t.Cells[line][part]
}

func (t *Table) riskAt(k Kind, line, part int, turned bool) Risk {
	if turned {
		return t.risk(k, part, line)
	}
	return t.risk(k, line, part)
}

// oneCategory finds lines of which all belong to one of the parts that make its total.
func (t *Table) oneCategory() []Risk {
	var all []Risk
	find := func(lines, parts []Line, turned bool) {
		for _, total := range totals(parts) {
			if total < 0 {
				continue
			}
			for i := range lines {
				only, others := -1, 0
				for _, j := range parts[total].Of {
					if c := t.at(i, j, turned); c.High > 0 {
						only, others = j, others+1
					}
				}
				if others == 1 && t.at(i, only, turned).Low > 0 {
					all = append(all, t.riskAt(OneCategory, i, only, turned))
				}
			}
		}
	}
	find(t.Rows, t.Columns, false)
	find(t.Columns, t.Rows, true)
	return all
}

// partWords say that a line counts some of the line before it.
var partWords = []string{"of which", "out of which", "thereof", "dont", "de los cuales", "de las cuales", "davon", "darunter", "di cui", "w tym", "waarvan", "varav", "heraf", "herav", "joista", "z toho", "od toga", "ebből", "din care", "dos quais", "das quais", "от които", "з них", "из них"}

func namesPart(label string) bool {
	s := strings.Join(wordsOf(label), " ")
	return slices.ContainsFunc(partWords, func(w string) bool { return strings.HasPrefix(s, w) })
}

// differences finds what is left of a total that its parts don't make up, and of a line of which another counts some.
func (t *Table) differences() []Risk {
	var all []Risk
	find := func(lines []Line, width int, turned bool) {
		part := func(whole, some, at int) {
			a, b := t.at(whole, at, turned), t.at(some, at, turned)
			if (Cell{Low: a.Low - b.High, High: a.High - b.Low}).isSmall(t.Threshold) {
				all = append(all, t.riskAt(Difference, some, at, turned))
			}
		}
		for i, l := range lines {
			if namesPart(l.Label) && i > 0 {
				whole := i - 1
				for whole > 0 && namesPart(lines[whole].Label) {
					whole--
				}
				for at := range width {
					part(whole, i, at)
				}
			}
			if !namesTotal(l.Label) || l.IsTotal() {
				continue
			}
			for at := range width {
				t.rest(lines, i, at, turned, &all)
				for k := range lines[:min(len(lines), longestSum)] {
					if k != i && !namesTotal(lines[k].Label) {
						part(i, k, at)
					}
				}
			}
		}
	}
	find(t.Rows, len(t.Columns), false)
	find(t.Columns, len(t.Rows), true)
	return all
}

// rest looks at what a declared total has beyond all other lines.
func (t *Table) rest(lines []Line, total, at int, turned bool, all *[]Risk) {
	low, high := int64(0), int64(0)
	for k, l := range lines {
		if k != total && !namesTotal(l.Label) && !l.IsTotal() && !namesPart(l.Label) {
			c := t.at(k, at, turned)
			low, high = low+c.Low, min(high+c.High, 2*MaxCount)
		}
	}
	c := t.at(total, at, turned)
	if (Cell{Low: c.Low - high, High: c.High - low}).isSmall(t.Threshold) {
		*all = append(*all, t.riskAt(Difference, total, at, turned))
	}
}

// shareRisks finds percentages that can only be those of a small count, of a whole that is printed in their row or in a total.
func (t *Table) shareRisks() []Risk {
	var all []Risk
	for _, s := range t.shares {
		var wholes []Cell
		if s.row >= 0 {
			wholes = append(wholes, t.Cells[s.row]...)
		}
		for i, r := range t.Rows {
			if r.IsTotal() && i != s.row {
				wholes = append(wholes, t.Cells[i]...)
			}
		}
		if slices.ContainsFunc(wholes, func(c Cell) bool { return c.IsExact() && smallShare(s, c.Low, t.Threshold) }) {
			all = append(all, Risk{Kind: Derivable, Start: s.start, End: s.end, Place: "%"})
		}
	}
	return all
}

func smallShare(s share, whole, threshold int64) bool {
	if s.value <= 0 || s.value >= 100 {
		return false
	}
	half := math.Pow(10, -float64(s.places)) / 2
	low := math.Ceil((s.value - half) / 100 * float64(whole))
	high := math.Floor((s.value + half) / 100 * float64(whole))
	return low <= high && low > 0 && high < float64(threshold)
}

// magnitudeRisks finds magnitudes that stand beside a small count: with so few contributors, one of them knows the others.
func (t *Table) magnitudeRisks() []Risk {
	var all []Risk
	for _, m := range t.magnitudes {
		if m.row < 0 || t.Rows[m.row].IsTotal() {
			continue
		}
		if slices.ContainsFunc(t.Cells[m.row], func(c Cell) bool { return c.isSmall(t.Threshold) }) {
			all = append(all, Risk{Kind: Dominance, Start: m.start, End: m.end, Place: t.Rows[m.row].Label})
		}
	}
	return all
}

// Dominated tells whether the n largest of the contributions to a magnitude make more than k percent of it: the (n, k)
// rule. Contributions are not negative. Where there are n or fewer, it always is.
func Dominated(contributions []float64, n int, k float64) bool {
	sorted := descending(contributions)
	all, largest := 0.0, 0.0
	for i, c := range sorted {
		all += c
		if i < n {
			largest += c
		}
	}
	return all > 0 && largest > k/100*all
}

// WithinPercent tells whether the second largest contributor to a magnitude can tell the largest contribution to within p
// percent, by taking its own from what is printed: the p % rule. With one or two contributors it always can.
func WithinPercent(contributions []float64, p float64) bool {
	sorted := descending(contributions)
	if len(sorted) == 0 || sorted[0] == 0 {
		return false
	}
	rest := 0.0
	for _, c := range sorted[min(2, len(sorted)):] {
		rest += c
	}
	return rest < p/100*sorted[0]
}

func descending(contributions []float64) []float64 {
	sorted := slices.Clone(contributions)
	slices.Sort(sorted)
	slices.Reverse(sorted)
	return sorted
}
