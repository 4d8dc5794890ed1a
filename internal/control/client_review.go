package control

import (
	"context"
	"net/http"

	"praxis/internal/draft"
)

// Read gives the bare text that would leave, and the question that whoever approves answers.
func (c *Client) Read(ctx context.Context, id string) (b Bare, err error) {
	return b, c.call(ctx, http.MethodPost, draftPath(id, "/reading"), nil, &b)
}

// FoundNothing answers that nothing in the bare text would let the session's person recognise someone.
func (c *Client) FoundNothing(ctx context.Context, id string) (d Draft, err error) {
	return d, c.call(ctx, http.MethodPost, draftPath(id, "/reading/answer"), Answer{Nothing: true}, &d)
}

// Recognise answers what in the bare text would let the session's person recognise someone. The draft goes back to its
// authors.
func (c *Client) Recognise(ctx context.Context, id, words string) (d Draft, err error) {
	return d, c.call(ctx, http.MethodPost, draftPath(id, "/reading/answer"), Answer{Recognise: words}, &d)
}

// Notes are what readers of a draft would recognise.
func (c *Client) Notes(ctx context.Context, id string) (all []Note, err error) {
	return all, c.call(ctx, http.MethodGet, draftPath(id, "/notes"), nil, &all)
}

// Approve signs a review in the session's name, after its bare text was read.
func (c *Client) Approve(ctx context.Context, id string) (d Draft, err error) {
	return d, c.call(ctx, http.MethodPost, draftPath(id, "/approve"), nil, &d)
}

// ApproveSameText signs a review on the short way, and confirms that the text is the same as at its source.
func (c *Client) ApproveSameText(ctx context.Context, id string) (d Draft, err error) {
	return d, c.call(ctx, http.MethodPost, draftPath(id, "/approve"), Approve{SameText: true}, &d)
}

// Original is a draft's file as it was before words were taken out.
func (c *Client) Original(ctx context.Context, id string) ([]byte, error) {
	return c.raw(ctx, draftPath(id, "/original"))
}

// ForgetOriginal erases a draft's file as it was before words were taken out.
func (c *Client) ForgetOriginal(ctx context.Context, id string) error {
	return c.call(ctx, http.MethodDelete, draftPath(id, "/original"), nil, nil)
}

// Decisions is a draft's account of what was decided about its marks.
func (c *Client) Decisions(ctx context.Context, id string) (all []Decided, err error) {
	return all, c.call(ctx, http.MethodGet, draftPath(id, "/decisions"), nil, &all)
}

// Reports are what is kept of the examinations of a draft's approved versions.
func (c *Client) Reports(ctx context.Context, id string) (all []Report, err error) {
	return all, c.call(ctx, http.MethodGet, draftPath(id, "/reports"), nil, &all)
}

// ExaminedAgain lists the shared versions in which better checks found more, and of which nobody has taken note.
func (c *Client) ExaminedAgain(ctx context.Context) (all []ExaminedAgain, err error) {
	return all, c.call(ctx, http.MethodGet, "/v1/drafts/again", nil, &all)
}

// TakeNote notes that somebody has seen what better checks found in a draft's shared versions.
func (c *Client) TakeNote(ctx context.Context, id string) error {
	return c.call(ctx, http.MethodPost, draftPath(id, "/again"), nil, nil)
}

// Canaries says how many made-up details were planted, and how many named.
func (c *Client) Canaries(ctx context.Context) (n draft.Caught, err error) {
	return n, c.call(ctx, http.MethodGet, "/v1/canaries", nil, &n)
}
