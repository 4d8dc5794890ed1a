package attach

import (
	"slices"
	"strings"
)

// wordRuns reads what stands in a paragraph.
type wordRuns struct {
	b     *wordBlocks
	s     *elements
	style wordStyle     // of the paragraph, with its parents
	look1 paragraphLook // what the paragraph says itself
	look  look
	runs  []run
	boxes []block // text boxes, which stand after the paragraph
	link  string

	fields []bool // open fields, and whether each is past its instructions
}

func (w *wordRuns) read() error { return w.s.children(w.element, nil) }

func (w *wordRuns) element(e element) error {
	r := w.b.r
	switch e.name {
	case "w:pPr":
		return w.properties()
	case "w:r", "m:r":
		return w.run()
	case "w:hyperlink":
		before := w.link
		if w.link = webLink(r.links[e.attr("id")]); e.attr("id") != "" {
			r.left.add(LeftLinks)
		}
		err := w.read()
		w.link = before
		return err
	case "w:fldSimple":
		r.left.add(LeftFields)
		return w.read()
	case "w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:dir", "w:bdo",
		"mc:AlternateContent", "mc:Choice", "w:ruby", "w:rubyBase",
		"m:oMath", "m:oMathPara", "m:e", "m:f", "m:num", "m:den", "m:sSup", "m:sSub", "m:sSubSup", "m:sup", "m:sub", "m:d", "m:nary", "m:rad", "m:deg", "m:func", "m:fName":
		return w.read()
	case "w:del", "w:moveFrom":
		r.left.add(LeftChanges)
	case "w:commentRangeStart":
		r.left.add(LeftComments)
	}
	return w.s.skip()
}

func (w *wordRuns) properties() error {
	r := w.b.r
	p, err := r.paragraphLook(w.s)
	if err != nil {
		return err
	}
	w.look1 = p
	if p.style != "" {
		w.style = r.styles.all(p.style)
	}
	w.look = p.change.over(w.style.change).apply(r.styles.base.apply(w.b.ground))
	return nil
}

// run reads a stretch of text.
func (w *wordRuns) run() error {
	r := w.b.r
	l := w.look
	var text strings.Builder
	dropped := false
	one := func(s string) error {
		if slices.Contains(w.fields, false) {
			return nil // inside the instructions of a field
		}
		s, err := r.take(s)
		text.WriteString(s)
		return err
	}
	var inRun func(e element) error
	inRun = func(e element) error {
		switch e.name {
		case "w:rPr":
			c, style, err := r.runLook(w.s)
			l = c.over(r.styles.all(style).change).apply(l)
			return err
		case "w:t", "m:t":
			t, err := w.s.characters()
			if err != nil {
				return err
			}
			return one(t)
		case "w:delText":
			dropped = true
		case "w:instrText", "w:delInstrText":
			r.left.add(LeftFields)
		case "w:fldChar":
			w.field(e.attr("fldCharType"))
		case "w:footnoteReference", "w:endnoteReference":
			if err := one(r.note(strings.TrimSuffix(e.name, "Reference"), e.attr("id"))); err != nil {
				return err
			}
		case "w:commentReference":
			r.left.add(LeftComments)
		case "w:drawing", "w:pict", "w:object":
			if !l.visible() {
				return w.s.skip()
			}
			return w.drawing()
		case "mc:AlternateContent", "mc:Choice", "w:ruby", "w:rubyBase", "w:r":
			return w.s.children(inRun, nil)
		default:
			if err := one(sign(e)); err != nil {
				return err
			}
		}
		return w.s.skip()
	}
	if err := w.s.children(inRun, nil); err != nil {
		return err
	}
	if dropped {
		r.left.add(LeftChanges)
	}
	switch {
	case text.Len() == 0:
	case !l.visible():
		r.left.add(LeftHidden)
	default:
		w.runs = append(w.runs, run{text: text.String(), bold: l.bold, italic: l.italic, link: w.link})
	}
	return nil
}

// field follows the parts of a field: its instructions, then what it shows.
func (w *wordRuns) field(part string) {
	switch n := len(w.fields); {
	case part == "begin" && n < maxDepth:
		w.fields = append(w.fields, false)
	case part == "separate" && n > 0:
		w.fields[n-1] = true
	case part == "end" && n > 0:
		w.fields = w.fields[:n-1]
	}
}

// drawing looks for text boxes in a drawing; of pictures and charts nothing is taken.
func (w *wordRuns) drawing() error {
	r := w.b.r
	hidden := false
	var inside func(e element) error
	inside = func(e element) error {
		switch e.name {
		case "w:txbxContent":
			box := wordBlocks{r: r, s: w.s, nested: w.b.nested, ground: look{painted: true}}
			if err := box.read(); err != nil {
				return err
			}
			if hidden {
				r.left.add(LeftHidden)
				return nil
			}
			w.boxes = append(w.boxes, box.blocks...)
			return nil
		case "wp:docPr":
			hidden = hidden || e.attr("hidden") == "1" || e.attr("hidden") == "true"
		case "a:blip", "v:imagedata":
			r.left.add(LeftPictures)
		case "mc:Fallback", "w:control":
			return w.s.skip()
		case "v:shape", "v:rect":
			hidden = hidden || strings.Contains(strings.ReplaceAll(e.attr("style"), " ", ""), "visibility:hidden")
		}
		return w.s.children(inside, nil)
	}
	return w.s.children(inside, nil)
}

// sign is the character that an element stands for.
func sign(e element) string {
	switch e.name {
	case "w:tab", "w:ptab":
		return "\t"
	case "w:br", "w:cr":
		return "\n"
	case "w:noBreakHyphen":
		return "-"
	case "w:sym":
		return symbols[strings.ToUpper(e.attr("char"))]
	}
	return ""
}

// symbols are the signs of symbol fonts that stand in forms and lists.
var symbols = map[string]string{
	"F0A8": "☐", "F06F": "☐", "F071": "☐", "F0FE": "☒", "F0FD": "☒", "F078": "☒", "F052": "☑", "F0FC": "✓", "F0FB": "✗",
	"F0B7": "•", "F0A7": "▪", "F0E0": "→", "F0E8": "→", "F0D8": "➢", "F0B3": "≥", "F0A3": "≤",
}

// webLink is an address that may stand in a text; "" for any other.
func webLink(address string) string {
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if rest, ok := strings.CutPrefix(address, scheme); ok && rest != "" && !strings.ContainsAny(address, " \t\n<>\"`\\") && len(address) < 2048 {
			return address
		}
	}
	return ""
}
