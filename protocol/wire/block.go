package wire

import "fmt"

// Block is a piece of content whose bytes have been checked against the limits and identified by their hash. It has no
// exported fields: one that exists, other than the zero Block, has been through [ParseBlock] or [NewBlock].
type Block struct {
	cid   CID
	bytes []byte
	links []CID
}

// NewBlock encodes a part of a version as a block.
func NewBlock(o Object) (Block, error) {
	b, err := Encode(o)
	if err != nil {
		return Block{}, err
	}
	return ParseBlock(DAGCBOR, b)
}

// ParseBlock checks and identifies bytes from anywhere: at most [MaxBlock], and strict DAG-CBOR where codec says so. It
// keeps b, which the caller must not change afterwards.
func ParseBlock(codec Codec, b []byte) (Block, error) {
	if len(b) > MaxBlock {
		return Block{}, fmt.Errorf("block of %d bytes: a block has at most %d", len(b), MaxBlock)
	}
	var links []CID
	switch codec {
	case DAGCBOR:
		var err error
		if links, err = Scan(b); err != nil {
			return Block{}, fmt.Errorf("block: %w", err)
		}
	case Raw:
	default:
		return Block{}, fmt.Errorf("block of codec 0x%x: only dag-cbor and raw are known", byte(codec))
	}
	return Block{cid: SumCID(codec, b), bytes: b, links: links}, nil
}

// CID identifies the block.
func (b Block) CID() CID { return b.cid }

// Bytes are the block's bytes; they must not be changed.
func (b Block) Bytes() []byte { return b.bytes }

// Links are the blocks that this one names, in order, repeated if it repeats them.
func (b Block) Links() []CID { return b.links }
