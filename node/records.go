package node

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// What belongs to a draft stands in records of its own: what is known of the draft, its file, its review, the outgoing
// blocks that the review froze, and the approvals. Files and blocks are kept as the bytes that they are, and nobody reads
// them who does not need them.

// File returns a draft's file, byte for byte.
func (n *Node) File(id protocol.ID) ([]byte, error) {
	d, err := n.Draft(id)
	if err != nil {
		return nil, err
	}
	return n.fileOf(d)
}

func (n *Node) fileOf(d draft.Draft) ([]byte, error) {
	file, err := n.store.Record(store.KindFile, d.ID)
	if err == nil && !d.Holds(file) {
		err = fmt.Errorf("the file of draft %s is damaged or lost: add it again, or edit the draft with the original", d.ID)
	}
	return file, err
}

// review returns the review of a draft, with what it froze, what the gate found in it, and who has read it. People get it
// through [Session.Reviewed], once they have read the bare text.
func (n *Node) review(id protocol.ID) (draft.Review, error) {
	raw, err := n.store.Record(store.KindReview, id)
	if err == nil && raw == nil {
		err = ErrNoReview
	}
	if err != nil {
		return draft.Review{}, err
	}
	r, err := n.decoded.review(id, raw)
	if err != nil {
		return r, err
	}
	raw, err = n.store.Record(store.KindOutgoing, id)
	if err != nil {
		return r, err
	}
	if r.Outgoing.Blocks, err = draft.DecodeBlocks(raw); err != nil {
		return r, err
	}
	_, err = n.read(store.KindReading, id, &r.Readings)
	return r, err
}

// decoded remembers what the last reviews said that were read, by their drafts: who approves reads a review that is read
// again when the draft is shared, and one with many marks takes longer to decode than the disk takes to store what is
// shared. What is remembered goes with the hash of the record's bytes: whatever is changed has other bytes. The zero value is
// empty and ready.
type decoded struct {
	mu    sync.Mutex // guards what follows
	known map[protocol.ID]known
	order []protocol.ID // oldest first, each once
	size  int           // bytes of the records
}

type known struct {
	of     protocol.Hash
	size   int
	review draft.Review // never changed
}

// mostDecoded bounds the records that are remembered, in bytes; what they say takes about as much.
const mostDecoded = 4 << 20

func (d *decoded) review(id protocol.ID, raw []byte) (draft.Review, error) {
	of := protocol.Hash(sha256.Sum256(raw))
	d.mu.Lock()
	k, ok := d.known[id]
	d.mu.Unlock()
	if ok && k.of == of {
		return k.review, nil
	}
	k = known{of: of, size: len(raw)}
	if err := decode(raw, &k.review); err != nil {
		return k.review, err
	}
	d.remember(id, k)
	return k.review, nil
}

func (d *decoded) remember(id protocol.ID, k known) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drop(id)
	for len(d.order) > 0 && d.size+k.size > mostDecoded {
		d.drop(d.order[0])
	}
	if k.size > mostDecoded {
		return
	}
	if d.known == nil {
		d.known = make(map[protocol.ID]known)
	}
	d.known[id], d.order, d.size = k, append(d.order, id), d.size+k.size
}

// forget is for what nobody reads again soon: a review whose draft is shared.
func (d *decoded) forget(id protocol.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drop(id)
}

func (d *decoded) drop(id protocol.ID) {
	k, ok := d.known[id]
	if !ok {
		return
	}
	delete(d.known, id)
	d.order = slices.DeleteFunc(d.order, func(o protocol.ID) bool { return o == id })
	d.size -= k.size
}

// keepDrafts stores what a person has changed of drafts, unless one of them has been withdrawn since it was read: by the
// log or a recall, which wait for no person. The caller holds n.drafts.
func (n *Node) keepDrafts(rs ...store.Record) error {
	n.ending.Lock()
	defer n.ending.Unlock()
	for _, r := range rs {
		if r.Kind != store.KindDraft || r.Value == nil {
			continue
		}
		var stored, changed draft.Draft
		if _, err := n.read(store.KindDraft, r.ID, &stored); err != nil {
			return err
		}
		if stored.State != draft.StateWithdrawn {
			continue
		}
		if err := decode(r.Value, &changed); err != nil {
			return err
		}
		if changed.State != draft.StateWithdrawn {
			return fmt.Errorf("%w: its document was withdrawn a moment ago, add the file as a new draft", draft.ErrState)
		}
	}
	return n.store.Commit(exchange.Batch{}, rs...)
}

// AudienceOf is the audience for which a draft is reviewed, approved or shared.
func (n *Node) AudienceOf(id protocol.ID) (protocol.Audience, error) {
	var r draft.Review
	ok, err := n.read(store.KindReview, id, &r)
	if err == nil && !ok {
		err = ErrNoReview
	}
	return r.Outgoing.Audience, err
}

func (n *Node) approvals(id protocol.ID) ([]draft.Approval, error) {
	var all []draft.Approval
	_, err := n.read(store.KindApproval, id, &all)
	return all, err
}

// draftRecords are the records of a draft and its file.
func draftRecords(d draft.Draft, file []byte) ([]store.Record, error) {
	about, err := record(store.KindDraft, d.ID, d)
	if err != nil {
		return nil, err
	}
	if file == nil {
		file = []byte{} // an empty file is one; nil would delete it
	}
	return []store.Record{about, {Kind: store.KindFile, ID: d.ID, Value: file}}, nil
}

// reviewRecords are the records of a review and of what it froze.
func reviewRecords(r draft.Review) ([]store.Record, error) {
	about, err := record(store.KindReview, r.Draft, r)
	if err != nil {
		return nil, err
	}
	return []store.Record{about, {Kind: store.KindOutgoing, ID: r.Draft, Value: r.Outgoing.EncodeBlocks()}}, nil
}

// lasting asks for records to be on the disk when they are stored, and for what they replace to be erased.
func lasting(rs []store.Record) []store.Record {
	for i := range rs {
		rs[i].Sync, rs[i].Erase = true, true
	}
	return rs
}

// void is the deletion of a draft's review, with what it froze and who has read it, and of its approvals.
func (n *Node) void(id protocol.ID) ([]store.Record, error) {
	return n.forget(id, store.KindReview, store.KindOutgoing, store.KindReading, store.KindApproval)
}
