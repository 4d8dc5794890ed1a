package attach

import (
	"strconv"
	"strings"
)

// sheetStyle is how a cell looks.
type sheetStyle struct {
	look   look
	format int
}

// sheetStyles are the styles of a file, by their number.
type sheetStyles struct {
	fonts  []change
	fills  []change
	cells  []sheetStyle
	themes []color // light 1, dark 1, light 2, dark 2, six accents
}

func (st sheetStyles) of(s string) sheetStyle {
	if at := number(s); at < len(st.cells) {
		return st.cells[at]
	}
	return sheetStyle{}
}

// readStyles reads fonts, fills and number formats.
func (r *sheetReader) readStyles(name, theme string) error {
	if err := r.readTheme(theme); err != nil {
		return err
	}
	part, err := r.a.read(name)
	if part == nil || err != nil {
		return err
	}
	s := readElements(part, &r.count)
	st := &r.styles
	return s.into(map[string]func(element) error{"x:styleSheet": func(element) error {
		return s.into(map[string]func(element) error{
			"x:numFmts": func(element) error {
				return s.into(map[string]func(element) error{"x:numFmt": func(e element) error {
					r.figures.codes[number(e.attr("numFmtId"))] = e.attr("formatCode")
					return s.skip()
				}})
			},
			"x:fonts": func(element) error {
				return s.into(map[string]func(element) error{"x:font": func(element) error {
					c, err := readSheetFont(s, st.themes)
					st.fonts = append(st.fonts, c)
					return err
				}})
			},
			"x:fills": func(element) error {
				return s.into(map[string]func(element) error{"x:fill": func(element) error { return st.readFill(s) }})
			},
			"x:cellXfs": func(element) error {
				return s.into(map[string]func(element) error{"x:xf": func(e element) error {
					one := sheetStyle{format: number(e.attr("numFmtId"))}
					if at := number(e.attr("fontId")); at < len(st.fonts) {
						one.look = st.fonts[at].apply(one.look)
					}
					if at := number(e.attr("fillId")); at < len(st.fills) {
						one.look = st.fills[at].apply(one.look)
					}
					st.cells = append(st.cells, one)
					return s.skip()
				}})
			},
		})
	}})
}

func readSheetFont(s *elements, themes []color) (change, error) {
	var c change
	err := s.into(map[string]func(element) error{
		"x:color": func(e element) error {
			text := sheetColor(e, themes)
			c.text = &text
			return s.skip()
		},
		"x:sz": func(e element) error {
			if size, err := strconv.ParseFloat(e.attr("val"), 64); err == nil {
				c.size = &size
			}
			return s.skip()
		},
	})
	return c, err
}

func (st *sheetStyles) readFill(s *elements) error {
	var c change
	err := s.into(map[string]func(element) error{"x:patternFill": func(e element) error {
		solid := e.attr("patternType") == "solid"
		return s.into(map[string]func(element) error{"x:fgColor": func(e element) error {
			if ground := sheetColor(e, st.themes); solid {
				c.ground = &ground
			}
			return s.skip()
		}})
	}})
	st.fills = append(st.fills, c)
	return err
}

// sheetColor is a colour by its value, its place in the theme or its number. With a tint it is not worked out.
func sheetColor(e element, themes []color) color {
	if tint := e.attr("tint"); tint != "" && !isZero(strings.TrimPrefix(tint, "-")) {
		return color{}
	}
	if rgb := e.attr("rgb"); len(rgb) == 8 {
		return parseColor(rgb[2:])
	}
	if theme := e.attr("theme"); theme != "" {
		at := number(theme)
		if at < len(themes) {
			return themes[at]
		}
		return map[int]color{0: white, 1: black}[at]
	}
	switch number(e.attr("indexed")) {
	case 1, 9:
		return white
	case 8:
		return black
	}
	return color{}
}

// readTheme reads the colours of the theme, of which the file names the first two pairs the other way round.
func (r *sheetReader) readTheme(name string) error {
	part, err := r.a.read(name)
	if part == nil || err != nil {
		return err
	}
	by := map[string]color{}
	s := readElements(part, &r.count)
	into := map[string]func(element) error{}
	for _, at := range []string{"a:theme", "a:themeElements", "a:clrScheme"} {
		into[at] = func(element) error { return s.into(into) }
	}
	for _, at := range []string{"lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6"} {
		into["a:"+at] = func(element) error {
			return s.children(func(e element) error {
				by[at] = parseColor(e.attr("val"))
				if last := e.attr("lastClr"); last != "" {
					by[at] = parseColor(last)
				}
				return s.skip()
			}, nil)
		}
	}
	if err := s.into(into); err != nil {
		return err
	}
	for _, at := range []string{"lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6"} {
		r.styles.themes = append(r.styles.themes, by[at])
	}
	return nil
}
