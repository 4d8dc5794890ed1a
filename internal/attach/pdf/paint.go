package pdf

import "math"

// shade is a colour, if it is known.
type shade struct {
	r, g, b float64
	known   bool
}

var (
	black = shade{known: true}
	white = shade{1, 1, 1, true}
)

// luminance is near the relative luminance of WCAG 2.2.
func (s shade) luminance() float64 { return 0.2126*s.r*s.r + 0.7152*s.g*s.g + 0.0722*s.b*s.b }

// leastContrast is the ratio below which letters cannot be told from their ground.
const leastContrast = 1.3

func seen(letters, ground shade) bool {
	if !letters.known || !ground.known {
		return true
	}
	a, b := letters.luminance(), ground.luminance()
	return (max(a, b)+0.05)/(min(a, b)+0.05) >= leastContrast
}

// shadeOf is a colour of a device's space by the number of its parts.
func shadeOf(parts []float64) shade {
	part := func(i int) float64 { return min(max(parts[i], 0), 1) }
	switch len(parts) {
	case 1:
		return shade{part(0), part(0), part(0), true}
	case 3:
		return shade{part(0), part(1), part(2), true}
	case 4:
		light := 1 - part(3)
		return shade{(1 - part(0)) * light, (1 - part(1)) * light, (1 - part(2)) * light, true}
	}
	return shade{}
}

// cover is something that was painted.
type cover struct {
	rect
	at    int // place in the order of drawing
	shade shade
}

// covers finds what was painted over a place. The page is divided into squares, so that few are looked at.
type covers struct {
	all   []cover
	large []int // that lie in many squares
	by    map[[2]int][]int
	tries *int
}

const (
	square      = 24.0 // points
	fewSquares  = 40
	mostCovers  = 300_000
	mostLarge   = 3_000
	pageExtents = 20_000.0 // points from the origin; what is beyond is on no page
)

func (c *covers) add(one cover) {
	one.rect = one.meet(rect{-pageExtents, -pageExtents, pageExtents, pageExtents})
	if one.x1 <= one.x0 || one.y1 <= one.y0 {
		return
	}
	if len(c.all) >= mostCovers {
		*c.tries = -1
		return
	}
	i := len(c.all)
	c.all = append(c.all, one)
	x0, y0, x1, y1 := squareOf(one.x0), squareOf(one.y0), squareOf(one.x1), squareOf(one.y1)
	if (x1-x0+1)*(y1-y0+1) > fewSquares {
		if c.large = append(c.large, i); len(c.large) > mostLarge {
			*c.tries = -1
		}
		return
	}
	if c.by == nil {
		c.by = map[[2]int][]int{}
	}
	for x := x0; x <= x1; x++ {
		for y := y0; y <= y1; y++ {
			c.by[[2]int{x, y}] = append(c.by[[2]int{x, y}], i)
		}
	}
}

func squareOf(x float64) int { return int(math.Floor(x / square)) }

// over tells what was painted at a letter: whether something covers it that was painted later, and its ground, which is
// what was painted last before it; white paper, if nothing was.
func (c *covers) over(g glyph) (covered bool, ground shade) {
	ground = white
	last := -1
	look := func(i int) {
		one := c.all[i]
		if !one.has(g.cx, g.low) || !one.has(g.cx, g.high) {
			return
		}
		if one.at > g.at {
			covered = true
		} else if one.at > last {
			last, ground = one.at, one.shade
		}
	}
	near := c.by[[2]int{squareOf(g.cx), squareOf(g.low)}]
	if *c.tries -= len(near) + len(c.large) + 1; *c.tries < 0 {
		return true, ground
	}
	for _, i := range near {
		look(i)
	}
	for _, i := range c.large {
		look(i)
	}
	return covered, ground
}
