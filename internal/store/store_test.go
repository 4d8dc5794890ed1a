package store

import (
	"bytes"
	"errors"
	"testing"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/log"
)

func TestWhatIsCommittedIsReadBack(t *testing.T) {
	rng := seeded(t)
	fsys := NewMemory()
	s := openIn(t, fsys, "store")
	w := newWriter(t, rng, protocol.AudienceNPMs)
	linked := block(t, rng, []byte("a linked block"))
	root := block(t, rng, []byte("a root block"), linked)
	id := w.id()
	b := exchange.Batch{Sync: true}
	w.extend(&b, 0, put1(id, 1, root))
	w.content(&b, 0, root, linked)
	b.Progress = []exchange.Progress{{Repository: w.name, Complete: 1}}
	commit(t, s, b, Record{Kind: KindDraft, ID: [16]byte{7}, Value: []byte("a draft"), Sync: true})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openIn(t, fsys, "store")
	if got, err := s.Root(w.name, 0); err != nil || !bytes.Equal(got, root.Bytes()) {
		t.Fatalf("root block: %x, %v", got, err)
	}
	if got, err := s.Linked(w.name, 0, linked.CID()); err != nil || !bytes.Equal(got, linked.Bytes()) {
		t.Fatalf("linked block: %x, %v", got, err)
	}
	if got, err := s.Linked(w.name, 1, linked.CID()); err != nil || got != nil {
		t.Fatalf("an entry that does not link it got the block: %x, %v", got, err)
	}
	if got, err := s.Record(KindDraft, [16]byte{7}); err != nil || string(got) != "a draft" {
		t.Fatalf("draft: %q, %v", got, err)
	}
	states, err := s.States()
	if err != nil || len(states) != 1 || states[0].Complete != 1 || states[0].Edge != w.edge {
		t.Fatalf("states: %+v, %v", states, err)
	}
	if root, err := log.RootAt(s.Log(w.name), 1); err != nil || root != w.edge.Root() {
		t.Fatalf("root of the log: %s, %v", root, err)
	}
}

func TestOneDirectoryIsOpenedOnce(t *testing.T) {
	for name, fsys := range map[string]FS{"memory": NewMemory(), "disk": Disk()} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			openIn(t, fsys, dir)
			_, err := Open(fsys, dir, Options{})
			if !errors.Is(err, ErrInUse) {
				t.Fatalf("second open: %v", err)
			}
		})
	}
}
