package exchange

import (
	"errors"
	"fmt"

	"praxis/protocol"
	"praxis/protocol/log"
)

// pull is the taking of entries from one peer, until a head is reached.
type pull struct {
	from    protocol.Key
	keep    uint64   // entries of ours that stay
	edge    log.Edge // over those kept and those taken
	tiles   []Tile
	entries [][]byte
	rescue  bool // of a forked repository: only the withdrawals count
}

// offer is a head that a peer has.
type offer struct {
	from protocol.Key
	head protocol.SignedHead
}

// offeredHead looks at a head that a peer offered.
func (m *Machine) offeredHead(p *peer, raw []byte) error {
	h, err := protocol.Open[protocol.Head](raw)
	if err == nil {
		err = m.net.CheckHead(h)
	}
	if err != nil {
		m.note(NoteFault, p.key, protocol.Repository{}, "%v", err)
		return nil
	}
	name := h.Value().Repository()
	if !m.bothMay(p.key, name) {
		return nil
	}
	m.saw(p, h.Value())
	if !name.Audience.IsGroup() && h.Value().List > m.net.Charter().Value().Version {
		return nil // its list comes first; the next exchange brings it
	}
	return m.consider(p.key, h)
}

// consider compares a verified head with the one held, and takes it, pulls towards it, or keeps it as evidence.
func (m *Machine) consider(from protocol.Key, h protocol.SignedHead) error {
	v := h.Value()
	r := m.repository(v.Repository())
	if !r.Head.IsZero() {
		if r.Head.Hash() == h.Hash() {
			return nil
		}
		if contradicts(r.Head.Value(), v) {
			m.forked(r, r.Head, h, nil)
		} else if !v.Newer(r.Head.Value()) {
			return m.checkOlder(r, h)
		}
	}
	if r.pull != nil {
		if r.next == nil || v.Newer(r.next.head.Value()) {
			r.next = &offer{from: from, head: h}
		}
		return nil
	}
	return m.approach(r, offer{from: from, head: h})
}

// contradicts tells whether two different heads of one epoch cannot both be honest, from their fields alone.
func contradicts(a, b protocol.Head) bool {
	if a.Epoch != b.Epoch {
		return false
	}
	if b.Sequence < a.Sequence {
		a, b = b, a
	}
	return a.Sequence == b.Sequence || b.Size < a.Size || a.Size == b.Size && a.Root != b.Root
}

// checkOlder compares an older head of the present epoch with our log: a root that we do not have is evidence.
func (m *Machine) checkOlder(r *repository, h protocol.SignedHead) error {
	v := h.Value()
	if v.Epoch != r.Head.Value().Epoch || v.Size >= r.Edge.Size() {
		return nil
	}
	source := m.store.Log(r.Repository)
	root, err := log.RootAt(source, v.Size)
	if err != nil {
		return fmt.Errorf("compare an older head of %s: %w", r.Repository, err)
	}
	if protocol.Hash(root) == v.Root {
		return nil
	}
	proof, err := log.Prove(source, v.Size, r.Edge.Size())
	if err != nil {
		return fmt.Errorf("prove the fork of %s: %w", r.Repository, err)
	}
	m.forked(r, h, r.Head, proof)
	return nil
}

// approach begins to move a repository to a newer head, or to look for withdrawals on another branch.
func (m *Machine) approach(r *repository, o offer) error {
	p := m.peers[o.from]
	v := o.head.Value()
	pl := &pull{from: o.from, keep: r.Edge.Size(), edge: r.Edge}
	switch {
	case r.fork != nil && v.Epoch == r.Head.Value().Epoch:
		pl.keep, pl.edge, pl.rescue = 0, log.Edge{}, true
	case !r.Head.IsZero() && v.Epoch > r.Head.Value().Epoch:
		edge, err := m.epochStart(r, *v.Continues)
		if err != nil {
			return err
		}
		pl.keep, pl.edge = edge.Size(), edge
	}
	if v.Size == pl.keep && protocol.Hash(pl.edge.Root()) == v.Root {
		return m.extend(r, o.head, pl)
	}
	if p == nil {
		return nil
	}
	r.pull = pl
	m.askEntries(p, r)
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
		return log.Edge{}, fmt.Errorf("find where epoch begins in %s: %w", r.Repository, err)
	}
	if protocol.Hash(edge.Root()) != start.Root {
		return log.Edge{}, nil
	}
	return edge, nil
}

