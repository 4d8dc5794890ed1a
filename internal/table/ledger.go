package table

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Record is what a node remembers of a table that it shared, in private: what its readers know, and where they have it from.
// It outlives a withdrawal, because what was read cannot be unread.
type Record struct {
	Document string `json:"document"` // as people call it: its title
	Time     int64  `json:"time"`     // when it was shared, Unix seconds
	Table    *Table `json:"table"`
}

// Veiled is the table with each word of its title and labels replaced by one that only who has the key can compute, so that what was
// shared and taken back is not kept in words. Years and words for totals stay. Veiled tables are compared with
// veiled ones, under the same key.
func (t *Table) Veiled(key []byte) *Table {
	out := t.clone()
	out.shares, out.magnitudes = nil, nil
	out.Title = veil(key, t.Title)
	for _, lines := range []*[]Line{&out.Rows, &out.Columns} {
		*lines = slices.Clone(*lines)
		for i := range *lines {
			(*lines)[i].Label = veil(key, (*lines)[i].Label)
		}
	}
	return out
}

func veil(key []byte, words string) string {
	var all []string
	for _, w := range wordsOf(words) {
		if len(yearsOf(w)) == 0 && !slices.Contains(totalWords, w) {
			mac := hmac.New(sha256.New, key)
			_, _ = mac.Write([]byte("praxis\x00table/1\x00" + w)) // a hash takes everything
			w = hex.EncodeToString(mac.Sum(nil)[:12])
		}
		all = append(all, w)
	}
	return strings.Join(all, " ")
}

// Against finds the numbers of a table that together with those of tables that were shared before tell a count of few: a
// table of all, and then one of the men; the same table again when two more people had come; the same counts rounded
// otherwise. Compared are lines with the same label, totals, and lines that the other table's title names, where rows
// or columns have the same labels, and tables of one shape and nearly the same numbers under other labels. Tables of
// which title or labels name other years are of other times, and not compared.
func Against(t *Table, shared []Record) []Risk {
	var all []Risk
	for _, r := range shared {
		if r.Table != nil && !otherTimes(t, r.Table) {
			all = append(all, t.against(r)...)
		}
	}
	slices.SortStableFunc(all, func(a, b Risk) int { return a.Start - b.Start })
	return slices.CompactFunc(all, func(a, b Risk) bool { return a.Start == b.Start && a.End == b.End && a.Place == b.Place })
}

func otherTimes(a, b *Table) bool {
	first, second := a.years(), b.years()
	return len(first) > 0 && len(second) > 0 && !slices.ContainsFunc(first, func(y string) bool { return slices.Contains(second, y) })
}

func (t *Table) years() []string {
	words := []string{t.Title}
	for _, l := range slices.Concat(t.Rows, t.Columns) {
		words = append(words, l.Label)
	}
	return yearsOf(strings.Join(words, " "))
}

// side is a table seen as lines with parts: its columns with their rows, or its rows with their columns.
type side struct {
	*Table
	turned       bool // the lines are the columns
	lines, parts []Line
}

func (t *Table) sides() []side {
	return []side{{t, false, t.Rows, t.Columns}, {t, true, t.Columns, t.Rows}}
}

// pair is two cells that count the same, or of which one counts some of the other.
type pair struct{ line, part, otherLine, otherPart int }

func (t *Table) against(r Record) []Risk {
	var all []Risk
	found := false
	for _, s := range t.sides() {
		for _, o := range r.Table.sides() {
			pairs := related(s, o)
			found = found || len(pairs) > 0
			all = append(all, s.compare(o, pairs, r)...)
		}
	}
	if !found {
		s, o := t.sides()[0], r.Table.sides()[0]
		all = s.compare(o, alike(s, o), r)
	}
	return all
}

