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
	take := func(b []byte) bool { // unless it does not fit; the first always does
		if len(b) > room && len(a.Blocks) > 0 {
			return false
		}
		room -= len(b)
		a.Blocks = append(a.Blocks, b)
		return true
	}
	at, fit, err := m.serveRoots(r, q.Runs, a, take)
	for i := 0; i < len(q.Blocks) && fit && err == nil; i++ {
		var b []byte
		if b, err = m.linked(r, q.Blocks[i]); b == nil {
			a.Absent = append(a.Absent, at+uint64(i))
		} else {
			fit = take(b)
		}
	}
	if err != nil {
		return fmt.Errorf("serve %s: %w", r.Repository, err)
	}
	return nil
}

// serveRoots answers for the root blocks that a get asks for, which are read in one go, run by run. It returns at which
// position of the reply the linked blocks begin, and whether all did fit.
func (m *Machine) serveRoots(r *repository, runs []Run, a *Contents, take func([]byte) bool) (at uint64, fit bool, err error) {
	for _, run := range runs {
		fit, next := true, run.From // the next entry to answer for
		absent := func(until uint64) {
			for ; next < until; next++ {
				a.Absent = append(a.Absent, at+next-run.From)
			}
		}
		err := m.store.Roots(r.Repository, run, func(entry uint64, b []byte) bool {
			absent(entry)
			next++
			fit = take(b)
			return fit
		})
		if err != nil || !fit {
			return 0, false, err
		}
		absent(run.end())
		at += run.Count
	}
	return at, true, nil
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

// linked is a block that the content of an entry links, or that of the entry itself where no CID is named.
func (m *Machine) linked(r *repository, position EntryBlock) ([]byte, error) {
	if position.CID == (wire.CID{}) {
		return m.store.Root(r.Repository, position.Entry)
	}
	return m.store.Linked(r.Repository, position.Entry, position.CID)
}
