package draft

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/protocol"
)

const (
	maxName       = 100 // bytes
	minPassphrase = 8   // characters
)

// ErrPassphrase says that a passphrase does not open a person's key.
var ErrPassphrase = errors.New("the passphrase is wrong: type it again, or let whoever decides who works here invite you anew")

// ErrNoKey says that a person has no key, or that an approval is by nobody who has one.
var ErrNoKey = errors.New("the person has no key and cannot approve: add the person with a passphrase")

// Person is somebody who works at this node. The record never leaves it.
type Person struct {
	ID      protocol.ID  `json:"id"`
	Name    string       `json:"name"`
	Roles   []Role       `json:"roles"`
	Key     protocol.Key `json:"key"`    // zero where the person cannot approve
	Sealed  []byte       `json:"sealed"` // the key's seed under the passphrase; empty with the key
	Created int64        `json:"created"`
	By      protocol.ID  `json:"by,omitzero"`    // who added the person; zero where nobody managed persons yet
	Left    int64        `json:"left,omitempty"` // when the person left; 0 while here. A record stays, so that authors stay known
}

// NewPerson makes a person and, with a passphrase, their key. The work factor is the binary logarithm of the memory in KiB
// that trying a passphrase takes; 0 is the safe choice. Random is read for the id and the key.
func NewPerson(name string, roles []Role, passphrase string, workFactor int, random io.Reader, now int64) (Person, error) {
	p := Person{Name: strings.TrimSpace(name), Roles: slices.Clone(roles), Created: now}
	if err := CheckName(p.Name); err != nil {
		return Person{}, err
	}
	if err := checkRoles(roles); err != nil {
		return Person{}, err
	}
	if _, err := io.ReadFull(random, p.ID[:]); err != nil {
		return Person{}, fmt.Errorf("make a person's id: %w", err)
	}
	if passphrase == "" {
		return p, nil
	}
	return p.WithKey(passphrase, workFactor, random)
}

// ErrName says that a person's name is none.
var ErrName = fmt.Errorf("a person's name has 1 to %d bytes on one line: give another", maxName)

// ErrShort says that a passphrase is too short.
var ErrShort = fmt.Errorf("the passphrase has fewer than %d characters: choose a longer one", minPassphrase)

// CheckName refuses what is no person's name.
func CheckName(name string) error {
	if name == "" || len(name) > maxName || strings.ContainsFunc(name, unicode.IsControl) {
		return ErrName
	}
	return nil
}

// CheckPassphrase refuses a passphrase that is too short.
func CheckPassphrase(passphrase string) error {
	if utf8.RuneCountInString(passphrase) < minPassphrase {
		return ErrShort
	}
	return nil
}

// WithKey is the person with a new key under a passphrase. What the old key approved and is not shared yet has to be
// approved again.
func (p Person) WithKey(passphrase string, workFactor int, random io.Reader) (Person, error) {
	if p.Left != 0 {
		return Person{}, fmt.Errorf("%s %w", p.Name, ErrLeft)
	}
	if err := CheckPassphrase(passphrase); err != nil {
		return Person{}, err
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return Person{}, fmt.Errorf("make a person's key: %w", err)
	}
	defer clear(seed)
	sealed, err := seal(seed, passphrase, workFactor, random)
	if err != nil {
		return Person{}, fmt.Errorf("seal a person's key: %w", err)
	}
	p.Key, p.Sealed = protocol.KeyOf(ed25519.NewKeyFromSeed(seed)), sealed
	return p, nil
}

func checkRoles(roles []Role) error {
	for _, r := range roles {
		if _, err := ParseRole(string(r)); err != nil {
			return err
		}
	}
	return nil
}

// ChangeRoles gives the person other roles, at least one.
func (p Person) ChangeRoles(roles []Role) (Person, error) {
	if p.Left != 0 {
		return Person{}, fmt.Errorf("%s %w: add the person anew under another name", p.Name, ErrLeft)
	}
	if len(roles) == 0 {
		return Person{}, ErrNoRole
	}
	p.Roles = slices.Clone(roles)
	return p, checkRoles(roles)
}

// Leave notes that the person left at the time now (Unix seconds). The sealed key is forgotten, the name and the public
// key stay, so that it stays known who wrote and who approved.
func (p Person) Leave(now int64) (Person, error) {
	if p.Left != 0 {
		return Person{}, fmt.Errorf("%s %w already", p.Name, ErrLeft)
	}
	p.Left, p.Sealed = now, nil
	return p, nil
}

// HasRole tells whether the person has a role.
func (p Person) HasRole(r Role) bool { return slices.Contains(p.Roles, r) }

// ErrNoRole says that a person was to have no role at all.
var ErrNoRole = errors.New("a person has at least one role: choose what they are to do")

// ErrLeft says that a person has left.
var ErrLeft = errors.New("has left")

// ManagesPersons tells whether the person may add, change and mark as left who works here: a director or an
// administrator, while they are here.
func (p Person) ManagesPersons() bool {
	return p.Left == 0 && (p.HasRole(RoleDirector) || p.HasRole(RoleAdministrator))
}

// HasKey tells whether the person can sign.
func (p Person) HasKey() bool { return p.Key != protocol.Key{} && len(p.Sealed) > 0 }

// canSign tells why a person cannot sign anything at all.
func (p Person) canSign() error {
	if p.Left != 0 {
		return fmt.Errorf("%s %w and cannot approve: ask another person", p.Name, ErrLeft)
	}
	if !p.HasKey() {
		return fmt.Errorf("%s: %w", p.Name, ErrNoKey)
	}
	return nil
}

// Signer is a person whose key is unlocked. It has no exported fields and no encoding: it lives as long as a session.
type Signer struct {
	person  Person
	private ed25519.PrivateKey
}

// Unlock opens the person's key. It wraps [ErrLeft], [ErrNoKey] or [ErrPassphrase].
func (p Person) Unlock(passphrase string) (Signer, error) {
	if p.Left != 0 {
		return Signer{}, fmt.Errorf("%s %w: nobody signs in under that name any more", p.Name, ErrLeft)
	}
	if !p.HasKey() {
		return Signer{}, fmt.Errorf("unlock the key of %s: %w", p.Name, ErrNoKey)
	}
	seed, err := unseal(p.Sealed, passphrase)
	if err != nil {
		return Signer{}, fmt.Errorf("unlock the key of %s: %w", p.Name, err)
	}
	if len(seed) != ed25519.SeedSize {
		return Signer{}, fmt.Errorf("unlock the key of %s: %w", p.Name, errDamaged)
	}
	s := Signer{person: p, private: ed25519.NewKeyFromSeed(seed)}
	clear(seed)
	if protocol.KeyOf(s.private) != p.Key {
		return Signer{}, fmt.Errorf("unlock the key of %s: the sealed key is another one: %w", p.Name, errDamaged)
	}
	return s, nil
}

// Clone is the same signer with a key of its own to forget.
func (s Signer) Clone() Signer {
	s.private = slices.Clone(s.private)
	return s
}

// Person is who signs.
func (s Signer) Person() Person { return s.person }

// Forget erases the key, at the end of a session.
func (s Signer) Forget() { clear(s.private) }

// String keeps the key out of messages.
func (s Signer) String() string { return "signer " + s.person.ID.String() }

// GoString keeps the key out of messages.
func (s Signer) GoString() string { return s.String() }
