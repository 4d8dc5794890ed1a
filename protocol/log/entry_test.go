package log

import (
	"encoding/binary"
	"errors"
	"testing"
)

// whole is a log that is held whole, without tiles.
type whole []Hash

func (w whole) Leaves(from, to uint64) ([]Hash, error) { return w[from:to], nil }

func (w whole) Tiles(from, to uint64) ([]Hash, error) {
	var tiles []Hash
	for i := from; i < to; i++ {
		var e Edge
		for _, leaf := range w[i*TileSize : (i+1)*TileSize] {
			e.Append(leaf)
		}
		tiles = append(tiles, e.Root())
	}
	return tiles, nil
}

func TestAnEntryIsProvedAndNoOther(t *testing.T) {
	var all whole
	for i := range uint64(700) {
		all = append(all, LeafHash(binary.BigEndian.AppendUint64(nil, i)))
	}
	for _, size := range []uint64{1, 2, 3, 5, 8, 255, 256, 257, 511, 700} {
		root, err := RootAt(all, size)
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range []uint64{0, 1, 2, size / 2, size - 1} {
			if index >= size {
				continue
			}
			proof, err := ProveEntry(all, index, size)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := RootOf(all[index], proof, index, size); err != nil || got != root {
				t.Errorf("entry %d of %d: %v, or another root", index, size, err)
			}
			if got, _ := RootOf(LeafHash([]byte("another")), proof, index, size); got == root {
				t.Errorf("another entry is proved at %d of %d", index, size)
			}
			if other := (index + 1) % size; other != index {
				if got, err := RootOf(all[index], proof, other, size); err == nil && got == root {
					t.Errorf("entry %d of %d is proved at %d", index, size, other)
				}
			}
			if _, err := RootOf(all[index], append(proof, Hash{}), index, size); err == nil {
				t.Errorf("entry %d of %d: a node too many", index, size)
			}
		}
	}
	_, err := ProveEntry(all, 5, 5)
	_, err2 := RootOf(all[0], nil, 1, 1)
	if err == nil || err2 == nil {
		t.Errorf("an entry beyond the log is proved: %v", errors.Join(err, err2))
	}
}
