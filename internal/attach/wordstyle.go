package attach

import (
	"strconv"
	"strings"
)

// wordStyle is a named style of a .docx file.
type wordStyle struct {
	name, parent string
	change       change
	number       wordNumber
	outline      int // heading, from 1; 0 is not said
	fills        bool
}

// wordNumber is the place of a paragraph in a numbering.
type wordNumber struct {
	id    string // "" is none
	level int
}

// wordStyles are the styles of a file by their ids.
type wordStyles struct {
	by       map[string]wordStyle
	base     change // what all text has
	standard string // the paragraph style that is used where none is named
}

// readWordStyles reads word/styles.xml.
func (r *wordReader) readStyles(part []byte) error {
	r.styles.by = map[string]wordStyle{}
	if part == nil {
		return nil
	}
	s := r.elements(part)
	defaults := map[string]func(element) error{}
	into := func(element) error { return s.into(defaults) }
	defaults["w:rPrDefault"] = into
	defaults["w:rPr"] = func(element) (err error) {
		r.styles.base, _, err = r.runLook(s)
		return err
	}
	return s.into(map[string]func(element) error{"w:styles": func(element) error {
		return s.into(map[string]func(element) error{
			"w:docDefaults": into,
			"w:style":       func(e element) error { return r.readStyle(s, e) },
		})
	}})
}

func (r *wordReader) readStyle(s *elements, e element) error {
	id := e.attr("styleId")
	var st wordStyle
	err := s.into(map[string]func(element) error{
		"w:name":    func(e element) error { st.name = strings.ToLower(e.attr("val")); return s.skip() },
		"w:basedOn": func(e element) error { st.parent = e.attr("val"); return s.skip() },
		"w:rPr": func(element) (err error) {
			c, _, err := r.runLook(s)
			st.change = c.over(st.change)
			return err
		},
		"w:pPr": func(element) error {
			p, err := r.paragraphLook(s)
			st.number, st.outline = p.number, p.outline
			st.change = st.change.over(p.change)
			return err
		},
		"w:tcPr": func(element) error { return r.readFill(s, &st) },
		"w:tblStylePr": func(element) error {
			return s.into(map[string]func(element) error{"w:tcPr": func(element) error { return r.readFill(s, &st) }})
		},
	})
	if e.attr("default") == "1" && e.attr("type") == "paragraph" {
		r.styles.standard = id
	}
	r.styles.by[id] = st
	return err
}

// readFill notes that a table style paints cells.
func (r *wordReader) readFill(s *elements, st *wordStyle) error {
	return s.into(map[string]func(element) error{"w:shd": func(e element) error {
		st.fills = st.fills || wordGround(e) != nil
		return s.skip()
	}})
}

// all follows a style and its parents, and returns what they say together.
func (st wordStyles) all(id string) wordStyle {
	var all wordStyle
	for range mostParents {
		s, ok := st.by[id]
		if !ok {
			break
		}
		if all.name == "" {
			all.name = s.name
		}
		all.change = all.change.over(s.change)
		if all.outline == 0 {
			all.outline = s.outline
		}
		if all.number.id == "" {
			all.number = s.number
		}
		all.fills = all.fills || s.fills
		id = s.parent
	}
	return all
}

// runLook reads what stands in w:rPr, and the character style that it names.
func (r *wordReader) runLook(s *elements) (c change, style string, err error) {
	flag := func(to **bool) func(element) error {
		return func(e element) error {
			on := isOn(e.attr("val"))
			*to = &on
			return s.skip()
		}
	}
	hide := func(e element) error {
		if isOn(e.attr("val")) {
			on := true
			c.hidden = &on
		} else if c.hidden == nil {
			off := false
			c.hidden = &off
		}
		return s.skip()
	}
	err = s.into(map[string]func(element) error{
		"w:rStyle": func(e element) error { style = e.attr("val"); return s.skip() },
		"w:b":      flag(&c.bold), "w:i": flag(&c.italic),
		"w:vanish": hide, "w:specVanish": hide, "w:webHidden": func(element) error { return s.skip() },
		"w:color": func(e element) error { c.text = wordColor(e); return s.skip() },
		"w:sz": func(e element) error {
			if half, err := strconv.ParseFloat(e.attr("val"), 64); err == nil {
				half /= 2
				c.size = &half
			}
			return s.skip()
		},
		"w:shd": func(e element) error {
			if g := wordGround(e); g != nil {
				c.ground = g
			}
			return s.skip()
		},
		"w:highlight": func(e element) error {
			if g, ok := highlights[e.attr("val")]; ok {
				c.ground = &g
			}
			return s.skip()
		},
	})
	return c, style, err
}

func isOn(val string) bool { return val != "0" && val != "false" && val != "off" && val != "none" }

// wordColor is the colour of w:color. "auto" is black on a light ground and white on a dark one: always seen.
func wordColor(e element) *color {
	c := parseColor(e.attr("val"))
	if !c.known && (strings.HasPrefix(e.attr("themeColor"), "background1") || strings.HasPrefix(e.attr("themeColor"), "light1")) {
		c = white
	}
	return &c
}

// wordGround is the colour of w:shd, or nil where it paints none.
func wordGround(e element) *color {
	fill := e.attr("fill")
	if e.attr("val") == "solid" {
		fill = e.attr("color")
	}
	if c := parseColor(fill); c.known {
		return &c
	}
	return nil
}

var highlights = map[string]color{
	"black": black, "white": white, "darkBlue": parseColor("000080"), "darkRed": parseColor("800000"), "darkGreen": parseColor("008000"),
	"darkCyan": parseColor("008080"), "darkMagenta": parseColor("800080"), "darkGray": parseColor("808080"), "darkYellow": parseColor("808000"),
	"blue": parseColor("0000ff"), "red": parseColor("ff0000"), "green": parseColor("00ff00"), "yellow": parseColor("ffff00"),
	"cyan": parseColor("00ffff"), "magenta": parseColor("ff00ff"), "lightGray": parseColor("c0c0c0"),
}
