package measure

import (
	"strings"
	"unicode"

	"praxis/internal/draft"
	"praxis/internal/gate"
)

// Ratio is how many of all.
type Ratio struct{ Of, All float64 }

// Value is the share; 0 where there is nothing to share.
func (r Ratio) Value() float64 {
	if r.All == 0 {
		return 0
	}
	return r.Of / r.All
}

func (r *Ratio) count(hit bool, weight float64) {
	r.All += weight
	if hit {
		r.Of += weight
	}
}

func (r *Ratio) add(o Ratio) { r.Of, r.All = r.Of+o.Of, r.All+o.All }

// Tally is what was counted in one document, or in several.
type Tally struct {
	Documents int
	Words     int
	Blocking  int // marks that block, counted by the caller
	Unknown   int // words that nothing explains, counted by the caller

	Direct      Ratio // entities of which every mention is covered, by annotator
	Quasi       Ratio
	Unspecified Ratio
	Leaks       Ratio // documents with a direct identifier of which a mention is not covered; this should be low
	Bare        Ratio // documents with a direct mention of which nothing is covered
	Precision   Ratio // marked words, by annotator, that this one masks
	Some        Ratio // marked words that some annotator masks
	Marked      Ratio // words that are marked

	Missed []Missed // mentions that are not covered, at most [MostMissed] of a document
}

// MostMissed bounds what a tally keeps of each document.
const MostMissed = 50

// Missed is a mention that is not wholly covered.
type Missed struct {
	Document string
	Answer
	Words, Around string
}

// Add adds what was counted elsewhere.
func (t *Tally) Add(o Tally) {
	t.Documents += o.Documents
	t.Words, t.Blocking, t.Unknown = t.Words+o.Words, t.Blocking+o.Blocking, t.Unknown+o.Unknown
	for i, r := range o.ratios() {
		t.ratios()[i].add(*r)
	}
	t.Missed = append(t.Missed, o.Missed...)
}

func (t *Tally) ratios() [8]*Ratio {
	return [...]*Ratio{&t.Direct, &t.Quasi, &t.Unspecified, &t.Leaks, &t.Bare, &t.Precision, &t.Some, &t.Marked}
}

// ignored are words that need no covering within a mention: titles, prepositions and articles of the languages that the
// published measures speak of.
var ignored = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`mr mrs ms mme mlle m no nos nr n° nº about per s
		a an the and or in on of off at by to for from with
		le la les l de du des d à au aux en un une et
		el los las del y e o al don doña sr sra
		der die das den dem des und in im am zu zum zur von vom bei
		os as da do dos em na nas nos il lo gli di del della dei delle och i på av det`) {
		set[w] = true
	}
	return set
}()

// text is a document in code points, with its words.
type text struct {
	runes []rune
	words [][2]int
}

func newText(s string) text {
	t := text{runes: []rune(s)}
	for i := 0; i < len(t.runes); i++ {
		if !inWord(t.runes[i]) {
			continue
		}
		start := i
		for i < len(t.runes) && inWord(t.runes[i]) {
			i++
		}
		t.words = append(t.words, [2]int{start, i})
	}
	return t
}

func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// within returns the words of a place, cut at its ends.
func (t text) within(start, end int) [][2]int {
	var found [][2]int
	for i := start; i < end; i++ {
		if !inWord(t.runes[i]) {
			continue
		}
		from := i
		for i < end && inWord(t.runes[i]) {
			i++
		}
		found = append(found, [2]int{from, i})
	}
	return found
}

// cover says of each code point whether it is covered.
type cover []bool

func (c cover) add(start, end int) {
	for i := max(0, start); i < min(len(c), end); i++ {
		c[i] = true
	}
}

func (c cover) all(start, end int) bool {
	for _, covered := range c[start:end] {
		if !covered {
			return false
		}
	}
	return true
}

func (c cover) any(start, end int) bool {
	for _, covered := range c[start:end] {
		if covered {
			return true
		}
	}
	return false
}

