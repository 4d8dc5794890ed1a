package gate

import (
	_ "embed" // the phrases
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/gate/tagger"
)

//go:embed phrases.txt
var phraseFile string

// phrase is a row of words that tell something; the nearest place to look for it is its anchor, the longest of them.
type phrase struct {
	tells    byte // the first letter of its line in phrases.txt or traits.txt
	language string
	words    [][]string
	anchor   int
	ending   int // how many bytes "*" may stand for
}

// anyWords is the place in a phrase of up to longestGap words.
const (
	anyWords   = "…"
	longestGap = 4
)

// phraseBook is the phrases by what their anchors begin with.
type phraseBook struct {
	seen    [places / 64]uint64 // a bit by the hash of a beginning, so that most words are done with quickly
	anchors map[string][]*phrase
	ending  int // how many bytes "*" may stand for
}

// places is how many beginnings of words a book tells apart before it looks one up.
const places = 1 << 14

// begins is how many letters of an anchor are looked up.
const begins = 4

var phrases = func() *phraseBook {
	b := &phraseBook{anchors: map[string][]*phrase{}, ending: longestSaid}
	for line := range strings.Lines(phraseFile) {
		if line[0] == '#' || len(line) < 6 {
			continue
		}
		for text := range strings.SplitSeq(strings.TrimSpace(line[5:]), ";") {
			b.add(line[0], line[2:4], text)
		}
	}
	return b
}()

// add takes a phrase in. What stands with an apostrophe or a hyphen is two words, as in texts.
func (b *phraseBook) add(tells byte, language, text string) {
	p := &phrase{tells: tells, language: language, anchor: -1, ending: b.ending}
	longest := 0
	divided := func(c rune) bool { return c == ' ' || c == '-' }
	if !strings.Contains(text, "/") {
		divided = func(c rune) bool { return strings.ContainsRune(" -'’", c) }
	}
	for w := range strings.FieldsFuncSeq(text, divided) {
		all := strings.Split(w, "/")
		size := 99
		for i, one := range all {
			if at := strings.LastIndexAny(one, "'’"); at >= 0 { // among others, the article isn't needed
				all[i] = one[at+1:]
			}
			size = min(size, utf8.RuneCountInString(strings.TrimSuffix(all[i], "*")))
		}
		if w != anyWords && size > longest+2*(len(all)-1) {
			p.anchor, longest = len(p.words), size
		}
		p.words = append(p.words, all)
	}
	if p.anchor < 0 {
		p.anchor = 0
	}
	for _, w := range p.words[p.anchor] {
		w = beginning(strings.TrimSuffix(w, "*"))
		place := placeOf(w)
		b.seen[place/64] |= 1 << (place % 64)
		b.anchors[w] = append(b.anchors[w], p)
	}
}

func beginning(w string) string {
	n := 0
	for i := range w {
		if n == begins {
			return w[:i]
		}
		n++
	}
	return w
}

func placeOf(w string) uint32 {
	h := uint32(2166136261)
	for i := range len(w) {
		h = (h ^ uint32(w[i])) * 16777619
	}
	return (h ^ h>>14) & (places - 1)
}

// mayHave tells whether a word that begins at such a place may be an anchor of the book.
func (b *phraseBook) mayHave(place uint32) bool { return b.seen[place/64]>>(place%64)&1 != 0 }

// said is a phrase that stands in a text.
type said struct {
	start, end int
	tells      byte
	language   string
}

// lettering is a text, and the same in lower case, character by character; that is empty where there is none (tagger.Lowered).
type lettering struct{ text, small string }

func letters(text string) lettering { return lettering{text, tagger.Lowered(text)} }

// lower is a part of the text in lower case.
func (l lettering) lower(start, end int) string {
	if l.small == "" {
		return strings.ToLower(l.text[start:end])
	}
	return l.small[start:end]
}

// find returns the phrases of a text, in the order of their anchors, for each of several books those of its own.
func find(l lettering, books ...*phraseBook) [][]said {
	all := make([][]said, len(books))
	for i := 0; i < len(l.text); {
		start, low := i, ""
		if i, low = l.beginningAt(i); low == "" {
			continue
		}
		place := placeOf(low)
		for k, b := range books {
			if !b.mayHave(place) {
				continue
			}
			if start > 0 && isDigit(l.text[start-1]) || i < len(l.text) && isDigit(l.text[i]) || i-start > longestSaid {
				break // it is a part of a code, or no word at all
			}
			for _, p := range b.anchors[low] {
				if s, e, ok := p.at(l, start, i); ok {
					all[k] = append(all[k], said{s, e, p.tells, p.language})
				}
			}
		}
	}
	return all
}

