package wire_test

import (
	"encoding/hex"
	"testing"

	"praxis/protocol/wire"
)

type inner struct {
	Text string `codec:"t"`
}
type sample struct {
	Salt   [32]byte    `codec:"s"`
	Empty  []string    `codec:"empty,omitempty"`
	Link   wire.Link   `codec:"link"`
	Links  []wire.Link `codec:"links"`
	Parts  []inner     `codec:"parts"`
	Sub    *inner      `codec:"subpart,omitempty"`
	Data   []byte      `codec:"zzzzzzzz"`
	Big    int64       `codec:"zzzzzzzzz"`
	Yes    bool        `codec:"zzzzzzzzzz"`
	Frames [][]byte    `codec:"zzzzzzzzzzz"`
}

func (sample) WireFormat() string { return "sample/1" }

type tuple struct {
	_struct struct{} `codec:",toarray"`
	Op      uint64
	Doc     [16]byte
	Version uint64
	CID     wire.CID
	Ends    bool
}

func (tuple) WireFormat() string { return "tuple/1" }

func TestRoundTrip(t *testing.T) {
	c := wire.SumCID(wire.DAGCBOR, []byte("x"))
	in := sample{Link: wire.Link{CID: c}, Links: []wire.Link{{CID: c}}, Parts: []inner{{"é"}}, Sub: &inner{"x"}, Big: -5, Yes: true, Frames: [][]byte{{1}, {2, 3}}}
	b, err := wire.Encode(in)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(hex.EncodeToString(b))
	var out sample
	if err := wire.Decode(b, &out); err != nil {
		t.Fatal(err)
	}
	tb, err := wire.Encode(tuple{Op: 0, Version: 300, CID: c})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(hex.EncodeToString(tb), len(tb))
	var tt tuple
	if err := wire.Decode(tb, &tt); err != nil {
		t.Fatal(err)
	}
}
