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
	if r.forkedIn(epoch) {
		return nil, 0, fmt.Errorf("this repository has forked: sign a profile with a new epoch before anything is shared")
	}
	if r.pull != nil || m.isBehind(r, epoch) {
		return nil, 0, fmt.Errorf("this node is still taking its own repository back from its peers: try again in a moment")
	}
	return r, epoch, m.mayBegin(r, epoch)
}

// mayBegin tells why an epoch cannot begin here yet, if it has not.
func (m *Machine) mayBegin(r *repository, epoch uint64) error {
	if epoch == 1 || r.isIn(epoch) {
		return nil
	}
	begin, known := m.net.Beginning(r.Repository.Body, epoch, r.Repository.Audience)
	switch {
	case known && r.Edge.Size() < begin.Size:
		return fmt.Errorf("this node begins a new epoch and holds %d of the %d entries that the profile says were shared before: connect to a peer that has them", r.Edge.Size(), begin.Size)
	case !known && !m.caughtUp(r):
		return fmt.Errorf("this node begins a new epoch and has not yet heard from a peer what its body shared before: connect to one first")
	}
	return nil
}

// isIn tells whether the head held is of an epoch, or of a later one.
func (r *repository) isIn(epoch uint64) bool {
	return !r.Head.IsZero() && r.Head.Value().Epoch >= epoch
}

// beginning is the edge at which the present epoch goes on: where the log ends, or, at its first head, where the profile
// says that the epoch before ended. What is held beyond that falls away with the first head.
func (m *Machine) beginning(r *repository, epoch uint64) (log.Edge, error) {
	begin, known := m.net.Beginning(r.Repository.Body, epoch, r.Repository.Audience)
	if r.isIn(epoch) || !known {
		return r.Edge, nil
	}
	edge, err := log.EdgeAt(m.store.Log(r.Repository), begin.Size)
	if err == nil && protocol.Hash(edge.Root()) != begin.Root {
		err = fmt.Errorf("the log that is held is not the one that the profile says the epoch before ended with: sign the profile anew")
	}
	return edge, err
}

