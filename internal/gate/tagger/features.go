package tagger

import (
	"hash/maphash"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A feature is a row of the weights, chosen by a hash of what is seen: of the word itself, of its neighbours up to three
// tokens away, of pairs, and of the line. Features of single words are summed once for every different word.

const (
	rowBits = 19
	rows    = 1 << rowBits
	reach   = 3
)

// seed tells apart what a hash is of.
const (
	seedBias = iota + 1
	seedSentence
	seedLabel
	seedLabelShape
	seedDocument
	seedPair
	seedOwn = 32 // and more
	seedAt  = 64 // and more, by distance
)

func row(seed, h uint64) uint32 { return uint32(mix(h+seed*0x9e3779b97f4a7c15) >> (64 - rowBits)) }

// own appends the rows of a word by itself, the lexical ones, which name it, first.
func (f *wordFacts) own(out []uint32) (all []uint32, lexical int) {
	out = append(out, row(seedOwn, f.id), row(seedOwn+1, f.pre[0]), row(seedOwn+2, f.pre[1]),
		row(seedOwn+3, f.suf[0]), row(seedOwn+4, f.suf[1]), row(seedOwn+5, f.suf[2]))
	lexical = len(out)
	return append(out, row(seedOwn+6, f.shape), row(seedOwn+7, f.flags), row(seedOwn+8, f.shape+f.flags*31+uint64(min(f.length, 12))<<40)), lexical
}

// at appends the rows of a word as a neighbour at a distance.
func (f *wordFacts) at(distance int, out []uint32) []uint32 {
	seed := uint64(seedAt + 8*(distance+reach))
	out = append(out, row(seed, f.id))
	if distance == 1 || distance == -1 {
		out = append(out, row(seed+1, f.shape+f.flags*31), row(seed+2, f.suf[1]))
	} else if distance == 2 || distance == -2 {
		out = append(out, row(seed+1, f.shape+f.flags*31))
	}
	return out
}

// rowsAt appends the rows of a word by itself, at a distance of 0, or as a neighbour.
func (f *wordFacts) rowsAt(distance int, out []uint32) []uint32 {
	if distance == 0 {
		out, _ = f.own(out)
		return out
	}
	return f.at(distance, out)
}

// text is a text made ready for scoring.
type text struct {
	body   string
	small  string // the body as Lowered has it
	tokens []token
	words  []wordFacts
	names  []string // the words themselves

	parts  []parts // of the words
	scores []scored
	first  []int32 // of each word the first token
	table  []int32 // the words by their hashes
	seed   maphash.Seed
	noted  []bool
}

// read makes a text ready. What it held before is gone.
func (t *text) read(body string, l *Lexicon, ordinary Ordinary) {
	t.body, t.small, t.tokens = body, Lowered(body), tokens(body, t.tokens[:0])
	t.distinguish()
	t.words, t.names = sized(t.words, len(t.first)), sized(t.names, len(t.first))
	for n, i := range t.first {
		tok := t.tokens[i]
		t.names[n] = body[tok.start:tok.end]
		t.words[n] = factsOf(t.names[n], t.lowered(tok), tok.shouted, l, ordinary)
	}
	t.findLowers()
}

// sized is a slice of a size, in the same place if there is room.
func sized[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// mostKept is how many tokens a text has at most of which the room is kept for the next one.
const mostKept = 1 << 14

// borrow is a text to read into: one that was given back, if there is one, so that short texts don't spend their time on making room.
func (m *Model) borrow() *text {
	if t, ok := m.texts.Get().(*text); ok {
		return t
	}
	return new(text)
}

// giveBack keeps the room of a text, and none of its words.
func (m *Model) giveBack(t *text) {
	if cap(t.tokens) > mostKept {
		return
	}
	t.body, t.small = "", ""
	clear(t.names)
	m.texts.Put(t)
}

// lowered is a token in lower case.
func (t *text) lowered(tok token) string {
	if t.small == "" {
		return strings.ToLower(t.body[tok.start:tok.end])
	}
	return t.small[tok.start:tok.end]
}

// Lowered is a text in lower case, in which every character stands where it does in the text, so that words are lowered once and
// not each time they are looked at; empty where one has another size so, or the text is no UTF-8.
func Lowered(body string) string {
	b := []byte(body)
	for i := 0; i < len(b); {
		if c := b[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				b[i] = c | 0x20
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if low := unicode.ToLower(r); low != r || n == 1 {
			if n == 1 || utf8.RuneLen(low) != n {
				return ""
			}
			utf8.EncodeRune(b[i:], low)
		}
		i += n
	}
	return string(b)
}

// distinguish numbers the different words of the text, those in lines all of capitals by themselves, and notes of each the first
// token. Its table is hashed with a seed, so that no text is slow.
func (t *text) distinguish() {
	t.seed = maphash.MakeSeed()
	t.table = sized(t.table, 1<<bits.Len(uint(2*len(t.tokens))))
	for i := range t.table {
		t.table[i] = none
	}
	t.first = t.first[:0]
	for i := range t.tokens {
		tok := &t.tokens[i]
		place := t.place(t.body[tok.start:tok.end], tok.shouted)
		if *place == none {
			*place = int32(len(t.first))
			t.first = append(t.first, int32(i))
		}
		tok.word = *place
	}
}

// none is no word.
const none = -1

// place is where the number of a word stands in the table, or would.
func (t *text) place(w string, shouted bool) *int32 {
	last := uint64(len(t.table) - 1)
	for at := maphash.String(t.seed, w) & last; ; at = (at + 1) & last {
		place := &t.table[at]
		if *place == none {
			return place
		}
		if o := t.tokens[t.first[*place]]; o.shouted == shouted && t.body[o.start:o.end] == w {
			return place
		}
	}
}

// findLowers notes which words stand in small letters somewhere, but not in addresses of mail, which are often somebody's name.
func (t *text) findLowers() {
	t.noted = sized(t.noted, len(t.words))
	noted := t.noted
	clear(noted)
	for from := 0; from < len(t.tokens); {
		to, mail := from, false
		for to < len(t.tokens) && (to == from || t.tokens[to].start == t.tokens[to-1].end) {
			mail = mail || t.body[t.tokens[to].start] == '@'
			to++
		}
		for i := from; i < to && !mail; i++ {
			noted[t.tokens[i].word] = true
		}
		from = to
	}
	for i := range t.words {
		low := t.lowered(t.tokens[t.first[i]])
		for _, shouted := range [...]bool{false, true} {
			if w := *t.place(low, shouted); w != none && noted[w] {
				t.words[i].elsewhere = true
			}
		}
	}
}

// edge stands before the first token and after the last.
var edge = wordFacts{id: 1, low: 1, shape: 1, pre: [2]uint64{1, 1}, suf: [3]uint64{1, 1, 1}}

func (t *text) facts(i int) *wordFacts {
	if i < 0 || i >= len(t.tokens) {
		return &edge
	}
	return &t.words[t.tokens[i].word]
}

// label is what stands before the colon of a line that begins like a field of a form.
type label struct {
	last, first uint64 // hashes of its words
	colon       int    // its token; -1 in a line without
	begun       int    // tokens of the line so far
}

// longestLabel is how many tokens may stand before a colon.
const longestLabel = 7

// step goes on to the next token.
func (l *label) step(t *text, i int) {
	l.begun++
	if !t.tokens[i].line {
		return
	}
	*l = label{colon: -1, begun: 1}
	for j := i + 1; j < len(t.tokens) && j <= i+longestLabel && !t.tokens[j].line; j++ {
		if t.body[t.tokens[j].start] == ':' {
			*l = label{last: t.facts(j - 1).id, first: t.facts(i).id, colon: j, begun: 1}
			return
		}
	}
}

// since is how far a token stands behind the colon; 0 before it, and in a line without.
func (l *label) since(i int) int {
	if l.colon < 0 || i <= l.colon {
		return 0
	}
	return i - l.colon
}

// left is the token at a distance to the left, or none where that is in the line before a field of a form.
func (l *label) left(i, distance int) int {
	if l.colon >= 0 && distance >= l.begun {
		return -1
	}
	return i - distance
}

// together appends the rows of a token's surroundings that are no sums over single words: first those that name it.
func (t *text) together(i int, l *label, out []uint32) (all []uint32, lexical int) {
	f, p, n := t.facts(i), t.facts(l.left(i, 1)), t.facts(i+1)
	pp, nn := t.facts(l.left(i, 2)), t.facts(i+2)
	out = append(out, row(seedPair, p.id*3+f.id), row(seedPair+1, f.id*3+n.id))
	lexical = len(out)
	kind, kindP, kindN := f.shape+f.flags*31, p.shape+p.flags*31, n.shape+n.flags*31
	out = append(out,
		row(seedPair+2, p.id*3+kind), row(seedPair+3, kind*3+n.id), row(seedPair+4, pp.id*7+p.id*3+kind), row(seedPair+5, kind*7+n.id*3+nn.id),
		row(seedPair+6, kindP*3+kind), row(seedPair+7, kind*3+kindN), row(seedPair+8, kindP*7+kind*3+kindN),
		row(seedPair+9, pp.shape*7+p.shape*3+f.shape), row(seedPair+10, f.shape*7+n.shape*3+nn.shape))
	start := uint64(0)
	switch {
	case t.tokens[i].line:
		start = 1
	case i > 0 && isStop(t.body[t.tokens[i-1].start]):
		start = 2
	}
	if f.flags&isCapital != 0 && f.elsewhere {
		start += 4
	}
	out = append(out, row(seedSentence, start*31+kind), row(seedBias, 0))
	switch since := l.since(i); {
	case since > 0:
		out = append(out, row(seedLabel, l.last), row(seedLabelShape, l.last*3+f.shape), row(seedLabelShape+100, l.last*3+uint64(min(since, 5))),
			row(seedLabelShape+200, l.first), row(seedLabelShape+300, l.first*3+l.last))
	case l.colon >= 0:
		out = append(out, row(seedLabel, 5), row(seedLabelShape, uint64(l.colon-i)*3+f.shape))
	default:
		out = append(out, row(seedLabel, 7), row(seedLabelShape, uint64(min(l.begun, 4))*3+f.shape+1))
	}
	return out, lexical
}

func isStop(c byte) bool { return c == '.' || c == '!' || c == '?' }
