package markdown

import (
	"slices"
	"strings"

	"praxis/protocol"
)

// section collects the lines of the section being read.
type section struct {
	*parser
	first     bool // it is in the first text, whose headings make the tree of a standard
	provision bool
	present   protocol.Section
	body      strings.Builder
	items     *[]string // questions or indicators, the last of which may go on in the next line
}

// text reads the sections of the i-th text, to the end of the file or to the fence before a further language.
func (p *parser) text(i int) (more bool, err error) {
	s := &section{parser: p, first: i == 0}
	for {
		line, ok := p.lines.next()
		if !ok {
			s.end()
			return false, nil
		}
		switch {
		case s.starts(line):
			s.end()
			return true, nil
		case protocol.StartsSection(line):
			s.end()
			if err := s.begin(line); err != nil {
				return false, err
			}
		case s.provision && s.item(line), s.goesOn(line):
		default:
			s.items = nil
			s.body.WriteString(line)
			s.body.WriteByte('\n')
		}
	}
}

// starts tells whether a further language starts after line.
func (s *section) starts(line string) bool {
	if !strings.HasPrefix(line, fence) {
		return false
	}
	next, _, _ := strings.Cut(s.lines.rest, "\n")
	return protocol.StartsText(line, next)
}

// item takes a question or an indicator.
func (s *section) item(line string) bool {
	list := &s.present.Questions
	item, ok := strings.CutPrefix(line, protocol.QuestionMark)
	if !ok {
		list = &s.present.Indicators
		if item, ok = strings.CutPrefix(line, protocol.IndicatorMark); !ok {
			return false
		}
	}
	*list = append(*list, strings.TrimSpace(item))
	s.items = list
	return true
}

// goesOn takes an indented line directly after an item as its continuation.
func (s *section) goesOn(line string) bool {
	more := strings.TrimSpace(line)
	if s.items == nil || more == "" || !strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "\t") {
		return false
	}
	last := &(*s.items)[len(*s.items)-1]
	if len(*last) <= protocol.MaxQuestion { // a longer one is refused; joining it on would only cost time
		*last += " " + more
	}
	return true
}

// begin reads the heading of a section.
func (s *section) begin(line string) error {
	heading := strings.TrimSpace(strings.TrimLeft(line, "#"))
	s.present, s.provision = protocol.Section{Heading: heading}, false
	at := strings.LastIndexByte(heading, '{')
	if at < 0 || !strings.HasPrefix(heading[at:], "{#") || !strings.HasSuffix(heading, "}") {
		if heading == "" {
			return Problem(s.lines.line, "this heading is empty: write a heading after ##")
		}
		return nil
	}
	a, err := parseAttributes(heading[at+1:len(heading)-1], s.lines.line)
	if err != nil {
		return err
	}
	s.present.Heading, s.present.ID = strings.TrimSpace(heading[:at]), a.id
	if _, twice := lastText(&s.version).Section(a.id); twice {
		return Problem(s.lines.line, "the section %q stands above already: join the two", a.id)
	}
	if s.version.Standard != nil {
		s.provision = true
		return s.place(a)
	}
	if a.level != "" || a.topics != nil {
		return Problem(s.lines.line, "only provisions of a standard have a level and topics: write {#%s}", a.id)
	}
	known := protocol.SectionIDs(s.version.Kind())
	if !slices.Contains(known, a.id) {
		return Problem(s.lines.line, "a %s has no section %q: %v", s.version.Kind(), a.id, offer(known))
	}
	return nil
}

func offer(known []string) protocol.Rule {
	if len(known) == 0 {
		return protocol.Rulef("delete what stands in braces")
	}
	return protocol.Rulef("use one of %s, or delete what stands in braces", strings.Join(known, ", "))
}

// place puts a provision in the tree, or finds it there.
func (s *section) place(a attributes) error {
	st, line := s.version.Standard, s.lines.line
	if st.Instrument == "" {
		return Problem(1, "the front matter of a standard lacks instrument: add a line such as \"instrument: common-segregation\"")
	}
	address := st.Instrument + "/" + a.id
	if s.first {
		if _, _, err := protocol.ParseAddress(address); err != nil {
			return Problem(line, "the provision has the address %v", err)
		}
		if a.level == "" {
			return Problem(line, "the provision %q has no level: write {#%s .rule}, or .part, .section or .paragraph", a.id, a.id)
		}
		st.Tree = append(st.Tree, protocol.Provision{Level: a.level, Topics: a.topics, Address: address})
		return nil
	}
	at := slices.IndexFunc(st.Tree, func(p protocol.Provision) bool { return p.Address == address })
	if at < 0 {
		return Problem(line, "the first language has no provision %q: add it there, or correct the id", a.id)
	}
	if a.level != "" && a.level != st.Tree[at].Level || a.topics != nil {
		return Problem(line, "level and topics of the provision %q stand in the first language: write {#%s} here", a.id, a.id)
	}
	return nil
}

// end adds the section to its text.
func (s *section) end() {
	present := s.present
	present.Text = trimBlank(s.body.String())
	s.present, s.provision, s.items = protocol.Section{}, false, nil
	s.body.Reset()
	if present.ID == "" && present.Heading == "" && present.Text == "" {
		return
	}
	t := lastText(&s.version)
	t.Sections = append(t.Sections, present)
}

// trimBlank removes empty lines at both ends.
func trimBlank(text string) string {
	for {
		line, rest, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(line) != "" {
			break
		}
		text = rest
	}
	for {
		at := strings.LastIndexByte(text, '\n')
		if strings.TrimSpace(text[at+1:]) != "" {
			return text
		}
		if at < 0 {
			return ""
		}
		text = text[:at]
	}
}

// attributes are what stands in braces after a heading: {#45.1 .paragraph topics="segregation, seclusion"}.
type attributes struct {
	id     string
	level  protocol.Level
	topics []string
}

func parseAttributes(in string, line int) (attributes, error) {
	wrong := Problem(line, "{%s} is not understood: write {#ID}, or for a provision {#45.1 .paragraph topics=\"seclusion\"}", in)
	before, topics, given := strings.Cut(in, "topics=")
	var a attributes
	for i, word := range strings.Fields(before) {
		switch level, isLevel := strings.CutPrefix(word, "."); {
		case i == 0 && len(word) > 1:
			a.id = word[1:] // after the #
		case isLevel && a.level == "" && protocol.Levels().Has(level):
			a.level = protocol.Level(level)
		default:
			return attributes{}, wrong
		}
	}
	if a.id == "" {
		return attributes{}, wrong
	}
	if !given {
		return a, nil
	}
	topics = strings.TrimSpace(topics)
	if len(topics) < 2 || topics[0] != '"' || topics[len(topics)-1] != '"' {
		return attributes{}, wrong
	}
	for _, code := range strings.FieldsFunc(topics[1:len(topics)-1], func(r rune) bool { return r == ',' || r == ' ' }) {
		if !protocol.Topics().Has(code) {
			return attributes{}, Problem(line, "the provision %q has the topic %q, which is not known: use one of %s", a.id, code, codes(protocol.Topics(), code))
		}
		a.topics = append(a.topics, code)
	}
	slices.Sort(a.topics)
	a.topics = slices.Compact(a.topics)
	return a, nil
}

// codes lists the codes that somebody may have meant or, where none is near, all.
func codes(v protocol.Vocabulary, meant string) string {
	near := v.Near(meant)
	if len(near) == 0 {
		for _, t := range v.Terms() {
			near = append(near, t.Code)
		}
	}
	return strings.Join(near, ", ")
}
