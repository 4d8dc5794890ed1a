package gate

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text in the one form in which the checks read it: NFKC (Unicode Annex 15), invisible characters gone, every
// hyphen and dash "-", every space within a line " ", every decimal digit 0 to 9, letters of another alphabet that look like
// those of their word as those, and words whole that a hyphen divides at the end of a line; and the way back to the original. It keeps case
// and accents.
type folded struct {
	lettering
	pieces []piece // where folded and original part; empty where they are the same
	size   int     // of the original
}

// piece says that from here on offsets differ. A piece that was replaced is one place: no offset points inside it.
type piece struct {
	at, original int  // where it begins in the folded text and in the original
	replaced     bool // otherwise copied byte for byte
}

func newFolded(s string) folded {
	hidden := disguises(s)
	if len(hidden) == 0 && (isPlain(s) || settled(s, 0, len(s)) == len(s)) {
		return folded{lettering: lettering{text: s}, size: len(s)}
	}
	var b strings.Builder
	b.Grow(len(s))
	f := folded{size: len(s)}
	for i := 0; i < len(s) && b.Len() <= mostUnfolded*len(s)+freeUnfolded; { // what is beyond is not read
		stop := len(s)
		if len(hidden) > 0 {
			if stop = hidden[0].start; stop <= i {
				f.pieces = append(f.pieces, piece{b.Len(), i, true})
				b.WriteString(hidden[0].reads)
				i, hidden = hidden[0].end, hidden[1:]
				continue
			}
		}
		if end := settled(s, i, stop); end > i {
			f.copy(&b, s, i, end)
			i = end
			continue
		}
		n := max(norm.NFKC.NextBoundaryInString(s[i:stop], true), 1)
		if segment := s[i : i+n]; isSettled(segment) {
			f.copy(&b, s, i, i+n)
		} else {
			f.pieces = append(f.pieces, piece{b.Len(), i, true})
			b.WriteString(fold(segment))
		}
		i += n
	}
	f.text = b.String()
	return f
}

func (f *folded) copy(b *strings.Builder, s string, from, to int) {
	if n := len(f.pieces); n == 0 || f.pieces[n-1].replaced {
		f.pieces = append(f.pieces, piece{b.Len(), from, false})
	}
	b.WriteString(s[from:to])
}

func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// settled is where a run of letters of most texts ends, which folding would not change, but for its last one if something
// follows it that may be its accent.
func settled(s string, from, to int) int {
	for i := from; i < to; {
		n := settledAt(s[i:to])
		if n == 0 || i+n < to && settledAt(s[i+n:to]) == 0 {
			return i
		}
		i += n
	}
	return to
}

// settledAt is the size of a character that stands by itself in NFKC, if it is of most texts; otherwise 0.
func settledAt(s string) int {
	if s[0] < utf8.RuneSelf {
		return 1
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r >= 0xC0 && r < 0x130, r >= 0x141 && r < 0x149, r >= 0x14A && r < 0x17F, r >= 0x391 && r < 0x3CF, r >= 0x400 && r < 0x460:
		return n
	case r == '«', r == '»', r == '’', r == '“', r == '”', r == '„':
		return n
	}
	return 0
}

// isSettled tells that folding would not change the segment: the letters of most texts, quickly.
func isSettled(segment string) bool {
	if settledAt(segment) == len(segment) {
		return true
	}
	return utf8.ValidString(segment) && norm.NFKC.IsNormalString(segment) && strings.IndexFunc(segment, folds) < 0
}

// folds tells whether a character beyond ASCII has another form here than under NFKC.
func folds(r rune) bool {
	return r >= utf8.RuneSelf && (invisible(r) || isDash(r) || unicode.IsSpace(r) || unicode.Is(unicode.Nd, r))
}

func isDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == 0x2212 || r == 0x2043 }

func fold(segment string) string {
	var b strings.Builder
	for _, r := range norm.NFKC.String(segment) {
		switch {
		case unicode.IsLetter(r):
			b.WriteRune(r)
		case invisible(r):
		case isDash(r):
			b.WriteByte('-')
		case r >= utf8.RuneSelf && unicode.IsSpace(r):
			b.WriteByte(' ')
		case r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r):
			b.WriteByte('0' + digitValue(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// invisible tells whether a reader sees nothing of the character: format characters and variation selectors.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || r == 0x34F
}

// digitValue is the value of a decimal digit of any script. Digits stand in Unicode in runs from zero to nine.
func digitValue(r rune) byte {
	v := byte(0)
	for r-1 >= 0 && v < 9 && unicode.Is(unicode.Nd, r-1) && !startsDigits(r) {
		r--
		v++
	}
	return v
}

// startsDigits tells whether a digit is the zero of its run: runs begin at multiples of ten from the start of their range.
func startsDigits(r rune) bool {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r-rune(t.Lo))%10 == 0
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r-rune(t.Lo))%10 == 0
		}
	}
	return true
}

// original maps a place in the folded text to the bytes of the original from which it came.
func (f folded) original(start, end int) (int, int) {
	if len(f.pieces) == 0 {
		return start, end
	}
	return f.from(start), f.to(end)
}

// piece returns the index of the last piece that begins at or before a folded offset and is not empty there.
func (f folded) piece(at int) int {
	return sort.Search(len(f.pieces), func(i int) bool { return f.pieces[i].at > at }) - 1
}

func (f folded) from(start int) int {
	p := f.pieces[f.piece(start)]
	if p.replaced {
		return p.original
	}
	return p.original + start - p.at
}

func (f folded) to(end int) int {
	i := f.piece(end - 1)
	p := f.pieces[i]
	if !p.replaced {
		return p.original + end - p.at
	}
	if i+1 < len(f.pieces) {
		return f.pieces[i+1].original
	}
	return f.size
}
