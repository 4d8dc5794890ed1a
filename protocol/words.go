package protocol

import (
	"fmt"
	"strings"
)

// fingerprintBytes is how much of a hash its words spell: 96 bits, which nobody can match by trying.
const fingerprintBytes = 12

// Each word spells 16 bits, highest first, as consonant, vowel, consonant, vowel, consonant: four bits a consonant, two
// a vowel. No two letters of a kind sound alike in English, French or Spanish alone, but the pairs b/p and d/t do on bad
// lines: words are compared whole.
const (
	wordConsonants = "bdfghjklmnprstvz"
	wordVowels     = "aiou"
	wordLength     = 5
)

// Words are the six words by which two people compare a hash over the telephone.
func Words(h Hash) []string { return Spell(h[:fingerprintBytes]) }

// Spell writes an even number of bytes as pronounceable words of five letters.
func Spell(b []byte) []string {
	words := make([]string, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		bits := uint16(b[i])<<8 | uint16(b[i+1])
		words = append(words, string([]byte{
			wordConsonants[bits>>12], wordVowels[bits>>10&3], wordConsonants[bits>>6&15], wordVowels[bits>>4&3], wordConsonants[bits&15],
		}))
	}
	return words
}

// ParseWords reads words back, whatever their case, with spaces, commas, hyphens or full stops between them. A word that
// cannot be one is refused by name.
func ParseWords(text string) ([]byte, error) {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" \t\r\n-,.", r) })
	b := make([]byte, 0, 2*len(words))
	for _, word := range words {
		bits, ok := unspell(word)
		if !ok {
			return nil, fmt.Errorf("%q is none of the words that spell a fingerprint: they have five letters, such as %q", word, Spell([]byte{0x5a, 0x11})[0])
		}
		b = append(b, byte(bits>>8), byte(bits))
	}
	return b, nil
}

func unspell(word string) (bits uint16, ok bool) {
	if len(word) != wordLength {
		return 0, false
	}
	for i := range wordLength {
		letters, width := wordConsonants, 4
		if i%2 == 1 {
			letters, width = wordVowels, 2
		}
		at := strings.IndexByte(letters, word[i])
		if at < 0 {
			return 0, false
		}
		bits = bits<<width | uint16(at)
	}
	return bits, true
}

// SaysWords tells whether a text is the six words of a hash, all of them and in order.
func SaysWords(h Hash, text string) (bool, error) {
	b, err := ParseWords(text)
	if err != nil {
		return false, err
	}
	if len(b) != fingerprintBytes {
		return false, fmt.Errorf("a fingerprint has six words, not %d", len(b)/2)
	}
	return [fingerprintBytes]byte(b) == [fingerprintBytes]byte(h[:fingerprintBytes]), nil
}
