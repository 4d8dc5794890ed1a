package vectors

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"praxis/protocol/wire"
)

// What follows writes CBOR by hand, since package wire writes neither what has no format nor what is wrong.

func cborHead(major byte, n uint64) []byte {
	switch {
	case n < 24:
		return []byte{major<<5 | byte(n)}
	case n <= 0xff:
		return []byte{major<<5 | 24, byte(n)}
	case n <= 0xffff:
		return binary.BigEndian.AppendUint16([]byte{major<<5 | 25}, uint16(n))
	case n <= 0xffffffff:
		return binary.BigEndian.AppendUint32([]byte{major<<5 | 26}, uint32(n))
	}
	return binary.BigEndian.AppendUint64([]byte{major<<5 | 27}, n)
}

func number(n int64) []byte {
	if n < 0 {
		return cborHead(1, uint64(-1-n))
	}
	return cborHead(0, uint64(n))
}
func bin(b []byte) []byte  { return append(cborHead(2, uint64(len(b))), b...) }
func text(s string) []byte { return append(cborHead(3, uint64(len(s))), s...) }
func array(items ...[]byte) []byte {
	return append(cborHead(4, uint64(len(items))), slices.Concat(items...)...)
}
func link(target []byte) []byte {
	return append([]byte{0xd8, 0x2a}, bin(append([]byte{0}, target...))...)
}
func salt(name string) []byte {
	h := sha256.Sum256([]byte("praxis vectors: salt of " + name))
	return h[:]
}
func frame(n int, content []byte) []byte {
	return append(binary.AppendUvarint(nil, uint64(n)), content...)
}

// fields writes a map in the order given: a key, its value, and so on.
func fields(keysAndValues ...any) []byte {
	b := cborHead(5, uint64(len(keysAndValues)/2))
	for _, x := range keysAndValues {
		switch x := x.(type) {
		case string:
			b = append(b, text(x)...)
		case []byte:
			b = append(b, x...)
		}
	}
	return b
}

func nested(levels int) []byte { return append(bytes.Repeat([]byte{0x81}, levels-1), 0x80) }

func encoding() (File, error) {
	b := builder{file: File{Name: "encoding.json", Page: "encoding.md"}}
	target := wire.SumCID(wire.Raw, []byte("an attachment"))
	b.accept("block-small", "block", fields("s", bin(salt("block-small")), "title", text("Night visits")))
	b.accept("block-links", "block", fields("s", bin(salt("block-links")), "parts", array(link(target[:]), link(target[:]))))
	b.accept("key-order", "block", fields("s", bin(salt("key-order")), "z", number(1), "aa", number(2), "zz", number(3), "aaa", number(4)))
	b.accept("integers", "value", array(number(0), number(23), number(24), number(255), number(256), number(65535), number(65536),
		number(1<<32-1), number(1<<32), number(1<<63-1), number(-1), number(-24), number(-25), number(-256), number(-257), number(-1<<63)))
	b.accept("texts", "value", array(text(""), text("Sécurité"), text("Безпека"), text("ασφάλεια"), text("\u0000"), text("𝄞")))
	b.accept("byte-strings", "value", array(bin(nil), bin([]byte{0xff}), bin(bytes.Repeat([]byte{1}, 256))))
	b.accept("truth-and-empty", "value", array([]byte{0xf4}, []byte{0xf5}, array(), fields()))
	b.accept("depth-16", "value", nested(16))
	envelope := fields("body", bin([]byte{0x80}), "format", text("note/1"), "signatures", array())
	b.accept("frame", "frame", frame(len(envelope), envelope))
	refusedForms(&b)
	refusedValues(&b)
	refusedLengths(&b, envelope)
	return b.file, b.err
}

func refusedForms(b *builder) {
	one := number(1)
	b.refuse("duplicate-key", "value", fields("a", one, "b", one, "b", one), "a key stands twice", `the key "b" twice`)
	b.refuse("unsorted-keys", "value", fields("b", one, "a", one), "keys of one length are not in the order of their bytes", `the key "a" after "b"`)
	b.refuse("unsorted-keys-by-length", "value", fields("aa", one, "b", one), "a shorter key stands after a longer one", `the key "b" after "aa"`)
	b.refuse("key-not-text", "value", append(cborHead(5, 1), 1, 1), "a key is a number", "key that is not text")
	b.refuse("non-minimal-integer", "value", []byte{0x18, 23}, "23 is written in two bytes, and has room in one", "23 is not in its shortest form")
	b.refuse("non-minimal-integer-16", "value", []byte{0x19, 0, 255}, "255 is written in three bytes", "255 is not in its shortest form")
	b.refuse("non-minimal-integer-32", "value", []byte{0x1a, 0, 0, 255, 255}, "65535 is written in five bytes", "65535 is not in its shortest form")
	b.refuse("non-minimal-integer-64", "value", []byte{0x3b, 0, 0, 0, 0, 255, 255, 255, 255}, "-4294967296 is written in nine bytes", "4294967295 is not in its shortest form")
	b.refuse("non-minimal-length", "value", []byte{0x78, 1, 'a'}, "the length of a text is written in two bytes", "1 is not in its shortest form")
	b.refuse("indefinite-array", "value", []byte{0x9f, 0xff}, "an array without a length", "0x9f: indefinite")
	b.refuse("indefinite-map", "value", []byte{0xbf, 0xff}, "a map without a length", "0xbf: indefinite")
	b.refuse("indefinite-text", "value", []byte{0x7f, 0x61, 'a', 0xff}, "a text in pieces", "0x7f: indefinite")
	b.refuse("indefinite-bytes", "value", []byte{0x5f, 0x41, 1, 0xff}, "a byte string in pieces", "0x5f: indefinite")
	b.refuse("reserved-length", "value", []byte{0x1c}, "a form of length that CBOR reserves", "0x1c: indefinite or reserved")
	b.refuse("trailing-bytes", "value", []byte{0x80, 0x80}, "a second value follows the first", "1 trailing bytes")
	b.refuse("unknown-key", "envelope", fields("body", bin(nil), "extra", one, "format", text("note/1"), "signatures", array()), "an envelope has no such field", "extra")
	b.refuse("missing-key", "envelope", fields("body", bin(nil), "format", text("note/1")), "an envelope needs its signatures, if only an empty list", `"signatures" is missing`)
	b.refuse("wrong-type", "envelope", fields("body", text("x"), "format", text("note/1"), "signatures", array()), "the body is text, not bytes", "another type")
}

