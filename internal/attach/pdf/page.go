package pdf

// Pages is what is visible in a file.
type Pages struct {
	Lines    [][]string // of each page that has any; an empty one is a gap between paragraphs, a tab one between columns
	Hidden   int        // stretches of text that cannot be seen
	Covered  int        // that something was painted over
	Pictures int
	Notes    int // annotations that show no text on the page
	Unread   int // letters that the file does not name, shown as U+FFFD
	Letters  int // all visible ones
	Earlier  bool
	Objects  bool // embedded files, scripts
}

// Read reads what is visible on the pages of a file. The error is [ErrDamaged], [ErrEncrypted] or [ErrTooLarge].
func Read(b []byte) (Pages, error) {
	f, err := open(b)
	if err != nil {
		return Pages{}, err
	}
	r := reader{f: f, steps: mostSteps, tries: mostTries, fonts: map[ref]*font{}, off: f.layersOff(), seen: map[ref]bool{}}
	r.tree(f.root["Pages"], dict{}, 0)
	if f.work <= 0 || f.unpacked > mostUnpacked || r.steps < 0 || r.tries < 0 || r.count > mostPages || r.glyphs > mostGlyphs {
		return Pages{}, ErrTooLarge
	}
	names := f.dict(f.root["Names"])
	r.pages.Objects = names["EmbeddedFiles"] != nil || names["JavaScript"] != nil || f.root["OpenAction"] != nil && f.dict(f.root["OpenAction"])["JS"] != nil
	return r.pages, nil
}

// layersOff are the layers that are switched off when the file is opened.
func (f *file) layersOff() map[ref]bool {
	off := map[ref]bool{}
	layers := f.dict(f.root["OCProperties"])
	usual := f.dict(layers["D"])
	if f.name(usual["BaseState"]) == "OFF" {
		for _, v := range f.array(layers["OCGs"]) {
			if r, ok := v.(ref); ok {
				off[r] = true
			}
		}
		for _, v := range f.array(usual["ON"]) {
			if r, ok := v.(ref); ok {
				delete(off, r)
			}
		}
	}
	for _, v := range f.array(usual["OFF"]) {
		if r, ok := v.(ref); ok {
			off[r] = true
		}
	}
	return off
}

type reader struct {
	f      *file
	pages  Pages
	steps  int
	tries  int
	glyphs int
	count  int
	fonts  map[ref]*font
	off    map[ref]bool
	seen   map[ref]bool // nodes of the tree
}

// tree follows the tree of pages; inherited is what a page has from above.
func (r *reader) tree(v any, inherited dict, depth int) {
	if at, ok := v.(ref); ok {
		if r.seen[at] {
			return
		}
		r.seen[at] = true
	}
	node := r.f.dict(v)
	if node == nil || depth > deepest || r.count > mostPages || r.steps < 0 || r.f.work <= 0 {
		return
	}
	own := dict{}
	for _, key := range []name{"Resources", "MediaBox", "CropBox"} {
		own[key] = inherited[key]
		if node[key] != nil {
			own[key] = node[key]
		}
	}
	if kids := r.f.array(node["Kids"]); kids != nil && r.f.name(node["Type"]) != "Page" {
		for _, kid := range kids {
			r.tree(kid, own, depth+1)
		}
		return
	}
	r.count++
	r.page(node, own)
}

func (r *reader) page(page, own dict) {
	f := r.f
	box, ok := f.rectOf(own["CropBox"])
	media, given := f.rectOf(own["MediaBox"])
	if !given {
		media = rect{0, 0, 612, 792}
	}
	if !ok {
		box = media
	}
	d := &drawing{f: f, state: begin(identity, box.meet(media)), steps: &r.steps, fonts: r.fonts, off: r.off}
	d.covers.tries = &r.tries
	var content []byte
	for _, part := range f.list(page["Contents"]) {
		content = append(append(content, f.bytes(part)...), '\n')
		if len(content) > mostUnpacked {
			f.work = 0
			return
		}
	}
	if s, ok := f.get(page["Contents"]).(stream); ok {
		content, _ = f.unpack(s)
	}
	d.run(content, f.dict(own["Resources"]))
	for _, note := range f.array(page["Annots"]) {
		d.state, d.stack = begin(identity, box.meet(media)), nil
		r.annotation(d, f.dict(note))
	}
	r.pages.Pictures += d.pics
	if r.glyphs += len(d.glyphs); r.glyphs > mostGlyphs {
		return
	}
	if lines := r.lines(d); len(lines) > 0 {
		r.pages.Lines = append(r.pages.Lines, lines)
	}
}

// annotation draws what a note, a form field or a rectangle shows on the page. What it says beyond that is not read.
func (r *reader) annotation(d *drawing, a dict) {
	f := r.f
	const hidden, unprinted = 2, 32
	flags := int(f.number(a["F"]))
	if flags&hidden != 0 || flags&unprinted != 0 || a["OC"] != nil && d.isOff(a["OC"]) || f.name(a["Subtype"]) == "Popup" {
		r.pages.Notes++
		return
	}
	on, ok := f.rectOf(a["Rect"])
	if !ok {
		return
	}
	look := f.dict(a["AP"])["N"]
	if states, isDict := f.get(look).(dict); isDict {
		look = states[f.name(a["AS"])]
	}
	form, drawn := f.get(look).(stream)
	if !drawn {
		if inside := f.array(a["IC"]); f.name(a["Subtype"]) == "Square" && len(inside) > 0 {
			d.at++
			d.covers.add(cover{rect: on, at: d.at, shade: shadeOf(numbers(inside))})
		}
		r.pages.Notes++
		return
	}
	m := f.matrixOf(form.dict["Matrix"])
	box, ok := f.rectOf(form.dict["BBox"])
	if box = box.bounds(m); !ok || box.x1 <= box.x0 || box.y1 <= box.y0 {
		return
	}
	wide, tall := (on.x1-on.x0)/(box.x1-box.x0), (on.y1-on.y0)/(box.y1-box.y0)
	before := len(d.glyphs)
	d.form(look, m.times(matrix{wide, 0, 0, tall, on.x0 - box.x0*wide, on.y0 - box.y0*tall}), form.dict)
	if len(d.glyphs) == before {
		r.pages.Notes++
	}
}
