package gate

import (
	_ "embed" // the phrases
	"strings"
	"unicode"
	"unicode/utf8"
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
	seen    [1 << 14]bool // by the hash of a beginning, so that most words are done with quickly
	anchors map[string][]*phrase
	ending  int // how many bytes "*" may stand for
}

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
		b.seen[placeOf(w)] = true
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
	return (h ^ h>>14) & (1<<14 - 1)
}

// said is a phrase that stands in a text.
type said struct {
	start, end int
	tells      byte
	language   string
}

// find returns the phrases of a text, in the order of their anchors.
func (b *phraseBook) find(t string) []said {
	var all []said
	var scratch [begins * utf8.UTFMax]byte
	for i := 0; i < len(t); {
		c, size := utf8.DecodeRuneInString(t[i:])
		if !unicode.IsLetter(c) {
			i += size
			continue
		}
		start, low, letters := i, scratch[:0], 0
		for i < len(t) {
			c, size := rune(t[i]), 1
			if c >= utf8.RuneSelf {
				c, size = utf8.DecodeRuneInString(t[i:])
			}
			if !isLetter(byte(c)) && (c < utf8.RuneSelf || !unicode.IsLetter(c)) {
				break
			}
			if letters < begins {
				low = utf8.AppendRune(low, unicode.ToLower(c))
			}
			letters++
			i += size
		}
		h := uint32(2166136261)
		for _, c := range low {
			h = (h ^ uint32(c)) * 16777619
		}
		if !b.seen[(h^h>>14)&(1<<14-1)] {
			continue
		}
		if start > 0 && isDigit(t[start-1]) || i < len(t) && isDigit(t[i]) || i-start > longestSaid {
			continue // it is a part of a code, or no word at all
		}
		for _, p := range b.anchors[string(low)] {
			if s, e, ok := p.at(t, start, i); ok {
				all = append(all, said{s, e, p.tells, p.language})
			}
		}
	}
	return all
}

// at tells whether the phrase stands around a word, and from where to where.
func (p *phrase) at(t string, start, end int) (from, to int, ok bool) {
	if !p.fits(p.anchor, t[start:end]) {
		return 0, 0, false
	}
	to, ok = p.forward(t, end, p.anchor+1)
	if !ok {
		return 0, 0, false
	}
	from, ok = p.backward(t, start, p.anchor-1)
	return from, to, ok
}

// fits tells whether a word may stand in a place of the phrase.
func (p *phrase) fits(at int, word string) bool {
	word = strings.ToLower(word)
	for _, one := range p.words[at] {
		if stem, open := strings.CutSuffix(one, "*"); open && strings.HasPrefix(word, stem) && len(word)-len(stem) <= p.ending || word == one {
			return true
		}
	}
	return false
}

func (p *phrase) forward(t string, at, next int) (int, bool) {
	if next >= len(p.words) {
		return at, true
	}
	if p.words[next][0] == anyWords {
		for range longestGap + 1 {
			if end, ok := p.forward(t, at, next+1); ok {
				return end, true
			}
			_, end := following(t, at)
			if end == 0 {
				return 0, false
			}
			at = end
		}
		return 0, false
	}
	start, end := following(t, at)
	if end == 0 || !p.fits(next, t[start:end]) {
		return 0, false
	}
	return p.forward(t, end, next+1)
}

func (p *phrase) backward(t string, at, next int) (int, bool) {
	if next < 0 {
		return at, true
	}
	if p.words[next][0] == anyWords {
		for range longestGap + 1 {
			if start, ok := p.backward(t, at, next-1); ok {
				return start, true
			}
			start, end := preceding(t, at)
			if end == 0 {
				return 0, false
			}
			at = start
		}
		return 0, false
	}
	start, end := preceding(t, at)
	if end == 0 || !p.fits(next, t[start:end]) {
		return 0, false
	}
	return p.backward(t, start, next-1)
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
