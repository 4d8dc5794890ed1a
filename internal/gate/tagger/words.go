package tagger

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is known of a word, as bits.
const (
	isGiven   = 1 << iota // a given name somewhere in Europe
	isSurname             // a surname
	isTown                // a town
	isCommon              // an ordinary word: seen in lower case in several texts
	isCapital             // begins with a capital, in a line that has small letters
	hasDigit
	inCapitals // stands in a line all of capitals, which say nothing there
	isOrdinary // one of the words of the text's language, as far as these are known
	noWords    // nobody knows the words of the text's language
	isPlain    // no feature
)

// Ordinary tells whether a word, in lower case, is one of a language's. A nil one knows no language.
type Ordinary func(word string) bool

// isBig are the words that may be names by how they are written.
const isBig = isCapital | inCapitals

// wordFacts is what features need of a word, computed once for every different word of a text.
type wordFacts struct {
	id     uint64 // hash of the word in lower case, digits as zeros where there are more than two
	low    uint64 // hash of the word in lower case
	shape  uint64
	pre    [2]uint64
	suf    [3]uint64
	flags  uint64
	length int
	lower  bool // it is itself in lower case
	title  bool // it is one before names and nothing else, such as Frau

	elsewhere bool // it stands in lower case somewhere in the text
}

func hashBytes(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

func hashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// hashLower hashes a word as if it were in lower case.
func hashLower(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return hashString(strings.ToLower(s))
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

// mix is the finaliser of splitmix64 (Steele, Lea, Flood 2014).
func mix(h uint64) uint64 {
	h ^= h >> 30
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return h ^ h>>31
}

// factsOf makes them of a word, which low is in lower case.
func factsOf(w, low string, shouted bool, l *Lexicon, ordinary Ordinary) wordFacts {
	f := wordFacts{low: hashString(low), lower: low == w, length: utf8.RuneCountInString(w)}
	f.title = maybeTitles[f.low%uint64(len(maybeTitles))] && (titles[w] || shouted && smallTitles[low])
	norm := low
	if holdsDigit(w) {
		f.flags |= hasDigit
		if f.length > 2 && !isYear(w) {
			norm = strings.Map(func(r rune) rune {
				if unicode.IsDigit(r) {
					return '0'
				}
				return r
			}, low)
		}
	}
	f.id = f.low
	if norm != low {
		f.id = hashString(norm)
	}
	f.ends(norm)
	f.flags |= l.flags(uint32(f.low)) &^ isPlain
	switch {
	case ordinary == nil:
		f.flags |= noWords
	case f.flags&hasDigit == 0 && ordinary(low):
		f.flags |= isOrdinary
	}
	if shouted && f.flags&hasDigit == 0 {
		f.shape, f.flags = shoutedShape, f.flags|inCapitals
		return f
	}
	f.shape = shapeOf(w)
	if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
		f.flags |= isCapital
	}
	return f
}

// ends hashes the first two and three characters of a word, and the last two, three and four.
func (f *wordFacts) ends(w string) {
	at := 0
	for i := range len(f.pre) + 1 {
		_, n := utf8.DecodeRuneInString(w[at:])
		at += n
		if i > 0 {
			f.pre[i-1] = hashString(w[:at])
		}
	}
	at = len(w)
	for i := range len(f.suf) + 1 {
		_, n := utf8.DecodeLastRuneInString(w[:at])
		at -= n
		if i > 0 {
			f.suf[i-1] = hashString(w[at:])
		}
	}
}

func holdsDigit(w string) bool {
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return strings.IndexFunc(w[i:], unicode.IsDigit) >= 0
		}
		if '0' <= w[i] && w[i] <= '9' {
			return true
		}
	}
	return false
}

// shoutedShape is that of every word in a line all of capitals.
const shoutedShape = 2

func isYear(w string) bool { return len(w) == 4 && (w[:2] == "19" || w[:2] == "20") }

// Lexicon holds names and ordinary words as sorted 32-bit hashes; one word in some thousands is taken for another.
type Lexicon struct {
	Given, Surnames, Towns, Common []uint32

	Plain []uint32 // words that several texts have, in whatever case, and that name nobody: no feature, and only an explanation

	table []entry // of all sets, by hash, with linear probing; nil until index
}

// entry is a hash and what is known of it; no flags is an empty place.
type entry struct{ hash, flags uint32 }

// index makes the table from the sets.
func (l *Lexicon) index() {
	sets := [...]struct {
		words []uint32
		flag  uint32
	}{{l.Given, isGiven}, {l.Surnames, isSurname}, {l.Towns, isTown}, {l.Common, isCommon}, {l.Plain, isPlain}}
	n := 0
	for _, s := range sets {
		n += len(s.words)
	}
	l.table = make([]entry, 1<<bits.Len(uint(2*n+1)))
	for _, s := range sets {
		for _, h := range s.words {
			e := l.entry(h)
			e.hash, e.flags = h, e.flags|s.flag
		}
	}
}

func (l *Lexicon) entry(h uint32) *entry {
	last := uint32(len(l.table) - 1)
	for i := h & last; ; i = (i + 1) & last {
		if e := &l.table[i]; e.flags == 0 || e.hash == h {
			return e
		}
	}
}

func (l *Lexicon) flags(h uint32) uint64 { return uint64(l.entry(h).flags) }

func (l *Lexicon) of(word string) uint64 { return l.flags(uint32(hashLower(word))) }

// sets are in the order of the file.
func (l *Lexicon) sets() [5]*[]uint32 {
	return [5]*[]uint32{&l.Given, &l.Surnames, &l.Towns, &l.Common, &l.Plain}
}

// Knows tells whether a word is ordinary, in whatever case it is written.
func (l *Lexicon) Knows(word string) bool { return l.of(word)&(isCommon|isPlain) != 0 }

// NamesSomebody tells whether a word is a given name or a surname.
func (l *Lexicon) NamesSomebody(word string) bool { return l.of(word)&(isGiven|isSurname) != 0 }

// NamesTown tells whether a word belongs to a town's name.
func (l *Lexicon) NamesTown(word string) bool { return l.of(word)&isTown != 0 }

// NewSet hashes words for a Lexicon.
func NewSet(words []string) []uint32 {
	set := make([]uint32, 0, len(words))
	for _, w := range words {
		set = append(set, uint32(hashString(strings.ToLower(w))))
	}
	slices.Sort(set)
	return slices.Compact(set)
}
