package store

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// sound is a store with a bit of everything, and its repository.
func sound(t *testing.T) (FS, *writer) {
	t.Helper()
	rng := seeded(t)
	fsys := NewMemory()
	s := openIn(t, fsys, "store")
	w := newWriter(t, rng, protocol.AudienceNPMs)
	var b exchange.Batch
	w.fill(&b, 300, 200)
	commit(t, s, b)
	first, second := w.entries[0].Document, w.entries[1].Document
	linked, late := block(t, rng, []byte("linked")), block(t, rng, []byte("late"))
	next := block(t, rng, []byte("next version"), linked, late)
	put := put1(second, 2, next)
	put.Ends = true
	b = exchange.Batch{Sync: true}
	w.extend(&b, w.edge.Size(), withdraw(first), put)
	w.content(&b, w.edge.Size()-1, next, linked)
	b.Progress = []exchange.Progress{{Repository: w.name, Complete: w.edge.Size() - 1}}
	commit(t, s, b)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return fsys, w
}

func TestASoundStoreHasNoFaults(t *testing.T) {
	fsys, _ := sound(t)
	s := openWith(t, fsys, "store", Options{ReadOnly: true})
	var last, total uint64
	report, err := s.Verify(func(done, of uint64) { last, total = done, of })
	if err != nil || len(report.Faults) > 0 {
		t.Fatalf("%v, %v", report.Faults, err)
	}
	want := Report{Repositories: 1, Entries: 302, Contents: 299, Blocks: 1, Missing: 1}
	if report.Faults = nil; fmt.Sprint(report) != fmt.Sprint(want) {
		t.Errorf("%+v, want %+v", report, want)
	}
	if last != 302 || total != 302 {
		t.Errorf("progress ended at %d of %d", last, total)
	}
	if err := s.Commit(exchange.Batch{Sync: true}); err == nil {
		t.Error("a store opened for reading took a batch")
	}
}

func TestVerifyFindsWhatWasBent(t *testing.T) {
	fsys, w := sound(t)
	r := w.name.Key()
	entry := func(space byte, n uint64) []byte { return entryKey(nil, space, r, n) }
	get := func(s *Store, key []byte) []byte {
		v, err := s.get(key)
		if err != nil || v == nil {
			t.Fatalf("%x: %v", key, err)
		}
		return v
	}
	last := w.edge.Size() - 1
	for name, c := range map[string]struct {
		bend func(*Store, *pebble.Batch) error
		want string
	}{
		"an entry": {func(s *Store, b *pebble.Batch) error {
			return b.Set(entry(spaceEntry, 5), get(s, entry(spaceEntry, 6)), nil)
		}, "do not hash to the head's root"},
		"a lost entry": {func(s *Store, b *pebble.Batch) error { return b.Delete(entry(spaceEntry, 5), nil) }, "stands where 5 belongs"},
		"a tile":       {func(s *Store, b *pebble.Batch) error { return b.Set(entry(spaceTile, 0), make([]byte, 32), nil) }, "tile 0"},
		"a lost tile":  {func(s *Store, b *pebble.Batch) error { return b.Delete(entry(spaceTile, 0), nil) }, "0 of 1 tiles"},
		"a content": {func(s *Store, b *pebble.Batch) error {
			v := get(s, entry(spaceRoot, 7))
			v[len(v)-1] ^= 1
			return b.Set(entry(spaceRoot, 7), v, nil)
		}, "entry 7: its content is damaged"},
		"a content that came back": {func(s *Store, b *pebble.Batch) error {
			return b.Set(entry(spaceRoot, 0), get(s, entry(spaceRoot, 7)), nil)
		}, "withdrawn or ended"},
		"an ended mark that went": {func(s *Store, b *pebble.Batch) error { return b.Delete(entry(spaceEnded, 0), nil) }, "entry 0: whether its content is ended"},
		"a content that went":     {func(s *Store, b *pebble.Batch) error { return b.Delete(entry(spaceRoot, 9), nil) }, "entry 9 counts as held"},
		"a note that went":        {func(s *Store, b *pebble.Batch) error { return b.Delete(entry(spaceHeld, 9), nil) }, "all below 301 counts as held"},
		"links":                   {func(s *Store, b *pebble.Batch) error { return b.Set(entry(spaceHeld, last), nil, nil) }, "what its content links"},
		"a record": {func(s *Store, b *pebble.Batch) error {
			return b.Set(documentKey(nil, r, w.entries[0].Document), appendRecord(nil, exchange.Record{}), nil)
		}, "what is noted of document"},
		"the state": {func(s *Store, b *pebble.Batch) error {
			v := get(s, repositoryKey(nil, spaceState, r))
			v[len(v)-1] ^= 1
			return b.Set(repositoryKey(nil, spaceState, r), v, nil)
		}, "signature does not verify"},
		"a linked block": {func(s *Store, b *pebble.Batch) error {
			return s.each([]byte{spaceLinked}, []byte{spaceLinked + 1}, func(key, value []byte) (bool, error) {
				return false, b.Set(key, append(bytes.Clone(value), 0), nil)
			})
		}, "is damaged"},
		"references": {func(s *Store, b *pebble.Batch) error {
			return b.DeleteRange([]byte{spaceReference}, []byte{spaceReference + 1}, nil)
		}, "is held for no content"},
		"a reference too many": {func(s *Store, b *pebble.Batch) error {
			return b.Set(referenceKey(nil, r, w.entries[3].Content, 3), nil, nil)
		}, "whose content does not have it"},
	} {
		t.Run(name, func(t *testing.T) {
			copied := NewMemory()
			copyStore(t, fsys, copied)
			s := openIn(t, copied, "store")
			b := s.db.NewBatch()
			if err := c.bend(s, b); err != nil {
				t.Fatal(err)
			}
			if err := b.Commit(pebble.Sync); err != nil {
				t.Fatal(err)
			}
			report, err := s.Verify(nil)
			if err != nil || !slices.ContainsFunc(report.Faults, func(f Fault) bool { return strings.Contains(f.String(), c.want) }) {
				t.Errorf("faults %v, %v; want one that says %q", report.Faults, err, c.want)
			}
		})
	}
}

func copyStore(t *testing.T, from, to FS) {
	t.Helper()
	if err := to.MkdirAll("store", 0o700); err != nil {
		t.Fatal(err)
	}
	names, err := from.List("store")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		in, err := from.Open(from.PathJoin("store", n))
		if err != nil {
			t.Fatal(err)
		}
		out, err := to.Create(to.PathJoin("store", n), "test")
		if err != nil {
			t.Fatal(err)
		}
		var content bytes.Buffer
		if _, err := content.ReadFrom(in); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(content.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
