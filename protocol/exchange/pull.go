package exchange

import (
	"bytes"
	"errors"
	"fmt"

	"praxis/protocol"
	"praxis/protocol/log"
)

// pull is the taking of entries from one peer, until a head is reached.
type pull struct {
	from    protocol.Key
	toward  protocol.SignedHead // the head that was offered
	request *Pull               // under way
	began   int64               // Unix seconds
	keep    uint64              // entries of ours that stay
	edge    log.Edge            // over those kept and those taken
	tiles   []Tile
	entries [][]byte
	rescue  bool // of a forked repository: only the withdrawals count
}

// offer is a head that a peer has.
type offer struct {
	from   protocol.Key
	head   protocol.SignedHead
	branch bool // it is known to stand for another branch than ours of a forked log
}

func (pl *pull) append(raw []byte) {
	pl.entries = append(pl.entries, raw)
	if index, root, complete := pl.edge.Append(log.LeafHash(raw)); complete {
		pl.tiles = append(pl.tiles, Tile{Index: index, Hash: root})
	}
}

// openHead reads a head that a peer sent, and refuses one that no writer signed or that comes before its list. The same
// head comes from several peers; once it is held its signature is not verified again.
func (m *Machine) openHead(raw []byte) (protocol.SignedHead, error) {
	h, err := m.heldHead(raw)
	if err != nil {
		return protocol.SignedHead{}, err
	}
	return h, m.net.CheckHead(h)
}

// heldHead reads a head, which is the one held if it has the same bytes.
func (m *Machine) heldHead(raw []byte) (protocol.SignedHead, error) {
	for _, name := range m.names() {
		if h := m.repos[name].Head; bytes.Equal(h.Bytes(), raw) {
			return h, nil
		}
	}
	return protocol.Open[protocol.Head](raw)
}

// offeredHead looks at a head that a peer offered.
func (m *Machine) offeredHead(p *peer, raw []byte) error {
	h, err := m.openHead(raw)
	if err != nil {
		m.note(NoteFault, p.key, protocol.Repository{}, "%v", err)
		return nil
	}
	if !m.bothMay(p.key, h.Value().Repository()) {
		return nil
	}
	m.saw(p, h)
	if m.isAhead(h) {
		return nil // its list comes first; the next exchange brings it
	}
	return m.consider(p.key, h)
}

// consider compares a verified head with the one held, and takes it, pulls towards it, or keeps it as evidence. After a
// fork our own branch is followed for its entries, and other branches are looked through for withdrawals.
func (m *Machine) consider(from protocol.Key, h protocol.SignedHead) error {
	v := h.Value()
	r := m.repository(v.Repository())
	o := offer{from: from, head: h}
	if !r.Head.IsZero() {
		last := r.Head.Value()
		switch {
		case r.Head.Hash() == h.Hash() || v.Epoch < last.Epoch:
			return nil
		case contradicts(last, v):
			m.forked(r, r.Head, h, nil)
			o.branch = true
		case v.Epoch == last.Epoch && !v.Newer(last):
			if m.unstored(r) {
				return nil // the next exchange compares them
			}
			ours, err := m.checkOlder(r, h)
			if err != nil || ours {
				return err
			}
			o.branch = true
		}
		if o.branch && !r.forkedIn(v.Epoch) {
			return nil
		}
	}
	if r.rescued[h.Hash()] {
		return nil
	}
	if r.pull != nil && m.now-r.pull.began < pullPatience {
		if r.next == nil || v.Newer(r.next.head.Value()) {
			r.next = &o
		}
		return nil
	}
	return m.approach(r, o)
}

// isOfOurLog tells whether our log had the head's root at the head's size.
func (m *Machine) isOfOurLog(r *repository, v protocol.Head) (bool, error) {
	root, err := log.RootAt(m.store.Log(r.Repository), v.Size)
	if err != nil {
		return false, fmt.Errorf("compare a head of %s: %w", r.Repository, err)
	}
	return protocol.Hash(root) == v.Root, nil
}

// contradicts tells whether two different heads of one epoch cannot both be honest, from their fields alone.
func contradicts(a, b protocol.Head) bool {
	if a.Epoch != b.Epoch {
		return false
	}
	if b.Sequence < a.Sequence {
		a, b = b, a
	}
	return a.Sequence == b.Sequence || b.Size < a.Size || a.Size == b.Size && a.Root != b.Root ||
		a.Continues != nil && b.Continues != nil && *a.Continues != *b.Continues
}

