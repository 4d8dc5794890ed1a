package exchange

import (
	"fmt"

	"praxis/protocol"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// maxWanted bounds the blocks that one request may ask for.
const maxWanted = 4096

// serveEntries answers a pull. For what is unknown or forbidden the answer is empty.
func (m *Machine) serveEntries(to protocol.Key, q *Pull) error {
	a := &Entries{}
	m.out.Answer = a
	r, ok := m.repos[protocol.Repository{Body: q.Body, Audience: q.Audience}]
	if !ok || !m.mayServe(to, r) {
		return nil
	}
	a.Head = r.Head.Bytes()
	size := r.Edge.Size()
	if q.Size >= size {
		return nil
	}
	source := m.store.Log(r.Repository)
	root, err := log.RootAt(source, q.Size)
	if err != nil {
		return fmt.Errorf("serve %s: %w", r.Repository, err)
	}
	if protocol.Hash(root) != q.Root {
		a.Proof, err = log.Prove(source, q.Size, size)
	} else {
		a.Entries, err = m.store.Entries(r.Repository, q.Size, size, frameRoom)
	}
	if err != nil {
		return fmt.Errorf("serve %s: %w", r.Repository, err)
	}
	return nil
}

// serveContents answers a get with as many blocks as fit.
func (m *Machine) serveContents(to protocol.Key, q *Get) error {
	a := &Contents{}
	m.out.Answer = a
	r, ok := m.repos[protocol.Repository{Body: q.Body, Audience: q.Audience}]
	if !ok || !m.mayServe(to, r) || !q.modest(r.Edge.Size()) {
		return nil
	}
	room := frameRoom
	for at, position := range q.positions() {
		b, err := m.content(r, position)
		if err != nil {
			return fmt.Errorf("serve %s: %w", r.Repository, err)
		}
		if b == nil {
			a.Absent = append(a.Absent, uint64(at))
			continue
		}
		if len(b) > room && len(a.Blocks) > 0 {
			break
		}
		room -= len(b)
		a.Blocks = append(a.Blocks, b)
	}
	return nil
}

// modest tells whether a request asks for entries that exist, and not for too many at once.
func (q *Get) modest(size uint64) bool {
	n := uint64(len(q.Blocks))
	for _, r := range q.Runs {
		if r.Count > maxWanted || r.From > size || r.end() > size {
			return false
		}
		n += r.Count
	}
	return n <= maxWanted
}

func (m *Machine) content(r *repository, position EntryBlock) ([]byte, error) {
	if position.CID == (wire.CID{}) {
		return m.store.Root(r.Repository, position.Entry)
	}
	return m.store.Linked(r.Repository, position.Entry, position.CID)
}
