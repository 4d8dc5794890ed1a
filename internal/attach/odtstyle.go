package attach

import (
	"strconv"
	"strings"
)

// odtStyle is a style of an OpenDocument file.
type odtStyle struct {
	parent string
	change change
}

// odtList is one level of a list style.
type odtList struct {
	bullet         bool
	format         string // "1", "a", "i"; "" has no number
	prefix, suffix string
	display, start int
}

// readOdtStyles reads the styles of one part; the automatic ones of content.xml come last, and count.
func (r *odtReader) styleElements(s *elements) map[string]func(element) error {
	by := map[string]func(element) error{}
	into := func(element) error { return s.into(by) }
	by["office:styles"], by["office:automatic-styles"] = into, into
	by["style:style"] = func(e element) error { return r.readStyle(s, e, e.prefixed("style:name")) }
	by["style:default-style"] = func(e element) error { return r.readStyle(s, e, "") }
	by["text:list-style"] = func(e element) error {
		levels := map[int]odtList{}
		r.lists[e.prefixed("style:name")] = levels
		return s.children(func(e element) error { return readOdtList(s, e, levels) }, nil)
	}
	by["text:outline-style"] = func(element) error {
		return s.children(func(e element) error { return readOdtList(s, e, r.outline) }, nil)
	}
	return by
}

func readOdtList(s *elements, e element, to map[int]odtList) error {
	l := odtList{format: e.attr("num-format"), prefix: e.attr("num-prefix"), suffix: e.attr("num-suffix"),
		display: max(number(e.attr("display-levels")), 1), start: 1, bullet: strings.HasPrefix(e.name, "text:list-level-style-bullet") || strings.HasPrefix(e.name, "text:list-level-style-image")}
	if e.attr("start-value") != "" {
		l.start = number(e.attr("start-value"))
	}
	to[number(e.attr("level"))] = l
	return s.skip()
}

func (r *odtReader) readStyle(s *elements, e element, name string) error {
	st := odtStyle{parent: e.attr("parent-style-name")}
	ground := func(e element) error {
		if c := odtGround(e); c != nil {
			st.change.ground = c
		}
		return s.skip()
	}
	err := s.into(map[string]func(element) error{
		"style:text-properties": func(e element) error {
			st.change = odtText(e).over(st.change)
			return s.skip()
		},
		"style:paragraph-properties": ground, "style:table-cell-properties": ground, "style:table-row-properties": ground, "style:table-properties": ground,
	})
	r.styles[e.prefixed("style:family")+"/"+name] = st
	return err
}

func odtGround(e element) *color {
	if c := parseColor(e.prefixed("fo:background-color")); c.known {
		return &c
	}
	return nil
}

func odtText(e element) change {
	var c change
	if v := e.prefixed("text:display"); v != "" {
		hidden := v == "none"
		c.hidden = &hidden
	}
	if v := e.prefixed("fo:font-weight"); v != "" {
		bold := v == "bold" || number(v) >= 600
		c.bold = &bold
	}
	if v := e.prefixed("fo:font-style"); v != "" {
		italic := v == "italic" || v == "oblique"
		c.italic = &italic
	}
	if points, ok := strings.CutSuffix(e.prefixed("fo:font-size"), "pt"); ok {
		if size, err := strconv.ParseFloat(points, 64); err == nil {
			c.size = &size
		}
	}
	if v := e.prefixed("fo:color"); v != "" {
		text := parseColor(v)
		c.text = &text
	}
	if e.prefixed("style:use-window-font-color") == "true" {
		c.text = &color{}
	}
	if v := e.prefixed("fo:background-color"); v != "" {
		ground := parseColor(v)
		if ground.known {
			c.ground = &ground
		}
	}
	return c
}

// look bends a look by a style and its parents.
func (r *odtReader) look(l look, family, name string) look {
	return r.change(family, name).apply(l)
}

func (r *odtReader) change(family, name string) change {
	var c change
	for range mostParents {
		st, ok := r.styles[family+"/"+name]
		if !ok || name == "" {
			break
		}
		c = c.over(st.change)
		name = st.parent
	}
	if family == "paragraph" {
		c = c.over(r.styles["paragraph/"].change)
	}
	return c
}

// descends tells whether a paragraph style is one of that name, or made from it.
func (r *odtReader) descends(name, from string) bool {
	for range mostParents {
		if name == from {
			return true
		}
		if name = r.styles["paragraph/"+name].parent; name == "" {
			break
		}
	}
	return false
}

// counting is the numbering of a list and of those in it.
type counting struct {
	style    string
	counters [maxLevel + 2]int // by level from 1
}

// label is the next label at a level.
func (r *odtReader) label(c *counting, level, start int) string {
	levels := r.lists[c.style]
	l, ok := levels[level]
	if !ok || l.bullet {
		return bullet
	}
	return nextOdt(levels, c, level, start)
}

func nextOdt(levels map[int]odtList, c *counting, level, start int) string {
	l := levels[level]
	switch {
	case start > 0:
		c.counters[level] = start
	case c.counters[level] == 0:
		c.counters[level] = max(l.start, 1)
	default:
		c.counters[level]++
	}
	for deeper := level + 1; deeper < len(c.counters); deeper++ {
		c.counters[deeper] = 0
	}
	if l.format == "" {
		return ""
	}
	var parts []string
	for at := max(level-l.display+1, 1); at <= level; at++ {
		if f := levels[at].format; f != "" {
			parts = append(parts, numeral(max(c.counters[at], 1), f))
		}
	}
	return l.prefix + strings.Join(parts, ".") + l.suffix
}
