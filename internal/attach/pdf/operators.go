package pdf

import "math"

// doPath follows the construction and painting of paths.
func (d *drawing) doPath(op operator, n []float64) bool {
	p, m := &d.path, d.state.ctm
	switch op {
	case "m":
		if len(n) == 2 {
			p.done()
			p.to(m.apply(n[0], n[1]))
		}
	case "l":
		if len(n) == 2 {
			p.to(m.apply(n[0], n[1]))
		}
	case "c", "v", "y":
		p.curved = true
		if k := len(n); k >= 4 {
			p.to(m.apply(n[k-2], n[k-1]))
		}
	case "h":
		if len(p.open) >= 2 {
			p.to(p.open[0], p.open[1])
		}
	case "re":
		if len(n) == 4 {
			p.done()
			for _, at := range [][2]float64{{n[0], n[1]}, {n[0] + n[2], n[1]}, {n[0] + n[2], n[1] + n[3]}, {n[0], n[1] + n[3]}} {
				p.to(m.apply(at[0], at[1]))
			}
			p.done()
		}
	case "f", "F", "f*":
		d.paint(true, false)
	case "B", "B*", "b", "b*":
		d.paint(true, true)
	case "S", "s":
		d.paint(false, true)
	case "n":
		d.paint(false, false)
	case "W", "W*":
		d.clips = true
	default:
		return false
	}
	return true
}

// paint ends the path, and notes what it covers.
func (d *drawing) paint(fill, stroke bool) {
	p, s := &d.path, &d.state
	p.done()
	d.at++
	if fill && s.flat && s.alpha > 0.5 && !s.blends && d.unseen == 0 {
		for _, one := range p.parts {
			if one.level {
				d.covers.add(cover{rect: s.clip.meet(one.bounds), at: d.at, shade: s.fill})
			}
		}
	}
	if stroke && s.strokeFlat && s.strokeAlpha > 0.5 && !s.blends && d.unseen == 0 {
		wide := s.width * math.Sqrt(math.Abs(s.ctm[0]*s.ctm[3]-s.ctm[1]*s.ctm[2]))
		for _, one := range p.parts {
			if one.line && wide > 2 {
				d.covers.add(cover{rect: s.clip.meet(one.bounds.grown(wide / 2)), at: d.at, shade: s.stroke})
			}
		}
	}
	if d.clips && len(p.parts) > 0 {
		all := p.parts[0].bounds
		for _, one := range p.parts {
			all.add(one.bounds.x0, one.bounds.y0)
			all.add(one.bounds.x1, one.bounds.y1)
		}
		s.clip = s.clip.meet(all)
	}
	d.clips = false
	*p = path{}
}

// doColor follows colours.
func (d *drawing) doColor(op operator, operands []any, n []float64, resources dict) bool {
	s := &d.state
	switch op {
	case "g", "rg", "k":
		s.fill, s.fillParts, s.flat = shadeOf(n), len(n), true
	case "G", "RG", "K":
		s.stroke, s.strokeParts, s.strokeFlat = shadeOf(n), len(n), true
	case "cs", "CS":
		if len(operands) != 1 {
			return true
		}
		parts, flat := d.space(operands[0], resources)
		first := shade{}
		if parts > 0 {
			first = black
		}
		if op == "cs" {
			s.fill, s.fillParts, s.flat = first, parts, flat
		} else {
			s.stroke, s.strokeParts, s.strokeFlat = first, parts, flat
		}
	case "sc", "scn":
		s.fill = shade{}
		if s.fillParts == len(n) {
			s.fill = shadeOf(n)
		}
	case "SC", "SCN":
		s.stroke = shade{}
		if s.strokeParts == len(n) {
			s.stroke = shadeOf(n)
		}
	default:
		return false
	}
	return true
}

