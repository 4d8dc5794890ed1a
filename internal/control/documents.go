package control

import (
	"strconv"

	"praxis/internal/markdown"
	"praxis/node"
	"praxis/protocol"
)

// filter reads ?kind=, language=, topic= and body=.
func (c *call) filter() (node.Filter, error) {
	q := c.r.URL.Query()
	f := node.Filter{Kind: protocol.Kind(q.Get("kind")), Language: q.Get("language"), Topic: q.Get("topic")}
	if f.Kind != "" && !f.Kind.Known() {
		return f, fault(KindWrongUse, "%q is no kind of document: use standard, methodology, practice-note or report", f.Kind)
	}
	if text := q.Get("body"); text != "" {
		id, err := protocol.ParseID(text)
		if err != nil {
			return f, fault(KindWrongUse, "body: %v", err)
		}
		f.Body = id
	}
	return f, nil
}

func (c *call) documents() (any, error) {
	f, err := c.filter()
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "application/x-ndjson")
	out := c.stream()
	return out.finish(c.n.List(f, func(d node.Document) error { return out.line(d) }))
}

func (c *call) search() (any, error) {
	f, err := c.filter()
	if err != nil {
		return nil, err
	}
	limit := 50
	if text := c.r.URL.Query().Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 0 {
			return nil, fault(KindWrongUse, "limit is a number from 0, which is no limit, not %q", text)
		}
	}
	found, err := c.n.Search(c.r.URL.Query().Get("q"), f, limit)
	if err != nil && classify(err).Kind == KindFailed {
		err = fault(KindWrongUse, "%v", err)
	}
	if found == nil {
		found = []node.Found{}
	}
	return answer(found, err)
}

func (c *call) shown() (node.Document, error) {
	id, err := c.id()
	if err != nil {
		return node.Document{}, err
	}
	var version uint64
	if text := c.r.URL.Query().Get("version"); text != "" {
		if version, err = strconv.ParseUint(text, 10, 63); err != nil || version == 0 {
			return node.Document{}, fault(KindWrongUse, "version is a number from 1, not %q", text)
		}
	}
	return c.n.Show(id, version)
}

func (c *call) document() (any, error) {
	d, err := c.shown()
	if err != nil {
		return nil, err
	}
	return Document{Document: d, Content: protocol.Named(d.Content)}, nil
}

func (c *call) documentMarkdown() (any, error) {
	d, err := c.shown()
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	_, _ = c.w.Write(markdown.Format(d.Content)) // the client has gone if this fails
	return nil, nil
}

func (c *call) holders() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	return answer(c.n.Holders(c.ctx(), id))
}

func (c *call) why() (any, error) {
	// An id that nothing here begins with may be whole and still unknown: that is what why is for.
	id, err := protocol.ParseID(c.r.PathValue("id"))
	if err != nil {
		if id, err = c.id(); err != nil {
			return nil, err
		}
	}
	return answer(c.n.Why(c.ctx(), id))
}

func (c *call) resolve() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	return Resolved{ID: id}, nil
}
