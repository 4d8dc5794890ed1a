package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// arrival is a repository of n documents and its contents in batches of about 1 MiB, as the exchange brings them.
func arrival(b *testing.B, n int) (head exchange.Batch, contents []exchange.Batch, bytes int) {
	b.Helper()
	w := newWriter(b, rand.New(rand.NewPCG(1, 2)), protocol.AudienceNPMs)
	w.edges = nil
	var all exchange.Batch
	w.fill(&all, n, 6000)
	var now exchange.Batch
	room := 1 << 20
	for i, c := range all.Contents {
		now.Contents = append(now.Contents, c)
		bytes += len(c.Block.Bytes())
		if room -= len(c.Block.Bytes()); room <= 0 || i == len(all.Contents)-1 {
			now.Progress = []exchange.Progress{{Repository: w.name, Complete: uint64(i + 1)}}
			now.Sync = i == len(all.Contents)-1
			contents = append(contents, now)
			now, room = exchange.Batch{}, 1<<20
		}
	}
	all.Contents, all.Sync = nil, true
	return all, contents, bytes
}

// BenchmarkArrival stores 10,000 documents of 6 KB in batches of 1 MiB, the last one synced; its floor is the engine with
// the same bytes under short keys.
func BenchmarkArrival(b *testing.B) {
	const n = 10_000
	head, contents, bytes := arrival(b, n)
	b.Run("store", func(b *testing.B) {
		b.SetBytes(int64(bytes))
		for b.Loop() {
			b.StopTimer()
			s, err := Open(Disk(), b.TempDir(), Options{Reserve: 1 << 20})
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			for _, batch := range append([]exchange.Batch{head}, contents...) {
				if err := s.Commit(batch); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			b.ReportMetric(peak(b), "peak-MB")
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	b.Run("floor", func(b *testing.B) {
		b.SetBytes(int64(bytes))
		for b.Loop() {
			b.StopTimer()
			db, err := pebble.Open(b.TempDir(), &pebble.Options{MemTableSize: 64 << 20, Logger: quiet{}})
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			for i, batch := range contents {
				w := db.NewBatch()
				for _, c := range batch.Contents {
					if err := w.Set(fmt.Appendf(nil, "%08d", c.Entry), c.Block.Bytes(), nil); err != nil {
						b.Fatal(err)
					}
				}
				o := pebble.NoSync
				if i == len(contents)-1 {
					o = pebble.Sync
				}
				if err := w.Commit(o); err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			if err := db.Close(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
}

type quiet struct{}

func (quiet) Infof(string, ...any)  {}
func (quiet) Errorf(string, ...any) {}
func (quiet) Fatalf(string, ...any) {}

// peak is the largest resident memory of this process so far, in MB.
func peak(b *testing.B) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb / 1024
		}
	}
	return 0
}

// BenchmarkShare stores one document with its head, synced; its floor is one synced value of 4 KB.
func BenchmarkShare(b *testing.B) {
	b.Run("store", func(b *testing.B) {
		s := openWith(b, Disk(), b.TempDir(), Options{Reserve: 1 << 20})
		w := newWriter(b, rand.New(rand.NewPCG(1, 2)), protocol.AudienceNPMs)
		root := block(b, w.rng, randomBytes(w.rng, 4000))
		for b.Loop() {
			b.StopTimer()
			batch := exchange.Batch{Sync: true}
			w.extend(&batch, w.edge.Size(), put1(w.id(), 1, root))
			w.content(&batch, w.edge.Size()-1, root)
			b.StartTimer()
			if err := s.Commit(batch); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		db, err := pebble.Open(b.TempDir(), &pebble.Options{MemTableSize: 64 << 20, Logger: quiet{}})
		if err != nil {
			b.Fatal(err)
		}
		value, n := make([]byte, 4096), 0
		for b.Loop() {
			n++
			if err := db.Set(fmt.Appendf(nil, "%08d", n), value, pebble.Sync); err != nil {
				b.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkReading measures what serving and starting ask of a store of 10,000 documents.
func BenchmarkReading(b *testing.B) {
	const n = 10_000
	head, contents, _ := arrival(b, n)
	s := openWith(b, Disk(), b.TempDir(), Options{Reserve: 1 << 20})
	for _, batch := range append([]exchange.Batch{head}, contents...) {
		if err := s.Commit(batch); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.db.Flush(); err != nil {
		b.Fatal(err)
	}
	name := head.Logs[0].Repository
	b.Run("root", func(b *testing.B) {
		entry := uint64(0)
		for b.Loop() {
			if got, err := s.Root(name, entry%n); err != nil || got == nil {
				b.Fatal(err)
			}
			entry++
		}
	})
	b.Run("absent", func(b *testing.B) {
		var c wire.CID
		for b.Loop() {
			c[4]++
			if held, err := s.HasBlock(name, c); err != nil || held {
				b.Fatal(err)
			}
		}
	})
	b.Run("missing", func(b *testing.B) {
		for b.Loop() {
			if missing, err := s.Missing(name, 0); err != nil || len(missing) != 0 {
				b.Fatal(err)
			}
		}
	})
	b.Run("leaves", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Log(name).Leaves(n-1024, n); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkErase withdraws one document of 10,000 and erases it.
func BenchmarkErase(b *testing.B) {
	head, contents, _ := arrival(b, 10_000)
	s := openWith(b, Disk(), b.TempDir(), Options{Reserve: 1 << 20})
	for _, batch := range append([]exchange.Batch{head}, contents...) {
		if err := s.Commit(batch); err != nil {
			b.Fatal(err)
		}
	}
	entry := uint64(0)
	for b.Loop() {
		b.StopTimer()
		if err := s.Commit(exchange.Batch{Ended: []exchange.Ended{{Repository: head.Logs[0].Repository, Entry: entry, Cause: 9_999}}, Sync: true}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		entry += 7
		if _, err := s.Erase(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
