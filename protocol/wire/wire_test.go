package wire_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"praxis/protocol/wire"
)

type inner struct {
	Text string `codec:"t"`
}

// sample has a field of every shape that wire objects use.
type sample struct {
	Salt   [32]byte    `codec:"s"`
	Link   wire.Link   `codec:"link"`
	Empty  []string    `codec:"empty,omitempty"`
	Links  []wire.Link `codec:"links"`
	Parts  []inner     `codec:"parts"`
	Sub    *inner      `codec:"subpart,omitempty"`
	Data   []byte      `codec:"zzzzzzzz"`
	Big    int64       `codec:"zzzzzzzzz"`
	Yes    bool        `codec:"zzzzzzzzzz"`
	Frames [][]byte    `codec:"zzzzzzzzzzz"`
	Small  uint64      `codec:"zzzzzzzzzzzz"`
}

func (sample) WireFormat() string { return "sample/1" }

// tuple is written as an array, as an entry is.
type tuple struct {
	_struct  struct{} `codec:",toarray"` //lint:ignore U1000 read by the codec
	Op       uint64
	Document [16]byte
	Version  uint64
	CID      wire.CID
	Ends     bool
}

func (tuple) WireFormat() string { return "tuple/1" }

func randomCID(r *rand.Rand) wire.CID {
	codec := wire.DAGCBOR
	if r.IntN(2) == 0 {
		codec = wire.Raw
	}
	return wire.SumCID(codec, []byte{byte(r.Uint32())})
}

func randomText(r *rand.Rand) string {
	const letters = "abc é ß 中 𝄞 \x00\n"
	runes := []rune(letters)
	var b strings.Builder
	for range r.IntN(40) {
		b.WriteRune(runes[r.IntN(len(runes))])
	}
	return b.String()
}

func randomBytes(r *rand.Rand) []byte {
	b := make([]byte, r.IntN(300))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func randomSample(r *rand.Rand) sample {
	s := sample{
		Link: wire.Link{CID: randomCID(r)}, Links: []wire.Link{}, Parts: []inner{}, Data: randomBytes(r), Frames: [][]byte{},
		Big: int64(r.Uint64() >> r.IntN(64)), Yes: r.IntN(2) == 0, Small: r.Uint64() >> (1 + r.IntN(63)),
	}
	copy(s.Salt[:], randomBytes(r))
	for range r.IntN(4) {
		s.Links = append(s.Links, wire.Link{CID: randomCID(r)})
		s.Parts = append(s.Parts, inner{randomText(r)})
		s.Frames = append(s.Frames, randomBytes(r))
	}
	if r.IntN(2) == 0 {
		s.Sub = &inner{"x" + randomText(r)} // not empty: that would be left out
		s.Empty = []string{randomText(r)}
	}
	return s
}

// What is encoded reads back as the same value, and that encodes to the same bytes.
func TestEncodeThenDecodeIsTheSame(t *testing.T) {
	const seed = 20260101
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range 2000 {
		in := randomSample(r)
		b, err := wire.Encode(in)
		if err != nil {
			t.Fatalf("seed %d, value %d: %v", seed, i, err)
		}
		var out sample
		if err := wire.Decode(b, &out); err != nil {
			t.Fatalf("seed %d, value %d: %v", seed, i, err)
		}
		if !reflect.DeepEqual(in, out) {
			t.Fatalf("seed %d, value %d: got %+v, want %+v", seed, i, out, in)
		}
		again, err := wire.Encode(out)
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("seed %d, value %d: it encodes to other bytes, %v", seed, i, err)
		}
		links, err := wire.Scan(b)
		if err != nil || len(links) != 1+len(in.Links) || links[0] != in.Link.CID {
			t.Fatalf("seed %d, value %d: links %v, %v", seed, i, links, err)
		}
	}
}

// Any single byte changed, taken away or added is refused, or is the encoding of another value: no two encodings read
// as one value.
func TestOneValueHasOneEncoding(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewPCG(seed, 0))
	for range 30 {
		b, err := wire.Encode(randomSample(r))
		if err != nil {
			t.Fatal(err)
		}
		for i := range b {
			changed := append([]byte(nil), b...)
			changed[i] ^= byte(1 << r.IntN(8))
			var s sample
			if wire.Decode(changed, &s) != nil {
				continue
			}
			if again, err := wire.Encode(s); err != nil || !bytes.Equal(again, changed) {
				t.Fatalf("seed %d: %x was accepted and encodes to %x", seed, changed, again)
			}
		}
		for i := range b {
			if wire.Decode(b[:i], new(sample)) == nil {
				t.Fatalf("seed %d: the first %d of %d bytes were accepted", seed, i, len(b))
			}
		}
	}
}

func TestTuple(t *testing.T) {
	in := tuple{Version: 300, CID: wire.SumCID(wire.DAGCBOR, nil), Ends: true}
	b, err := wire.Encode(in)
	if err != nil {
		t.Fatal(err)
	}
	if b[0] != 0x85 {
		t.Errorf("it begins with %#x, want an array of five", b[0])
	}
	var out tuple
	if err := wire.Decode(b, &out); err != nil || out != in {
		t.Errorf("got %+v, %v", out, err)
	}
}

