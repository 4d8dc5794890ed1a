package web

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"praxis/node"
	"praxis/protocol"
)

// mostProposed is how many documents are proposed for a pack, those with the most of its topics first.
const mostProposed = 30

// proposal is a document of which a pack may take something.
type proposal struct {
	reading
	Document node.Document
	Body     string
	Choices  []Choice
}

func itemValue(i node.PackItem) string {
	return string(i.Part) + ":" + i.Document.String() + ":" + i.Place
}

func parseItem(value string) (node.PackItem, bool) {
	part, rest, _ := strings.Cut(value, ":")
	id, place, ok := strings.Cut(rest, ":")
	document, err := protocol.ParseID(id)
	if !ok || err != nil {
		return node.PackItem{}, false
	}
	i := node.PackItem{Part: node.PackPart(part), Document: document, Place: place}
	switch i.Part {
	case node.PackChecklist, node.PackGuide:
		return i, place == ""
	case node.PackProvision, node.PackQuestions:
		_, _, err := protocol.ParseAddress(place)
		return i, err == nil
	}
	return i, false
}

// wanted are the topics of a pack with what lies in them.
func wanted(p node.Pack) map[string]bool {
	all := make(map[string]bool)
	for _, t := range p.Topics {
		for _, code := range protocol.Topics().Narrower(t) {
			all[code] = true
		}
	}
	return all
}

func matching(topics []string, wanted map[string]bool) (n int) {
	for _, t := range topics {
		if wanted[t] {
			n++
		}
	}
	return n
}

// proposals are the documents that fit a pack's place type and topics, with what can be taken of each. Before the person has
// chosen, checklists and questions are ticked. What was chosen before is proposed again, whatever else there is.
func (r *Request) proposals(p node.Pack) (all []proposal, more bool, err error) {
	catalogue, err := r.s.Node.Catalogue()
	if err != nil {
		return nil, false, err
	}
	topics := wanted(p)
	weight := func(d node.Document) int {
		if slices.ContainsFunc(p.Items, func(i node.PackItem) bool { return i.Document == d.ID }) {
			return 1 << 10
		}
		if d.Kind != protocol.KindStandard && d.Kind != protocol.KindMethodology || !fitsPlace(d, p.PlaceType) {
			return 0
		}
		return matching(d.Topics, topics)
	}
	fitting := slices.Clone(catalogue)
	fitting = slices.DeleteFunc(fitting, func(d node.Document) bool { return weight(d) == 0 })
	slices.SortStableFunc(fitting, func(a, b node.Document) int { return cmp.Compare(weight(b), weight(a)) })
	more = len(fitting) > mostProposed
	for _, d := range fitting[:min(len(fitting), mostProposed)] {
		whole, err := r.s.Node.Show(d.ID, 0)
		if errors.Is(err, node.ErrNotFound) { // taken back just now
			continue
		}
		if err != nil {
			return nil, false, err
		}
		one := proposal{reading: r.reading(whole.Content), Document: d, Body: r.bodyName(d), Choices: r.packParts(whole, p, topics)}
		if len(one.Choices) > 0 {
			all = append(all, one)
		}
	}
	return all, more, nil
}

// fitsPlace tells whether a document is for a type of place: for it, for a wider one, or for all.
func fitsPlace(d node.Document, place string) bool {
	if len(d.Content.PlaceTypes) == 0 {
		return true
	}
	return slices.ContainsFunc(d.Content.PlaceTypes, func(t string) bool {
		return slices.Contains(protocol.PlaceTypes().Narrower(t), place)
	})
}

func (r *Request) packParts(d node.Document, p node.Pack, topics map[string]bool) (all []Choice) {
	add := func(i node.PackItem, label string, usual bool) {
		i.Document = d.ID
		chosen := usual
		if p.Chosen {
			chosen = slices.Contains(p.Items, i)
		}
		all = append(all, Choice{Value: itemValue(i), Label: label, Chosen: chosen})
	}
	if d.Kind == protocol.KindMethodology {
		text := r.read(d.Content)
		if s, ok := text.Section("checklist"); ok {
			points, _ := checklist(s.Text)
			add(node.PackItem{Part: node.PackChecklist}, r.Say("pack.checklist-of", "count", len(points)), true)
		}
		if _, ok := text.Section("interview-guide"); ok {
			add(node.PackItem{Part: node.PackGuide}, r.Say("pack.guide"), true)
		}
		return all
	}
	if d.Content.Standard == nil {
		return nil
	}
	for _, provision := range d.Content.Standard.Tree {
		if len(provision.Topics) > 0 && matching(provision.Topics, topics) == 0 {
			continue
		}
		_, s := r.provisionText(d.Content, provision)
		name := r.provisionName(provision, s)
		_, points := r.questions(d.Content, provision)
		if s.Text != "" {
			add(node.PackItem{Part: node.PackProvision, Place: provision.Address}, r.Say("pack.text-of", "provision", name), false)
		}
		if n := len(points); n > 0 {
			add(node.PackItem{Part: node.PackQuestions, Place: provision.Address}, r.Say("pack.questions-of", "provision", name, "count", n), true)
		}
	}
	return all
}

