package web

import (
	"encoding/json"
	"errors"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"praxis/internal/difference"
	"praxis/internal/draft"
	"praxis/internal/markdown"
	"praxis/internal/search"
	"praxis/node"
	"praxis/protocol"
)

func documentRoutes() []route {
	may := draft.Person.MayReadDocuments
	return []route{
		{pattern: "GET /documents/{id}", who: may, handler: document},
		{pattern: "GET /documents/{id}/changes", who: may, handler: changes},
		{pattern: "GET /documents/{id}/as/{format}", who: may, handler: documentFile},
		{pattern: "GET /documents/{id}/attachments/{number}", who: may, handler: documentAttachment},
	}
}

type documentData struct {
	node.Document
	Base      string // the address of the document
	Query     string // that keeps an older version, for other addresses
	Text      protocol.Text
	Beside    *protocol.Text // another language, side by side
	Pairs     []pair
	Pages     Pages // of a long text
	Newest    uint64
	Versions  []versionLine
	Held, Of  int
	Events    []event
	Chart     chart
	Derived   []node.Document
	Source    *node.Document // that it is derived from, where that is here
	Following bool           // one of its topics
}

type versionLine struct {
	node.VersionOf
	Shown bool
}

// pair is a section in one language, and the same in the other.
type pair struct {
	Level         int    // 2 to 6
	Anchor        string // of the section in the page
	Address       string // of the provision, if it is one
	First, Second *protocol.Section
	Label         string // that stands over it where the text has no heading
}

// shown is the document of the address, in the version that it asks for.
func (r *Request) shown() (node.Document, error) {
	id, err := r.PathID("id")
	if err != nil {
		return node.Document{}, err
	}
	var version uint64
	if text := r.URL.Query().Get("version"); text != "" {
		if version, err = strconv.ParseUint(text, 10, 32); err != nil || version == 0 {
			return node.Document{}, NotFound
		}
	}
	d, err := r.s.Node.Show(id, version)
	if errors.Is(err, node.ErrNotFound) && version == 0 {
		if versions, known := r.s.Node.Versions(id); known == nil && len(versions) > 0 && !slices.ContainsFunc(versions, func(v node.VersionOf) bool { return v.Held }) {
			if why, err := r.s.Node.Why(r.Context(), id); err == nil && len(why.Causes) > 0 && why.Causes[0].Kind == node.CauseWithdrawn {
				return d, Withdrawn
			}
			return d, NotHere
		}
	}
	return d, err
}

// Withdrawn and NotHere are the pages of documents that cannot be read.
var (
	Withdrawn = &Problem{410, "withdrawn"}
	NotHere   = &Problem{404, "not-here"}
)

func document(r *Request) (Answer, error) {
	shown, err := r.shown()
	if err != nil {
		return Answer{}, err
	}
	d := documentData{Document: shown, Base: "/documents/" + shown.ID.String()}
	if r.URL.Query().Get("version") != "" {
		d.Query = "version=" + strconv.FormatUint(shown.Version, 10)
	}
	d.Text = inLanguage(shown.Content, r.URL.Query().Get("language"), r.Language)
	if other, ok := shown.Content.In(r.URL.Query().Get("beside")); ok && other.Language != d.Text.Language {
		d.Beside = &other
	}
	d.Pairs = pairs(r, shown.Content, d.Text, d.Beside)
	if parts := inParts(d.Pairs); len(parts) > 1 && r.URL.Query().Get("whole") == "" {
		now := r.page(len(parts))
		d.Pages = Pages{Path: d.With(d.Text.Language), Now: now, Of: len(parts), More: now < len(parts)}
		if d.Beside != nil {
			d.Pages.Path = d.SideBySide(d.Beside.Language)
		}
		d.Pairs = parts[now-1]
	}
	if err := d.about(r); err != nil {
		return Answer{}, err
	}
	return Answer{Template: "document", Title: d.Text.Title, Data: d}, nil
}

// about gathers what the page says beside the text.
func (d *documentData) about(r *Request) error {
	n := r.s.Node
	versions, err := n.Versions(d.ID)
	if err != nil {
		return err
	}
	for _, v := range versions {
		d.Versions = append(d.Versions, versionLine{v, v.Number == d.Version})
		if v.Held {
			d.Newest = max(d.Newest, v.Number)
		}
	}
	if d.Held, d.Of, err = n.HeldBy(r.Context(), d.Document); err != nil {
		return err
	}
	derived, err := n.Derived(d.ID)
	if err != nil {
		return err
	}
	for _, one := range derived {
		if shown, err := n.Show(one.ID, 0); err == nil {
			d.Derived = append(d.Derived, shown)
		}
	}
	if from := d.Content.DerivedFrom; from != nil {
		if shown, err := n.Show(from.Document, 0); err == nil {
			d.Source = &shown
		}
	}
	d.Events = r.timeline(d.Content, d.Versions)
	d.Chart = timelineChart(r, d.Events)
	return nil
}

