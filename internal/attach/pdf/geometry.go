package pdf

import "math"

// matrix is a transformation of the plane, as in the file: a b c d e f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times is m applied first, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return x*m[0] + y*m[2] + m[4], x*m[1] + y*m[3] + m[5]
}

// upright tells whether rectangles stay rectangles with level sides.
func (m matrix) upright() bool {
	const nearly = 1e-3
	level := math.Abs(m[1])+math.Abs(m[2]) <= nearly*(math.Abs(m[0])+math.Abs(m[3]))
	turned := math.Abs(m[0])+math.Abs(m[3]) <= nearly*(math.Abs(m[1])+math.Abs(m[2]))
	return level || turned
}

// rect is a rectangle with level sides.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) has(x, y float64) bool { return x >= r.x0 && x <= r.x1 && y >= r.y0 && y <= r.y1 }

func (r rect) meet(o rect) rect {
	return rect{max(r.x0, o.x0), max(r.y0, o.y0), min(r.x1, o.x1), min(r.y1, o.y1)}
}

func (r rect) grown(by float64) rect { return rect{r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by} }

// bounds is the smallest level rectangle around a rectangle that is transformed.
func (r rect) bounds(m matrix) rect {
	b := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range [][2]float64{{r.x0, r.y0}, {r.x0, r.y1}, {r.x1, r.y0}, {r.x1, r.y1}} {
		b.add(m.apply(p[0], p[1]))
	}
	return b
}

func (b *rect) add(x, y float64) {
	b.x0, b.y0, b.x1, b.y1 = min(b.x0, x), min(b.y0, y), max(b.x1, x), max(b.y1, y)
}

// rectOf reads four numbers, in whatever order the corners stand.
func (f *file) rectOf(v any) (rect, bool) {
	a := f.array(v)
	if len(a) != 4 {
		return rect{}, false
	}
	b := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	b.add(f.number(a[0]), f.number(a[1]))
	b.add(f.number(a[2]), f.number(a[3]))
	return b, true
}

func (f *file) matrixOf(v any) matrix {
	a := f.array(v)
	if len(a) != 6 {
		return identity
	}
	var m matrix
	for i := range m {
		m[i] = f.number(a[i])
	}
	return m
}

// path is what is being drawn: its parts, and for each whether it is a level rectangle.
type path struct {
	parts  []shape
	open   []float64 // points of the present part, in page space: x, y, x, y, …
	curved bool
}

type shape struct {
	bounds rect
	level  bool // it fills its bounds
	line   bool // it is one straight level line
}

func (p *path) to(x, y float64) {
	if len(p.open) < 1<<12 {
		p.open = append(p.open, x, y)
	} else {
		p.curved = true // too many sides to be a rectangle; its bounds are not used
	}
}

// done ends the present part.
func (p *path) done() {
	if n := len(p.open); n >= 4 && len(p.parts) < 1<<16 {
		s := shape{bounds: rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}}
		for i := 0; i < n; i += 2 {
			s.bounds.add(p.open[i], p.open[i+1])
		}
		s.level = !p.curved && (n == 8 || n == 10) && p.corners(s.bounds)
		s.line = !p.curved && n == 4 && (s.bounds.x1-s.bounds.x0 < 0.5 || s.bounds.y1-s.bounds.y0 < 0.5)
		p.parts = append(p.parts, s)
	}
	p.open, p.curved = p.open[:0], false
}

// corners tells whether every point is a corner of the bounds, and each corner is there.
func (p *path) corners(b rect) bool {
	const nearly = 0.5
	seen := 0
	for i := 0; i+1 < len(p.open); i += 2 {
		x, y := p.open[i], p.open[i+1]
		left, right := math.Abs(x-b.x0) <= nearly, math.Abs(x-b.x1) <= nearly
		low, high := math.Abs(y-b.y0) <= nearly, math.Abs(y-b.y1) <= nearly
		switch {
		case left && low:
			seen |= 1
		case right && low:
			seen |= 2
		case left && high:
			seen |= 4
		case right && high:
			seen |= 8
		default:
			return false
		}
	}
	return seen == 15
}
