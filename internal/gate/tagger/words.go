package tagger

import (
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
	isCapital             // begins with a capital
	hasDigit
)

// wordFacts is what features need of a word, computed once for every different word of a text.
type wordFacts struct {
	id     uint64 // hash of the word in lower case, digits as zeros where there are more than two
	low    uint64 // hash of the word in lower case
	shape  uint64
	pre    [2]uint64
	suf    [3]uint64
	flags  uint64
	lower  bool // it is itself in lower case
	length int
}

func hashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
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

func factsOf(w string, l *Lexicon) wordFacts {
	low := strings.ToLower(w)
	f := wordFacts{low: hashString(low), shape: hashString(shape(w)), lower: low == w, length: utf8.RuneCountInString(w)}
	norm := low
	if strings.IndexFunc(w, unicode.IsDigit) >= 0 {
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
	f.id = hashString(norm)
	runes := []rune(norm)
	for i := range f.pre {
		f.pre[i] = hashString(string(runes[:min(len(runes), i+2)]))
	}
	for i := range f.suf {
		f.suf[i] = hashString(string(runes[max(0, len(runes)-i-2):]))
	}
	if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
		f.flags |= isCapital
	}
	f.flags |= l.flags(low)
	return f
}

func isYear(w string) bool { return len(w) == 4 && (w[:2] == "19" || w[:2] == "20") }

// Lexicon holds names and ordinary words as sorted 32-bit hashes; one word in some thousands is taken for another.
type Lexicon struct {
	Given, Surnames, Towns, Common []uint32

	Plain []uint32 // words that several texts have, in whatever case, and that name nobody: no feature, and only an explanation
}

func (l *Lexicon) flags(low string) uint64 {
	h := uint32(hashString(low))
	var f uint64
	for i, set := range [...][]uint32{l.Given, l.Surnames, l.Towns, l.Common} {
		if _, ok := slices.BinarySearch(set, h); ok {
			f |= 1 << i
		}
	}
	return f
}

// sets are in the order of the file.
func (l *Lexicon) sets() [5]*[]uint32 {
	return [5]*[]uint32{&l.Given, &l.Surnames, &l.Towns, &l.Common, &l.Plain}
}

// Knows tells whether a word is ordinary, in whatever case it is written.
func (l *Lexicon) Knows(word string) bool {
	low := strings.ToLower(word)
	if l.flags(low)&isCommon != 0 {
		return true
	}
	_, plain := slices.BinarySearch(l.Plain, uint32(hashString(low)))
	return plain
}

// NamesSomebody tells whether a word is a given name or a surname.
func (l *Lexicon) NamesSomebody(word string) bool {
	return l.flags(strings.ToLower(word))&(isGiven|isSurname) != 0
}

// NamesTown tells whether a word is the name of a town, or of a part of it.
func (l *Lexicon) NamesTown(word string) bool {
	return l.flags(strings.ToLower(word))&isTown != 0
}

// NewSet hashes words for a Lexicon.
func NewSet(words []string) []uint32 {
	set := make([]uint32, 0, len(words))
	for _, w := range words {
		set = append(set, uint32(hashString(strings.ToLower(w))))
	}
	slices.Sort(set)
	return slices.Compact(set)
}
