package gate

import (
	_ "embed" // the words
	"slices"
	"strings"
	"sync"

	"praxis/internal/draft"
)

//go:embed traits.txt
var traitFile string

//go:embed people.txt
var peopleFile string

// What the first letters of the lines of traits.txt stand for, and those of phrases.txt for ages and weeks.
const (
	tellsAge        = 'a'
	tellsWeek       = 'e'
	tellsCondition  = 'c'
	tellsOrigin     = 'n'
	tellsLove       = 'l'
	tellsProfession = 'j'
	tellsFamily     = 'm'
	tellsOffice     = 's'
	tellsRelative   = 'k'
)

// cue is what a word says of whom a sentence speaks: the lines of people.txt.
type cue uint16

const (
	cueOne cue = 1 << iota
	cueMany
	cueEither // one person after an article, and many without
	cueSubject
	cueIs
	cueArticle
	cueAnyone
	cueModal
	cueFormer
	cueWork
	cueVerb
	cueNational
	cueAs
)

// cuesOf are the cues by the letters of people.txt.
var cuesOf = map[byte]cue{'1': cueOne, '2': cueMany, 'h': cueSubject, 'b': cueIs, 'i': cueArticle, 'g': cueAnyone, 'd': cueModal, 'f': cueFormer, 'w': cueWork, 'v': cueVerb, 'n': cueNational, 'a': cueAs}

// tellings are the words of a language for traits, and for those who have them.
type tellings struct {
	book *phraseBook
	cues map[string]cue
}

// tellingsOf makes those of each language that the files have, when they are first asked for; under "" stands every language.
var tellingsOf = func() map[string]func() *tellings {
	all := map[string]func() *tellings{}
	of := func(language string) {
		if all[language] == nil {
			all[language] = sync.OnceValue(func() *tellings { return newTellings(language) })
		}
	}
	of("")
	for language := range relatives {
		of(language)
	}
	for line := range strings.Lines(traitFile + peopleFile) {
		if line[0] != '#' {
			of(line[2:4])
		}
	}
	return all
}()

func newTellings(language string) *tellings {
	const longestEnding = 10 // bytes: five letters of any European alphabet
	t := &tellings{&phraseBook{anchors: map[string][]*phrase{}, ending: longestEnding}, map[string]cue{}}
	for line := range strings.Lines(traitFile) {
		if line[0] != '#' && speaksAs(language, line[2:4]) {
			for text := range strings.SplitSeq(strings.TrimSpace(line[5:]), ";") {
				t.book.add(line[0], line[2:4], text)
			}
		}
	}
	for line := range strings.Lines(peopleFile) {
		if line[0] != '#' && speaksAs(language, line[2:4]) {
			t.take(line)
		}
	}
	return t
}

// anyLanguage is in front of the words that every language has.
const anyLanguage = "**"

// speaksAs tells whether the words of one language are those of a text's: it has them itself, or a near relative does.
func speaksAs(text, words string) bool {
	return text == words || text == "" || words == anyLanguage || relatives[text] != "" && relatives[text] == relatives[words]
}

// take takes in a line of people.txt.
func (t *tellings) take(line string) {
	for w := range strings.FieldsSeq(line[5:]) {
		is := cuesOf[line[0]]
		if either, ok := strings.CutSuffix(w, "?"); ok {
			w, is = either, cueEither
		}
		t.cues[w] |= is
	}
}

// trait is something that is said of one person.
type trait struct {
	start, end int
	tells      byte
}

// tellings are those of the text's language, or of every one.
func (r *reader) tellings() *tellings {
	if of := tellingsOf[r.language]; of != nil {
		return of()
	}
	return tellingsOf[""]()
}

// traits are the illnesses, origins, loves and professions that the text says of one person.
func (r *reader) traits() (all []trait) {
	t := r.tellings()
	r.phrases()
	told := r.traitsSaid
	r.workers = map[int]bool{}
	for _, s := range told {
		if s.tells == tellsProfession {
			r.workers[s.start] = true
		}
	}
	taken := 0
	for _, s := range told {
		if s.tells == tellsRelative {
			s.start, _ = preceding(r.text, s.end) // without the word in front
		}
		from, to := r.sentenceAt(s.start)
		if s.start >= taken && (to == from || r.text[to-1] != '?') && r.saidOfOne(t, s, from, to) {
			one := r.withNational(t, s, from, to, taken)
			all = append(all, one)
			taken = one.end
		}
	}
	return all
}