// related pairs cells by labels. Two lines of which at least two parts have the same labels are compared.
func related(s, o side) []pair {
	parts := make(map[string]int, len(o.parts))
	for k := range o.parts {
		parts[identityOf(o.parts, k)] = k
	}
	var common [][2]int
	for k := range s.parts {
		if other, ok := parts[identityOf(s.parts, k)]; ok {
			common = append(common, [2]int{k, other})
		}
	}
	if len(common) < 2 {
		return nil
	}
	var all []pair
	for i := range s.lines {
		for j := range o.lines {
			if !sameOrPart(s, i, o, j) {
				continue
			}
			for _, c := range common {
				all = append(all, pair{i, c[0], j, c[1]})
			}
			if len(all) > MaxCells {
				return all
			}
		}
	}
	return all
}

// sameOrPart tells whether two lines count the same or one some of the other, as far as words tell.
func sameOrPart(s side, i int, o side, j int) bool {
	one, other := wordsOf(s.lines[i].Label), wordsOf(o.lines[j].Label)
	oneTotal, otherTotal := s.isWhole(i), o.isWhole(j)
	switch {
	case oneTotal && otherTotal, !oneTotal && !otherTotal && slices.Equal(one, other):
		return true
	case oneTotal && !otherTotal:
		return within(other, wordsOf(s.Title))
	case otherTotal && !oneTotal:
		return within(one, wordsOf(o.Title))
	}
	return false
}

// isWhole tells whether a line counts everything that its table is about.
func (s side) isWhole(i int) bool {
	return s.lines[i].IsTotal() && identityOf(s.lines, i) == "" || namesTotal(s.lines[i].Label) || len(s.lines) == 1
}

func within(words, in []string) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(in, w) })
}

// alike pairs the cells of two tables of one shape by their place, where all are nearly the same and six are not zero.
func alike(s, o side) []pair {
	if len(s.lines) != len(o.lines) || len(s.parts) != len(o.parts) {
		return nil
	}
	var all []pair
	some := 0
	for i := range s.lines {
		for k := range s.parts {
			a, b := s.at(i, k, s.turned), o.at(i, k, o.turned)
			if a.High < b.Low-s.Threshold || b.High < a.Low-s.Threshold || a.Hidden != b.Hidden {
				return nil
			}
			if a.Low > 0 && b.Low > 0 && !a.Hidden {
				some++
			}
			all = append(all, pair{i, k, i, k})
		}
	}
	if some < 6 {
		return nil
	}
	return all
}

// compare looks at what the pairs tell.
func (s side) compare(o side, pairs []pair, r Record) []Risk {
	more := int64(0) // which table counts more; 0 if neither
	for _, p := range pairs {
		a, b := s.at(p.line, p.part, s.turned), o.at(p.otherLine, p.otherPart, o.turned)
		if !a.Hidden && !b.Hidden {
			more += a.Low + a.High - b.Low - b.High
		}
	}
	if s.Title != "" && slices.Equal(wordsOf(s.Title), wordsOf(o.Title)) {
		more = 0 // of the same people, as far as words tell
	}
	var all []Risk
	for _, p := range pairs {
		a, b := s.at(p.line, p.part, s.turned), o.at(p.otherLine, p.otherPart, o.turned)
		if tells(a, b, more, s.Threshold) {
			risk := s.riskAt(Difference, p.line, p.part, s.turned)
			risk.With = r.Document
			all = append(all, risk)
		}
	}
	return all
}

// tells tells whether two counts, of which one may be of some of the people of the other, together tell a count of few.
func tells(a, b Cell, more, threshold int64) bool {
	for _, d := range []Cell{{Low: a.Low - b.High, High: a.High - b.Low}, {Low: b.Low - a.High, High: b.High - a.Low}} {
		if d.isSmall(threshold) {
			return true
		}
	}
	if more > 0 {
		a, b = b, a
	}
	if a.Low > b.High { // they aren't of each other's people
		return false
	}
	part := Cell{Low: a.Low, High: min(a.High, b.High)} // a is of some of b, or the same
	whole := Cell{Low: max(a.Low, b.Low), High: b.High}
	if more == 0 {
		whole = Cell{Low: max(a.Low, b.Low), High: min(a.High, b.High)}
		part = whole
	}
	return part.Low <= part.High && (part.isSmall(threshold) || whole.isSmall(threshold))
}
