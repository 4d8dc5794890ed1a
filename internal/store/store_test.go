package store

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2"

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

func TestStoresThatCannotBeReadAreRefusedWithAReason(t *testing.T) {
	write := func(fsys FS, name, text string) {
		f, err := fsys.Create(fsys.PathJoin("store", name), "test")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	set := func(fsys FS, key, value []byte) {
		s := openIn(t, fsys, "store")
		if err := s.db.Set(key, value, pebble.Sync); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		prepare func(FS)
		o       Options
		want    string
	}{
		"a newer format":        {func(fsys FS) { set(fsys, []byte{spaceFormat}, []byte{0, 0, 0, 0, 0, 0, 0, format + 1}) }, Options{}, "install a newer Praxis"},
		"an older format":       {func(fsys FS) { set(fsys, []byte{spaceFormat}, []byte{0, 0, 0, 0, 0, 0, 0, format - 1}) }, Options{}, "with the Praxis that wrote it"},
		"a format that is none": {func(fsys FS) { set(fsys, []byte{spaceFormat}, []byte("x")) }, Options{}, "restore it from a backup"},
		"nothing to read":       {func(FS) {}, Options{ReadOnly: true}, "open the store in store"},
		"a damaged manifest": {func(fsys FS) {
			set(fsys, []byte{byte(KindDraft)}, nil)
			names, err := fsys.List("store")
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range names {
				if strings.HasPrefix(n, "MANIFEST") {
					write(fsys, n, "not what it was")
				}
			}
		}, Options{}, "open the store in store"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := NewMemory()
			c.prepare(fsys)
			s, err := Open(fsys, "store", c.o)
			if err == nil {
				_ = s.Close()
				t.Fatal("it was opened")
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want a sentence with %q", err, c.want)
			}
			if _, err := Open(fsys, "store", c.o); errors.Is(err, ErrInUse) {
				t.Error("the refused store stays locked")
			}
		})
	}
}

func TestAClosedStoreTakesNothing(t *testing.T) {
	s := openIn(t, NewMemory(), "store")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(exchange.Batch{Sync: true}); !errors.Is(err, ErrClosed) {
		t.Errorf("commit: %v", err)
	}
	if _, err := s.Erase(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("erase: %v", err)
	}
}

func TestALogChangeThatDoesNotFitIsRefusedWhole(t *testing.T) {
	s := openIn(t, NewMemory(), "store")
	w := newWriter(t, seeded(t), protocol.AudienceNPMs)
	var b exchange.Batch
	w.fill(&b, 2, 100)
	commit(t, s, b)
	var gap exchange.Batch
	w.fill(&gap, 2, 100)
	gap.Logs[0].Keep = 3
	if err := s.Commit(gap, Record{Kind: KindDraft, Value: []byte("a draft")}); err == nil {
		t.Error("a log with a gap was taken")
	}
	if held, err := s.Record(KindDraft, [16]byte{}); err != nil || held != nil {
		t.Errorf("half of a refused batch is there: %q, %v", held, err)
	}
	if got, err := s.Root(w.name, 2); err != nil || got != nil {
		t.Errorf("content of a refused batch is there: %v", err)
	}
}

func TestRecordsComeInOrderOfTheirIDs(t *testing.T) {
	s := openIn(t, NewMemory(), "store")
	for _, i := range []byte{3, 1, 2} {
		commit(t, s, exchange.Batch{}, Record{Kind: KindPerson, ID: [16]byte{i}, Value: []byte{i}}, Record{Kind: KindDraft, ID: [16]byte{i}, Value: []byte("no person")})
	}
	commit(t, s, exchange.Batch{}, Record{Kind: KindPerson, ID: [16]byte{2}})
	var got []byte
	if err := s.Records(KindPerson, func(id [16]byte, value []byte) bool {
		got = append(got, value...)
		return true
	}); err != nil || !bytes.Equal(got, []byte{1, 3}) {
		t.Errorf("%v, %v", got, err)
	}
	if err := s.Commit(exchange.Batch{}, Record{Kind: RecordKind(spaceEntry), Value: []byte("x")}); err == nil {
		t.Error("a private record was written into the keyspace of entries")
	}
}
