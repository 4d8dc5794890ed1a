package tagger

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
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
	weights []int8
	scale   float64   // of the weights
	powers  []float64 // of e: of every sum from -farthest to farthest
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
	for _, v := range m.weights {
		plain = append(plain, byte(v))
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
	m.weights = make([]int8, rows*classes)
	for i, v := range plain.Bytes() {
		m.weights[i] = int8(v)
	}
	return m.ready(), nil
}

type sums [classes]int32

func (s *sums) add(weights []int8, r uint32) {
	w := weights[r*classes : r*classes+classes : r*classes+classes]
	for c := range s {
		s[c] += int32(w[c])
	}
}

func (s *sums) plus(o *[classes]int16) {
	for c := range s {
		s[c] += int32(o[c])
	}
}

// parts are the sums of a word's own features, and of those that it has as a neighbour.
type parts [2*reach + 1][classes]int16

func (m *Model) partsOf(f *wordFacts, scratch []uint32) (p parts) {
	for d := -reach; d <= reach; d++ {
		rs := scratch[:0]
		if d == 0 {
			rs, _ = f.own(rs)
		} else {
			rs = f.at(d, rs)
		}
		var s sums
		for _, r := range rs {
			s.add(m.weights, r)
		}
		for c := range s {
			p[d+reach][c] = int16(s[c])
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
	words := make([]parts, len(t.words))
	for i := range t.words {
		words[i] = m.partsOf(&t.words[i], scratch)
	}
	outside := m.partsOf(&edge, scratch)
	var l label
	part := func(i, d int) *[classes]int16 {
		if i+d < 0 || i+d >= len(t.tokens) || d < 0 && l.left(i, -d) < 0 {
			return &outside[d+reach]
		}
		return &words[t.tokens[i+d].word][d+reach]
	}
	all := make([]scored, len(t.tokens))
	for i, tok := range t.tokens {
		l.step(t, i)
		if !tok.isWord {
			continue
		}
		var s sums
		for d := -reach; d <= reach; d++ {
			s.plus(part(i, d))
		}
		if s.most() < m.hopeless() {
			continue
		}
		rs, _ := t.together(i, &l, scratch[:0])
		for _, r := range rs {
			s.add(m.weights, r)
		}
		all[i] = m.decide(&s)
	}
	return all
}

// most is the greatest sum.
func (s *sums) most() int32 {
	most := s[0]
	for _, v := range s[1:] {
		most = max(most, v)
	}
	return most
}

// hopeless is the sum of its words' features below which a token's surroundings are not looked at: they hardly ever
// bring it back, and most words of a text are far below.
func (m *Model) hopeless() int32 { return -int32(7 / m.scale) }

func (m *Model) decide(s *sums) scored {
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
