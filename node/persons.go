package node

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// ErrNotManager says that somebody else decides who works at this node.
var ErrNotManager = errors.New("a director or an administrator of this node decides who works here: let one of them do it")

// ErrLastManager says that nobody would be left to decide who works here.
var ErrLastManager = errors.New("is the last who decides who works here: add another director or administrator first")

// Managed tells whether somebody decides who works at this node: a director or an administrator who is here. Until there
// is one, whoever has the node's account adds persons.
func (n *Node) Managed() (bool, error) {
	all, err := n.Persons()
	return slices.ContainsFunc(all, draft.Person.ManagesPersons), err
}

// mayManage refuses who may not decide who works here, or not give somebody these roles. By is nil where nobody has signed
// in. It reads the person anew: roles may have changed since they signed in, and their key too, which ends what a session
// of before may do. The lock of drafts is held.
func (n *Node) mayManage(by *draft.Person, roles ...draft.Role) error {
	all, err := n.Persons()
	if err != nil || !slices.ContainsFunc(all, draft.Person.ManagesPersons) {
		return err
	}
	// The one line on which it stands who decides who works here.
	at := slices.IndexFunc(all, func(p draft.Person) bool { return by != nil && p.ID == by.ID && p.Key == by.Key && p.ManagesPersons() })
	if at < 0 {
		return ErrNotManager
	}
	return draft.MayAppoint(all[at], roles, all)
}

// AddPerson makes a person with a key of their own, in the name of a director or an administrator.
func (s *Session) AddPerson(ctx context.Context, name string, roles []draft.Role, passphrase string) (draft.Person, error) {
	return s.n.addPerson(ctx, &s.person, name, roles, passphrase)
}

// ChangeRoles gives a person other roles; invitations of before are void. The last director or administrator stays one, so that somebody decides.
func (s *Session) ChangeRoles(ctx context.Context, id protocol.ID, roles []draft.Role) (draft.Person, error) {
	return s.changePerson(id, func(p draft.Person) (draft.Person, error) { return p.ChangeRoles(roles) }, DeedRolesChanged, roles...)
}

// MarkLeft notes that a person has left: nobody signs in under the name any more, and what they approved and is not yet
// shared needs another approval. The last director or administrator does not leave before there is another.
func (s *Session) MarkLeft(ctx context.Context, id protocol.ID) (draft.Person, error) {
	return s.changePerson(id, func(p draft.Person) (draft.Person, error) { return p.Leave(s.n.now()) }, DeedPersonLeft)
}

func (s *Session) changePerson(id protocol.ID, change func(draft.Person) (draft.Person, error), deed Deed, roles ...draft.Role) (draft.Person, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := n.mayManage(&s.person, roles...); err != nil {
		return draft.Person{}, err
	}
	all, err := n.Persons()
	if err != nil {
		return draft.Person{}, err
	}
	at := slices.IndexFunc(all, func(p draft.Person) bool { return p.ID == id })
	if at < 0 {
		return draft.Person{}, ErrUnknownPerson
	}
	before := all[at]
	if err := draft.MayChange(s.Person(), before); err != nil {
		return draft.Person{}, err
	}
	changed, err := change(before)
	if err != nil {
		return draft.Person{}, err
	}
	all[at] = changed
	if before.ManagesPersons() && !slices.ContainsFunc(all, draft.Person.ManagesPersons) {
		return draft.Person{}, fmt.Errorf("%s %w", changed.Name, ErrLastManager)
	}
	void, err := n.invitationsOf(id) // whoever invited may have been allowed to for the roles of before alone
	if err != nil {
		return draft.Person{}, err
	}
	return changed, n.keepPerson(changed, true, append(void, n.line(s.person.ID, deed, changed.ID))...)
}

// keepPerson stores a person's record. Whoever changes one does it here, so that what is remembered of persons is
// forgotten. Of one that is replaced the bytes are due for erasure: a sealed key that was
// forgotten is gone. More records are stored with it.
func (n *Node) keepPerson(p draft.Person, replaced bool, more ...store.Record) error {
	r, err := record(store.KindPerson, p.ID, p)
	if err != nil {
		return err
	}
	r.Sync, r.Erase = true, replaced
	n.reading.Lock()
	defer n.reading.Unlock()
	n.persons.Store(nil)
	if err := n.store.Commit(exchange.Batch{}, append(more, r)...); err != nil {
		return err
	}
	if replaced {
		n.due()
	}
	return nil
}
