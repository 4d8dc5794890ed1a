package node

import (
	"errors"
	"fmt"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
)

// ErrNotYours says that a draft may not be read by who asks. It says no more, and the same of a draft that does not exist.
var ErrNotYours = fmt.Errorf("%w, or it is a draft that your roles do not let you read", ErrNotFound)

// Person is who signed in, as they stand now: roles that were taken away are gone at once.
func (s *Session) Person() draft.Person {
	all, err := s.n.Persons()
	if err != nil {
		return draft.Person{ID: s.person.ID, Name: s.person.Name} // without any role
	}
	at := slices.IndexFunc(all, func(p draft.Person) bool { return p.ID == s.person.ID })
	if at < 0 || all[at].Key != s.person.Key {
		return draft.Person{ID: s.person.ID, Name: s.person.Name}
	}
	return all[at]
}

// may refuses what the roles of who signed in do not allow now.
func (s *Session) may(allowed func(draft.Person) bool) error {
	if !allowed(s.Person()) {
		return draft.ErrRole
	}
	return nil
}

// MayReadDrafts refuses who reads no draft at all.
func (s *Session) MayReadDrafts() error {
	err := s.may(func(p draft.Person) bool { return p.MayRead(draft.Draft{Experts: []protocol.ID{p.ID}}) })
	if err != nil {
		return fmt.Errorf("whoever only reads documents or administers the node does not read drafts: %w", err)
	}
	return nil
}

// Draft returns a draft that the person may read; [Session.File] has its file. It wraps [ErrNotYours].
func (s *Session) Draft(id protocol.ID) (draft.Draft, error) {
	d, err := s.n.Draft(id)
	if errors.Is(err, ErrNotFound) || err == nil && !s.Person().MayRead(d) {
		return draft.Draft{}, fmt.Errorf("draft %s: %w: praxis draft list shows what there is", id, ErrNotYours)
	}
	return d, err
}

// Drafts calls yield with each draft that the person may read, in no order that means anything, until it returns an error.
func (s *Session) Drafts(yield func(draft.Draft) error) error {
	p := s.Person()
	return s.n.Drafts(func(d draft.Draft) error {
		if !p.MayRead(d) {
			return nil
		}
		return yield(d)
	})
}

// File returns a draft's file, byte for byte. It wraps [ErrNotYours].
func (s *Session) File(id protocol.ID) ([]byte, error) {
	if _, err := s.Draft(id); err != nil {
		return nil, err
	}
	return s.n.File(id)
}

// mayWork refuses who may neither write nor review a draft. The lock of drafts is held.
func (s *Session) mayWork(id protocol.ID) error {
	d, err := s.Draft(id)
	if err != nil {
		return err
	}
	return s.may(func(p draft.Person) bool { return p.MayWrite() || p.MayReview(d) })
}

// NameExperts lets outside experts, and only these, read a draft and approve it.
func (s *Session) NameExperts(id protocol.ID, experts ...protocol.ID) (draft.Draft, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(draft.Person.MayWrite); err != nil {
		return draft.Draft{}, err
	}
	d, err := s.Draft(id)
	if err != nil {
		return draft.Draft{}, err
	}
	all, err := n.Persons()
	if err != nil {
		return draft.Draft{}, err
	}
	for _, e := range experts {
		if !slices.ContainsFunc(all, func(p draft.Person) bool { return p.ID == e && p.Left == 0 && p.HasRole(draft.RoleOutsideExpert) }) {
			return draft.Draft{}, fmt.Errorf("name an outside expert: %w", ErrUnknownPerson)
		}
	}
	d.Experts = slices.Clone(experts)
	r, err := record(store.KindDraft, d.ID, d)
	if err != nil {
		return draft.Draft{}, err
	}
	r.Sync = true
	return d, n.keepDrafts(r, n.line(s.person.ID, DeedExpertsNamed, id))
}
