package node

import (
	"context"
	"errors"
	"fmt"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// limits of what one head brings, so that a step stays small.
const (
	mostShared = 1024
	shareRoom  = 16 << 20 // bytes of content
)

// Share makes approved drafts versions of documents, and takes documents back, for one audience: under one head where
// they are few, else under several, in the order given. Nothing of it is sent before it is on the disk.
func (s *Session) Share(ctx context.Context, drafts, withdraw []protocol.ID, progress func(shared int)) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	persons, err := n.Persons()
	if err != nil {
		return err
	}
	w := wish{n: n}
	done := 0
	for _, id := range drafts {
		if err := w.share(id, persons); err != nil {
			return fmt.Errorf("draft %s: %w", id, err)
		}
		if w.full() {
			if err := w.publish(ctx); err != nil {
				return err
			}
			done += mostShared
			progress(min(done, len(drafts)))
		}
	}
	for _, id := range withdraw {
		if err := w.withdraw(id); err != nil {
			return err
		}
	}
	if err := w.publish(ctx); err != nil {
		return err
	}
	progress(len(drafts))
	return nil
}

// wish collects what is to be published, by audience.
type wish struct {
	n       *Node
	events  []exchange.Publish
	records []store.Record
	count   int
	size    int
}

func (w *wish) full() bool { return w.count >= mostShared || w.size >= shareRoom }

func (w *wish) event(audience protocol.Audience) *exchange.Publish {
	for i := range w.events {
		if w.events[i].Audience == audience {
			return &w.events[i]
		}
	}
	w.events = append(w.events, exchange.Publish{Audience: audience})
	return &w.events[len(w.events)-1]
}

// share adds a draft. Only an approved one has outgoing bytes: they come from [draft.Approve], which demands a clean
// examination and another person's signature over exactly them.
func (w *wish) share(id protocol.ID, persons []draft.Person) error {
	d, err := w.n.Draft(id)
	if err != nil {
		return err
	}
	r, err := w.n.Reviewed(id)
	if err != nil {
		return err
	}
	approvals, err := w.n.approvals(id)
	if err != nil {
		return err
	}
	approved, err := draft.Approve(d, r, approvals, persons, w.n.rule())
	if err != nil {
		return err
	}
	if d, err = d.MarkShared(approved); err != nil {
		return err
	}
	out := approved.Outgoing()
	document := exchange.Document{ID: out.Document, Version: out.Version, Ends: out.Ends}
	for i, raw := range out.Blocks {
		codec := wire.DAGCBOR
		if i > 0 {
			codec = document.Blocks[0].Links()[i-1].Codec()
		}
		b, err := wire.ParseBlock(codec, raw)
		if err != nil {
			return err
		}
		document.Blocks = append(document.Blocks, b)
		w.size += len(raw)
	}
	changed, err := record(store.KindDraft, id, d)
	if err != nil {
		return err
	}
	e := w.event(out.Audience)
	e.Documents = append(e.Documents, document)
	w.records = append(w.records, changed)
	w.count++
	return nil
}

// withdraw adds the withdrawal of a document in every repository of ours that holds it.
func (w *wish) withdraw(id protocol.ID) error {
	identity, err := w.n.Identity()
	if err != nil {
		return err
	}
	found := false
	for _, audience := range []protocol.Audience{protocol.AudienceNPMs, protocol.AudienceNetwork} {
		rec, err := w.n.store.Document(protocol.Repository{Body: identity.Body, Audience: audience}, id)
		if err != nil {
			return err
		}
		if len(rec.Versions) > 0 && !rec.Withdrawn {
			e := w.event(audience)
			e.Withdraw = append(e.Withdraw, id)
			found = true
		}
		if rec.Withdrawn {
			return fmt.Errorf("document %s is withdrawn already, for ever", id)
		}
	}
	if !found {
		return fmt.Errorf("document %s is not one that %s shared: only the body that shared a document can withdraw it", id, identity.BodyName)
	}
	d, err := w.n.Draft(id) // a draft has the id of its document
	if errors.Is(err, ErrNotFound) {
		return nil // drafted at a node that was replaced
	}
	if err != nil {
		return err
	}
	changed, err := record(store.KindDraft, id, d.MarkWithdrawn())
	if err != nil {
		return err
	}
	w.records = append(w.records, changed)
	return nil
}

// publish gives the wish to the loop. The records go with the first event, so that no draft counts as shared that is not.
func (w *wish) publish(ctx context.Context) error {
	if len(w.events) > 1 && w.count > 0 {
		return errors.New("share with one audience at a time")
	}
	for i, e := range w.events {
		j := job{event: e}
		if i == 0 {
			j.records = w.records
		}
		if _, err := w.n.do(ctx, j); err != nil {
			return err
		}
	}
	*w = wish{n: w.n}
	return nil
}

// Withdraw takes documents back for ever.
func (s *Session) Withdraw(ctx context.Context, documents ...protocol.ID) error {
	return s.Share(ctx, nil, documents, func(int) {})
}