// space tells how many parts a colour of a space has, 0 where its colours are not worked out, and whether it is one flat
// colour and no pattern.
func (d *drawing) space(v any, resources dict) (parts int, flat bool) {
	key, _ := v.(name)
	if in := d.f.dict(resources["ColorSpace"])[key]; in != nil {
		v = in
	}
	a := d.f.array(v)
	if len(a) > 0 {
		v = a[0]
	}
	switch d.f.name(v) {
	case "DeviceGray", "CalGray", "G":
		return 1, true
	case "DeviceRGB", "CalRGB", "RGB":
		return 3, true
	case "DeviceCMYK", "CMYK":
		return 4, true
	case "ICCBased":
		if len(a) > 1 {
			return int(d.f.number(d.f.dict(a[1])["N"])), true
		}
	case "Pattern":
		return 0, false
	}
	return 0, true
}

// doText follows the showing of text.
func (d *drawing) doText(op operator, operands []any, n []float64, resources dict) bool {
	s := &d.state
	one := func() float64 {
		if len(n) > 0 {
			return n[len(n)-1]
		}
		return 0
	}
	switch op {
	case "BT":
		d.tm, d.lm = identity, identity
	case "ET":
	case "Tf":
		if len(operands) == 2 {
			key, _ := operands[0].(name)
			s.font, s.size = d.fontOf(d.f.dict(resources["Font"])[key]), one()
		}
	case "Tc":
		s.char = one()
	case "Tw":
		s.word = one()
	case "Tz":
		s.tall = one() / 100
	case "TL":
		s.leading = one()
	case "Ts":
		s.rise = one()
	case "Tr":
		s.mode = int(one())
	case "Td", "TD":
		if len(n) == 2 {
			d.newLine(n[0], n[1])
			if op == "TD" {
				s.leading = -n[1]
			}
		}
	case "Tm":
		if len(n) == 6 {
			d.tm, d.lm = matrix(n), matrix(n)
		}
	case "T*":
		d.newLine(0, -s.leading)
	case "'", "\"":
		if op == "\"" && len(n) == 2 {
			s.word, s.char = n[0], n[1]
		}
		d.newLine(0, -s.leading)
		fallthrough
	case "Tj", "TJ":
		if len(operands) > 0 {
			d.show(operands[len(operands)-1])
		}
	default:
		return false
	}
	return true
}

func (d *drawing) newLine(x, y float64) {
	d.lm = matrix{1, 0, 0, 1, x, y}.times(d.lm)
	d.tm = d.lm
}

// show draws a text, or an array of texts and distances between them.
func (d *drawing) show(v any) {
	s := &d.state
	if s.font == nil {
		return
	}
	switch v := v.(type) {
	case text:
		d.at++
		for _, code := range s.font.codes(v) {
			d.letter(code)
		}
	case array:
		for _, one := range v {
			if x, ok := one.(float64); ok {
				d.tm = matrix{1, 0, 0, 1, -x / 1000 * s.size * s.tall, 0}.times(d.tm)
			} else if t, ok := one.(text); ok {
				d.show(t)
			}
		}
	}
}

// smallest is the size, in points, below which letters cannot be read.
const smallest = 2

func (d *drawing) letter(code int) {
	s := &d.state
	m := matrix{s.size * s.tall, 0, 0, s.size, 0, s.rise}.times(d.tm).times(s.ctm)
	width := s.font.width(code)
	advance := width*s.size + s.char
	if code == ' ' && !s.font.two {
		advance += s.word
	}
	d.tm = matrix{1, 0, 0, 1, advance * s.tall, 0}.times(d.tm)
	if len(d.glyphs) >= mostGlyphs {
		*d.steps = -1
		return
	}
	g := glyph{at: d.at, shade: s.fill, size: math.Hypot(m[2], m[3])}
	if s.mode == 1 || s.mode == 5 {
		g.shade = s.stroke
	}
	g.x, g.y = m.apply(0, 0)
	g.ex, g.ey = m.apply(width, 0)
	cx, low := m.apply(width/2, 0.1)
	high, middle := 0.0, 0.0
	middle, high = m.apply(width/2, 0.45)
	g.cx, g.low, g.high = (cx+middle)/2, low, high
	var ok bool
	if g.text, ok = s.font.letter(code); !ok {
		g.text, g.unread = "\ufffd", true
	}
	g.hidden = s.mode == 3 || s.mode == 7 || s.alpha < 0.1 || g.size < smallest || d.unseen > 0 || !s.clip.has(g.cx, g.low) || !s.clip.has(g.cx, g.high)
	d.glyphs = append(d.glyphs, g)
}
