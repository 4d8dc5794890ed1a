package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// script is a sequence of steps whose outcome is known after each.
type script struct {
	name    protocol.Repository
	steps   []step
	going   canaries // bytes that must be gone once nothing is due
	outcome []string // after so many steps
}

type step struct {
	batch   exchange.Batch
	records []Record
	erase   bool
}

func (s step) sync() bool {
	return s.batch.Sync || s.erase || slices.ContainsFunc(s.records, func(r Record) bool { return r.Sync })
}

func (s step) do(store *Store) error {
	if s.erase {
		_, err := store.Erase(context.Background())
		return err
	}
	return store.Commit(s.batch, s.records...)
}

func crashOptions() Options {
	return Options{MemTable: 64 << 10, Reserve: 1, tune: func(o *pebble.Options) {
		o.ApplyCompressionSettings(func() pebble.DBCompressionSettings { return pebble.DBCompressionNone })
	}}
}

// newScript writes the story that every crash interrupts: contents come, a document is withdrawn, a version ends another
// and takes a block over, a draft is deleted, an epoch cuts the log, and all of it is erased.
func newScript(t *testing.T, rng *rand.Rand) *script {
	s := &script{going: canaries{}}
	w := newWriter(t, rng, protocol.AudienceNPMs)
	s.name = w.name
	canary := func(what string) []byte {
		s.going[what] = randomBytes(rng, 64)
		return s.going[what]
	}
	add := func(b exchange.Batch, records ...Record) { s.steps = append(s.steps, step{batch: b, records: records}) }
	linked, shared := block(t, rng, canary("linked block")), block(t, rng, randomBytes(rng, 64))
	withdrawn := block(t, rng, canary("withdrawn root"), linked, shared)
	first, second := block(t, rng, canary("ended root"), shared), block(t, rng, randomBytes(rng, 100), shared)
	cut := block(t, rng, canary("root that a cut removes"))
	a, b, c := w.id(), w.id(), w.id()

	add(exchange.Batch{}, Record{Kind: KindDraft, ID: [16]byte{1}, Value: canary("draft"), Sync: true})
	put := exchange.Batch{Sync: true}
	w.extend(&put, 0, put1(a, 1, withdrawn), put1(b, 1, first))
	add(put)
	var arrives exchange.Batch
	w.content(&arrives, 0, withdrawn, linked, shared)
	add(arrives)
	arrives = exchange.Batch{Sync: true}
	w.content(&arrives, 1, first, shared)
	add(arrives)
	for range 6 {
		var filling exchange.Batch
		w.fill(&filling, 6, 2500)
		add(filling)
	}
	ending := exchange.Batch{Sync: true}
	next := put1(b, 2, second)
	next.Ends = true
	size := w.edge.Size()
	w.extend(&ending, size, withdraw(a), next, put1(c, 1, cut))
	w.content(&ending, size+1, second, shared)
	w.content(&ending, size+2, cut)
	add(ending, Record{Kind: KindDraft, ID: [16]byte{1}})
	s.steps = append(s.steps, step{erase: true})
	w.epoch, w.seq = 2, 0
	shorter := exchange.Batch{Sync: true}
	w.extend(&shorter, size+2)
	add(shorter)
	s.steps = append(s.steps, step{erase: true})
	var last exchange.Batch
	w.fill(&last, 3, 500)
	last.Sync = true
	add(last)
	s.rehearse(t)
	return s
}

// rehearse runs the script undisturbed and notes the outcome of every step.
func (s *script) rehearse(t *testing.T) {
	store := openWith(t, NewMemory(), "store", crashOptions())
	s.outcome = append(s.outcome, describe(t, store, s.name))
	for _, step := range s.steps {
		if err := step.do(store); err != nil {
			t.Fatal(err)
		}
		s.outcome = append(s.outcome, describe(t, store, s.name))
	}
}

// describe puts all that a store says into words.
func describe(t *testing.T, s *Store, name protocol.Repository) string {
	t.Helper()
	var d strings.Builder
	say := func(what string, v any, err error) {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if b, ok := v.([]byte); ok && b != nil {
			v = fmt.Sprintf("%x", sha256.Sum256(b))
		}
		fmt.Fprintln(&d, what, v)
	}
	states, err := s.States()
	size := uint64(0)
	for _, state := range states {
		size = state.Edge.Size()
		say("head", state.Head.Bytes(), err)
	}
	say("size", size, err)
	for entry := range size {
		raw, err := s.Entries(name, entry, entry+1, 1)
		say("entry", raw, err)
		e, err := protocol.ParseEntry(raw[0])
		if err != nil {
			t.Fatal(err)
		}
		rec, err := s.Document(name, e.Document)
		say("document", rec, err)
		ended, err := s.IsEnded(name, entry)
		say("ended", ended, err)
		root, err := s.Root(name, entry)
		say("root", root, err)
	}
	missing, err := s.Missing(name, 0)
	say("missing", missing, err)
	cause, any, err := s.Unpurged(name)
	say("unpurged", fmt.Sprint(cause, any), err)
	draft, err := s.Record(KindDraft, [16]byte{1})
	say("draft", draft, err)
	private := 0
	err = s.space1(spaceDuePrivate, func(_, _ []byte) (bool, error) { private++; return true, nil })
	say("private records due", private, err)
	return d.String()
}

