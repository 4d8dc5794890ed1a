package tagger

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
)

// Class is what a span is.
type Class uint8

// The classes. Outside is none of them.
const (
	Outside Class = iota
	Person
	Code
	Place
	Organisation
	Date
	Trait
	Quantity
	Event
)

const classes = 8 // but Outside, whose score is fixed at zero

// Span is a place in a text, in bytes, with its class and how sure the model is.
type Span struct {
	Start, End int
	Class      Class
	Score      float64 // that the least certain of its words belongs to some class, 0 to 1
	Most       float64 // that the most certain one does
}

// Model is a lexicon and weights: a row of eight for every feature.
type Model struct {
	Lexicon Lexicon
	weights []uint64  // of each row its eight, the first in the lowest byte, each larger by the bias
	scale   float64   // of the weights
	powers  []float64 // of e: of every sum from -farthest to farthest
	texts   sync.Pool // of the room for texts that were tagged
}

// farthest is the sum beyond which a word is as sure as it gets.
const farthest = 600

// ready computes the powers once.
func (m *Model) ready() *Model {
	m.Lexicon.index()
	m.powers = make([]float64, 2*farthest+1)
	for i := range m.powers {
		m.powers[i] = exp(float64(float64(i-farthest) * m.scale))
	}
	return m
}

// magic begins a file of weights; its last byte is the version of the features.
var magic = []byte("praxis tagger 1\n")

// Marshal writes the model: magic, scale, the lexicon's sets as differences, and the weights, compressed (RFC 1951).
func (m *Model) Marshal() ([]byte, error) {
	var b bytes.Buffer
	b.Write(magic)
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("compress weights: %w", err)
	}
	plain := binary.BigEndian.AppendUint64(nil, math.Float64bits(m.scale))
	for _, sorted := range m.Lexicon.sets() {
		set := *sorted
		plain = binary.AppendUvarint(plain, uint64(len(set)))
		last := uint32(0)
		for _, h := range set {
			plain = binary.AppendUvarint(plain, uint64(h-last))
			last = h
		}
	}
	for _, w := range m.weights {
		plain = binary.LittleEndian.AppendUint64(plain, w^biases)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("compress weights: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress weights: %w", err)
	}
	return b.Bytes(), nil
}

var errWeights = errors.New("these are no weights of this tagger: build them again with the command train")

// Parse reads what Marshal wrote.
func Parse(b []byte) (*Model, error) {
	if !bytes.HasPrefix(b, magic) {
		return nil, errWeights
	}
	r := flate.NewReader(bytes.NewReader(b[len(magic):]))
	const most = rows*classes + 8<<20
	plain := bytes.NewBuffer(make([]byte, 0, rows*classes+1<<20))
	if _, err := plain.ReadFrom(io.LimitReader(r, most)); err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	if plain.Len() < 8+rows*classes {
		return nil, errWeights
	}
	m := &Model{scale: math.Float64frombits(binary.BigEndian.Uint64(plain.Next(8)))}
	for _, set := range m.Lexicon.sets() {
		n, err := binary.ReadUvarint(plain)
		if err != nil || n > uint64(plain.Len()) {
			return nil, errWeights
		}
		*set = make([]uint32, n)
		last := uint32(0)
		for i := range *set {
			d, err := binary.ReadUvarint(plain)
			if err != nil {
				return nil, errWeights
			}
			last += uint32(d)
			(*set)[i] = last
		}
	}
	if plain.Len() != rows*classes {
		return nil, errWeights
	}
	m.weights = make([]uint64, rows)
	for i := range m.weights {
		m.weights[i] = binary.LittleEndian.Uint64(plain.Next(classes)) ^ biases
	}
	return m.ready(), nil
}

// sums are sums of rows for the eight classes, in lanes of 16 bits: the even classes in the first number, the odd ones in the
// second. Every weight is larger by the bias, so that no lane borrows from the next.
type sums [2]uint64

// bias makes a weight of eight bits positive. A token has fewer than a hundred rows, so that lanes don't overflow.
const bias = 128

