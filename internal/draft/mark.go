package draft

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"praxis/protocol"
)

// Kind is what a mark may reveal.
type Kind string

// The kinds of marks.
const (
	KindEmail          Kind = "e-mail"
	KindPhone          Kind = "phone"
	KindIdentityNumber Kind = "identity-number"
	KindAccountNumber  Kind = "account-number"
	KindBirthDate      Kind = "date-of-birth"
	KindBirthYear      Kind = "year-of-birth"
	KindCaseNumber     Kind = "case-number" // of a court, where the parties can be looked up
	KindFileNumber     Kind = "file-number" // of a prison, a hospital, a police station

	KindPerson       Kind = "person"       // a name
	KindCode         Kind = "code"         // letters and digits that name somebody or something of theirs
	KindPlace        Kind = "place"        // a town, an address, a cell
	KindOrganisation Kind = "organisation" // a court, a hospital, a prison, a firm
	KindDate         Kind = "date"         // of something that happened, or how long it took
	KindTrait        Kind = "trait"        // an age, a nationality, a profession, a condition, a relation
	KindQuantity     Kind = "quantity"     // an amount that belongs to one case
	KindEvent        Kind = "event"        // anything else that belongs to one case
	KindUnknown      Kind = "unknown"      // a name or a code that nothing explains

	KindPlate   Kind = "plate"   // of a vehicle
	KindAddress Kind = "address" // a street with a house number

	// Beyond persons.
	KindVisit       Kind = "coming-visit"        // a day and a place at which nobody should expect the body
	KindSource      Kind = "source"              // somebody who told something in confidence
	KindSecurity    Kind = "security-detail"     // what helps to escape or to break in
	KindUnpublished Kind = "unpublished-finding" // of the body's own work
	KindForeign     Kind = "unpublished-report"  // of the CPT or the SPT

	// In tables of counts (specs/tables.md).
	KindSmallCell   Kind = "small-cell"      // a count of a few
	KindDerivable   Kind = "derivable-count" // one of a few that isn't printed, and follows from what is
	KindOneCategory Kind = "one-category"    // everybody in a line has the same trait
	KindDifference  Kind = "difference"      // two numbers differ by a few
	KindDominance   Kind = "dominance"       // an amount that comes from a few
	KindUnreadTable Kind = "unread-table"    // it is too large to be checked, or its totals fit nothing

	KindPicture Kind = "picture" // an attachment of which nothing but eyes can say what it shows

	KindUnread Kind = "unread" // what the gate could not examine, from here on
)

// Kinds lists the kinds.
func Kinds() []Kind {
	return []Kind{
		KindEmail, KindPhone, KindIdentityNumber, KindAccountNumber,
		KindBirthDate, KindBirthYear, KindCaseNumber, KindFileNumber,
		KindPerson, KindCode, KindPlace, KindOrganisation, KindDate, KindTrait, KindQuantity, KindEvent, KindUnknown,
		KindPlate, KindAddress, KindVisit, KindSource, KindSecurity, KindUnpublished, KindForeign, KindPicture, KindUnread,
		KindSmallCell, KindDerivable, KindOneCategory, KindDifference, KindDominance, KindUnreadTable,
	}
}

// MayBeKept tells whether a place of this kind may stay, for a reason: an office's address and telephone, the number of a
// judgment that is cited as law, the name of an author who is quoted, and what only in combination leads to a person. What
// belongs to one person alone never may; there is no path by which it is shared. What lies beyond persons may, where it is
// public or nobody can use it, and a number of a table that counts no persons. A table that nobody could check may not.
func (k Kind) MayBeKept() bool {
	switch k {
	case KindIdentityNumber, KindAccountNumber, KindBirthDate, KindBirthYear, KindFileNumber, KindPlate, KindUnreadTable, KindUnread:
		return false
	}
	return true
}

// IsQuasi tells whether a place of this kind leads to a person only together with others.
func (k Kind) IsQuasi() bool {
	switch k {
	case KindPlace, KindOrganisation, KindDate, KindTrait, KindQuantity, KindEvent:
		return true
	}
	return false
}

// Confidence is how sure the gate is.
type Confidence string

// The confidences, from most to least.
const (
	ConfidenceCertain Confidence = "certain" // a check digit or an unmistakable form
	ConfidenceHigh    Confidence = "high"
	ConfidenceMedium  Confidence = "medium"
	ConfidenceLow     Confidence = "low"
)

// Clue is by what the gate tells what a place may reveal.
type Clue string

// The clues. Which of them go with which confidence is in specs/gate.md.
const (
	ClueForm       Clue = "form"            // it is written as only such things are
	ClueLabel      Clue = "label"           // a word beside it says so
	ClueCheck      Clue = "check"           // its check digits are right
	ClueBoth       Clue = "check-and-label" // both
	ClueWrongCheck Clue = "wrong-check"     // a word beside it says so, and its check digits are wrong
	CluePlan       Clue = "plan"            // it fits the numbering plan of a country
	ClueWords      Clue = "words"           // the words themselves say so
	ClueLikeness   Clue = "likeness"        // it and its neighbours look like others that were learnt
	ClueFew        Clue = "few"             // there are fewer than five of the kind in a country
	ClueNumbers    Clue = "numbers"         // the numbers of the table show it
	ClueNothing    Clue = "nothing"         // nothing explains it
)

