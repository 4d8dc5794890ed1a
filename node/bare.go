package node

import (
	"errors"
	"fmt"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/markdown"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Bare is exactly what would leave, as its readers would get it: without marks, differences or anybody's decisions.
type Bare struct {
	Draft      draft.Draft
	Audience   protocol.Audience
	Ends       bool
	Text       string // canonical Markdown
	Attached   []AttachedText
	ReadsFirst bool // the question is this person's to answer before they are shown more
	// Planted is the canary of the copy that they answered about before, if there was one: it is in no byte that would leave.
	Planted *draft.Planted
}

// Reviewed returns the review of a draft, marks and decisions included. It is refused to whoever may still approve the
// draft and has not read the bare text first: it wraps [draft.ErrNotRead] then, otherwise [ErrNotYours] or [ErrNoReview].
func (s *Session) Reviewed(id protocol.ID) (draft.Review, error) {
	d, r, err := s.underReview(id)
	if err == nil && s.readsFirst(d, r) {
		err = draft.ErrNotRead
	}
	if err != nil {
		return draft.Review{}, err
	}
	return r, nil
}

// readsFirst tells who is asked what would let them recognise someone: whoever may review the draft and did not write it,
// while it is under review. Who compares a published text with its source is not.
func (s *Session) readsFirst(d draft.Draft, r draft.Review) bool {
	if d.State != draft.StateReview || slices.Contains(d.Authors, s.person.ID) || r.ShortWay() || !s.Person().MayReview(d) {
		return false
	}
	return r.WasReadBy(s.person.ID, d.Origin) != nil
}

// Read gives the bare text to the session's person, and notes that they have it.
func (s *Session) Read(id protocol.ID) (Bare, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	d, r, err := s.underReview(id)
	if err != nil {
		return Bare{}, err
	}
	v, err := n.outgoingVersion(r)
	if err != nil {
		return Bare{}, err
	}
	attached, err := AttachedTexts(r)
	if err != nil {
		return Bare{}, err
	}
	b := Bare{Draft: d, Audience: r.Outgoing.Audience, Ends: r.Outgoing.Ends, Text: string(markdown.Format(v)), Attached: attached}
	if b.ReadsFirst = s.readsFirst(d, r); !b.ReadsFirst {
		return b, nil
	}
	planted, err := n.newCanary(r, s.person.ID, b.Text, d.Language)
	if err != nil {
		return Bare{}, err
	}
	r = r.Begin(s.person.ID, planted, n.now())
	if reading, _ := r.ReadingOf(s.person.ID); reading.Planted != nil {
		if reading.Planted.Answered != 0 {
			b.Planted = reading.Planted
		} else if copied, ok := reading.Planted.Plant(b.Text); ok {
			b.Text = copied.Text()
		}
	}
	return b, n.keepReadings(r)
}

// FoundNothing is the answer of the session's person that nothing in the bare text would let them recognise someone. Where
// they were given a copy with a canary in it, the bare text is still to be read and answered about: [Session.Reviewed] goes
// on to say so.
func (s *Session) FoundNothing(id protocol.ID) error {
	return s.answer(id, func(d draft.Draft, r draft.Review) error {
		if r, was := r.AnswerCopy(s.person.ID, "", s.n.now()); was {
			return s.n.keepCaught(r, false)
		}
		r, err := r.Answer(s.person.ID, s.n.now())
		if err != nil {
			return err
		}
		return s.n.keepReadings(r, s.n.line(s.person.ID, DeedFoundNothing, id))
	})
}

// Recognise is the answer of the session's person, in their own words, what in the bare text would let them recognise
// someone. It ends the review: the draft goes back to its authors, with the words as a note for them. Only where the words
// name a canary the review goes on, with the bare text.
func (s *Session) Recognise(id protocol.ID, words string) error {
	return s.answer(id, func(d draft.Draft, r draft.Review) error {
		if _, ok := r.ReadingOf(s.person.ID); !ok {
			return draft.ErrNotRead
		}
		note, err := draft.NewNote(s.person.ID, d.Version, words, s.n.now())
		if err != nil {
			return err
		}
		if r, was := r.AnswerCopy(s.person.ID, words, s.n.now()); was {
			reading, _ := r.ReadingOf(s.person.ID)
			if err := s.n.keepCaught(r, reading.Planted.Named); err != nil || reading.Planted.Named {
				return err
			}
		}
		return s.n.sendBack(d, note)
	})
}

// answer runs f with a draft under review, for somebody who may answer.
func (s *Session) answer(id protocol.ID, f func(draft.Draft, draft.Review) error) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	d, r, err := s.underReview(id)
	if err != nil {
		return err
	}
	if d.State != draft.StateReview {
		return fmt.Errorf("%w: it is %s, and only what is under review is asked about", draft.ErrState, d.State)
	}
	if slices.Contains(d.Authors, s.person.ID) {
		return fmt.Errorf("%w: who wrote a draft knows who is in it, and isn't asked", draft.ErrState)
	}
	if err := s.may(func(p draft.Person) bool { return p.MayReview(d) }); err != nil {
		return err
	}
	return f(d, r)
}

