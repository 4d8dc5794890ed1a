package exchange

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"praxis/protocol"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// FuzzStep gives a node requests and replies made up by a stranger and by a member: nothing panics, nothing that is held
// changes, no answer outgrows a frame, and the memory does not grow.
func FuzzStep(f *testing.F) {
	for i := range uint64(14) {
		f.Add(i, i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, seed uint64, member bool) {
		w := worldOf(t, 3)
		a, b := w.node("A"), w.node("B")
		w.connect(a, b)
		w.settle()
		w.tellBulk([]string{"A", "20", ""})
		w.tellShares([]string{"A", "note-1", "", " in 3 parts", ""})
		w.tellShares([]string{"B", "note-99", "", " in 3 parts", ""})
		w.settle()
		from := b.key()
		if !member {
			from = protocol.KeyOf(secretOf("a stranger"))
			delete(b.reach, a.key())
		}
		m := maker{random: rand.New(rand.NewPCG(seed, 7)), w: w}
		before := w.fingerprint(a)
		repositories, peers := len(a.machine.repos), len(a.machine.peers)
		for range 60 {
			for _, kind := range Requests() {
				q := kind.Request
				m.fill(reflect.ValueOf(q).Elem())
				ready := m.give(a, Asked{From: from, Request: q})
				if ready.Answer == nil {
					t.Fatalf("%T is not answered", q)
				}
				m.bounded(ready)
			}
			for _, o := range append(w.underWay(a), m.made()...) {
				reply := blank(o, true)
				m.fill(reflect.ValueOf(reply).Elem())
				m.bounded(m.give(a, &Answered{From: from, Request: o, Reply: reply}))
			}
		}
		if got := w.fingerprint(a); got != before {
			t.Fatalf("seed %d: what is held changed from\n%s\nto\n%s", seed, before, got)
		}
		if len(a.machine.repos) > repositories || len(a.machine.peers) > peers {
			t.Fatalf("seed %d: the memory grows to %d repositories and %d peers", seed, len(a.machine.repos), len(a.machine.peers))
		}
	})
}

// underWay are the questions that a node waits for.
func (w *world) underWay(n *simNode) []Message {
	var all []Message
	for _, p := range n.machine.peers {
		if p.asking != nil {
			all = append(all, p.asking)
		}
		for q := range p.gets {
			all = append(all, q)
		}
	}
	return all
}

// fingerprint is all that a node holds of what others shared, in words.
func (w *world) fingerprint(n *simNode) string {
	out := w.holdings(n)
	for name, l := range n.store.repos {
		if len(l.entries) > 0 || len(l.records) > 0 || !l.state.Head.IsZero() {
			out += fmt.Sprintf("%s %d roots, %d linked, root %x\n", w.repositoryName(name), len(l.roots), len(l.linked), l.state.Edge.Root())
		}
	}
	return sortedLines(out)
}

// maker makes messages up: real names and hashes among random ones, so that they come past the first check.
type maker struct {
	random *rand.Rand
	w      *world
}

func (m *maker) give(n *simNode, e Event) Ready {
	ready, err := n.machine.Step(m.w.now, e)
	if err != nil {
		m.w.t.Fatalf("%T of a stranger is an error of ours: %v", e, err)
	}
	if err := n.store.apply(ready.Batch); err != nil {
		m.w.t.Fatalf("%v", err)
	}
	return ready
}

func (m *maker) bounded(ready Ready) {
	if len(ready.Requests) > 2*windows {
		m.w.t.Fatalf("%d requests come of one message", len(ready.Requests))
	}
	if ready.Answer != nil {
		if b := m.w.frame(ready.Answer); len(b) > wire.MaxFrame {
			m.w.t.Fatalf("an answer of %d bytes", len(b))
		}
	}
}

// made are requests that the node never sent.
func (m *maker) made() []Message {
	var all []Message
	for _, kind := range Requests() {
		m.fill(reflect.ValueOf(kind.Request).Elem())
		all = append(all, kind.Request)
	}
	return all
}

func (m *maker) fill(v reflect.Value) {
	switch v.Interface().(type) {
	case protocol.ID:
		v.Set(reflect.ValueOf(m.w.org.members[m.random.IntN(3)].body()))
		return
	case protocol.Audience:
		all := []string{"npms", "network", "own", "public", "nonsense", protocol.ID{1}.String()}
		v.SetString(all[m.random.IntN(len(all))])
		return
	case []byte:
		v.SetBytes(m.bytes())
		return
	case log.Hash, protocol.Hash, protocol.Key, wire.CID:
		for i := range v.Len() {
			v.Index(i).SetUint(uint64(m.random.IntN(256)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				m.fill(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), m.random.IntN(5), 5))
		for i := range v.Len() {
			m.fill(v.Index(i))
		}
	case reflect.Uint64:
		all := []uint64{0, 1, 2, 20, 21, 22, 4096, 1 << 32, 1<<63 - 1, m.random.Uint64() >> 1}
		v.SetUint(all[m.random.IntN(len(all))])
	case reflect.Bool:
		v.SetBool(m.random.IntN(2) == 0)
	}
}

// bytes are noise, or a signed object of this network where another is expected, or one that was changed.
func (m *maker) bytes() []byte {
	l := m.w.node("B").store
	var real [][]byte
	for _, r := range l.repos {
		real = append(real, r.state.Head.Bytes())
		real = append(real, r.entries...)
		for _, b := range r.roots {
			real = append(real, b.Bytes())
		}
	}
	lists := m.w.org.lists()
	real = append(append(real, lists.Charters...), lists.Profiles...)
	b := append([]byte(nil), real[m.random.IntN(len(real))]...)
	if len(b) == 0 || m.random.IntN(3) == 0 {
		b = make([]byte, m.random.IntN(300))
		for i := range b {
			b[i] = byte(m.random.Uint32())
		}
	} else if m.random.IntN(2) == 0 {
		b[m.random.IntN(len(b))]++
	}
	return b
}
