package pdf

import (
	"math"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Distances, in sizes of the letters, by which text is put together.
const (
	wordGap      = 0.17 // between letters: a space
	columnGap    = 2.2  // a tab
	paragraphGap = 1.9  // between lines: an empty one
	sameLine     = 0.35
)

// lines puts the visible letters of a page together, in the order in which they were drawn.
func (r *reader) lines(d *drawing) []string {
	w := writer{}
	drop, why := 0, 0 // the piece of text that is being dropped, and what for
	for _, g := range d.glyphs {
		hidden, covered := g.hidden, false
		if !hidden {
			var ground shade
			covered, ground = d.covers.over(g)
			hidden = !covered && !seen(g.shade, ground)
		}
		if !hidden && !covered {
			if r.pages.Letters++; g.unread {
				r.pages.Unread++
			}
			w.add(g)
			continue
		}
		if strings.TrimSpace(g.text) == "" {
			continue
		}
		reason := 1
		if covered {
			reason = 2
		}
		if drop == g.at && why == reason {
			continue
		}
		if drop, why = g.at, reason; covered {
			r.pages.Covered++
		} else {
			r.pages.Hidden++
		}
	}
	return w.done()
}

// writer puts letters into lines.
type writer struct {
	lines   []string
	line    strings.Builder
	started bool
	last    glyph
}

func (w *writer) add(g glyph) {
	if !w.started {
		w.started, w.last = true, g
		w.line.WriteString(g.text)
		return
	}
	// Along the line of the last letter, and away from it.
	dx, dy := w.last.ex-w.last.x, w.last.ey-w.last.y
	long := math.Hypot(dx, dy)
	if long == 0 {
		dx, dy, long = 1, 0, 1
	}
	dx, dy = dx/long, dy/long
	along := (g.x-w.last.ex)*dx + (g.y-w.last.ey)*dy
	away := (g.x-w.last.ex)*dy - (g.y-w.last.ey)*dx // downwards is positive
	size := max(w.last.size, g.size)
	switch {
	case math.Abs(away) > sameLine*size || along < -size:
		w.end()
		if away > paragraphGap*size || away < -sameLine*size {
			w.lines = append(w.lines, "")
		}
	case along > columnGap*size:
		w.line.WriteByte('\t')
	case along > wordGap*size:
		w.line.WriteByte(' ')
	}
	w.line.WriteString(g.text)
	w.last = g
}

func (w *writer) end() {
	w.lines = append(w.lines, w.line.String())
	w.line.Reset()
}

func (w *writer) done() []string {
	if w.started {
		w.end()
	}
	return tidy(w.lines)
}

// tidy leaves out what is empty at both ends and more than one empty line, and writes ligatures as the letters they stand
// for.
func tidy(lines []string) []string {
	var kept []string
	for _, line := range lines {
		cells := strings.Split(line, "\t")
		filled := cells[:0]
		for _, c := range cells {
			if c = strings.Join(strings.Fields(plain(c)), " "); c != "" {
				filled = append(filled, c)
			}
		}
		line = strings.Join(filled, "\t")
		if line == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		kept = append(kept, line)
	}
	for len(kept) > 0 && kept[len(kept)-1] == "" {
		kept = kept[:len(kept)-1]
	}
	return kept
}

// plain writes letters of which there are several forms in the usual one.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u00ad', '\u2010', '\u2011':
			return '-'
		}
		return r
	}, ligatures(s))
}

func ligatures(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0xfb00 && r <= 0xfb06 }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r >= 0xfb00 && r <= 0xfb06 {
			b.WriteString(norm.NFKC.String(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
