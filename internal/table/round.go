package table

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// Rounding is what may be shared instead of a table: every count rounded at random to one of the two nearest multiples of the
// base, so that on average nothing is added (Hundepool et al. 2012, section 5.4.3).
type Rounding struct {
	Base  int64
	Cells [][]int64 // by row and column; -1 where nothing is printed
	// Added says that totals are the sums of the rounded parts. Otherwise they are rounded on their own, and rarely add up.
	Added bool
}

// hidden stands in [Rounding.Cells] where nothing is printed.
const hidden = -1

// attempts are how often totals are rounded anew before they are added up.
const attempts = 8

// Round rounds the table to its threshold as the base, with totals rounded on their own. The key makes the chance: with one key,
// counts of the same people under the same labels and years round in the same direction, however often and in whatever company they are
// published, so that nobody can average the rounding away; and a larger count never rounds to less than a smaller one, so that a table
// and a part of it don't contradict each other. Nobody who lacks the key can tell in which direction.
//
// A reader who knows all this must not be able to tell that any count is small. Where that fails, totals are rounded anew, and at
// last made of the rounded parts: a table that adds up is itself one that fits, so that all may be as they are printed, 0 or not
// small. Tables with subtotals, and those too large to audit, are always made so. It reports false if counts that the table hides
// could be told nevertheless; then lines must be combined.
func (t *Table) Round(key []byte) (Rounding, bool) {
	if t.Rounded > 0 {
		return Rounding{}, false
	}
	r := Rounding{Base: t.Threshold, Cells: make([][]int64, len(t.Cells))}
	for i, row := range t.Cells {
		r.Cells[i] = make([]int64, len(row))
		for j := range row {
			r.Cells[i][j] = t.rounded(key, i, j, 0)
		}
	}
	if t.isFlat() {
		for attempt := range attempts {
			if attempt > 0 {
				t.roundTotals(&r, key, attempt)
			}
			risks, err := t.as(r).Risks()
			if err == errTooLarge {
				break
			}
			if err == nil && len(risks) == 0 {
				return r, true
			}
		}
	}
	r.Added = true
	t.addUp(&r)
	if t.isExact() {
		return r, true
	}
	risks, err := t.as(r).Risks()
	return r, err == nil && len(risks) == 0
}

// as is the table as a reader of the rounding knows it.
func (t *Table) as(r Rounding) *Table {
	out := t.clone()
	out.Rounded, out.shares, out.magnitudes = r.Base, nil, nil
	for i := range out.Cells {
		for j := range out.Cells[i] {
			c := &out.Cells[i][j]
			switch {
			case r.Cells[i][j] != hidden:
				c.Low, c.High = r.Cells[i][j], r.Cells[i][j]
				*c = around(*c, r.Base)
			case c.IsExact():
				c.Low, c.High, c.Hidden = 0, MaxCount, true
			}
		}
	}
	return out
}

// rounded is a cell after rounding.
func (t *Table) rounded(key []byte, row, column, attempt int) int64 {
	c := t.Cells[row][column]
	if !c.IsExact() {
		return hidden
	}
	down := c.Low - c.Low%t.Threshold
	if chance(key, t.identity(row, column), attempt, t.Threshold) < uint64(c.Low%t.Threshold) {
		return down + t.Threshold
	}
	return down
}

// chance is a number below base, of which the key alone decides. 64 bits make its bias negligible.
func chance(key []byte, identity string, attempt int, base int64) uint64 {
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte("praxis\x00rounding/1\x00")) // a hash takes everything
	_, _ = mac.Write(binary.BigEndian.AppendUint64(nil, uint64(attempt)))
	_, _ = mac.Write([]byte(identity))
	return binary.BigEndian.Uint64(mac.Sum(nil)) % uint64(base)
}

// identity names what a cell counts: the labels of its row and its column, whichever is which, and the years of the title. A grand total
// has no label, and a margin one.
func (t *Table) identity(row, column int) string {
	labels := []string{identityOf(t.Rows, row), identityOf(t.Columns, column)}
	slices.Sort(labels)
	return strings.Join(append(labels, yearsOf(t.Title)...), "\x00")
}

func identityOf(lines []Line, i int) string {
	if l := lines[i]; l.IsTotal() && len(l.Of) == len(partsOf(lines, -1)) {
		return ""
	}
	return strings.Join(wordsOf(lines[i].Label), " ")
}

// yearsOf are the years that words name, in order and once.
func yearsOf(words string) []string {
	var all []string
	for _, w := range wordsOf(words) {
		if len(w) == 4 && (strings.HasPrefix(w, "19") || strings.HasPrefix(w, "20")) && strings.Trim(w, "0123456789") == "" {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (t *Table) roundTotals(r *Rounding, key []byte, attempt int) {
	for i := range t.Cells {
		for j := range t.Cells[i] {
			if t.Rows[i].IsTotal() || t.Columns[j].IsTotal() {
				r.Cells[i][j] = t.rounded(key, i, j, attempt)
			}
		}
	}
}

// addUp makes every total the sum of its rounded parts; it hides those with hidden parts. Totals of totals come by themselves: lines
// are summed until nothing changes, which takes as many rounds as sums are nested, and never more than there are lines.
func (t *Table) addUp(r *Rounding) {
	changed := true
	for range len(t.Rows) + len(t.Columns) {
		if !changed {
			break
		}
		changed = false
		set := func(i, j int, sum int64) {
			changed = changed || r.Cells[i][j] != sum
			r.Cells[i][j] = sum
		}
		for i, l := range t.Rows {
			for j := range t.Columns {
				if l.IsTotal() && !t.Columns[j].IsTotal() {
					set(i, j, sumOf(l.Of, func(k int) int64 { return r.Cells[k][j] }))
				}
			}
		}
		for j, l := range t.Columns {
			for i := range t.Rows {
				if l.IsTotal() {
					set(i, j, sumOf(l.Of, func(k int) int64 { return r.Cells[i][k] }))
				}
			}
		}
	}
}

// addsUp tells whether the table is rounded to its threshold or more, hides nothing, and every total is the sum of its parts as they are printed.
func (t *Table) addsUp() bool {
	if t.Rounded < t.Threshold {
		return false
	}
	printed := func(i, j int) int64 {
		if c := t.Cells[i][j]; !c.Hidden && c.High-c.Low >= t.Rounded-1 {
			return c.High - t.Rounded + 1
		}
		return hidden
	}
	for i, row := range t.Cells {
		for j := range row {
			n, r, c := printed(i, j), t.Rows[i], t.Columns[j]
			if n == hidden || r.IsTotal() && sumOf(r.Of, func(k int) int64 { return printed(k, j) }) != n ||
				c.IsTotal() && sumOf(c.Of, func(k int) int64 { return printed(i, k) }) != n {
				return false
			}
		}
	}
	return true
}

func sumOf(of []int, cell func(int) int64) int64 {
	sum := int64(0)
	for _, k := range of {
		if cell(k) == hidden {
			return hidden
		}
		sum += cell(k)
	}
	return sum
}