// withNational takes in what makes a nationality of an origin: "an Irish national", "de nationalité colombienne".
func (r *reader) withNational(t *tellings, s said, from, to, taken int) trait {
	one := trait{s.start, s.end, s.tells}
	if s.tells != tellsOrigin {
		return one
	}
	if start, end := following(r.text, s.end); end > 0 && end <= to && start == s.end+1 && r.cue(t, start, end)&cueNational != 0 {
		one.end = end
	} else if start, end := preceding(r.text, s.start); end > 0 && start >= max(from, taken) && end+1 == s.start && r.cue(t, start, end)&cueNational != 0 {
		one.start = start
	}
	return one
}

// saidOfOne tells whether a sentence says something of one person, and neither of many nor of anyone.
func (r *reader) saidOfOne(t *tellings, s said, from, to int) bool {
	switch s.tells {
	case tellsProfession:
		return r.isWorker(t, s, from, to)
	case tellsRelative:
		return !r.ought(t, s.end, from, s.end, to) && !r.leads(t, s.start, from, modalReach, cueAnyone)
	case tellsOffice:
		return (r.leads(t, s.start, from, nounReach, cueFormer) || r.follows(t, s.end, to, isReach, cueWork)) && !r.leads(t, s.start, from, modalReach, cueMany|cueAnyone)
	}
	if s.tells == tellsFamily && strings.Count(r.text[s.start:s.end], " ") > 2 {
		return !r.leads(t, s.start, from, nounReach, cueAnyone) // "the youngest of five sisters" is one
	}
	if one, told := r.ahead(t, s, from, to); told {
		return one
	}
	if one, told := r.back(t, s, from, to); told {
		return one
	}
	return r.isNoun(t, s, from, to) || r.besideName(s, from) || r.besideAge(s, from, to)
}

// how far from a trait the word may stand for whom it is said of, in words.
const (
	aheadReach   = 2
	nounReach    = 3
	illnessReach = 6
	isReach      = 2
	anyoneReach  = 2
	modalReach   = 4
	articleReach = 4
)

// ahead looks for the person in the words that follow, as in "a Roma woman".
func (r *reader) ahead(t *tellings, s said, from, to int) (one, told bool) {
	at := s.end
	for range aheadReach {
		start, end := following(r.text, at)
		if end == 0 || end > to || strings.Contains(r.text[at:start], ",") {
			return false, false
		}
		c := r.cue(t, start, end)
		switch {
		case c&cueOne != 0:
			return !r.anyone(t, s.start, from, end, to), true
		case r.workers[start] && s.tells == tellsOrigin: // "a Kurdish journalist"
			return r.leads(t, s.start, from, nounReach, cueArticle) && !r.anyone(t, s.start, from, end, to), true
		case c&cueEither != 0:
			return r.leads(t, s.start, from, nounReach, cueArticle) && !r.anyone(t, s.start, from, end, to), true
		case c&cueMany != 0:
			return false, true
		case c&(cueArticle|cueIs|cueSubject) != 0:
			return false, false
		}
		at = end
	}
	return false, false
}

// back looks for the person in the words before, as in "une femme atteinte de drépanocytose".
func (r *reader) back(t *tellings, s said, from, to int) (one, told bool) {
	at := s.start
	far := s.tells == tellsCondition || s.tells == tellsFamily || strings.Contains(r.text[s.start:s.end], " ") // "de raza blanca"
	for n := 1; n <= illnessReach; n++ {
		start, end := preceding(r.text, at)
		if end == 0 || start < from {
			return false, false
		}
		near := n <= nounReach || far
		c := r.cue(t, start, end)
		switch {
		case c&cueMany != 0 && near:
			return false, true
		case c&cueOne != 0 && near:
			return !r.anyone(t, start, from, s.end, to), true
		case c&cueEither != 0 && near:
			return r.leads(t, start, from, nounReach, cueArticle) && !r.anyone(t, start, from, s.end, to), true
		case c&cueSubject != 0 && (s.tells == tellsCondition || n <= isReach):
			return !r.leads(t, start, from, nounReach, cueMany), true
		case c&cueIs != 0 && n <= isReach:
			who := r.leads(t, start, from, nounReach, cueOne)
			return !r.leads(t, start, from, nounReach, cueMany|cueAnyone) && !(who && r.ought(t, start, from, s.end, to)), true
		}
		at = start
	}
	return false, false
}

// anyone tells whether a sentence speaks of no one in particular: "every pregnant woman", "a prisoner who is blind should".
func (r *reader) anyone(t *tellings, start, from, end, to int) bool {
	return r.leads(t, start, from, anyoneReach, cueAnyone) || r.ought(t, start, from, end, to)
}

// ought tells whether a sentence says what somebody, as yet unnamed, should do or be done by.
func (r *reader) ought(t *tellings, start, from, end, to int) bool {
	unnamed := false
	for at, n := start, 0; n < articleReach && !unnamed; n++ {
		begin, stop := preceding(r.text, at)
		if stop == 0 || begin < from {
			break
		}
		unnamed = indefinite[r.lower(begin, stop)]
		at = begin
	}
	return unnamed && r.follows(t, end, to, modalReach, cueModal)
}

