package exchange

import (
	"fmt"
	"slices"

	"praxis/protocol"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// writes checks that this node is the writer in force for its body, and returns what it needs to sign.
func (m *Machine) writes(audience protocol.Audience) (*repository, uint64, error) {
	if m.net == nil {
		return nil, 0, fmt.Errorf("this node has joined no network yet: run praxis join")
	}
	place, ok := m.net.Place(m.self)
	if !ok {
		return nil, 0, fmt.Errorf("no member's profile lists this node: sign the profile and have the secretariat admit it")
	}
	epoch, writer := m.net.Epoch(place.Body.ID)
	if writer != m.self {
		return nil, 0, fmt.Errorf("another node is the writer for %s: share from there, or begin a new epoch in the profile", place.Body.Name)
	}
	if !slices.Contains(m.net.Audiences(place.Body.ID), audience) {
		return nil, 0, fmt.Errorf("%s may not share with the audience %q", place.Body.Name, audience)
	}
	r := m.repository(protocol.Repository{Body: place.Body.ID, Audience: audience})
	if r.fork != nil && !r.Head.IsZero() && r.Head.Value().Epoch == epoch {
		return nil, 0, fmt.Errorf("this repository has forked: sign a profile with a new epoch before anything is shared")
	}
	if r.pull != nil {
		return nil, 0, fmt.Errorf("this node is still taking its own repository back from its peers: try again in a moment")
	}
	if epoch > 1 && (r.Head.IsZero() || r.Head.Value().Epoch < epoch) && !m.caughtUp(r) {
		return nil, 0, fmt.Errorf("this node begins a new epoch and has not yet heard from a peer what its body shared before: connect to one first")
	}
	return r, epoch, nil
}

// caughtUp tells whether at least one peer has said what it holds of a repository, and none holds more than we do. A new
// epoch that began short of what was shared would take the rest away from everybody.
func (m *Machine) caughtUp(r *repository) bool {
	met := false
	for _, p := range m.peers {
		if !p.met || !m.net.May(p.key, r.Repository, m.now) {
			continue
		}
		if p.seen[r.Repository].size > r.Edge.Size() {
			return false
		}
		met = true
	}
	return met
}

// nextHead signs the head that follows in a repository of ours.
func (m *Machine) nextHead(r *repository, epoch uint64, edge log.Edge) (protocol.SignedHead, error) {
	h := protocol.Head{Body: r.Repository.Body, Audience: r.Repository.Audience, Network: m.net.ID(), Time: m.now,
		List: m.net.Charter().Value().Version, Epoch: epoch, Size: edge.Size(), Root: protocol.Hash(edge.Root())}
	if !r.Head.IsZero() {
		last := r.Head.Value()
		if last.Epoch == epoch {
			h.Sequence, h.Continues = last.Sequence+1, last.Continues
		}
	}
	if epoch > 1 && h.Continues == nil {
		h.Continues = &protocol.Anchor{Size: r.Edge.Size(), Root: protocol.Hash(r.Edge.Root())}
	}
	if err := h.Validate(); err != nil {
		return protocol.SignedHead{}, err
	}
	return protocol.Sign(h, m.private)
}

// publish takes the node's wish to share and withdraw: all of it under one head, or none of it.
func (m *Machine) publish(e Publish) error {
	r, epoch, err := m.writes(e.Audience)
	if err != nil {
		return err
	}
	pl := &pull{from: m.self, keep: r.Edge.Size(), edge: r.Edge}
	if err := m.checkWish(r, e); err != nil {
		return err
	}
	var contents []Content
	for _, d := range e.Documents {
		number := pl.edge.Size()
		raw, err := protocol.Entry{Op: protocol.OpPut, Document: d.ID, Version: d.Version, Content: d.Blocks[0].CID(), Ends: d.Ends}.Encode()
		if err != nil {
			return err
		}
		pl.append(raw)
		for i, b := range d.Blocks {
			contents = append(contents, Content{Repository: r.Repository, Entry: number, Block: b, Root: i == 0})
		}
	}
	for _, id := range e.Withdraw {
		raw, err := protocol.Entry{Op: protocol.OpWithdraw, Document: id}.Encode()
		if err != nil {
			return err
		}
		pl.append(raw)
	}
	h, err := m.nextHead(r, epoch, pl.edge)
	if err != nil {
		return err
	}
	return m.commitOwn(r, h, pl, contents)
}

// commitOwn stores a head of ours with its entries and contents, and offers it to everybody who may hold it.
func (m *Machine) commitOwn(r *repository, h protocol.SignedHead, pl *pull, contents []Content) error {
	if err := m.extend(r, h, pl); err != nil {
		return err
	}
	for _, c := range contents {
		if c.Root && !r.missing.has(c.Entry) {
			continue // ended by what is published with it
		}
		m.out.Batch.Contents = append(m.out.Batch.Contents, c)
	}
	for entry := pl.keep; entry < pl.edge.Size(); entry++ {
		r.missing = r.missing.remove(entry, entry+1)
	}
	m.progress(r)
	offer := &Push{From: pl.keep, Head: h.Bytes()}
	room := inlineRoom
	for _, c := range contents {
		room -= len(c.Block.Bytes())
	}
	if len(pl.entries) <= inlineCount {
		offer.Entries = pl.entries
	}
	for _, c := range contents {
		if room >= 0 && len(offer.Entries) > 0 {
			offer.Blocks = append(offer.Blocks, c.Block.Bytes())
		}
	}
	for _, p := range m.connectedPeers() {
		if m.net.May(p.key, r.Repository, m.now) {
			m.ask(p, offer)
		}
	}
	return nil
}

// checkWish refuses versions that do not continue their document and withdrawals of what is not there.
func (m *Machine) checkWish(r *repository, e Publish) error {
	latest := make(map[protocol.ID]uint64)
	for _, d := range e.Documents {
		rec, err := m.store.Document(r.Repository, d.ID)
		if err != nil {
			return err
		}
		last, ok := latest[d.ID]
		if n := len(rec.Versions); !ok && n > 0 {
			last = rec.Versions[n-1].Number
		}
		switch {
		case rec.Withdrawn || m.net.IsRecalled(r.Repository.Body, d.ID):
			return fmt.Errorf("document %s was withdrawn, which is for ever: share the text as a new document", d.ID)
		case d.Version <= last:
			return fmt.Errorf("document %s: version %d is shared already; the next is %d", d.ID, last, last+1)
		case len(d.Blocks) == 0:
			return fmt.Errorf("document %s: it has no content", d.ID)
		}
		if err := checkWhole(d.Blocks); err != nil {
			return fmt.Errorf("document %s: %w", d.ID, err)
		}
		latest[d.ID] = d.Version
	}
	for _, id := range e.Withdraw {
		rec, err := m.store.Document(r.Repository, id)
		if err != nil {
			return err
		}
		if len(rec.Versions) == 0 {
			return fmt.Errorf("document %s is none of this node's body for the audience %s: only the body that shared a document can withdraw it", id, r.Repository.Audience)
		}
		if rec.Withdrawn {
			return fmt.Errorf("document %s is withdrawn already", id)
		}
	}
	return nil
}

// checkWhole checks that the blocks after the root are those that the root links.
func checkWhole(blocks []wire.Block) error {
	given := make(map[wire.CID]bool)
	for _, b := range blocks[1:] {
		given[b.CID()] = true
	}
	for _, c := range blocks[0].Links() {
		if !given[c] {
			return fmt.Errorf("the linked block %s is not there", c)
		}
	}
	return nil
}

// dailyHeads signs a head for each of the body's audiences where there is none of the present epoch, and daily, so that
// silence and suppression differ.
func (m *Machine) dailyHeads() error {
	place, ok := m.net.Place(m.self)
	if !ok || !m.net.Admitted(m.self, m.now) {
		return nil
	}
	for _, audience := range m.net.Audiences(place.Body.ID) {
		r, epoch, err := m.writes(audience)
		if err != nil {
			continue // another node writes, or the repository forked: nothing to sign
		}
		if !r.Head.IsZero() && r.Head.Value().Epoch == epoch && r.Head.Value().Time/day >= m.now/day {
			continue
		}
		h, err := m.nextHead(r, epoch, r.Edge)
		if err != nil {
			return err
		}
		if err := m.commitOwn(r, h, &pull{from: m.self, keep: r.Edge.Size(), edge: r.Edge}, nil); err != nil {
			return err
		}
	}
	return nil
}

// passOn offers a head that came from a peer to a few others that may hold it and are not known to.
func (m *Machine) passOn(r *repository, pl *pull) {
	if pl.from == m.self {
		return
	}
	h := r.Head.Value()
	told := 0
	for _, p := range m.connectedPeers() {
		s := p.seen[r.Repository]
		if p.key == pl.from || told == fanOut || !m.mayServe(p.key, r) || s.epoch > h.Epoch || s.epoch == h.Epoch && s.sequence >= h.Sequence {
			continue
		}
		if _, writer := m.net.Epoch(h.Body); writer == p.key {
			continue
		}
		told++
		m.ask(p, &Push{From: h.Size, Head: r.Head.Bytes()})
	}
}

// pushed takes a peer's offer: at once, if it continues what is held and brings its blocks; else by pulling.
func (m *Machine) pushed(from protocol.Key, q *Push) error {
	answer := &Pushed{}
	m.out.Answer = answer
	h, err := protocol.Open[protocol.Head](q.Head)
	if err == nil {
		err = m.net.CheckHead(h)
	}
	if err != nil {
		m.note(NoteFault, from, protocol.Repository{}, "%v", err)
		return nil
	}
	v := h.Value()
	if !m.bothMay(from, v.Repository()) {
		return nil
	}
	if p := m.peers[from]; p != nil {
		m.saw(p, v)
	}
	if !v.Audience.IsGroup() && v.List > m.net.Charter().Value().Version {
		return nil
	}
	r := m.repository(v.Repository())
	if !m.continues(r, h, q) {
		err = m.consider(from, h)
	} else {
		err = m.takePush(from, r, h, q)
	}
	if err != nil {
		return err
	}
	answer.Held = !r.Head.IsZero() && !v.Newer(r.Head.Value()) && len(r.missing) == 0
	if _, writer := m.net.Epoch(v.Body); answer.Held && writer == from {
		answer.Holdings, err = m.accountFor(r)
	}
	return err
}

// continues tells whether an offer brings the entries that follow directly on what is held.
func (m *Machine) continues(r *repository, h protocol.SignedHead, q *Push) bool {
	v := h.Value()
	if r.fork != nil || r.pull != nil || q.From != r.Edge.Size() || q.From+uint64(len(q.Entries)) != v.Size {
		return false
	}
	return r.Head.IsZero() || r.Head.Value().Epoch == v.Epoch && v.Newer(r.Head.Value()) && !contradicts(r.Head.Value(), v)
}

func (m *Machine) takePush(from protocol.Key, r *repository, h protocol.SignedHead, q *Push) error {
	pl := &pull{from: from, keep: r.Edge.Size(), edge: r.Edge}
	for _, raw := range q.Entries {
		pl.append(raw)
	}
	if protocol.Hash(pl.edge.Root()) != h.Value().Root {
		return m.consider(from, h) // a fork, perhaps: the pull will tell
	}
	if err := m.extend(r, h, pl); err != nil {
		m.note(NoteFault, from, r.Repository, "%v", err)
		return nil
	}
	if len(q.Blocks) > 0 {
		if err := m.takeInline(r, pl, q.Blocks); err != nil {
			m.note(NoteFault, from, r.Repository, "%v", err)
		}
		m.progress(r)
		m.note(NoteContents, from, r.Repository, "%d blocks", len(q.Blocks))
	}
	return nil
}

// takeInline takes the blocks that came with a push. What is not asked for by an entry or a root is left.
func (m *Machine) takeInline(r *repository, pl *pull, raw [][]byte) error {
	blocks := make(map[wire.CID]wire.Block, len(raw))
	for _, b := range raw {
		for _, codec := range []wire.Codec{wire.DAGCBOR, wire.Raw} {
			if parsed, err := wire.ParseBlock(codec, b); err == nil {
				blocks[parsed.CID()] = parsed
			}
		}
	}
	for i, rawEntry := range pl.entries {
		entry := pl.keep + uint64(i)
		e, err := protocol.ParseEntry(rawEntry)
		if err != nil {
			return err
		}
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
					if err := m.takeLinked(r, EntryBlock{Entry: entry, CID: c}, linked); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// offered takes the answer to a push of ours.
func (m *Machine) offered(p *peer, q *Push, a *Pushed) error {
	h, err := protocol.Open[protocol.Head](q.Head)
	if err != nil {
		return err
	}
	if a.Held {
		m.saw(p, h.Value())
	}
	if len(a.Holdings) > 0 {
		m.takeAccount(p.key, a.Holdings, false)
	}
	return nil
}
