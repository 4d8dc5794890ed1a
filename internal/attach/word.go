package attach

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// wordReader reads what is visible in a .docx file (ISO/IEC 29500).
type wordReader struct {
	a        *archive
	left     report
	count    int // XML elements
	styles   wordStyles
	numbers  numbering
	links    map[string]string  // addresses by relationship
	parts    map[string]string  // by kind of relationship
	notes    map[string][]block // footnotes and endnotes by kind and id
	referred []string           // those that the text refers to, in order
	size     int                // bytes of text
	blocks   int
}

func (r *wordReader) elements(part []byte) *elements { return readElements(part, &r.count) }

// readWord reads a .docx file.
func readWord(file []byte) (document, report, error) {
	a, err := openArchive(file)
	if err != nil {
		return document{}, nil, err
	}
	r := &wordReader{a: a, left: report{}, links: map[string]string{}, parts: map[string]string{}, notes: map[string][]block{}}
	d, err := r.read()
	return d, r.left, err
}

func (r *wordReader) read() (document, error) {
	main, err := mainPart(r.a, &r.count, "word/document.xml")
	if err != nil {
		return document{}, err
	}
	dir, base := path.Split(main)
	if err := r.readLinks(dir + "_rels/" + base + ".rels"); err != nil {
		return document{}, err
	}
	named := func(kind, usual string) string {
		if target := r.parts[kind]; target != "" {
			return target
		}
		return usual
	}
	for _, step := range []struct {
		part string
		read func([]byte) error
	}{
		{named("styles", "styles.xml"), r.readStyles}, {named("numbering", "numbering.xml"), r.readNumbering},
		{named("footnotes", "footnotes.xml"), func(b []byte) error { return r.readNotes(b, "w:footnotes", "w:footnote") }},
		{named("endnotes", "endnotes.xml"), func(b []byte) error { return r.readNotes(b, "w:endnotes", "w:endnote") }},
	} {
		if err := r.readPart(inPackage(dir, step.part), step.read); err != nil {
			return document{}, err
		}
	}
	part, err := r.a.read(main)
	if err != nil {
		return document{}, err
	}
	if part == nil {
		return document{}, refuse(ReasonDamaged)
	}
	b := wordBlocks{r: r, s: r.elements(part)}
	err = b.s.into(map[string]func(element) error{"w:document": func(element) error {
		return b.s.into(map[string]func(element) error{"w:body": func(element) error { return b.read() }})
	}})
	if err != nil {
		return document{}, err
	}
	r.leaveParts()
	return document{blocks: append(b.blocks, r.notesAtEnd()...)}, nil
}

func (r *wordReader) readPart(name string, read func([]byte) error) error {
	part, err := r.a.read(name)
	if err != nil {
		return err
	}
	return read(part)
}

// inPackage is where a part lies that another, in dir, refers to.
func inPackage(dir, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Clean("/"+dir+target), "/")
}

// mainPart is the name of the part that holds the text or the list of sheets.
func mainPart(a *archive, count *int, usual string) (string, error) {
	main := usual
	err := readRelationships(a, count, "_rels/.rels", func(kind string, e element) {
		if kind == "officeDocument" {
			main = inPackage("", e.attr("Target"))
		}
	})
	return main, err
}

// leaveParts reports the parts that are never read.
func (r *wordReader) leaveParts() {
	for name := range r.a.members {
		switch {
		case strings.HasPrefix(name, "docprops/"), strings.HasPrefix(name, "customxml/"), name == "word/people.xml":
			r.left[LeftProperties] = 1
		case strings.HasPrefix(name, "word/comments"):
			r.left[LeftComments] = max(r.left[LeftComments], 1)
		case strings.HasPrefix(name, "word/embeddings/"), strings.HasPrefix(name, "word/charts/"), strings.HasPrefix(name, "word/activex/"):
			r.left.add(LeftObjects)
		case strings.HasPrefix(name, "word/header"), strings.HasPrefix(name, "word/footer"):
			r.left[LeftHeaders] = 1
		}
	}
	r.left[LeftLayout] = 1
}

// readLinks reads where links lead, and which parts belong to the text.
func (r *wordReader) readLinks(part string) error {
	return readRelationships(r.a, &r.count, part, func(kind string, e element) {
		switch {
		case kind == "hyperlink":
			r.links[e.attr("Id")] = e.attr("Target")
		case e.attr("TargetMode") != "External":
			r.parts[kind] = e.attr("Target")
		default:
			r.left.add(LeftLinks)
		}
	})
}

// readRelationships reads what another part refers to.
func readRelationships(a *archive, count *int, name string, take func(kind string, e element)) error {
	part, err := a.read(name)
	if part == nil || err != nil {
		return err
	}
	s := readElements(part, count)
	return s.into(map[string]func(element) error{"Relationships": func(element) error {
		return s.into(map[string]func(element) error{"Relationship": func(e element) error {
			take(path.Base(e.attr("Type")), e)
			return s.skip()
		}})
	}})
}

// readNotes reads footnotes or endnotes, of which only those are taken that the text refers to.
func (r *wordReader) readNotes(part []byte, all, one string) error {
	if part == nil {
		return nil
	}
	s := r.elements(part)
	return s.into(map[string]func(element) error{all: func(element) error {
		return s.into(map[string]func(element) error{one: func(e element) error {
			b := wordBlocks{r: r, s: s}
			err := b.read()
			if e.attr("type") == "" || e.attr("type") == "normal" {
				r.notes[one+e.attr("id")] = b.blocks
			}
			return err
		}})
	}})
}

// note is the number of a note that the text refers to.
func (r *wordReader) note(kind, id string) string {
	if _, ok := r.notes[kind+id]; !ok {
		return ""
	}
	at := slices.Index(r.referred, kind+id)
	if at < 0 {
		at = len(r.referred)
		r.referred = append(r.referred, kind+id)
	}
	return "[" + strconv.Itoa(at+1) + "]"
}

// notesAtEnd are the notes that the text refers to, in the order of the text.
func (r *wordReader) notesAtEnd() []block {
	var all []block
	for i, id := range r.referred {
		all = append(all, numbered(i, r.notes[id])...)
	}
	r.left[LeftNotes] += len(r.notes) - len(r.referred)
	return all
}

// numbered is a note as it stands after the text: plain paragraphs, the first with the number in brackets.
func numbered(i int, note []block) []block {
	all := make([]block, 0, len(note))
	for n, b := range note {
		b.level, b.heading, b.title = 0, 0, false
		if n == 0 && b.rows == nil {
			b.runs = append([]run{{text: "[" + strconv.Itoa(i+1) + "] "}}, b.runs...)
		}
		all = append(all, b)
	}
	return all
}

// take counts text against the bound, and leaves out what has no shape.
func (r *wordReader) take(s string) (string, error) {
	text, gone := shown(s)
	r.left[LeftCharacters] += gone
	if r.size += len(text); r.size > maxText {
		return "", refuse(ReasonTooLarge)
	}
	return text, nil
}
