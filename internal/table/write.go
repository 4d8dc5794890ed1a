package table

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// change is what takes the place of a cell's text.
type change struct {
	start, end int
	text       string
}

// Proposal is what may stand instead of a table in a text: the same lines with the counts rounded, what is printed in percent of them
// left out, and a sentence that says so, in "fr" or "es" or else in English. It reports false where rounding does not
// protect the table, as in one that is rounded already.
func (t *Table) Proposal(text string, f Found, key []byte, language string) (string, bool) {
	r, ok := t.Round(key)
	if !ok {
		return "", false
	}
	var changes []change
	for i, row := range t.Cells {
		for j, c := range row {
			switch n := r.Cells[i][j]; {
			case n != hidden:
				changes = append(changes, change{c.Start, c.End, strconv.FormatInt(n, 10)})
			case c.IsExact():
				changes = append(changes, change{c.Start, c.End, "–"})
			}
		}
	}
	for _, s := range t.shares {
		changes = append(changes, change{s.start, s.end, "–"})
	}
	for _, r := range t.magnitudeRisks() {
		changes = append(changes, change{r.Start, r.End, "–"})
	}
	return apply(text, f, changes) + "\n\n" + noteOf(r, language) + "\n", true
}

// apply puts the changes in the lines of the table. What has no place there, such as the missing end of a short row, isn't changed.
func apply(text string, f Found, changes []change) string {
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.start, b.start) })
	var out strings.Builder
	at := f.Start
	for _, c := range changes {
		if c.start < at || c.end > f.End || c.start == c.end {
			continue
		}
		out.WriteString(text[at:c.start])
		out.WriteString(c.text)
		at = c.end
	}
	out.WriteString(text[at:f.End])
	return out.String()
}

func noteOf(r Rounding, language string) string {
	own := map[string]string{
		"en": "Counts are randomly rounded to base %d; totals are rounded on their own.",
		"fr": "Les nombres sont arrondis aléatoirement à la base %d ; les totaux sont arrondis séparément.",
		"es": "Los números están redondeados al azar a la base %d; los totales se redondean por separado.",
	}
	added := map[string]string{
		"en": "Counts are randomly rounded to base %d; totals are sums of rounded counts.",
		"fr": "Les nombres sont arrondis aléatoirement à la base %d ; les totaux sont des sommes de nombres arrondis.",
		"es": "Los números están redondeados al azar a la base %d; los totales son sumas de números redondeados.",
	}
	notes := own
	if r.Added {
		notes = added
	}
	note, ok := notes[language]
	if !ok {
		note = notes["en"]
	}
	return fmt.Sprintf(note, r.Base)
}