// Clues lists the clues.
func Clues() []Clue {
	return []Clue{ClueForm, ClueLabel, ClueCheck, ClueBoth, ClueWrongCheck, CluePlan, ClueWords, ClueLikeness, ClueFew, ClueNumbers, ClueNothing}
}

// Mark is what the gate points at: a place in the text, what it may reveal, and why.
type Mark struct {
	Field      string     `json:"field"`              // as the caller of the gate named it
	Language   string     `json:"language,omitempty"` // of the field, ISO 639-1
	Start      int        `json:"start"`              // bytes, in the field as it was given
	End        int        `json:"end"`                // bytes, exclusive
	Kind       Kind       `json:"kind"`
	Confidence Confidence `json:"confidence"`
	Blocking   bool       `json:"blocking"`           // sharing stops until the mark is resolved
	Together   bool       `json:"together,omitempty"` // it blocks because of what else the passage says
	Check      string     `json:"check"`              // that made the mark, with its version
	Clue       Clue       `json:"clue,omitempty"`     // by what the gate tells
	// Proposals are words that may stand there instead, in the field's language, from the most exact to the most general.
	Proposals []string `json:"proposals,omitempty"`
	// Rounded is, on the first mark in a table of counts, the table with its counts rounded, ready to take its place.
	Rounded string `json:"rounded,omitempty"`
	// Combined is, on such a mark, the table with lines put together until nothing in it tells of few.
	Combined string `json:"combined,omitempty"`
	// With is what the document is called that was shared before and tells the difference together with this one.
	With  string `json:"with,omitempty"`
	Place Place  `json:"place"`
	Found string `json:"-"` // the words themselves: shown, never kept and never logged
}

// Place names a marked place by its words, wherever in a field they stand, without repeating them. A resolution holds for
// the same words in the same field only. It is as private as the draft: short words can be guessed from it.
type Place protocol.Hash

// MarshalText writes hexadecimal, for JSON.
func (p Place) MarshalText() ([]byte, error) { return protocol.Hash(p).MarshalText() }

// UnmarshalText reads hexadecimal, for JSON.
func (p *Place) UnmarshalText(b []byte) error { return (*protocol.Hash)(p).UnmarshalText(b) }

// PlaceOf computes the place of marked words.
func PlaceOf(field string, kind Kind, found string) Place {
	const prefix = "praxis\x00place/1\x00"
	b := make([]byte, 0, len(prefix)+3*8+len(field)+len(kind)+len(found))
	b = appendCounted(append(b, prefix...), field)
	b = appendCounted(b, string(kind))
	return Place(sha256.Sum256(appendCounted(b, found)))
}

// Why explains the mark in the language, "en", "fr" or "es"; in any other it is English. It says what the gate saw and by
// what it tells, why that matters and what to do, and how sure it is.
func (m Mark) Why(language string) string {
	why := m.Kind.explanation().in(language)
	if clue, ok := clues[m.Clue]; ok {
		why += " " + clue.in(language)
	}
	if m.With != "" {
		why += " " + fmt.Sprintf(with.in(language), m.With)
	}
	if m.Rounded != "" {
		why += " " + rounded.in(language)
	}
	if m.Combined != "" {
		why += " " + combined.in(language)
	}
	if m.Together {
		why += " " + together.in(language)
	}
	if sure, ok := certainties[m.Confidence]; ok {
		why += " " + sure.in(language)
	}
	return why
}

// Remedies are what may be done about the mark.
func (m Mark) Remedies() []Decision {
	remedies := []Decision{Redacted, Generalised}
	if m.Kind.MayBeKept() {
		remedies = append(remedies, Kept)
	}
	return remedies
}

// Decision is what was done about a mark.
type Decision string

// The decisions. The first two say that the words are gone from the text; the gate sees for itself whether they are.
const (
	Redacted    Decision = "redacted"
	Generalised Decision = "generalised"
	Kept        Decision = "kept" // with a reason, and never what belongs to a person
)

// ErrNeverKept says that words may not stay for any reason.
var ErrNeverKept = errors.New("this may not stay for any reason: take it out, or say it in general terms")

// Resolution is a person's decision about the marks of one place.
type Resolution struct {
	Place    Place       `json:"place"`
	Kind     Kind        `json:"kind"`
	Decision Decision    `json:"decision"`
	Reason   string      `json:"reason,omitempty"` // needed where words are kept
	Person   protocol.ID `json:"person"`
	Time     int64       `json:"time"`
}

// MaxReason bounds a reason, in bytes.
const MaxReason = 1000

// Validate checks a resolution by itself.
func (r Resolution) Validate() error {
	if !slices.Contains([]Decision{Redacted, Generalised, Kept}, r.Decision) {
		return fmt.Errorf("%q is no decision: use redacted, generalised or kept", r.Decision)
	}
	if r.Person.IsZero() {
		return fmt.Errorf("a decision needs a person: sign in")
	}
	if r.Decision != Kept {
		return nil
	}
	if !r.Kind.MayBeKept() {
		return fmt.Errorf("%s: %w", r.Kind, ErrNeverKept)
	}
	if strings.TrimSpace(r.Reason) == "" || len(r.Reason) > MaxReason {
		return fmt.Errorf("what is kept needs a reason of at most %d bytes: say why it identifies no one", MaxReason)
	}
	return nil
}
