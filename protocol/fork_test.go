package protocol_test

import (
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"

	"praxis/protocol"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// leaves is a small log, whole.
type leaves []log.Hash

func (l leaves) Leaves(from, to uint64) ([]log.Hash, error) { return l[from:to], nil }

// Tiles is never asked for anything: these logs are shorter than a tile.
func (l leaves) Tiles(from, to uint64) ([]log.Hash, error) {
	return nil, errors.New("a log of less than a tile")
}

// logOf hashes one entry per letter.
func logOf(entries string) leaves {
	var l leaves
	for _, e := range entries {
		l = append(l, log.LeafHash([]byte(string(e))))
	}
	return l
}

func (l leaves) root(t *testing.T, size int) protocol.Hash {
	t.Helper()
	root, err := log.RootAt(l, uint64(size))
	if err != nil {
		t.Fatal(err)
	}
	return protocol.Hash(root)
}

func testKey(n byte) ed25519.PrivateKey {
	seed := [ed25519.SeedSize]byte{n}
	return ed25519.NewKeyFromSeed(seed[:])
}

// headOf signs a head of the first size entries of a log.
func headOf(t *testing.T, l leaves, size int, sequence uint64, change func(*protocol.Head)) protocol.SignedHead {
	t.Helper()
	h := protocol.Head{Body: protocol.ID{1}, List: 1, Root: l.root(t, size), Size: uint64(size), Time: 1000, Epoch: 1,
		Network: protocol.Hash{1}, Audience: protocol.AudienceNPMs, Sequence: sequence}
	if change != nil {
		change(&h)
	}
	signed, err := protocol.Sign(h, testKey(1))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func prove(t *testing.T, l leaves, old, size int) []log.Hash {
	t.Helper()
	proof, err := log.Prove(l, uint64(old), uint64(size))
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

func TestForksAreShown(t *testing.T) {
	one, other := logOf("abcdefg"), logOf("abXYZVW")
	later := func(root protocol.Hash) func(*protocol.Head) {
		return func(h *protocol.Head) { h.Epoch, h.Continues = 2, &protocol.Anchor{Root: root, Size: 2} }
	}
	for _, test := range []struct {
		name   string
		a, b   protocol.SignedHead
		proof  []log.Hash
		reason string
		common uint64
	}{
		{"one sequence, two sizes", headOf(t, one, 3, 4, nil), headOf(t, one, 5, 4, nil), nil, "one sequence", 0},
		{"one sequence, two times", headOf(t, one, 3, 4, nil), headOf(t, one, 3, 4, func(h *protocol.Head) { h.Time = 9 }), nil, "one sequence", 3},
		{"one size, two roots", headOf(t, one, 5, 4, nil), headOf(t, other, 5, 6, nil), nil, "two roots", 0},
		{"later and smaller", headOf(t, one, 3, 9, nil), headOf(t, one, 5, 4, nil), nil, "smaller", 0},
		{"parted logs", headOf(t, one, 3, 4, nil), headOf(t, other, 7, 6, nil), prove(t, other, 3, 7), "part before", 0},
		{"parted logs of a later epoch", headOf(t, one, 4, 0, later(one.root(t, 2))), headOf(t, other, 6, 1, later(one.root(t, 2))), prove(t, other, 4, 6), "part before", 2},
		{"two beginnings", headOf(t, one, 3, 4, later(one.root(t, 2))), headOf(t, one, 5, 6, later(one.root(t, 1))), nil, "beginnings", 0},
	} {
		for _, heads := range [][2]protocol.SignedHead{{test.a, test.b}, {test.b, test.a}} {
			made, err := protocol.NewFork(heads[0], heads[1], test.proof)
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			e, err := protocol.OpenFork(made.Bytes())
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			if !strings.Contains(e.Reason(), test.reason) || e.Common() != test.common {
				t.Errorf("%s: %q with %d in common, want %q and %d", test.name, e.Reason(), e.Common(), test.reason, test.common)
			}
			first, second := e.Heads()
			if first.Value().Size > second.Value().Size || e.Writer() != protocol.KeyOf(testKey(1)) ||
				e.Repository() != test.a.Value().Repository() || e.Epoch() != test.a.Value().Epoch || e.Network() != test.a.Value().Network {
				t.Errorf("%s: %+v", test.name, e)
			}
		}
	}
}

// Nobody is framed: heads of a writer who kept one log are never evidence, whatever the proof.
func TestAnHonestWriterIsNoFork(t *testing.T) {
	one, other := logOf("abcdefg"), logOf("abXYZVW")
	for old := range 8 {
		for size := old; size < 8; size++ {
			first, second := headOf(t, one, old, uint64(old), nil), headOf(t, one, size, uint64(size), nil)
			for name, proof := range map[string][]log.Hash{"none": nil, "the right one": prove(t, one, old, size), "a foreign one": prove(t, other, old, size)} {
				if e, err := protocol.NewFork(first, second, proof); err == nil {
					t.Errorf("from %d to %d, proof: %s: %q", old, size, name, e.Reason())
				}
			}
		}
	}
}

func TestForkEvidenceHasOneForm(t *testing.T) {
	one, other := logOf("abcdefg"), logOf("abXYZVW")
	first, second, same := headOf(t, one, 3, 4, nil), headOf(t, other, 7, 6, nil), headOf(t, one, 3, 6, nil)
	foreign := func(change func(*protocol.Head)) protocol.SignedHead { return headOf(t, other, 7, 6, change) }
	byOther, err := protocol.Sign(second.Value(), testKey(2))
	if err != nil {
		t.Fatal(err)
	}
	proof := prove(t, other, 3, 7)
	for _, test := range []struct {
		name   string
		fork   protocol.Fork
		refuse string
	}{
		{"the larger first", protocol.Fork{First: second.Bytes(), Second: first.Bytes(), Proof: proof}, "first's size"},
		{"another key", protocol.Fork{First: first.Bytes(), Second: byOther.Bytes(), Proof: proof}, "same key"},
		{"another epoch", protocol.Fork{First: first.Bytes(), Proof: proof,
			Second: foreign(func(h *protocol.Head) { h.Epoch, h.Continues = 2, &protocol.Anchor{Root: h.Root, Size: 7} }).Bytes()}, "same epoch"},
		{"another network", protocol.Fork{First: first.Bytes(), Second: foreign(func(h *protocol.Head) { h.Network[0]++ }).Bytes(), Proof: proof}, "same network"},
		{"another body", protocol.Fork{First: first.Bytes(), Second: foreign(func(h *protocol.Head) { h.Body[0]++ }).Bytes(), Proof: proof}, "same repository"},
		{"another audience", protocol.Fork{First: first.Bytes(), Second: foreign(func(h *protocol.Head) { h.Audience = "network" }).Bytes(), Proof: proof}, "same repository"},
		{"no proof", protocol.Fork{First: first.Bytes(), Second: second.Bytes()}, "proof"},
		{"a proof of another log", protocol.Fork{First: first.Bytes(), Second: second.Bytes(), Proof: prove(t, one, 3, 7)}, "second's root"},
		{"a needless proof", protocol.Fork{First: same.Bytes(), Second: headOf(t, one, 5, 6, nil).Bytes(), Proof: prove(t, one, 3, 5)}, "left out"},
		{"the same head twice", protocol.Fork{First: first.Bytes(), Second: first.Bytes()}, "do not contradict"},
		{"a head that is none", protocol.Fork{First: []byte{0x80}, Second: second.Bytes(), Proof: proof}, "fork: first"},
		{"an invalid head", protocol.Fork{First: first.Bytes(), Second: foreign(func(h *protocol.Head) { h.Time = 0 }).Bytes(), Proof: proof}, "time is needed"},
	} {
		b, err := wire.Encode(test.fork)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := protocol.OpenFork(b); err == nil || !strings.Contains(err.Error(), test.refuse) {
			t.Errorf("%s: %v, want %q", test.name, err, test.refuse)
		}
	}
}
