package log

import (
	"errors"
	"math/bits"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func TestRootsAgreeWithTlog(t *testing.T) {
	const n = 700
	reader, m := growTlog(t, "a", n), new(memory)
	for size := uint64(0); ; size++ {
		want, err := tlog.TreeHash(int64(size), reader)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.edge.Root(); got != Hash(want) {
			t.Fatalf("root at %d: %s, tlog says %s", size, got, Hash(want))
		}
		if size == n {
			return
		}
		m.append(t, LeafHash(entry("a", size)))
	}
}

func TestAnOlderRootIsFoundFromTiles(t *testing.T) {
	const n = 3*TileSize + 50
	m, growing := grow(t, "a", n), new(memory)
	for size := range uint64(n + 1) {
		e, err := EdgeAt(m, size)
		if err != nil {
			t.Fatal(err)
		}
		if e != growing.edge {
			t.Fatalf("edge at %d differs from the one that the log had", size)
		}
		if rootAt(t, m, size) != growing.edge.Root() {
			t.Fatalf("root at %d differs from the one that the log had", size)
		}
		if size < n {
			growing.append(t, m.leaves[size])
		}
	}
}

func TestTilesAreNodesOfTheTree(t *testing.T) {
	m := grow(t, "a", 5*TileSize)
	for i, tile := range m.tiles {
		below := new(memory)
		for _, leaf := range m.leaves[i*TileSize : (i+1)*TileSize] {
			below.append(t, leaf)
		}
		if tile != below.edge.Root() {
			t.Errorf("tile %d is not the root of its leaves", i)
		}
	}
	if len(m.tiles) != 5 {
		t.Errorf("%d tiles, want 5", len(m.tiles))
	}
}

func TestAStoredEdgeGoesOnToTheSameRoots(t *testing.T) {
	m := new(memory)
	var reopened Edge
	for i := range uint64(600) {
		leaf := LeafHash(entry("a", i))
		m.append(t, leaf)
		reopened.Append(leaf)
		var err error
		if reopened, err = ParseEdge(reopened.Size(), reopened.Nodes()); err != nil {
			t.Fatal(err)
		}
		if reopened != m.edge || reopened.Root() != m.edge.Root() {
			t.Fatalf("at size %d the stored edge differs from the one that was never stored", i+1)
		}
	}
}

func TestParseEdgeRefusesAnotherNumberOfNodes(t *testing.T) {
	for _, size := range []uint64{0, 1, 2, 3, 255, 256, 1<<40 - 1, MaxSize - 1, MaxSize} {
		want := bits.OnesCount64(size)
		for count := range 70 {
			e, err := ParseEdge(size, make([]Hash, count))
			if (err == nil) != (count == want) {
				t.Errorf("size %d with %d nodes: %v, want %d nodes", size, count, err, want)
			}
			if err != nil && e != (Edge{}) {
				t.Errorf("size %d with %d nodes: an edge beside the error", size, count)
			}
		}
	}
	for _, size := range []uint64{MaxSize + 1, 1 << 63, 1<<64 - 1} {
		if _, err := ParseEdge(size, make([]Hash, bits.OnesCount64(size))); err == nil {
			t.Errorf("size %d was taken", size)
		}
	}
}

func TestAppendingToACopyLeavesTheOriginal(t *testing.T) {
	rng := random(t)
	for range 200 {
		m := grow(t, "a", rng.Uint64N(300))
		root, nodes := m.edge.Root(), m.edge.Nodes()
		left, right := m.edge, m.edge
		for i := range 1 + rng.Uint64N(20) {
			left.Append(LeafHash(entry("left", i)))
			right.Append(LeafHash(entry("right", i)))
		}
		for i := range m.edge.Nodes() {
			m.edge.Nodes()[i] = Hash{1}
		}
		if m.edge.Root() != root || !slices.Equal(m.edge.Nodes(), nodes) {
			t.Fatalf("the edge at size %d changed with its copy", m.edge.Size())
		}
		if left.Root() == right.Root() {
			t.Fatalf("two copies of the edge at size %d share their nodes", m.edge.Size())
		}
	}
}

func TestReadsAreBounded(t *testing.T) {
	rng := random(t)
	const n = 1500*TileSize + 77 // more tiles than one read may ask for
	m := grow(t, "a", n)
	pairs := [][2]uint64{{n, n}, {n - 1, n}, {0, n}, {255, n}, {256, n}, {1 << 17, n}}
	for range 50 {
		size := 1 + rng.Uint64N(n)
		pairs = append(pairs, [2]uint64{rng.Uint64N(size + 1), size})
	}
	for _, p := range pairs {
		m.leavesRead, m.tilesRead, m.longestRead = 0, 0, 0
		rootAt(t, m, p[1])
		if m.leavesRead >= TileSize || m.tilesRead != p[1]/TileSize {
			t.Errorf("root at %d read %d leaves and %d tiles", p[1], m.leavesRead, m.tilesRead)
		}
		m.leavesRead, m.tilesRead = 0, 0
		prove(t, m, p[0], p[1])
		if m.leavesRead >= 2*TileSize || m.tilesRead > p[1]/TileSize {
			t.Errorf("proof %d to %d read %d leaves and %d tiles", p[0], p[1], m.leavesRead, m.tilesRead)
		}
		if m.longestRead > 1024 {
			t.Errorf("proof %d to %d read %d hashes at once", p[0], p[1], m.longestRead)
		}
	}
}

// A faulty source does not give what it is asked for.
type faulty struct {
	*memory
	fault func([]Hash) ([]Hash, error)
}

func (f faulty) Leaves(from, to uint64) ([]Hash, error) {
	hashes, err := f.memory.Leaves(from, to)
	if err != nil {
		return nil, err
	}
	return f.fault(hashes)
}

func TestAFaultySourceIsAnError(t *testing.T) {
	broken := errors.New("disk is gone")
	m := grow(t, "a", TileSize+9)
	for name, fault := range map[string]func([]Hash) ([]Hash, error){
		"error":    func([]Hash) ([]Hash, error) { return nil, broken },
		"one less": func(h []Hash) ([]Hash, error) { return h[1:], nil },
		"one more": func(h []Hash) ([]Hash, error) { return append(slices.Clone(h), Hash{}), nil },
		"none":     func([]Hash) ([]Hash, error) { return nil, nil },
	} {
		f := faulty{m, fault}
		root, err := RootAt(f, TileSize+5)
		if err == nil || root != (Hash{}) {
			t.Errorf("%s: root %s, error %v", name, root, err)
		}
		if name == "error" && !errors.Is(err, broken) {
			t.Errorf("%s: %v hides its cause", name, err)
		}
		if proof, err := Prove(f, 7, TileSize+5); err == nil || proof != nil {
			t.Errorf("%s: proof %v, error %v", name, proof, err)
		}
	}
	if _, err := RootAt(m, TileSize+10); err == nil {
		t.Error("root at a size that is not stored")
	}
	m.tilesRead = 0
	if _, err := EdgeAt(m, MaxSize+1); err == nil || m.tilesRead != 0 {
		t.Errorf("edge above the largest size: %v, with %d tiles asked for", err, m.tilesRead)
	}
}

func FuzzParseEdge(f *testing.F) {
	f.Add(uint64(0), []byte{})
	f.Add(uint64(3), make([]byte, 64))
	f.Add(uint64(MaxSize), make([]byte, 32))
	f.Add(uint64(1<<64-1), make([]byte, 64*32))
	f.Fuzz(func(t *testing.T, size uint64, b []byte) {
		nodes := hashesOf(b)
		e, err := ParseEdge(size, nodes)
		if err != nil {
			return
		}
		if e.Size() != size || !slices.Equal(e.Nodes(), nodes) {
			t.Fatalf("size %d: what was parsed does not come back", size)
		}
		e.Root()
		e.Append(Hash{})
		if e.Size() != size+1 || len(e.Nodes()) != bits.OnesCount64(size+1) {
			t.Fatalf("size %d: %d nodes after an append", size, len(e.Nodes()))
		}
	})
}

// hashesOf cuts b into hashes and drops what is left over.
func hashesOf(b []byte) []Hash {
	var hashes []Hash
	for ; len(b) >= len(Hash{}); b = b[len(Hash{}):] {
		hashes = append(hashes, Hash(b))
	}
	return hashes
}
