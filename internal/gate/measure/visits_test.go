package measure

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"praxis/internal/gate"
)

// visits reads the evaluation set of our own making. A name or a number is an entity by its words.
func visits(t *testing.T) []Document {
	t.Helper()
	b, err := os.ReadFile("../testdata/visits.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []Document
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if language, ok := strings.CutPrefix(line, "== "); ok {
			all = append(all, Document{ID: language, Language: language})
		} else if len(all) > 0 && line != "" {
			all[len(all)-1].write(line)
		}
	}
	return all
}

// write takes a note up, without the marks of its answers.
func (d *Document) write(line string) {
	var body []rune
	open := 0
	for _, r := range line {
		switch r {
		case '«', '‹':
			open = len(body)
		case '»', '›':
			ident := Direct
			if r == '›' {
				ident = Quasi
			}
			d.Spans = append(d.Spans, Answer{Start: open, End: len(body), Type: "ANY", Ident: ident, Entity: string(body[open:])})
		default:
			body = append(body, r)
		}
	}
	d.Text = string(body)
}

// floors are what may not be missed. Of every language, all that leads to a person by itself is marked, and names stop the text; of
// what leads to one together with other things, and of the words that are marked, so much is right.
const (
	floorQuasi = 0.66 // of one language's three or more
	floorAll   = 0.92 // of all
	floorLoud  = 0.50 // of one language's four or more that lead to a person by themselves, all in capitals
	floorSome  = 0.75 // of one language's marked words
)

func TestOurOwnNotesOfVisits(t *testing.T) {
	documents := visits(t)
	if len(documents) < 20 {
		t.Fatalf("%d notes", len(documents))
	}
	all := NewReport()
	for _, d := range documents {
		if err := d.check(); err != nil {
			t.Fatalf("%s: %v", d.ID, err)
		}
		stopped := Examined(d, gate.Options{}, true)
		for _, m := range stopped.Missed {
			if m.Ident == Direct && !strings.ContainsAny(m.Words, "0123456789") {
				t.Errorf("%s: %q passes in %q", d.ID, m.Words, m.Around)
			}
		}
		marked := Examined(d, gate.Options{}, false)
		all.Add(d, marked)
		if marked.Direct.Value() < 1 || marked.Quasi.Value() < floorQuasi || marked.Some.Value() < floorSome {
			t.Errorf("%s: %.2f of what leads to a person together with more is marked, and %.2f of what is marked is right: %v", d.ID, marked.Quasi.Value(), marked.Some.Value(), missed(marked))
		}
		for name, recased := range map[string]func(string) string{"in capitals": strings.ToUpper} {
			loud := d
			if loud.Text = recased(d.Text); len([]rune(loud.Text)) != len([]rune(d.Text)) {
				continue
			}
			if got := Examined(loud, gate.Options{}, false); got.Direct.Value() < floorLoud {
				t.Errorf("%s, %s: %.2f of what leads to a person by itself is marked: %v", d.ID, name, got.Direct.Value(), missed(got))
			}
		}
	}
	if sum := Sum(all.All()); sum.Quasi.Value() < floorAll {
		t.Errorf("%.3f of what leads to a person together with more is marked", sum.Quasi.Value())
	}
	var b strings.Builder
	all.Print(&b)
	t.Log("\n" + b.String())
}

func missed(t Tally) (all []string) {
	for _, m := range t.Missed {
		all = append(all, fmt.Sprintf("%q", m.Words))
	}
	return all
}
