package control

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

func attachmentsOf(id string) string {
	return "/v1/drafts/" + url.PathEscape(strings.TrimSpace(id)) + "/attachments"
}

// Attach rebuilds a file from what can be seen in it, and keeps the fresh one with a draft.
func (c *Client) Attach(ctx context.Context, id, name string, file []byte) (a AttachedNow, err error) {
	return a, c.call(ctx, http.MethodPost, attachmentsOf(id), File{Name: name, File: file}, &a)
}

// Detach takes an attachment, counted from 1, out of a draft.
func (c *Client) Detach(ctx context.Context, id string, number int) (d Draft, err error) {
	return d, c.call(ctx, http.MethodDelete, attachmentsOf(id)+"/"+strconv.Itoa(number), nil, &d)
}

// DraftAttachment returns the bytes of an attachment of a draft, counted from 1.
func (c *Client) DraftAttachment(ctx context.Context, id string, number int) ([]byte, error) {
	return c.raw(ctx, attachmentsOf(id)+"/"+strconv.Itoa(number))
}

// Attachment returns the bytes of an attachment of a document, counted from 1, in its newest version (0) or in another.
func (c *Client) Attachment(ctx context.Context, id string, version uint64, number int) ([]byte, error) {
	return c.raw(ctx, documentPath(id, "/attachments/"+strconv.Itoa(number), version))
}
