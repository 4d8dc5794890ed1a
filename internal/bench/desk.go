package bench

import (
	"context"
	"fmt"
	"time"

	"praxis/internal/control"
	"praxis/internal/draft"
	"praxis/protocol"
)

// desk is two people at a node: one writes, the other approves.
type desk struct {
	node             *node
	author, reviewer *control.Client
	head             control.Head  // the newest that they shared
	drafts           []protocol.ID // by the number of the document
	took             float64       // seconds that the node took for what was shared last
	committed        time.Time     // when that was on the disk
}

func newDesk(ctx context.Context, n *node) (*desk, error) {
	d := &desk{node: n}
	for _, person := range []struct {
		client **control.Client
		name   string
		role   draft.Role
	}{{&d.author, "Author", draft.RoleAuthor}, {&d.reviewer, "Reviewer", draft.RoleReviewer}} {
		q := control.NewPerson{Name: person.name, Roles: []draft.Role{person.role}, Passphrase: passphrase}
		if _, err := n.client.AddPerson(ctx, q); err != nil {
			return nil, err
		}
		c := control.Dial(n.socket)
		if _, err := c.SignIn(ctx, person.name, passphrase); err != nil {
			return nil, err
		}
		*person.client = c
	}
	return d, nil
}

// bulk is how many files go in one request.
const bulk = 1000

// load adds, approves and shares the next n documents.
func (d *desk) load(ctx context.Context, n int) error {
	for left := n; left > 0; {
		var files []control.File
		for range min(left, bulk) {
			files = append(files, control.File{Name: fmt.Sprint(len(files)), File: File(len(d.drafts)+len(files), 0)})
		}
		added, err := d.author.AddDrafts(ctx, files)
		if err != nil {
			return err
		}
		for _, a := range added {
			if a.ID == nil {
				return fmt.Errorf("document %s was not taken: %s", a.Name, a.Error)
			}
			d.drafts = append(d.drafts, *a.ID)
		}
		left -= len(files)
	}
	if _, err := d.reviewer.ApprovePublished(ctx, protocol.AudienceNPMs, func(control.Progress) {}); err != nil {
		return err
	}
	return d.share(ctx, control.Share{Approved: true})
}

// share shares, and remembers the head that came of it and how long the node took, the control interface not included.
func (d *desk) share(ctx context.Context, s control.Share) error {
	last, err := d.author.Share(ctx, s, func(control.Progress) {})
	if err != nil {
		return err
	}
	d.took, d.committed = last.Seconds, time.UnixMicro(last.At)
	for _, h := range last.Heads {
		if h.Audience == protocol.AudienceNPMs {
			d.head = h
		}
	}
	return nil
}

// next is the head that the next thing shared will have.
func (d *desk) next() control.Head {
	h := d.head
	h.Sequence++
	return h
}

// approved makes one more approved draft and returns its id.
func (d *desk) approved(ctx context.Context) (string, error) {
	added, err := d.author.AddDraft(ctx, File(len(d.drafts), 0))
	if err != nil {
		return "", err
	}
	d.drafts = append(d.drafts, added.ID)
	return added.ID.String(), d.approve(ctx, added.ID.String())
}

func (d *desk) approve(ctx context.Context, id string) error {
	if _, err := d.author.StartReview(ctx, id, control.StartReview{Audience: protocol.AudienceNPMs}); err != nil {
		return err
	}
	_, err := d.reviewer.ApproveSameText(ctx, id) // the documents say where they were published
	return err
}

// revised begins, and has approved, the next version of the documents at, at+1, …
func (d *desk) revised(ctx context.Context, at, n, revision int) (ids []string, err error) {
	for i := at; i < at+n; i++ {
		id := d.drafts[i].String()
		if _, err := d.author.EditDraft(ctx, id, File(i, revision)); err != nil {
			return nil, err
		}
		if err := d.approve(ctx, id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
