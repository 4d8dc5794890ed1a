package node

import (
	"fmt"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/markdown"
	"praxis/internal/redaction"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Decision is what a person decides about the mark of a place.
type Decision struct {
	Place    draft.Place
	Kind     draft.Kind
	Decision draft.Decision
	Reason   string // of what is kept
	Words    string // what stands there instead, where it is generalised; where it is redacted, nothing
	Every    bool   // the same words go wherever else in the draft they stand
}

// Resolve decides about marks of a review. What is kept is noted. What is redacted or generalised is taken out of the
// draft's file, whose every other byte stays, and the review starts anew, with what was kept before: only an author can do
// that, since it is writing. The file as it was stays with the authors: see [Session.Original]. Approvals given before are
// void. Either all of it is done or nothing.
func (s *Session) Resolve(id protocol.ID, decisions ...Decision) (draft.Review, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.mayWork(id); err != nil {
		return draft.Review{}, err
	}
	d, err := n.Draft(id)
	if err != nil {
		return draft.Review{}, err
	}
	switch d.State {
	case draft.StateReview, draft.StateApproved:
	case draft.StateDraft:
		return draft.Review{}, ErrNoReview
	default:
		return draft.Review{}, fmt.Errorf("%w: it is %s, edit it to begin another version", draft.ErrState, d.State)
	}
	r, err := n.review(id)
	if err != nil {
		return draft.Review{}, err
	}
	if s.readsFirst(d, r) {
		return draft.Review{}, draft.ErrNotRead
	}
	w := work{s: s, draft: d, review: r}
	for _, one := range decisions {
		if err := w.decide(one); err != nil {
			return draft.Review{}, err
		}
	}
	if len(w.instead) == 0 {
		return w.keep()
	}
	return w.rewrite()
}

// work is what comes of decisions about a draft's marks.
type work struct {
	s           *Session
	draft       draft.Draft
	review      draft.Review
	marks       []draft.Mark
	resolutions []draft.Resolution
	decided     []draft.Decided
	instead     []instead
}

// instead is what stands for the words of a mark.
type instead struct {
	mark  draft.Mark
	words string
	every bool
}

// decide takes one decision.
func (w *work) decide(one Decision) error {
	if w.marks == nil {
		_, marks, err := w.s.n.ReadOutgoing(w.review)
		if err != nil {
			return err
		}
		w.marks = marks
	}
	if slices.ContainsFunc(w.resolutions, func(r draft.Resolution) bool { return r.Place == one.Place }) {
		return fmt.Errorf("%w: there are two decisions about one mark, take one", draft.ErrState)
	}
	places := 0
	for _, m := range w.marks {
		if m.Place != one.Place {
			continue
		}
		if m.Kind != one.Kind {
			return fmt.Errorf("%w: the decision is about a mark of the kind %s, not %s", draft.ErrState, m.Kind, one.Kind)
		}
		places++
		if one.Decision == draft.Kept {
			continue
		}
		words := one.Words
		switch {
		case one.Decision == draft.Redacted:
			words = m.Kind.Redaction(m.Language)
		case words == m.Found || words == "":
			return fmt.Errorf("%s: say what stands there instead", one.Decision)
		}
		w.instead = append(w.instead, instead{m, words, one.Every})
	}
	r := draft.Resolution{Place: one.Place, Kind: one.Kind, Decision: one.Decision, Reason: one.Reason, Person: w.s.person.ID, Time: w.s.n.now()}
	if err := r.Validate(); err != nil {
		return err
	}
	if places == 0 {
		return fmt.Errorf("%w: this review has no such mark, look at it again", ErrNotFound)
	}
	w.resolutions = append(w.resolutions, r)
	w.decided = append(w.decided, draft.Decided{Time: r.Time, Person: r.Person, Version: w.draft.Version, Kind: r.Kind, Decision: r.Decision, Places: places})
	return nil
}

// keep stores decisions that change no byte: who has read them has read them.
func (w *work) keep() (draft.Review, error) {
	r, err := w.review.Resolve(w.resolutions...)
	if err != nil {
		return draft.Review{}, err
	}
	account, err := w.account()
	if err != nil {
		return draft.Review{}, err
	}
	if w.draft.State == draft.StateApproved { // by approvals that are void now
		w.draft.State = draft.StateReview
	}
	return r, w.s.n.keepReview(w.draft, r, []store.Record{account, w.line()}, store.KindApproval)
}

// account adds to the draft's account of decisions.
func (w *work) account() (store.Record, error) {
	before, err := w.s.n.decisions(w.draft.ID)
	if err != nil {
		return store.Record{}, err
	}
	return record(store.KindDecision, w.draft.ID, append(before, w.decided...))
}

// line is the journal's.
func (w *work) line() store.Record {
	return w.s.n.line(w.s.person.ID, DeedMarksDecided, w.draft.ID)
}

// rewrite takes words out of the draft's file and starts its review anew.
func (w *work) rewrite() (draft.Review, error) {
	n := w.s.n
	if !slices.Contains(w.draft.Authors, w.s.person.ID) || !w.s.Person().MayWrite() {
		return draft.Review{}, fmt.Errorf("%w: to take words out is to write in the draft, ask one of its authors", draft.ErrState)
	}
	file, err := n.fileOf(w.draft)
	if err != nil {
		return draft.Review{}, err
	}
	changed, err := w.changed(file)
	if err != nil {
		return draft.Review{}, err
	}
	_, about, err := details(changed)
	if err != nil {
		return draft.Review{}, err
	}
	d, err := w.draft.Edit(w.s.person.ID, changed, about, n.now())
	if err != nil {
		return draft.Review{}, err
	}
	d, r, err := n.freeze(d, changed, w.review.Outgoing.Audience, w.review.Outgoing.Ends, nil)
	if err != nil {
		return draft.Review{}, err
	}
	if r, err = r.Resolve(append(w.review.Examination.Resolutions(), w.resolutions...)...); err != nil {
		return draft.Review{}, err
	}
	more, err := w.records(d, file, changed)
	if err != nil {
		return draft.Review{}, err
	}
	return r, n.keepReview(d, r, more, store.KindApproval, store.KindReading)
}

// records are those of the changed file, of the file as it was, and of what was decided.
func (w *work) records(d draft.Draft, file, changed []byte) ([]store.Record, error) {
	n := w.s.n
	account, err := w.account()
	if err != nil {
		return nil, err
	}
	about, err := draftRecords(d, changed)
	if err != nil {
		return nil, err
	}
	all := append(lasting(about[1:]), account, w.line()) // the draft itself is stored with its review
	there, err := n.store.HasRecord(store.KindOriginal, d.ID)
	if err == nil && !there {
		all = append(all, store.Record{Kind: store.KindOriginal, ID: d.ID, Value: file})
	}
	return all, err
}

// changed is the draft's file with other words at the marked places.
func (w *work) changed(file []byte) ([]byte, error) {
	texts, err := textsOf(file)
	if err != nil {
		return nil, err
	}
	bodies := bodiesOf(texts)
	var changes []redaction.Change
	for _, one := range w.instead {
		m, found := one.mark, false
		for i, t := range texts {
			if t.Field == m.Field && t.Language == m.Language && m.End <= len(t.Body) && t.Body[m.Start:m.End] == m.Found {
				changes, found = append(changes, redaction.Change{Place: redaction.Place{Text: i, Start: m.Start, End: m.End}, Words: one.words}), true
			}
		}
		if !found {
			return nil, fmt.Errorf("%s: %w", m.Field, redaction.ErrElsewhere)
		}
		if !one.every {
			continue
		}
		for _, p := range redaction.Find(bodies, m.Found) {
			if !slices.ContainsFunc(changes, func(c redaction.Change) bool { return c.Text == p.Text && c.Start < p.End && p.Start < c.End }) {
				changes = append(changes, redaction.Change{Place: p, Words: one.words})
			}
		}
	}
	return redaction.Apply(file, func(file []byte) ([]string, error) {
		texts, err := textsOf(file)
		return bodiesOf(texts), err
	}, changes)
}

// textsOf are the texts of the document that a file writes.
func textsOf(file []byte) ([]gate.Text, error) {
	m, err := markdown.Parse(file)
	if err != nil {
		return nil, err
	}
	return gate.TextsOf(protocol.Version(m)), nil
}

func bodiesOf(texts []gate.Text) []string {
	bodies := make([]string, len(texts))
	for i, t := range texts {
		bodies[i] = t.Body
	}
	return bodies
}

// Original returns a draft's file as it was before words were first taken out of this version by [Session.Resolve]; where
// none were, that is its file. It is refused as [Session.Reviewed] is.
func (s *Session) Original(id protocol.ID) ([]byte, error) {
	d, err := s.Draft(id)
	if err != nil {
		return nil, err
	}
	if d.State == draft.StateReview {
		if _, err := s.Reviewed(id); err != nil {
			return nil, err
		}
	}
	file, err := s.n.store.Record(store.KindOriginal, id)
	if err == nil && file == nil {
		return s.n.fileOf(d)
	}
	return file, err
}

// ForgetOriginal erases a draft's file as it was before words were taken out. Its authors decide that.
func (s *Session) ForgetOriginal(id protocol.ID) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	d, err := s.Draft(id)
	if err != nil {
		return err
	}
	if !slices.Contains(d.Authors, s.person.ID) {
		return fmt.Errorf("the original is its authors' to forget: %w", draft.ErrRole)
	}
	gone, err := n.forget(id, store.KindOriginal)
	if err != nil || len(gone) == 0 {
		return err
	}
	gone[0].Sync = true
	if err := n.store.Commit(exchange.Batch{}, gone...); err != nil {
		return err
	}
	n.due()
	return nil
}

// Decisions is a draft's account of what was decided about its marks: who, when, about what kind of mark, and how. It is
// refused as [Session.Reviewed] is.
func (s *Session) Decisions(id protocol.ID) ([]draft.Decided, error) {
	d, err := s.Draft(id)
	if err != nil {
		return nil, err
	}
	if d.State == draft.StateReview {
		if _, err := s.Reviewed(id); err != nil {
			return nil, err
		}
	}
	return s.n.decisions(id)
}

func (n *Node) decisions(id protocol.ID) ([]draft.Decided, error) {
	var all []draft.Decided
	_, err := n.read(store.KindDecision, id, &all)
	return all, err
}
