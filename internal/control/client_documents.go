package control

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"praxis/node"
	"praxis/protocol"
)

// Filter narrows lists and searches.
type Filter struct {
	Kind, Language, Topic, Body string
}

func (f Filter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"kind": f.Kind, "language": f.Language, "topic": f.Topic, "body": f.Body} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// Documents calls yield with each document that is held.
func (c *Client) Documents(ctx context.Context, f Filter, yield func(node.Document) error) error {
	return lines(ctx, c, http.MethodGet, "/v1/documents?"+f.query().Encode(), nil, yield)
}

// Search finds documents by their words, best first.
func (c *Client) Search(ctx context.Context, words string, f Filter, limit int) (found []node.Found, err error) {
	q := f.query()
	q.Set("q", words)
	q.Set("limit", strconv.Itoa(limit))
	return found, c.call(ctx, http.MethodGet, "/v1/search?"+q.Encode(), nil, &found)
}

func documentPath(id, more string, version uint64) string {
	path := "/v1/documents/" + url.PathEscape(strings.TrimSpace(id)) + more
	if version > 0 {
		path += "?version=" + strconv.FormatUint(version, 10)
	}
	return path
}

// Document returns a document in its newest version (0) or in another.
func (c *Client) Document(ctx context.Context, id string, version uint64) (d Document, err error) {
	return d, c.call(ctx, http.MethodGet, documentPath(id, "", version), nil, &d)
}

// Markdown returns a document as a file.
func (c *Client) Markdown(ctx context.Context, id string, version uint64) ([]byte, error) {
	return c.raw(ctx, documentPath(id, "/markdown", version))
}

// Holders says how far other nodes hold a document of this body.
func (c *Client) Holders(ctx context.Context, id string) (h node.Holders, err error) {
	return h, c.call(ctx, http.MethodGet, documentPath(id, "/holders", 0), nil, &h)
}

// Why says why a document has not arrived.
func (c *Client) Why(ctx context.Context, id string) (w node.Why, err error) {
	return w, c.call(ctx, http.MethodGet, documentPath(id, "/why", 0), nil, &w)
}

// Recipients says who would receive what is shared with an audience.
func (c *Client) Recipients(ctx context.Context, audience protocol.Audience) (r node.Recipients, err error) {
	return r, c.call(ctx, http.MethodGet, "/v1/recipients?audience="+url.QueryEscape(string(audience)), nil, &r)
}
