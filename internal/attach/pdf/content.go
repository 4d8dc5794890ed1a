package pdf

// glyph is a letter as it is drawn.
type glyph struct {
	text      string
	x, y      float64 // where it begins, on its line
	ex, ey    float64 // where the next one begins
	cx        float64 // its middle, and two heights in it
	low, high float64
	size      float64 // points
	at        int     // place in the order of drawing
	shade     shade
	hidden    bool // whatever is painted
	unread    bool // the file doesn't say which letter it is
}

// state is the graphics state, as far as it says what can be seen.
type state struct {
	ctm          matrix
	fill, stroke shade
	fillParts    int  // how many parts a colour of the present space has; 0 is one that is not worked out
	strokeParts  int  //
	flat         bool // the present fill is one opaque colour
	strokeFlat   bool
	alpha        float64
	strokeAlpha  float64
	blends       bool // what is painted mixes with what is below
	width        float64
	clip         rect

	font                   *font
	size, char, word, tall float64
	leading, rise          float64
	mode                   int
}

func begin(ctm matrix, clip rect) state {
	return state{ctm: ctm, fill: black, stroke: black, fillParts: 1, strokeParts: 1, flat: true, strokeFlat: true, alpha: 1, strokeAlpha: 1, width: 1, clip: clip, tall: 1}
}

// drawing follows the drawing of one page.
type drawing struct {
	f      *file
	state  state
	stack  []state
	tm, lm matrix // of the text, and of its line
	path   path
	clips  bool // the path clips what follows
	at     int  // place in the order of drawing
	glyphs []glyph
	covers covers
	steps  *int
	fonts  map[ref]*font
	off    map[ref]bool // layers that are switched off
	marks  []bool       // marked contents, and whether each is switched off
	unseen int          // how many of them are
	pics   int          // pictures drawn
	nested int
}

// run follows a stream of operators.
func (d *drawing) run(b []byte, resources dict) {
	if d.nested++; d.nested > mostNested {
		d.nested--
		return
	}
	defer func() { d.nested-- }()
	depth, marks := len(d.stack), len(d.marks)
	l := lexer{b: b, work: &d.f.work}
	var operands []any
	for {
		v := l.value()
		if e, ok := v.(end); ok {
			if e == 0 {
				break
			}
			continue
		}
		op, ok := v.(operator)
		if !ok {
			if len(operands) < 1<<13 {
				operands = append(operands, v)
			}
			continue
		}
		if *d.steps--; *d.steps < 0 {
			break
		}
		if op == "BI" {
			d.inline(&l)
		} else {
			d.do(op, operands, resources)
		}
		operands = operands[:0]
	}
	if len(d.stack) > depth {
		d.state, d.stack = d.stack[depth], d.stack[:depth]
	}
	for len(d.marks) > marks {
		d.endMark()
	}
}

func numbers(operands []any) []float64 {
	all := make([]float64, 0, 6)
	for _, v := range operands {
		if x, ok := v.(float64); ok {
			all = append(all, x)
		}
	}
	return all
}

func (d *drawing) do(op operator, operands []any, resources dict) {
	n := numbers(operands)
	if d.doState(op, operands, n, resources) || d.doPath(op, n) || d.doColor(op, operands, n, resources) || d.doText(op, operands, n, resources) {
		return
	}
	last := name("")
	if len(operands) > 0 {
		last, _ = operands[len(operands)-1].(name)
	}
	switch op {
	case "Do":
		d.object(d.f.dict(resources["XObject"])[last])
	case "sh":
		d.at++
		d.covers.add(cover{rect: d.state.clip, at: d.at})
	case "BDC":
		off := false
		if len(operands) > 1 && operands[0] == name("OC") {
			off = d.isOff(d.f.dict(resources["Properties"])[last])
		}
		d.mark(off)
	case "BMC":
		d.mark(false)
	case "EMC":
		d.endMark()
	}
}

func (d *drawing) mark(off bool) {
	if len(d.marks) > 1<<12 {
		return
	}
	d.marks = append(d.marks, off)
	if off {
		d.unseen++
	}
}

func (d *drawing) endMark() {
	if n := len(d.marks); n > 0 {
		if d.marks[n-1] {
			d.unseen--
		}
		d.marks = d.marks[:n-1]
	}
}

// isOff tells whether a layer, or every layer of a membership, is switched off.
func (d *drawing) isOff(v any) bool {
	if r, ok := v.(ref); ok && d.off[r] {
		return true
	}
	group := d.f.dict(v)
	if d.f.name(group["Type"]) != "OCMD" {
		return false
	}
	members := d.f.list(group["OCGs"])
	if r, ok := group["OCGs"].(ref); ok && d.off[r] {
		return true
	}
	for _, m := range members {
		if r, ok := m.(ref); !ok || !d.off[r] {
			return false
		}
	}
	return len(members) > 0
}