// checkOlder compares an older head of the present epoch with our log. A root that we do not have is evidence; otherwise
// the head is of our own past.
func (m *Machine) checkOlder(r *repository, h protocol.SignedHead) (ours bool, err error) {
	ours, err = m.isOfOurLog(r, h.Value())
	if err != nil || ours {
		return ours, err
	}
	proof, err := log.Prove(m.store.Log(r.Repository), h.Value().Size, r.Edge.Size())
	if err != nil {
		return false, fmt.Errorf("prove the fork of %s: %w", r.Repository, err)
	}
	m.forked(r, h, r.Head, proof)
	return false, nil
}

// approach begins to move a repository to a newer head, or to look for withdrawals on another branch.
func (m *Machine) approach(r *repository, o offer) error {
	if m.unstored(r) && !o.branch && o.head.Value().Epoch != r.Head.Value().Epoch { // it takes the stored log to see where that begins
		r.next = &o
		m.later = append(m.later, r)
		return nil
	}
	v := o.head.Value()
	pl := &pull{from: o.from, toward: o.head, began: m.now, keep: r.Edge.Size(), edge: r.Edge}
	switch {
	case o.branch:
		pl.keep, pl.edge, pl.rescue = 0, log.Edge{}, true
	case !r.Head.IsZero() && v.Epoch > r.Head.Value().Epoch:
		edge, err := m.epochStart(r, *v.Continues)
		if err != nil {
			return err
		}
		pl.keep, pl.edge = edge.Size(), edge
	}
	if !pl.rescue && v.Size == pl.keep && protocol.Hash(pl.edge.Root()) == v.Root {
		r.pull = nil
		return m.extend(r, o.head, pl)
	}
	if p := m.peers[o.from]; p != nil {
		r.pull = pl
		m.askEntries(p, r)
	}
	return nil
}

// epochStart is the edge from which a new epoch continues in our log: where it says, if our log agrees; else nowhere, and
// the whole log is taken anew.
func (m *Machine) epochStart(r *repository, start protocol.Anchor) (log.Edge, error) {
	if start.Size > r.Edge.Size() {
		return r.Edge, nil
	}
	edge, err := log.EdgeAt(m.store.Log(r.Repository), start.Size)
	if err != nil {
		return log.Edge{}, fmt.Errorf("find where an epoch begins in %s: %w", r.Repository, err)
	}
	if protocol.Hash(edge.Root()) != start.Root {
		return log.Edge{}, nil
	}
	return edge, nil
}

func (m *Machine) askEntries(p *peer, r *repository) {
	r.pull.request = &Pull{Body: r.Repository.Body, Audience: r.Repository.Audience, Size: r.pull.edge.Size(), Root: protocol.Hash(r.pull.edge.Root())}
	m.ask(p, r.pull.request)
}

// endPull gives a pull up or closes it, and turns to a head that came meanwhile.
func (m *Machine) endPull(r *repository) error {
	next := r.next
	r.pull, r.next = nil, nil
	if next == nil || m.peers[next.from] == nil {
		return nil
	}
	if next.branch {
		return m.approach(r, *next)
	}
	return m.consider(next.from, next.head)
}

// pulled takes a reply to a pull.
func (m *Machine) pulled(p *peer, q *Pull, a *Entries) error {
	r := m.repos[protocol.Repository{Body: q.Body, Audience: q.Audience}]
	if r == nil || r.pull == nil || r.pull.request != q {
		return nil // of a pull that was given up
	}
	fault, err := m.takeEntries(p, r, a)
	if err != nil {
		return err
	}
	if fault != nil {
		m.note(NoteFault, p.key, r.Repository, "%v", fault)
		return m.endPull(r)
	}
	if r.pull != nil && r.pull.request == q {
		m.askEntries(p, r)
	}
	return nil
}