func refusedValues(b *builder) {
	cid := wire.SumCID(wire.DAGCBOR, []byte{0x80})
	b.refuse("float", "value", []byte{0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0}, "the float 1.5", "no floats")
	b.refuse("float-16", "value", []byte{0xf9, 0x3e, 0}, "the float 1.5 in its short form", "no floats")
	b.refuse("null", "value", fields("a", []byte{0xf6}), "null: what is absent is left out", "0xf6")
	b.refuse("block-with-null", "block", fields("s", bin(salt("block-with-null")), "title", []byte{0xf6}), "a block follows the same rules as any value", "block: not the canonical encoding: at byte 43: 0xf6")
	b.refuse("undefined", "value", []byte{0xf7}, "undefined", "0xf7")
	b.refuse("simple-value", "value", []byte{0xe0}, "a simple value without meaning", "0xe0")
	b.refuse("bad-utf-8", "value", append(cborHead(3, 2), 0xc3, 0x28), "the text is not UTF-8", "not UTF-8")
	b.refuse("surrogate", "value", append(cborHead(3, 3), 0xed, 0xa0, 0x80), "half of a surrogate pair is no text", "not UTF-8")
	b.refuse("bad-utf-8-key", "value", append(append(cborHead(5, 1), 0x61, 0xff), 1), "the key is not UTF-8", "not UTF-8")
	b.refuse("wrong-tag", "value", append([]byte{0xc0}, text("2026-01-01")...), "a date by tag 0: the only tag is 42", "tag 0")
	b.refuse("link-not-bytes", "value", append([]byte{0xd8, 0x2a}, text("bafy")...), "a link holds bytes", "a link that is no byte string")
	b.refuse("link-without-zero", "value", append([]byte{0xd8, 0x2a}, bin(append([]byte{1}, cid[:]...))...), "the CID of a link follows a zero byte", "begin with 0x00")
	b.refuse("link-codec", "value", link(append([]byte{1, 0x70}, cid[2:]...)), "a CID of codec dag-pb", "no CIDv1 of dag-cbor or raw")
	b.refuse("cid-version-0", "cid", cid[2:], "a CID of version 0", "no CIDv1")
	b.refuse("cid-other-hash", "cid", append([]byte{1, 0x71, 0x16, 0x20}, cid[4:]...), "a CID by sha3-256", "with sha2-256")
	b.refuse("integer-beyond-63-bits", "value", cborHead(0, 1<<63), "9223372036854775808", "beyond 63 bits")
	b.refuse("negative-beyond-63-bits", "value", cborHead(1, 1<<63), "-9223372036854775809", "beyond 63 bits")
	b.refuse("depth-17", "value", nested(17), "one level more than 16", "deeper than 16")
}

func refusedLengths(b *builder, envelope []byte) {
	b.refuse("empty", "value", nil, "no value at all", "cut short")
	b.refuse("cut-short", "value", []byte{0x19, 1}, "the second byte of the number is missing", "cut short")
	b.refuse("text-beyond-the-end", "value", []byte{0x63, 'a', 'b'}, "a text of three bytes with two left", "a length of 3, with 2 bytes left")
	b.refuse("array-beyond-the-end", "value", cborHead(4, 1<<40), "an array that no input could hold", "with 0 bytes left")
	b.refuse("map-beyond-the-end", "value", append(cborHead(5, 2), 0x61, 'a', 1), "a map of two fields with room for one", "a map of 2 fields")
	b.refuse("frame-over-the-limit", "frame", frame(wire.MaxFrame+1, nil), "a frame of more than 1 MiB", "frame too large")
	b.refuse("frame-beyond-the-end", "frame", frame(len(envelope)+1, envelope), "the stream ends before the frame does", "ended inside a frame")
	b.refuse("frame-length-padded", "frame", append([]byte{byte(len(envelope)) | 0x80, 0}, envelope...), "the length has a byte more than it needs", "shortest form")
	b.refuse("frame-with-trailing-bytes", "frame", frame(len(envelope)+1, append(slices.Clip(envelope), 0)), "a frame holds one object and nothing else", "1 trailing bytes")
	b.refuseMany("ten-megabytes-of-0x81", "value", []byte{0x81}, 10<<20, "ten million arrays, each inside the other", "more than 1048576")
	b.refuseMany("a-frame-of-0x81", "value", []byte{0x81}, wire.MaxFrame, "a million arrays, each inside the other", "deeper than 16")
	b.refuseMany("block-over-the-limit", "raw", []byte{0}, wire.MaxBlock+1, "a block of more than 256 KiB", "block of 262145 bytes")
}
