package node

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
)

// Standing is how the review of a draft stands, as far as everybody who may read the draft is told, whether they have read
// the bare text or not: no word of the text, no mark, no decision.
type Standing struct {
	Hash       protocol.Hash     // of exactly what the review froze and of what was decided about it; zero where there is none
	Started    int64             // when the review was started; 0 where there is none
	Audience   protocol.Audience // for which the review, or the shared version, is
	Ends       bool              // lower versions end with it
	Unresolved int               // blocking marks about which nothing is decided: before they are, nobody can approve
	ReadsFirst bool              // the bare text is this person's to read before they are shown more
	ShortWay   bool              // it is compared with its public source
	Approvals  []draft.Signed    // who has approved, and when
}

// Standing tells how the review of a draft stands. It wraps [ErrNotYours].
func (s *Session) Standing(id protocol.ID) (Standing, error) {
	d, err := s.Draft(id)
	if err != nil {
		return Standing{}, err
	}
	var r draft.Review
	ok, err := s.n.read(store.KindReview, id, &r)
	if err != nil || !ok {
		return Standing{}, err
	}
	if _, err := s.n.read(store.KindReading, id, &r.Readings); err != nil {
		return Standing{}, err
	}
	approvals, err := s.n.approvals(id)
	if err != nil {
		return Standing{}, err
	}
	st := Standing{Hash: sha256.Sum256(draft.Statement(r, protocol.ID{}, 0)), Started: r.Time, Audience: r.Outgoing.Audience, Ends: r.Outgoing.Ends, Unresolved: len(r.Examination.Unresolved()),
		ReadsFirst: s.readsFirst(d, r), ShortWay: r.ShortWay()}
	for _, a := range approvals {
		st.Approvals = append(st.Approvals, draft.Signed{Person: a.Person, Time: a.Time})
	}
	return st, nil
}

// SendBack ends a review without an approval: the draft goes back to its authors, with the reviewer's words as a note. It is
// for whoever may approve the draft; where the text is read bare, once they have read it.
func (s *Session) SendBack(id protocol.ID, words string) error {
	return s.answer(id, func(d draft.Draft, r draft.Review) error {
		if s.readsFirst(d, r) {
			return draft.ErrNotRead
		}
		note, err := draft.NewNote(s.person.ID, d.Version, words, s.n.now())
		if err != nil {
			return fmt.Errorf("%w: %w", ErrNoteNeeded, err)
		}
		return s.n.sendBack(d, note)
	})
}

// ErrNoteNeeded says that whoever sends a draft back does not say why, or says too much.
var ErrNoteNeeded = errors.New("the authors need to know why it comes back")
