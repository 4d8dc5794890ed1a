package wire

import (
	"crypto/sha256"
	"fmt"

	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
)

const (
	linkTag = 42
	cidSize = 4 + sha256.Size // version, codec, hash function, hash length: one byte each
)

// Codec says what a block's bytes are.
type Codec byte

// The codecs of blocks, as the multicodec table numbers them.
const (
	DAGCBOR Codec = cid.DagCBOR // a version, or a part of one
	Raw     Codec = cid.Raw     // a piece of an attachment
)

// CID is the content identifier of a block: CIDv1, dag-cbor or raw, sha2-256, in its 36-byte binary form. On the wire a
// CID is a byte string; where it is meant to be followed, it is a [Link]. The zero CID identifies nothing.
type CID [cidSize]byte

// SumCID returns the identifier of a block's bytes.
func SumCID(codec Codec, block []byte) CID {
	c := CID{1, byte(codec), multihash.SHA2_256, sha256.Size}
	h := sha256.Sum256(block)
	copy(c[4:], h[:])
	return c
}

// CIDFromBytes reads the binary form. A CID of another version, codec or hash function is an error.
func CIDFromBytes(b []byte) (CID, error) {
	if len(b) != cidSize || b[0] != 1 || (b[1] != byte(DAGCBOR) && b[1] != byte(Raw)) || b[2] != multihash.SHA2_256 || b[3] != sha256.Size {
		return CID{}, fmt.Errorf("no CIDv1 of dag-cbor or raw with sha2-256")
	}
	return CID(b), nil
}

// ParseCID reads the text form, as other tools print it ("bafy…", "bafk…").
func ParseCID(text string) (CID, error) {
	c, err := cid.Decode(text)
	if err != nil {
		return CID{}, fmt.Errorf("parse CID: %w", err)
	}
	return CIDFromBytes(c.Bytes())
}

// String is the text form in base32, as other tools print it.
func (c CID) String() string {
	if c == (CID{}) {
		return "no CID"
	}
	_, parsed, err := cid.CidFromBytes(c[:])
	if err != nil {
		return fmt.Sprintf("not a CID: %x", c[:])
	}
	return parsed.String()
}

// Codec says what the identified block's bytes are.
func (c CID) Codec() Codec { return Codec(c[1]) }

// Link is a CID that readers follow: tag 42 on the wire.
type Link struct{ CID CID }

// linkExt writes a [Link] as DAG-CBOR's tag 42 does: the byte string 0x00, then the CID.
type linkExt struct{}

func (linkExt) ConvertExt(v any) any {
	var c CID
	switch l := v.(type) {
	case Link:
		c = l.CID
	case *Link:
		c = l.CID
	}
	return append([]byte{0}, c[:]...)
}

func (linkExt) UpdateExt(dst any, v any) {
	l, okDst := dst.(*Link)
	b, okBytes := v.([]byte)
	if !okDst || !okBytes || len(b) != 1+cidSize {
		return // the scanner has refused this already; a Link left empty does not encode to the same bytes
	}
	copy(l.CID[:], b[1:])
}
