package exchange

import (
	"slices"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// news are the blocks of contents that were not shared before: an unchanged linked block does not travel again.
func (m *Machine) news(r *repository, contents []Content) ([][]byte, error) {
	var blocks [][]byte
	given := make(map[wire.CID]bool)
	for _, c := range contents {
		held := given[c.Block.CID()]
		if !held && !c.Root {
			var err error
			if held, err = m.store.HasBlock(r.Repository, c.Block.CID()); err != nil {
				return nil, err
			}
		}
		if !held {
			given[c.Block.CID()] = true
			blocks = append(blocks, c.Block.Bytes())
		}
	}
	return blocks, nil
}

// offerOf makes a push of a head; with its entries if they are few, and then with their blocks if those are small.
func offerOf(h protocol.SignedHead, from uint64, entries, blocks [][]byte, count, room int) *Push {
	q := &Push{From: from, Head: h.Bytes()}
	if len(entries) > count {
		return q
	}
	q.Entries = entries
	for _, b := range blocks {
		room -= len(b)
	}
	if room >= 0 && len(entries) > 0 {
		q.Blocks = blocks
	}
	return q
}

// offerAgain offers a peer the heads of ours that it may not have taken, so that it says how far it holds them.
func (m *Machine) offerAgain(p *peer) {
	for _, name := range m.names() {
		r := m.repos[name]
		if p.unsure[name] && m.mayServe(p.key, r) && r.Head.SignedBy(m.self) {
			m.ask(p, offerOf(r.Head, r.Edge.Size(), nil, nil, 0, 0))
		}
	}
	clear(p.unsure)
}

// passOn offers a head that came from a peer to a few others that may hold it and are not known to: when its contents
// are complete, so that they can be had here, and at once if it withdraws something.
func (m *Machine) passOn(r *repository) {
	h := r.Head.Value()
	var offer *Push
	told := 0
	for _, p := range m.connectedPeers() {
		s := p.seen[r.Repository]
		if told == fanOut || !m.mayServe(p.key, r) || s.epoch > h.Epoch || s.epoch == h.Epoch && s.sequence >= h.Sequence {
			continue
		}
		if _, writer := m.net.Epoch(h.Body); writer == p.key {
			continue
		}
		if offer == nil {
			offer = relay(r)
		}
		told++
		m.ask(p, offer)
	}
}

// relay makes the push of a head that is passed on; with the entries that came with it, if they are few: contents came later
// perhaps, and who is told should not have to pull. Blocks are not sent on: most of those who are told have them from the
// writer.
func relay(r *repository) *Push {
	return offerOf(r.Head, r.Edge.Size()-uint64(len(r.last)), r.last, nil, relayCount, 0)
}

// pushed takes a peer's offer: at once, if it continues what is held and brings its entries; else by pulling.
func (m *Machine) pushed(from protocol.Key, q *Push) error {
	answer := &Pushed{}
	m.out.Answer = answer
	h, err := m.openHead(q.Head)
	if err != nil {
		m.note(NoteFault, from, protocol.Repository{}, "%v", err)
		return nil
	}
	v := h.Value()
	if !m.bothMay(from, v.Repository()) {
		return nil
	}
	p := m.peers[from]
	if p != nil {
		m.saw(p, h)
		delete(p.absent, v.Repository())
	}
	if m.isAhead(h) {
		if p != nil {
			m.hello(p)
		}
		return nil
	}
	r := m.repository(v.Repository())
	if m.continues(r, h, q) && !m.unstored(r) {
		err = m.takePush(from, r, h, q)
	} else {
		err = m.consider(from, h)
	}
	if err != nil || r.Head.IsZero() || len(r.missing) > 0 {
		return err
	}
	answer.Held = r.Head.Hash() == h.Hash() || r.Head.Value().Newer(v) && !r.forkedIn(v.Epoch)
	if _, writer := m.net.Epoch(v.Body); answer.Held && writer == from {
		answer.Holdings, err = m.accountFor(r)
		r.unheard = true // whether the answer arrives, nobody says
	}
	return err
}

// continues tells whether an offer brings the entries that follow directly on what is held.
func (m *Machine) continues(r *repository, h protocol.SignedHead, q *Push) bool {
	v := h.Value()
	if q.From != r.Edge.Size() || q.From+uint64(len(q.Entries)) != v.Size {
		return false
	}
	return r.Head.IsZero() || r.Head.Value().Epoch == v.Epoch && v.Newer(r.Head.Value()) && !contradicts(r.Head.Value(), v)
}

// takePush takes a head and the entries that came with it. A pull that is under way began from less: it begins
// anew, if there is still something to pull for.
func (m *Machine) takePush(from protocol.Key, r *repository, h protocol.SignedHead, q *Push) error {
	pl := &pull{from: from, keep: r.Edge.Size(), edge: r.Edge}
	for _, raw := range q.Entries {
		pl.append(raw)
	}
	if protocol.Hash(pl.edge.Root()) != h.Value().Root {
		return m.consider(from, h) // a fork, perhaps: the pull will tell
	}
	entries, fault := parseEntries(q.Entries)
	if fault != nil {
		m.note(NoteFault, from, r.Repository, "%v", fault)
		return nil
	}
	if err := m.extend(r, h, pl); err != nil {
		return err
	}
	if r.pull != nil && (r.next == nil || r.pull.toward.Value().Newer(r.next.head.Value())) {
		r.next = &offer{from: r.pull.from, head: r.pull.toward, branch: r.pull.rescue}
	}
	if len(q.Blocks) > 0 && !r.forkedIn(h.Value().Epoch) {
		if err := m.takeInline(r, pl.keep, entries, q.Blocks); err != nil {
			return err
		}
		m.progress(r)
		m.note(NoteContents, from, r.Repository, "%d blocks", len(q.Blocks))
	}
	return m.endPull(r)
}

// takeInline takes the blocks that came with a push. What is not asked for by an entry or a root is left.
func (m *Machine) takeInline(r *repository, keep uint64, entries []protocol.Entry, raw [][]byte) error {
	blocks := make(map[wire.CID]wire.Block, len(raw))
	for _, b := range raw {
		for _, codec := range []wire.Codec{wire.DAGCBOR, wire.Raw} {
			if parsed, err := wire.ParseBlock(codec, b); err == nil {
				blocks[parsed.CID()] = parsed
			}
		}
	}
	for i, e := range entries {
		entry := keep + uint64(i)
		b, ok := blocks[e.Content]
		if !ok || !r.missing.has(entry) {
			continue
		}
		if err := m.takeRoot(r, entry, b); err != nil {
			return err
		}
		if part := r.parts[entry]; part != nil {
			for _, c := range slices.Clone(part.lacking) {
				if linked, ok := blocks[c]; ok {
					m.takeLinked(r, entry, linked)
				}
			}
		}
	}
	return nil
}

// offered takes the answer to a push of ours.
func (m *Machine) offered(p *peer, q *Push, a *Pushed) error {
	h, err := m.heldHead(q.Head)
	if err != nil {
		return nil // no push of ours
	}
	if a.Held {
		m.saw(p, h)
	}
	if len(a.Holdings) > 0 {
		m.takeAccount(p.key, a.Holdings, false)
	}
	return nil
}
