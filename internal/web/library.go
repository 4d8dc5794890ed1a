package web

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strconv"
	"sync"

	"praxis/internal/draft"
	"praxis/internal/search"
	"praxis/node"
	"praxis/protocol"
)

func libraryRoutes() []route {
	may := draft.Person.MayReadDocuments
	return []route{
		{pattern: "GET /documents", who: may, handler: library},
		{pattern: "POST /documents", who: may, handler: libraryAsk, asks: true},
		{pattern: "GET /coverage", who: may, handler: coverage},
	}
}

const (
	libraryPage  = 20
	libraryMost  = 500 // pages
	facetShown   = 8   // codes of a facet that are shown without opening the rest
	mostAsked    = 64  // searches that a session remembers
	longestQuery = 500 // characters
)

// asked remembers what a person looked for, so that the words stand in no address: an address has a token instead. It
// ends with the session.
type asked struct {
	mu    sync.Mutex // guards what follows
	words map[string]string
	order []string // of the tokens, the oldest first
}

// keep remembers words and returns their token.
func (a *asked) keep(words string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.words == nil {
		a.words = make(map[string]string)
	}
	if len(a.order) == mostAsked {
		delete(a.words, a.order[0])
		a.order = a.order[1:]
	}
	token := rand.Text()[:16]
	a.words[token] = words
	a.order = append(a.order, token)
	return token
}

// of returns the words of a token; "" where they are forgotten.
func (a *asked) of(token string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.words[token]
}

type libraryData struct {
	node.Results
	Words     string
	Token     string
	Forgotten bool // the address is of a search that nobody remembers
	Only      map[search.Facet]string
	Lists     []facetList
	Now, Of   int // pages
}

// facetList is a facet with its codes, as links.
type facetList struct {
	Key         string // of its name
	First, More []facetLink
	Chosen      *facetLink
}

type facetLink struct {
	Label, Lang string
	Count       int
	Path        string // with this code instead, or without it where it is chosen
}

// libraryAsk takes the words and goes on to the results: words never stand in an address.
func libraryAsk(r *Request) (Answer, error) {
	words := r.Form.Text("words")
	if n := []rune(words); len(n) > longestQuery {
		words = string(n[:longestQuery])
	}
	d := libraryData{Only: chosen(r.Form.Values)}
	if words != "" {
		d.Token = r.open.asked.keep(words)
	}
	return Go(d.path(d.Only, 1))
}

// chosen are the codes of an address or a form.
func chosen(from url.Values) map[search.Facet]string {
	only := make(map[search.Facet]string)
	for _, f := range search.Facets() {
		if code := from.Get(f.String()); code != "" && len(code) <= 64 {
			only[f] = code
		}
	}
	return only
}

// path is the address of a page of the results, narrowed by codes.
func (d libraryData) path(only map[search.Facet]string, page int) string {
	v := url.Values{}
	if d.Token != "" {
		v.Set("search", d.Token)
	}
	for f, code := range only {
		v.Set(f.String(), code)
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return "/documents"
	}
	return "/documents?" + v.Encode()
}

// Before and After are the addresses of the pages beside; Bare is that without any code.
func (d libraryData) Before() string { return d.path(d.Only, d.Now-1) }

// After is the address of the next page.
func (d libraryData) After() string { return d.path(d.Only, d.Now+1) }

// Bare is the address of the same search, not narrowed.
func (d libraryData) Bare() string { return d.path(nil, 1) }

// library shows what was found, or everything, with the facets.
func library(r *Request) (Answer, error) {
	d := libraryData{Only: chosen(r.URL.Query()), Token: r.URL.Query().Get("search"), Now: r.page(libraryMost)}
	if d.Token != "" {
		if d.Words = r.open.asked.of(d.Token); d.Words == "" {
			d.Token, d.Forgotten = "", true
		}
	}
	var err error
	d.Results, err = r.s.Node.Find(search.Query{Words: d.Words, Only: d.Only, Languages: []string{r.Language}, Offset: (d.Now - 1) * libraryPage, Limit: libraryPage})
	if err != nil {
		return Answer{}, err
	}
	d.Of = min(max(1, (d.Total+libraryPage-1)/libraryPage), libraryMost)
	for _, f := range search.Facets() {
		if list := d.list(r, f); list.Chosen != nil || len(list.First) > 1 || len(list.First) == 1 && f != search.FacetYear {
			d.Lists = append(d.Lists, list)
		}
	}
	title := r.Say("find.title")
	if d.Now > 1 {
		title = r.Say("find.title-page", "page", d.Now)
	}
	return Answer{Template: "library", Title: title, Data: d}, nil
}

