package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/cockroachdb/pebble/v2"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// canaries are byte strings that stand for texts, and where they were planted.
type canaries map[string][]byte

// found tells, for each canary, which file of the directory holds it. It searches again if files came or went meanwhile.
func (c canaries) found(t *testing.T, fsys FS, dir string) map[string]string {
	t.Helper()
	for {
		before, err := fsys.List(dir)
		if err != nil {
			t.Fatal(err)
		}
		where, gone := c.search(t, fsys, dir, before)
		after, err := fsys.List(dir)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(before)
		slices.Sort(after)
		if !gone && slices.Equal(before, after) {
			return where
		}
	}
}

func (c canaries) search(t *testing.T, fsys FS, dir string, names []string) (where map[string]string, gone bool) {
	t.Helper()
	where = make(map[string]string)
	for _, name := range names {
		f, err := fsys.Open(fsys.PathJoin(dir, name))
		if err != nil {
			return nil, true
		}
		if info, err := f.Stat(); err != nil || info.IsDir() {
			t.Fatalf("a directory that the test does not search: %s, %v", name, err)
		}
		b, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		for what, canary := range c {
			if bytes.Contains(b, canary) {
				where[what] = name
			}
		}
	}
	return where, false
}

// planted is a store with canaries in it, of which some must go and the others stay.
type planted struct {
	w          *writer
	going      canaries
	staying    canaries
	ended      exchange.Batch
	records    []Record
	keptRoot   []byte
	keptLinked wire.CID
}

// plant commits contents, linked blocks and drafts, then other content around them so that files have many keys.
func plant(t *testing.T, s *Store, between func() *Store) *planted {
	t.Helper()
	rng := seeded(t)
	p := &planted{w: newWriter(t, rng, protocol.AudienceNPMs), going: canaries{}, staying: canaries{}}
	canary := func(to canaries, what string) []byte {
		to[what] = randomBytes(rng, 64)
		return to[what]
	}
	commit(t, s, exchange.Batch{}, Record{Kind: KindDraft, ID: [16]byte{1}, Value: canary(p.going, "first text of a draft")},
		Record{Kind: KindDraft, ID: [16]byte{2}, Value: canary(p.staying, "draft that stays")})
	s = between()
	commit(t, s, exchange.Batch{Sync: true}, Record{Kind: KindDraft, ID: [16]byte{1}, Value: canary(p.going, "draft")},
		Record{Kind: KindFile, ID: [16]byte{1}, Value: canary(p.going, "file")},
		Record{Kind: KindReview, ID: [16]byte{3}, Value: canary(p.going, "review that is replaced")})
	shared := block(t, rng, canary(p.staying, "block that another version links"))
	withdrawnBlock := block(t, rng, canary(p.going, "linked block"))
	withdrawn := block(t, rng, canary(p.going, "withdrawn root"), withdrawnBlock, shared)
	kept := block(t, rng, canary(p.staying, "kept root"), shared)
	first := block(t, rng, canary(p.going, "ended version"))
	second := block(t, rng, canary(p.staying, "version that ends it"))
	a, b, c := p.w.id(), p.w.id(), p.w.id()
	put := exchange.Batch{Sync: true}
	p.w.extend(&put, 0, put1(a, 1, withdrawn), put1(b, 1, kept), put1(c, 1, first))
	p.w.content(&put, 0, withdrawn, withdrawnBlock, shared)
	p.w.content(&put, 1, kept, shared)
	p.w.content(&put, 2, first)
	commit(t, s, put)
	s = between()
	fill(t, s, p.w, 60)
	between()
	next := put1(c, 2, second)
	next.Ends = true
	delete(p.staying, "version that ends it") // it comes with the batch that ends the others
	p.w.extend(&p.ended, p.w.edge.Size(), withdraw(a), next)
	p.w.content(&p.ended, p.w.edge.Size()-1, second)
	p.ended.Sync = true
	p.records = []Record{{Kind: KindDraft, ID: [16]byte{1}}, {Kind: KindFile, ID: [16]byte{1}},
		{Kind: KindReview, ID: [16]byte{3}, Value: []byte("the next review"), Erase: true}}
	p.keptRoot, p.keptLinked = kept.Bytes(), shared.CID()
	return p
}

// fill commits n documents of a few KB each.
func fill(t testing.TB, s *Store, w *writer, n int) {
	t.Helper()
	var b exchange.Batch
	w.fill(&b, n, 3000)
	commit(t, s, b)
}

