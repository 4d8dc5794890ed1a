package node

import (
	"errors"
	"fmt"
	"slices"

	"praxis/internal/canary"
	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/wire"
)

// Review freezes what would leave of a draft for an audience, examines it, and keeps both for another person to read.
func (s *Session) Review(id protocol.ID, audience protocol.Audience, ends bool) (draft.Draft, draft.Review, error) {
	return s.ReviewWaiting(id, audience, ends, nil)
}

// ReviewWaiting is [Session.Review] for somebody who waits: progress is told how many bytes of all are examined.
func (s *Session) ReviewWaiting(id protocol.ID, audience protocol.Audience, ends bool, progress func(examined, all int)) (draft.Draft, draft.Review, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.mayWork(id); err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	d, err := n.Draft(id)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	file, err := n.fileOf(d)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	d, r, err := n.freeze(d, file, audience, ends, progress)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	return d, r, n.keepReview(d, r, []store.Record{n.line(s.person.ID, DeedReviewAsked, id)}, store.KindApproval, store.KindReading)
}

// keepReview stores a review in the place of an earlier one, whose bytes are erased, with its records of the kinds that
// are void; and more records with it.
func (n *Node) keepReview(d draft.Draft, r draft.Review, more []store.Record, voids ...store.RecordKind) error {
	changed, err := record(store.KindDraft, d.ID, d)
	if err != nil {
		return err
	}
	frozen, err := reviewRecords(r)
	if err != nil {
		return err
	}
	before, err := n.void(d.ID)
	if err != nil {
		return err
	}
	stored, err := n.Draft(d.ID)
	if err != nil {
		return err
	}
	gone, err := n.endsWith(stored)
	if err != nil {
		return err
	}
	if frozen[0].Sync = true; len(before) > 0 {
		frozen = lasting(frozen)
	}
	void := slices.DeleteFunc(before, func(r store.Record) bool { return !slices.Contains(voids, r.Kind) })
	if err := n.keepDrafts(slices.Concat([]store.Record{changed}, frozen, void, gone, more)...); err != nil {
		return err
	}
	if len(before) > 0 {
		n.due()
	}
	return nil
}

// freeze builds the outgoing bytes of a draft and examines exactly those; progress, if it is not nil, is told how far that is.
func (n *Node) freeze(d draft.Draft, file []byte, audience protocol.Audience, ends bool, progress func(examined, all int)) (draft.Draft, draft.Review, error) {
	if d.Origin == draft.OriginConfidential {
		return draft.Draft{}, draft.Review{}, draft.ErrConfidential
	}
	identity, err := n.Identity()
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	m, _, err := details(file)
	if err != nil {
		return draft.Draft{}, draft.Review{}, fmt.Errorf("the draft's file is no document any more: %w", err)
	}
	v := protocol.Version(m)
	v.Body, v.Document, v.Number, v.Audience = identity.Body, d.Document, d.Version, audience
	v.Supersedes = 0
	if d.Version > 1 {
		v.Supersedes = d.Version - 1
	}
	v.Checked = &protocol.Checked{When: protocol.Date(n.options.Now().UTC().Format("2006-01-02")), Roles: []string{"author", "reviewer"}, Checks: sortedChecks()}
	if slices.ContainsFunc(gate.TextsOf(v), func(t gate.Text) bool { return canary.In(t.Body) }) { // however blocks divide it
		return draft.Draft{}, draft.Review{}, draft.ErrPlanted
	}
	previous, err := n.previousContent(v)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	files, err := n.attachedTo(d)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	attachments, pieces, err := protocol.BuildAttachments(files, previous, n.newSalt)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	v.Attachments = attachments
	content, err := protocol.BuildVersion(v, previous, n.newSalt)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	out := draft.Outgoing{Document: d.Document, Version: d.Version, Audience: audience, Ends: ends}
	for _, b := range append(content, pieces...) {
		out.Blocks = append(out.Blocks, b.Bytes())
	}
	now := n.now()
	options, err := n.examinationOf(v, now)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	options.Progress = progress
	examination, err := gate.ExamineOutgoing(out, gate.TextsOf(v), options)
	if err != nil {
		return draft.Draft{}, draft.Review{}, err
	}
	return d.Freeze(out, examination, protocol.ID{}, now)
}

