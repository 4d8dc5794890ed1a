package log

import (
	"errors"
	"fmt"
	"math/bits"
)

// MaxProof is the largest number of nodes in a proof.
const MaxProof = maxLevel + 1

// ErrFork is what [Check] returns when the newer root commits to another root
// at the old size than the one given: whoever signed both signed two logs.
var ErrFork = errors.New("the log was forked: the newer root does not continue the older one")

// A span is a range of leaves whose MTH is one node of a proof.
type span struct {
	from, to uint64
	// old says that the span lies within the first old leaves and to the left
	// of the spans before it; if not, it lies to their right and is new.
	old bool
}

// spans returns the leaves below each node of the proof that the log of the
// given size continues the log of size old, in the order of the proof.
//
// RFC 6962, section 2.1.2, and RFC 9162, section 2.1.4.1, define for 0 < m <= n
//
//	PROOF(m, D[n])            = SUBPROOF(m, D[n], true)
//	SUBPROOF(m, D[m], true)   = {}
//	SUBPROOF(m, D[m], false)  = {MTH(D[m])}
//	SUBPROOF(m, D[n], b)      = SUBPROOF(m, D[0:k], b) : MTH(D[k:n])          if m <= k
//	SUBPROOF(m, D[n], b)      = SUBPROOF(m-k, D[k:n], false) : MTH(D[0:k])    if m > k
//
// with k the largest power of two smaller than n. Ours is SUBPROOF(m, D[n],
// false). It is PROOF but for one more node, the first, when m is a power of
// two or m = n; there RFC 9162, section 2.1.4.2, has the verifier put in the
// old root that it was told. That is enough to check that all is well. It is
// not enough to show a fork: computing with a foreign root yields no known new
// root, exactly as a made-up proof does. With the first node always there, both
// roots follow from the proof alone.
//
// For m = 0, where the RFCs define nothing, the proof is {MTH(D[n])}.
func spans(old, size uint64) []span {
	var down [MaxProof]span
	i, from, to := len(down), uint64(0), size
	for old != 0 && to != old {
		k := uint64(1) << (bits.Len64(to-from-1) - 1)
		i--
		if mid := from + k; old <= mid {
			down[i], to = span{mid, to, false}, mid
		} else {
			down[i], from = span{from, mid, true}, mid
		}
	}
	i--
	down[i] = span{from, to, to == old}
	return down[i:]
}

// checkSizes refuses the pairs of sizes for which there is no proof.
func checkSizes(old, size uint64) error {
	if old > size {
		return fmt.Errorf("size %d is below the old size %d", size, old)
	}
	if size > MaxSize {
		return fmt.Errorf("size %d is above %d", size, uint64(MaxSize))
	}
	return nil
}

// Prove returns the proof of how the log of the given size stands to the log of
// size old; [Roots] says what follows from it. The source must hold size
// leaves. The spans of a proof are disjoint and cover the log, so Prove reads
// each tile at most once, and fewer than 2*TileSize leaves.
func Prove(s Source, old, size uint64) ([]Hash, error) {
	if err := checkSizes(old, size); err != nil {
		return nil, fmt.Errorf("prove: %w", err)
	}
	nodes := spans(old, size)
	proof := make([]Hash, len(nodes))
	for i, n := range nodes {
		e, err := edgeOf(s, n.from, n.to)
		if err != nil {
			return nil, fmt.Errorf("prove %d to %d: %w", old, size, err)
		}
		proof[i] = e.Root()
	}
	return proof, nil
}

// Roots returns the two roots that a proof commits to, at sizes old and size.
// It fails when old > size, when size > [MaxSize], and when the proof has not
// exactly the number of nodes that the two sizes ask for.
//
// Unless somebody finds a collision of SHA-256, newRoot and the two sizes leave
// room for one proof only, and so for one oldRoot: the sizes fix how newRoot is
// hashed together from the nodes of the proof, and other nodes with the same
// outcome would be a collision on the way. Two things follow. A log whose root
// at size is newRoot had the root oldRoot at old. And nobody can make an honest
// writer's root commit to a past that it did not have, since the one proof is
// the one that [Prove] makes of the honest log.
//
// When old is 0 the proof is newRoot, and oldRoot is [EmptyRoot] whatever it
// says: every log continues the empty one. When old equals size the proof is
// the root, and both are the same.
func Roots(proof []Hash, old, size uint64) (oldRoot, newRoot Hash, err error) {
	if err := checkSizes(old, size); err != nil {
		return Hash{}, Hash{}, fmt.Errorf("roots of a proof: %w", err)
	}
	nodes := spans(old, size)
	if len(proof) != len(nodes) {
		return Hash{}, Hash{}, fmt.Errorf("roots of a proof from %d to %d: %d nodes, want %d", old, size, len(proof), len(nodes))
	}
	oldRoot, newRoot = proof[0], proof[0]
	for i, n := range nodes[1:] {
		node := proof[i+1]
		if n.old {
			oldRoot, newRoot = NodeHash(node, oldRoot), NodeHash(node, newRoot)
		} else {
			newRoot = NodeHash(newRoot, node)
		}
	}
	if old == 0 {
		oldRoot = EmptyRoot()
	}
	return oldRoot, newRoot, nil
}

// Check decides what a proof says about two roots that someone vouched for:
//
//   - nil: the log with newRoot continues the one with oldRoot;
//   - [ErrFork]: it does not, and the proof with the two signed heads shows that
//     to anybody, without a copy of either log;
//   - another error: the proof does not lead to newRoot, or fits no such sizes.
//     It says nothing about the two roots, only about who sent it.
func Check(proof []Hash, old uint64, oldRoot Hash, size uint64, newRoot Hash) error {
	gotOld, gotNew, err := Roots(proof, old, size)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if gotNew != newRoot {
		return fmt.Errorf("check a proof from %d to %d: it leads to another root than the one given", old, size)
	}
	if gotOld != oldRoot {
		return ErrFork
	}
	return nil
}
