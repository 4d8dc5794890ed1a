package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrFrameTooLarge refuses a frame over [MaxFrame], before anything of it is read.
var ErrFrameTooLarge = errors.New("frame too large")

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
	n, err := binary.ReadUvarint(r)
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", o.WireFormat(), err)
	}
	if n > uint64(min(limit, MaxFrame)) {
		return fmt.Errorf("read %s: %w: %d bytes", o.WireFormat(), ErrFrameTooLarge, n)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return fmt.Errorf("read %s: the stream ended inside a frame of %d bytes: %w", o.WireFormat(), n, err)
	}
	return Decode(b, o)
}