// follows tells whether one of the words behind a place is a cue of a sort.
func (r *reader) follows(t *tellings, at, to, reach int, want cue) bool {
	for range reach {
		start, end := following(r.text, at)
		if end == 0 || end > to {
			return false
		}
		if r.cue(t, start, end)&want != 0 {
			return true
		}
		at = end
	}
	return false
}

// isNoun tells whether the word for an origin is itself the person: "una colombiana dijo", "ein Kolumbianer", "a Nigerian told".
func (r *reader) isNoun(t *tellings, s said, from, to int) bool {
	if s.tells != tellsOrigin || !r.leads(t, s.start, from, 1, cueArticle) || r.leads(t, s.start, from, 3, cueAnyone) {
		return false
	}
	switch r.language {
	case "es", "it", "pt", "ro":
		return indefinite[strings.ToLower(r.lastWord(s.start))]
	case "fr":
		return startsUpper(r.text[s.start:]) || indefinite[strings.ToLower(r.lastWord(s.start))] && r.isVerb(t, s.end, to)
	case "de":
		return startsUpper(r.text[s.start:])
	}
	return r.isVerb(t, s.end, to)
}

// indefinite are the articles of somebody who was not spoken of before.
var indefinite = newWords("a an un una uma uno um o une ein eine einer einem einen een en et ei ett egy")

// lastWord is the word before a place.
func (r *reader) lastWord(at int) string {
	start, end := preceding(r.text, at)
	return r.text[start:end]
}

// isVerb tells whether the next word is one for what a person does.
func (r *reader) isVerb(t *tellings, at, to int) bool {
	start, end := following(r.text, at)
	return end > 0 && end <= to && r.cue(t, start, end)&(cueVerb|cueIs|cueSubject) != 0
}

// besideName tells whether a person's name stands shortly before.
func (r *reader) besideName(s said, from int) bool {
	const reach = 40
	for _, f := range r.within(max(from, s.start-reach), s.start) {
		if f.kind == draft.KindPerson && !f.noted && f.end <= s.start {
			return true
		}
	}
	return false
}

// besideAge tells whether somebody's age stands shortly before or behind: "varón de 49 años, peruano", "a student, 16 years old".
func (r *reader) besideAge(s said, from, to int) bool {
	const reach = 30
	low, high := max(from, s.start-reach), min(to, s.end+reach)
	if i, _ := slices.BinarySearch(r.ages, low); i < len(r.ages) && r.ages[i] < high {
		return true
	}
	return slices.ContainsFunc(r.within(low, high), func(f finding) bool {
		return f.kind == draft.KindTrait && r.hasDigits(f.start, f.end) && r.counts(f)
	})
}

// isWorker tells whether a profession is somebody's: "was a baker", "panadero de profesión", "the detainee, a baker,".
func (r *reader) isWorker(t *tellings, s said, from, to int) bool {
	if r.leads(t, s.start, from, illnessReach, cueMany|cueAnyone) {
		return false
	}
	if r.leads(t, s.start, from, isReach, cueFormer|cueWork|cueAs) || r.leads(t, s.start, from, isReach+1, cueIs) {
		return strings.ToLower(r.lastWord(s.start)) != "such"
	}
	if r.besideAge(s, from, to) || r.follows(t, s.end, to, isReach, cueWork) {
		return true
	}
	start, end := preceding(r.text, s.start)
	if end == 0 || start < from {
		return false
	}
	at := s.start
	if r.cue(t, start, end)&cueArticle != 0 {
		at = start
	}
	return strings.HasSuffix(strings.TrimRight(r.text[from:at], " "), ",") && (r.leads(t, at, from, illnessReach, cueOne|cueEither|cueSubject) || r.besideName(s, from))
}

// leads tells whether one of the words in front of a place is a cue of a sort.
func (r *reader) leads(t *tellings, at, from, reach int, want cue) bool {
	for range reach {
		start, end := preceding(r.text, at)
		if end == 0 || start < from {
			return false
		}
		if r.cue(t, start, end)&want != 0 {
			return true
		}
		at = start
	}
	return false
}

// cue is what a word says; one that no list of the language has may still mean one person.
func (r *reader) cue(t *tellings, start, end int) cue {
	w := r.lower(start, end)
	if c, ok := t.cues[w]; ok {
		if startsUpper(r.text[start:end]) {
			c &^= cueModal // "May"
		}
		return c
	}
	if isPerson(w) {
		return cueOne
	}
	return 0
}
