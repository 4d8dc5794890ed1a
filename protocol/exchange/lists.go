package exchange

import (
	"errors"
	"fmt"
	"slices"

	"praxis/protocol"
)

// maxListed bounds one signed list, so that the largest still leaves room for others in a reply, and none blocks them.
const maxListed = 512 << 10

func (m *Machine) askLists(p *peer) {
	c := m.net.Charter()
	q := &ListsRequest{Charter: c.Value().Version, Current: c.Hash()}
	for _, g := range m.sharedGroups(p.key) {
		q.Groups = append(q.Groups, Known{ID: g.Value().ID, Version: g.Value().Version})
	}
	for _, d := range m.net.Denials() {
		q.Denials = append(q.Denials, d.Hash())
	}
	for _, r := range m.net.Recalls() {
		q.Recalls = append(q.Recalls, r.Hash())
	}
	for _, f := range m.net.Profiles() {
		q.Profiles = append(q.Profiles, Known{ID: f.Value().Member, Version: f.Value().Version})
	}
	m.converse(p, q)
}

// page fills a reply up to the room of a frame.
type page struct {
	room int
	more bool
}

func (g *page) add(to *[][]byte, b []byte) {
	if len(b) > maxListed {
		return // nothing that a node takes is as large
	}
	if g.more || len(b) > g.room {
		g.more = true
		return
	}
	g.room -= len(b)
	*to = append(*to, b)
}

// listsFor answers with what the asker does not have.
func (m *Machine) listsFor(from protocol.Key, q *ListsRequest) *Lists {
	a := &Lists{}
	g := page{room: frameRoom}
	chain := m.net.Charters()
	start := min(q.Charter, uint64(len(chain)))
	if start > 0 && (start < q.Charter || chain[start-1].Hash() != q.Current) {
		start = 0 // another line: from the beginning
	}
	for _, c := range chain[start:] {
		g.add(&a.Charters, c.Bytes())
	}
	denials := make(map[protocol.Hash]bool, len(q.Denials))
	for _, d := range q.Denials {
		denials[d] = true
	}
	for _, d := range m.net.Denials() {
		if !denials[d.Hash()] {
			g.add(&a.Denials, d.Bytes())
		}
	}
	profiles := knownVersions(q.Profiles)
	for _, p := range m.net.Profiles() {
		if p.Value().Version > profiles[p.Value().Member] {
			g.add(&a.Profiles, p.Bytes())
		}
	}
	for _, r := range m.net.Recalls() {
		if !slices.Contains(q.Recalls, r.Hash()) {
			g.add(&a.Recalls, r.Bytes())
		}
	}
	groups := knownVersions(q.Groups)
	for _, l := range m.sharedGroups(from) {
		if l.Value().Version > groups[l.Value().ID] {
			g.add(&a.Groups, l.Bytes())
		}
	}
	a.More = g.more
	return a
}

func knownVersions(known []Known) map[protocol.ID]uint64 {
	versions := make(map[protocol.ID]uint64, len(known))
	for _, k := range known {
		versions[k.ID] = k.Version
	}
	return versions
}

func (m *Machine) listed(p *peer, a *Lists) {
	changed, err := m.takeLists(*a)
	if err != nil {
		m.note(NoteFault, p.key, protocol.Repository{}, "%v", err)
	}
	if m.peers[p.key] == p {
		if p.pages++; a.More && changed && p.pages < maxPages {
			m.askLists(p)
		} else {
			m.askHeads(p)
		}
	}
	if changed {
		m.tellOthers(p.key)
	}
}

// tellOthers opens an exchange with the connected peers but one, after something changed that is not pushed.
func (m *Machine) tellOthers(but protocol.Key) {
	for _, o := range m.connectedPeers() {
		if o.key != but {
			m.hello(o)
		}
	}
}

// importLists takes what is valid of lists from a file. It is an error if that is nothing.
func (m *Machine) importLists(l Lists) error {
	changed, fault := m.takeLists(l)
	switch {
	case changed && fault != nil: // what was taken is believed from here on, so it must be stored
		m.note(NoteFault, m.self, protocol.Repository{}, "part of a file was left out: %v", fault)
	case fault != nil:
		return fault
	case m.net == nil:
		return errors.New("the file holds no charter: ask the secretariat for the network's file")
	}
	if changed {
		m.tellOthers(m.self)
	}
	return nil
}

