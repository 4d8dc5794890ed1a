package wire_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"praxis/protocol/wire"
)

// seeds are a few encodings, whole and spoiled.
func seeds(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 8 {
		b, err := wire.Encode(randomSample(r))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)/2])
	}
	f.Add(bytes.Repeat([]byte{0x81}, 1000))
	f.Add([]byte{0xf6})
	f.Add([]byte{0xbf, 0xff})
	f.Add([]byte{0xfb, 0, 0, 0, 0, 0, 0, 0, 0})
}

// FuzzScan looks for input that the scanner accepts and the independent reader does not, or writes otherwise.
func FuzzScan(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		links, err := wire.Scan(b)
		if err != nil {
			if !errors.Is(err, wire.ErrNotCanonical) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		if got := independently(t, b); !sameLinks(got, links) {
			t.Errorf("links %v, the other reader finds %v", links, got)
		}
	})
}

// FuzzDecode looks for input that is accepted without being the encoding of its value.
func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, o := range []wire.Object{new(sample), new(tuple), new(inner1)} {
			if wire.Decode(b, o) != nil {
				continue
			}
			again, err := wire.Encode(o)
			if err != nil || !bytes.Equal(again, b) {
				t.Errorf("%x was accepted and encodes to %x, %v", b, again, err)
			}
		}
	})
}

// FuzzReadFrame reads a stream to its end: each object either is an error or writes the same frame again.
func FuzzReadFrame(f *testing.F) {
	seeds(f)
	var whole bytes.Buffer
	for _, text := range []string{"", "one", "two"} {
		if err := wire.WriteFrame(&whole, inner1{text}); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(whole.Bytes())
	f.Fuzz(func(t *testing.T, stream []byte) {
		r := reader(stream)
		var again bytes.Buffer
		for {
			var o inner1
			err := wire.ReadFrame(r, &o, 4096)
			if err == io.EOF {
				if !bytes.Equal(again.Bytes(), stream) {
					t.Errorf("%x was read whole and writes %x", stream, again.Bytes())
				}
				return
			}
			if err != nil {
				return
			}
			if err := wire.WriteFrame(&again, o); err != nil {
				t.Fatal(err)
			}
		}
	})
}