func TestErasedBytesAreInNoFile(t *testing.T) {
	for name, setup := range map[string]func(*testing.T) (FS, string){
		"memory": func(*testing.T) (FS, string) { return NewMemory(), "store" },
		"disk":   func(t *testing.T) (FS, string) { return Disk(), t.TempDir() },
	} {
		t.Run(name, func(t *testing.T) {
			fsys, dir := setup(t)
			for _, mode := range []string{"all in the log", "flushed", "compacted", "reopened"} {
				t.Run(mode, func(t *testing.T) { erasedBytesAreInNoFile(t, fsys, fsys.PathJoin(dir, mode[:3]), mode) })
			}
		})
	}
}

// openPlain opens a store that does not compress, so that a search sees every byte.
func openPlain(t *testing.T, fsys FS, dir string) *Store {
	t.Helper()
	return openWith(t, fsys, dir, Options{Reserve: 1 << 20, tune: func(o *pebble.Options) {
		o.ApplyCompressionSettings(func() pebble.DBCompressionSettings { return pebble.DBCompressionNone })
	}})
}

func erasedBytesAreInNoFile(t *testing.T, fsys FS, dir, mode string) {
	s := openPlain(t, fsys, dir)
	settle := func() *Store {
		var err error
		switch mode {
		case "flushed":
			err = s.db.Flush()
		case "compacted":
			err = errors.Join(s.db.Flush(), s.db.Compact(context.Background(), []byte{0}, []byte{0xff}, false))
		case "reopened":
			err = s.Close()
			s = openPlain(t, fsys, dir)
		}
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	p := plant(t, s, settle)
	all := canaries{}
	for _, c := range []canaries{p.going, p.staying} {
		for what, canary := range c {
			all[what] = canary
		}
	}
	for what := range all {
		if _, found := all.found(t, fsys, dir)[what]; !found && (mode == "all in the log" || what != "first text of a draft") {
			t.Fatalf("before: the %s is in no file, so that its absence later shows nothing", what)
		}
	}
	commit(t, s, p.ended, p.records...)
	if cause, any, err := s.Unpurged(p.w.name); err != nil || !any || cause != 63 {
		t.Fatalf("unpurged before: %d, %v, %v", cause, any, err)
	}
	if len(p.going.found(t, fsys, dir)) == 0 {
		t.Fatal("the deletion alone removed everything, so that Erase shows nothing")
	}
	erased, err := s.Erase(context.Background())
	if err != nil || !slices.Equal(erased, []protocol.Repository{p.w.name}) {
		t.Fatalf("erase: %v, %v", erased, err)
	}
	check := func(when string) {
		t.Helper()
		for what, file := range p.going.found(t, fsys, dir) {
			t.Errorf("%s: the %s is still in %s", when, what, file)
		}
		if _, any, err := s.Unpurged(p.w.name); any || err != nil {
			t.Errorf("%s: still unpurged: %v", when, err)
		}
		if got, err := s.Root(p.w.name, 1); err != nil || !bytes.Equal(got, p.keptRoot) {
			t.Errorf("%s: what stays is gone: %v", when, err)
		}
		if got, err := s.Linked(p.w.name, 1, p.keptLinked); err != nil || got == nil {
			t.Errorf("%s: the block that another version links is gone: %v", when, err)
		}
	}
	check("after")
	fill(t, s, p.w, 20)
	check("after more was stored")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for what, file := range p.going.found(t, fsys, dir) {
		t.Errorf("closed: the %s is still in %s", what, file)
	}
	s = openPlain(t, fsys, dir)
	check("after reopening")
	if left := p.staying.found(t, fsys, dir); len(left) != len(p.staying) {
		t.Errorf("of what stays, only this is in a file: %v", left)
	}
}

func TestErasureWaitsForReaders(t *testing.T) {
	fsys := NewMemory()
	s := openPlain(t, fsys, "store")
	p := plant(t, s, func() *Store {
		if err := s.db.Flush(); err != nil {
			t.Fatal(err)
		}
		return s
	})
	commit(t, s, p.ended, p.records...)
	err := s.Records(KindDraft, func([16]byte, []byte) bool {
		if _, err := s.Erase(context.Background()); !errors.Is(err, ErrNotPurged) {
			t.Errorf("erase while the drafts are being read: %v", err)
		}
		if _, any, err := s.Unpurged(p.w.name); !any || err != nil {
			t.Errorf("purged while the drafts are being read: %v", err)
		}
		return false
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(context.Background()); err != nil {
		t.Fatal(err)
	}
	for what, file := range p.going.found(t, fsys, "store") {
		t.Errorf("the %s is still in %s", what, file)
	}
}
