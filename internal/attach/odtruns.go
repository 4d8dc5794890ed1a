package attach

import (
	"strconv"
	"strings"
)

// odtRuns reads what stands in a paragraph.
type odtRuns struct {
	b      *odtBlocks
	look   look
	link   string
	runs   []run
	boxes  []block
	hidden bool // the whole paragraph
	space  bool // what was read last is space, so that more of it is not shown
}

func (w *odtRuns) read() error {
	var failed error
	err := w.b.s.children(w.element, func(t string) {
		if failed == nil {
			failed = w.characters(t)
		}
	})
	if err == nil {
		err = failed
	}
	return err
}

// characters takes text; space in the file is one space, however much it is.
func (w *odtRuns) characters(t string) error {
	var b strings.Builder
	for _, r := range t {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			if !w.space {
				b.WriteByte(' ')
			}
			w.space = true
			continue
		}
		b.WriteRune(r)
		w.space = false
	}
	return w.put(b.String())
}

func (w *odtRuns) put(t string) error {
	if t == "" {
		return nil
	}
	r := w.b.r
	if !w.look.visible() {
		if strings.TrimSpace(t) != "" {
			r.left.add(LeftHidden)
		}
		return nil
	}
	text, err := r.take(t)
	w.runs = append(w.runs, run{text: text, bold: w.look.bold, italic: w.look.italic, link: w.link})
	return err
}

func (w *odtRuns) element(e element) error {
	r, s := w.b.r, w.b.s
	switch e.name {
	case "text:span":
		before := w.look
		w.look = r.look(w.look, "text", e.prefixed("text:style-name"))
		err := w.read()
		w.look = before
		return err
	case "text:a":
		before := w.link
		w.link = webLink(e.prefixed("xlink:href"))
		r.left.add(LeftLinks)
		err := w.read()
		w.link = before
		return err
	case "text:s":
		w.space = false
		if err := w.put(strings.Repeat(" ", min(max(number(e.prefixed("text:c")), 1), 200))); err != nil {
			return err
		}
	case "text:tab":
		w.space = false
		if err := w.put("\t"); err != nil {
			return err
		}
	case "text:line-break":
		w.space = true
		if err := w.put("\n"); err != nil {
			return err
		}
	case "text:note":
		return w.note()
	case "text:hidden-text":
		r.left.add(LeftHidden)
	case "text:hidden-paragraph":
		w.hidden = w.hidden || e.prefixed("text:is-hidden") == "true"
	case "office:annotation":
		r.left.add(LeftComments)
	case "text:ruby":
		return s.into(map[string]func(element) error{"text:ruby-base": func(element) error { return w.read() }})
	case "draw:frame", "draw:custom-shape", "draw:rect", "draw:g", "draw:a":
		return w.drawing(e)
	case "text:script", "text:ruby-text", "text:bibliography-source", "text:change", "text:change-start", "text:change-end", "office:annotation-end":
	default:
		if strings.HasPrefix(e.name, "text:") { // a field: what it shows is text
			return w.read()
		}
	}
	return s.skip()
}

// note puts a number where a note is referred to, and the note after the text.
func (w *odtRuns) note() error {
	r, s := w.b.r, w.b.s
	if !w.look.visible() {
		r.left.add(LeftNotes)
		return s.skip()
	}
	return s.into(map[string]func(element) error{"text:note-body": func(element) error {
		if err := w.b.deeper(); err != nil {
			return err
		}
		defer func() { w.b.nested-- }()
		i := r.noted
		r.noted++
		inner := odtBlocks{r: r, s: s, nested: w.b.nested}
		if err := inner.read(); err != nil {
			return err
		}
		r.notes = append(r.notes, numbered(i, inner.blocks)...)
		w.space = false
		return w.put("[" + strconv.Itoa(i+1) + "]")
	}})
}

// drawing looks for text in frames and shapes; of pictures and objects nothing is taken.
func (w *odtRuns) drawing(e element) error {
	r, s := w.b.r, w.b.s
	if e.prefixed("draw:display") == "none" || e.prefixed("draw:visible") == "false" {
		r.left.add(LeftHidden)
		return s.skip()
	}
	if err := w.b.deeper(); err != nil {
		return err
	}
	defer func() { w.b.nested-- }()
	box := odtBlocks{r: r, s: s, nested: w.b.nested, ground: look{painted: true}}
	var inside func(e element) error
	inside = func(e element) error {
		switch e.name {
		case "draw:text-box", "draw:g", "draw:a", "draw:frame", "draw:custom-shape", "draw:rect":
			return s.children(inside, nil)
		case "draw:image":
			r.left.add(LeftPictures)
		case "draw:object", "draw:object-ole", "draw:plugin", "draw:applet":
			r.left.add(LeftObjects)
		default:
			return box.element(e)
		}
		return s.skip()
	}
	if err := s.children(inside, nil); err != nil {
		return err
	}
	w.boxes = append(w.boxes, box.blocks...)
	return nil
}
