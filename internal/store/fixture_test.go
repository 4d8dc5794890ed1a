package store

import (
	"crypto/ed25519"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// seeded returns a source of chance whose seed is printed, and taken from PRAXIS_SEED if that is set.
func seeded(t testing.TB) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if text := os.Getenv("PRAXIS_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("PRAXIS_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

func openIn(t testing.TB, fsys FS, dir string) *Store {
	t.Helper()
	return openWith(t, fsys, dir, Options{Reserve: 1 << 20})
}

func openWith(t testing.TB, fsys FS, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(fsys, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func commit(t testing.TB, s *Store, b exchange.Batch, records ...Record) {
	t.Helper()
	if err := s.Commit(b, records...); err != nil {
		t.Fatal(err)
	}
}

// part is the form of the blocks in these tests: a little text and links to others.
type part struct {
	Salt  [32]byte    `codec:"salt"`
	Text  []byte      `codec:"text"`
	Links []wire.Link `codec:"links,omitempty"`
}

func (part) WireFormat() string { return "part/1" }

func randomBytes(rng *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

func block(t testing.TB, rng *rand.Rand, text []byte, links ...wire.Block) wire.Block {
	t.Helper()
	p := part{Salt: [32]byte(randomBytes(rng, 32)), Text: text}
	for _, l := range links {
		p.Links = append(p.Links, wire.Link{CID: l.CID()})
	}
	b, err := wire.NewBlock(p)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// writer makes the batches of one repository as the machine would: entries under signed heads.
type writer struct {
	t       testing.TB
	rng     *rand.Rand
	private ed25519.PrivateKey
	name    protocol.Repository
	edge    log.Edge
	epoch   uint64
	seq     uint64
	entries []protocol.Entry
	records map[protocol.ID]exchange.Record
	edges   []log.Edge // before each entry
}

func newWriter(t testing.TB, rng *rand.Rand, audience protocol.Audience) *writer {
	return &writer{t: t, rng: rng, private: ed25519.NewKeyFromSeed(randomBytes(rng, 32)), epoch: 1,
		name:    protocol.Repository{Body: protocol.ID(randomBytes(rng, 16)), Audience: audience},
		records: map[protocol.ID]exchange.Record{}}
}

func (w *writer) id() protocol.ID { return protocol.ID(randomBytes(w.rng, 16)) }

func (w *writer) head() protocol.SignedHead {
	w.t.Helper()
	h := protocol.Head{Body: w.name.Body, Audience: w.name.Audience, Network: protocol.Hash{1}, Time: 1_700_000_000, List: 1,
		Epoch: w.epoch, Sequence: w.seq, Size: w.edge.Size(), Root: protocol.Hash(w.edge.Root())}
	w.seq++
	if w.epoch > 1 {
		h.Continues = &protocol.Anchor{Root: protocol.Hash(log.EmptyRoot())}
	}
	s, err := protocol.Sign(h, w.private)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// extend makes a log change of entries, the first keep of the present ones staying, with the records that follow.
func (w *writer) extend(b *exchange.Batch, keep uint64, entries ...protocol.Entry) {
	w.t.Helper()
	if size := w.edge.Size(); keep < size {
		w.edge, w.edges, w.entries = w.edges[keep], w.edges[:keep], w.entries[:keep]
		for id, rec := range w.records {
			var versions []exchange.Version
			for _, v := range rec.Versions {
				if v.Entry < keep {
					versions = append(versions, v)
				}
			}
			rec.Versions = versions
			w.records[id] = rec
			b.Documents = append(b.Documents, exchange.DocumentChange{Repository: w.name, Document: id, Record: rec})
		}
	}
	change := exchange.LogChange{Repository: w.name, Keep: keep}
	for _, e := range entries {
		raw, err := e.Encode()
		if err != nil {
			w.t.Fatal(err)
		}
		number := w.edge.Size()
		w.edges, w.entries = append(w.edges, w.edge), append(w.entries, e)
		change.Entries = append(change.Entries, raw)
		if index, root, complete := w.edge.Append(log.LeafHash(raw)); complete {
			change.Tiles = append(change.Tiles, exchange.Tile{Index: index, Hash: root})
		}
		w.record(b, number, e)
	}
	change.Edge, change.Head = w.edge, w.head()
	b.Logs = append(b.Logs, change)
}

func (w *writer) record(b *exchange.Batch, number uint64, e protocol.Entry) {
	rec := w.records[e.Document]
	rec.Versions = append([]exchange.Version(nil), rec.Versions...)
	if e.Op == protocol.OpPut {
		if !rec.Live(e.Version) {
			b.Ended = append(b.Ended, exchange.Ended{Repository: w.name, Entry: number, Cause: number})
		}
		rec.Versions = append(rec.Versions, exchange.Version{Number: e.Version, Entry: number})
	}
	for _, v := range rec.Versions {
		if rec.Live(v.Number) && (e.Op == protocol.OpWithdraw || e.Ends && v.Number < e.Version) {
			b.Ended = append(b.Ended, exchange.Ended{Repository: w.name, Entry: v.Entry, Cause: number})
		}
	}
	if e.Op == protocol.OpWithdraw && !rec.Withdrawn {
		rec.Withdrawn, rec.Cause = true, number
	}
	if e.Ends && e.Version > rec.EndsBelow {
		rec.EndsBelow = e.Version
	}
	w.records[e.Document] = rec
	b.Documents = append(b.Documents, exchange.DocumentChange{Repository: w.name, Document: e.Document, Record: rec})
}

// put makes an entry for a content.
func put1(id protocol.ID, version uint64, root wire.Block) protocol.Entry {
	return protocol.Entry{Op: protocol.OpPut, Document: id, Version: version, Content: root.CID()}
}

func withdraw(id protocol.ID) protocol.Entry {
	return protocol.Entry{Op: protocol.OpWithdraw, Document: id}
}

func (w *writer) content(b *exchange.Batch, entry uint64, root wire.Block, linked ...wire.Block) {
	b.Contents = append(b.Contents, exchange.Content{Repository: w.name, Entry: entry, Block: root, Root: true})
	for _, l := range linked {
		b.Contents = append(b.Contents, exchange.Content{Repository: w.name, Entry: entry, Block: l})
	}
}

// fill adds n documents of about that size to a batch, with their contents.
func (w *writer) fill(b *exchange.Batch, n, size int) {
	w.t.Helper()
	from := w.edge.Size()
	var entries []protocol.Entry
	var roots []wire.Block
	for range n {
		root := block(w.t, w.rng, randomBytes(w.rng, size))
		roots, entries = append(roots, root), append(entries, put1(w.id(), 1, root))
	}
	w.extend(b, from, entries...)
	for i, root := range roots {
		w.content(b, from+uint64(i), root)
	}
}
