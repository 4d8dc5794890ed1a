package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// ErrFrameTooLarge refuses a frame over [MaxFrame], before anything of it is read.
var ErrFrameTooLarge = errors.New("frame too large")

// errLength refuses the length of a frame that is not an unsigned varint in its shortest form.
var errLength = errors.New("the length of the frame is no varint in its shortest form")

// WriteFrame writes one object to w: its length as an unsigned varint, then its encoding, in one Write.
func WriteFrame(w io.Writer, o Object) error {
	encoded, frame := borrow(), borrow()
	defer encoded.giveBack()
	defer frame.giveBack()
	if err := encode(o, encoded); err != nil {
		return err
	}
	frame.bytes = binary.AppendUvarint(frame.bytes[:0], uint64(len(encoded.bytes)))
	frame.bytes = append(frame.bytes, encoded.bytes...)
	if _, err := w.Write(frame.bytes); err != nil {
		return fmt.Errorf("write %s: %w", o.WireFormat(), err)
	}
	return nil
}

// buffer is memory for one encoding. Frames of nearly [MaxFrame] follow each other in a synchronisation, and to allocate
// each anew, several times over, took most of the time.
type buffer struct{ bytes []byte }

var buffers = sync.Pool{New: func() any { return &buffer{bytes: make([]byte, 0, 4<<10)} }}

// borrow returns a buffer, which nobody may use after giveBack.
func borrow() *buffer { return buffers.Get().(*buffer) }

func (b *buffer) giveBack() { buffers.Put(b) }

// firstStep is how much of a frame is made room for before any of it has come. Beyond that, room at most doubles what has.
const firstStep = 64 << 10

// fill reads n bytes into the buffer. It makes room as they come: a length alone costs its sender nothing.
func (b *buffer) fill(r io.Reader, n int) ([]byte, error) {
	b.bytes = b.bytes[:0]
	for len(b.bytes) < n {
		had := len(b.bytes)
		step := min(n, max(firstStep, 2*had, cap(b.bytes)))
		b.bytes = slices.Grow(b.bytes, step-had)[:step]
		if _, err := io.ReadFull(r, b.bytes[had:]); err != nil {
			if err == io.EOF { // not the end between two frames, which is what io.EOF tells the caller
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return b.bytes, nil
}

// FrameReader is what frames are read from; a *bufio.Reader is one.
type FrameReader interface {
	io.Reader
	io.ByteReader
}

// ReadFrame reads one object from r. A length over limit (at most [MaxFrame]) is refused, and memory
// is taken only as the bytes come. At the
// end of the stream the error is io.EOF.
func ReadFrame(r FrameReader, o Object, limit int) error {
	n, err := readLength(r)
	if err == io.EOF {
		return io.EOF
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", o.WireFormat(), err)
	}
	if n > uint64(max(0, min(limit, MaxFrame))) {
		return fmt.Errorf("read %s: %w: %d bytes", o.WireFormat(), ErrFrameTooLarge, n)
	}
	buffer := borrow()
	defer buffer.giveBack()
	b, err := buffer.fill(r, int(n))
	if err != nil {
		return fmt.Errorf("read %s: the stream ended inside a frame of %d bytes: %w", o.WireFormat(), n, err)
	}
	return Decode(b, o)
}

// readLength reads an unsigned varint of at most four bytes, which hold more than [MaxFrame], in its shortest form.
func readLength(r io.ByteReader) (uint64, error) {
	var n uint64
	for i := range 4 {
		b, err := r.ReadByte()
		if err == io.EOF && i > 0 {
			return 0, io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, err
		}
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			if b == 0 && i > 0 {
				return 0, errLength
			}
			return n, nil
		}
	}
	return 0, fmt.Errorf("%w: more than %d bytes", ErrFrameTooLarge, MaxFrame)
}
