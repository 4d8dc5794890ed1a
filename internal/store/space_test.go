package store

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

func TestAFullDiskRefusesGrowthAndTakesWithdrawals(t *testing.T) {
	fsys, free := NewMemory(), uint64(100<<20)
	o := Options{Reserve: 1 << 20, FreeSpace: func(string) (uint64, error) { return free, nil }}
	s := openWith(t, fsys, "store", o)
	ballast := func() int64 {
		info, err := fsys.Stat("store/ballast")
		if err != nil {
			return 0
		}
		return info.Size()
	}
	w := newWriter(t, seeded(t), protocol.AudienceNPMs)
	var b exchange.Batch
	w.fill(&b, 3, 1000)
	commit(t, s, b)
	if ballast() != 1<<20 {
		t.Fatalf("ballast of %d bytes", ballast())
	}

	free = 500 << 10
	draft := Record{Kind: KindDraft, ID: [16]byte{1}, Value: []byte("a draft")}
	if err := s.Commit(exchange.Batch{}, draft); !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), "make room") {
		t.Fatalf("a draft on a full disk: %v", err)
	}
	if held, err := s.Record(KindDraft, [16]byte{1}); err != nil || held != nil {
		t.Fatalf("the refused draft is there: %q, %v", held, err)
	}
	if ballast() == 0 {
		t.Fatal("the ballast was given up for growth")
	}
	withdrawal := exchange.Batch{Sync: true}
	w.extend(&withdrawal, w.edge.Size(), withdraw(w.entries[0].Document))
	commit(t, s, withdrawal)
	if ballast() != 0 {
		t.Error("the ballast is still there")
	}
	if _, err := s.Erase(context.Background()); err != nil {
		t.Error(err)
	}

	free = 100 << 20
	commit(t, s, exchange.Batch{}, draft)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openWith(t, fsys, "store", o)
	if ballast() != 1<<20 {
		t.Error("the ballast was not laid again")
	}
}

func TestADiskThatFillsAllTheSameGetsTheBallast(t *testing.T) {
	mem := NewMemory()
	var filled, given atomic.Bool
	fsys := errorfs.Wrap(mem, errorfs.InjectorFunc(func(op errorfs.Op) error {
		switch {
		case op.Kind == errorfs.OpRemove && strings.HasSuffix(op.Path, ballastName):
			given.Store(true)
		case isWrite(op) && filled.Load() && !given.Load():
			return syscall.ENOSPC
		}
		return nil
	}))
	s := openWith(t, fsys, "store", Options{Reserve: 1 << 20, FreeSpace: func(string) (uint64, error) { return 1 << 40, nil }})
	filled.Store(true)
	commit(t, s, exchange.Batch{}, Record{Kind: KindDraft, ID: [16]byte{1}, Value: []byte("a draft"), Sync: true})
	if !given.Load() {
		t.Error("the disk was never full, so that the test shows nothing")
	}
}
