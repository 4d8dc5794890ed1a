package tagger

import (
	"math"
	"slices"
)

// Example is a text whose spans are known.
type Example struct {
	Name   string // for reproducible chance
	Text   string
	Spans  []Span  // only Start, End and Class count
	Known  uint16  // a bit for every Class that its annotators looked for: a word outside is none of these
	Weight float64 // how much it counts

	Ordinary Ordinary // the words of its language
}

// Settings are how the learner learns.
type Settings struct {
	Rounds int
	Rate   float64
	Decay  float64 // of weights, by round
}

// lesson is a word of an example: its features, and what it may be.
type lesson struct {
	rows    []uint32
	lexical int    // so many of them name the word
	allowed uint16 // bits by Class
	weight  float32
	plain   bool // in lower case: its name is never hidden
}

// Learn fits weights by stochastic gradient descent on the logistic loss with a rate of its own for every weight (AdaGrad,
// Duchi, Hazan, Singer 2011). Where an example's annotators did not look for a class, a word outside may also be of that
// class. Half of the names that the lexicon knows, and a quarter of capitalised words, are hidden, so that
// surroundings are learnt as well.
func Learn(examples []Example, l Lexicon, s Settings) *Model {
	l.index()
	var lessons []lesson
	for _, e := range examples {
		lessons = append(lessons, lessonsOf(e, &l)...)
	}
	w := make([]float32, rows*classes)
	squares := make([]float32, rows*classes)
	order := make([]int32, len(lessons))
	for i := range order {
		order[i] = int32(i)
	}
	chance := uint64(1)
	for round := range s.Rounds {
		for i := len(order) - 1; i > 0; i-- {
			chance = mix(chance + 0x9e3779b97f4a7c15)
			j := int(chance % uint64(i+1))
			order[i], order[j] = order[j], order[i]
		}
		for _, at := range order {
			x := &lessons[at]
			rs := x.rows
			if !x.plain && mix(uint64(at)*31+uint64(round))%4 == 0 {
				rs = rs[x.lexical:]
			}
			learn(w, squares, rs, x, float32(s.Rate))
		}
		if s.Decay > 0 {
			for i, v := range w {
				w[i] = shrink(v, float32(s.Decay))
			}
		}
	}
	return quantised(w, l)
}

// shrink moves a weight towards zero.
func shrink(v, by float32) float32 {
	switch {
	case v > by:
		return v - by
	case v < -by:
		return v + by
	}
	return 0
}

func learn(w, squares []float32, rs []uint32, x *lesson, rate float32) {
	var s [classes + 1]float32
	for _, r := range rs {
		v := w[r*classes : r*classes+classes : r*classes+classes]
		for c, u := range v {
			s[c+1] += u
		}
	}
	var p [classes + 1]float64
	total, right := 0.0, 0.0
	for c := range s {
		p[c] = exp(float64(s[c]))
		total += p[c]
		if x.allowed>>c&1 != 0 {
			right += p[c]
		}
	}
	if right/total > 0.999 {
		return
	}
	var step [classes]float32
	for c := range step {
		g := p[c+1] / total
		if x.allowed>>(c+1)&1 != 0 {
			g -= p[c+1] / right
		}
		step[c] = float32(g) * x.weight
	}
	for _, r := range rs {
		v := w[r*classes : r*classes+classes : r*classes+classes]
		q := squares[r*classes : r*classes+classes : r*classes+classes]
		for c, g := range step {
			q[c] += float32(g * g)
			v[c] -= float32(rate * g / float32(0.1+float32(math.Sqrt(float64(q[c])))))
		}
	}
}

func lessonsOf(e Example, l *Lexicon) []lesson {
	t := new(text)
	t.read(e.Text, l, e.Ordinary)
	name := hashString(e.Name)
	for i := range t.words {
		if f := &t.words[i]; mix(f.low^name)&1 == 0 {
			f.flags &^= isGiven | isSurname | isTown
		}
	}
	spans := slices.Clone(e.Spans)
	slices.SortStableFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	var out []lesson
	var la label
	next := 0
	for i, tok := range t.tokens {
		la.step(t, i)
		for next < len(spans) && spans[next].End <= tok.start {
			next++
		}
		if !tok.isWord {
			continue
		}
		f := t.facts(i)
		x := lesson{weight: float32(e.Weight), plain: f.lower && f.flags&hasDigit == 0}
		own, lexical := f.own(nil)
		pairs, more := t.together(i, &la, nil)
		x.rows = append(append(append(append(x.rows, own[:lexical]...), pairs[:more]...), own[lexical:]...), pairs[more:]...)
		x.lexical = lexical + more
		for d := -reach; d <= reach; d++ {
			if d < 0 {
				x.rows = t.facts(la.left(i, -d)).at(d, x.rows)
			} else if d > 0 {
				x.rows = t.facts(i+d).at(d, x.rows)
			}
		}
		x.allowed = 1
		if !x.plain { // words in lower case are hardly ever more than their annotators looked for
			x.allowed |= ^e.Known & (1<<(classes+1) - 1)
		}
		for k := next; k < len(spans) && spans[k].Start < tok.end; k++ {
			if spans[k].End > tok.start {
				x.allowed = 1 << spans[k].Class
				break
			}
		}
		out = append(out, x)
	}
	return out
}

// quantised rounds weights to whole numbers of 1/20, and cuts what is beyond six.
func quantised(w []float32, l Lexicon) *Model {
	const unit = 1.0 / 20
	m := &Model{Lexicon: l, weights: make([]uint64, len(w)/classes), scale: unit}
	for i, v := range w {
		whole := int(max(-127, min(127, math.RoundToEven(float64(v)/unit))))
		m.weights[i/classes] |= uint64(whole+bias) << (i % classes * 8)
	}
	return m.ready()
}