// A decoder that has met bad input reads the next good input as if nothing had happened: decoders are pooled.
func TestDecodingGoesOnAfterBadInput(t *testing.T) {
	good, err := wire.Encode(inner1{"x"})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"a0", "a1617401", "a161747818", "a2617461786175f4", "8161", "00"} {
		b, err := hex.DecodeString(bad)
		if err != nil {
			t.Fatal(err)
		}
		if err := wire.Decode(b, new(inner1)); !errors.Is(err, wire.ErrNotCanonical) {
			t.Errorf("%s: %v", bad, err)
		}
		var out inner1
		if err := wire.Decode(good, &out); err != nil || out.Text != "x" {
			t.Fatalf("after %s: %+v, %v", bad, out, err)
		}
	}
}

type inner1 struct {
	Text string `codec:"t"`
}

func (inner1) WireFormat() string { return "inner/1" }

// What could not be read back is not written.
func TestEncodeRefuses(t *testing.T) {
	nested := nest{}
	for range wire.MaxDepth {
		nested = nest{Inside: []nest{nested}}
	}
	for name, o := range map[string]wire.Object{
		"not UTF-8":   inner1{"\xff"},
		"too large":   inner1{strings.Repeat("x", wire.MaxFrame)},
		"too deep":    nested,
		"beyond 63":   huge{1 << 63},
		"empty link":  linked{},
		"null inside": pointer{},
	} {
		if b, err := wire.Encode(o); err == nil {
			t.Errorf("%s: encoded as %x", name, b)
		}
	}
}

type nest struct {
	Inside []nest `codec:"n"`
}
type huge struct {
	N uint64 `codec:"n"`
}
type linked struct {
	Link wire.Link `codec:"l"`
}
type pointer struct {
	To *inner `codec:"p"`
}

func (nest) WireFormat() string    { return "nest/1" }
func (huge) WireFormat() string    { return "huge/1" }
func (linked) WireFormat() string  { return "linked/1" }
func (pointer) WireFormat() string { return "pointer/1" }

// A decoder without the scanner would follow these until its stack or the memory ends.
func TestHostileNesting(t *testing.T) {
	for name, b := range map[string][]byte{
		"arrays in arrays": bytes.Repeat([]byte{0x81}, 10<<20),
		"within a frame":   bytes.Repeat([]byte{0x81}, wire.MaxFrame),
		"tags in tags":     bytes.Repeat([]byte{0xd8, 0x2a}, wire.MaxFrame/2),
		"maps in maps":     bytes.Repeat([]byte{0xa1, 0x61, 'a'}, wire.MaxFrame/3),
		"unknown field":    append([]byte{0xa2, 0x61, 'a'}, bytes.Repeat([]byte{0x81}, wire.MaxFrame-3)...),
	} {
		if _, err := wire.Scan(b); !errors.Is(err, wire.ErrNotCanonical) {
			t.Errorf("Scan, %s: %v", name, err)
		}
		if err := wire.Decode(b, new(sample)); !errors.Is(err, wire.ErrNotCanonical) {
			t.Errorf("Decode, %s: %v", name, err)
		}
	}
}

// Sixteen levels are read, seventeen are not.
func TestDepth(t *testing.T) {
	deepest := append(bytes.Repeat([]byte{0x81}, wire.MaxDepth-1), 0x80)
	if _, err := wire.Scan(deepest); err != nil {
		t.Errorf("%d levels: %v", wire.MaxDepth, err)
	}
	if _, err := wire.Scan(append([]byte{0x81}, deepest...)); err == nil || !strings.Contains(err.Error(), "deeper than 16") {
		t.Errorf("%d levels: %v", wire.MaxDepth+1, err)
	}
}

// A length that the input cannot hold is refused before anything is allocated for it.
func TestClaimedLengths(t *testing.T) {
	for _, claim := range []string{"9b0000000100000000", "bb0000000100000000", "5b0000000100000000", "7b7fffffffffffffff", "9a00010000", "ba00010000"} {
		b, err := hex.DecodeString(claim)
		if err != nil {
			t.Fatal(err)
		}
		allocated := testing.AllocsPerRun(10, func() { _, err = wire.Scan(b) })
		if err == nil || !strings.Contains(err.Error(), "bytes left") {
			t.Errorf("%s: %v", claim, err)
		}
		if allocated > 20 {
			t.Errorf("%s: %v allocations", claim, allocated)
		}
	}
}

type optional struct {
	Text  string   `codec:"a,omitempty"`
	Texts []string `codec:"b,omitempty"`
	To    *inner   `codec:"c,omitempty"`
	Bytes []byte   `codec:"d,omitempty"`
}

func (optional) WireFormat() string { return "optional/1" }

// An optional field that holds nothing is left out, however Go holds nothing, and is refused where it stands.
func TestOptionalFieldsHaveOneForm(t *testing.T) {
	for _, o := range []optional{{}, {Texts: []string{}}, {Bytes: []byte{}}, {To: &inner{}}} {
		if b, err := wire.Encode(o); err != nil || !bytes.Equal(b, []byte{0xa0}) {
			t.Errorf("%+v encodes to %x, %v", o, b, err)
		}
	}
	for _, empty := range []string{"a1616160", "a1616280", "a16163a1617460", "a1616440"} {
		b, err := hex.DecodeString(empty)
		if err != nil {
			t.Fatal(err)
		}
		if err := wire.Decode(b, new(optional)); err == nil || !strings.Contains(err.Error(), "is to be left out") {
			t.Errorf("%s: %v", empty, err)
		}
	}
}