// takeLists adds what is new and valid of signed lists. What is not valid is left out; the first such fault is the error.
func (m *Machine) takeLists(l Lists) (changed bool, fault error) {
	take := func(did bool, err error) {
		changed = changed || did
		if err != nil && fault == nil && !errors.Is(err, protocol.ErrConflict) {
			fault = err
		}
	}
	for _, kind := range []*[][]byte{&l.Charters, &l.Profiles, &l.Denials, &l.Recalls, &l.Groups} {
		*kind = slices.DeleteFunc(slices.Clone(*kind), func(raw []byte) bool {
			if len(raw) > maxListed {
				take(false, fmt.Errorf("a signed list of %d bytes: at most %d are passed on", len(raw), maxListed))
			}
			return len(raw) > maxListed
		})
	}
	for _, raw := range l.Charters {
		take(m.takeCharter(raw))
	}
	if m.net == nil {
		return changed, fault
	}
	for _, raw := range l.Profiles {
		p, err := protocol.OpenProfile(raw)
		if err != nil {
			take(false, err)
			continue
		}
		did, err := m.net.AddProfile(p)
		if did {
			m.out.Batch.Profiles = append(m.out.Batch.Profiles, p)
		}
		take(did, err)
	}
	for _, raw := range l.Denials {
		take(takeSigned(raw, m.net.AddDenial, &m.out.Batch.Denials))
	}
	for _, raw := range l.Recalls {
		did, err := takeSigned(raw, m.net.AddRecall, &m.out.Batch.Recalls)
		take(did, err)
		if did {
			rs := m.out.Batch.Recalls
			m.broken = errors.Join(m.broken, m.applyRecall(rs[len(rs)-1].Value()))
		}
	}
	for _, raw := range l.Groups {
		take(takeSigned(raw, m.net.AddGroup, &m.out.Batch.Groups))
	}
	if changed {
		m.broken = errors.Join(m.broken, m.listsChanged())
	}
	return changed, fault
}

func takeSigned[T interface{ WireFormat() string }](raw []byte, add func(protocol.Signed[T]) (bool, error), to *[]protocol.Signed[T]) (bool, error) {
	s, err := protocol.Open[T](raw)
	if err != nil {
		return false, err
	}
	did, err := add(s)
	if did {
		*to = append(*to, s)
	}
	return did, err
}

func (m *Machine) takeCharter(raw []byte) (bool, error) {
	c, err := protocol.Open[protocol.Charter](raw)
	if err != nil {
		return false, err
	}
	var did bool
	if m.net == nil {
		if m.net, err = protocol.NewNetwork(c); err != nil {
			m.net = nil
			return false, err
		}
		did = true
	} else if did, err = m.net.AddCharter(c); err != nil {
		return false, fmt.Errorf("take the charter: %w", err)
	}
	if did {
		m.out.Batch.Charters = append(m.out.Batch.Charters, c)
	}
	return did, nil
}

// listsChanged follows a change of the lists: it goes to disk, readers get their copy, peers that lost their place are
// forgotten.
func (m *Machine) listsChanged() error {
	m.out.Batch.Sync = true
	m.out.Network = m.net.Clone()
	m.note(NoteLists, m.self, protocol.Repository{}, "charter version %d, %d profiles", m.net.Charter().Value().Version, len(m.net.Profiles()))
	for _, p := range m.connectedPeers() {
		if m.welcome(p.key) {
			continue
		}
		if err := m.leave(p.key); err != nil {
			return err
		}
	}
	m.meetAll()
	m.newWriters()
	return nil
}

// applyRecall ends a document in every repository of its body.
func (m *Machine) applyRecall(v protocol.Recall) error {
	for _, name := range m.names() {
		if name.Body != v.Body {
			continue
		}
		r := m.repos[name]
		rec, err := m.store.Document(name, v.Document)
		if err != nil {
			return err
		}
		if n := m.withdrawRecord(r, v.Document, &rec, max(r.Edge.Size(), 1)-1); n > 0 {
			m.note(NoteEnded, m.self, name, "%d contents, recalled", n)
		}
		m.out.Batch.Documents = append(m.out.Batch.Documents, DocumentChange{Repository: name, Document: v.Document, Record: rec})
		m.progress(r)
		r.owe()
		r.urgent = true
	}
	return nil
}
