package log

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

var seedFlag = flag.Uint64("seed", 0, "seed of the property tests; 0 takes the clock")

// random returns a generator and prints the seed that repeats it.
func random(t *testing.T) *rand.Rand {
	t.Helper()
	seed := *seedFlag
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("repeat with -seed=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// entry is the entry at i of the named log; logs with other names differ.
func entry(name string, i uint64) []byte { return fmt.Appendf(nil, "%s %d", name, i) }

// A memory stores a log as a node would: leaves, and the tiles that Append gave.
type memory struct {
	leaves, tiles []Hash
	edge          Edge

	leavesRead, tilesRead, longestRead uint64
	roots                              map[uint64]Hash // what root has found
}

// root returns the root at size n, and reads for it only once.
func (m *memory) root(t testing.TB, n uint64) Hash {
	t.Helper()
	if m.roots == nil {
		m.roots = make(map[uint64]Hash)
	}
	if _, ok := m.roots[n]; !ok {
		m.roots[n] = rootAt(t, m, n)
	}
	return m.roots[n]
}

func (m *memory) append(t testing.TB, leaf Hash) {
	t.Helper()
	m.leaves = append(m.leaves, leaf)
	tile, root, complete := m.edge.Append(leaf)
	if want := uint64(len(m.leaves))%TileSize == 0; complete != want {
		t.Fatalf("append of leaf %d: a tile was complete: %v, want %v", len(m.leaves)-1, complete, want)
	}
	if complete {
		if tile != uint64(len(m.tiles)) {
			t.Fatalf("tile %d was complete, want %d", tile, len(m.tiles))
		}
		m.tiles = append(m.tiles, root)
	}
}

func (m *memory) Leaves(from, to uint64) ([]Hash, error) {
	m.leavesRead += to - from
	return m.read(m.leaves, from, to)
}

func (m *memory) Tiles(from, to uint64) ([]Hash, error) {
	m.tilesRead += to - from
	return m.read(m.tiles, from, to)
}

func (m *memory) read(hashes []Hash, from, to uint64) ([]Hash, error) {
	if from > to || to > uint64(len(hashes)) {
		return nil, errors.New("not stored")
	}
	m.longestRead = max(m.longestRead, to-from)
	return hashes[from:to], nil
}

// grow returns the log of n entries with the given name.
func grow(t testing.TB, name string, n uint64) *memory {
	t.Helper()
	m := new(memory)
	for i := range n {
		m.append(t, LeafHash(entry(name, i)))
	}
	return m
}

// growTlog returns the same log as grow, as a reader for tlog.
func growTlog(t testing.TB, name string, n uint64) tlog.HashReader {
	t.Helper()
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for i := range n {
		hashes, err := tlog.StoredHashes(int64(i), entry(name, i), read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
	}
	return read
}

func rootAt(t testing.TB, s Source, n uint64) Hash {
	t.Helper()
	root, err := RootAt(s, n)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func prove(t testing.TB, s Source, old, size uint64) []Hash {
	t.Helper()
	proof, err := Prove(s, old, size)
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

func TestLeavesAndNodesAreHashedApart(t *testing.T) {
	left, right := LeafHash([]byte("left")), LeafHash([]byte("right"))
	if got, want := LeafHash([]byte("left")), Hash(tlog.RecordHash([]byte("left"))); got != want {
		t.Errorf("leaf %s, tlog says %s", got, want)
	}
	if got, want := NodeHash(left, right), Hash(tlog.NodeHash(tlog.Hash(left), tlog.Hash(right))); got != want {
		t.Errorf("node %s, tlog says %s", got, want)
	}
	if LeafHash(append(left[:], right[:]...)) == NodeHash(left, right) {
		t.Error("an entry that spells out two hashes has the hash of their node")
	}
}

func TestEmptyLog(t *testing.T) {
	want, err := tlog.TreeHash(0, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := (Edge{}).Root(); got != Hash(want) || got != EmptyRoot() {
		t.Errorf("root of the empty log %s, want %s", got, Hash(want))
	}
	if got := rootAt(t, new(memory), 0); got != EmptyRoot() {
		t.Errorf("root at 0: %s, want %s", got, EmptyRoot())
	}
}

func BenchmarkAppend100000(b *testing.B) {
	entries := make([][]byte, 100_000)
	for i := range entries {
		entries[i] = append(entry("bench", uint64(i)), make([]byte, 100)...)
	}
	for b.Loop() {
		var e Edge
		for _, entry := range entries {
			e.Append(LeafHash(entry))
		}
		e.Root()
	}
}

func BenchmarkRootAt100000(b *testing.B) {
	m := grow(b, "bench", 100_000)
	for b.Loop() {
		rootAt(b, m, 99_999)
	}
}

func BenchmarkProve100000(b *testing.B) {
	m := grow(b, "bench", 100_000)
	for b.Loop() {
		prove(b, m, 54_321, 99_999)
	}
}
