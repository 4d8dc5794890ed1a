package node

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/internal/table"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// limits of what one head brings, so that a step stays small.
const (
	mostShared = 1024
	shareRoom  = 16 << 20 // bytes of content
)

// Unready says that a draft that somebody wants to share is not approved, or past it. It wraps [draft.ErrNotApproved] or
// [draft.ErrState].
type Unready struct {
	Draft protocol.ID
	State draft.State
}

func (e *Unready) Error() string {
	return fmt.Sprintf("draft %s is %s: only what another person has approved is shared", e.Draft, e.State)
}

// Unwrap tells what has been shared or withdrawn from what was never approved.
func (e *Unready) Unwrap() error {
	if e.State == draft.StateShared || e.State == draft.StateWithdrawn {
		return draft.ErrState
	}
	return draft.ErrNotApproved
}

// Share makes approved drafts versions of documents, each for the audience that was approved, and takes documents back. What
// is for one audience comes under one head where it is little, else under several, in the order given. Nothing is shared
// if one of the drafts is not approved; nothing of a head is sent before it is on the disk.
func (s *Session) Share(ctx context.Context, drafts, withdraw []protocol.ID, progress func(shared int)) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(draft.Person.MayShare); err != nil {
		return err
	}
	persons, err := n.Persons()
	if err != nil {
		return err
	}
	ready := make([]draft.Draft, len(drafts))
	for i, id := range drafts {
		if ready[i], err = n.Draft(id); err != nil {
			return err
		}
		if ready[i].State != draft.StateApproved {
			return &Unready{Draft: id, State: ready[i].State}
		}
	}
	w := wish{n: n, by: s.person.ID}
	count := 0
	for some := range slices.Chunk(ready, 64) {
		all, errs := make([]sharing, len(some)), make([]error, len(some))
		spread(len(some), func(i int) { all[i], errs[i] = n.sharing(some[i], persons) })
		for i, one := range all {
			if errs[i] != nil {
				return fmt.Errorf("draft %s: %w", some[i].ID, errs[i])
			}
			if err := w.share(one); err != nil {
				return fmt.Errorf("draft %s: %w", some[i].ID, err)
			}
			if count++; w.full() {
				if err := w.publish(ctx); err != nil {
					return err
				}
				progress(count)
			}
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

// wish collects what is to be published.
type wish struct {
	n     *Node
	by    protocol.ID // whose wish it is
	heads []job       // one for each audience, with the records that are stored with it
	count int
	size  int

	tables []table.Record // of what was shared before, once they were asked for, and with this wish
	asked  bool           // they were asked for
	erase  bool           // a record is deleted, whose bytes are to be erased
}

func (w *wish) full() bool { return w.count >= mostShared || w.size >= shareRoom }

// add puts together what is for one audience.
func (w *wish) add(audience protocol.Audience, documents []exchange.Document, withdraw []protocol.ID, records ...store.Record) {
	for i := range w.heads {
		e := w.heads[i].event.(exchange.Publish)
		if e.Audience == audience {
			e.Documents, e.Withdraw = append(e.Documents, documents...), append(e.Withdraw, withdraw...)
			w.heads[i] = job{event: e, records: append(w.heads[i].records, records...)}
			return
		}
	}
	w.heads = append(w.heads, job{event: exchange.Publish{Audience: audience, Documents: documents, Withdraw: withdraw}, records: records})
}

// sharing is one draft on its way: the version that it becomes, for whom, and the records that say so.
type sharing struct {
	audience protocol.Audience
	document exchange.Document
	size     int // bytes of content
	records  []store.Record
	erase    bool // one of them is deleted, whose bytes are to be erased
	tables   tables
}

// sharing reads what belongs to a draft and makes of it what is shared. Only an approved one has outgoing bytes: they come
// from [draft.Approve], which demands a clean examination and another person's signature over exactly them.
func (n *Node) sharing(d draft.Draft, persons []draft.Person) (s sharing, err error) {
	r, err := n.review(d.ID)
	if err != nil {
		return s, err
	}
	approvals, err := n.approvals(d.ID)
	if err != nil {
		return s, err
	}
	approved, err := draft.Approve(d, r, approvals, persons, n.rule())
	if err != nil {
		return s, err
	}
	if d, err = d.MarkShared(approved); err != nil {
		return s, err
	}
	d.Shared = n.now()
	out := approved.Outgoing()
	s.audience, s.document = out.Audience, exchange.Document{ID: out.Document, Version: out.Version, Ends: out.Ends}
	for i, raw := range out.Blocks {
		codec := wire.DAGCBOR
		if i > 0 {
			codec = s.document.Blocks[0].Links()[i-1].Codec()
		}
		b, err := wire.ParseBlock(codec, raw)
		if err != nil {
			return s, err
		}
		s.document.Blocks = append(s.document.Blocks, b)
		s.size += len(raw)
	}
	changed, err := record(store.KindDraft, d.ID, d)
	if err != nil {
		return s, err
	}
	notes, err := n.forget(d.ID, store.KindNote) // what they are about is no longer in the text
	if err != nil {
		return s, err
	}
	s.records, s.erase = append(notes, changed), len(notes) > 0
	s.tables, err = n.tablesOf(r)
	n.decoded.forget(d.ID)
	return s, err
}

// share adds a draft, unless its tables tell too much beside what was shared since it was reviewed.
func (w *wish) share(s sharing) error {
	tables, err := w.remember(s.tables)
	if err != nil {
		return err
	}
	w.add(s.audience, []exchange.Document{s.document}, nil, append(s.records, tables...)...)
	w.erase = w.erase || s.erase
	w.size += s.size
	w.count++
	return nil
}

// withdraw adds the withdrawal of a document in every repository of ours that holds it and does not say so itself: of
// one that is withdrawn by a recall, or on a branch that was given up, our log may still have to say it.
func (w *wish) withdraw(id protocol.ID) error {
	found, err := w.n.locateOwn(id)
	if errors.Is(err, ErrNotFound) {
		return w.n.notOurs(id)
	}
	if err != nil {
		return err
	}
	already := true
	for _, l := range found {
		logged, err := w.n.isLogged(l, id)
		if err != nil {
			return err
		}
		if !logged {
			w.add(l.repository().Audience, nil, []protocol.ID{id})
			already = false
		}
	}
	if already {
		return fmt.Errorf("%w: %s", ErrWithdrawn, id)
	}
	return nil
}

// notOurs says why a document cannot be withdrawn here.
func (n *Node) notOurs(id protocol.ID) error {
	if d, err := n.Show(id, 0); err == nil {
		return fmt.Errorf("%w: it was shared by %s, ask them", ErrNotOurs, d.BodyName)
	}
	return fmt.Errorf("%w: document %s is not one of this node's body", ErrNotOurs, id)
}

// Why a withdrawal is refused.
var (
	ErrWithdrawn = errors.New("the document is withdrawn already, for ever")
	ErrNotOurs   = errors.New("only the body that shared a document can withdraw it")
)

// publish gives the wish to the loop, audience by audience. The records of each go with its head, so that no draft counts
// as shared that is not, and the journal's lines, so that nothing leaves without one.
func (w *wish) publish(ctx context.Context) error {
	said := make(map[protocol.ID]bool)
	for _, j := range w.heads {
		j.records = append(j.records, w.lines(j.event.(exchange.Publish), said)...)
		if _, err := w.n.do(ctx, j); err != nil {
			return err
		}
	}
	if w.erase {
		w.n.due()
	}
	*w = wish{n: w.n, by: w.by}
	return nil
}

// lines are the journal's about a head: what leaves with it, and what is taken back that was not said to be.
func (w *wish) lines(e exchange.Publish, said map[protocol.ID]bool) (rs []store.Record) {
	var shared, withdrawn []protocol.ID
	for _, d := range e.Documents {
		shared = append(shared, d.ID)
	}
	for _, id := range e.Withdraw {
		if !said[id] {
			withdrawn, said[id] = append(withdrawn, id), true
		}
	}
	if len(shared) > 0 {
		rs = append(rs, w.n.line(w.by, DeedShared, shared...))
	}
	if len(withdrawn) > 0 {
		rs = append(rs, w.n.line(w.by, DeedWithdrew, withdrawn...))
	}
	return rs
}

// takenBack are the records of our drafts whose documents a step has withdrawn, whoever asked for it: somebody here, the
// member's recall, or the log that a node put back from an older copy takes from its peers.
func (n *Node) takenBack(changes []exchange.DocumentChange) ([]store.Record, error) {
	identity := n.identity.Load()
	var all []store.Record
	for _, c := range changes {
		if identity == nil || c.Repository.Body != identity.Body || !c.Record.Withdrawn {
			continue
		}
		d, err := n.Draft(c.Document) // a draft has the id of its document
		if errors.Is(err, ErrNotFound) || err == nil && d.State == draft.StateWithdrawn {
			continue // drafted at a node that was replaced, or known
		}
		if err != nil {
			return nil, err
		}
		changed, err := record(store.KindDraft, d.ID, d.MarkWithdrawn())
		if err != nil {
			return nil, err
		}
		notes, err := n.forget(d.ID, store.KindNote) // their bytes are erased with the content
		if err != nil {
			return nil, err
		}
		all = append(append(all, changed), notes...)
	}
	return all, nil
}

// Withdraw takes documents back for ever.
func (s *Session) Withdraw(ctx context.Context, documents ...protocol.ID) error {
	return s.Share(ctx, nil, documents, func(int) {})
}