func (d libraryData) list(r *Request, f search.Facet) facetList {
	list := facetList{Key: "find-by." + f.String()}
	for _, c := range d.Facets[f] {
		only := make(map[search.Facet]string, len(d.Only)+1)
		for g, code := range d.Only {
			only[g] = code
		}
		link := facetLink{Count: c.Count}
		link.Label, link.Lang = r.facetLabel(f, c.Code)
		if d.Only[f] == c.Code {
			delete(only, f)
			link.Path = d.path(only, 1)
			list.Chosen = &link
			continue
		}
		only[f] = c.Code
		link.Path = d.path(only, 1)
		if len(list.First) < facetShown {
			list.First = append(list.First, link)
		} else {
			list.More = append(list.More, link)
		}
	}
	if code := d.Only[f]; code != "" && list.Chosen == nil {
		only := make(map[search.Facet]string)
		for g, c := range d.Only {
			if g != f {
				only[g] = c
			}
		}
		link := facetLink{Path: d.path(only, 1)}
		link.Label, link.Lang = r.facetLabel(f, code)
		list.Chosen = &link
	}
	return list
}

// facetLabel is a code in words, and the language of the words where it is not the page's.
func (r *Request) facetLabel(f search.Facet, code string) (label, lang string) {
	v := View{Request: r}
	switch f {
	case search.FacetKind:
		return v.Label("kind", code), ""
	case search.FacetTopic:
		return v.Label("topics", code), ""
	case search.FacetPlaceType:
		return v.Label("place-types", code), ""
	case search.FacetPopulation:
		return v.Label("populations", code), ""
	case search.FacetInstrument:
		return v.Label("instruments", code), ""
	case search.FacetLanguage:
		return v.LanguageName(code), ""
	case search.FacetBody:
		if code == search.Unnamed {
			return r.Say("document.an-npm"), ""
		}
		if id, err := parseID(code); err == nil {
			return r.s.Node.BodyName(id), ""
		}
	}
	return code, ""
}

type coverageData struct {
	Bodies []string // names, in order
	Rows   []coverageRow
	Chart  chart
}

type coverageRow struct {
	Topic, Label string
	Counts       []int
	Total        int
}

// coverage shows who has shared how much about which topic: the widest topics alone, which count what is below them.
func coverage(r *Request) (Answer, error) {
	counts := r.s.Node.Coverage()
	var bodies []string
	for k := range counts {
		if !slices.Contains(bodies, k[1]) {
			bodies = append(bodies, k[1])
		}
	}
	var d coverageData
	names := make(map[string]string)
	for _, b := range bodies {
		names[b], _ = r.facetLabel(search.FacetBody, b)
	}
	slices.SortFunc(bodies, func(a, b string) int {
		if a == search.Unnamed || b == search.Unnamed { // last
			return map[bool]int{true: 1, false: -1}[a == search.Unnamed]
		}
		return compareNames(names[a], names[b])
	})
	for _, b := range bodies {
		d.Bodies = append(d.Bodies, names[b])
	}
	for _, t := range protocol.Topics().Terms() {
		row := coverageRow{Topic: t.Code, Label: t.Label(r.Language)}
		for _, b := range bodies {
			n := counts[[2]string{t.Code, b}]
			row.Counts, row.Total = append(row.Counts, n), row.Total+n
		}
		if t.Broader == "" && len(bodies) > 0 {
			d.Rows = append(d.Rows, row)
		}
	}
	d.Chart = coverageChart(d)
	return Answer{Template: "coverage", Title: r.Say("coverage.title"), Data: d}, nil
}

// First is the number of the first result of the page.
func (d libraryData) First() int { return (d.Now-1)*libraryPage + 1 }

// Divided divides a title at the words that were looked for.
func (v View) Divided(title string) []search.Piece {
	if d, ok := v.Data.(libraryData); ok {
		return search.Divide(d.Words, title)
	}
	return []search.Piece{{Text: title}}
}
