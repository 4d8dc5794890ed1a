package wire_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"

	"praxis/protocol/wire"
)

func reader(b []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(b)) }

func frameOf(t *testing.T, objects ...wire.Object) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, o := range objects {
		if err := wire.WriteFrame(&b, o); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func TestFramesFollowEachOther(t *testing.T) {
	long := strings.Repeat("x", 300)
	r := reader(frameOf(t, inner1{"one"}, inner1{long}))
	for _, want := range []string{"one", long} {
		var got inner1
		if err := wire.ReadFrame(r, &got, wire.MaxFrame); err != nil || got.Text != want {
			t.Fatalf("got %d bytes of text, %v", len(got.Text), err)
		}
	}
	if err := wire.ReadFrame(r, new(inner1), wire.MaxFrame); err != io.EOF {
		t.Errorf("at the end: %v, want io.EOF", err)
	}
}

// The end of the stream between two frames is io.EOF; inside one it is not, so that nobody takes half an answer for a
// whole one.
func TestAStreamThatEndsInsideAFrame(t *testing.T) {
	whole := frameOf(t, inner1{strings.Repeat("x", 200)})
	for n := 1; n < len(whole); n++ {
		err := wire.ReadFrame(reader(whole[:n]), new(inner1), wire.MaxFrame)
		if errors.Is(err, io.EOF) || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("%d of %d bytes: %v", n, len(whole), err)
		}
	}
}

// A frame over the limit is refused by its length alone, before its content arrives or has room.
func TestFramesOverTheLimit(t *testing.T) {
	for name, test := range map[string]struct {
		length []byte
		limit  int
	}{
		"the frame":          {binary.AppendUvarint(nil, wire.MaxFrame+1), wire.MaxFrame},
		"a smaller limit":    {binary.AppendUvarint(nil, 101), 100},
		"a larger limit":     {binary.AppendUvarint(nil, wire.MaxFrame+1), 10 * wire.MaxFrame},
		"a negative limit":   {binary.AppendUvarint(nil, 1), -1},
		"a length of 64 bit": {bytes.Repeat([]byte{0xff}, 10), wire.MaxFrame},
		"an endless length":  {bytes.Repeat([]byte{0x80}, 1000), wire.MaxFrame},
	} {
		if err := wire.ReadFrame(reader(test.length), new(inner1), test.limit); !errors.Is(err, wire.ErrFrameTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALengthHasOneForm(t *testing.T) {
	content := frameOf(t, inner1{"x"})[1:]
	b := append([]byte{byte(len(content)) | 0x80, 0}, content...)
	if err := wire.ReadFrame(reader(b), new(inner1), wire.MaxFrame); err == nil || !strings.Contains(err.Error(), "shortest form") {
		t.Errorf("a length padded with a zero byte: %v", err)
	}
}

// TestObjectsShareNoMemory reads, writes and encodes on many goroutines: what one got must not change when others use
// the memory that it was read through.
func TestObjectsShareNoMemory(t *testing.T) {
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			var kept []*blocks
			for i := range 50 {
				fill := bytes.Repeat([]byte{byte(g), byte(i)}, 1+i*40)
				var stream bytes.Buffer
				if err := wire.WriteFrame(&stream, &blocks{Blocks: [][]byte{fill}}); err != nil {
					t.Error(err)
				}
				encoded, err := wire.Encode(&blocks{Blocks: [][]byte{fill}})
				if err != nil || !bytes.HasSuffix(stream.Bytes(), encoded) {
					t.Errorf("frame and encoding differ; %v", err)
				}
				read := &blocks{}
				if err := wire.ReadFrame(bufio.NewReader(&stream), read, wire.MaxFrame); err != nil {
					t.Error(err)
				}
				kept = append(kept, read)
			}
			for i, k := range kept {
				if !bytes.Equal(k.Blocks[0], bytes.Repeat([]byte{byte(g), byte(i)}, 1+i*40)) {
					t.Errorf("object %d of goroutine %d has changed", i, g)
				}
			}
		})
	}
	all.Wait()
}

// Frames pass through memory that is used again: what was read from one stays as it was when the next is read.
func TestWhatWasReadStays(t *testing.T) {
	first := sample{Data: []byte("the first"), Parts: []inner{{"one"}}, Frames: [][]byte{[]byte("raw")}, Link: wire.Link{CID: wire.SumCID(wire.Raw, nil)}}
	second := sample{Data: []byte("THE OTHER"), Parts: []inner{{"TWO"}}, Frames: [][]byte{[]byte("RAW")}, Link: wire.Link{CID: wire.SumCID(wire.Raw, []byte("x"))}}
	r := reader(frameOf(t, first, second, second))
	var got sample
	if err := wire.ReadFrame(r, &got, wire.MaxFrame); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := wire.ReadFrame(r, new(sample), wire.MaxFrame); err != nil {
			t.Fatal(err)
		}
	}
	if string(got.Data) != "the first" || got.Parts[0].Text != "one" || string(got.Frames[0]) != "raw" || got.Link != first.Link {
		t.Errorf("the first object is now %+v", got)
	}
}

// TestALengthTakesNoMemory announces frames of the largest size on many streams at once, and sends nothing of them.
func TestALengthTakesNoMemory(t *testing.T) {
	const streams = 64
	taken := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.TotalAlloc
	}
	before := taken()
	var all sync.WaitGroup
	var writers []*io.PipeWriter
	for range streams {
		r, w := io.Pipe()
		writers = append(writers, w)
		all.Go(func() {
			if err := wire.ReadFrame(bufio.NewReader(r), new(inner1), wire.MaxFrame); err == nil {
				t.Error("a frame that never came was read")
			}
		})
		if _, err := w.Write(binary.AppendUvarint(nil, wire.MaxFrame)); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte{0xa1}); err != nil { // taken only when the frame is being read
			t.Fatal(err)
		}
	}
	if grown := taken() - before; grown > streams*wire.MaxFrame/4 {
		t.Errorf("%d announcements took %d bytes", streams, grown)
	}
	for _, w := range writers {
		_ = w.Close()
	}
	all.Wait()
}