// check opens what a crash left and compares it with the outcomes that are allowed: every step that was acknowledged as
// synced, none that had not begun, and no half steps.
func (s *script) check(t *testing.T, fsys FS, acknowledged, begun int, when string) {
	t.Helper()
	found := map[string]string{}
	if _, err := fsys.Stat("store"); err == nil {
		found = s.going.found(t, fsys, "store")
	}
	store, err := Open(fsys, "store", crashOptions())
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Errorf("%s: %v", when, err)
		}
	}()
	got := describe(t, store, s.name)
	at := -1
	for k := begun; k >= acknowledged; k-- {
		if got == s.outcome[k] {
			at = k
		}
	}
	if at < 0 {
		t.Fatalf("%s: the store is as after none of the steps %d to %d:\n%s", when, acknowledged, begun, got)
	}
	if s.allErased(at) && len(found) > 0 {
		t.Fatalf("%s: the store says that nothing is due, and the crash brought back %v", when, found)
	}
}

// allErased tells whether after so many steps all canaries are to be gone.
func (s *script) allErased(steps int) bool {
	erasures := 0
	for _, step := range s.steps[:steps] {
		if step.erase {
			erasures++
		}
	}
	return erasures == 2
}

func isWrite(op errorfs.Op) bool { return op.Kind.ReadOrWrite() == errorfs.OpIsWrite }

func TestACrashAtAnyMomentLosesNothingAcknowledged(t *testing.T) {
	rng := seeded(t)
	s := newScript(t, rng)
	for _, percent := range []int{0, 50, 100} {
		t.Run(fmt.Sprintf("%d percent of what is not synced survives", percent), func(t *testing.T) {
			s.crashEverywhere(t, rng, percent)
		})
	}
}

type crash struct {
	fsys                *vfs.MemFS
	acknowledged, begun int
	before              string
}

func (s *script) crashEverywhere(t *testing.T, rng *rand.Rand, percent int) {
	mem := vfs.NewCrashableMem()
	var acknowledged, begun atomic.Int64
	var mu sync.Mutex // guards crashes and the source of chance, since the engine writes from several goroutines
	var crashes []crash
	fsys := errorfs.Wrap(mem, errorfs.InjectorFunc(func(op errorfs.Op) error {
		if !isWrite(op) {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		c := crash{acknowledged: int(acknowledged.Load()), before: fmt.Sprintf("before write %d, %v of %s", len(crashes), op.Kind, op.Path)}
		c.fsys = mem.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: percent, RNG: rng})
		c.begun = int(begun.Load())
		crashes = append(crashes, c)
		return nil
	}))
	store, err := Open(fsys, "store", crashOptions())
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range s.steps {
		begun.Store(int64(i + 1))
		if err := step.do(store); err != nil {
			t.Fatal(err)
		}
		if step.sync() {
			acknowledged.Store(int64(i + 1))
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d crashes", len(crashes))
	for _, c := range crashes {
		s.check(t, c.fsys, c.acknowledged, c.begun, c.before)
	}
}

func TestAWriteErrorIsNeverAcknowledged(t *testing.T) {
	s := newScript(t, seeded(t))
	failed := 0
	for n := 0; ; n++ {
		mem := vfs.NewCrashableMem()
		var writes, injected atomic.Int64
		fsys := errorfs.Wrap(mem, errorfs.InjectorFunc(func(op errorfs.Op) error {
			if isWrite(op) && writes.Add(1) > int64(n) {
				injected.Add(1)
				return errors.New("injected: the disk is broken")
			}
			return nil
		}))
		acknowledged, begun, err := s.runUntilError(t, fsys)
		if err != nil {
			failed++
		}
		if err == nil && injected.Load() == 0 {
			t.Logf("%d of %d runs failed", failed, n)
			break
		}
		clone := mem.CrashClone(vfs.CrashCloneCfg{})
		s.check(t, clone, acknowledged, begun, fmt.Sprintf("after %d writes, then %v", n, err))
	}
	if failed == 0 {
		t.Fatal("no error was ever reported, so that the test shows nothing")
	}
}

func (s *script) runUntilError(t *testing.T, fsys FS) (acknowledged, begun int, err error) {
	t.Helper()
	store, err := Open(fsys, "store", crashOptions())
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = store.Close() }() // of a failed store it may fail as well
	for i, step := range s.steps {
		if err := step.do(store); err != nil {
			if again := store.Commit(exchange.Batch{Sync: true}); again == nil {
				t.Errorf("after %v the store takes a synced batch", err)
			}
			return acknowledged, i + 1, err
		}
		if step.sync() {
			acknowledged = i + 1
		}
	}
	return acknowledged, len(s.steps), nil
}
