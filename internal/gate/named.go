package gate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
	"praxis/internal/gate/tagger"
	"praxis/internal/gate/words"
)

// levels are the scores from which the tagger's spans are marks. They are fixed for all languages; the names of persons and
// codes, which lead to somebody by themselves, have the lowest.
var levels = tagger.Levels{
	tagger.Person: 0.2, tagger.Code: 0.25, tagger.Place: 0.15, tagger.Organisation: 0.15,
	tagger.Date: 0.22, tagger.Trait: 0.18, tagger.Quantity: 0.22, tagger.Event: 0.45,
}

// sure is the score from which a span is of high confidence, and likely the one from which it is of medium.
const (
	sure   = 0.9
	likely = 0.5
	faint  = 0.4 // below it, an ordinary word is no name
)

var kindOf = map[tagger.Class]draft.Kind{
	tagger.Person: draft.KindPerson, tagger.Code: draft.KindCode, tagger.Place: draft.KindPlace, tagger.Organisation: draft.KindOrganisation,
	tagger.Date: draft.KindDate, tagger.Trait: draft.KindTrait, tagger.Quantity: draft.KindQuantity, tagger.Event: draft.KindEvent,
}

// named adds what the tagger finds where no other check has found anything, and then the words that nothing explains.
func (r *reader) named(m *tagger.Model, levels tagger.Levels) {
	r.lexicon = &m.Lexicon
	patterns := r.found
	var names []tagger.Span
	for _, f := range patterns {
		if f.kind == draft.KindPerson {
			names = append(names, tagger.Span{Start: f.start, End: f.end})
		}
	}
	var ordinary tagger.Ordinary
	if set := r.ordinaryWords(); set != nil {
		ordinary = set.KnowsSmall
	}
	spans, others := m.Tag(r.text, levels, ordinary, names...)
	r.found = slices.Grow(r.found, len(spans)+len(spans)/4)
	next := 0
	for _, s := range spans {
		start := s.Start
		for next < len(patterns) && patterns[next].end <= start {
			next++
		}
		for k := next; k < len(patterns) && patterns[k].start < s.End; k++ {
			r.addNamed(start, patterns[k].start, s)
			start = patterns[k].end
		}
		r.addNamed(start, s.End, s)
	}
	r.sort()
	r.combine()
	r.unknowns(others)
	r.sort()
}

// ordinaryWords are those of the text's language; nil where there are none.
func (r *reader) ordinaryWords() *words.Set { return words.Of()(r.language) }

// addNamed adds a span, or what patterns left of it, without the spaces and marks around it. Names and codes block; what
// leads to a person only together with more does not yet.
func (r *reader) addNamed(start, end int, s tagger.Span) {
	start, end = trim(r.text, start, end)
	end = r.withoutLabel(start, end, s)
	if start >= end || s.Class == tagger.Person && r.isSomebodyHeld(start, end) || r.ofTheField(start, end) || r.measured(start, end, s.Class) || r.isShoutedNoise(start, end, s) || s.Class == tagger.Code && !r.hasDigits(start, end) || s.Score < sure && r.slight(start, end, s) {
		return
	}
	f := finding{start: start, end: end, kind: kindOf[s.Class], confidence: draft.ConfidenceLow}
	switch {
	case s.Score >= sure:
		f.confidence = draft.ConfidenceHigh
	case s.Score >= likely:
		f.confidence = draft.ConfidenceMedium
	}
	f.noted = f.kind.IsQuasi() || s.Score < sure && r.doubtful(f) || f.kind == draft.KindCode && isCount(r.text[start:end])
	r.found = append(r.found, f)
}

// isSomebodyHeld tells whether a place is one word that means a person, such as "Gefangene", which German writes with a capital, and no
// list has as a name; behind a title it is one.
func (r *reader) isSomebodyHeld(start, end int) bool {
	return r.language == "de" && isPerson(r.lower(start, end)) && !r.lexicon.NamesSomebody(r.text[start:end]) && !tagger.IsTitle(r.lastWord(start))
}

// isCapitalNoun tells whether a single word in a language that writes its nouns with capitals is put together of ordinary ones and stands
// behind an article that names have not: "ein Dachdecker".
func (r *reader) isCapitalNoun(start, end int) bool {
	return nounsFollow[strings.ToLower(r.lastWord(start))] && r.maybeNoun(r.text[start:end])
}

// maybeNoun tells whether a word with a capital may be a German noun: one for a person, or one that is put together of ordinary words or
// an ordinary one with an ending, and that no list has as a name. Many surnames are made like that.
func (r *reader) maybeNoun(w string) bool {
	known := r.ordinaryWords()
	if r.language != "de" || known == nil || r.lexicon.NamesSomebody(w) {
		return false
	}
	return isPerson(strings.ToLower(w)) || isInflected(w, known) || isCompound(w, known)
}

// nounsFollow are articles and the like before nouns and never before names.
var nounsFollow = newWords("ein eine einen einem einer eines kein keine keinen keinem keiner als zum zur beim jeder jede jeden jedem")

