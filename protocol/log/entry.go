package log

import (
	"fmt"
	"math/bits"
	"slices"
)

// siblings are the ranges of leaves beside the way from a leaf up to the root, the lowest first: PATH(m, D[n]) of RFC
// 6962, section 2.1.1. Old says that the range lies left of the leaf.
func siblings(index, size uint64) []span {
	var way []span
	for from, to := uint64(0), size; to-from > 1; {
		mid := from + 1<<(bits.Len64(to-from-1)-1)
		if index < mid {
			way = append(way, span{mid, to, false})
			to = mid
		} else {
			way = append(way, span{from, mid, true})
			from = mid
		}
	}
	slices.Reverse(way)
	return way
}

// ProveEntry returns the proof that the log of the given size has an entry at index: for who holds less of the log than
// that. The source must hold size leaves.
func ProveEntry(s Source, index, size uint64) ([]Hash, error) {
	if index >= size || size > MaxSize {
		return nil, fmt.Errorf("prove entry %d: the log has %d", index, size)
	}
	var proof []Hash
	for _, n := range siblings(index, size) {
		e, err := edgeOf(s, n.from, n.to)
		if err != nil {
			return nil, fmt.Errorf("prove entry %d: %w", index, err)
		}
		proof = append(proof, e.Root())
	}
	return proof, nil
}

// RootOf returns the root that the log of the given size has if leaf is the hash of its entry at index and the proof is as
// [ProveEntry] makes it. The caller compares it with a head: any other leaf or proof would be a collision.
func RootOf(leaf Hash, proof []Hash, index, size uint64) (Hash, error) {
	if index >= size || size > MaxSize {
		return Hash{}, fmt.Errorf("root of entry %d: the log has %d", index, size)
	}
	way := siblings(index, size)
	if len(proof) != len(way) {
		return Hash{}, fmt.Errorf("root of entry %d of %d: %d nodes, want %d", index, size, len(proof), len(way))
	}
	root := leaf
	for i, n := range way {
		if n.old {
			root = NodeHash(proof[i], root)
		} else {
			root = NodeHash(root, proof[i])
		}
	}
	return root, nil
}
