package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// content is a version's blocks.
type content struct {
	root   wire.Block
	linked []wire.Block
}

// world makes random batches, applies them to the store in memory and to the one on disk, and compares all answers.
type world struct {
	t        *testing.T
	rng      *rand.Rand
	fsys     FS
	store    *Store
	memory   *exchange.Memory
	writers  []*writer
	contents map[wire.CID]content // by root
	blocks   []wire.Block         // linked blocks, to be shared
	nodes    []ed25519.PrivateKey
	drafts   map[[16]byte][]byte
}

func TestStoreAgreesWithMemory(t *testing.T) {
	rng := seeded(t)
	for round := range 3 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			w := &world{t: t, rng: rng, fsys: NewMemory(), memory: exchange.NewMemory(), contents: map[wire.CID]content{}, drafts: map[[16]byte][]byte{}}
			w.store = w.open()
			for _, a := range []protocol.Audience{protocol.AudienceNPMs, protocol.AudienceNetwork, protocol.AudienceNPMs} {
				w.writers = append(w.writers, newWriter(t, rng, a))
			}
			w.writers[1].name.Body = w.writers[0].name.Body // two audiences of one body
			for range 3 {
				w.nodes = append(w.nodes, ed25519.NewKeyFromSeed(randomBytes(rng, 32)))
			}
			for range 40 {
				w.step()
			}
		})
	}
}

func (w *world) open() *Store {
	return openWith(w.t, w.fsys, "store", Options{MemTable: 256 << 10, Reserve: 1})
}

func (w *world) chance(percent int) bool { return w.rng.IntN(100) < percent }

func (w *world) step() {
	w.t.Helper()
	var b exchange.Batch
	for range 1 + w.rng.IntN(3) {
		writer := w.writers[w.rng.IntN(len(w.writers))]
		switch w.rng.IntN(7) {
		case 0, 1:
			w.publish(writer, &b)
		case 2, 3:
			w.arrive(writer, &b)
		case 4:
			b.Progress = append(b.Progress, exchange.Progress{Repository: writer.name, Complete: w.rng.Uint64N(writer.edge.Size() + 1)})
		case 5:
			b.Holdings = append(b.Holdings, w.account(writer.name))
		case 6:
			f := exchange.StoredFork{Repository: writer.name}
			if w.chance(60) {
				f.Evidence = randomBytes(w.rng, 20)
			}
			b.Forks = append(b.Forks, f)
		}
	}
	b.Contents = slices.DeleteFunc(b.Contents, w.overtaken)
	b.Sync = w.chance(50)
	if err := w.memory.Apply(b); err != nil {
		w.t.Fatal(err)
	}
	commit(w.t, w.store, b, w.private()...)
	w.disturb()
	w.compare()
}

// publish adds entries, sometimes after a cut, and some of their contents.
func (w *world) publish(r *writer, b *exchange.Batch) {
	keep := r.edge.Size()
	if keep > 0 && w.chance(8) {
		keep = w.rng.Uint64N(keep + 1)
		r.epoch++
		r.seq = 0
	}
	var entries []protocol.Entry
	n := w.rng.IntN(6)
	if w.chance(10) {
		n = 300 // over a tile's end
	}
	for range n {
		entries = append(entries, w.entry(r))
	}
	r.extend(b, keep, entries...)
	for number := keep; number < r.edge.Size(); number++ {
		if w.chance(60) {
			w.send(r, b, number, w.chance(80))
		}
	}
}

// entry is a put of a new document, of a version that may end the others, or a withdrawal.
func (w *world) entry(r *writer) protocol.Entry {
	id := r.id()
	if n := len(r.entries); n > 0 && w.chance(60) {
		id = r.entries[w.rng.IntN(n)].Document
		if w.chance(30) {
			return withdraw(id)
		}
	}
	c := w.content()
	e := put1(id, 1+w.rng.Uint64N(5), c.root)
	for slices.ContainsFunc(r.records[id].Versions, func(v exchange.Version) bool { return v.Number == e.Version }) {
		e.Version++
	}
	e.Ends = w.chance(40)
	return e
}

