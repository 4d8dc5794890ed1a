package draft

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"filippo.io/age"

	"praxis/protocol"
)

// Role is what a person does in the body.
type Role string

// The roles.
const (
	RoleInspector     Role = "inspector"
	RoleReviewer      Role = "reviewer"
	RoleDirector      Role = "director"
	RoleAdministrator Role = "administrator" // runs the node; does not read drafts, so cannot approve
)

// Roles lists the roles.
func Roles() []Role {
	return []Role{RoleInspector, RoleReviewer, RoleDirector, RoleAdministrator}
}

// ParseRole reads a role and refuses what is none.
func ParseRole(text string) (Role, error) {
	if r := Role(text); slices.Contains(Roles(), r) {
		return r, nil
	}
	return "", fmt.Errorf("%q is no role: use inspector, reviewer, director or administrator", text)
}

const (
	maxName       = 100 // bytes
	minPassphrase = 8   // characters
	// maxWorkFactor bounds what a sealed key may cost to open: 2^22 is age's own limit.
	maxWorkFactor = 22
)

// ErrPassphrase says that a passphrase does not open a person's key.
var ErrPassphrase = errors.New("the passphrase is wrong: type it again, or let the administrator add the person anew")

// ErrNoKey says that a person has no key, or that an approval is by nobody who has one.
var ErrNoKey = errors.New("the person has no key and cannot approve: add the person with a passphrase")

// Person is somebody who works at this node. The record never leaves it.
type Person struct {
	ID      protocol.ID  `json:"id"`
	Name    string       `json:"name"`
	Roles   []Role       `json:"roles"`
	Key     protocol.Key `json:"key"`    // zero where the person cannot approve
	Sealed  []byte       `json:"sealed"` // the key's seed in an age file for the passphrase; empty with the key
	Created int64        `json:"created"`
	By      protocol.ID  `json:"by,omitzero"`    // who added the person; zero where nobody managed persons yet
	Left    int64        `json:"left,omitempty"` // when the person left; 0 while here. A record stays, so that authors stay known
}

// NewPerson makes a person and, with a passphrase, their key. The work factor is the binary logarithm of scrypt's cost;
// 0 is age's default of 18, about a second. Random is read for the id and the key.
func NewPerson(name string, roles []Role, passphrase string, workFactor int, random io.Reader, now int64) (Person, error) {
	p := Person{Name: strings.TrimSpace(name), Roles: slices.Clone(roles), Created: now}
	if p.Name == "" || len(p.Name) > maxName || strings.ContainsFunc(p.Name, func(r rune) bool { return r < ' ' }) {
		return Person{}, fmt.Errorf("a person's name has 1 to %d bytes on one line: give another", maxName)
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
	if utf8.RuneCountInString(passphrase) < minPassphrase {
		return Person{}, fmt.Errorf("the passphrase has fewer than %d characters: choose a longer one", minPassphrase)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return Person{}, fmt.Errorf("make a person's key: %w", err)
	}
	sealed, err := seal(seed, passphrase, workFactor)
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
		return Person{}, errors.New("a person has at least one role: inspector, reviewer, director or administrator")
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

func seal(seed []byte, passphrase string, workFactor int) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	if workFactor < 0 || workFactor > maxWorkFactor {
		return nil, fmt.Errorf("the work factor is %d: use 1 to %d, or 0 for the default", workFactor, maxWorkFactor)
	}
	if workFactor > 0 {
		recipient.SetWorkFactor(workFactor)
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, recipient)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(seed); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return sealed.Bytes(), nil
}

// HasRole tells whether the person has a role.
func (p Person) HasRole(r Role) bool { return slices.Contains(p.Roles, r) }

// ErrLeft says that a person has left.
var ErrLeft = errors.New("has left")

// ManagesPersons tells whether the person may add, change and mark as left who works here: a director or an
// administrator, while they are here.
func (p Person) ManagesPersons() bool {
	return p.Left == 0 && (p.HasRole(RoleDirector) || p.HasRole(RoleAdministrator))
}

// HasKey tells whether the person can sign.
func (p Person) HasKey() bool { return p.Key != protocol.Key{} && len(p.Sealed) > 0 }

// mayApprove tells why a person cannot approve anything at all.
func (p Person) mayApprove() error {
	if p.Left != 0 {
		return fmt.Errorf("%s %w and cannot approve: ask another person", p.Name, ErrLeft)
	}
	if !p.HasKey() {
		return fmt.Errorf("%s: %w", p.Name, ErrNoKey)
	}
	if len(p.Roles) == 1 && p.Roles[0] == RoleAdministrator {
		return fmt.Errorf("%s only administers the node and cannot approve: ask a reviewer", p.Name)
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
	if passphrase == "" {
		return Signer{}, fmt.Errorf("unlock the key of %s: %w", p.Name, ErrPassphrase)
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return Signer{}, fmt.Errorf("unlock the key of %s: %w", p.Name, err)
	}
	identity.SetMaxWorkFactor(maxWorkFactor)
	r, err := age.Decrypt(bytes.NewReader(p.Sealed), identity)
	if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
		return Signer{}, fmt.Errorf("unlock the key of %s: %w", p.Name, ErrPassphrase)
	}
	if err != nil {
		return Signer{}, fmt.Errorf("unlock the key of %s: the record is damaged, add the person anew: %w", p.Name, err)
	}
	seed, err := io.ReadAll(io.LimitReader(r, ed25519.SeedSize+1))
	if err != nil || len(seed) != ed25519.SeedSize {
		return Signer{}, fmt.Errorf("unlock the key of %s: the record is damaged, add the person anew", p.Name)
	}
	s := Signer{person: p, private: ed25519.NewKeyFromSeed(seed)}
	clear(seed)
	if protocol.KeyOf(s.private) != p.Key {
		return Signer{}, fmt.Errorf("unlock the key of %s: the sealed key is another one, add the person anew", p.Name)
	}
	return s, nil
}

// Person is who signs.
func (s Signer) Person() Person { return s.person }

// Forget erases the key, at the end of a session.
func (s Signer) Forget() { clear(s.private) }

// String keeps the key out of messages.
func (s Signer) String() string { return "signer " + s.person.ID.String() }

// GoString keeps the key out of messages.
func (s Signer) GoString() string { return s.String() }
