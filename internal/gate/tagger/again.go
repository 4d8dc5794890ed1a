package tagger

import "unicode/utf8"

// sure is the probability from which a word teaches what it is for the rest of the text, and that a word has which is taught so.
const sure = 0.9

// A word is accepted from certain on, and one beside another of a person's name from fair.
const (
	certain = 0.8
	fair    = 0.5
)

// again finds accepted names again: every word that has been taken for a part of a name with certainty is one wherever else
// it stands in the text: alone, in capitals, in small letters, inflected, by its initials, and in another script.
func (m *Model) again(t *text, scores []scored, levels Levels) {
	m.beside(t, scores, levels)
	k := newKnown(t)
	for i := range t.tokens {
		if scores[i].best >= certain || scores[i].class == Person && (scores[i].known || scores[i].best >= fair) && t.inName(i, scores) {
			k.learn(i, scores[i])
		}
	}
	if len(k.classes) == 0 {
		return
	}
	found := make([]Class, len(t.words)) // by word; Outside where it is none
	for i := range t.words {
		found[i] = k.find(&t.words[i], t.names[i])
	}
	for i, tok := range t.tokens {
		if c := found[tok.word]; tok.isWord && c != Outside && (scores[i].score < levels[scores[i].class] || c == Person && scores[i].score < sure) {
			scores[i] = scored{c, max(levels[c], sure), sure, true}
		}
	}
	k.initials(scores)
}

// usedSmall tells whether the text has a word in small letters that may be an ordinary one.
func (t *text) usedSmall(f *wordFacts) bool {
	return f.elsewhere && f.flags&(isCommon|isOrdinary|noWords) != 0
}

// inName tells whether a word stands right beside another of a person's name.
func (t *text) inName(i int, scores []scored) bool {
	name := func(j int) bool { return scores[j].class == Person && scores[j].best >= 0.5 }
	return t.adjacent(i-1, i) && name(i-1) || t.adjacent(i, i+1) && name(i+1)
}

// known are the names that were accepted.
type known struct {
	t         *text
	classes   map[string]Class    // by the word in Latin letters
	stems     map[string][]string // persons' names by how they begin
	skeletons map[string]script   // of persons' names, with the script in which they stand
	scripts   [scripts]bool       // in which some stand
	pairs     map[[2]rune]bool    // initials of two words of a name that follow each other
	last      int                 // the token of the last word of a person's name
}

func newKnown(t *text) *known {
	return &known{t: t, classes: map[string]Class{}, stems: map[string][]string{}, skeletons: map[string]script{}, pairs: map[[2]rune]bool{}, last: -2}
}

// learn takes up a word if it is certain what it is.
func (k *known) learn(i int, s scored) {
	tok, f := k.t.tokens[i], k.t.facts(i)
	if !tok.isWord || f.length < 3 {
		return
	}
	if f.flags&isBig == 0 && (s.class != Person || !s.known && s.best < certain || f.flags&(isCommon|isOrdinary|hasDigit) != 0) {
		return // a name in small letters teaches only where it is nothing else
	}
	if s.class != Person && (s.class != Organisation && s.class != Place || f.flags&isCommon != 0 || s.best < 0.9 || tok.shouted) {
		return
	}
	named := f.flags&(isGiven|isSurname) != 0
	if !named && f.flags&isBig != 0 && (f.flags&isCommon != 0 || k.t.usedSmall(f)) || f.flags&isCommon != 0 && f.elsewhere {
		return
	}
	key := Latin(k.t.names[tok.word])
	was, ok := k.classes[key]
	if !ok || was != Person {
		k.classes[key] = s.class
	}
	if s.class != Person {
		return
	}
	if k.last >= 0 && k.last < i && i-k.last <= 2 && k.t.tokens[i].start-k.t.tokens[k.last].end <= 2 && !tok.line {
		k.pairs[[2]rune{k.initial(k.last), k.initial(i)}] = true
	}
	k.last = i
	if ok && was == Person {
		return
	}
	stem := stemOf(key)
	if len(k.stems[stem]) < mostAlike {
		k.stems[stem] = append(k.stems[stem], key)
	}
	if bones := skeleton(key); len(bones) >= fewestBones {
		of := scriptOf(k.t.names[tok.word])
		k.skeletons[bones], k.scripts[of] = of, true
	}
}

// find tells which accepted name a word is.
func (k *known) find(f *wordFacts, word string) Class {
	if f.length < 3 || f.flags&hasDigit != 0 {
		return Outside
	}
	big := f.flags&isBig != 0
	if !big && f.flags&isCommon != 0 {
		return Outside
	}
	key := Latin(word)
	c, ok := k.classes[key]
	switch {
	case ok && (big || c == Person && f.flags&isCommon == 0):
		return c
	case f.flags&isCommon != 0:
		return Outside
	case big:
		for _, name := range k.stems[stemOf(key)] {
			if alike(name, key) {
				return Person
			}
		}
	}
	if len(k.skeletons) == 0 || !big && hasCase(word) {
		return Outside
	}
	own := scriptOf(word)
	if !k.others(own) {
		return Outside
	}
	for _, whole := range withoutParticles(key) {
		if of, ok := k.skeletons[skeleton(whole)]; ok && of != own {
			return Person
		}
	}
	return Outside
}

// others tells whether a name stands in another script.
func (k *known) others(own script) bool {
	for s, some := range k.scripts {
		if some && script(s) != own {
			return true
		}
	}
	return false
}

func (k *known) initial(i int) rune {
	r, _ := utf8.DecodeRuneInString(Latin(k.t.names[k.t.tokens[i].word]))
	return r
}

// initials finds "J. N." and "J.N." where a name has these, in either order.
func (k *known) initials(scores []scored) {
	t := k.t
	letter := func(i int) bool {
		return i >= 0 && i < len(t.tokens) && t.tokens[i].isWord && t.facts(i).length == 1 && t.facts(i).flags&isBig != 0
	}
	dot := func(i int) bool {
		return i < len(t.tokens) && t.body[t.tokens[i].start] == '.' && t.tokens[i].start == t.tokens[i-1].end
	}
	for i := range t.tokens {
		if !letter(i) || !dot(i+1) || !letter(i+2) || t.tokens[i+2].line || t.tokens[i+2].start-t.tokens[i+1].end > 1 {
			continue
		}
		a, b := k.initial(i), k.initial(i+2)
		if k.pairs[[2]rune{a, b}] || k.pairs[[2]rune{b, a}] {
			scores[i], scores[i+2] = scored{Person, sure, sure, true}, scored{Person, sure, sure, true}
		}
	}
}

// mostAlike bounds how many names with one beginning a word is compared with, so that no text takes long.
const mostAlike = 48

// stemOf is the beginning that all inflected forms share.
func stemOf(key string) string { return key[:min(3, len(key))] }

// alike tells whether two words differ only in their last letters, as the forms of a name do: Wiśniewski and Wiśniewskiego,
// Marek and Marka, Pekka and Pekan.
func alike(name, word string) bool {
	n := 0
	for n < len(name) && n < len(word) && name[n] == word[n] {
		n++
	}
	a, b := len(name)-n, len(word)-n
	if e := len(name) - 2; n == e && n >= 3 && name[e] == 'e' && len(word) > e && word[e] == name[e+1] && b <= 4 {
		return true // Marek and Markovi
	}
	if n >= 4 && a <= 3 && b <= 3 && n >= max(len(name), len(word))/2 {
		return true
	}
	return n == 3 && len(name) <= 5 && a <= 2 && b <= 3 && (a < 2 || b > 0)
}
