package web

import (
	"slices"
	"strings"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func standardRoutes() []route {
	may := draft.Person.MayReadDocuments
	return []route{
		{pattern: "GET /standards", who: may, handler: standardList},
		{pattern: "GET /standards/{instrument}", who: may, handler: standardTree},
		{pattern: "GET /standards/{instrument}/{place}", who: may, handler: provisionOne},
	}
}

// reading is a text of a document in the language in which it is shown.
type reading struct {
	Language string
	Status   protocol.Status
	Title    string
	Summary  string
}

// read picks the text that the reader knows best: in their language or, where there is none, the one that the others follow.
func (r *Request) read(v protocol.Version) protocol.Text {
	if text, ok := v.In(r.Language); ok {
		return text
	}
	text, _ := v.Primary()
	return text
}

func (r *Request) reading(v protocol.Version) reading {
	t := r.read(v)
	return reading{Language: t.Language, Status: t.Status, Title: t.Title, Summary: t.Summary}
}

// bodyName is how a document's body is shown, in the reader's language.
func (r *Request) bodyName(d node.Document) string {
	if d.Content.Attribution == protocol.AttributionAnNPM {
		return r.Say("standards.an-npm")
	}
	return d.BodyName
}

type standardLine struct {
	reading
	Document node.Document
	Body     string
	Path     string
	Cited    int // documents that cite a provision of it
}

// standardList shows the standards that are here, and the instruments that documents cite without there being a text here.
func standardList(r *Request) (Answer, error) {
	all, err := r.s.Node.Catalogue()
	if err != nil {
		return Answer{}, err
	}
	citing := make(map[string]int)
	for _, d := range all {
		for i, address := range d.Content.Provisions {
			instrument, _, _ := strings.Cut(address, "/")
			if i == 0 || !strings.HasPrefix(d.Content.Provisions[i-1], instrument+"/") { // they are in order
				citing[instrument]++
			}
		}
	}
	data := struct {
		Standards []standardLine
		Elsewhere []standardLine
	}{}
	for _, d := range all {
		if d.Kind != protocol.KindStandard || d.Content.Standard == nil {
			continue
		}
		instrument := d.Content.Standard.Instrument
		data.Standards = append(data.Standards, standardLine{reading: r.reading(d.Content), Document: d, Body: r.bodyName(d),
			Path: "/standards/" + instrument, Cited: citing[instrument]})
	}
	for _, one := range data.Standards {
		delete(citing, one.Document.Content.Standard.Instrument)
	}
	for instrument, count := range citing {
		data.Elsewhere = append(data.Elsewhere, standardLine{reading: reading{Title: r.instrument(instrument)}, Path: "/standards/" + instrument, Cited: count})
	}
	slices.SortFunc(data.Elsewhere, func(a, b standardLine) int { return strings.Compare(a.Path, b.Path) })
	return Answer{Template: "standards", Title: r.Say("standards.title"), Data: data}, nil
}

// instrument is the name of an instrument; its prefix where the vocabulary does not have it.
func (r *Request) instrument(prefix string) string {
	return protocol.Instruments().Label(prefix, r.Language)
}

// standardsOf are the standards that are here with an instrument, whole.
func (r *Request) standardsOf(instrument string) ([]node.Document, error) {
	all, err := r.s.Node.Catalogue()
	if err != nil {
		return nil, err
	}
	var whole []node.Document
	for _, d := range all {
		if d.Kind == protocol.KindStandard && d.Content.Standard != nil && d.Content.Standard.Instrument == instrument {
			one, err := r.s.Node.Show(d.ID, 0)
			if err != nil {
				return nil, err
			}
			whole = append(whole, one)
		}
	}
	return whole, nil
}

// branch is a provision in the tree, with those that lie in it.
type branch struct {
	Level    protocol.Level
	Number   string // what follows the slash of its address
	Path     string
	Heading  string
	Language string // of the heading
	Extract  string // the beginning of its text, where it has no heading
	Cited    int
	Branches []*branch
}

type treeData struct {
	Instrument string
	Standards  []treeOf
	Cited      []citedPlace // of a standard that is not here
}

type treeOf struct {
	standardLine
	Branches []*branch
	Statuses []reading // of each language
}

type citedPlace struct {
	Address, Path string
	Cited         int
}

func standardTree(r *Request) (Answer, error) {
	instrument := r.PathValue("instrument")
	if !protocol.KnownInstrument(instrument) {
		return Answer{}, NotFound
	}
	whole, err := r.standardsOf(instrument)
	if err != nil {
		return Answer{}, err
	}
	cited, err := r.citations(instrument)
	if err != nil {
		return Answer{}, err
	}
	data := treeData{Instrument: r.instrument(instrument)}
	for _, d := range whole {
		one := treeOf{standardLine: standardLine{reading: r.reading(d.Content), Document: d, Body: r.bodyName(d)}}
		one.Branches = r.tree(d, cited)
		for _, t := range d.Content.Texts {
			one.Statuses = append(one.Statuses, reading{Language: t.Language, Status: t.Status})
		}
		data.Standards = append(data.Standards, one)
	}
	if len(whole) == 0 {
		for address, documents := range cited {
			data.Cited = append(data.Cited, citedPlace{address, "/standards/" + address, len(documents)})
		}
		slices.SortFunc(data.Cited, func(a, b citedPlace) int { return strings.Compare(a.Address, b.Address) })
		if len(data.Cited) == 0 {
			return Answer{}, NotFound
		}
		return Answer{Template: "standard", Title: data.Instrument, Data: data}, nil
	}
	return Answer{Template: "standard", Title: data.Standards[0].Title, Data: data}, nil
}

// tree arranges a standard's provisions as they lie in each other.
func (r *Request) tree(d node.Document, cited map[string][]node.Document) []*branch {
	root := &branch{}
	open := []*branch{root}
	depths := d.Content.Standard.Depths()
	for i, p := range d.Content.Standard.Tree {
		text, section := r.provisionText(d.Content, p)
		_, number, _ := strings.Cut(p.Address, "/")
		b := &branch{Level: p.Level, Number: number, Path: "/standards/" + p.Address, Heading: section.Heading, Language: text.Language, Cited: len(cited[p.Address])}
		if b.Heading == "" {
			b.Extract = beginning(section.Text)
		}
		open = open[:depths[i]+1]
		around := open[len(open)-1]
		around.Branches = append(around.Branches, b)
		open = append(open, b)
	}
	return root.Branches
}

// provisionText is a provision in the reader's language or, where that text lacks it, in the one that the others follow.
func (r *Request) provisionText(v protocol.Version, p protocol.Provision) (protocol.Text, protocol.Section) {
	_, number, _ := strings.Cut(p.Address, "/")
	text := r.read(v)
	section, ok := text.Section(number)
	if !ok {
		text, _ = v.Primary()
		section, _ = text.Section(number)
	}
	return text, section
}

const extractLength = 110 // characters

// beginning is the first line of a text, cut between words.
func beginning(text string) string {
	line, _, more := strings.Cut(strings.TrimSpace(text), "\n")
	runes := []rune(line)
	if len(runes) > extractLength {
		line = string(runes[:extractLength])
		if at := strings.LastIndexByte(line, ' '); at > 0 {
			line = line[:at]
		}
		more = true
	}
	if more {
		line += " …"
	}
	return line
}

// citations are the documents that cite provisions of an instrument, by the provisions' addresses.
func (r *Request) citations(instrument string) (map[string][]node.Document, error) {
	all, err := r.s.Node.Catalogue()
	if err != nil {
		return nil, err
	}
	cited := make(map[string][]node.Document)
	for _, d := range all {
		for _, address := range d.Content.Provisions {
			if strings.HasPrefix(address, instrument+"/") {
				cited[address] = append(cited[address], d)
			}
		}
	}
	return cited, nil
}

type provisionData struct {
	Address   string
	Standards []provisionOf // the texts, of each standard that has it; none where no such standard is here
	Citing    []citingLine
	Tree      string // the path of the tree
}

type provisionOf struct {
	standardLine
	Level  protocol.Level
	Number string
	Around []*branch // the provisions in which it lies, the widest first
	Within []*branch // those that lie in it
	Before *branch
	After  *branch
	Topics []string
	Texts  []provisionIn
	Lacks  []string // languages of the standard that lack it
}

type provisionIn struct {
	protocol.Section
	Language string
	Status   protocol.Status
}

type citingLine struct {
	reading
	Document node.Document
	Body     string
}

func provisionOne(r *Request) (Answer, error) {
	instrument := r.PathValue("instrument")
	address := instrument + "/" + r.PathValue("place")
	if _, _, err := protocol.ParseAddress(address); err != nil {
		return Answer{}, NotFound
	}
	whole, err := r.standardsOf(instrument)
	if err != nil {
		return Answer{}, err
	}
	cited, err := r.citations(instrument)
	if err != nil {
		return Answer{}, err
	}
	data := provisionData{Address: address, Tree: "/standards/" + instrument}
	title := r.Say("standards.provision", "instrument", r.instrument(instrument), "number", r.PathValue("place"))
	for _, d := range whole {
		if one, ok := r.provisionOf(d, address, cited); ok {
			data.Standards = append(data.Standards, one)
		}
	}
	if len(data.Standards) > 0 {
		first := data.Standards[0]
		title = protocol.Levels().Label(string(first.Level), r.Language) + " " + first.Number
	}
	for _, d := range cited[address] {
		data.Citing = append(data.Citing, citingLine{reading: r.reading(d.Content), Document: d, Body: r.bodyName(d)})
	}
	if len(data.Standards)+len(data.Citing) == 0 {
		return Answer{}, NotFound
	}
	return Answer{Template: "provision", Title: title, Data: data}, nil
}

func (r *Request) provisionOf(d node.Document, address string, cited map[string][]node.Document) (provisionOf, bool) {
	tree := d.Content.Standard.Tree
	at := slices.IndexFunc(tree, func(p protocol.Provision) bool { return p.Address == address })
	if at < 0 {
		return provisionOf{}, false
	}
	_, number, _ := strings.Cut(address, "/")
	one := provisionOf{standardLine: standardLine{reading: r.reading(d.Content), Document: d, Body: r.bodyName(d)},
		Level: tree[at].Level, Number: number, Topics: tree[at].Topics}
	one.Around, one.Within, one.Before, one.After = neighbours(r.tree(d, cited), "/standards/"+address)
	for _, t := range d.Content.Texts {
		if section, ok := t.Section(number); ok {
			one.Texts = append(one.Texts, provisionIn{section, t.Language, t.Status})
		} else {
			one.Lacks = append(one.Lacks, t.Language)
		}
	}
	slices.SortStableFunc(one.Texts, func(a, b provisionIn) int { // the reader's language first, then what the others follow
		return rank(b, r.Language) - rank(a, r.Language)
	})
	return one, true
}

func rank(p provisionIn, language string) int {
	switch {
	case p.Language == language:
		return 2
	case p.Status == protocol.StatusOriginal:
		return 1
	}
	return 0
}

// neighbours finds a provision in a tree: those in which it lies, those that lie in it, and those before and after it in
// the order of the text.
func neighbours(tree []*branch, path string) (around, within []*branch, before, after *branch) {
	var order, above []*branch
	at := -1
	var walk func([]*branch)
	walk = func(all []*branch) {
		for _, b := range all {
			order = append(order, b)
			if b.Path == path {
				at, within, around = len(order)-1, b.Branches, slices.Clone(above)
			}
			above = append(above, b)
			walk(b.Branches)
			above = above[:len(above)-1]
		}
	}
	walk(tree)
	if at > 0 {
		before = order[at-1]
	}
	if at >= 0 && at+1 < len(order) {
		after = order[at+1]
	}
	return around, within, before, after
}
