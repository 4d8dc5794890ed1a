package protocol

import (
	"bytes"
	"regexp"

	"praxis/protocol/wire"
)

// formatForm is a name and a number from 1: "practice-note/1".
var formatForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*/[1-9][0-9]{0,3}$`)

// blockFormat reads the format that a block names, without knowing anything else of it. Every block of ours is a map
// whose first key is "s", 32 bytes, and whose second is "is", the format; since DAG-CBOR writes shorter keys first,
// they always stand at the same place.
func blockFormat(b wire.Block) (string, error) {
	refused := &FieldError{Object: "block", Field: "is", Rule: Rulef("names the format, after 32 bytes of salt in s")}
	if b.CID() == (wire.CID{}) || b.CID().Codec() != wire.DAGCBOR {
		return "", refused
	}
	const (
		mapOf     = 0xa0 // with the number of keys, up to 23
		mapOfMany = 0xb8 // the number of keys is in the next byte
		textOf    = 0x60 // with the length, up to 23
		textOver  = 0x78 // the length is in the next byte
	)
	in := b.Bytes()
	switch {
	case len(in) > 1 && in[0] >= mapOf && in[0] < mapOf+24:
		in = in[1:]
	case len(in) > 2 && in[0] == mapOfMany:
		in = in[2:]
	default:
		return "", refused
	}
	in, ok := bytes.CutPrefix(in, []byte{textOf + 1, 's', 0x58, 32})
	if !ok || len(in) < 32 {
		return "", refused
	}
	in, ok = bytes.CutPrefix(in[32:], []byte{textOf + 2, 'i', 's'})
	if !ok || len(in) < 2 {
		return "", refused
	}
	n, in := int(in[0])-textOf, in[1:]
	if n == textOver-textOf {
		n, in = int(in[0]), in[1:]
	} else if n >= 24 {
		return "", refused
	}
	if n < 0 || n > len(in) || !formatForm.Match(in[:n]) {
		return "", refused
	}
	return string(in[:n]), nil
}
