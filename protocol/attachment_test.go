package protocol_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

func saltsFrom(first byte) func() protocol.Hash {
	return func() protocol.Hash { first++; return protocol.Hash{first} }
}

func blocksOf(c protocol.Content) func(wire.CID) ([]byte, bool) {
	return func(id wire.CID) ([]byte, bool) {
		at := slices.IndexFunc(c, func(b wire.Block) bool { return b.CID() == id })
		if at < 0 {
			return nil, false
		}
		return c[at].Bytes(), true
	}
}

func TestAttachmentsAreReadAgain(t *testing.T) {
	large := bytes.Repeat([]byte("0123456789"), 60_000)
	files := []protocol.File{{Name: "a.txt", Type: "text/plain", Bytes: []byte("a")}, {Name: "b.pdf", Type: "application/pdf", Bytes: large}}
	all, content, err := protocol.BuildAttachments(files, nil, saltsFrom(0))
	if err != nil || len(all) != 2 || len(content) != 4 {
		t.Fatalf("%d attachments in %d blocks, %v", len(all), len(content), err)
	}
	for i, a := range all {
		got, err := a.Read(blocksOf(content))
		if err != nil || !bytes.Equal(got, files[i].Bytes) {
			t.Errorf("%s: %d bytes, %v", a.Name, len(got), err)
		}
		if _, err := a.Read(blocksOf(content[:1])); i == 1 && !errors.Is(err, protocol.ErrIncomplete) {
			t.Errorf("without its blocks: %v", err)
		}
	}
}

func TestAnUnchangedAttachmentKeepsItsBlocks(t *testing.T) {
	large := bytes.Repeat([]byte("0123456789"), 60_000)
	_, before, err := protocol.BuildAttachments([]protocol.File{{Name: "b.pdf", Type: "application/pdf", Bytes: large}}, nil, saltsFrom(0))
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(large)
	changed[len(changed)-1] = 'x'
	_, after, err := protocol.BuildAttachments([]protocol.File{{Name: "c.pdf", Type: "application/pdf", Bytes: changed}, {Name: "b.pdf", Type: "application/pdf", Bytes: large}}, before, saltsFrom(100))
	if err != nil || len(after) != 6 {
		t.Fatalf("%d blocks, %v", len(after), err)
	}
	// The first two pieces are those of before, once; the third has changed, and the second file has only its last left.
	kept := 0
	for i, b := range after {
		if slices.ContainsFunc(before, func(o wire.Block) bool { return o.CID() == b.CID() }) {
			kept++
		}
		if slices.ContainsFunc(after[:i], func(o wire.Block) bool { return o.CID() == b.CID() }) {
			t.Errorf("block %d stands there twice", i)
		}
	}
	if kept != 3 {
		t.Errorf("%d blocks are kept, not 3", kept)
	}
}

func TestAttachmentsAreBounded(t *testing.T) {
	for name, c := range map[string]struct {
		size uint64
		many int
		want string
	}{
		"too large":  {protocol.MaxVersion + 1, 1, "size is 1 to"},
		"together":   {protocol.MaxVersion / 2, 2, "a version has at most"},
		"too many":   {1, protocol.MaxAttachments + 1, "attachments are 33"},
		"far beyond": {1 << 62, 1, "size is 1 to"},
	} {
		v := note()
		for i := range c.many {
			a := protocol.Attachment{Name: strings.Repeat("a", i+1) + ".txt", Type: "text/plain", Size: c.size}
			for k := range min(c.size/(wire.MaxBlock-32)+1, 100) {
				a.Blocks = append(a.Blocks, wire.Link{CID: wire.SumCID(wire.Raw, []byte{byte(i), byte(k)})})
			}
			v.Attachments = append(v.Attachments, a)
		}
		if err := v.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, not a word of %q", name, err, c.want)
		}
	}
}

func TestOutgoingFilesAreThoseOfTheVersion(t *testing.T) {
	v := note()
	var pieces protocol.Content
	var err error
	v.Attachments, pieces, err = protocol.BuildAttachments([]protocol.File{{Name: "a.txt", Type: "text/plain", Bytes: []byte("words")}}, nil, saltsFrom(0))
	if err != nil {
		t.Fatal(err)
	}
	content, err := protocol.BuildVersion(v, nil, saltsFrom(9))
	if err != nil {
		t.Fatal(err)
	}
	blocks := [][]byte{content[0].Bytes(), pieces[0].Bytes()}
	files, raw, err := protocol.OutgoingFiles(blocks)
	if err != nil || len(files) != 1 || string(files[0].Bytes) != "words" || !raw[1] || raw[0] {
		t.Errorf("%v, %v, %v", files, raw, err)
	}
	if _, _, err := protocol.OutgoingFiles([][]byte{blocks[0], []byte("other bytes")}); err == nil {
		t.Error("other bytes pass as an attachment")
	}
	if files, _, err := protocol.OutgoingFiles([][]byte{[]byte("root"), []byte("text")}); err != nil || files != nil {
		t.Errorf("what is no version has %v, %v", files, err)
	}
}

// A name that is written partly backwards shows another ending than the file has.
func TestAttachmentsShowTheEndingThatTheyHave(t *testing.T) {
	for name, good := range map[string]bool{
		"report.pdf": true, "تقرير.pdf": true, "דוח.pdf": true,
		"report\u202efdp.exe": false, "report\u2067fdp\u2069.exe": false, "report\u202dfdp.exe": false,
	} {
		v := note()
		v.Attachments = []protocol.Attachment{{Name: name, Type: "application/pdf", Size: 1, Blocks: []wire.Link{{CID: wire.SumCID(wire.Raw, []byte{1})}}}}
		if err := v.Validate(); (err == nil) != good {
			t.Errorf("%+q: %v", name, err)
		}
	}
}
