// Package passed reads and writes the files that people hand each other: requests, proposals of charters, denials, a
// network's lists, each between lines that say what it is; and the file of a member key, which a passphrase opens. It
// opens no file and keeps no key: both are the caller's, and it refuses what was cut or is something else.
//
// It implements specs/cli.md (Files that people pass on).
package passed

import (
	"bytes"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"io"

	"filippo.io/age"
	"filippo.io/age/armor"

	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// The kinds of blocks in the files, as their first lines name them.
const (
	Request = "PRAXIS REQUEST" // a member's signed profile, which asks to be admitted
	Charter = "PRAXIS CHARTER" // a proposal, with the requests that it admits
	Network = "PRAXIS NETWORK" // the lists of a network
	Denial  = "PRAXIS DENIAL"  // a denial that lacks signatures
)

// ErrFile says that a file is none of Praxis.
var ErrFile = errors.New("it is no file of Praxis, or it was cut: ask for it again")

// Blocks reads the blocks of a file. It wraps [ErrFile].
func Blocks(file []byte) ([]*pem.Block, error) {
	var blocks []*pem.Block
	for {
		block, rest := pem.Decode(file)
		if block == nil {
			break
		}
		blocks, file = append(blocks, block), rest
	}
	if len(blocks) == 0 || len(bytes.TrimSpace(file)) > 0 {
		return nil, ErrFile
	}
	return blocks, nil
}

// Block writes one block.
func Block(kind string, content []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content})
}

// EncodeLists encodes the lists of a network for its file.
func EncodeLists(l exchange.Lists) ([]byte, error) {
	for _, list := range []*[][]byte{&l.Groups, &l.Denials, &l.Recalls, &l.Charters, &l.Profiles} {
		if *list == nil {
			*list = [][]byte{} // no null on the wire
		}
	}
	return wire.Encode(l)
}

// DecodeLists reads the lists of a network from its file.
func DecodeLists(raw []byte) (l exchange.Lists, err error) { return l, wire.Decode(raw, &l) }

// Why the file of a member key does not open.
var (
	ErrKeyFile    = errors.New("it is no file of a member key, or it is damaged: use a copy, or the words on paper")
	ErrPassphrase = errors.New("the passphrase does not open the member key: type it again")
)

// SealKey writes the file of a member key. The work factor is the binary logarithm of scrypt's cost; 0 is the usual one.
func SealKey(seed []byte, passphrase string, workFactor int) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	if workFactor > 0 {
		recipient.SetWorkFactor(workFactor)
	}
	var file bytes.Buffer
	armored := armor.NewWriter(&file)
	w, err := age.Encrypt(armored, recipient)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(seed)
	err = errors.Join(err, w.Close(), armored.Close())
	return file.Bytes(), err
}

// IsKey tells whether a file looks like that of a member key.
func IsKey(file []byte) bool { return bytes.HasPrefix(file, []byte(armor.Header)) }

// OpenKey opens the file of a member key. It wraps [ErrKeyFile] or [ErrPassphrase].
func OpenKey(file []byte, passphrase string) (ed25519.PrivateKey, error) {
	if !IsKey(file) {
		return nil, ErrKeyFile
	}
	if passphrase == "" {
		return nil, ErrPassphrase
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(file)), identity)
	if _, wrong := errors.AsType[*age.NoIdentityMatchError](err); wrong {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, ErrKeyFile
	}
	seed, err := io.ReadAll(io.LimitReader(r, ed25519.SeedSize+1))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, ErrKeyFile
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
