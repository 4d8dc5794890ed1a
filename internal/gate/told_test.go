package gate

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"praxis/internal/draft"
	"praxis/internal/gate/tagger"
)

// told is a text of testdata/told.txt: without its brackets, and where they stood.
type told struct {
	language, body string
	must, may      []finding
}

func readTold(t *testing.T) []told {
	t.Helper()
	b, err := os.ReadFile("testdata/told.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []told
	for line := range strings.Lines(string(b)) {
		if line[0] == '#' {
			continue
		}
		one := told{language: line[:2]}
		var body strings.Builder
		open := 0
		for _, r := range strings.TrimSpace(line[3:]) {
			switch r {
			case '«', '‹':
				open = body.Len()
			case '»':
				one.must = append(one.must, finding{start: open, end: body.Len()})
			case '›':
				one.may = append(one.may, finding{start: open, end: body.Len()})
			default:
				body.WriteRune(r)
			}
		}
		one.body = body.String()
		all = append(all, one)
	}
	return all
}

// The small set of our own making: every name and every number is seen and stops the text, and four marked
// letters in five are right. A regression of the tagger fails here.
func TestWhatIsToldOfPeopleIsSeen(t *testing.T) {
	right, wrong := 0, 0
	for _, one := range readTold(t) {
		covered := make([]bool, len(one.body)+1)
		stopped := make([]bool, len(one.body)+1)
		for _, m := range Examine([]Text{{Field: "text", Language: one.language, Body: one.body}}, Options{}).Marks() {
			if m.Kind == draft.KindUnknown {
				continue
			}
			for i := m.Start; i < m.End; i++ {
				covered[i], stopped[i] = true, m.Blocking
			}
		}
		expected := make([]bool, len(one.body)+1)
		for _, f := range append(one.must, one.may...) {
			for i := f.start; i < f.end; i++ {
				expected[i] = true
			}
		}
		for _, f := range one.must {
			words := one.body[f.start:f.end]
			for i, r := range words {
				title := i < 4 && (strings.HasPrefix(words, "Mrs") || strings.HasPrefix(words, "Herr"))
				if unicode.IsLetter(r) && !stopped[f.start+i] && !title {
					t.Errorf("%s: %q goes unseen at %q in %q", one.language, words, words[i:], one.body)
					break
				}
			}
		}
		for i := range one.body {
			if one.body[i] != ' ' && covered[i] {
				if expected[i] {
					right++
				} else {
					wrong++
				}
			}
		}
		if len(one.must) == 0 {
			for i := range stopped {
				if stopped[i] {
					t.Errorf("%s: clean, and stopped at %q", one.language, one.body[i:])
					break
				}
			}
		}
	}
	if right < 4*wrong {
		t.Errorf("%d letters are marked rightly, %d wrongly", right, wrong)
	}
}

// marksOf examines a text and returns the marks of a kind, blocking or not.
func marksOf(body string, kind draft.Kind) (found []draft.Mark) {
	for _, m := range Examine([]Text{{Field: "text", Body: body}}, Options{}).Marks() {
		if m.Kind == kind {
			found = append(found, m)
		}
	}
	return found
}

// A name that was taken for one is found wherever it stands again: alone, in capitals, inflected, in other letters, disguised.
func TestANameIsFoundAgain(t *testing.T) {
	const first = "The patient, Mr Bogdan Wiśniewski, was seen by Mr Bogdan Wiśniewski. "
	for _, again := range []string{
		"Then WIŚNIEWSKI left.", "They asked Wiśniewskiego twice.", "Wisniewski slept.", "The word Вишневский is not it, but Богдан is.",
		"the Wiś\u200bniewski file", "the Wiśniew-\nski file", "the Wiśniеwski file",
	} {
		body := first + again
		found := false
		for _, m := range marksOf(body, draft.KindPerson) {
			found = found || m.End > len(first)+1
		}
		if !found {
			t.Errorf("%q: not found again: %+v", again, marksOf(body, draft.KindPerson))
		}
	}
}

// One place or one date stops nothing; a prison, a day and an age in one passage do, and say so.
func TestCombinationsStopAText(t *testing.T) {
	alone := "The visit to Ashford Secure Hospital showed clean rooms."
	if open := Examine([]Text{{Body: alone}}, Options{}).Unresolved(); len(open) > 0 {
		t.Errorf("a place alone: %+v", open)
	}
	together := "On 13 September 2024 the team met Turkish nationals aged 93 and 94 in Ashford Secure Hospital. One is a carpenter."
	e := Examine([]Text{{Body: together}}, Options{})
	if len(e.Unresolved()) < 3 {
		t.Fatalf("together: %+v", e.Marks())
	}
	for _, m := range e.Unresolved() {
		if !m.Together || m.Why("en") == (draft.Mark{Kind: m.Kind, Confidence: m.Confidence}).Why("en") {
			t.Errorf("%q does not say that its neighbours matter", m.Found)
		}
	}
	apart := strings.ReplaceAll(together, ". One", ".\n\nOne")
	if n := len(Examine([]Text{{Body: apart}}, Options{}).Unresolved()); n > len(e.Unresolved()) {
		t.Errorf("apart: %d", n)
	}
}

// Words that nothing explains are noted once each, stop nothing, and are silent when a body lists them.
func TestUnknownsAreNoted(t *testing.T) {
	body := "The team used the Qvorkl list in each room, and the Qvorkl list again, with code ZX81Q9."
	found := marksOf(body, draft.KindUnknown)
	seen := map[string]int{}
	for _, m := range found {
		seen[m.Found]++
		if m.Blocking {
			t.Errorf("%q stops the text", m.Found)
		}
	}
	for w, n := range seen {
		if n > 1 {
			t.Errorf("%q is noted %d times", w, n)
		}
	}
	all := Examine([]Text{{Body: body}}, Options{}).Marks()
	named := Examine([]Text{{Body: body}}, Options{Allowed: NewList("Qvorkl", "ZX81Q9")}).Marks()
	if len(all) < 2 || len(named) != 0 {
		t.Errorf("noted %+v, and of allowed ones %+v", all, named)
	}
}

// A word that somebody has cleared is not noted again; what is more than unknown stays.
func TestClearedWordsAreNotNotedAgain(t *testing.T) {
	body := "The team used the Qvorkl list in each room, with code ZX81Q9."
	unknown := func(o Options) (words []string) {
		for _, m := range Examine([]Text{{Field: "text", Body: body}}, o).Marks() {
			words = append(words, string(m.Kind)+":"+m.Found)
		}
		return words
	}
	if got := strings.Join(unknown(Options{}), " "); got != "unknown:Qvorkl code:ZX81Q9" {
		t.Fatalf("before: %s", got)
	}
	if got := strings.Join(unknown(Options{Cleared: NewList("qvorkl")}), " "); got != "code:ZX81Q9" {
		t.Errorf("after: %s", got)
	}
	mail := []Text{{Field: "text", Body: "Write to qv@post.example."}}
	if got := Examine(mail, Options{Cleared: NewList("qv@post.example")}).Unresolved(); len(got) != 1 {
		t.Errorf("an address was cleared: %+v", got)
	}
}

// Names in small letters are seen where somebody is introduced, behind a title, in a form's field and where the lists have them.
func TestNamesInSmallLettersAreSeen(t *testing.T) {
	for _, r := range []struct{ language, body, want string }{
		{"en", "We spoke with tomasz wisniewski about the yard.", "tomasz wisniewski"},
		{"en", "mr okonkwo told us that the yard was closed.", "okonkwo"},
		{"en", "The prisoner oyelaran was not heard.", "oyelaran"},
		{"en", "Name: floy farmer\nCell: 4", "floy farmer"},
		{"fr", "Nous avons parlé avec aurélien castaing de la promenade.", "aurélien castaing"},
		{"de", "Wir sprachen mit gundula petrich über den Hofgang.", "gundula petrich"},
		{"pl", "Rozmawialiśmy ze zbigniewem wróblewskim o spacerach.", "zbigniewem wróblewskim"},
		{"en", "We spoke with kitchen staff about menus, and met cleaners who told of overtime.", ""},
		{"en", "Name: not given", ""},
		{"fr", "Nous avons parlé avec plusieurs surveillants de la promenade.", ""},
		{"de", "Wir sprachen mit mehreren Bediensteten über den Hofgang.", ""},
		{"es", "Hablamos con varias internas sobre el patio.", ""},
	} {
		var got []string
		for _, m := range Examine([]Text{{Field: "text", Language: r.language, Body: r.body}}, Options{}).Unresolved() {
			if m.Kind == draft.KindPerson {
				got = append(got, m.Found)
			}
		}
		if strings.Join(got, "; ") != r.want {
			t.Errorf("%s %q: %q, want %q", r.language, r.body, got, r.want)
		}
	}
}

// In a line all of capitals, ordinary words of which the tagger is not sure are no names; a word that the language lacks may be one,
// and so may any word in another line.
func TestLinesInCapitals(t *testing.T) {
	for _, c := range []struct {
		body  string
		score float64
		want  bool
	}{
		{"GRUPPEN KONTROLLERAR SAKER", 0.3, true},
		{"GRUPPEN KONTROLLERAR SAKER", 0.9, false},
		{"DEN INTAGNE EKELUND BAD OM LÄKARE", 0.3, false},
		{"GRUPPEN KONTROLLERAR saker", 0.3, false},
	} {
		r := reader{folded: newFolded(c.body), language: "sv", lexicon: &tagger.Shipped().Lexicon}
		if got := r.isShoutedNoise(0, len(c.body), tagger.Span{End: len(c.body), Class: tagger.Person, Score: c.score}); got != c.want {
			t.Errorf("%q at %.1f: %v", c.body, c.score, got)
		}
	}
	const named = "DEN INTAGNE TORBJÖRN EKELUND BAD OM LÄKARE."
	if e := Examine([]Text{{Field: "text", Language: "sv", Body: named}}, Options{}); len(e.Unresolved()) == 0 {
		t.Errorf("nothing in %q", named)
	}
}

// Days of one week are one date: together with a place they leave as much open as the first of them does. Days further apart are two.
func TestDaysOfOneWeekAreOneDate(t *testing.T) {
	for language, days := range map[string][3]string{
		"en": {"Ashford Prison was visited on 4 March 2024 and on 6 March 2024.", "Ashford Prison was visited on 4 March 2024 and on 16 March 2024.", "Ashford Prison was visited on 2024-03-04 and on 6 March 2024."},
		"fr": {"La prison de Fresnes a été visitée le 4 mars 2024 et le 6 mars 2024.", "La prison de Fresnes a été visitée le 4 mars 2024 et le 16 mars 2024.", "La prison de Fresnes a été visitée le 04.03.2024 et le 6 mars 2024."},
		"de": {"Die JVA Landsberg wurde am 4. März 2024 und am 6. März 2024 besucht.", "Die JVA Landsberg wurde am 4. März 2024 und am 16. März 2024 besucht.", "Die JVA Landsberg wurde am 04.03.2024 und am 06.03.2024 besucht."},
	} {
		for i, body := range days {
			stops := len(Examine([]Text{{Language: language, Body: body}}, Options{}).Unresolved()) > 0
			if stops != (i == 1) {
				t.Errorf("%s: stops %v: %q", language, stops, body)
			}
		}
	}
	if stops := Examine([]Text{{Language: "en", Body: "Ashford Prison was visited on 30 December 2023 and on 2 January 2024."}}, Options{}).Unresolved(); len(stops) > 0 {
		t.Errorf("over the end of a year: %+v", stops)
	}
}

// The words with a capital before a word for being born are a name, whatever no list and no corpus has; ordinary words are none.
func TestWhoWasBornHasAName(t *testing.T) {
	for language, body := range map[string]string{
		"nl": "Korvest Blaankman, geboren op 05.09.1957, sprak met ons.",
		"en": "Korvest Blaankman, born on 5 September 1957, spoke to us.",
		"fr": "Korvest Blaankman, né le 5 septembre 1957, nous a parlé.",
		"de": "Korvest Blaankman (geb. 05.09.1957) sprach mit uns.",
		"pl": "Korvest Blaankman, ur. 05.09.1957, rozmawiał z nami.",
		"it": "korvest blaankman, nato il 5 settembre 1957, ci ha parlato.",
		"fi": "Korvest Blaankman, syntynyt 05.09.1957, puhui kanssamme.",
	} {
		if !slices.ContainsFunc(Examine([]Text{{Language: language, Body: body}}, Options{}).Unresolved(), func(m draft.Mark) bool {
			return m.Kind == draft.KindPerson && m.Start == 0 && m.End >= len("Korvest Blaankman")
		}) {
			t.Errorf("%s: no name in %q", language, body)
		}
	}
	for language, body := range map[string]string{
		"en": "The Prisoner, born on 5 September 1957, spoke to us.",
		"es": "Una mujer joven, nacida el 5 de septiembre de 1957, habló con nosotros.",
		"de": "Der Gefangene, geboren am 05.09.1957, sprach mit uns.",
		"nl": "De gedetineerde, geboren op 05.09.1957, sprak met ons.",
	} {
		for _, m := range Examine([]Text{{Language: language, Body: body}}, Options{}).Marks() {
			if m.Kind == draft.KindPerson {
				t.Errorf("%s: %q is a name in %q", language, m.Found, body)
			}
		}
	}
}

// German writes every noun with a capital: what stands behind an article that no name has is none, nor is a word for somebody held.
func TestGermanNounsStopNoText(t *testing.T) {
	for _, body := range []string{
		"Er war ein Dachdecker und wurde als Fliesenleger eingesetzt.",
		"Der Gefangene, geboren im Ausland, sprach mit einer Bediensteten.",
		"Ein Häftling bat zum Stationsleiter gebracht zu werden.",
	} {
		for _, m := range Examine([]Text{{Language: "de", Body: body}}, Options{}).Unresolved() {
			t.Errorf("%q stops %q", m.Found, body)
		}
	}
	const named = "Wir sprachen mit Herrn Waldmann. Er heißt Jürgen Steinbacher."
	names := 0
	for _, m := range Examine([]Text{{Language: "de", Body: named}}, Options{}).Unresolved() {
		if m.Kind == draft.KindPerson {
			names++
		}
	}
	if names < 2 {
		t.Errorf("%d names in %q", names, named)
	}
}