// isBehind tells whether a peer holds more of this node's own heads than the node itself, whose store must have been
// lost or put back: going on from there would fork the repository.
func (m *Machine) isBehind(r *repository, epoch uint64) bool {
	last := r.Head.Value()
	for _, p := range m.peers {
		s, ok := p.seen[r.Repository]
		if ok && s.epoch == epoch && (r.Head.IsZero() || last.Epoch < epoch || s.sequence > last.Sequence) {
			return true
		}
	}
	return false
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

// nextHead signs the head that follows in a repository of ours: edge is that of its log, begin the one at which the epoch
// begins, should it be the epoch's first.
func (m *Machine) nextHead(r *repository, epoch uint64, begin, edge log.Edge) (protocol.SignedHead, error) {
	h := protocol.Head{Body: r.Repository.Body, Audience: r.Repository.Audience, Network: m.net.ID(), Time: m.now,
		List: m.net.Charter().Value().Version, Epoch: epoch, Size: edge.Size(), Root: protocol.Hash(edge.Root())}
	if !r.Head.IsZero() {
		last := r.Head.Value()
		if last.Epoch == epoch {
			h.Sequence, h.Continues = last.Sequence+1, last.Continues
		}
	}
	if epoch > 1 && h.Continues == nil {
		h.Continues = &protocol.Anchor{Size: begin.Size(), Root: protocol.Hash(begin.Root())}
	}
	if err := h.Validate(); err != nil {
		return protocol.SignedHead{}, err
	}
	return protocol.Sign(h, m.private)
}

// ownHead is a head of ours that is signed and not taken yet, with the entries and contents under it.
type ownHead struct {
	r        *repository
	head     protocol.SignedHead
	pull     *pull
	contents []Content
}

// publish makes a head of the node's wish to share and withdraw: all of it under one, or none of it. It changes nothing.
func (m *Machine) publish(e Publish) (*ownHead, error) {
	r, epoch, err := m.writes(e.Audience)
	if err != nil {
		return nil, err
	}
	begin, err := m.beginning(r, epoch)
	if err != nil {
		return nil, err
	}
	if begin.Size() != r.Edge.Size() {
		return nil, fmt.Errorf("this node is about to give up what was shared after the epoch before it ended: try again in a moment")
	}
	if len(e.Documents)+len(e.Withdraw) == 0 {
		return nil, fmt.Errorf("there is nothing to share or withdraw: name a document")
	}
	if err := m.checkWish(r, e); err != nil {
		return nil, err
	}
	pl := &pull{from: m.self, keep: r.Edge.Size(), edge: r.Edge}
	var entries []protocol.Entry
	var contents []Content
	for i, d := range e.Documents {
		entries = append(entries, protocol.Entry{Op: protocol.OpPut, Document: d.ID, Version: d.Version, Content: d.Blocks[0].CID(), Ends: d.Ends})
		for at, b := range d.Blocks {
			contents = append(contents, Content{Repository: r.Repository, Entry: pl.keep + uint64(i), Block: b, Root: at == 0})
		}
	}
	for _, id := range e.Withdraw {
		entries = append(entries, protocol.Entry{Op: protocol.OpWithdraw, Document: id})
	}
	for _, entry := range entries {
		raw, err := entry.Encode()
		if err != nil {
			return nil, err
		}
		pl.append(raw)
	}
	h, err := m.nextHead(r, epoch, begin, pl.edge)
	if err != nil {
		return nil, err
	}
	return &ownHead{r: r, head: h, pull: pl, contents: contents}, nil
}

// commitOwn stores a head of ours with its entries and contents, and offers it to everybody who may hold it.
func (m *Machine) commitOwn(o *ownHead) error {
	r, h, pl := o.r, o.head, o.pull
	if err := m.extend(r, h, pl); err != nil {
		return err
	}
	contents := slices.DeleteFunc(o.contents, func(c Content) bool { return !r.missing.has(c.Entry) }) // ended by what is published with it
	news, err := m.news(r, contents)
	if err != nil {
		return err
	}
	m.out.Batch.Contents = append(m.out.Batch.Contents, contents...)
	r.missing = r.missing.remove(pl.keep, pl.edge.Size())
	m.progress(r)
	r.pass = false
	offer := offerOf(h, pl.keep, pl.entries, news, inlineCount, inlineRoom)
	for _, p := range m.connectedPeers() {
		if m.net.May(p.key, r.Repository, m.now) {
			m.ask(p, offer)
		}
	}
	return nil
}

// checkWish refuses versions that do not continue their document and withdrawals of what is not there.
func (m *Machine) checkWish(r *repository, e Publish) error {
	latest, put := make(map[protocol.ID]uint64), make(map[protocol.ID]int)
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
		case len(rec.Versions)+put[d.ID] >= maxVersions:
			return fmt.Errorf("document %s has %d versions, which is the most: share the text as a new document", d.ID, maxVersions)
		case len(d.Blocks) == 0:
			return fmt.Errorf("document %s: it has no content", d.ID)
		}
		if err := checkWhole(d.Blocks); err != nil {
			return fmt.Errorf("document %s: %w", d.ID, err)
		}
		latest[d.ID] = d.Version
		put[d.ID]++
	}
	taken := make(map[protocol.ID]bool)
	for _, id := range e.Withdraw {
		rec, err := m.store.Document(r.Repository, id)
		if err != nil {
			return err
		}
		if len(rec.Versions) == 0 {
			return fmt.Errorf("document %s is none of this node's body for the audience %s: only the body that shared a document can withdraw it", id, r.Repository.Audience)
		}
		logged, err := m.isLogged(r, id, rec)
		if err != nil {
			return err
		}
		if logged || taken[id] {
			return fmt.Errorf("document %s is withdrawn already", id)
		}
		taken[id] = true
	}
	return nil
}

// checkWhole checks that the blocks after the root are those that the root links, and no others.
func checkWhole(blocks []wire.Block) error {
	given := make(map[wire.CID]bool)
	for _, b := range blocks[1:] {
		given[b.CID()] = false
	}
	for _, c := range blocks[0].Links() {
		if _, ok := given[c]; !ok {
			return fmt.Errorf("the linked block %s is not there", c)
		}
		given[c] = true
	}
	for c, linked := range given {
		if !linked {
			return fmt.Errorf("the root block does not link the block %s", c)
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
		begin, err := m.beginning(r, epoch)
		if err != nil {
			continue // another log than the profile's is held: who wants to share is told
		}
		h, err := m.nextHead(r, epoch, begin, begin)
		if err != nil {
			return err
		}
		if err := m.commitOwn(&ownHead{r: r, head: h, pull: &pull{from: m.self, keep: begin.Size(), edge: begin}}); err != nil {
			return err
		}
	}
	return nil
}