func (m *Machine) askEntries(p *peer, r *repository) {
	m.ask(p, &Pull{Body: r.Repository.Body, Audience: r.Repository.Audience, Size: r.pull.edge.Size(), Root: protocol.Hash(r.pull.edge.Root())})
}

// endPull gives a pull up or closes it, and turns to a head that came meanwhile.
func (m *Machine) endPull(r *repository) {
	r.pull = nil
	next := r.next
	r.next = nil
	if next == nil || m.peers[next.from] == nil || !r.Head.IsZero() && !next.head.Value().Newer(r.Head.Value()) {
		return
	}
	if err := m.approach(r, *next); err != nil {
		m.note(NoteFault, next.from, r.Repository, "%v", err)
	}
}

// pulled takes a reply to a pull.
func (m *Machine) pulled(p *peer, q *Pull, a *Entries) error {
	r := m.repos[protocol.Repository{Body: q.Body, Audience: q.Audience}]
	if r == nil || r.pull == nil || r.pull.from != p.key || r.pull.edge.Size() != q.Size {
		return nil // of a pull that was given up
	}
	done, err := m.takeEntries(p, r, q, a)
	if err != nil {
		m.note(NoteFault, p.key, r.Repository, "%v", err)
		m.endPull(r)
		return nil
	}
	if !done {
		m.askEntries(p, r)
		return nil
	}
	return nil
}

// takeEntries adds the entries of a reply to the pull, and ends it when the server's head is reached.
func (m *Machine) takeEntries(p *peer, r *repository, q *Pull, a *Entries) (done bool, err error) {
	if len(a.Head) == 0 {
		return true, errors.New("the peer does not serve this repository")
	}
	h, err := protocol.Open[protocol.Head](a.Head)
	if err != nil {
		return true, err
	}
	if err := m.net.CheckHead(h); err != nil {
		return true, err
	}
	v := h.Value()
	if v.Repository() != r.Repository {
		return true, errors.New("the head is of another repository")
	}
	m.saw(p, v)
	pl := r.pull
	if v.Size < q.Size || len(a.Entries) == 0 && v.Size > q.Size {
		return true, m.diverged(p, r, q, h, a)
	}
	for _, raw := range a.Entries {
		pl.append(raw)
	}
	switch {
	case len(pl.entries) > maxPulled:
		return true, fmt.Errorf("more than %d entries at once", maxPulled)
	case pl.edge.Size() < v.Size:
		return false, nil
	case pl.edge.Size() > v.Size || protocol.Hash(pl.edge.Root()) != v.Root:
		return true, errors.New("the entries do not hash to the head's root")
	}
	if err := m.extend(r, h, pl); err != nil {
		return true, err
	}
	m.endPull(r)
	return true, nil
}

func (pl *pull) append(raw []byte) {
	pl.entries = append(pl.entries, raw)
	if index, root, complete := pl.edge.Append(log.LeafHash(raw)); complete {
		pl.tiles = append(pl.tiles, Tile{Index: index, Hash: root})
	}
}

// diverged takes a reply that has a head and none of the entries that it should have. With a proof that the head
// commits to another root at our size, that is a fork; with a shorter log, the older head is compared with ours.
func (m *Machine) diverged(p *peer, r *repository, q *Pull, h protocol.SignedHead, a *Entries) error {
	v := h.Value()
	if r.pull.rescue || r.Head.IsZero() || r.Head.Value().Size != q.Size {
		return errors.New("the peer served no entries")
	}
	if v.Epoch != r.Head.Value().Epoch {
		m.endPull(r)
		return m.consider(p.key, h)
	}
	if v.Size < q.Size {
		m.endPull(r)
		return m.checkOlder(r, h)
	}
	err := log.Check(a.Proof, q.Size, log.Hash(r.Head.Value().Root), v.Size, log.Hash(v.Root))
	if !errors.Is(err, log.ErrFork) {
		return fmt.Errorf("the peer served no entries and proved nothing: %v", err)
	}
	m.forked(r, r.Head, h, a.Proof)
	r.next = nil
	m.endPull(r)
	return m.approach(r, offer{from: p.key, head: h})
}