// beginningAt is where the word ends that begins at a place, and its first letters in lower case; what is no word has none.
func (l lettering) beginningAt(start int) (end int, low string) {
	n, head, i := 0, start, start
	for i < len(l.text) {
		c, size := rune(l.text[i]), 1
		if c < utf8.RuneSelf {
			if !isLetter(byte(c)) {
				break
			}
		} else if c, size = utf8.DecodeRuneInString(l.text[i:]); !unicode.IsLetter(c) {
			if n == 0 {
				i += size - 1
			}
			break
		}
		i += size
		if n++; n == begins {
			head = i
		}
	}
	if n == 0 {
		return i + 1, ""
	}
	if n < begins {
		head = i
	}
	return i, l.lower(start, head)
}

// at tells whether the phrase stands around a word, and from where to where.
func (p *phrase) at(l lettering, start, end int) (from, to int, ok bool) {
	if !p.fits(p.anchor, l.lower(start, end)) {
		return 0, 0, false
	}
	to, ok = p.forward(l, end, p.anchor+1)
	if !ok {
		return 0, 0, false
	}
	from, ok = p.backward(l, start, p.anchor-1)
	return from, to, ok
}

// fits tells whether a word in lower case may stand in a place of the phrase.
func (p *phrase) fits(at int, word string) bool {
	for _, one := range p.words[at] {
		if stem, open := strings.CutSuffix(one, "*"); open && strings.HasPrefix(word, stem) && len(word)-len(stem) <= p.ending || word == one {
			return true
		}
	}
	return false
}

func (p *phrase) forward(l lettering, at, next int) (int, bool) {
	if next >= len(p.words) {
		return at, true
	}
	if p.words[next][0] == anyWords {
		for range longestGap + 1 {
			if end, ok := p.forward(l, at, next+1); ok {
				return end, true
			}
			_, end := following(l.text, at)
			if end == 0 {
				return 0, false
			}
			at = end
		}
		return 0, false
	}
	start, end := following(l.text, at)
	if end == 0 || !p.fits(next, l.lower(start, end)) {
		return 0, false
	}
	return p.forward(l, end, next+1)
}

func (p *phrase) backward(l lettering, at, next int) (int, bool) {
	if next < 0 {
		return at, true
	}
	if p.words[next][0] == anyWords {
		for range longestGap + 1 {
			if start, ok := p.backward(l, at, next-1); ok {
				return start, true
			}
			start, end := preceding(l.text, at)
			if end == 0 {
				return 0, false
			}
			at = start
		}
		return 0, false
	}
	start, end := preceding(l.text, at)
	if end == 0 || !p.fits(next, l.lower(start, end)) {
		return 0, false
	}
	return p.backward(l, start, next-1)
}

// longestSaid is how many bytes a word of a phrase, or between two of them, may have.
const longestSaid = 80

// following is the next word of the sentence; an end of 0 says that there is none.
func following(t string, at int) (start, end int) {
	const near = 5
	start = at
	for start < len(t) {
		c, size := utf8.DecodeRuneInString(t[start:])
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			break
		}
		if start-at > near || strings.ContainsRune(".!?;:|", c) || c == '\n' && strings.Count(t[at:start], "\n") > 0 {
			return 0, 0
		}
		start += size
	}
	end = start
	for end < len(t) && end-start < longestWord {
		c, size := utf8.DecodeRuneInString(t[end:])
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			break
		}
		if end += size; end-start > longestSaid {
			return 0, 0
		}
	}
	if end == start {
		return 0, 0
	}
	return start, end
}

// preceding is the word before; an end of 0 says that there is none in the sentence.
func preceding(t string, at int) (start, end int) {
	const near = 5
	isWord := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	end = back(t, at, max(0, at-near-1), func(c rune) bool { return !isWord(c) })
	if strings.ContainsAny(t[end:at], ".!?;:|") || strings.Count(t[end:at], "\n") > 1 || end == 0 {
		return 0, 0
	}
	start = back(t, end, max(0, end-longestSaid), isWord)
	if start == end || end-start >= longestSaid-utf8.UTFMax {
		return 0, 0
	}
	return start, end
}
