package gate

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// maxDepth is more than any block nests (specs/encoding.md).
const maxDepth = 32

// stringsOf finds every text in a DAG-CBOR block (RFC 8949): text strings, and byte strings long enough to be one and not
// a hash, a key or an id that are valid UTF-8. Keys of maps are among them.
func stringsOf(block int, b []byte) ([]Text, error) {
	w := walker{rest: b, block: block}
	err := w.value(0)
	if err == nil && len(w.rest) > 0 {
		err = fmt.Errorf("bytes after its end")
	}
	if err != nil {
		return nil, fmt.Errorf("block %d of what would leave holds something that the gate cannot read (%w): take it out", block, err)
	}
	return w.texts, nil
}

type walker struct {
	rest  []byte
	block int
	texts []Text
}

func (w *walker) value(depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("too deeply nested")
	}
	major, n, err := w.head()
	if err != nil {
		return err
	}
	switch major {
	case 2, 3:
		return w.stringOf(major, n)
	case 4, 5:
		if n > uint64(len(w.rest)) {
			return fmt.Errorf("cut short")
		}
		if major == 5 {
			n *= 2
		}
		for range n {
			if err := w.value(depth + 1); err != nil {
				return err
			}
		}
	case 6:
		return w.value(depth + 1)
	}
	return nil
}

func (w *walker) stringOf(major byte, n uint64) error {
	if n > uint64(len(w.rest)) {
		return fmt.Errorf("cut short")
	}
	s := string(w.rest[:n])
	w.rest = w.rest[n:]
	const longestHash = 64 // a signature
	if major == 2 && n <= longestHash {
		return nil
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("%d bytes that are no text", n)
	}
	w.texts = append(w.texts, Text{Field: fmt.Sprintf("block %d, string %d", w.block, len(w.texts)+1), Body: s})
	return nil
}

// head reads the head of one item: its major type and its argument.
func (w *walker) head() (byte, uint64, error) {
	if len(w.rest) == 0 {
		return 0, 0, fmt.Errorf("cut short")
	}
	major, low := w.rest[0]>>5, w.rest[0]&31
	w.rest = w.rest[1:]
	if low < 24 {
		return major, uint64(low), nil
	}
	size := 1 << (low - 24)
	if low > 27 || len(w.rest) < size {
		return 0, 0, fmt.Errorf("an impossible length")
	}
	var b [8]byte
	copy(b[8-size:], w.rest[:size])
	w.rest = w.rest[size:]
	return major, binary.BigEndian.Uint64(b[:]), nil
}