// inLanguage is the text in the first of some languages that there is, else the one that the others follow.
func inLanguage(v protocol.Version, languages ...string) protocol.Text {
	for _, l := range languages {
		if t, ok := v.In(l); ok {
			return t
		}
	}
	t, _ := v.Primary()
	return t
}

// pairs sets the sections of two texts beside each other: by their ids, and free ones by their order.
func pairs(r *Request, v protocol.Version, first protocol.Text, beside *protocol.Text) []pair {
	depths := make(map[string]int)
	if v.Standard != nil {
		for i, depth := range v.Standard.Depths() {
			depths[v.Standard.Tree[i].Address] = depth
		}
	}
	terms := protocol.SectionTerms()
	var all []pair
	for i := range first.Sections {
		s := &first.Sections[i]
		p := pair{Level: 2, First: s, Anchor: "s" + strconv.Itoa(i+1)}
		if s.ID != "" && v.Standard != nil {
			p.Address = v.Standard.Instrument + "/" + s.ID
			p.Level = min(6, 2+depths[p.Address])
			p.Label = s.ID
		} else if s.ID != "" {
			p.Label = terms.Label(s.ID, first.Language)
		}
		if beside != nil {
			p.Second = counterpart(s, i, beside.Sections)
		}
		all = append(all, p)
	}
	return all
}

func counterpart(s *protocol.Section, at int, others []protocol.Section) *protocol.Section {
	for i := range others {
		if s.ID != "" && others[i].ID == s.ID || s.ID == "" && others[i].ID == "" && i == at {
			return &others[i]
		}
	}
	return nil
}

// With is the address of the page in a language, in the version that is shown.
func (d documentData) With(language string) string { return d.address("language=" + language) }

// SideBySide is the address of the page with another language beside.
func (d documentData) SideBySide(language string) string {
	return d.address("language=" + d.Text.Language + "&beside=" + language)
}

// As is the address of a file of the document.
func (d documentData) As(format string) string {
	if d.Query == "" {
		return d.Base + "/as/" + format
	}
	return d.Base + "/as/" + format + "?" + d.Query
}

func (d documentData) address(query string) string {
	if d.Query != "" {
		query = d.Query + "&" + query
	}
	return d.Base + "?" + query
}

// Facets are the names of the facets that the page links, with the codes of the document.
func (d documentData) Facets() []struct {
	Key, Vocabulary, Facet string
	Codes                  []string
} {
	type line = struct {
		Key, Vocabulary, Facet string
		Codes                  []string
	}
	return []line{
		{"find-by.topic", "topics", search.FacetTopic.String(), d.Content.Topics},
		{"find-by.place-type", "place-types", search.FacetPlaceType.String(), d.Content.PlaceTypes},
		{"find-by.population", "populations", search.FacetPopulation.String(), d.Content.Populations},
	}
}

// documentFile is the document to keep: as canonical Markdown, or as JSON with the names of the specification.
func documentFile(r *Request) (Answer, error) {
	d, err := r.shown()
	if err != nil {
		return Answer{}, err
	}
	name := string(d.Kind) + "-" + d.ID.String()[:8] + "-" + strconv.FormatUint(d.Version, 10)
	switch r.PathValue("format") {
	case "markdown":
		return Answer{File: &File{Name: name + ".md", Type: "text/markdown; charset=utf-8", Data: markdown.Format(d.Content)}}, nil
	case "json":
		raw, err := json.MarshalIndent(map[string]any{"body": d.BodyName, "current_as_of": d.AsOf, "content": protocol.Named(d.Content)}, "", "  ")
		return Answer{File: &File{Name: name + ".json", Type: "application/json; charset=utf-8", Data: raw}}, err
	}
	return Answer{}, NotFound
}