func (w *world) content() content {
	var c content
	for range w.rng.IntN(4) {
		if len(w.blocks) > 0 && w.chance(60) {
			c.linked = append(c.linked, w.blocks[w.rng.IntN(len(w.blocks))])
			continue
		}
		b := block(w.t, w.rng, randomBytes(w.rng, w.rng.IntN(300)))
		w.blocks, c.linked = append(w.blocks, b), append(c.linked, b)
	}
	c.root = block(w.t, w.rng, randomBytes(w.rng, w.rng.IntN(2000)), c.linked...)
	w.contents[c.root.CID()] = c
	return c
}

// arrive brings contents of random entries, ended ones and repeated ones included.
func (w *world) arrive(r *writer, b *exchange.Batch) {
	for range min(w.rng.Uint64N(8), r.edge.Size()) {
		w.send(r, b, w.rng.Uint64N(r.edge.Size()), w.chance(70))
	}
}

func (w *world) send(r *writer, b *exchange.Batch, number uint64, root bool) {
	e := r.entries[number]
	if e.Op != protocol.OpPut {
		return
	}
	c := w.contents[e.Content]
	if root {
		r.content(b, number, c.root)
	}
	for _, l := range c.linked {
		if w.chance(70) {
			b.Contents = append(b.Contents, exchange.Content{Repository: r.name, Entry: number, Block: l})
		}
	}
}

// overtaken tells whether a content is of an entry that a later cut of the same batch replaced.
func (w *world) overtaken(c exchange.Content) bool {
	r := w.writers[slices.IndexFunc(w.writers, func(r *writer) bool { return r.name == c.Repository })]
	if c.Entry >= r.edge.Size() {
		return true
	}
	now := r.entries[c.Entry].Content
	if c.Root {
		return now != c.Block.CID()
	}
	return !slices.ContainsFunc(w.contents[now].linked, func(l wire.Block) bool { return l.CID() == c.Block.CID() })
}

func (w *world) account(name protocol.Repository) protocol.SignedHoldings {
	node := w.nodes[w.rng.IntN(len(w.nodes))]
	h := protocol.Holdings{Node: protocol.KeyOf(node), Time: 86400, Daily: w.chance(40), Network: protocol.Hash{1}, Audience: name.Audience,
		Sequence: w.rng.Uint64N(50)}
	for _, r := range w.writers {
		if w.chance(60) && r.name.Audience == name.Audience {
			h.Held = append(h.Held, protocol.Held{Body: r.name.Body, Size: 1})
		}
	}
	s, err := protocol.Sign(h, node)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) private() (records []Record) {
	for range w.rng.IntN(3) {
		id := [16]byte{byte(w.rng.IntN(8))}
		r := Record{Kind: KindDraft, ID: id, Sync: w.chance(30)}
		if w.chance(60) {
			r.Value = randomBytes(w.rng, w.rng.IntN(500))
			w.drafts[id] = r.Value
		} else {
			delete(w.drafts, id)
		}
		records = append(records, r)
	}
	return records
}

