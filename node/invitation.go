package node

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"time"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// invitationTime is how long a person may take to choose a passphrase.
const invitationTime = 7 * 24 * time.Hour

// ErrInvitation says that an invitation is none, or was used, or is too old.
var ErrInvitation = errors.New("this invitation was used or is too old: ask for another")

// invitation lets one person choose a passphrase, once. The store has only its hash.
type invitation struct {
	Hash    protocol.Hash `json:"hash"`
	Person  protocol.ID   `json:"person"`
	Expires int64         `json:"expires"`
}

// Invite adds a person without a passphrase, who chooses their own by the token that it returns, within seven days. The
// token is shown once and kept nowhere.
func (s *Session) Invite(name string, roles []draft.Role) (draft.Person, string, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := n.mayManage(&s.person, roles...); err != nil {
		return draft.Person{}, "", err
	}
	if len(roles) == 0 {
		return draft.Person{}, "", draft.ErrNoRole
	}
	if _, err := n.person(name); err == nil {
		return draft.Person{}, "", fmt.Errorf("%q: %w", name, ErrNameTaken)
	} else if !errors.Is(err, ErrUnknownPerson) {
		return draft.Person{}, "", err
	}
	p, err := draft.NewPerson(name, roles, "", n.options.WorkFactor, n.options.Random, n.now())
	if err != nil {
		return draft.Person{}, "", err
	}
	p.By = s.person.ID
	if err := n.keepPerson(p, false); err != nil {
		return draft.Person{}, "", err
	}
	token, err := n.invite(s.person.ID, p)
	return p, token, err
}

// InviteAgain lets a person choose a passphrase anew, who has lost theirs or did not come in time. Invitations of before
// are void; the passphrase of before holds until another is chosen.
func (s *Session) InviteAgain(id protocol.ID) (draft.Person, string, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	all, err := n.Persons()
	if err != nil {
		return draft.Person{}, "", err
	}
	at := slices.IndexFunc(all, func(p draft.Person) bool { return p.ID == id })
	if at < 0 {
		return draft.Person{}, "", ErrUnknownPerson
	}
	if err := n.mayManage(&s.person, all[at].Roles...); err != nil {
		return draft.Person{}, "", err
	}
	if all[at].Left != 0 {
		return draft.Person{}, "", fmt.Errorf("%s %w", all[at].Name, draft.ErrLeft)
	}
	token, err := n.invite(s.person.ID, all[at])
	return all[at], token, err
}

func (n *Node) invite(by protocol.ID, p draft.Person) (string, error) {
	rs, err := n.invitationsOf(p.ID)
	if err != nil {
		return "", err
	}
	var raw [32]byte
	if _, err := io.ReadFull(n.options.Random, raw[:]); err != nil {
		return "", err
	}
	token := hex.EncodeToString(raw[:])
	hash := sha256.Sum256([]byte(token))
	r, err := record(store.KindInvitation, [16]byte(hash[:16]), invitation{Hash: hash, Person: p.ID, Expires: n.options.Now().Add(invitationTime).Unix()})
	if err != nil {
		return "", err
	}
	r.Sync = true
	return token, n.store.Commit(exchange.Batch{}, append(rs, r, n.line(by, DeedInvited, p.ID))...)
}

// invitationsOf deletes the invitations of a person.
func (n *Node) invitationsOf(id protocol.ID) ([]store.Record, error) {
	var gone []store.Record
	all, err := records[invitation](n, store.KindInvitation)
	for _, i := range all {
		if i.Person == id || i.Expires < n.now() {
			gone = append(gone, store.Record{Kind: store.KindInvitation, ID: [16]byte(i.Hash[:16])})
		}
	}
	return gone, err
}

// Invited says whom an invitation is for. It wraps [ErrInvitation].
func (n *Node) Invited(token string) (draft.Person, error) {
	hash := sha256.Sum256([]byte(token))
	var i invitation
	ok, err := n.read(store.KindInvitation, [16]byte(hash[:16]), &i)
	if err != nil {
		return draft.Person{}, err
	}
	if !ok || i.Hash != hash || i.Expires < n.now() {
		return draft.Person{}, ErrInvitation
	}
	all, err := n.Persons()
	if err != nil {
		return draft.Person{}, err
	}
	at := slices.IndexFunc(all, func(p draft.Person) bool { return p.ID == i.Person && p.Left == 0 })
	if at < 0 {
		return draft.Person{}, ErrInvitation
	}
	return all[at], nil
}

// Accept makes the key of the person who was invited, under the passphrase that they chose, and signs them in. The
// invitation is used up.
func (n *Node) Accept(token, passphrase string) (*Session, error) {
	n.drafts.Lock()
	defer n.drafts.Unlock()
	p, err := n.Invited(token)
	if err != nil {
		return nil, err
	}
	replaced := p.HasKey()
	p, err = p.WithKey(passphrase, n.options.WorkFactor, n.options.Random)
	debug.FreeOSMemory() // see SignIn
	if err != nil {
		return nil, err
	}
	gone, err := n.invitationsOf(p.ID)
	if err != nil {
		return nil, err
	}
	if err := n.keepPerson(p, replaced, append(gone, n.line(p.ID, DeedChosePassphrase, p.ID))...); err != nil {
		return nil, err
	}
	n.throttle.passed(p.Name)
	return n.SignIn(p.Name, passphrase)
}
