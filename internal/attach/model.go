package attach

import "strings"

// document is what is visible in a text, a table or a PDF: headings, paragraphs, lists and tables, in their order.
type document struct {
	blocks []block
}

// block is a table, or else a paragraph.
type block struct {
	rows [][]cell // nil: a paragraph
	paragraph
}

// cell is a cell of a table: one or more paragraphs.
type cell []paragraph

// paragraph is one paragraph, heading or item of a list.
type paragraph struct {
	title   bool
	heading int    // 1 to 6; 0 is none
	level   int    // of an item in a list, from 1 to maxLevel; 0 is none
	label   string // of an item or a numbered paragraph, as it is shown: "•", "3.", "(a)"
	runs    []run
}

// run is a stretch of text that looks the same. Its text may hold line breaks and tabs.
type run struct {
	text         string
	bold, italic bool
	link         string // an address with https, http or mailto; only for text that is taken over into a draft
}

// maxLevel is how deep lists nest; what is deeper is shown at this level.
const maxLevel = 9

// bullet is the label of items without a number.
const bullet = "•"

// text joins the runs.
func (p paragraph) text() string {
	var b strings.Builder
	for _, r := range p.runs {
		b.WriteString(r.text)
	}
	return b.String()
}

// labelled is the text with its label in front.
func (p paragraph) labelled() string {
	if p.label == "" {
		return p.text()
	}
	return p.label + " " + p.text()
}

// unlink forgets where links lead.
func (d *document) unlink() {
	for i := range d.blocks {
		d.blocks[i].unlink()
		for _, row := range d.blocks[i].rows {
			for _, c := range row {
				for k := range c {
					c[k].unlink()
				}
			}
		}
	}
}

func (p *paragraph) unlink() {
	for i := range p.runs {
		p.runs[i].link = ""
	}
}

// tidy brings a document to the one form in which it is written: no empty paragraphs outside cells, no space at the ends
// of a paragraph, neighbours that look the same joined, tables with rows of one length.
func (d *document) tidy() {
	kept := d.blocks[:0]
	for _, b := range d.blocks {
		if b.rows != nil {
			if b.rows = tidyRows(b.rows); b.rows != nil {
				kept = append(kept, b)
			}
			continue
		}
		if b.paragraph.tidy(); len(b.runs) > 0 || b.label != "" && b.label != bullet {
			kept = append(kept, b)
		}
	}
	d.blocks = kept
}

func tidyRows(rows [][]cell) [][]cell {
	width, empty := 0, true
	for _, row := range rows {
		for x, c := range row {
			if row[x] = c.tidied(); len(row[x]) > 0 {
				width, empty = max(width, x+1), false
			}
		}
	}
	if empty {
		return nil
	}
	kept := rows[:0]
	for _, row := range rows {
		for len(row) < width {
			row = append(row, nil)
		}
		kept = append(kept, row[:width])
	}
	return kept
}

func (c cell) tidied() cell {
	var kept cell
	for _, p := range c {
		if p.tidy(); len(p.runs) > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

func (p *paragraph) tidy() {
	var kept []run
	for _, r := range p.runs {
		if r.text == "" {
			continue
		}
		if strings.TrimSpace(r.text) == "" { // space looks the same in any letters
			r.bold, r.italic = false, false
		}
		if n := len(kept); n > 0 && kept[n-1].bold == r.bold && kept[n-1].italic == r.italic && kept[n-1].link == r.link {
			kept[n-1].text += r.text
			continue
		}
		kept = append(kept, r)
	}
	const space = " \t\n"
	for len(kept) > 0 {
		if kept[0].text = strings.TrimLeft(kept[0].text, space); kept[0].text != "" {
			break
		}
		kept = kept[1:]
	}
	for n := len(kept); n > 0; n = len(kept) {
		if kept[n-1].text = strings.TrimRight(kept[n-1].text, space); kept[n-1].text != "" {
			break
		}
		kept = kept[:n-1]
	}
	p.runs = kept
	p.label = strings.Join(strings.Fields(p.label), " ")
	p.level = min(p.level, maxLevel)
	if p.title || p.heading > 0 || p.label == "" {
		p.level = 0
	}
}
