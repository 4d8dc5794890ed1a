package draft

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"

	"praxis/protocol"
)

// ErrReviewerIsAuthor says that somebody approves what they wrote.
var ErrReviewerIsAuthor = errors.New("the draft was written by the person who approves it: ask another person")

// ErrSignature says that an approval does not hold.
var ErrSignature = errors.New("the approval does not verify: approve the draft again")

// ErrNotApproved says that too few persons have approved.
var ErrNotApproved = errors.New("the draft is not approved: ask another person to approve it")

// Rule is what a body asks beyond a second person. The zero rule asks no more.
type Rule struct {
	Director bool `json:"director"` // two approvals, one of them by a director
}

// Approved is a draft that may be shared, as exactly these bytes. It has no exported fields and no encoding; after a
// restart it is made anew from the stored review and approvals. The zero value is approved by nobody.
type Approved struct {
	outgoing    Outgoing
	hash        protocol.Hash
	draft       protocol.ID
	fingerprint protocol.Hash
	approvals   []Approval
	checks      []string
}

// Approve is the only way to an Approved. It demands that the draft is as it was when it was frozen, that a clean
// examination was of exactly the outgoing bytes, and that every approval is a valid signature over them by a key of a
// person who wrote nothing in it and has read them bare. It wraps [ErrConfidential], [ErrState], [ErrChanged],
// [ErrNotClean], [ErrNoKey], [ErrReviewerIsAuthor], [ErrNotRead], [ErrNotCompared], [ErrSignature] or [ErrNotApproved].
func Approve(d Draft, r Review, approvals []Approval, persons []Person, rule Rule) (Approved, error) {
	if d.Origin == OriginConfidential {
		return Approved{}, ErrConfidential
	}
	if d.State != StateReview && d.State != StateApproved {
		return Approved{}, fmt.Errorf("%w: it is %s, start a review first", ErrState, d.State)
	}
	if r.Draft != d.ID || r.Fingerprint != d.Fingerprint() || r.Outgoing.Document != d.Document || r.Outgoing.Version != d.Version {
		return Approved{}, ErrChanged
	}
	if err := r.check(); err != nil {
		return Approved{}, err
	}
	authors, err := authorsOf(d, persons)
	if err != nil {
		return Approved{}, err
	}
	approvers := make(map[protocol.Key]Person, len(approvals))
	for _, a := range approvals {
		p, err := a.by(d, r, authors, persons)
		if err != nil {
			return Approved{}, err
		}
		approvers[p.Key] = p
	}
	if err := rule.satisfied(approvers); err != nil {
		return Approved{}, err
	}
	return Approved{
		outgoing: r.Outgoing.clone(), hash: r.Hash, draft: d.ID, fingerprint: r.Fingerprint,
		approvals: slices.Clone(approvals), checks: r.Examination.Checks(),
	}, nil
}

// authorsOf finds the persons who wrote a draft: an author whose key is not known could not be told from a reviewer.
func authorsOf(d Draft, persons []Person) ([]Person, error) {
	if len(d.Authors) == 0 {
		return nil, fmt.Errorf("the draft has no author: edit it in a person's name")
	}
	authors := make([]Person, len(d.Authors))
	for i, id := range d.Authors {
		at := slices.IndexFunc(persons, func(p Person) bool { return p.ID == id })
		if at < 0 {
			return nil, fmt.Errorf("an author of the draft is not among the persons of this node: edit it in a person's name")
		}
		authors[i] = persons[at]
	}
	return authors, nil
}

// by verifies an approval of a draft's review and returns who gave it.
func (a Approval) by(d Draft, r Review, authors, persons []Person) (Person, error) {
	at := slices.IndexFunc(persons, func(p Person) bool { return p.ID == a.Person })
	if at < 0 {
		return Person{}, fmt.Errorf("the approval is by nobody known here: %w", ErrNoKey)
	}
	p := persons[at]
	if err := p.canSign(); err != nil {
		return Person{}, err
	}
	// The one line on which "the reviewer is not the author" stands, by person and by key.
	if slices.ContainsFunc(authors, func(author Person) bool { return author.ID == p.ID || author.Key == p.Key }) {
		return Person{}, fmt.Errorf("%s: %w", p.Name, ErrReviewerIsAuthor)
	}
	if !p.MayReview(d) {
		return Person{}, fmt.Errorf("%s is no reviewer of this draft: %w", p.Name, ErrRole)
	}
	if err := r.WasReadBy(p.ID, d.Origin); err != nil {
		return Person{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	if a.Hash != r.Hash || a.Key != p.Key || !ed25519.Verify(p.Key[:], Statement(r, p.ID, a.Time), a.Signature) {
		return Person{}, fmt.Errorf("%s: %w", p.Name, ErrSignature)
	}
	return p, nil
}

func (rule Rule) satisfied(approvers map[protocol.Key]Person) error {
	if len(approvers) == 0 {
		return ErrNotApproved
	}
	if !rule.Director {
		return nil
	}
	for _, p := range approvers {
		if p.HasRole(RoleDirector) && len(approvers) >= 2 {
			return nil
		}
	}
	return fmt.Errorf("%w: this body asks for two, one of them a director", ErrNotApproved)
}

// IsZero tells whether nobody approved anything. Sharing refuses it.
func (a Approved) IsZero() bool { return len(a.approvals) == 0 }

// Outgoing is a copy of exactly what was approved.
func (a Approved) Outgoing() Outgoing { return a.outgoing.clone() }

// Hash is the hash of the outgoing bytes.
func (a Approved) Hash() protocol.Hash { return a.hash }

// Draft is the id of the draft.
func (a Approved) Draft() protocol.ID { return a.draft }

// Approvals are who approved, and when.
func (a Approved) Approvals() []Approval { return slices.Clone(a.approvals) }

// Checks are the checks of the gate that the draft passed, with their versions.
func (a Approved) Checks() []string { return slices.Clone(a.checks) }
