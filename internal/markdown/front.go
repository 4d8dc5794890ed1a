package markdown

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"praxis/protocol"
)

// maxFront bounds what is given to the YAML library.
const maxFront = 256 << 10

// value is what a key of the front matter is given.
type value struct {
	key  string
	line int
	node *yaml.Node
}

// key is one that the front matter may have.
type key struct {
	name string
	kind protocol.Kind // that alone has it; "" for all
	read func(*protocol.Version, value) error
}

// required are the keys without which a file is no document.
var required = []string{"kind", "language", "title", "origin"}

// further are the keys of a further language.
var further = []string{"language", "title", "summary", "status"}

// front reads the front matter at the beginning of a file.
func (p *parser) front() error {
	line, _ := p.lines.next()
	if !isFence(line) {
		return Problem(1, "the file begins with front matter: a line %s, then kind, language, title and origin, then a line %s", fence, fence)
	}
	values, err := p.values()
	if err != nil {
		return err
	}
	for _, v := range values {
		p.fields[v.key] = v.line
	}
	if err := missing(p.fields, required, 1); err != nil {
		return err
	}
	v := &p.version
	v.Handling, v.Attribution = protocol.HandlingCiteByName, protocol.AttributionByName
	v.Texts = []protocol.Text{{Status: protocol.StatusOriginal}}
	kind, err := kindOf(values)
	if err != nil {
		return err
	}
	begin(v, kind)
	for _, given := range values {
		if err := read(v, kind, given); err != nil {
			return err
		}
	}
	sortCodes(v)
	return nil
}

// furtherFront reads the front matter of a further language.
func (p *parser) furtherFront() error {
	begin := p.lines.line
	values, err := p.values()
	if err != nil {
		return err
	}
	p.version.Texts = append(p.version.Texts, protocol.Text{Status: protocol.StatusUnofficial})
	given := make(map[string]int)
	for _, v := range values {
		given[v.key] = v.line
		delete(p.fields, v.key) // a refusal no longer says which of the lines is meant
		if !slices.Contains(further, v.key) {
			return Problem(v.line, "the key %q does not belong to a further language: use %s, and write the others at the top of the file", v.key, strings.Join(further, ", "))
		}
		if err := read(&p.version, "", v); err != nil {
			return err
		}
	}
	if err := missing(given, []string{"language", "title"}, begin); err != nil {
		return err
	}
	texts := p.version.Texts
	last := texts[len(texts)-1].Language
	for _, t := range texts[:len(texts)-1] {
		if t.Language == last {
			return Problem(given["language"], "the language %q is given twice: join the two texts", last)
		}
	}
	return nil
}

// begin gives a version its kind and the part that goes with it.
func begin(v *protocol.Version, kind protocol.Kind) {
	v.Format = kind.Format()
	switch kind {
	case protocol.KindStandard:
		v.Standard = &protocol.Standard{}
	case protocol.KindMethodology:
		v.Methodology = &protocol.Methodology{}
	case protocol.KindPracticeNote:
		v.PracticeNote = &protocol.PracticeNote{}
	case protocol.KindReport:
		v.Report = &protocol.Report{}
	}
}

func kindOf(values []value) (protocol.Kind, error) {
	for _, v := range values {
		if v.key != "kind" {
			continue
		}
		text, err := v.text()
		if err != nil {
			return "", err
		}
		if kind := protocol.Kind(text); kind.Known() {
			return kind, nil
		}
		return "", Problem(v.line, "kind is one of %s, not %q", kindNames(), text)
	}
	return "", Problem(1, "kind is needed: use one of %s", kindNames())
}