// protects tells whether every word of a mention that counts is covered.
func (t text) protects(c cover, start, end int) bool {
	words := t.within(start, end)
	if len(words) == 0 {
		return c.all(start, end)
	}
	some, all := false, true
	for _, w := range words {
		if !ignored[strings.ToLower(string(t.runes[w[0]:w[1]]))] {
			some = true
			if !c.all(w[0], w[1]) {
				return false
			}
		}
		all = all && c.all(w[0], w[1])
	}
	return some || all
}

// Of counts what marks do for a document. Marks of a type that nobody looked for count for nothing.
func Of(d Document, marks []gate.Span) Tally {
	t := newText(d.Text)
	marked := make(cover, len(t.runes))
	for _, m := range marks {
		if len(d.Types) == 0 || contains(d.Types, m.Type) {
			marked.add(m.Start, m.End)
		}
	}
	tally := Tally{Documents: 1, Words: len(t.words)}
	tally.recall(d, t, marked)
	tally.precision(d, t, marked)
	return tally
}

func contains(types []string, one string) bool {
	for _, t := range types {
		if t == one {
			return true
		}
	}
	return false
}

// recall counts what is protected. An entity is if every one of its mentions is.
func (a *Tally) recall(d Document, t text, marked cover) {
	type entity struct {
		annotator int
		name      string
		ident     Ident
	}
	whole := map[entity]bool{}
	direct, leaks, bare := false, false, false
	for _, s := range d.Spans {
		if s.Ident == Harmless {
			continue
		}
		covered := t.protects(marked, s.Start, s.End)
		key := entity{s.Annotator, s.Entity, s.Ident}
		was, seen := whole[key]
		whole[key] = covered && (was || !seen)
		if s.Ident == Direct {
			direct, leaks, bare = true, leaks || !covered, bare || !marked.any(s.Start, s.End)
		}
		if !covered && len(a.Missed) < MostMissed {
			a.Missed = append(a.Missed, Missed{d.ID, s, string(t.runes[s.Start:s.End]), string(t.runes[max(0, s.Start-40):min(len(t.runes), s.End+30)])})
		}
	}
	for e, covered := range whole {
		switch e.ident {
		case Direct:
			a.Direct.count(covered, 1)
		case Quasi:
			a.Quasi.count(covered, 1)
		case Unspecified:
			a.Unspecified.count(covered, 1)
		}
	}
	if direct {
		a.Leaks.count(leaks, 1)
		a.Bare.count(bare, 1)
	}
}

func (a *Tally) precision(d Document, t text, marked cover) {
	right := make([]cover, max(1, d.Annotators))
	for i := range right {
		right[i] = make(cover, len(t.runes))
	}
	for _, s := range d.Spans {
		if s.Ident != Harmless {
			right[s.Annotator].add(s.Start, s.End)
		}
	}
	people := float64(len(right))
	for _, w := range t.words {
		a.Marked.count(marked.all(w[0], w[1]), 1)
		if !marked.all(w[0], w[1]) {
			continue
		}
		some := false
		for _, r := range right {
			a.Precision.count(r.any(w[0], w[1]), 1)
			some = some || r.any(w[0], w[1])
		}
		a.Some.count(some, people)
	}
}

// Examined examines a document and counts what its marks do: all but unknown words, or only those that block.
func Examined(d Document, o gate.Options, blocking bool) Tally {
	marks := gate.Examine([]gate.Text{{Field: "text", Language: d.Language, Body: d.Text}}, o).Marks()
	t := Of(d, gate.Spans(d.Text, marks, func(m draft.Mark) bool { return m.Kind != draft.KindUnknown && (m.Blocking || !blocking) }))
	for _, m := range marks {
		if m.Blocking {
			t.Blocking++
		}
		if m.Kind == draft.KindUnknown {
			t.Unknown++
		}
	}
	return t
}