// forked keeps the evidence of a fork and passes it on. From here on, no put is taken in this epoch.
func (m *Machine) forked(r *repository, a, b protocol.SignedHead, proof []log.Hash) {
	if r.fork != nil {
		return
	}
	f, err := protocol.NewFork(a, b, proof)
	if err != nil {
		m.note(NoteFault, m.self, r.Repository, "what looked like a fork proves none: %v", err)
		return
	}
	m.keepFork(r, f.Bytes())
	m.tellOthers(m.self)
}

func (m *Machine) keepFork(r *repository, raw []byte) {
	r.fork = raw
	m.out.Batch.Forks = append(m.out.Batch.Forks, StoredFork{Repository: r.Repository, Evidence: raw})
	m.out.Batch.Sync = true
	m.note(NoteFork, m.self, r.Repository, "its writer signed two heads that contradict each other; nothing new is taken from it")
}

// takeFork takes evidence that a peer passed on, and looks on the other branch for withdrawals.
func (m *Machine) takeFork(p *peer, raw []byte) {
	f, err := protocol.OpenFork(raw)
	if err == nil {
		first, _ := f.Heads()
		err = m.net.CheckHead(first)
	}
	if err != nil {
		m.note(NoteFault, p.key, protocol.Repository{}, "evidence of a fork: %v", err)
		return
	}
	r := m.repository(f.Repository())
	if !m.bothMay(p.key, f.Repository()) || r.fork != nil || !r.Head.IsZero() && r.Head.Value().Epoch > f.Epoch() {
		return
	}
	m.keepFork(r, raw)
	if s, ok := p.seen[f.Repository()]; ok && r.pull == nil && s.epoch == f.Epoch() {
		r.pull = &pull{from: p.key, rescue: true}
		m.askEntries(p, r)
	}
}

// extend commits the entries of a pull or push under their head, and draws what follows from them. Head and entries are
// one batch; a withdrawal takes effect in it.
func (m *Machine) extend(r *repository, h protocol.SignedHead, pl *pull) error {
	entries := make([]protocol.Entry, len(pl.entries))
	for i, raw := range pl.entries {
		var err error
		if entries[i], err = protocol.ParseEntry(raw); err != nil {
			return err
		}
	}
	if pl.rescue {
		return m.rescue(r, entries)
	}
	l := &ledger{m: m, r: r, records: map[protocol.ID]*Record{}}
	if pl.keep < r.Edge.Size() {
		if err := l.cut(pl.keep); err != nil {
			return err
		}
	}
	for i, e := range entries {
		if err := l.apply(pl.keep+uint64(i), e); err != nil {
			return err
		}
	}
	if r.fork != nil && h.Value().Epoch > r.Head.Value().Epoch {
		r.fork = nil
		m.out.Batch.Forks = append(m.out.Batch.Forks, StoredFork{Repository: r.Repository})
	}
	m.out.Batch.Logs = append(m.out.Batch.Logs, LogChange{Repository: r.Repository, Head: h, Edge: pl.edge, Keep: pl.keep, Entries: pl.entries, Tiles: pl.tiles})
	m.out.Batch.Documents = append(m.out.Batch.Documents, l.changes()...)
	m.out.Batch.Sync = true
	r.Head, r.Edge = h, pl.edge
	m.progress(r)
	r.owe()
	m.note(NoteHead, pl.from, r.Repository, "%d entries", h.Value().Size)
	if l.ended > 0 {
		r.urgent = true
		m.note(NoteEnded, pl.from, r.Repository, "%d contents", l.ended)
	}
	m.passOn(r, pl)
	return nil
}

// rescue takes the withdrawals of another branch of a forked repository, and nothing else.
func (m *Machine) rescue(r *repository, entries []protocol.Entry) error {
	l := &ledger{m: m, r: r, records: map[protocol.ID]*Record{}}
	for _, e := range entries {
		if e.Op != protocol.OpWithdraw {
			continue
		}
		if err := l.apply(max(r.Edge.Size(), 1)-1, e); err != nil {
			return err
		}
	}
	m.out.Batch.Documents = append(m.out.Batch.Documents, l.changes()...)
	m.out.Batch.Sync = true
	if l.ended > 0 {
		r.urgent = true
		m.note(NoteEnded, r.pullFrom(), r.Repository, "%d contents, withdrawn on the other branch", l.ended)
	}
	m.progress(r)
	r.owe()
	return nil
}

func (r *repository) pullFrom() protocol.Key {
	if r.pull == nil {
		return protocol.Key{}
	}
	return r.pull.from
}
