package protocol

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"

	"praxis/protocol/wire"
)

// maxSignatures bounds what one envelope may ask a reader to verify: a charter's keys and its members'.
const maxSignatures = 2 * MaxMembers

// soleSigner marks the objects that one key answers for. Their envelopes carry that signature and no other, so that
// nobody can make a second envelope of the same object by adding one.
type soleSigner interface{ soleSigner() }

func (Head) soleSigner()      {}
func (Holdings) soleSigner()  {}
func (Profile) soleSigner()   {}
func (Recall) soleSigner()    {}
func (GroupList) soleSigner() {}

// ErrSignature is wrapped by every refusal of an envelope whose signatures do not hold.
var ErrSignature = errors.New("signature does not verify")

// Envelope carries a signed object: the exact bytes that were signed, the name of their format, and the signatures in
// order of their keys. What the signatures cover is "praxis", a zero byte, the format, a zero byte and the body, so that
// a signature over one kind of object is never one over another.
type Envelope struct {
	Body       []byte      `codec:"body"`
	Format     string      `codec:"format"`
	Signatures []Signature `codec:"signatures"`
}

// Signature is one Ed25519 signature (RFC 8032) and the key that verifies it.
type Signature struct {
	Key   Key                         `codec:"key"`
	Value [ed25519.SignatureSize]byte `codec:"value"`
}

// WireFormat implements [wire.Object].
func (Envelope) WireFormat() string { return "envelope/1" }

func signedBytes(format string, body []byte) []byte {
	b := make([]byte, 0, len("praxis\x00\x00")+len(format)+len(body))
	b = append(b, "praxis\x00"...)
	b = append(b, format...)
	b = append(b, 0)
	return append(b, body...)
}

// Signed is an object whose signatures have been verified; whether their keys were entitled to sign is for the network
// to say. It has no exported fields: one that exists came from [Sign] or [Open].
type Signed[T wire.Object] struct {
	value    T
	envelope Envelope
	bytes    []byte
}

// Sign encodes value and signs it with each of the keys, of which it needs at least one; exactly one for an object that
// one key answers for: a head, holdings, a profile, a recall, a group list.
func Sign[T wire.Object](value T, keys ...ed25519.PrivateKey) (Signed[T], error) {
	body, err := wire.Encode(value)
	if err != nil {
		return Signed[T]{}, err
	}
	return seal(value, Envelope{Body: body, Format: value.WireFormat()}, keys)
}

// Cosign adds signatures to an object; a key that has signed already stays as it is.
func (s Signed[T]) Cosign(keys ...ed25519.PrivateKey) (Signed[T], error) {
	e := s.envelope
	e.Signatures = append([]Signature(nil), e.Signatures...)
	return seal(s.value, e, keys)
}

func seal[T wire.Object](value T, e Envelope, keys []ed25519.PrivateKey) (Signed[T], error) {
	for _, private := range keys {
		key := KeyOf(private)
		at := 0
		for at < len(e.Signatures) && Compare(e.Signatures[at].Key, key) < 0 {
			at++
		}
		if at < len(e.Signatures) && e.Signatures[at].Key == key {
			continue
		}
		s := Signature{Key: key, Value: [ed25519.SignatureSize]byte(ed25519.Sign(private, signedBytes(e.Format, e.Body)))}
		e.Signatures = append(e.Signatures[:at], append([]Signature{s}, e.Signatures[at:]...)...)
	}
	if err := e.checkCount(value); err != nil {
		return Signed[T]{}, fmt.Errorf("sign %s: %w", e.Format, err)
	}
	b, err := wire.Encode(e)
	if err != nil {
		return Signed[T]{}, err
	}
	return Signed[T]{value: value, envelope: e, bytes: b}, nil
}

// Open reads an envelope and verifies every signature in it. It refuses an envelope of another format, without
// signatures, with more than one where one key answers for the object, or with signatures that are not in order of their
// keys.
func Open[T wire.Object](b []byte) (Signed[T], error) {
	var s Signed[T]
	format := s.value.WireFormat()
	if err := wire.Decode(b, &s.envelope); err != nil {
		return Signed[T]{}, fmt.Errorf("open %s: %w", format, err)
	}
	if s.envelope.Format != format {
		return Signed[T]{}, &FormatError{Want: format, Got: s.envelope.Format}
	}
	if err := s.envelope.checkCount(s.value); err != nil {
		return Signed[T]{}, fmt.Errorf("open %s: %w", format, err)
	}
	if err := s.envelope.verify(); err != nil {
		return Signed[T]{}, fmt.Errorf("open %s: %w", format, err)
	}
	if err := wire.Decode(s.envelope.Body, any(&s.value).(wire.Object)); err != nil {
		return Signed[T]{}, fmt.Errorf("open %s: %w", format, err)
	}
	s.bytes = append([]byte(nil), b...)
	return s, nil
}

func (e Envelope) checkCount(value wire.Object) error {
	most := maxSignatures
	if _, sole := value.(soleSigner); sole {
		most = 1
	}
	if n := len(e.Signatures); n < 1 || n > most {
		return fmt.Errorf("%w: %d signatures, not 1 to %d", ErrSignature, n, most)
	}
	return nil
}

func (e Envelope) verify() error {
	message := signedBytes(e.Format, e.Body)
	for i, s := range e.Signatures {
		if i > 0 && Compare(e.Signatures[i-1].Key, s.Key) >= 0 {
			return fmt.Errorf("%w: signatures are not in order of their keys", ErrSignature)
		}
		if !ed25519.Verify(s.Key[:], message, s.Value[:]) {
			return fmt.Errorf("%w: key %s", ErrSignature, s.Key)
		}
	}
	return nil
}

// FormatError says that an object has another format than the one asked for, perhaps a newer one.
type FormatError struct{ Want, Got string }

func (e *FormatError) Error() string {
	return fmt.Sprintf("the object is of format %q, not %q: it may need a newer Praxis", e.Got, e.Want)
}

// Value is the signed object. It must not be changed.
func (s Signed[T]) Value() T { return s.value }

// Bytes is the envelope as it travels and is stored. It must not be changed.
func (s Signed[T]) Bytes() []byte { return s.bytes }

// IsZero tells whether there is nothing here.
func (s Signed[T]) IsZero() bool { return len(s.bytes) == 0 }

// Hash identifies what was signed, whoever signed it: SHA-256 over the signed bytes.
func (s Signed[T]) Hash() Hash { return sha256.Sum256(signedBytes(s.envelope.Format, s.envelope.Body)) }

// Keys are the keys that signed, in order.
func (s Signed[T]) Keys() []Key {
	keys := make([]Key, len(s.envelope.Signatures))
	for i, sig := range s.envelope.Signatures {
		keys[i] = sig.Key
	}
	return keys
}

// SignedBy tells whether key is among the signers.
func (s Signed[T]) SignedBy(key Key) bool {
	for _, sig := range s.envelope.Signatures {
		if sig.Key == key {
			return true
		}
	}
	return false
}
