package web

import (
	"slices"
	"strings"

	"praxis/node"
	"praxis/protocol"
)

type sideData struct {
	Code, Topic string
	Columns     []column
	Rows        []row
}

// column is one of the documents that are compared.
type column struct {
	reading
	Document node.Document
	Body     string
}

// row is a field with what each document says there.
type row struct {
	Field string
	Cells []compared
}

// compared is what one document says in a field: Markdown in its own language, words of the page, or nothing.
type compared struct {
	Column   column
	Text     string
	Language string // of the text
	Words    []string
	Links    []citedPlace // provisions
}

// IsEmpty tells whether the document says nothing there.
func (c compared) IsEmpty() bool { return c.Text == "" && len(c.Words)+len(c.Links) == 0 }

// rows are the fields in which at least one document says something, in the order in which their kinds have them.
func (r *Request) rows(columns []column, topic string) []row {
	fields := []struct {
		label string
		fill  func(*compared, protocol.Version)
	}{
		{r.Say("compare.summary"), func(c *compared, v protocol.Version) { c.Text = r.read(v).Summary }},
		{r.Say("compare.place-types"), words(protocol.PlaceTypes(), r.Language, func(v protocol.Version) []string { return v.PlaceTypes })},
		{r.Say("compare.visit-purposes"), words(protocol.VisitPurposes(), r.Language, func(v protocol.Version) []string { return method(v).Purposes })},
		{r.Say("compare.notice"), words(protocol.Notices(), r.Language, func(v protocol.Version) []string { return method(v).Notice })},
		{r.Say("compare.visit-steps"), words(protocol.VisitSteps(), r.Language, func(v protocol.Version) []string { return method(v).Steps })},
	}
	for _, kind := range []protocol.Kind{protocol.KindPracticeNote, protocol.KindMethodology} {
		for _, id := range protocol.SectionIDs(kind) {
			fields = append(fields, struct {
				label string
				fill  func(*compared, protocol.Version)
			}{protocol.SectionTerms().Label(id, r.Language), func(c *compared, v protocol.Version) {
				if s, ok := r.read(v).Section(id); ok && v.Kind() == kind {
					c.Text = s.Text
				}
			}})
		}
	}
	fields = append(fields, []struct {
		label string
		fill  func(*compared, protocol.Version)
	}{
		{r.Say("compare.strength"), words(protocol.EvidenceStrengths(), r.Language, func(v protocol.Version) []string { return some(practice(v).Evidence) })},
		{r.Say("compare.authorities"), words(protocol.Responses(), r.Language, func(v protocol.Version) []string { return some(practice(v).Response) })},
		{r.Say("compare.rules"), func(c *compared, v protocol.Version) { c.Links = r.rulesOn(v, topic) }},
		{r.Say("compare.provisions"), func(c *compared, v protocol.Version) {
			for _, address := range v.Provisions {
				c.Links = append(c.Links, citedPlace{Address: address, Path: "/standards/" + address})
			}
		}},
		{r.Say("compare.handling"), words(protocol.Handlings(), r.Language, func(v protocol.Version) []string { return some(string(v.Handling)) })},
	}...)
	var rows []row
	for _, f := range fields {
		one := row{Field: f.label}
		for _, c := range columns {
			made := compared{Column: c, Language: c.Language}
			f.fill(&made, c.Document.Content)
			one.Cells = append(one.Cells, made)
		}
		if !slices.ContainsFunc(one.Cells, func(c compared) bool { return !c.IsEmpty() }) {
			continue
		}
		rows = append(rows, one)
	}
	return rows
}

// words fills a cell with the labels of codes.
func words(v protocol.Vocabulary, language string, codes func(protocol.Version) []string) func(*compared, protocol.Version) {
	return func(c *compared, version protocol.Version) {
		for _, code := range codes(version) {
			c.Words = append(c.Words, v.Label(code, language))
		}
	}
}

func method(v protocol.Version) protocol.Methodology {
	if v.Methodology == nil {
		return protocol.Methodology{}
	}
	return *v.Methodology
}

func practice(v protocol.Version) protocol.PracticeNote {
	if v.PracticeNote == nil {
		return protocol.PracticeNote{}
	}
	return *v.PracticeNote
}

func some(code string) []string {
	if code == "" {
		return nil
	}
	return []string{code}
}

// rulesOn are a standard's own provisions about a topic.
func (r *Request) rulesOn(v protocol.Version, topic string) (all []citedPlace) {
	if v.Standard == nil {
		return nil
	}
	codes := protocol.Topics().Narrower(topic)
	for _, p := range v.Standard.Tree {
		if slices.ContainsFunc(p.Topics, func(t string) bool { return slices.Contains(codes, t) }) {
			_, s := r.provisionText(v, p)
			all = append(all, citedPlace{Address: r.provisionName(p, s), Path: "/standards/" + p.Address})
		}
	}
	return all
}

// bodyShare is how many documents a body has shared on a topic, by kind in the order of [protocol.Kinds].
type bodyShare struct {
	Body   string
	Counts []int
	All    int
}

func (r *Request) shares(all []node.Document) []bodyShare {
	at := make(map[string]int)
	var shares []bodyShare
	for _, d := range all {
		name := r.bodyName(d)
		i, ok := at[name]
		if !ok {
			i = len(shares)
			at[name] = i
			shares = append(shares, bodyShare{Body: name, Counts: make([]int, len(protocol.Kinds()))})
		}
		if k := slices.Index(protocol.Kinds(), d.Kind); k >= 0 {
			shares[i].Counts[k]++
			shares[i].All++
		}
	}
	slices.SortFunc(shares, func(a, b bodyShare) int {
		if a.All != b.All {
			return b.All - a.All
		}
		return strings.Compare(a.Body, b.Body)
	})
	return shares
}

// shareFigure is a bar for each body, in pixels of a drawing 640 wide.
type shareFigure struct {
	Height int
	Bars   []bar
}

type bar struct {
	Body        string
	All         int
	Label, Top  int // where the name and the bar stand
	End, Middle int // where the number stands
	Parts       []barPart
}

type barPart struct{ X, Width, Kind int }

const (
	mostBars  = 20
	barHeight = 52
	barWidth  = 600
)

func drawShares(shares []bodyShare) shareFigure {
	f := shareFigure{}
	most := 1
	for _, s := range shares {
		most = max(most, s.All)
	}
	for i, s := range shares[:min(len(shares), mostBars)] {
		b := bar{Body: s.Body, All: s.All, Label: i*barHeight + 16, Top: i*barHeight + 24}
		b.Middle = b.Top + 14
		for kind, n := range s.Counts {
			if n > 0 {
				width := n * barWidth / most
				b.Parts = append(b.Parts, barPart{X: b.End, Width: width, Kind: kind + 1})
				b.End += width
			}
		}
		b.End += 8
		f.Bars = append(f.Bars, b)
	}
	f.Height = max(1, len(f.Bars)) * barHeight
	return f
}
