package draft

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"praxis/internal/canary"
	"praxis/protocol"
)

// Reading is how somebody read what would leave, bare: as its readers would get it, before any mark is shown. An approval
// counts only with its person's reading of exactly the approved bytes. What a person answered in words is no part of it:
// such an answer sends the draft back to its author, as a [Note].
type Reading struct {
	Hash     protocol.Hash `json:"hash"` // of the outgoing bytes
	Person   protocol.ID   `json:"person"`
	Begun    int64         `json:"begun"`               // when the bare text was given
	Answered int64         `json:"answered,omitempty"`  // when it was answered; 0 before
	Nothing  bool          `json:"nothing,omitempty"`   // the answer: nothing in it would let them recognise someone
	SameText bool          `json:"same_text,omitempty"` // instead, of published text: it is the same as its source
	Planted  *Planted      `json:"planted,omitempty"`   // where the body asked for canaries
}

// Planted is a canary in the copy that a person was given first, and whether they named it. The bare text follows after it,
// and it is that which they answer about.
type Planted struct {
	canary.Canary
	Answered int64 `json:"answered,omitempty"` // 0 while they read the copy
	Named    bool  `json:"named,omitempty"`
	Shown    int64 `json:"shown,omitempty"` // when they were told, and given the bare text
}

// ErrPlanted says that a made-up detail has come into what would leave.
var ErrPlanted = errors.New("a made-up detail that was planted for a reader has come into the draft: take the sentence out")

// free refuses bytes in which a planted name stands, wherever it came from.
func (o Outgoing) free() error {
	for _, block := range o.Blocks {
		if canary.In(string(block)) {
			return ErrPlanted
		}
	}
	return nil
}

// ErrNotRead says that somebody has not yet read what would leave, bare, and said what would let them recognise someone.
var ErrNotRead = errors.New("whoever approves reads the bare text first, and says what would let them recognise someone: run praxis review")

// ErrNotCompared says that nobody has confirmed that a published text is the same as at its source.
var ErrNotCompared = errors.New("the text is published: compare it with its source and confirm that it is the same")

// Note is what a reader answered who would recognise someone: it goes to the authors, and nowhere else.
type Note struct {
	Person  protocol.ID `json:"person"`
	Time    int64       `json:"time"`
	Version uint64      `json:"version"` // of the document, that the draft was to become
	Words   string      `json:"words"`
}

// MaxNote bounds a note, in bytes.
const MaxNote = 8000

// NewNote makes a note.
func NewNote(person protocol.ID, version uint64, words string, now int64) (Note, error) {
	words = strings.TrimSpace(words)
	if words == "" || len(words) > MaxNote || !utf8.ValidString(words) {
		return Note{}, fmt.Errorf("say in 1 to %d bytes what would let you recognise someone, or that nothing would", MaxNote)
	}
	return Note{Person: person, Time: now, Version: version, Words: words}, nil
}

// Question is what a reader of the bare text answers, in the language "en", "fr" or "es"; in any other it is English.
func Question(language string) string {
	return explanation{
		"What would let you recognise someone? Think of the people who were there, their families, the staff, the local press.",
		"Qu'est-ce qui vous permettrait de reconnaître quelqu'un ? Pensez aux personnes présentes, à leurs familles, au personnel, à la presse locale.",
		"¿Qué le permitiría reconocer a alguien? Piense en las personas que estaban allí, en sus familias, en el personal, en la prensa local.",
	}.in(language)
}

// Begin notes that a person was given the bare text, or first a copy with a canary in it. A reading of these bytes that was
// begun before goes on; if its canary was answered, the person is told of it now.
func (r Review) Begin(person protocol.ID, planted *canary.Canary, now int64) Review {
	reading, ok := r.ReadingOf(person)
	switch {
	case !ok && planted != nil:
		return r.with(Reading{Hash: r.Hash, Person: person, Begun: now, Planted: &Planted{Canary: *planted}})
	case !ok:
		return r.with(Reading{Hash: r.Hash, Person: person, Begun: now})
	case reading.Planted == nil || reading.Planted.Answered == 0 || reading.Planted.Shown != 0:
		return r
	}
	told := *reading.Planted
	told.Shown, reading.Planted = now, &told
	return r.with(reading)
}

// AnswerCopy notes what a person answered about a copy with a canary in it, and tells whether they were reading one. What
// they are asked next is the bare text.
func (r Review) AnswerCopy(person protocol.ID, words string, now int64) (after Review, was bool) {
	reading, ok := r.ReadingOf(person)
	if !ok || reading.Planted == nil || reading.Planted.Answered != 0 {
		return r, false
	}
	answered := *reading.Planted
	answered.Answered, answered.Named = now, answered.NamedIn(words)
	reading.Planted = &answered
	return r.with(reading), true
}

// Answer notes that nothing in the bare text would let a person recognise someone. It demands that they were given it.
func (r Review) Answer(person protocol.ID, now int64) (Review, error) {
	reading, ok := r.ReadingOf(person)
	if !ok || reading.Planted != nil && reading.Planted.Shown == 0 {
		return Review{}, ErrNotRead
	}
	reading.Answered, reading.Nothing = now, true
	return r.with(reading), nil
}

// Confirm notes that a person has compared a published text with its source and found it the same.
func (r Review) Confirm(person protocol.ID, now int64) Review {
	return r.with(Reading{Hash: r.Hash, Person: person, Begun: now, Answered: now, SameText: true})
}

// ReadingOf is a person's reading of exactly the bytes under review.
func (r Review) ReadingOf(person protocol.ID) (Reading, bool) {
	at := slices.IndexFunc(r.Readings, func(o Reading) bool { return o.Person == person && o.Hash == r.Hash })
	if at < 0 {
		return Reading{}, false
	}
	return r.Readings[at], true
}

// with puts a reading in the place of the person's earlier one.
func (r Review) with(reading Reading) Review {
	r.Readings = slices.DeleteFunc(slices.Clone(r.Readings), func(o Reading) bool { return o.Person == reading.Person })
	r.Readings = append(r.Readings, reading)
	return r
}

// WasReadBy tells why a person's approval of a draft's review would not count for want of a reading. On the short way, and
// wherever text is published, what counts instead is that the person found it the same as its source.
func (r Review) WasReadBy(person protocol.ID, origin Origin) error {
	reading, ok := r.ReadingOf(person)
	switch {
	case r.ShortWay() && !reading.SameText:
		return fmt.Errorf("%w as at %s of %s", ErrNotCompared, r.Source, r.Published)
	case ok && reading.SameText && origin == OriginPublished:
		return nil
	case !ok || reading.Answered == 0 || !reading.Nothing:
		return ErrNotRead
	}
	return nil
}

// Return sends a draft under review back to its authors, because somebody would recognise someone in it.
func (d Draft) Return(now int64) (Draft, error) {
	if d.State != StateReview && d.State != StateApproved {
		return Draft{}, fmt.Errorf("%w: it is %s, and only what is under review goes back", ErrState, d.State)
	}
	d.State, d.Returned = StateDraft, now
	return d, nil
}

// Caught is how often canaries were planted at a node, and how often named. It says nothing of who read them.
type Caught struct {
	Planted int `json:"planted"`
	Named   int `json:"named"`
}
