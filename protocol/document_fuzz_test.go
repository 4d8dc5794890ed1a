package protocol_test

import (
	"bytes"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// Whatever is read as a version, and stands in one block, is built again to the same block.
func FuzzParseVersion(f *testing.F) {
	for _, v := range []protocol.Version{note(), standard()} {
		content, err := protocol.BuildVersion(v, nil, salter(1))
		if err != nil {
			f.Fatal(err)
		}
		for _, b := range content {
			f.Add(b.Bytes())
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		root, err := wire.ParseBlock(wire.DAGCBOR, b)
		if err != nil {
			return
		}
		v, err := protocol.ParseVersion(root)
		if err != nil || len(v.Texts) != 1 || len(v.Texts[0].Blocks) > 0 {
			return
		}
		content, err := protocol.BuildVersion(v, nil, func() protocol.Hash { return v.Salt })
		if err != nil {
			t.Fatal(err)
		}
		if len(content) == 1 && !bytes.Equal(content[0].Bytes(), b) {
			t.Errorf("%x was read and built again as %x", b, content[0].Bytes())
		}
	})
}

func TestControlCharacters(t *testing.T) {
	for text, want := range map[string]string{
		"é\u00a0ÿ\u2028😀": "", "a\tb": "title", "a\nb": "title", "a\x7fb": "title", "a\u0080b": "title", "a\u009fb": "title", "a\x00b": "title",
	} {
		v := note()
		v.Texts[0].Title = text
		got := ""
		if err := v.Validate(); err != nil {
			got = err.(*protocol.FieldError).Field
		}
		if got != want {
			t.Errorf("%q: refused as %q, want %q", text, got, want)
		}
	}
}