// sendBack ends a review. What it froze is erased.
func (n *Node) sendBack(d draft.Draft, note draft.Note) error {
	d, err := d.Return(n.now())
	if err != nil {
		return err
	}
	notes, err := n.notes(d.ID)
	if err != nil {
		return err
	}
	about, err := record(store.KindDraft, d.ID, d)
	if err != nil {
		return err
	}
	kept, err := record(store.KindNote, d.ID, append(notes, note))
	if err != nil {
		return err
	}
	void, err := n.void(d.ID)
	if err != nil {
		return err
	}
	kept.Sync = true
	if err := n.keepDrafts(append(void, about, kept, n.line(note.Person, DeedSentBack, d.ID))...); err != nil {
		return err
	}
	n.due()
	return nil
}

// Confirm notes that the session's person has compared a published text with its source and found it the same. It is for
// what names its source, the short way; any other text is read bare.
func (s *Session) Confirm(id protocol.ID) error {
	return s.answer(id, func(d draft.Draft, r draft.Review) error {
		if !r.ShortWay() {
			return fmt.Errorf("%w: it names no address and date at which it is published, read it bare instead", draft.ErrState)
		}
		return s.n.keepReadings(r.Confirm(s.person.ID, s.n.now()), s.n.line(s.person.ID, DeedCompared, id))
	})
}

// Notes are what readers answered who would recognise someone in a draft, the oldest first. They are for the draft's
// authors; anybody else gets those that they wrote themselves.
func (s *Session) Notes(id protocol.ID) ([]draft.Note, error) {
	d, err := s.Draft(id)
	if err != nil {
		return nil, err
	}
	notes, err := s.n.notes(id)
	if slices.Contains(d.Authors, s.person.ID) {
		return notes, err
	}
	return slices.DeleteFunc(notes, func(o draft.Note) bool { return o.Person != s.person.ID }), err
}

func (n *Node) notes(id protocol.ID) ([]draft.Note, error) {
	var all []draft.Note
	_, err := n.read(store.KindNote, id, &all)
	return all, err
}

// underReview returns a draft with the review that was started of it.
func (s *Session) underReview(id protocol.ID) (draft.Draft, draft.Review, error) {
	d, err := s.Draft(id)
	if err != nil {
		return d, draft.Review{}, err
	}
	if d.State == draft.StateDraft {
		return d, draft.Review{}, ErrNoReview
	}
	r, err := s.n.review(id)
	return d, r, err
}

// ErrNoReview says that nobody has started a review of a draft.
var ErrNoReview = errors.New("nobody has started a review of this draft: run praxis review")

// keepReadings stores the readings of a review, and more records with them.
func (n *Node) keepReadings(r draft.Review, more ...store.Record) error {
	kept, err := record(store.KindReading, r.Draft, r.Readings)
	if err != nil {
		return err
	}
	kept.Sync = true
	return n.store.Commit(exchange.Batch{}, append(more, kept)...)
}
