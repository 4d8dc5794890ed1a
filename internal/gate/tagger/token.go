package tagger

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// token is a word, that is letters and digits, or one other character. Spaces are no tokens.
type token struct {
	start, end int
	word       int32 // index into the words of the text
	line       bool  // the first of its line
	isWord     bool
	shouted    bool // in a line all of capitals
}

// tokens appends those of a text. Apostrophes and hyphens split words, so that "l'Isère" and "Anne-Marie" are words of two parts.
func tokens(text string, all []token) []token {
	all = slices.Grow(all, len(text)/5+8)
	line, begun := true, 0
	for i := 0; i < len(text); {
		c := text[i]
		if c == '\n' {
			shout(text, all[begun:])
			begun = len(all)
			line = true
			i++
			continue
		}
		if c == ' ' || c == '\t' || c == '\r' {
			i++
			continue
		}
		end, isWord := i, false
		for end < len(text) {
			c := text[end]
			if c < utf8.RuneSelf {
				if !letterOrDigit[c] {
					break
				}
				end++
				continue
			}
			r, n := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
				break
			}
			end += n
		}
		if end > i {
			isWord = true
		} else {
			_, n := utf8.DecodeRuneInString(text[i:])
			end = i + n
		}
		all = append(all, token{start: i, end: end, line: line, isWord: isWord})
		line = false
		i = end
	}
	shout(text, all[begun:])
	return all
}

// shout notes that the words of a line stand in a line all of capitals: four words or more, and of ten letters at most one
// small.
func shout(text string, line []token) {
	words, small, large := 0, 0, 0
	for _, t := range line {
		if !t.isWord {
			continue
		}
		letters := 0
		for _, r := range text[t.start:t.end] {
			switch {
			case r < utf8.RuneSelf && r|0x20 >= 'a' && r|0x20 <= 'z':
				letters++
				if r >= 'a' {
					small++
				} else {
					large++
				}
			case r < utf8.RuneSelf:
			case unicode.IsUpper(r):
				large++
				letters++
			case unicode.IsLower(r):
				small++
				letters++
			}
		}
		if letters > 1 {
			words++
		}
	}
	if words < 4 || small*10 > large {
		return
	}
	for i := range line {
		line[i].shouted = true
	}
}

var letterOrDigit = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
	}
	return t
}()

// shapeOf hashes a word written with X for capitals, x for other letters, d for digits; runs are written once, but digits up to
// five.
func shapeOf(w string) uint64 {
	var room [32]byte
	b, last, run := room[:0], byte(0), 0
	for _, r := range w {
		c := kindOfCharacter(r)
		if c == last {
			run++
			if c != 'd' || run > 5 {
				continue
			}
		} else {
			last, run = c, 1
		}
		b = append(b, c)
	}
	if utf8.RuneCountInString(w) == 1 {
		b = append(b, '1')
	}
	return hashBytes(b)
}

func kindOfCharacter(r rune) byte {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case 'a' <= r && r <= 'z':
			return 'x'
		case 'A' <= r && r <= 'Z':
			return 'X'
		case '0' <= r && r <= '9':
			return 'd'
		}
		return '.'
	case unicode.IsUpper(r):
		return 'X'
	case unicode.IsDigit(r):
		return 'd'
	case !unicode.IsLetter(r):
		return '.'
	}
	return 'x'
}
