package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// Major types of CBOR (RFC 8949, section 3.1).
const (
	majorUint  = 0
	majorNint  = 1
	majorBytes = 2
	majorText  = 3
	majorArray = 4
	majorMap   = 5
	majorTag   = 6
	majorOther = 7
)

// scanner walks over one encoded value without building it. Its depth is bounded, so that no input, however nested,
// costs more stack than [MaxDepth] calls.
type scanner struct {
	in    []byte
	at    int
	links []CID
}

// Scan reads exactly one value in strict DAG-CBOR from b and returns the links in it, in order. It refuses, with the
// position: more than [MaxFrame] bytes, more than [MaxDepth] levels, a length beyond the input, an integer or length not
// in its shortest form or beyond 63 bits, indefinite lengths, map keys that are not text, not unique or not in
// DAG-CBOR's order (shorter first, then bytewise), text that is not UTF-8, floats, null, undefined, other simple values,
// tags other than 42, links that are no CID of ours, and trailing bytes.
func Scan(b []byte) ([]CID, error) {
	if len(b) > MaxFrame {
		return nil, fmt.Errorf("%w: %d bytes, more than %d", ErrNotCanonical, len(b), MaxFrame)
	}
	s := scanner{in: b}
	if err := s.value(0); err != nil {
		return nil, err
	}
	if s.at != len(b) {
		return nil, s.refuse("%d trailing bytes", len(b)-s.at)
	}
	return s.links, nil
}

func (s *scanner) refuse(format string, args ...any) error {
	return fmt.Errorf("%w: at byte %d: %s", ErrNotCanonical, s.at, fmt.Sprintf(format, args...))
}

// head reads a major type and its argument, in the shortest form only.
func (s *scanner) head() (major byte, arg uint64, err error) {
	if s.at >= len(s.in) {
		return 0, 0, s.refuse("the value is cut short")
	}
	first := s.in[s.at]
	major, info := first>>5, first&31
	if major == majorOther {
		if first != 0xf4 && first != 0xf5 {
			return 0, 0, s.refuse("0x%02x: only true and false are allowed of the simple values, and no floats", first)
		}
		s.at++
		return major, uint64(info), nil
	}
	if info < 24 {
		s.at++
		return major, uint64(info), nil
	}
	if info > 27 {
		return 0, 0, s.refuse("0x%02x: indefinite or reserved length", first)
	}
	size := 1 << (info - 24)
	if len(s.in)-s.at-1 < size {
		return 0, 0, s.refuse("the value is cut short")
	}
	var wide [8]byte
	copy(wide[8-size:], s.in[s.at+1:s.at+1+size])
	arg = binary.BigEndian.Uint64(wide[:])
	if !shortest(arg, size) {
		return 0, 0, s.refuse("%d is not in its shortest form", arg)
	}
	if arg > 1<<63-1 {
		return 0, 0, s.refuse("an integer beyond 63 bits")
	}
	s.at += 1 + size
	return major, arg, nil
}

func shortest(arg uint64, size int) bool {
	switch size {
	case 1:
		return arg >= 24
	case 2:
		return arg > 0xff
	case 4:
		return arg > 0xffff
	default:
		return arg > 0xffffffff
	}
}

func (s *scanner) value(depth int) error {
	start := s.at
	major, arg, err := s.head()
	if err != nil {
		return err
	}
	switch major {
	case majorUint, majorNint, majorOther:
		return nil
	case majorBytes:
		_, err = s.take(arg)
		return err
	case majorText:
		_, err = s.text(arg)
		return err
	}
	if depth == MaxDepth {
		s.at = start
		return s.refuse("nested deeper than %d", MaxDepth)
	}
	switch major {
	case majorArray:
		return s.array(arg, depth+1)
	case majorMap:
		return s.fields(arg, depth+1)
	default:
		return s.link(arg)
	}
}

func (s *scanner) take(n uint64) ([]byte, error) {
	if n > uint64(len(s.in)-s.at) {
		return nil, s.refuse("a length of %d, with %d bytes left", n, len(s.in)-s.at)
	}
	b := s.in[s.at : s.at+int(n)]
	s.at += int(n)
	return b, nil
}

func (s *scanner) text(n uint64) ([]byte, error) {
	b, err := s.take(n)
	if err == nil && !utf8.Valid(b) {
		s.at -= int(n)
		err = s.refuse("text that is not UTF-8")
	}
	return b, err
}

func (s *scanner) array(n uint64, depth int) error {
	if n > uint64(len(s.in)-s.at) {
		return s.refuse("an array of %d values, with %d bytes left", n, len(s.in)-s.at)
	}
	for range n {
		if err := s.value(depth); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) fields(n uint64, depth int) error {
	if n > uint64(len(s.in)-s.at)/2 {
		return s.refuse("a map of %d fields, with %d bytes left", n, len(s.in)-s.at)
	}
	var last []byte
	for i := range n {
		key, err := s.key()
		if err != nil {
			return err
		}
		if i > 0 {
			switch order := compareKeys(last, key); {
			case order == 0:
				return s.refuse("the key %q twice", key)
			case order > 0:
				return s.refuse("the key %q after %q", key, last)
			}
		}
		last = key
		if err := s.value(depth); err != nil {
			return err
		}
	}
	return nil
}

// key reads the key of a field.
func (s *scanner) key() ([]byte, error) {
	major, n, err := s.head()
	if err != nil {
		return nil, err
	}
	if major != majorText {
		return nil, s.refuse("a map key that is not text")
	}
	return s.text(n)
}

// compareKeys is DAG-CBOR's order of map keys: shorter first, then bytewise.
func compareKeys(a, b []byte) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return bytes.Compare(a, b)
}

// link reads what follows a tag: the byte string 0x00 and a CID (the DAG-CBOR specification, "Links").
func (s *scanner) link(tag uint64) error {
	if tag != linkTag {
		return s.refuse("tag %d: only 42, a link, is allowed", tag)
	}
	major, n, err := s.head()
	if err != nil {
		return err
	}
	if major != majorBytes || n != 1+cidSize {
		return s.refuse("a link that is no byte string of %d bytes", 1+cidSize)
	}
	b, err := s.take(n)
	if err != nil {
		return err
	}
	if b[0] != 0 {
		return s.refuse("a link that does not begin with 0x00")
	}
	c, err := CIDFromBytes(b[1:])
	if err != nil {
		return s.refuse("%v", err)
	}
	s.links = append(s.links, c)
	return nil
}
