package protocol_test

import (
	"strings"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

func BenchmarkParseVersion(b *testing.B) {
	v := note()
	v.Texts[0].Sections[1].Text = strings.TrimSpace(strings.Repeat("Each line of this text has about the length of a line.\n", 108))
	content, err := protocol.BuildVersion(v, nil, salter(1))
	if err != nil {
		b.Fatal(err)
	}
	raw := content[0].Bytes()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		root, err := wire.ParseBlock(wire.DAGCBOR, raw)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := protocol.ParseVersion(root); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuildVersion(b *testing.B) {
	v := note()
	v.Texts[0].Sections[1].Text = strings.TrimSpace(strings.Repeat("Each line of this text has about the length of a line.\n", 108))
	for b.Loop() {
		if _, err := protocol.BuildVersion(v, nil, salter(1)); err != nil {
			b.Fatal(err)
		}
	}
}
