// Package wire turns the objects of Praxis into bytes and back: strict, deterministic DAG-CBOR, and the content
// identifiers (CIDs) of its blocks.
//
// Every object has exactly one encoding. [Encode] writes it; [Decode] accepts only it: a scanner of our own reads the
// whole input before the decoder does, and what was decoded must encode to the same bytes again. So two nodes that hold
// the same object hold the same bytes, and a signature or a hash over the bytes is one over the meaning.
//
// The package refuses what DAG-CBOR allows and Praxis does not need: floats, null, integers beyond 63 bits, maps with
// computed keys, and any tag but 42. It encodes no type that does not declare a format (see [Object]), which is what
// keeps private records, such as drafts, off the wire. It does no I/O except framing on a stream that it is handed.
//
// It implements specs/encoding.md, and alone names the codec and CID libraries.
package wire

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/ugorji/go/codec"
)

// Limits on what is read from anybody, in bytes.
const (
	MaxFrame = 1 << 20   // one message on a stream
	MaxBlock = 256 << 10 // one block of content
	MaxDepth = 16        // nested arrays, maps and tags
)

// Object is a value that may travel or be signed. Format names the object's form, "kind/number"; the number rises when
// the form changes. A type without this method cannot be encoded: drafts and other private records have none.
type Object interface{ WireFormat() string }

// ErrNotCanonical is wrapped by every refusal of bytes that are not the one encoding of their value.
var ErrNotCanonical = errors.New("not the canonical encoding")

// engine holds the codec's settings and its pooled encoders and decoders.
type engine struct {
	handle *codec.CborHandle
	enc    sync.Pool
	dec    sync.Pool
}

var dagCBOR = sync.OnceValue(newEngine)

func newEngine() *engine {
	h := &codec.CborHandle{}
	h.Canonical = false // its sort order is not DAG-CBOR's: fields are declared in order instead
	h.NilCollectionToZeroLength = true
	h.RecursiveEmptyCheck = true // else omitempty omits a nil slice and writes an empty one: two forms of one value
	h.ErrorIfNoField = true
	h.ErrorIfNoArrayExpand = true
	h.MaxDepth = MaxDepth + 1
	h.SignedInteger = false
	if err := h.SetInterfaceExt(reflect.TypeFor[Link](), linkTag, linkExt{}); err != nil {
		panic(fmt.Sprintf("wire: register tag 42: %v", err)) // a fault of this file, not of any input
	}
	e := &engine{handle: h}
	e.enc.New = func() any { return codec.NewEncoderBytes(nil, h) }
	e.dec.New = func() any { return codec.NewDecoderBytes(nil, h) }
	return e
}

// Encode returns the canonical encoding of o. It fails only for an object that could not be read back: one that is too
// large, nested too deep, or holds text that is not UTF-8.
func Encode(o Object) ([]byte, error) {
	buffer := borrow()
	defer buffer.giveBack()
	if err := encode(o, buffer); err != nil {
		return nil, err
	}
	return bytes.Clone(buffer.bytes), nil
}

// encode writes the canonical encoding of o into buffer.
func encode(o Object, buffer *buffer) error {
	if err := write(o, buffer); err != nil {
		return fmt.Errorf("encode %s: %w", o.WireFormat(), err)
	}
	if _, err := Scan(buffer.bytes); err != nil {
		return fmt.Errorf("encode %s: %w", o.WireFormat(), err)
	}
	return nil
}

// write has the codec write o into buffer, unchecked.
func write(o Object, buffer *buffer) error {
	e := dagCBOR()
	enc := e.enc.Get().(*codec.Encoder)
	defer e.enc.Put(enc)
	buffer.bytes = buffer.bytes[:0]
	enc.ResetBytes(&buffer.bytes)
	return enc.Encode(o)
}

// Decode reads the canonical encoding of one object into o, a pointer, and nothing else: unknown fields, other forms of
// the same value and trailing bytes are errors. At most [MaxFrame] bytes are read. Byte fields are copies.
func Decode(b []byte, o Object) error {
	if err := decode(b, o); err != nil {
		return fmt.Errorf("decode %s: %w", o.WireFormat(), err)
	}
	return nil
}

func decode(b []byte, o Object) error {
	if _, err := Scan(b); err != nil {
		return err
	}
	e := dagCBOR()
	dec := e.dec.Get().(*codec.Decoder)
	defer e.dec.Put(dec)
	dec.ResetBytes(b)
	if err := dec.Decode(o); err != nil {
		return fmt.Errorf("%w: %v", ErrNotCanonical, err)
	}
	again := borrow()
	defer again.giveBack()
	if err := write(o, again); err != nil {
		return err
	}
	if !bytes.Equal(again.bytes, b) {
		return fmt.Errorf("%w: %s", ErrNotCanonical, difference(b, again.bytes))
	}
	return nil
}
