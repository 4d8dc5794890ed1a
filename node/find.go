package node

import (
	"errors"

	"praxis/internal/search"
	"praxis/protocol"
)

// Filter narrows a list; the zero filter lets everything pass.
type Filter struct {
	Kind     protocol.Kind
	Language string
	Topic    string // or one below it
	Body     protocol.ID
}

func (f Filter) only() map[search.Facet]string {
	only := map[search.Facet]string{search.FacetKind: string(f.Kind), search.FacetLanguage: f.Language, search.FacetTopic: f.Topic}
	if !f.Body.IsZero() {
		only[search.FacetBody] = f.Body.String()
	}
	return only
}

// Found is a document that answers a query.
type Found struct {
	Document
	Score   int            `json:"score"`
	Excerpt string         `json:"excerpt,omitempty"`
	Text    search.Title   `json:"-"` // the text that answers best, in the reader's language where it does
	Date    protocol.Date  `json:"-"` // of this state of the text; "" where it is not said
	Pieces  []search.Piece `json:"-"` // the excerpt, divided at the words that were looked for
}

// Results are one page of what was found. Until Complete, what is held is still being read, and there may be more.
type Results struct {
	Found    []Found
	Total    int
	Facets   map[search.Facet][]search.Count
	Complete bool
	Read, Of int // documents that were read so far, where it is not complete
}

// Find answers a query out of what is held, live and known whole. Without words it lists, the newest first.
func (n *Node) Find(q search.Query) (Results, error) {
	n.catchUp()
	r := Results{Complete: n.finder.complete.Load(), Facets: make(map[search.Facet][]search.Count)}
	found := n.finder.index.Find(q)
	r.Total = found.Total
	for _, f := range search.Facets() {
		r.Facets[f] = found.Facets[f]
	}
	if !r.Complete {
		waiting, begun := n.finder.waiting()
		r.Read, r.Of = max(0, begun-waiting), max(begun, waiting)
	}
	describe, err := n.describer()
	if err != nil {
		return r, err
	}
	for _, one := range found.Found {
		f := Found{Document: describe(one.Document), Score: one.Score, Text: one.In(one.Language), Date: one.Date}
		if q.Words != "" {
			pieces, err := n.excerpt(q.Words, one)
			if errors.Is(err, ErrNotFound) {
				r.Total-- // it was withdrawn at this moment
				continue
			}
			if err != nil {
				return r, err
			}
			f.Pieces, f.Excerpt = pieces, search.Plain(pieces)
		}
		r.Found = append(r.Found, f)
	}
	return r, nil
}

// excerpt reads a document for the place where a query is answered: nothing of texts but titles and summaries is kept.
func (n *Node) excerpt(words string, d search.Found) ([]search.Piece, error) {
	rec, err := n.store.Document(d.Repository, d.ID)
	if err != nil {
		return nil, err
	}
	for _, v := range rec.Versions {
		if v.Number != d.Newest() || !rec.Live(v.Number) {
			continue
		}
		content, err := n.content(d.Repository, v)
		if err != nil {
			return nil, err
		}
		text, _ := content.In(d.Language)
		return search.Excerpt(words, text), nil
	}
	return nil, ErrNotFound
}

// describer describes documents by what the index keeps of them.
func (n *Node) describer() (func(search.Document) Document, error) {
	states, err := n.repositories()
	if err != nil {
		return nil, err
	}
	asOf := make(map[protocol.Repository]int64, len(states))
	for _, s := range states {
		asOf[s.Repository] = s.Head.Value().Time
	}
	return func(x search.Document) Document {
		text := x.In()
		d := Document{ID: x.ID, Version: x.Newest(), Versions: x.Versions, Repository: x.Repository, Entry: x.Entry, Body: x.Repository.Body,
			BodyName: unnamed, Audience: x.Repository.Audience, Kind: x.Kind, Language: text.Language, Title: text.Title, Summary: text.Summary,
			Topics: x.Topics, AsOf: asOf[x.Repository], Unnamed: x.Unnamed}
		if !x.Unnamed {
			d.BodyName = n.bodyName(x.Repository.Body)
		}
		for _, t := range x.Texts {
			d.Languages = append(d.Languages, t.Language)
		}
		return d
	}, nil
}

// List calls yield with every document that is held and passes the filter, the newest first. While what is held is still
// being read after the start, it reads on until all is.
func (n *Node) List(f Filter, yield func(Document) error) error {
	if err := n.readAll(); err != nil {
		return err
	}
	describe, err := n.describer()
	if err != nil {
		return err
	}
	for _, one := range n.finder.index.Find(search.Query{Only: f.only()}).Found {
		if err := yield(describe(one.Document)); err != nil {
			return err
		}
	}
	return nil
}

// readAll reads what is held into the index, where that has not been done since the start, and what has changed.
func (n *Node) readAll() error {
	if n.finder.complete.Load() {
		n.catchUp()
		return nil
	}
	if err := n.gather(); err != nil {
		return err
	}
	for n.readSome(chunk) == chunk {
		if err := n.Err(); err != nil {
			return n.stopped()
		}
	}
	return nil
}

// Search returns the documents that answer a query, best first, at most limit (0 is no limit).
func (n *Node) Search(query string, f Filter, limit int) ([]Found, error) {
	q := search.Query{Words: query, Only: f.only(), Limit: limit}
	if q.Empty() {
		return nil, errors.New("there is no word to look for: write at least one")
	}
	if err := n.readAll(); err != nil {
		return nil, err
	}
	r, err := n.Find(q)
	return r.Found, err
}

// Coverage counts the documents by topic and by body, or search.Unnamed.
func (n *Node) Coverage() map[[2]string]int {
	n.catchUp()
	return n.finder.index.Cross(search.FacetTopic, search.FacetBody)
}
