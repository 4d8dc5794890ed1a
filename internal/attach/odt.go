package attach

import (
	"strings"
)

// odtReader reads what is visible in an .odt file (OASIS OpenDocument 1.3).
type odtReader struct {
	left    report
	count   int
	size    int
	blocks  int
	styles  map[string]odtStyle        // by family and name
	lists   map[string]map[int]odtList // by name
	outline map[int]odtList
	heads   counting            // of headings
	counts  map[string]counting // where lists of a style have stopped
	notes   []block             // in the order of the text
	noted   int
}

// readOdt reads an .odt file.
func readOdt(file []byte) (document, report, error) {
	a, err := openArchive(file)
	if err != nil {
		return document{}, nil, err
	}
	r := &odtReader{left: report{}, styles: map[string]odtStyle{}, lists: map[string]map[int]odtList{}, outline: map[int]odtList{}, counts: map[string]counting{}}
	manifest, err := a.read("META-INF/manifest.xml")
	if err != nil {
		return document{}, nil, err
	}
	if strings.Contains(string(manifest), "encryption-data") {
		return document{}, nil, refuse(ReasonEncrypted)
	}
	d, err := r.read(a)
	return d, r.left, err
}

func (r *odtReader) read(a *archive) (document, error) {
	styles, err := a.read("styles.xml")
	if err != nil {
		return document{}, err
	}
	if styles != nil {
		s := readElements(styles, &r.count)
		err := s.into(map[string]func(element) error{"office:document-styles": func(element) error { return s.into(r.styleElements(s)) }})
		if err != nil {
			return document{}, err
		}
	}
	content, err := a.read("content.xml")
	if err != nil {
		return document{}, err
	}
	if content == nil {
		return document{}, refuse(ReasonDamaged)
	}
	s := readElements(content, &r.count)
	b := odtBlocks{r: r, s: s}
	by := r.styleElements(s)
	by["office:body"] = func(element) error {
		return s.into(map[string]func(element) error{"office:text": func(element) error { return b.read() }})
	}
	if err := s.into(map[string]func(element) error{"office:document-content": func(element) error { return s.into(by) }}); err != nil {
		return document{}, err
	}
	r.leaveParts(a)
	return document{blocks: append(b.blocks, r.notes...)}, nil
}

func (r *odtReader) leaveParts(a *archive) {
	for name := range a.members {
		switch {
		case name == "meta.xml", name == "settings.xml", strings.HasPrefix(name, "thumbnails/"):
			r.left[LeftProperties] = 1
		case strings.HasPrefix(name, "object"), strings.HasPrefix(name, "basic/"), strings.HasPrefix(name, "scripts/"):
			r.left[LeftObjects] = 1
		case strings.HasPrefix(name, "versions/"):
			r.left[LeftEarlier] = 1
		}
	}
	r.left[LeftLayout] = 1
}

func (r *odtReader) take(s string) (string, error) {
	text, gone := shown(s)
	r.left[LeftCharacters] += gone
	if r.size += len(text); r.size > maxText {
		return "", refuse(ReasonTooLarge)
	}
	return text, nil
}

// odtBlocks reads paragraphs, lists and tables, in the body, a note, a cell or a text box.
type odtBlocks struct {
	r      *odtReader
	s      *elements
	blocks []block
	ground look
	nested int // lists, tables and boxes in each other

	list  *counting // the list that is being read
	level int       // in it
	item  string    // the label of the item that begins, and that its first paragraph takes
	fresh bool
}

func (b *odtBlocks) read() error { return b.s.children(b.element, nil) }

func (b *odtBlocks) element(e element) error {
	switch e.name {
	case "text:p", "text:h":
		return b.paragraph(e)
	case "text:list":
		return b.readList(e)
	case "table:table":
		return b.table(e)
	case "text:section":
		if e.prefixed("text:display") == "none" || e.prefixed("text:is-hidden") == "true" {
			b.r.left.add(LeftHidden)
			break
		}
		return b.read()
	case "text:index-body", "text:index-title", "text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index",
		"text:user-index", "text:alphabetical-index", "text:bibliography", "text:numbered-paragraph":
		return b.read()
	case "text:tracked-changes":
		return b.s.into(map[string]func(element) error{"text:changed-region": func(element) error {
			b.r.left.add(LeftChanges)
			return b.s.skip()
		}})
	case "draw:frame", "draw:custom-shape", "draw:rect", "draw:g", "draw:a":
		i := odtRuns{b: b}
		if err := i.drawing(e); err != nil {
			return err
		}
		b.blocks = append(b.blocks, i.boxes...)
		return nil
	case "office:forms", "office:scripts":
		b.r.left.add(LeftObjects)
	case "office:annotation":
		b.r.left.add(LeftComments)
	}
	return b.s.skip()
}

func (b *odtBlocks) add(one block) error {
	if b.r.blocks++; b.r.blocks > maxBlocks {
		return refuse(ReasonTooLarge)
	}
	b.blocks = append(b.blocks, one)
	return nil
}

func (b *odtBlocks) deeper() error {
	if b.nested++; b.nested > 4*maxLevel {
		return refuse(ReasonPacked)
	}
	return nil
}

func (b *odtBlocks) paragraph(e element) error {
	r := b.r
	style := e.prefixed("text:style-name")
	w := odtRuns{b: b, look: r.look(b.ground, "paragraph", style), space: true}
	if err := w.read(); err != nil {
		return err
	}
	p := paragraph{runs: w.runs}
	if w.hidden {
		r.left.add(LeftHidden)
		p.runs = nil
	}
	switch {
	case e.name == "text:h":
		p.heading = min(max(number(e.prefixed("text:outline-level")), 1), 6)
		if len(p.runs) > 0 && r.outline[p.heading].format != "" && e.prefixed("text:is-list-header") != "true" {
			p.label = nextOdt(r.outline, &r.heads, p.heading, 0)
		}
	case r.descends(style, "Title"):
		p.title = true
	case strings.HasPrefix(style, itemStyle):
		if p.level = min(number(style[len(itemStyle):]), maxLevel); p.level > 0 {
			p.splitLabel()
		}
	case b.level > 0 && b.fresh:
		p.level, p.label, b.fresh = b.level, b.item, false
	case b.level > 0:
		p.level = b.level
	}
	if err := b.add(block{paragraph: p}); err != nil {
		return err
	}
	b.blocks = append(b.blocks, w.boxes...)
	return nil
}

func (b *odtBlocks) readList(e element) error {
	if err := b.deeper(); err != nil {
		return err
	}
	r := b.r
	list, level, fresh := b.list, b.level, b.fresh
	if list == nil {
		c := counting{style: e.prefixed("text:style-name")}
		if e.prefixed("text:continue-numbering") == "true" || e.prefixed("text:continue-list") != "" {
			c = r.counts[c.style]
		}
		b.list = &c
	} else if own := e.prefixed("text:style-name"); own != "" {
		b.list.style = own
	}
	style := b.list.style
	b.level = min(level+1, maxLevel)
	err := b.s.into(map[string]func(element) error{
		"text:list-item": func(e element) error {
			b.list.style = style
			b.item, b.fresh = r.label(b.list, b.level, number(e.prefixed("text:start-value"))), true
			return b.read()
		},
		"text:list-header": func(element) error {
			b.fresh = false
			return b.read()
		},
	})
	if list == nil {
		r.counts[style] = *b.list
	}
	b.list, b.level, b.fresh = list, level, fresh
	b.nested--
	return err
}