// documentAttachment is a file that goes with the document. It is never opened as a page.
func documentAttachment(r *Request) (Answer, error) {
	d, err := r.shown()
	if err != nil {
		return Answer{}, err
	}
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || number < 1 || number > len(d.Content.Attachments) {
		return Answer{}, NotFound
	}
	f, err := r.s.Node.Attachment(d.ID, d.Version, number)
	return Answer{File: &File{Name: f.Name, Type: "application/octet-stream", Data: f.Bytes}}, err
}

type changesData struct {
	node.Document
	From     uint64
	Language string
	Title    []difference.Part
	Sections []changedSection
	Said     []string
	More     int // sentences beyond those
}

type changedSection struct {
	Heading string
	Parts   []difference.Part
}

const mostSaid = 100 // sentences about what changed

// changes shows what a version changed of an earlier one, in one language.
func changes(r *Request) (Answer, error) {
	to, err := r.shown()
	if err != nil {
		return Answer{}, err
	}
	from, err := strconv.ParseUint(r.URL.Query().Get("from"), 10, 32)
	if err != nil || from == 0 {
		return Answer{}, NotFound
	}
	before, err := r.s.Node.Show(to.ID, from)
	if err != nil {
		return Answer{}, err
	}
	now := inLanguage(to.Content, r.URL.Query().Get("language"), r.Language)
	was := inLanguage(before.Content, now.Language)
	d := changesData{Document: to, From: from, Language: now.Language, Title: difference.Between(was.Title, now.Title)}
	d.say(r, d.Title)
	for _, two := range sectionsOf(was, now) {
		parts := difference.Between(two[0], two[1])
		if difference.Changed(parts) {
			heading, _, _ := strings.Cut(two[1]+two[0], "\n")
			d.Sections = append(d.Sections, changedSection{heading, parts})
			d.say(r, parts)
		}
	}
	return Answer{Template: "changes", Title: r.Say("document.changes", "from", from, "to", to.Version), Data: d}, nil
}

func (d *changesData) say(r *Request, parts []difference.Part) {
	for _, s := range difference.Said(parts, r.Language) {
		if len(d.Said) < mostSaid {
			d.Said = append(d.Said, s)
		} else {
			d.More++
		}
	}
}

// sectionsOf pairs the summaries and the sections of two texts; what one lacks is empty.
func sectionsOf(was, now protocol.Text) [][2]string {
	all := [][2]string{{was.Summary, now.Summary}}
	left := slices.Clone(was.Sections)
	for i := range now.Sections {
		two := [2]string{1: plain(now.Sections[i])}
		at := slices.IndexFunc(left, func(s protocol.Section) bool {
			return s.ID == now.Sections[i].ID && (s.ID != "" || s.Heading == now.Sections[i].Heading)
		})
		if at >= 0 {
			two[0] = plain(left[at])
			left = slices.Delete(left, at, at+1)
		}
		all = append(all, two)
	}
	for _, s := range left {
		all = append(all, [2]string{plain(s), ""})
	}
	return all
}

// plain is a section as a text.
func plain(s protocol.Section) string {
	lines := append([]string{s.Heading, s.Text}, s.Questions...)
	return strings.TrimSpace(strings.Join(append(lines, s.Indicators...), "\n"))
}

// side is one section as the page shows it, in one language.
type side struct {
	Level            int
	Heading, Address string
	Section          *protocol.Section
}

// Side is a section of a pair, with the heading that stands over it in its language.
func (v View) Side(p pair, s *protocol.Section, language string) side {
	out := side{p.Level, s.Heading, p.Address, s}
	switch {
	case out.Heading != "":
	case p.Address != "":
		out.Heading = p.Label
	case s.ID != "":
		out.Heading = protocol.SectionTerms().Label(s.ID, language)
	}
	return out
}

// HeadingHTML is a heading of a level from 2 to 6.
func (v View) HeadingHTML(level int, text string) template.HTML {
	h := "h" + strconv.Itoa(max(2, min(level, 6)))
	return template.HTML("<" + h + ">" + template.HTMLEscapeString(text) + "</" + h + ">")
}

// AudienceKey is an audience in the keys of sentences.
func (v View) AudienceKey(a protocol.Audience) string {
	if a.IsGroup() {
		return "group"
	}
	return string(a)
}

// Int64 is a size as sentences take it.
func (v View) Int64(n uint64) int64 { return int64(min(n, 1<<62)) }

// AttachmentPath is the address of an attachment, counted from 0.
func (d documentData) AttachmentPath(at int) string {
	path := d.Base + "/attachments/" + strconv.Itoa(at+1)
	if d.Query != "" {
		path += "?" + d.Query
	}
	return path
}
