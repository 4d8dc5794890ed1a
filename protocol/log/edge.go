package log

import (
	"fmt"
	"math/bits"
)

// TileSize is the number of leaves below one tile.
const TileSize = 1 << tileLevel

const tileLevel = 8

// An Edge is the right edge of a log: the roots of its complete subtrees. The
// size, written in binary, says which there are: bit i is set exactly when the
// edge has a subtree of 2^i leaves, and the larger ones lie further left. They
// are all that the root depends on and all that an append needs.
//
// The zero Edge is that of the empty log. An Edge is a plain value: appending
// to a copy leaves the original as it was, and two edges are == exactly when
// size and nodes are.
type Edge struct {
	size uint64
	// nodes[i] is the root of the subtree of 2^i leaves, and zero, so that ==
	// holds, where there is none.
	nodes [maxLevel + 1]Hash
}

// ParseEdge returns the edge of a log of the given size whose nodes are as
// [Edge.Nodes] gave them. It refuses a size above [MaxSize] and any number of
// nodes but the one that belongs to the size. Whether they are the right ones
// only their root can tell: the caller compares it with a head.
func ParseEdge(size uint64, nodes []Hash) (Edge, error) {
	if size > MaxSize {
		return Edge{}, fmt.Errorf("parse edge: size %d is above %d", size, uint64(MaxSize))
	}
	if want := bits.OnesCount64(size); len(nodes) != want {
		return Edge{}, fmt.Errorf("parse edge: %d nodes for size %d, want %d", len(nodes), size, want)
	}
	e := Edge{size: size}
	for rest := size; rest != 0; nodes = nodes[1:] {
		level := bits.Len64(rest) - 1
		e.nodes[level] = nodes[0]
		rest &^= 1 << level
	}
	return e, nil
}

// Size returns the number of entries.
func (e Edge) Size() uint64 { return e.size }

// Nodes returns the roots of the complete subtrees, largest first, in a slice
// that the caller owns. There is one for each bit set in the size.
func (e Edge) Nodes() []Hash {
	nodes := make([]Hash, 0, bits.OnesCount64(e.size))
	for rest := e.size; rest != 0; {
		level := bits.Len64(rest) - 1
		nodes = append(nodes, e.nodes[level])
		rest &^= 1 << level
	}
	return nodes
}

// Root returns MTH of the log, [EmptyRoot] when it has no entries. The split
// at the largest power of two below n takes the largest complete subtree off
// the left, again and again, so the root is the edge folded from the right.
func (e Edge) Root() Hash {
	if e.size == 0 {
		return EmptyRoot()
	}
	level := bits.TrailingZeros64(e.size)
	root := e.nodes[level]
	for level++; e.size>>level != 0; level++ {
		if e.size>>level&1 == 1 {
			root = NodeHash(e.nodes[level], root)
		}
	}
	return root
}

// Append adds the hash of a leaf. When it is the last of the [TileSize] leaves
// below a tile, complete is true, and root is to be stored as tile number
// tile: [Source] asks for it later. Append does not check [MaxSize]: a log gets
// there only by that many appends, which takes years.
func (e *Edge) Append(leaf Hash) (tile uint64, root Hash, complete bool) {
	root, complete = e.push(0, leaf)
	if !complete {
		return 0, Hash{}, false
	}
	return e.size/TileSize - 1, root, true
}

// push adds a complete subtree of 2^level leaves; the size must be a multiple
// of that. It is binary addition: each set bit that the carry meets is a left
// sibling, which joins with h into a subtree twice as large. The tile that a
// push of leaves completes is one of the nodes passed on the way.
func (e *Edge) push(level int, h Hash) (tile Hash, complete bool) {
	size := e.size
	e.size += 1 << level
	for size>>level&1 == 1 {
		h = NodeHash(e.nodes[level], h)
		e.nodes[level] = Hash{}
		level++
		if level == tileLevel {
			tile, complete = h, true
		}
	}
	e.nodes[level] = h
	return tile, complete
}