// disturb does what must not change any answer.
func (w *world) disturb() {
	w.t.Helper()
	var err error
	switch w.rng.IntN(8) {
	case 0:
		err = w.store.Close()
		w.store = w.open()
	case 1:
		err = w.store.db.Flush()
	case 2:
		err = w.store.db.Compact(context.Background(), []byte{0}, []byte{0xff}, false)
	case 3:
		_, err = w.store.Erase(context.Background())
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) compare() {
	w.t.Helper()
	w.same("States", func(s exchange.Store) (any, error) { return s.States() })
	w.same("Forks", func(s exchange.Store) (any, error) { return s.Forks() })
	w.same("Holdings", func(s exchange.Store) (any, error) {
		all, err := s.Holdings()
		var raw [][]byte
		for _, a := range all {
			raw = append(raw, a.Bytes())
		}
		return raw, err
	})
	for _, r := range w.writers {
		w.compareRepository(r)
	}
	for i := range byte(8) {
		got, err := w.store.Record(KindDraft, [16]byte{i})
		if err != nil || !bytes.Equal(got, w.drafts[[16]byte{i}]) {
			w.t.Fatalf("draft %d: %x, %v", i, got, err)
		}
	}
}

func (w *world) compareRepository(r *writer) {
	w.t.Helper()
	size := r.edge.Size()
	from := w.rng.Uint64N(size + 1)
	w.same("Leaves", func(s exchange.Store) (any, error) { return s.Log(r.name).Leaves(from, size) })
	w.same("Tiles", func(s exchange.Store) (any, error) { return s.Log(r.name).Tiles(0, size/256) })
	w.same("Missing", func(s exchange.Store) (any, error) { return s.Missing(r.name, 0) })
	w.same("Missing", func(s exchange.Store) (any, error) { return s.Missing(r.name, from) })
	if from < size {
		limit := w.rng.IntN(1000)
		w.same("Entries", func(s exchange.Store) (any, error) { return s.Entries(r.name, from, size, limit) })
	}
	most := w.rng.IntN(8)
	w.same("Roots", func(s exchange.Store) (any, error) {
		var all []any
		err := s.Roots(r.name, exchange.Run{From: from, Count: size - from}, func(entry uint64, b []byte) bool {
			all = append(all, entry, b)
			return len(all) < 2*most
		})
		return all, err
	})
	for _, entry := range w.sample(size + 2) {
		if entry < size {
			id := r.entries[entry].Document
			w.same("Document", func(s exchange.Store) (any, error) { return s.Document(r.name, id) })
		}
		w.same("IsEnded", func(s exchange.Store) (any, error) { return s.IsEnded(r.name, entry) })
		w.same("Root", func(s exchange.Store) (any, error) { return s.Root(r.name, entry) })
	}
	for range 50 {
		if len(w.blocks) == 0 || size == 0 {
			break
		}
		c, entry := w.blocks[w.rng.IntN(len(w.blocks))].CID(), w.rng.Uint64N(size)
		w.same("HasBlock", func(s exchange.Store) (any, error) { return s.HasBlock(r.name, c) })
		w.same("Linked", func(s exchange.Store) (any, error) { return s.Linked(r.name, entry, c) })
		if linked := w.contents[r.entries[entry].Content].linked; len(linked) > 0 {
			w.same("Linked", func(s exchange.Store) (any, error) { return s.Linked(r.name, entry, linked[0].CID()) })
		}
	}
}

// sample is all numbers below n, or many of them.
func (w *world) sample(n uint64) (some []uint64) {
	for i := range n {
		if n < 100 || w.rng.Uint64N(n) < 100 {
			some = append(some, i)
		}
	}
	return some
}

func (w *world) same(what string, ask func(exchange.Store) (any, error)) {
	w.t.Helper()
	want, wantErr := ask(w.memory)
	got, gotErr := ask(w.store)
	if wantErr != nil || gotErr != nil {
		w.t.Fatalf("%s: memory %v, store %v", what, wantErr, gotErr)
	}
	if !alike(want, got) {
		w.t.Fatalf("%s:\nmemory %v\nstore  %v", what, want, got)
	}
}

// alike compares deeply, but takes nothing and none for the same.
func alike(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if x.Kind() == reflect.Slice && x.Len() == 0 && y.Len() == 0 {
		return true
	}
	if r, ok := a.(exchange.Record); ok && len(r.Versions) == 0 {
		r.Versions = b.(exchange.Record).Versions
		if len(r.Versions) > 0 {
			return false
		}
		a = r
	}
	return reflect.DeepEqual(a, b)
}
