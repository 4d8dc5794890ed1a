package attach

import (
	"maps"
	"slices"
	"strings"
)

// places gives rows or columns that are used a number, in their order.
type places map[int]int

func (p places) number() {
	for i, at := range slices.Sorted(maps.Keys(p)) {
		p[at] = i
	}
}

// grid is the sheet that is being read.
type grid struct {
	r       *sheetReader
	s       *elements
	sheet   sheet
	hidden  []span // columns
	rowless bool   // rows are hidden unless the file says otherwise
	row     int
	column  int
	dropped bool // the present row is hidden
}

type span struct{ first, last int }

// readSheet reads the visible cells of one sheet.
func (r *sheetReader) readSheet(name, part string) (sheet, error) {
	name, err := r.take(name)
	if err != nil {
		return sheet{}, err
	}
	b, err := r.a.read(part)
	if err != nil {
		return sheet{}, err
	}
	if b == nil {
		return sheet{}, refuse(ReasonDamaged)
	}
	g := grid{r: r, s: readElements(b, &r.count), sheet: sheet{name: strings.TrimSpace(name)}}
	err = g.s.into(map[string]func(element) error{"x:worksheet": func(element) error {
		return g.s.into(map[string]func(element) error{
			"x:sheetFormatPr": func(e element) error { g.rowless = isTrue(e.attr("zeroHeight")); return g.s.skip() },
			"x:cols": func(element) error {
				return g.s.into(map[string]func(element) error{"x:col": func(e element) error {
					if isTrue(e.attr("hidden")) || isZero(e.attr("width")) {
						g.hidden = append(g.hidden, span{number(e.attr("min")), number(e.attr("max"))})
						r.left.add(LeftRows)
					}
					return g.s.skip()
				}})
			},
			"x:sheetData":    func(element) error { return g.s.into(map[string]func(element) error{"x:row": g.readRow}) },
			"x:headerFooter": func(element) error { r.left[LeftHeaders] = 1; return g.s.skip() },
		})
	}})
	return g.sheet, err
}

func isTrue(s string) bool { return s == "1" || s == "true" }

func isZero(s string) bool { return s != "" && strings.Trim(s, "0.") == "" }

func (g *grid) readRow(e element) error {
	g.row++
	if at := number(e.attr("r")); at > 0 {
		g.row = at
	}
	g.column = 0
	g.dropped = isTrue(e.attr("hidden")) || isZero(e.attr("ht")) || g.rowless && e.attr("ht") == "" && e.attr("hidden") == ""
	if g.dropped {
		g.r.left.add(LeftRows)
	}
	return g.s.into(map[string]func(element) error{"x:c": g.readCell})
}

func (g *grid) readCell(e element) error {
	g.column++
	if at := columnOf(e.attr("r")); at > 0 {
		g.column = at
	}
	column := g.column
	if g.dropped || slices.ContainsFunc(g.hidden, func(h span) bool { return column >= h.first && column <= h.last }) {
		return g.s.skip()
	}
	r := g.r
	if r.cells++; r.cells > maxCells {
		return refuse(ReasonTooLarge)
	}
	var value string
	var inline []sheetRun
	err := g.s.into(map[string]func(element) error{
		"x:f":  func(element) error { r.left.add(LeftFormulas); return g.s.skip() },
		"x:v":  func(element) (err error) { value, err = g.s.characters(); return err },
		"x:is": func(element) (err error) { inline, err = readSheetRuns(g.s); return err },
	})
	if err != nil {
		return err
	}
	c := sheetCell{row: g.row, column: column}
	style := r.styles.of(e.attr("s"))
	switch kind := e.attr("t"); kind {
	case "s":
		if at := number(value); at < len(r.strings) && value != "" {
			inline = r.strings[at]
		}
		fallthrough
	case "inlineStr":
		c.text, err = r.visible(inline, style)
	case "b":
		c.text, err = r.visible([]sheetRun{{text: map[bool]string{true: "TRUE", false: "FALSE"}[value == "1"]}}, style)
	case "str", "e", "d":
		c.text, err = r.visible([]sheetRun{{text: value}}, style)
	default:
		if value = strings.TrimSpace(value); value != "" {
			c.number, c.figure = style.look.visible(), figure{value: value, format: style.format}
			if !c.number {
				r.left.add(LeftHidden)
			}
		}
	}
	if c.text = strings.TrimSpace(c.text); c.text != "" || c.number {
		g.sheet.cells = append(g.sheet.cells, c)
	}
	return err
}

// columnOf is the column of a cell's address: 1 for "A7"; 0 where there is none, or none that a sheet can have.
func columnOf(address string) int {
	n := 0
	for i := range len(address) {
		c := address[i]
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > maxColumns {
			return 0
		}
	}
	return n
}

// visible joins the stretches of a cell's text that can be seen.
func (r *sheetReader) visible(runs []sheetRun, style sheetStyle) (string, error) {
	var b strings.Builder
	for _, one := range runs {
		if !one.change.apply(style.look).visible() {
			if strings.TrimSpace(one.text) != "" {
				r.left.add(LeftHidden)
			}
			continue
		}
		text, err := r.take(one.text)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// readStrings reads the strings that cells share; those that no visible cell refers to go nowhere.
func (r *sheetReader) readStrings(name string) error {
	part, err := r.a.read(name)
	if part == nil || err != nil {
		return err
	}
	s := readElements(part, &r.count)
	return s.into(map[string]func(element) error{"x:sst": func(element) error {
		return s.into(map[string]func(element) error{"x:si": func(element) error {
			runs, err := readSheetRuns(s)
			r.strings = append(r.strings, runs)
			return err
		}})
	}})
}

// readSheetRuns reads the text of a cell: plain, or in stretches that look different.
func readSheetRuns(s *elements) ([]sheetRun, error) {
	var runs []sheetRun
	text := func(c *change) func(element) error {
		return func(element) error {
			t, err := s.characters()
			one := sheetRun{text: t}
			if c != nil {
				one.change = *c
			}
			runs = append(runs, one)
			return err
		}
	}
	err := s.into(map[string]func(element) error{
		"x:t": text(nil),
		"x:r": func(element) error {
			var c change
			return s.into(map[string]func(element) error{
				"x:rPr": func(element) (err error) { c, err = readSheetFont(s, nil); return err },
				"x:t":   text(&c),
			})
		},
	})
	return runs, err
}
