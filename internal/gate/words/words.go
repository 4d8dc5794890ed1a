// Package words knows the ordinary words of languages: for each a set of hashes, made by the command lexicon from lists whose
// licence permits it (specs/decisions). A set holds no words, and takes about one word in a hundred that it was never given
// for one of its own: it explains a word, and proves nothing. It refuses to say what a word means or what language it is of.
//
// It implements a part of the page gate.md of specs/.
package words

import (
	"bytes"
	_ "embed" // the sets
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

//go:embed words.bin
var shipped []byte

// Set is the words of one language.
type Set struct {
	span   uint64   // hashes are below it
	starts []uint32 // of each run of hashes that differ in their last bits only, where it begins in rest; and the end
	rest   []byte   // the last bits of every hash, in order
}

// spread is how many hashes there may be for each word: one in so many foreign words is taken for a known one.
const spread = 1 << remainder

// remainder is how many bits of a difference are written as they are (Golomb 1966, Rice 1979).
const remainder = 7

// hash places a word in a set of a certain span (FNV-1a, and the finaliser of splitmix64).
func hash(word string, span uint64) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	h ^= h >> 30
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	h ^= h >> 31
	high, _ := bits.Mul64(h, span)
	return high
}

// Knows tells whether a word is ordinary, in whatever case it is written. A nil set knows none.
func (s *Set) Knows(word string) bool {
	return s.KnowsSmall(strings.ToLower(word))
}

// KnowsSmall is Knows for a word in small letters.
func (s *Set) KnowsSmall(word string) bool {
	if s == nil {
		return false
	}
	h := hash(oneWay(word), s.span)
	run := h >> remainder
	return bytes.IndexByte(s.rest[s.starts[run]:s.starts[run+1]], byte(h&(spread-1))) >= 0
}

// folded is the form in which words are compared: small letters, and one way to write the Romanian ones.
func folded(word string) string { return oneWay(strings.ToLower(word)) }

// oneWay is a word in small letters with one way to write the Romanian ones.
func oneWay(low string) string {
	if strings.IndexByte(low, cedilla[0]) < 0 || !strings.Contains(low, cedilla) && !strings.Contains(low, cedillaT) {
		return low // as nearly all are
	}
	return cedillas.Replace(low)
}

// cedilla begins with the byte with which the other one begins as well.
const (
	cedilla  = "ş"
	cedillaT = "ţ"
)

var cedillas = strings.NewReplacer("ş", "ș", "ţ", "ț")

// Encode writes the sets of languages, by their codes in order: for each its code, how many words it has and how many bytes
// follow, and then the differences of its sorted hashes in Rice's code.
func Encode(languages map[string][]string) []byte {
	codes := make([]string, 0, len(languages))
	for code := range languages {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	var out []byte
	for _, code := range codes {
		list := languages[code]
		span := uint64(len(list)) * spread
		hashes := make([]uint64, len(list))
		for i, w := range list {
			hashes[i] = hash(folded(w), span)
		}
		slices.Sort(hashes)
		var b bitWriter
		last := uint64(0)
		for _, h := range hashes {
			b.write(h - last)
			last = h
		}
		out = append(append(out, byte(len(code))), code...)
		out = binary.AppendUvarint(out, uint64(len(hashes)))
		out = binary.AppendUvarint(out, uint64(len(b.bytes)))
		out = append(out, b.bytes...)
	}
	return out
}

var errSets = errors.New("these are no sets of words: make them again with the command lexicon")

// Parse reads what [Encode] wrote. A language's set is unpacked when it is first asked for.
func Parse(b []byte) (func(language string) *Set, error) {
	sets := map[string]func() *Set{}
	r := bytes.NewReader(b)
	for r.Len() > 0 {
		size, _ := r.ReadByte()
		code := make([]byte, size)
		if n, _ := r.Read(code); n != len(code) {
			return nil, errSets
		}
		count, err := binary.ReadUvarint(r)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errSets, err)
		}
		length, err := binary.ReadUvarint(r)
		if err != nil || length > uint64(r.Len()) || count > 8*length {
			return nil, errSets
		}
		at := len(b) - r.Len()
		packed := b[at : at+int(length)]
		if _, err := r.Seek(int64(length), 1); err != nil {
			return nil, fmt.Errorf("%w: %w", errSets, err)
		}
		sets[string(code)] = sync.OnceValue(func() *Set { return unpack(packed, count) })
	}
	return func(language string) *Set {
		if set := sets[language]; set != nil {
			return set()
		}
		return nil
	}, nil
}

func unpack(packed []byte, count uint64) *Set {
	s := &Set{span: count * spread, starts: make([]uint32, 0, max(count, 1)+1), rest: make([]byte, 0, count)}
	r := bitReader{bytes: packed}
	last := uint64(0)
	for range count {
		if last += r.read(); last >= s.span {
			break // a broken set: no word has such a hash
		}
		for uint64(len(s.starts)) <= last>>remainder {
			s.starts = append(s.starts, uint32(len(s.rest)))
		}
		s.rest = append(s.rest, byte(last&(spread-1)))
	}
	for uint64(len(s.starts)) <= max(count, 1) {
		s.starts = append(s.starts, uint32(len(s.rest)))
	}
	return s
}

// Of returns the set of a language that stands in the repository; nil where there is none.
var Of = sync.OnceValue(func() func(string) *Set {
	of, err := Parse(shipped)
	if err != nil {
		panic(err) // the program was built with a broken file
	}
	return of
})

type bitWriter struct {
	bytes []byte
	used  int // bits of the last byte
}

func (w *bitWriter) bit(b uint64) {
	if w.used == 0 {
		w.bytes = append(w.bytes, 0)
	}
	w.bytes[len(w.bytes)-1] |= byte(b) << (7 - w.used)
	w.used = (w.used + 1) % 8
}

// write writes the quotient as ones and a zero, and then the remainder.
func (w *bitWriter) write(v uint64) {
	for range v >> remainder {
		w.bit(1)
	}
	w.bit(0)
	for i := remainder - 1; i >= 0; i-- {
		w.bit(v >> i & 1)
	}
}

type bitReader struct {
	bytes []byte
	at    int // bit
}

// bit is zero past the end.
func (r *bitReader) bit() uint64 {
	if r.at>>3 >= len(r.bytes) {
		return 0
	}
	b := uint64(r.bytes[r.at>>3]>>(7-r.at&7)) & 1
	r.at++
	return b
}

func (r *bitReader) read() uint64 {
	v := uint64(0)
	for r.bit() == 1 {
		v++
	}
	for range remainder {
		v = v<<1 | r.bit()
	}
	return v
}
