package attach

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shown is what a reader sees of a text: without control, format and other characters that have no shape. Line breaks and
// tabs stay. gone counts what was left out. Text that is not UTF-8 is made so.
func shown(s string) (text string, gone int) {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.IndexFunc(s, isUnseen) < 0 {
		return s, 0
	}
	var b strings.Builder
	b.Grow(len(s))
	var before rune
	for i, r := range s {
		switch {
		case !isUnseen(r):
			b.WriteRune(r)
		case isJoiner(r) && joins(before, s[i+utf8.RuneLen(r):]):
			b.WriteRune(r)
		case r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			b.WriteByte('\n')
		default:
			gone++
			continue
		}
		before = r
	}
	return b.String(), gone
}

func isUnseen(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x80:
		return r < 0x20 || r == 0x7f
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point):
		return true
	}
	return r == '\u2800' || r >= 0xe0000 && r <= 0xe0fff // an empty Braille cell; tags
}

func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// joins tells whether a joiner between two letters changes how they look.
func joins(before rune, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	cursive := []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Devanagari, unicode.Bengali, unicode.Sinhala, unicode.Mongolian}
	return unicode.In(before, cursive...) && unicode.In(next, cursive...)
}

// color is red, green and blue, from 0 to 1. known is false where a file names none, or one that is not worked out.
type color struct {
	r, g, b float64
	known   bool
}

var (
	black = color{known: true}
	white = color{r: 1, g: 1, b: 1, known: true}
)

// parseColor reads six hexadecimal digits, with or without a number sign.
func parseColor(s string) color {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(s) != 6 {
		return color{}
	}
	var part [3]float64
	for i := range part {
		high, low := hexDigit(s[2*i]), hexDigit(s[2*i+1])
		if high < 0 || low < 0 {
			return color{}
		}
		part[i] = float64(high*16+low) / 255
	}
	return color{part[0], part[1], part[2], true}
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// leastContrast is the ratio below which letters cannot be told from their ground. WCAG 2.2 asks for 4.5 to read with
// ease; here it is about being seen at all.
const leastContrast = 1.3

// seen tells whether text in a colour can be seen on a ground. What is not known counts as seen: it then stands in the
// rebuilt file for everybody, and for the gate.
func seen(text, ground color) bool {
	if !text.known || !ground.known {
		return true
	}
	a, b := text.luminance(), ground.luminance()
	return (max(a, b)+0.05)/(min(a, b)+0.05) >= leastContrast
}

// luminance is near the relative luminance of WCAG 2.2, with a square for its power of 2.4.
func (c color) luminance() float64 { return 0.2126*c.r*c.r + 0.7152*c.g*c.g + 0.0722*c.b*c.b }