// questions are what a monitor asks at a provision and what is counted there, in the reader's language or, where that text
// has none, in the one that the others follow.
func (r *Request) questions(v protocol.Version, p protocol.Provision) (language string, points []string) {
	text, s := r.provisionText(v, p)
	if len(s.Questions)+len(s.Indicators) == 0 {
		_, number, _ := strings.Cut(p.Address, "/")
		text, _ = v.Primary()
		s, _ = text.Section(number)
	}
	return text.Language, append(slices.Clone(s.Questions), s.Indicators...)
}

func (r *Request) provisionName(p protocol.Provision, s protocol.Section) string {
	_, number, _ := strings.Cut(p.Address, "/")
	name := protocol.Levels().Label(string(p.Level), r.Language) + " " + number
	if s.Heading != "" {
		name += ", " + s.Heading
	}
	return name
}

// checklist takes the points of a checklist out of its Markdown. What is no point stays.
func checklist(text string) (points []string, rest string) {
	var others []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if point, ok := strings.CutPrefix(strings.TrimSpace(line), "- [ ] "); ok {
			points = append(points, point)
		} else {
			others = append(others, line)
		}
	}
	return points, strings.TrimSpace(strings.Join(others, "\n"))
}

// packContents is a pack with the texts as they stand now.
type packContents struct {
	Pack      node.Pack
	Documents []packedDocument
	Gone      int // chosen, and not here any more
	Now       int64
}

// packedDocument is what a pack has of one document.
type packedDocument struct {
	reading
	Document node.Document
	Body     string
	Parts    []packedPart
}

// packedPart is one thing that was chosen, with points to tick, text to read, or both.
type packedPart struct {
	Heading string // in the page's language
	Text    string // Markdown, in the document's language
	Points  []string
	Address string
	// Language is that of the text and the points: a translation may lack what the original has.
	Language string
}

func (r *Request) packContents(p node.Pack) (packContents, error) {
	c := packContents{Pack: p, Now: r.s.Now().Unix()}
	for _, item := range p.Items {
		at := slices.IndexFunc(c.Documents, func(d packedDocument) bool { return d.Document.ID == item.Document })
		if at < 0 {
			d, err := r.s.Node.Show(item.Document, 0)
			if errors.Is(err, node.ErrNotFound) {
				c.Gone++
				continue
			}
			if err != nil {
				return c, err
			}
			at = len(c.Documents)
			c.Documents = append(c.Documents, packedDocument{reading: r.reading(d.Content), Document: d, Body: r.bodyName(d)})
		}
		if part, ok := r.packed(c.Documents[at].Document, item); ok {
			c.Documents[at].Parts = append(c.Documents[at].Parts, part)
		} else {
			c.Gone++
		}
	}
	return c, nil
}

func (r *Request) packed(d node.Document, item node.PackItem) (packedPart, bool) {
	switch item.Part {
	case node.PackChecklist:
		s, ok := r.read(d.Content).Section("checklist")
		points, rest := checklist(s.Text)
		return packedPart{Heading: r.Say("pack.checklist"), Text: rest, Points: points, Language: r.read(d.Content).Language}, ok
	case node.PackGuide:
		s, ok := r.read(d.Content).Section("interview-guide")
		return packedPart{Heading: r.Say("pack.guide"), Text: s.Text, Language: r.read(d.Content).Language}, ok
	}
	if d.Content.Standard == nil {
		return packedPart{}, false
	}
	tree := d.Content.Standard.Tree
	at := slices.IndexFunc(tree, func(p protocol.Provision) bool { return p.Address == item.Place })
	if at < 0 {
		return packedPart{}, false
	}
	text, s := r.provisionText(d.Content, tree[at])
	part := packedPart{Heading: r.provisionName(tree[at], s), Address: item.Place, Text: s.Text, Language: text.Language}
	if item.Part == node.PackQuestions {
		part.Text = ""
		part.Language, part.Points = r.questions(d.Content, tree[at])
	}
	return part, part.Text != "" || len(part.Points) > 0
}

// markdown is the pack as a file for any editor.
func (c packContents) markdown(v View) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s · %s\n\n%s\n", c.Pack.Name, v.Label("place-types", c.Pack.PlaceType), v.topics(c.Pack.Topics), v.T("pack.as-of", "time", v.DateTime(c.Now)))
	if c.Pack.Notes != "" {
		fmt.Fprintf(&b, "\n%s\n", c.Pack.Notes)
	}
	for _, d := range c.Documents {
		fmt.Fprintf(&b, "\n## %s\n\n%s · %s\n", d.Title, d.Body, v.Label("handling", string(d.Document.Content.Handling)))
		for _, p := range d.Parts {
			fmt.Fprintf(&b, "\n### %s\n", p.Heading)
			if p.Address != "" {
				fmt.Fprintf(&b, "\n`%s`\n", p.Address)
			}
			if p.Text != "" {
				fmt.Fprintf(&b, "\n%s\n", p.Text)
			}
			for i, point := range p.Points {
				if i == 0 {
					b.WriteString("\n")
				}
				fmt.Fprintf(&b, "- [ ] %s\n", point)
			}
		}
	}
	fmt.Fprintf(&b, "\n---\n%s\n", v.T("pack.copies"))
	return b.String()
}

// topics are topics in words.
func (v View) topics(codes []string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = v.Label("topics", code)
	}
	return strings.Join(words, ", ")
}

// Topics are a pack's topics in words, for its pages.
func (v View) Topics(codes []string) string { return v.topics(codes) }