func kindNames() string {
	var names []string
	for _, k := range protocol.Kinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

func missing(given map[string]int, needed []string, line int) error {
	var lacking []string
	for _, name := range needed {
		if given[name] == 0 {
			lacking = append(lacking, name)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return Problem(line, "the front matter lacks %s: add a line such as %q", strings.Join(lacking, ", "), examples[lacking[0]])
}

var examples = map[string]string{
	"kind": "kind: practice-note", "language": "language: en", "title": "title: Night visits to police custody", "origin": "origin: own-unpublished",
}

func read(v *protocol.Version, kind protocol.Kind, given value) error {
	for i := range keys {
		k := &keys[i]
		if k.name != given.key {
			continue
		}
		if k.kind != "" && kind != k.kind {
			return Problem(given.line, "the key %q belongs to a %s, and this is a %s: delete the line", k.name, k.kind, kind)
		}
		return k.read(v, given)
	}
	var allowed []string
	for _, k := range keys {
		if k.kind == "" || k.kind == kind {
			allowed = append(allowed, k.name)
		}
	}
	return Problem(given.line, "the key %q is not known: a %s has %s", given.key, kind, strings.Join(allowed, ", "))
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// values reads the keys and values of the front matter whose first fence was read.
func (p *parser) values() ([]value, error) {
	text, first, err := p.block()
	if err != nil {
		return nil, err
	}
	if len(text) > maxFront {
		return nil, Problem(first, "the front matter has more than %d bytes: move text below it", maxFront)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		line := first
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil {
				line += n - 1
			}
		}
		return nil, Problem(line, "the front matter is not YAML (%s): put a value that holds a colon or begins with a sign in double quotes",
			yamlLine.ReplaceAllString(err.Error(), ""))
	}
	if doc.Kind == 0 {
		return nil, nil
	}
	return mapping(doc.Content[0], first-1)
}

// mapping lists the keys and values of a mapping whose lines are counted from after.
func mapping(m *yaml.Node, after int) ([]value, error) {
	if m.Kind != yaml.MappingNode {
		return nil, Problem(after+m.Line, "this is not a list of keys and values: write one on each line, such as %q", examples["kind"])
	}
	var values []value
	for i := 0; i+1 < len(m.Content); i += 2 {
		k, n := m.Content[i], m.Content[i+1]
		shift(n, after)
		v := value{key: k.Value, line: after + k.Line, node: n}
		if k.Kind != yaml.ScalarNode || k.Value == "" {
			return nil, Problem(v.line, "this key is not a word: write a key, a colon and a value")
		}
		for _, earlier := range values {
			if earlier.key == v.key {
				return nil, Problem(v.line, "the key %q stands on line %d already: delete one of the two", v.key, earlier.line)
			}
		}
		values = append(values, v)
	}
	return values, nil
}

// shift counts a node's lines from the beginning of the file.
func shift(n *yaml.Node, by int) {
	n.Line += by
	for _, c := range n.Content {
		shift(c, by)
	}
}

// scalar is a node's text, whatever YAML takes it for: a title may be a number.
func scalar(key string, n *yaml.Node) (string, error) {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0:
		return "", Problem(n.Line, "%s uses an anchor, an alias or a tag of YAML: write the value itself", key)
	case n.Kind != yaml.ScalarNode:
		return "", Problem(n.Line, "%s has a single value, not a list: write %s: VALUE", key, key)
	case n.Tag == "!!null" || n.Value == "":
		return "", Problem(n.Line, "%s is empty: give a value or delete the line", key)
	}
	return n.Value, nil
}

func (v value) text() (string, error) { return scalar(v.key, v.node) }

// list is a list of texts, or a single text.
func (v value) list() ([]string, error) {
	n := v.node
	if n.Kind != yaml.SequenceNode {
		s, err := v.text()
		if err != nil {
			return nil, err
		}
		return []string{s}, nil
	}
	if n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		return nil, Problem(n.Line, "%s uses an anchor or a tag of YAML: write the value itself", v.key)
	}
	var all []string
	for _, item := range n.Content {
		s, err := scalar(v.key, item)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (v value) number() (uint64, error) {
	s, err := v.text()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || n == 0 {
		return 0, Problem(v.line, "%s is a number from 1, not %q", v.key, s)
	}
	return n, nil
}

func (v value) id() (protocol.ID, error) {
	s, err := v.text()
	if err != nil {
		return protocol.ID{}, err
	}
	id, err := protocol.ParseID(s)
	if err != nil {
		return protocol.ID{}, Problem(v.line, "%s: %v", v.key, err)
	}
	return id, nil
}

// sortCodes puts lists whose order says nothing in the order of the wire, each value once.
func sortCodes(v *protocol.Version) {
	lists := []*[]string{&v.Topics, &v.PlaceTypes, &v.Populations, &v.LegalStatus, &v.Provisions}
	if m := v.Methodology; m != nil {
		lists = append(lists, &m.Times, &m.Notice, &m.Purposes, &m.Composition)
	}
	if c := v.Checked; c != nil {
		lists = append(lists, &c.Roles, &c.Checks)
	}
	for _, l := range lists {
		slices.Sort(*l)
		*l = slices.Compact(*l)
	}
	if s := v.Standard; s != nil {
		slices.Sort(s.Revised)
		s.Revised = slices.Compact(s.Revised)
	}
}