// biases are those of a row: to add one to a byte is to turn its first bit.
const biases = 0x8080808080808080

const evenBytes = 0x00ff00ff00ff00ff

func (s *sums) add(weights []uint64, r uint32) {
	w := weights[r]
	s[0] += w & evenBytes
	s[1] += w >> 8 & evenBytes
}

func (s *sums) plus(o *sums) {
	s[0] += o[0]
	s[1] += o[1]
}

// of takes the biases of so many rows off again.
func (s *sums) of(rows int) (all [classes]int32) {
	for c := range all {
		all[c] = int32(uint16(s[c&1]>>(c>>1*16))) - int32(rows)*bias
	}
	return all
}

// parts are the sums of a word's own features, and of those that it has as a neighbour.
type parts [2*reach + 1]sums

// partRows is how many rows the parts of a token and of its neighbours have.
var partRows = func() int {
	n := 0
	for d := -reach; d <= reach; d++ {
		n += len(edge.rowsAt(d, nil))
	}
	return n
}()

func (m *Model) partsOf(f *wordFacts, scratch []uint32) (p parts) {
	for d := -reach; d <= reach; d++ {
		for _, r := range f.rowsAt(d, scratch[:0]) {
			p[d+reach].add(m.weights, r)
		}
	}
	return p
}

// scored is what the model makes of one token.
type scored struct {
	class Class   // the most probable but Outside
	score float64 // of all classes together
	best  float64 // of that class
	known bool    // by a rule, and not by how it looks
}

// score goes through the tokens of a text.
func (m *Model) score(t *text) []scored {
	scratch := make([]uint32, 0, 64)
	t.parts = sized(t.parts, len(t.words))
	words := t.parts
	for i := range t.words {
		words[i] = m.partsOf(&t.words[i], scratch)
	}
	outside := m.partsOf(&edge, scratch)
	var l label
	hopeless := m.hopeless()
	part := func(i, d int) *sums {
		if i+d < 0 || i+d >= len(t.tokens) || d < 0 && l.left(i, -d) < 0 {
			return &outside[d+reach]
		}
		return &words[t.tokens[i+d].word][d+reach]
	}
	t.scores = sized(t.scores, len(t.tokens))
	all := t.scores
	clear(all)
	for i, tok := range t.tokens {
		l.step(t, i)
		if !tok.isWord {
			continue
		}
		var s sums
		for d := -reach; d <= reach; d++ {
			s.plus(part(i, d))
		}
		if most(s.of(partRows)) < hopeless {
			continue
		}
		rs, _ := t.together(i, &l, scratch[:0])
		for _, r := range rs {
			s.add(m.weights, r)
		}
		all[i] = m.decide(s.of(partRows + len(rs)))
	}
	return all
}

// most is the greatest sum.
func most(s [classes]int32) int32 {
	most := s[0]
	for _, v := range s[1:] {
		most = max(most, v)
	}
	return most
}

// hopeless is the sum of its words' features below which a token's surroundings are not looked at: they hardly ever
// bring it back, and most words of a text are far below.
func (m *Model) hopeless() int32 { return -int32(7 / m.scale) }

func (m *Model) decide(s [classes]int32) scored {
	most := 0
	for c := range s {
		if s[c] > s[most] {
			most = c
		}
	}
	if s[most] < -int32(8/m.scale) {
		return scored{class: Class(most + 1)}
	}
	total, best := 1.0, 0.0
	for c := range s {
		e := m.powers[max(0, min(2*farthest, s[c]+farthest))]
		total += e
		if c == most {
			best = e
		}
	}
	return scored{class: Class(most + 1), score: 1 - 1/total, best: best / total}
}

// exp is the exponential function to about ten digits, the same on every machine: by halving the argument, a polynomial,
// and squaring. Products are rounded before they are added, so that no machine fuses the two.
func exp(x float64) float64 {
	x = max(-30, min(30, x)) / 256
	p := 1.0
	for k := 7.0; k >= 1; k-- {
		p = 1 + float64(float64(x*p)/k)
	}
	for range 8 {
		p = float64(p * p)
	}
	return p
}