// withoutLabel takes from the end of a name what is the label of the next field: an ordinary word before a colon, or one that
// names nobody before a colon and a number.
func (r *reader) withoutLabel(start, end int, s tagger.Span) int {
	if s.Class != tagger.Person && s.Class != tagger.Place && s.Class != tagger.Organisation {
		return end
	}
	for end > start {
		last := back(r.text, end, start, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
		rest, colon := strings.CutPrefix(r.text[end:min(len(r.text), end+3)], ":")
		rest = strings.TrimLeft(rest, " ")
		number := rest != "" && isDigit(rest[0]) && !r.lexicon.NamesSomebody(r.text[last:end])
		if !colon || !number && (s.Score >= sure || !r.someOrdinary(last, end)) {
			return end
		}
		end = back(r.text, last, start, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	}
	return end
}

// slight tells whether a place is too little to lead anywhere: a letter, a number of a list.
func (r *reader) slight(start, end int, s tagger.Span) bool {
	t := r.text[start:end]
	switch s.Class {
	case tagger.Person:
		if tagger.IsTitle(t) {
			return true
		}
		if s.Most < faint && (r.hasDigits(start, end) || r.allOrdinary(start, end)) {
			return true
		}
		if t == strings.ToLower(t) && (s.Score < likely || r.ordinary(start, end) || r.someOrdinary(start, end)) {
			return true
		}
		return t == strings.ToUpper(t) && utf8.RuneCountInString(t) > 1 && r.allOrdinary(start, end) || utf8.RuneCountInString(t) == 1 && beginsSentence(r.text, start)
	case tagger.Code:
		return len(t) < 3 && t[0] <= '9'
	case tagger.Date:
		return len(t) < 3 && !r.inDates(start, end)
	}
	return utf8.RuneCountInString(t) == 1
}

// someOrdinary tells whether one word of a place is ordinary in the text's language and names nobody.
func (r *reader) someOrdinary(start, end int) bool {
	known := r.ordinaryWords()
	for w := range strings.FieldsFuncSeq(r.text[start:end], func(c rune) bool { return !unicode.IsLetter(c) }) {
		if known.Knows(w) && !r.lexicon.NamesSomebody(w) {
			return true
		}
	}
	return false
}

// allOrdinary tells whether every word of a place is ordinary, in the text's language or in general, and names nobody.
func (r *reader) allOrdinary(start, end int) bool {
	known := r.ordinaryWords()
	for w := range strings.FieldsFuncSeq(r.text[start:end], func(c rune) bool { return !unicode.IsLetter(c) }) {
		if r.lexicon.NamesSomebody(w) || !r.lexicon.Knows(w) && !known.Knows(w) {
			return false
		}
	}
	return true
}

// inDates tells whether a number is one of several before a month: the 15 of "15, 17 and 24 January".
func (r *reader) inDates(start, end int) bool {
	const days = 30
	for w := range strings.FieldsFuncSeq(r.text[end:min(len(r.text), end+days)], func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		low := strings.ToLower(w)
		if months[low] {
			return true
		}
		if len(w) > 2 && !conjunctions[low] {
			return false
		}
	}
	return false
}

var conjunctions = newWords("and et y e und en i och og ja és și и та και ve to bis au al till til")

// doubtful tells whether a name or a code is shown without stopping the text: ordinary words, a single word at the beginning
// of a sentence, years and counts.
func (r *reader) doubtful(f finding) bool {
	t := r.text[f.start:f.end]
	if f.kind == draft.KindCode {
		return f.confidence == draft.ConfidenceLow
	}
	if r.ordinary(f.start, f.end) || r.isCapitalNoun(f.start, f.end) {
		return true
	}
	if utf8.RuneCountInString(t) < 2 {
		return true
	}
	single := strings.IndexFunc(t, func(c rune) bool { return !unicode.IsLetter(c) }) < 0
	return single && beginsSentence(r.text, f.start)
}

// isCount tells whether a code is no longer than a count, a year or the number of a rule.
func isCount(t string) bool {
	return len(t) < 4 || len(t) < 6 && strings.Trim(t, "0123456789 .,") == ""
}

// beginsSentence tells whether nothing stands before a place in its line, or a full stop does.
func beginsSentence(t string, at int) bool {
	before := strings.TrimRight(t[:at], " \t\"'([“‘«„¿¡#*-")
	return before == "" || strings.IndexByte("\n.!?:|", before[len(before)-1]) >= 0
}

func (r *reader) hasDigits(start, end int) bool {
	return strings.IndexFunc(r.text[start:end], unicode.IsDigit) >= 0
}

// ordinary tells whether every word of a place is one that texts use without naming anybody.
func (r *reader) ordinary(start, end int) bool {
	for w := range strings.FieldsFuncSeq(r.text[start:end], func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if strings.IndexFunc(w, unicode.IsDigit) >= 0 || utf8.RuneCountInString(w) < 2 || !r.lexicon.Knows(w) || r.lexicon.NamesSomebody(w) {
			return false
		}
	}
	return true
}
