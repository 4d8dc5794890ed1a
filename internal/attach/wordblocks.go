package attach

import (
	"strings"
)

// wordBlocks reads paragraphs and tables, in the body, a note, a cell or a text box.
type wordBlocks struct {
	r      *wordReader
	s      *elements
	blocks []block
	ground look // what the cell paints
	nested int  // tables in tables
}

// read reads the children of the present element.
func (b *wordBlocks) read() error {
	return b.s.children(b.element, nil)
}

func (b *wordBlocks) element(e element) error {
	switch e.name {
	case "w:p":
		return b.paragraph()
	case "w:tbl":
		return b.table()
	case "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "mc:AlternateContent", "mc:Choice", "w:smartTag":
		return b.read()
	case "w:del", "w:moveFrom":
		b.r.left.add(LeftChanges)
	case "w:altChunk":
		b.r.left.add(LeftObjects)
	case "w:commentRangeStart":
		b.r.left.add(LeftComments)
	}
	return b.s.skip()
}

func (b *wordBlocks) add(one block) error {
	if b.r.blocks++; b.r.blocks > maxBlocks {
		return refuse(ReasonTooLarge)
	}
	b.blocks = append(b.blocks, one)
	return nil
}

// paragraphLook is what stands in w:pPr.
type paragraphLook struct {
	style   string
	number  wordNumber
	outline int
	change  change // the ground only: what it says of letters is of the paragraph's end
}

func (r *wordReader) paragraphLook(s *elements) (paragraphLook, error) {
	var p paragraphLook
	err := s.into(map[string]func(element) error{
		"w:pStyle": func(e element) error { p.style = e.attr("val"); return s.skip() },
		"w:outlineLvl": func(e element) error {
			if level := number(e.attr("val")); level < 6 && e.attr("val") != "" {
				p.outline = level + 1
			}
			return s.skip()
		},
		"w:numPr": func(element) error {
			return s.into(map[string]func(element) error{
				"w:ilvl":  func(e element) error { p.number.level = min(number(e.attr("val")), maxLevel-1); return s.skip() },
				"w:numId": func(e element) error { p.number.id = e.attr("val"); return s.skip() },
			})
		},
		"w:shd": func(e element) error { p.change.ground = wordGround(e); return s.skip() },
	})
	return p, err
}

func (b *wordBlocks) paragraph() error {
	w := wordRuns{b: b, s: b.s}
	w.style = b.r.styles.all(b.r.styles.standard)
	w.look = w.style.change.apply(b.r.styles.base.apply(b.ground))
	if err := w.read(); err != nil {
		return err
	}
	p := paragraph{runs: w.runs}
	b.r.place(&p, w)
	if err := b.add(block{paragraph: p}); err != nil {
		return err
	}
	b.blocks = append(b.blocks, w.boxes...)
	return nil
}

// place gives a paragraph its heading, level and label.
func (r *wordReader) place(p *paragraph, w wordRuns) {
	name := w.style.name
	switch {
	case name == "title":
		p.title = true
	case strings.HasPrefix(name, "heading ") && number(name[len("heading "):]) > 0:
		p.heading = min(number(name[len("heading "):]), 6)
	case w.look1.outline > 0:
		p.heading = w.look1.outline
	case w.style.outline > 0:
		p.heading = w.style.outline
	}
	if level, ok := strings.CutPrefix(w.look1.style, itemStyle); ok {
		if p.level = min(number(level), maxLevel); p.level > 0 {
			p.splitLabel()
		}
		return
	}
	at := w.style.number
	if w.look1.number.id != "" {
		at = w.look1.number
	}
	if at.id == "" || at.id == "0" || len(p.runs) == 0 && len(w.boxes) == 0 {
		return
	}
	if p.label = r.numbers.next(at); p.label != "" {
		p.level = at.level + 1
	}
}

