package log

import (
	"errors"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// standard returns the proof in the form of the RFCs, which leaves out the first
// node where that is the whole old log.
func standard(proof []Hash, old, size uint64) tlog.TreeProof {
	if old == size || old&(old-1) == 0 {
		proof = proof[1:]
	}
	p := tlog.TreeProof{}
	for _, h := range proof {
		p = append(p, tlog.Hash(h))
	}
	return p
}

// compare holds one proof against tlog: same nodes, and tlog accepts it.
func compare(t *testing.T, m *memory, reader tlog.HashReader, old, size uint64) {
	t.Helper()
	proof := prove(t, m, old, size)
	oldRoot, newRoot := m.root(t, old), m.root(t, size)
	if err := Check(proof, old, oldRoot, size, newRoot); err != nil {
		t.Fatalf("%d to %d: %v", old, size, err)
	}
	gotOld, gotNew, err := Roots(proof, old, size)
	if err != nil || gotOld != oldRoot || gotNew != newRoot {
		t.Fatalf("%d to %d: roots %s and %s, error %v; want %s and %s", old, size, gotOld, gotNew, err, oldRoot, newRoot)
	}
	if old == 0 {
		return // the RFCs and tlog define no such proof
	}
	want, err := tlog.ProveTree(int64(size), int64(old), reader)
	if err != nil {
		t.Fatal(err)
	}
	got := standard(proof, old, size)
	if !slices.Equal(got, want) {
		t.Fatalf("%d to %d: tlog proves otherwise", old, size)
	}
	if err := tlog.CheckTree(got, int64(size), tlog.Hash(newRoot), int64(old), tlog.Hash(oldRoot)); err != nil {
		t.Fatalf("%d to %d: tlog refuses the proof: %v", old, size, err)
	}
}

func TestProofsAgreeWithTlog(t *testing.T) {
	const n = 300
	m, reader := grow(t, "a", n), growTlog(t, "a", n)
	for size := range uint64(n + 1) {
		for old := range size + 1 {
			compare(t, m, reader, old, size)
		}
	}
}

func TestLargeProofsAgreeWithTlog(t *testing.T) {
	rng := random(t)
	const n = 20_000
	m, reader := grow(t, "a", n), growTlog(t, "a", n)
	for range 500 {
		size := 1 + rng.Uint64N(n)
		compare(t, m, reader, rng.Uint64N(size+1), size)
		compare(t, m, reader, uint64(1)<<rng.Uint64N(14), 1<<14)
		compare(t, m, reader, size/TileSize*TileSize, size)
	}
}

// forkAt returns a log of n entries that has the first common ones of the log
// "a" and goes its own way after them.
func forkAt(t *testing.T, common, n uint64) *memory {
	t.Helper()
	m := grow(t, "a", common)
	for i := common; i < n; i++ {
		m.append(t, LeafHash(entry("b", i)))
	}
	return m
}

func TestAForkIsProvedAtEverySize(t *testing.T) {
	const n = 40
	a := grow(t, "a", n)
	for common := range uint64(n) {
		b := forkAt(t, common, n)
		for size := range uint64(n + 1) {
			for old := range size + 1 {
				// The verifier has two signed roots and the proof, nothing else.
				err := Check(prove(t, b, old, size), old, a.root(t, old), size, b.root(t, size))
				if old <= common && err != nil {
					t.Fatalf("common to %d: %d to %d: %v, want none", common, old, size, err)
				}
				if old > common && !errors.Is(err, ErrFork) {
					t.Fatalf("common to %d: %d to %d: %v, want a fork", common, old, size, err)
				}
			}
		}
	}
}

func TestLargeForksAreProved(t *testing.T) {
	rng := random(t)
	const n = 3000
	a := grow(t, "a", n)
	for range 100 {
		common := rng.Uint64N(n)
		b := forkAt(t, common, n)
		size := common + 1 + rng.Uint64N(n-common)
		old := common + 1 + rng.Uint64N(size-common)
		err := Check(prove(t, b, old, size), old, rootAt(t, a, old), size, rootAt(t, b, size))
		if !errors.Is(err, ErrFork) {
			t.Fatalf("common to %d: %d to %d: %v, want a fork", common, old, size, err)
		}
	}
}

// No change to a proof makes an honest writer look like one who forked.
func TestAnHonestWriterCannotBeFramed(t *testing.T) {
	rng := random(t)
	const n = 600
	a, b := grow(t, "a", n), grow(t, "b", n)
	for range 3000 {
		size := rng.Uint64N(n + 1)
		old := rng.Uint64N(size + 1)
		proof := prove(t, a, old, size)
		oldRoot, newRoot := rootAt(t, a, old), rootAt(t, a, size)
		forged := slices.Clone(proof)
		i := rng.IntN(len(proof))
		switch rng.IntN(6) {
		case 0:
			forged[i][rng.IntN(32)] ^= 1 << rng.IntN(8)
		case 1:
			forged = slices.Delete(forged, i, i+1)
		case 2:
			forged = slices.Insert(forged, i, Hash{byte(i)})
		case 3:
			j := rng.IntN(len(proof))
			forged[i], forged[j] = forged[j], forged[i]
		case 4:
			forged = prove(t, b, old, size)
		case 5:
			otherSize := rng.Uint64N(n + 1)
			forged = prove(t, a, rng.Uint64N(otherSize+1), otherSize)
		}
		err := Check(forged, old, oldRoot, size, newRoot)
		if errors.Is(err, ErrFork) {
			t.Fatalf("%d to %d: a forged proof shows a fork", old, size)
		}
		if (err == nil) != slices.Equal(forged, proof) {
			t.Fatalf("%d to %d: a forged proof: %v", old, size, err)
		}
	}
}

func TestAProofForAnotherRootProvesNothing(t *testing.T) {
	a, b := grow(t, "a", 20), grow(t, "b", 20)
	for size := range uint64(21) {
		for old := range size {
			proof := prove(t, a, old, size)
			err := Check(proof, old, rootAt(t, a, old), size, rootAt(t, b, size))
			if err == nil || errors.Is(err, ErrFork) {
				t.Fatalf("%d to %d: %v, want an error that is no fork", old, size, err)
			}
		}
	}
}

// The root of no entries is a constant, so a head that says otherwise is proved
// wrong by any log at all.
func TestNothingPrecedesTheEmptyLog(t *testing.T) {
	m := grow(t, "a", 9)
	for size := range uint64(10) {
		proof, root := prove(t, m, 0, size), rootAt(t, m, size)
		if !slices.Equal(proof, []Hash{root}) {
			t.Errorf("proof 0 to %d is not the root alone", size)
		}
		if err := Check(proof, 0, EmptyRoot(), size, root); err != nil {
			t.Errorf("0 to %d: %v", size, err)
		}
		if err := Check(proof, 0, Hash{1}, size, root); !errors.Is(err, ErrFork) {
			t.Errorf("0 to %d from a made-up root: %v, want a fork", size, err)
		}
	}
}

func TestProofsOfAnotherLengthAreRefused(t *testing.T) {
	for _, p := range [][2]uint64{{0, 0}, {0, 7}, {1, 1}, {1, 2}, {3, 7}, {4, 7}, {6, 8}, {1, MaxSize}, {MaxSize - 1, MaxSize}} {
		want := len(spans(p[0], p[1]))
		if want < 1 || want > MaxProof {
			t.Errorf("%d to %d: a proof of %d nodes", p[0], p[1], want)
		}
		for count := range MaxProof + 20 {
			_, _, err := Roots(make([]Hash, count), p[0], p[1])
			if (err == nil) != (count == want) {
				t.Errorf("%d to %d with %d nodes: %v, want %d nodes", p[0], p[1], count, err, want)
			}
		}
	}
}

func TestImpossibleSizesAreRefused(t *testing.T) {
	m := grow(t, "a", 9)
	for _, p := range [][2]uint64{{1, 0}, {9, 8}, {1<<64 - 1, 3}, {3, MaxSize + 1}, {MaxSize + 1, MaxSize + 1}, {0, 1<<64 - 1}} {
		if proof, err := Prove(m, p[0], p[1]); err == nil || proof != nil {
			t.Errorf("%d to %d was proved", p[0], p[1])
		}
		for count := range MaxProof + 20 {
			if _, _, err := Roots(make([]Hash, count), p[0], p[1]); err == nil {
				t.Errorf("%d to %d with %d nodes was taken", p[0], p[1], count)
			}
		}
	}
}

func FuzzRoots(f *testing.F) {
	f.Add(uint64(0), uint64(0), make([]byte, 32))
	f.Add(uint64(3), uint64(7), make([]byte, 4*32))
	f.Add(uint64(MaxSize-1), uint64(MaxSize), make([]byte, MaxProof*32))
	f.Add(uint64(1<<64-1), uint64(1<<64-1), []byte{})
	f.Fuzz(func(t *testing.T, old, size uint64, b []byte) {
		proof := hashesOf(b)
		oldRoot, newRoot, err := Roots(proof, old, size)
		if err != nil {
			if Check(proof, old, Hash{}, size, Hash{}) == nil {
				t.Fatal("checked, though it has no roots")
			}
			return
		}
		if old > size || size > MaxSize || len(proof) == 0 || len(proof) > MaxProof {
			t.Fatalf("%d nodes from %d to %d were taken", len(proof), old, size)
		}
		if err := Check(proof, old, oldRoot, size, newRoot); err != nil {
			t.Fatalf("the roots of a proof do not check: %v", err)
		}
		if old == size && old != 0 && oldRoot != newRoot {
			t.Fatalf("two roots at size %d", size)
		}
	})
}
