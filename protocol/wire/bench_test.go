package wire_test

import (
	"bufio"
	"bytes"
	"testing"

	"praxis/protocol/wire"
)

// section stands for a part of a document, in a block of about 6 KB.
type section struct {
	ID   string `codec:"id"`
	Text string `codec:"text"`
}

type version struct {
	Salt     [32]byte    `codec:"s"`
	Links    []wire.Link `codec:"links"`
	Title    string      `codec:"title"`
	Topics   []string    `codec:"topics"`
	Sections []section   `codec:"sections"`
}

func (version) WireFormat() string { return "version/0" }

func typicalVersion() version {
	text := string(bytes.Repeat([]byte("Ce que l’on voit la nuit, dans les cellules. "), 18))
	v := version{Title: "Night visits", Topics: []string{"safeguards", "time-out-of-cell"}, Links: []wire.Link{}}
	for _, id := range []string{"problem", "context", "action", "result", "evidence", "pitfalls", "contact"} {
		v.Sections = append(v.Sections, section{ID: id, Text: text})
	}
	return v
}

func BenchmarkParseBlock6KB(b *testing.B) {
	block, err := wire.NewBlock(typicalVersion())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(block.Bytes())))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wire.ParseBlock(wire.DAGCBOR, block.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode6KB(b *testing.B) {
	encoded, err := wire.Encode(typicalVersion())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(encoded)))
	b.ReportAllocs()
	for b.Loop() {
		var v version
		if err := wire.Decode(encoded, &v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode6KB(b *testing.B) {
	v := typicalVersion()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wire.Encode(v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeEntry(b *testing.B) {
	encoded, err := wire.Encode(tuple{Version: 300, CID: wire.SumCID(wire.DAGCBOR, nil)})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(encoded)))
	b.ReportAllocs()
	for b.Loop() {
		var e tuple
		if err := wire.Decode(encoded, &e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadFrame(b *testing.B) {
	var stream bytes.Buffer
	if err := wire.WriteFrame(&stream, typicalVersion()); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(stream.Len()))
	b.ReportAllocs()
	for b.Loop() {
		var v version
		if err := wire.ReadFrame(bufio.NewReader(bytes.NewReader(stream.Bytes())), &v, wire.MaxFrame); err != nil {
			b.Fatal(err)
		}
	}
}

// blocks stands for a reply full of contents.
type blocks struct {
	Blocks [][]byte `codec:"blocks"`
}

func (blocks) WireFormat() string { return "blocks/0" }

func fullFrame() *blocks {
	full := &blocks{}
	for range 160 {
		full.Blocks = append(full.Blocks, make([]byte, 6<<10))
	}
	return full
}

func BenchmarkWriteFullFrame(b *testing.B) {
	full := fullFrame()
	b.SetBytes(160 * 6 << 10)
	b.ReportAllocs()
	var stream bytes.Buffer
	for b.Loop() {
		stream.Reset()
		if err := wire.WriteFrame(&stream, full); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadFullFrame(b *testing.B) {
	var stream bytes.Buffer
	if err := wire.WriteFrame(&stream, fullFrame()); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(stream.Len()))
	b.ReportAllocs()
	for b.Loop() {
		var v blocks
		if err := wire.ReadFrame(bufio.NewReader(bytes.NewReader(stream.Bytes())), &v, wire.MaxFrame); err != nil {
			b.Fatal(err)
		}
	}
}
