package gate

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"praxis/internal/draft"
	"praxis/internal/table"
)

// tableCheck is the check of tables of counts (specs/tables.md).
const tableCheck = "table/1"

// kindOfRisk is the kind of the mark for what a table discloses.
func kindOfRisk(k table.Kind) draft.Kind {
	switch k {
	case table.Small:
		return draft.KindSmallCell
	case table.OneCategory:
		return draft.KindOneCategory
	case table.Difference:
		return draft.KindDifference
	case table.Dominance:
		return draft.KindDominance
	}
	return draft.KindDerivable
}

// tables adds the marks of the tables in a text to its other marks. It takes the place of those that do not block and overlap;
// what blocks already stays. Tables before, and those of the options, are what a reader can compare a table with.
func (o Options) tables(t Text, marks []draft.Mark, so *examinedTables) []draft.Mark {
	found := table.Find(t.Body)
	if len(found) == 0 {
		return marks
	}
	var added []draft.Mark
	for _, f := range found {
		added = append(added, o.tableMarks(t, f, so)...)
	}
	return merge(t, marks, added)
}

// examinedTables are those of an examination so far, and what may still be spent on others: rounded and hidden counts take
// time by the square of their number, and so do comparisons. What would take longer is not read, and says so.
type examinedTables struct {
	before []table.Record
	spent  int
}

// mostSpent bounds what is spent on the tables of an examination, in units of [table.MaxWork].
const mostSpent = 2 * table.MaxWork

// comparison is what it takes to compare two tables, in the same units, besides their cells.
const comparison = 500

func (so *examinedTables) afford(units int) bool {
	so.spent += units
	return so.spent <= mostSpent
}

func (o Options) tableMarks(t Text, f table.Found, so *examinedTables) []draft.Mark {
	if f.Large {
		return []draft.Mark{unreadTable(t, f)}
	}
	read, ok := table.Parse(f, t.Under)
	if !ok {
		return nil
	}
	if !so.afford(min(read.Work(), table.MaxWork) + (len(so.before)+len(o.Shared))*(comparison+read.Size())) {
		return []draft.Mark{unreadTable(t, f)}
	}
	risks, err := read.Risks()
	if err != nil {
		return []draft.Mark{unreadTable(t, f)}
	}
	risks = append(risks, table.Against(read, so.before)...)
	if len(o.Shared) > 0 {
		risks = append(risks, table.Against(read.Veiled(o.Rounding), o.Shared)...)
	}
	so.before = append(so.before, table.Record{Document: strings.TrimSpace(f.Title), Table: read})
	var all []draft.Mark
	for _, r := range risks {
		all = append(all, o.markOfRisk(t, r))
	}
	slices.SortStableFunc(all, func(a, b draft.Mark) int { return a.Start - b.Start })
	if len(all) > 0 && len(o.Rounding) > 0 && so.afford(min(read.Size()*read.Size(), table.MaxWork)) {
		all[0].Rounded, _ = read.Proposal(t.Body, f, o.Rounding, t.Language)
		all[0].Combined, _ = read.CombinedProposal()
	}
	return all
}

// markOfRisk is the mark of a number. The place names line and column too: two equal numbers are two decisions.
func (o Options) markOfRisk(t Text, r table.Risk) draft.Mark {
	start, end := visible(t.Body, r.Start, r.End)
	words, kind := t.Body[start:end], kindOfRisk(r.Kind)
	confidence := draft.ConfidenceHigh
	if r.Kind == table.OneCategory || r.With != "" {
		confidence = draft.ConfidenceMedium
	}
	return draft.Mark{Field: t.Field, Language: t.Language, Start: start, End: end, Kind: kind, Confidence: confidence, Blocking: !o.Published,
		Check: tableCheck, Clue: draft.ClueNumbers, With: r.With, Place: draft.PlaceOf(t.Field, kind, r.Place+" | "+words), Found: words}
}

// unreadTable marks the beginning of a table that could not be checked. It blocks published text too: nobody knows what is in it.
func unreadTable(t Text, f table.Found) draft.Mark {
	const shown = 40
	first, _, _ := strings.Cut(t.Body[f.Start:f.End], "\n")
	end := min(len(first), shown)
	for end < len(first) && !utf8.RuneStart(first[end]) {
		end++
	}
	words := first[:end]
	return draft.Mark{Field: t.Field, Language: t.Language, Start: f.Start, End: f.Start + end, Kind: draft.KindUnreadTable, Confidence: draft.ConfidenceCertain, Blocking: true,
		Check: tableCheck, Clue: draft.ClueNumbers, Place: draft.PlaceOf(t.Field, draft.KindUnreadTable, words), Found: words}
}

// visible widens an empty place, such as a cell without a number, to the character before it.
func visible(body string, start, end int) (int, int) {
	if start < end {
		return start, end
	}
	if start > 0 {
		_, size := utf8.DecodeLastRuneInString(body[:start])
		return start - size, start
	}
	_, size := utf8.DecodeRuneInString(body)
	return 0, size
}

// merge puts the marks of tables among the others, in order and without overlap. Where two overlap, one that blocks stands before one
// that doesn't, and otherwise the one that was there first.
func merge(t Text, marks, added []draft.Mark) []draft.Mark {
	all := slices.Concat(marks, added)
	slices.SortStableFunc(all, func(a, b draft.Mark) int { return cmp.Compare(a.Start, b.Start) })
	out := all[:0:0]
	for _, m := range all {
		for len(out) > 0 && out[len(out)-1].End > m.Start && m.Blocking && !out[len(out)-1].Blocking {
			out = out[:len(out)-1]
		}
		if len(out) > 0 && out[len(out)-1].End > m.Start {
			m.Start = out[len(out)-1].End
			if !m.Blocking || m.Start >= m.End || m.Check != tableCheck || !utf8.RuneStart(t.Body[m.Start]) {
				continue
			}
			m.Found = t.Body[m.Start:m.End]
		}
		out = append(out, m)
	}
	return out
}

// TablesOf are the tables of counts in texts, as a node remembers them when it shares the texts: with their words veiled by
// the key (see [table.Table.Veiled]). The caller adds of which document they are.
func TablesOf(texts []Text, key []byte) []table.Record {
	var all []table.Record
	for _, t := range texts {
		for _, f := range table.Find(t.Body) {
			if read, ok := table.Parse(f, t.Under); ok {
				all = append(all, table.Record{Table: read.Veiled(key)})
			}
		}
	}
	return all
}
