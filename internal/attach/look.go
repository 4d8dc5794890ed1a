package attach

// look is how a stretch of text looks, as far as it says whether it can be seen. A file states parts of it in several
// places, each of which bends what stands above.
type look struct {
	hidden, bold, italic bool
	size                 float64 // points; 0 is not said
	text, ground         color
	painted              bool // the ground is painted in a way that is not worked out: text on it counts as seen
}

// smallest is the size, in points, below which letters cannot be read on paper or on a screen.
const smallest = 3

// visible tells whether text that looks so can be seen.
func (l look) visible() bool {
	if l.hidden || l.size > 0 && l.size < smallest {
		return false
	}
	ground := l.ground
	if !ground.known {
		ground = white
		if l.painted {
			return true
		}
	}
	return seen(l.text, ground)
}

// change is what one place of a file says of a look; nil is nothing.
type change struct {
	hidden, bold, italic *bool
	size                 *float64
	text, ground         *color
}

func (c change) apply(l look) look {
	set(&l.hidden, c.hidden)
	set(&l.bold, c.bold)
	set(&l.italic, c.italic)
	set(&l.size, c.size)
	set(&l.text, c.text)
	set(&l.ground, c.ground)
	return l
}

// over is what two places say together, the later one counting.
func (c change) over(below change) change {
	pick(&c.hidden, below.hidden)
	pick(&c.bold, below.bold)
	pick(&c.italic, below.italic)
	pick(&c.size, below.size)
	pick(&c.text, below.text)
	pick(&c.ground, below.ground)
	return c
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func pick[T any](to **T, from *T) {
	if *to == nil {
		*to = from
	}
}

// mostParents is how far styles inherit; what is beyond, or goes in a circle, is left out.
const mostParents = 20
