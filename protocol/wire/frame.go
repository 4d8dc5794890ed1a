package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrFrameTooLarge refuses a frame over [MaxFrame], before anything of it is read.
var ErrFrameTooLarge = errors.New("frame too large")

// errLength refuses the length of a frame that is not an unsigned varint in its shortest form.
var errLength = errors.New("the length of the frame is no varint in its shortest form")

// WriteFrame writes one object to w: its length as an unsigned varint, then its encoding, in one Write.
func WriteFrame(w io.Writer, o Object) error {
	b, err := Encode(o)
	if err != nil {
		return err
	}
	frame := binary.AppendUvarint(make([]byte, 0, len(b)+binary.MaxVarintLen32), uint64(len(b)))
	if _, err := w.Write(append(frame, b...)); err != nil {
		return fmt.Errorf("write %s: %w", o.WireFormat(), err)
	}
	return nil
}

// FrameReader is what frames are read from; a *bufio.Reader is one.
type FrameReader interface {
	io.Reader
	io.ByteReader
}

// ReadFrame reads one object from r. A length over limit (at most [MaxFrame]) is refused before it is allocated. At the
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
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		if err == io.EOF { // not the end between two frames, which is what io.EOF tells the caller
			err = io.ErrUnexpectedEOF
		}
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
