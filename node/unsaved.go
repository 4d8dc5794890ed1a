package node

import (
	"crypto/sha256"
	"fmt"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// MaxUnsaved bounds what is kept of one form, in bytes.
const MaxUnsaved = 9 << 20

// Unsaved is what a person has typed into a form and not yet saved. It is theirs alone: nobody else reads it, and it is
// erased when it is saved or given up.
type Unsaved struct {
	Person protocol.ID `json:"person"`
	Time   int64       `json:"time"`
	Fields []byte      `json:"fields"` // as whoever keeps it writes them
}

// unsavedID is the place of what a person has typed into a form: the first half of SHA-256 over the person and the form.
func (s *Session) unsavedID(form string) (id [16]byte) {
	sum := sha256.Sum256(append(s.person.ID[:], form...))
	copy(id[:], sum[:])
	return id
}

// KeepUnsaved keeps what the session's person has typed into a form, in the place of what was kept before.
func (s *Session) KeepUnsaved(form string, fields []byte) error {
	if err := s.may(draft.Person.MayWrite); err != nil {
		return err
	}
	if len(fields) > MaxUnsaved {
		return fmt.Errorf("what was typed has more than %d bytes and cannot be kept: save less at a time", MaxUnsaved)
	}
	r, err := record(store.KindUnsaved, s.unsavedID(form), Unsaved{Person: s.person.ID, Time: s.n.now(), Fields: fields})
	if err != nil {
		return err
	}
	r.Sync = true
	return s.n.store.Commit(exchange.Batch{}, r)
}

// Unsaved returns what the session's person has typed into a form and not saved; ok is false where there is nothing.
func (s *Session) Unsaved(form string) (u Unsaved, ok bool, err error) {
	ok, err = s.n.read(store.KindUnsaved, s.unsavedID(form), &u)
	return u, ok && u.Person == s.person.ID, err
}

// ForgetUnsaved erases what the session's person has typed into a form.
func (s *Session) ForgetUnsaved(form string) error {
	gone, err := s.n.forget(s.unsavedID(form), store.KindUnsaved)
	if err != nil || len(gone) == 0 {
		return err
	}
	gone[0].Sync = true
	if err := s.n.store.Commit(exchange.Batch{}, gone...); err != nil {
		return err
	}
	s.n.due()
	return nil
}