// examinationOf is how a version is examined: what says that it is published is compared with its source by whoever
// approves, the body's own lists of words excuse what they may, its counts of places tell which types name one, and tables are compared with
// those that were shared before.
// Visits are to come after now, and telephones are those of the body's country too.
func (n *Node) examinationOf(v protocol.Version, now int64) (gate.Options, error) {
	listed, err := n.loadWords()
	if err != nil {
		return gate.Options{}, err
	}
	identity, err := n.Identity()
	if err != nil {
		return gate.Options{}, err
	}
	places, err := n.counted()
	if err != nil {
		return gate.Options{}, err
	}
	o := gate.Options{
		Published: v.Origin.Kind == protocol.OriginPublished, Rounding: n.rounding, Cleared: listed.cleared, Allowed: listed.allowed,
		Country: identity.Country, Counts: countsOf(places), Now: now,
	}
	if len(gate.TablesOf(gate.TextsOf(v), n.rounding)) == 0 {
		return o, nil
	}
	shared, err := n.sharedTables()
	o.Shared = shared
	return o, err
}

func sortedChecks() []string {
	checks := gate.Checks()
	slices.Sort(checks)
	return checks
}

// previousContent is the content of the version before, of whose blocks the unchanged ones are taken over.
func (n *Node) previousContent(v protocol.Version) (protocol.Content, error) {
	r := protocol.Repository{Body: v.Body, Audience: v.Audience}
	rec, err := n.store.Document(r, v.Document)
	if err != nil || len(rec.Versions) == 0 {
		return nil, err
	}
	return n.blocks(r, rec.Versions[len(rec.Versions)-1].Entry)
}

// blocks are those of an entry's content, the root first; none where one is not held.
func (n *Node) blocks(r protocol.Repository, entry uint64) (protocol.Content, error) {
	raw, err := n.store.Root(r, entry)
	if err != nil || raw == nil {
		return nil, err
	}
	root, err := wire.ParseBlock(wire.DAGCBOR, raw)
	if err != nil {
		return nil, err
	}
	content := protocol.Content{root}
	for _, c := range root.Links() {
		raw, err := n.store.Linked(r, entry, c)
		if err != nil || raw == nil {
			return nil, err
		}
		b, err := wire.ParseBlock(c.Codec(), raw)
		if err != nil {
			return nil, err
		}
		content = append(content, b)
	}
	return content, nil
}

// Approve signs a review in the session's name. The approval is over exactly the bytes that the review froze, which the
// session's person has read: see [Session.Read], and [Session.Confirm] for the short way.
func (s *Session) Approve(id protocol.ID) (draft.Draft, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	persons, err := n.Persons()
	if err != nil {
		return draft.Draft{}, err
	}
	d, err := s.Draft(id)
	if err != nil {
		return draft.Draft{}, err
	}
	r, err := n.review(id)
	if err != nil {
		return draft.Draft{}, err
	}
	earlier, err := n.approvals(id)
	if err != nil {
		return draft.Draft{}, err
	}
	d, rs, err := s.approve(d, r, earlier, persons)
	if err != nil {
		return draft.Draft{}, err
	}
	return d, n.keepDrafts(append(rs, n.line(s.person.ID, DeedApproved, id))...)
}

// approve signs a review, besides those who approved it earlier, and returns the records that say so.
func (s *Session) approve(d draft.Draft, r draft.Review, approvals []draft.Approval, persons []draft.Person) (draft.Draft, []store.Record, error) {
	n := s.n
	a, err := draft.Sign(s.signer, r, n.now())
	if err != nil {
		return d, nil, err
	}
	var rs []store.Record
	approvals = append(slices.DeleteFunc(approvals, func(o draft.Approval) bool { return o.Person == a.Person }), a)
	approved, err := draft.Approve(d, r, approvals, persons, n.rule())
	switch {
	case err == nil:
		if d, err = d.MarkApproved(approved); err != nil {
			return d, nil, err
		}
		report, err := n.reportRecord(r, approvals)
		if err != nil {
			return d, nil, err
		}
		rs = append(rs, report)
	case !errors.Is(err, draft.ErrNotApproved):
		return d, nil, err
	}
	changed, err := record(store.KindDraft, d.ID, d)
	if err != nil {
		return d, nil, err
	}
	kept, err := record(store.KindApproval, d.ID, approvals)
	kept.Sync = true
	return d, append(rs, changed, kept), err
}

func (n *Node) rule() draft.Rule { return draft.Rule{Director: n.options.Director} }
