package control

import (
	"context"
	"errors"
	"fmt"

	"praxis/node"
	"praxis/protocol"
)

// lacking says what of a wish has not come true yet; nothing if all has.
func (c *call) lacking(ctx context.Context, q Wait, id protocol.ID) (string, error) {
	if len(q.Heads) > 0 {
		lacking, err := c.lackingHeads(ctx, q.Heads)
		if lacking != "" || err != nil {
			return lacking, err
		}
	}
	if q.Connected > 0 {
		connected := 0
		for _, p := range c.n.Peers() {
			if p.Connected {
				connected++
			}
		}
		if connected < q.Connected {
			return fmt.Sprintf("%d of %d nodes are connected", connected, q.Connected), nil
		}
	}
	if q.Document == "" {
		return "", nil
	}
	return c.lackingDocument(ctx, q, id)
}

func (c *call) lackingHeads(ctx context.Context, heads []Head) (string, error) {
	held, err := c.n.Repositories(ctx)
	if err != nil {
		return "", err
	}
	byName := make(map[protocol.Repository]node.RepositoryStatus, len(held))
	for _, r := range held {
		byName[protocol.Repository{Body: r.Body, Audience: r.Audience}] = r
	}
	for _, h := range heads {
		r, ok := byName[protocol.Repository{Body: h.Body, Audience: h.Audience}]
		switch {
		case !ok || r.Epoch < h.Epoch || r.Epoch == h.Epoch && r.Sequence < h.Sequence:
			return "a head has not arrived", nil
		case r.Missing > 0:
			return fmt.Sprintf("%d contents are missing", r.Missing), nil
		}
	}
	return "", nil
}

func (c *call) lackingDocument(ctx context.Context, q Wait, id protocol.ID) (string, error) {
	if q.State != "" {
		state, err := c.n.DocumentState(id)
		if err != nil {
			return "", err
		}
		if state != q.State {
			return fmt.Sprintf("the document is %s, not %s", state, q.State), nil
		}
	}
	if q.SeenBy <= 0 && q.WithdrawnAt <= 0 {
		return "", nil
	}
	h, err := c.n.Holders(ctx, id)
	switch {
	case errors.Is(err, node.ErrNotFound):
		return "this node's body has shared no such document", nil
	case err != nil:
		return "", err
	case h.Seen < q.SeenBy:
		return fmt.Sprintf("it is seen by %d of %d", h.Seen, h.Of), nil
	case h.Withdrawn < q.WithdrawnAt:
		return fmt.Sprintf("it is withdrawn at %d of %d", h.Withdrawn, h.Of), nil
	}
	return "", nil
}
