package protocol

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strings"
)

// ID names a member, a body, a group or a document: 16 random bytes, so that it says nothing and never repeats.
type ID [16]byte

var idText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// String is the text form: 26 characters of lower-case base32.
func (id ID) String() string { return idText.EncodeToString(id[:]) }

// IsZero tells whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// ParseID reads the text form, in either case.
func ParseID(text string) (ID, error) {
	b, err := idText.DecodeString(strings.ToLower(strings.TrimSpace(text)))
	if err != nil || len(b) != len(ID{}) {
		return ID{}, Rulef("%q is no id: an id has 26 letters and digits", text)
	}
	return ID(b), nil
}

// MarshalText writes the text form, for JSON.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the text form, for JSON.
func (id *ID) UnmarshalText(b []byte) (err error) {
	*id, err = ParseID(string(b))
	return err
}

// Key is a raw Ed25519 public key (RFC 8032).
type Key [ed25519.PublicKeySize]byte

// String is the key in hexadecimal.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// MarshalText writes hexadecimal, for JSON.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads hexadecimal, for JSON.
func (k *Key) UnmarshalText(b []byte) (err error) {
	*k, err = ParseKey(string(b))
	return err
}

// ParseKey reads a key in hexadecimal.
func ParseKey(text string) (Key, error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(Key{}) {
		return Key{}, fmt.Errorf("%q is no key: a key has 64 hexadecimal digits", text)
	}
	return Key(b), nil
}

// KeyOf is the public half of a private key.
func KeyOf(private ed25519.PrivateKey) Key { return Key(private.Public().(ed25519.PublicKey)) }

// Hash is a SHA-256 hash, a Merkle root, or 32 bytes of salt.
type Hash [sha256.Size]byte

// String is the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes hexadecimal, for JSON.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads hexadecimal, for JSON.
func (h *Hash) UnmarshalText(b []byte) error {
	raw, err := hex.DecodeString(string(b))
	if err != nil || len(raw) != len(h) {
		return fmt.Errorf("%q is no hash: a hash has 64 hexadecimal digits", b)
	}
	*h = Hash(raw)
	return nil
}

// Compare orders IDs, keys and hashes bytewise.
func Compare[T ~[16]byte | ~[32]byte](a, b T) int {
	switch x := any(a).(type) {
	case ID:
		y := any(b).(ID)
		return bytes.Compare(x[:], y[:])
	case Key:
		y := any(b).(Key)
		return bytes.Compare(x[:], y[:])
	case Hash:
		y := any(b).(Hash)
		return bytes.Compare(x[:], y[:])
	}
	panic("protocol: Compare of an unknown type")
}