// splitLabel takes the label of an item in a rebuilt file: what stands before the first tab.
func (p *paragraph) splitLabel() {
	level := p.level
	if p.tidy(); len(p.runs) == 0 {
		return
	}
	p.level = level // without a label, as yet, tidying forgets it
	if label, rest, ok := strings.Cut(p.runs[0].text, "\t"); ok {
		p.label, p.runs[0].text = label, rest
	}
}

func (b *wordBlocks) table() error {
	if b.nested++; b.nested > maxLevel {
		return refuse(ReasonPacked)
	}
	defer func() { b.nested-- }()
	var rows [][]cell
	painted := false
	var row func(e element) error
	row = func(e element) error {
		switch e.name {
		case "w:tblPr":
			return b.s.into(map[string]func(element) error{"w:tblStyle": func(e element) error {
				painted = b.r.styles.all(e.attr("val")).fills
				return b.s.skip()
			}})
		case "w:tr":
			cells, err := b.row(painted)
			if cells != nil {
				rows = append(rows, cells)
			}
			return err
		case "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "mc:AlternateContent", "mc:Choice":
			return b.s.children(row, nil)
		case "w:del":
			b.r.left.add(LeftChanges)
		}
		return b.s.skip()
	}
	if err := b.s.children(row, nil); err != nil || rows == nil {
		return err
	}
	return b.add(block{rows: rows})
}

// row reads a row; nil is one that is hidden or deleted.
func (b *wordBlocks) row(painted bool) ([]cell, error) {
	cells := []cell{}
	gone := LeftRows
	dropped := false
	var inRow func(e element) error
	inRow = func(e element) error {
		switch e.name {
		case "w:trPr":
			return b.s.children(func(e element) error {
				switch {
				case e.name == "w:hidden" && isOn(e.attr("val")):
					dropped = true
				case e.name == "w:del":
					dropped, gone = true, LeftChanges
				}
				return b.s.skip()
			}, nil)
		case "w:tc":
			c, span, err := b.cell(painted)
			cells = append(cells, c)
			for range min(span, 64) - 1 {
				cells = append(cells, nil)
			}
			if len(cells) > maxColumns {
				return refuse(ReasonTooLarge)
			}
			return err
		case "w:sdt", "w:sdtContent", "w:customXml", "mc:AlternateContent", "mc:Choice":
			return b.s.children(inRow, nil)
		}
		return b.s.skip()
	}
	if err := b.s.children(inRow, nil); err != nil {
		return nil, err
	}
	if dropped {
		b.r.left.add(gone)
		return nil, nil
	}
	return cells, nil
}

// maxColumns is how wide a table may be.
const maxColumns = 16_384

func (b *wordBlocks) cell(painted bool) (c cell, span int, err error) {
	inner := wordBlocks{r: b.r, s: b.s, ground: b.ground, nested: b.nested}
	inner.ground.painted = inner.ground.painted || painted
	span = 1
	err = b.s.children(func(e element) error {
		if e.name != "w:tcPr" {
			return inner.element(e)
		}
		return b.s.into(map[string]func(element) error{
			"w:gridSpan": func(e element) error { span = max(number(e.attr("val")), 1); return b.s.skip() },
			"w:shd": func(e element) error {
				if g := wordGround(e); g != nil {
					inner.ground.ground = *g
				}
				return b.s.skip()
			},
		})
	}, nil)
	for _, one := range inner.blocks {
		c = append(c, one.flat()...)
	}
	return c, span, err
}

// flat is a block as it stands in a cell: of a table in a table, a line for each row.
func (b block) flat() []paragraph {
	if b.rows == nil {
		b.title, b.heading = false, 0
		return []paragraph{b.paragraph}
	}
	var all []paragraph
	for _, row := range b.rows {
		var line paragraph
		for _, c := range row {
			for _, p := range c {
				if len(line.runs) > 0 {
					line.runs = append(line.runs, run{text: "\t"})
				}
				line.runs = append(line.runs, p.runs...)
			}
		}
		all = append(all, line)
	}
	return all
}
