package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// disguise is a place in a text that reads otherwise than it is written.
type disguise struct {
	start, end int
	reads      string
}

// disguises finds letters of another alphabet that look like those of the rest of their word, and words that a hyphen
// divides at the end of a line. A word is of the alphabet that most of its letters belong to.
func disguises(s string) []disguise {
	var all []disguise
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && !isLetter(c) {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			i += n
			continue
		}
		end := i
		latin, other := 0, 0
		for end < len(s) {
			if c := s[end]; c < utf8.RuneSelf {
				if !isLetter(c) {
					break
				}
				latin++
				end++
				continue
			}
			r, n := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsLetter(r) && !invisible(r) {
				break
			}
			switch {
			case r >= 0xC0 && r < 0x250 || unicode.Is(unicode.Latin, r): // all letters there are
				latin++
			case r >= 0x400 && r < 0x530: // and these are Cyrillic
				other++
			case unicode.In(r, unicode.Cyrillic, unicode.Greek):
				other++
			}
			end += n
		}
		if latin > 0 && other > 0 {
			all = appendLookalikes(all, s, i, end, latin >= other)
		}
		if next, ok := hyphenated(s, end); ok {
			all = append(all, disguise{end, next, ""})
			end = next
		}
		i = end
	}
	return all
}

func appendLookalikes(all []disguise, s string, start, end int, toLatin bool) []disguise {
	from, to := foreignLetters, latinLetters
	if !toLatin {
		from, to = latinLetters[:cyrillicLetters], foreignLetters[:cyrillicLetters]
	}
	for i, r := range s[start:end] {
		for k, c := range from {
			if c == r {
				all = append(all, disguise{start + i, start + i + utf8.RuneLen(r), string(to[k])})
				break
			}
		}
	}
	return all
}

// hyphenated tells whether a hyphen and the end of the line stand at a place, and a small letter begins the next line.
func hyphenated(s string, at int) (next int, ok bool) {
	if !strings.HasPrefix(s[at:], "-") && !strings.HasPrefix(s[at:], "‐") && !strings.HasPrefix(s[at:], "\u00ad") {
		return 0, false
	}
	_, n := utf8.DecodeRuneInString(s[at:])
	next = at + n
	rest := strings.TrimLeft(s[next:], " \r")
	if !strings.HasPrefix(rest, "\n") {
		return 0, false
	}
	rest = strings.TrimLeft(rest[1:], " ")
	r, _ := utf8.DecodeRuneInString(rest)
	return len(s) - len(rest), unicode.IsLower(r)
}

// The letters of two alphabets that look alike, in the same order (Unicode Technical Standard 39, confusables), the
// Cyrillic ones first.
var (
	foreignLetters = []rune("АВЕКМНОРСТХУІЈЅаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν")
	latinLetters   = []rune("ABEKMHOPCTXYIJSaeopcyxijsdqwhABEZHIKMNOPTYXoav")
)

const cyrillicLetters = 29
