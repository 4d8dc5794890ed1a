package measure

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// Report gathers tallies by language, clean documents apart.
type Report struct {
	all, clean []Tally
	languages  map[string][]Tally
}

// NewReport begins one.
func NewReport() *Report { return &Report{languages: map[string][]Tally{}} }

// Add takes up the tally of a document.
func (r *Report) Add(d Document, t Tally) {
	r.all = append(r.all, t)
	r.languages[d.Language] = append(r.languages[d.Language], t)
	if d.Clean() {
		r.clean = append(r.clean, t)
	}
}

// Sum adds tallies up.
func Sum(all []Tally) Tally {
	var s Tally
	for _, t := range all {
		s.Add(t)
	}
	return s
}

// All are the tallies in the order in which they came.
func (r *Report) All() []Tally { return r.all }

// Language are the tallies of one language.
func (r *Report) Language(l string) []Tally { return r.languages[l] }

// Print writes the table: all documents, and then those of every language. Intervals hold nineteen in twenty.
func (r *Report) Print(to io.Writer) {
	fmt.Fprintf(to, "%-5s %5s  %-20s  %-20s  %-20s  %-20s  %-20s  %-6s\n", "", "texts", "direct", "leaking texts", "indirect", "right (some)", "right (each)", "marked")
	printRow(to, "all", r.all)
	names := make([]string, 0, len(r.languages))
	for l := range r.languages {
		names = append(names, l)
	}
	slices.Sort(names)
	if len(names) > 1 {
		for _, l := range names {
			printRow(to, l, r.languages[l])
		}
	}
	if c := Sum(r.clean); c.Words > 0 {
		thousand := float64(c.Words) / 1000
		fmt.Fprintf(to, "clean %d texts, %d words: in 1,000 words %.1f blocking marks, %.1f unknown words\n", c.Documents, c.Words, float64(c.Blocking)/thousand, float64(c.Unknown)/thousand)
	}
}

func printRow(to io.Writer, name string, tallies []Tally) {
	sum := Sum(tallies)
	fmt.Fprintf(to, "%-5s %5d", name, sum.Documents)
	for i, m := range []Measure{
		func(t Tally) Ratio { return t.Direct }, func(t Tally) Ratio { return t.Leaks }, func(t Tally) Ratio { return t.Quasi },
		func(t Tally) Ratio { return t.Some }, func(t Tally) Ratio { return t.Precision },
	} {
		ratio := m(sum)
		if i == 2 && ratio.All == 0 {
			ratio, m = sum.Unspecified, func(t Tally) Ratio { return t.Unspecified }
		}
		if ratio.All == 0 {
			fmt.Fprintf(to, "  %-20s", "-")
			continue
		}
		low, high := Interval(tallies, m)
		if i < 2 && (ratio.Of == 0 || ratio.Of == ratio.All) {
			low, high = Wilson(ratio)
		}
		fmt.Fprintf(to, "  %-20s", fmt.Sprintf("%.4f %.3f to %.3f", ratio.Value(), low, high))
	}
	fmt.Fprintf(to, "  %.3f\n", sum.Marked.Value())
}

// PrintMissed writes at most so many mentions that are not covered, those that lead to a person by themselves first.
func (r *Report) PrintMissed(to io.Writer, most int) {
	missed := Sum(r.all).Missed
	slices.SortStableFunc(missed, func(a, b Missed) int { return cmp.Or(cmp.Compare(a.Ident, b.Ident), cmp.Compare(a.Type, b.Type)) })
	for _, m := range missed[:min(most, len(missed))] {
		fmt.Fprintf(to, "missed %s %s %s %q in %q\n", m.Ident, m.Type, m.Document, m.Words, m.Around)
	}
}
