package draft

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"praxis/protocol"
)

// Outgoing is exactly what would leave, and to whom: one version's blocks, the root first.
type Outgoing struct {
	Document protocol.ID       `json:"document"`
	Version  uint64            `json:"version"`
	Audience protocol.Audience `json:"audience"`
	Ends     bool              `json:"ends"` // lower versions end with this one
	Blocks   [][]byte          `json:"-"`    // kept beside the review: see [Outgoing.EncodeBlocks]
}

// Hash names the outgoing bytes, audience included: SHA-256 over "praxis", 0, "outgoing/1", 0, document (16 bytes),
// version, one byte 0 or 1 for ends, audience, the number of blocks, and each block. Numbers have eight bytes, big endian;
// audience and blocks have their length in front.
func (o Outgoing) Hash() protocol.Hash {
	var b []byte
	b = append(b, "praxis\x00outgoing/1\x00"...)
	b = append(b, o.Document[:]...)
	b = binary.BigEndian.AppendUint64(b, o.Version)
	ends := byte(0)
	if o.Ends {
		ends = 1
	}
	b = append(b, ends)
	b = appendCounted(b, string(o.Audience))
	b = binary.BigEndian.AppendUint64(b, uint64(len(o.Blocks)))
	h := sha256.New()
	h.Write(b)
	for _, block := range o.Blocks {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(block))))
		h.Write(block)
	}
	return protocol.Hash(h.Sum(nil))
}

// EncodeBlocks writes the blocks for the private store, where they stand beside the review's record as they are: each with
// its length in front, of eight bytes, big endian.
func (o Outgoing) EncodeBlocks() []byte {
	size := 0
	for _, block := range o.Blocks {
		size += 8 + len(block)
	}
	b := make([]byte, 0, size)
	for _, block := range o.Blocks {
		b = appendCounted(b, block)
	}
	return b
}

// DecodeBlocks reads back what EncodeBlocks wrote. The blocks share b's memory.
func DecodeBlocks(b []byte) ([][]byte, error) {
	var blocks [][]byte
	for len(b) > 0 {
		if len(b) < 8 || uint64(len(b)-8) < binary.BigEndian.Uint64(b) {
			return nil, errors.New("what the review froze is damaged: run praxis review again")
		}
		end := 8 + binary.BigEndian.Uint64(b)
		blocks = append(blocks, b[8:end:end])
		b = b[end:]
	}
	return blocks, nil
}

func (o Outgoing) clone() Outgoing {
	blocks := make([][]byte, len(o.Blocks))
	for i, b := range o.Blocks {
		blocks[i] = bytes.Clone(b)
	}
	o.Blocks = blocks
	return o
}
