package tagger

import (
	"strings"
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

// tokens splits a text. Apostrophes and hyphens split words, so that "l'Isère" and "Anne-Marie" are words of two parts.
func tokens(text string) []token {
	all := make([]token, 0, len(text)/5+8)
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
			if unicode.IsUpper(r) {
				large++
				letters++
			} else if unicode.IsLower(r) {
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

// shape writes a word with X for capitals, x for other letters, d for digits; runs are written once, but digits up to five.
func shape(w string) string {
	var b strings.Builder
	last, run := byte(0), 0
	for _, r := range w {
		c := byte('x')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsDigit(r):
			c = 'd'
		case !unicode.IsLetter(r):
			c = '.'
		}
		if c == last {
			run++
			if c != 'd' || run > 5 {
				continue
			}
		} else {
			last, run = c, 1
		}
		b.WriteByte(c)
	}
	if utf8.RuneCountInString(w) == 1 {
		b.WriteByte('1')
	}
	return b.String()
}
