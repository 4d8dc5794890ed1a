package wire_test

import (
	"bytes"
	"testing"

	"praxis/protocol/wire"
)

func TestCIDText(t *testing.T) {
	c := wire.SumCID(wire.Raw, []byte("hello"))
	parsed, err := wire.ParseCID(c.String())
	if err != nil || parsed != c || parsed.Codec() != wire.Raw {
		t.Errorf("%s reads as %s, %v", c, parsed, err)
	}
	for name, text := range map[string]string{
		"nothing":              "",
		"version 0":            "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
		"another codec":        "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
		"another hash":         "bafkrgqfxwnf7ylfvtdlmxmgsd2k2lbfq2ywq2vv2whlpg7wlr4v6yh3tlnyqwk4egkkzqrkmvwq5gujqkbeedjxlxxh5iirovu3oxm7yghyqk",
		"something after it":   c.String() + "a",
		"what no CID is, ever": "the night visit",
	} {
		if got, err := wire.ParseCID(text); err == nil {
			t.Errorf("%s: %q reads as %s", name, text, got)
		}
	}
	if (wire.CID{}).String() != "no CID" {
		t.Errorf("the zero CID prints as %s", wire.CID{})
	}
}

func TestBlocksAreBounded(t *testing.T) {
	if _, err := wire.ParseBlock(wire.Raw, make([]byte, wire.MaxBlock)); err != nil {
		t.Error(err)
	}
	for _, codec := range []wire.Codec{wire.Raw, wire.DAGCBOR} {
		if _, err := wire.ParseBlock(codec, make([]byte, wire.MaxBlock+1)); err == nil {
			t.Errorf("codec %#x: a block over the limit was accepted", byte(codec))
		}
	}
	if _, err := wire.ParseBlock(wire.Codec(0x70), []byte{0x80}); err == nil {
		t.Error("a block of another codec was accepted")
	}
	if _, err := wire.ParseBlock(wire.DAGCBOR, []byte{0xf6}); err == nil {
		t.Error("a dag-cbor block that is not canonical was accepted")
	}
	b, err := wire.ParseBlock(wire.Raw, []byte{0xf6})
	if err != nil || !bytes.Equal(b.Bytes(), []byte{0xf6}) || len(b.Links()) != 0 {
		t.Errorf("a raw block is any bytes: %+v, %v", b, err)
	}
}