// takeEntries adds the entries of a reply to the pull, and ends it when the server's head is reached. If it neither ends
// nor begins another, more is to be asked for.
func (m *Machine) takeEntries(p *peer, r *repository, a *Entries) (fault, err error) {
	if len(a.Head) == 0 {
		return errors.New("the peer does not serve this repository"), nil
	}
	h, fault := m.openHead(a.Head)
	if fault != nil {
		return fault, nil
	}
	v := h.Value()
	switch {
	case v.Repository() != r.Repository:
		return errors.New("the head is of another repository"), nil
	case m.isAhead(h):
		return errors.New("the head names a charter that we do not hold yet"), nil
	}
	m.saw(p, h)
	pl := r.pull
	if !pl.rescue {
		if done, fault, err := m.compared(p, r, h); done || fault != nil || err != nil {
			return fault, err
		}
	}
	if v.Size < pl.edge.Size() || len(a.Entries) == 0 && v.Size > pl.edge.Size() {
		return m.diverged(p, r, h, a)
	}
	for _, raw := range a.Entries {
		if len(raw) > maxEntry { // whether they are of the log is known only at its end
			return fmt.Errorf("an entry of %d bytes: none has more than %d", len(raw), maxEntry), nil
		}
		if _, err := protocol.ParseEntry(raw); err != nil {
			return err, nil
		}
		pl.append(raw)
	}
	switch {
	case m.underWay(p) > maxPulled:
		return fmt.Errorf("more than %d entries at once, in all pulls from its member", maxPulled), nil
	case pl.edge.Size() < v.Size:
		return nil, nil
	case pl.edge.Size() > v.Size || protocol.Hash(pl.edge.Root()) != v.Root:
		return errors.New("the entries do not hash to the head's root"), nil
	}
	if pl.rescue {
		err = m.rescue(r, h, pl.entries)
	} else {
		err = m.extend(r, h, pl)
	}
	if err != nil {
		return nil, err
	}
	return nil, m.endPull(r)
}

// underWay counts the entries that pulls from the nodes of a peer's member have brought and that are not stored yet.
func (m *Machine) underWay(p *peer) int {
	from, _ := m.net.Place(p.key)
	count := 0
	for _, r := range m.repos {
		if r.pull == nil {
			continue
		}
		if place, _ := m.net.Place(r.pull.from); place.Member.ID == from.Member.ID {
			count += len(r.pull.entries)
		}
	}
	return count
}

// compared looks at the head of a reply beside the one held. It is done where the pull leads nowhere: the writer
// contradicted itself, or the peer serves less than it offered.
func (m *Machine) compared(p *peer, r *repository, h protocol.SignedHead) (done bool, fault, err error) {
	if r.Head.IsZero() {
		return false, nil, nil
	}
	v, last := h.Value(), r.Head.Value()
	switch {
	case r.Head.Hash() == h.Hash() || v.Epoch < last.Epoch:
		return true, errors.New("the peer serves an older head than it offered"), nil
	case contradicts(last, v):
		m.forked(r, r.Head, h, nil)
	case v.Newer(last):
		return false, nil, nil
	default:
		ours, err := m.checkOlder(r, h)
		if err != nil || ours {
			return true, errors.New("the peer serves an older head than it offered"), err
		}
	}
	return true, nil, m.search(p, r, h)
}

// search turns from a pull that cannot go on to looking for withdrawals on the branch that a head stands for.
func (m *Machine) search(p *peer, r *repository, h protocol.SignedHead) error {
	r.pull = nil
	if !r.forkedIn(h.Value().Epoch) || r.rescued[h.Hash()] {
		return m.endPull(r)
	}
	return m.approach(r, offer{from: p.key, head: h, branch: true})
}

func parseEntries(raw [][]byte) ([]protocol.Entry, error) {
	entries := make([]protocol.Entry, len(raw))
	for i, b := range raw {
		var err error
		if entries[i], err = protocol.ParseEntry(b); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// diverged takes a reply that has a newer head and none of the entries that it should have. With a proof that the head
// commits to another root at our size, that is a fork. A new epoch may continue a log that is not ours: then all of it is
// taken anew.
func (m *Machine) diverged(p *peer, r *repository, h protocol.SignedHead, a *Entries) (fault, err error) {
	v, pl := h.Value(), r.pull
	if pl.rescue || r.Head.IsZero() || len(pl.entries) > 0 {
		return errors.New("the peer served no entries"), nil
	}
	last := r.Head.Value()
	if v.Epoch > last.Epoch {
		if pl.keep == 0 {
			return errors.New("the peer served no entries"), nil
		}
		*pl = pull{from: pl.from, toward: pl.toward, began: pl.began, request: pl.request}
		return nil, nil
	}
	err = log.Check(a.Proof, last.Size, log.Hash(last.Root), v.Size, log.Hash(v.Root))
	if !errors.Is(err, log.ErrFork) {
		return fmt.Errorf("the peer served no entries and proved nothing: %v", err), nil
	}
	m.forked(r, r.Head, h, a.Proof)
	return nil, m.search(p, r, h)
}
