package markdown_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"praxis/internal/markdown"
	"praxis/protocol"
	"praxis/protocol/wire"
)

func TestAVersionComesBackFromItsFile(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	m := maker{rand.New(rand.NewPCG(seed, 1))}
	for range 800 {
		v := m.version()
		if err := v.Validate(); err != nil {
			t.Fatalf("the maker's version: %v\n%+v", err, v)
		}
		file := markdown.Format(v)
		got, err := markdown.Parse(file)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		if !reflect.DeepEqual(protocol.Version(got), v) {
			t.Fatalf("got  %+v\nwant %+v\n%s", got, v, file)
		}
		if again := markdown.Format(protocol.Version(got)); !bytes.Equal(again, file) {
			t.Fatalf("the file is not canonical:\n%s\n%s", file, again)
		}
		crlf, err := markdown.Parse(append([]byte("\ufeff"), bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n"))...))
		if err != nil || !reflect.DeepEqual(crlf, got) {
			t.Fatalf("with a byte order mark and CRLF: %v", err)
		}
	}
}

func TestAVersionComesBackFromItsBlocks(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	m := maker{rand.New(rand.NewPCG(seed, 2))}
	n := byte(0)
	salts := func() protocol.Hash { n++; return protocol.Hash{n, 31: 1} }
	for range 400 {
		v := m.version()
		content, err := protocol.BuildVersion(v, nil, salts)
		if err != nil {
			t.Fatalf("%v\n%+v", err, v)
		}
		got, err := protocol.AssembleVersion(content[0], func(c wire.CID) ([]byte, bool) {
			for _, b := range content {
				if b.CID() == c {
					return b.Bytes(), true
				}
			}
			return nil, false
		})
		if err != nil {
			t.Fatal(err)
		}
		got.Salt = protocol.Hash{}
		if !reflect.DeepEqual(got, v) {
			t.Fatalf("got  %+v\nwant %+v", got, v)
		}
	}
}

// Whatever parses, formats to a file that parses to the same and stays the same.
func FuzzParse(f *testing.F) {
	f.Add([]byte(plain))
	m := maker{rand.New(rand.NewPCG(1, 3))}
	for range 20 {
		f.Add(markdown.Format(m.version()))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := markdown.Parse(file)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		out := markdown.Format(protocol.Version(got))
		again, err := markdown.Parse(out)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if second := markdown.Format(protocol.Version(again)); !bytes.Equal(out, second) {
			t.Fatalf("not canonical:\n%q\n%q", out, second)
		}
		if !reflect.DeepEqual(got, again) {
			t.Fatalf("got  %+v\nwant %+v", again, got)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	file := []byte(strings.Replace(plain, "More text.", strings.Repeat("Each line of this text has about the length of a line.\n", 108), 1))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := markdown.Parse(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFormat(b *testing.B) {
	m, err := markdown.Parse([]byte(plain))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		markdown.Format(protocol.Version(m))
	}
}
