package log

import "fmt"

// A Source reads what is stored of one log. Tile i is the root of the complete
// subtree over leaves [i*TileSize, (i+1)*TileSize). Both methods return exactly
// to-from hashes in ascending order, or an error. They are never asked for more
// than 1024 at once, and only for what a log of the size in question has.
type Source interface {
	Leaves(from, to uint64) ([]Hash, error)
	Tiles(from, to uint64) ([]Hash, error)
}

// maxRead bounds the hashes asked for at once: 32 KiB of them.
const maxRead = 1024

// EdgeAt returns the edge that the log had at size n, from n/TileSize tiles and
// fewer than TileSize leaves.
func EdgeAt(s Source, n uint64) (Edge, error) {
	if n > MaxSize {
		return Edge{}, fmt.Errorf("edge at %d: above %d", n, uint64(MaxSize))
	}
	e, err := edgeOf(s, 0, n)
	if err != nil {
		return Edge{}, fmt.Errorf("edge at %d: %w", n, err)
	}
	return e, nil
}

// RootAt returns the root that the log had at size n. It reads what [EdgeAt]
// reads.
func RootAt(s Source, n uint64) (Hash, error) {
	e, err := EdgeAt(s, n)
	if err != nil {
		return Hash{}, err
	}
	return e.Root(), nil
}

// edgeOf returns the edge of D[from:to], taken as a log of its own. Its root is
// MTH(D[from:to]), a node of the tree when the range is one that a proof names.
// Tiles serve only a range that begins with one; in a proof, a range that begins
// inside a tile is at most half of it.
func edgeOf(s Source, from, to uint64) (Edge, error) {
	var e Edge
	tiled := from
	if from%TileSize == 0 {
		tiled = to - to%TileSize
		err := each("tiles", s.Tiles, from/TileSize, tiled/TileSize, func(h Hash) { e.push(tileLevel, h) })
		if err != nil {
			return Edge{}, err
		}
	}
	err := each("leaves", s.Leaves, tiled, to, func(h Hash) { e.push(0, h) })
	return e, err
}

// each reads [from, to) in pieces of at most maxRead and yields every hash in
// order, having checked that the source gave as many as it was asked for.
func each(what string, read func(from, to uint64) ([]Hash, error), from, to uint64, yield func(Hash)) error {
	for from < to {
		end := min(to, from+maxRead)
		hashes, err := read(from, end)
		if err != nil {
			return fmt.Errorf("read %s %d to %d: %w", what, from, end, err)
		}
		if uint64(len(hashes)) != end-from {
			return fmt.Errorf("read %s %d to %d: the source gave %d", what, from, end, len(hashes))
		}
		for _, h := range hashes {
			yield(h)
		}
		from = end
	}
	return nil
}
