package draft

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"praxis/protocol"
)

// Outgoing is exactly what would leave, and to whom: one version's blocks, the root first.
type Outgoing struct {
	Document protocol.ID       `json:"document"`
	Version  uint64            `json:"version"`
	Audience protocol.Audience `json:"audience"`
	Ends     bool              `json:"ends"` // lower versions end with this one
	Blocks   [][]byte          `json:"blocks"`
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

func (o Outgoing) clone() Outgoing {
	blocks := make([][]byte, len(o.Blocks))
	for i, b := range o.Blocks {
		blocks[i] = bytes.Clone(b)
	}
	o.Blocks = blocks
	return o
}