func (d *drawing) doState(op operator, operands []any, n []float64, resources dict) bool {
	s := &d.state
	switch op {
	case "q":
		if len(d.stack) < 1<<10 {
			d.stack = append(d.stack, *s)
		}
	case "Q":
		if k := len(d.stack); k > 0 {
			d.state, d.stack = d.stack[k-1], d.stack[:k-1]
		}
	case "cm":
		if len(n) == 6 {
			s.ctm = matrix(n).times(s.ctm)
		}
	case "w":
		if len(n) == 1 {
			s.width = n[0]
		}
	case "gs":
		if len(operands) == 1 {
			if key, ok := operands[0].(name); ok {
				d.extended(d.f.dict(d.f.dict(resources["ExtGState"])[key]))
			}
		}
	default:
		return false
	}
	return true
}

// extended takes transparency and fonts from a dictionary.
func (d *drawing) extended(g dict) {
	s, f := &d.state, d.f
	if a, ok := f.get(g["ca"]).(float64); ok {
		s.alpha = a
	}
	if a, ok := f.get(g["CA"]).(float64); ok {
		s.strokeAlpha = a
	}
	if w, ok := f.get(g["LW"]).(float64); ok {
		s.width = w
	}
	if modes := f.list(g["BM"]); len(modes) > 0 {
		mode := f.name(modes[0])
		s.blends = mode != "Normal" && mode != "Compatible"
	}
	if g["SMask"] != nil {
		s.blends = f.name(g["SMask"]) != "None"
	}
	if t := f.array(g["Font"]); len(t) == 2 {
		s.font, s.size = d.fontOf(t[0]), f.number(t[1])
	}
}

func (d *drawing) fontOf(v any) *font {
	r, isRef := v.(ref)
	if t := d.fonts[r]; isRef && t != nil {
		return t
	}
	fd := d.f.dict(v)
	if fd == nil {
		return nil
	}
	t := d.f.font(fd)
	if isRef {
		d.fonts[r] = t
	} else {
		d.f.work -= 1 << 10
	}
	return t
}

// object draws a form or a picture.
func (d *drawing) object(v any) {
	s, ok := d.f.get(v).(stream)
	if !ok || s.dict["OC"] != nil && d.isOff(s.dict["OC"]) {
		return
	}
	if d.f.name(s.dict["Subtype"]) == "Image" {
		mask, _ := d.f.get(s.dict["ImageMask"]).(bool)
		d.picture(!mask && s.dict["SMask"] == nil && s.dict["Mask"] == nil)
		return
	}
	d.form(v, d.f.matrixOf(s.dict["Matrix"]), s.dict)
}

func (d *drawing) form(v any, m matrix, form dict) {
	before, tm, lm := d.state, d.tm, d.lm
	stack := d.stack
	d.stack = nil
	d.state.ctm = m.times(before.ctm)
	if box, ok := d.f.rectOf(form["BBox"]); ok {
		d.state.clip = before.clip.meet(box.bounds(d.state.ctm))
	}
	d.run(d.f.bytes(v), d.f.dict(form["Resources"]))
	d.state, d.stack, d.tm, d.lm = before, stack, tm, lm
}

// picture notes a picture, which covers what is below it if it is opaque.
func (d *drawing) picture(opaque bool) {
	d.at++
	d.pics++
	s := d.state
	if opaque && s.alpha > 0.5 && !s.blends && s.ctm.upright() && d.unseen == 0 {
		d.covers.add(cover{rect: s.clip.meet(rect{0, 0, 1, 1}.bounds(s.ctm)), at: d.at})
	}
}

// inline passes over a picture within the drawing: its dictionary, and its bytes up to EI.
func (d *drawing) inline(l *lexer) {
	mask := false
	var key any
	for {
		v := l.value()
		if v == end(0) {
			return
		}
		if v == operator("ID") {
			break
		}
		if (key == name("IM") || key == name("ImageMask")) && v == true {
			mask = true
		}
		key = nil
		if k, ok := v.(name); ok {
			key = k
		}
	}
	for ; l.at+3 < len(l.b); l.at++ {
		if isSpace(l.b[l.at]) && l.b[l.at+1] == 'E' && l.b[l.at+2] == 'I' && isSpace(l.b[l.at+3]) {
			l.at += 3
			d.picture(!mask)
			return
		}
	}
	l.at = len(l.b)
}
