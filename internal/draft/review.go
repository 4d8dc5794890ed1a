package draft

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"

	"praxis/protocol"
)

// Review freezes what would leave, for another person to read. Any edit of the draft makes it void. The outgoing blocks are
// kept beside its record.
type Review struct {
	Draft       protocol.ID   `json:"draft"`
	Fingerprint protocol.Hash `json:"fingerprint"` // of the draft as it was frozen
	Hash        protocol.Hash `json:"hash"`        // of Outgoing
	Outgoing    Outgoing      `json:"outgoing"`
	Examination Examination   `json:"examination"`
	Source      string        `json:"source,omitempty"`    // the short way: where the text is public,
	Published   string        `json:"published,omitempty"` // and since when
	Reviewer    protocol.ID   `json:"reviewer"`            // who is asked to read; zero is anyone but the authors
	Time        int64         `json:"time"`
	Readings    []Reading     `json:"-"` // kept beside the review
}

// Freeze starts the review of a draft: it ties the outgoing bytes to the draft as it stands. A review that is not clean
// may be read, but is never approved. Both records are to be stored together.
func (d Draft) Freeze(o Outgoing, e Examination, reviewer protocol.ID, now int64) (Draft, Review, error) {
	if d.Origin == OriginConfidential {
		return Draft{}, Review{}, ErrConfidential
	}
	if d.State == StateShared || d.State == StateWithdrawn {
		return Draft{}, Review{}, fmt.Errorf("%w: it is %s, edit it to begin another version", ErrState, d.State)
	}
	if o.Document != d.Document || o.Version != d.Version || len(o.Blocks) == 0 {
		return Draft{}, Review{}, fmt.Errorf("review: the outgoing bytes are not those of version %d of this draft's document", d.Version)
	}
	if _, err := protocol.ParseAudience(string(o.Audience)); err != nil {
		return Draft{}, Review{}, err
	}
	if err := o.free(); err != nil {
		return Draft{}, Review{}, err
	}
	r := Review{
		Draft: d.ID, Fingerprint: d.Fingerprint(), Hash: o.Hash(), Outgoing: o.clone(), Examination: e,
		Reviewer: reviewer, Time: now,
	}
	if d.Origin == OriginPublished && d.Source != "" && d.Published != "" {
		r.Source, r.Published = d.Source, d.Published
	}
	if e.Of() != r.Hash {
		return Draft{}, Review{}, fmt.Errorf("review: %w: other bytes were examined", ErrNotClean)
	}
	d.State, d.Returned = StateReview, 0
	return d, r, nil
}

// Resolve returns the review with decisions about the examination's marks. Approvals given before are void: they cover the
// decisions too.
func (r Review) Resolve(resolutions ...Resolution) (Review, error) {
	e, err := r.Examination.Resolve(resolutions...)
	if err != nil {
		return Review{}, err
	}
	r.Examination = e
	return r, nil
}

// ShortWay tells whether approving means to confirm that the text is the same as at its public source.
func (r Review) ShortWay() bool { return r.Source != "" && r.Published != "" }

// Approval is a person's signature over exactly what a review froze. It stays at this node.
type Approval struct {
	Hash      protocol.Hash `json:"hash"` // of the outgoing bytes
	Person    protocol.ID   `json:"person"`
	Key       protocol.Key  `json:"key"`
	Time      int64         `json:"time"`
	Signature []byte        `json:"signature"` // Ed25519 over [Statement]
}

// Statement is what an approval signs: "praxis", 0, "approval/1", 0, the hash of the outgoing bytes, the digest of the
// examination with its resolutions, the person, the time, and, on the short way, the address and the date that the person
// has compared the text with. Numbers have eight bytes, big endian; address and date have their length in front.
func Statement(r Review, person protocol.ID, time int64) []byte {
	digest := r.Examination.digest()
	b := append([]byte("praxis\x00approval/1\x00"), r.Hash[:]...)
	b = append(b, digest[:]...)
	b = append(b, person[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(time))
	b = appendCounted(b, r.Source)
	return appendCounted(b, r.Published)
}

// Sign approves a review in the signer's name. It refuses early what [Approve] would refuse of the signer or the review by
// itself; whether the signer is an author is for Approve, which alone decides.
func Sign(s Signer, r Review, now int64) (Approval, error) {
	if err := s.person.canSign(); err != nil {
		return Approval{}, err
	}
	if len(s.private) != ed25519.PrivateKeySize || protocol.KeyOf(s.private) != s.person.Key {
		return Approval{}, fmt.Errorf("the session of %s has ended: sign in again", s.person.Name)
	}
	if err := r.check(); err != nil {
		return Approval{}, err
	}
	signature := ed25519.Sign(s.private, Statement(r, s.person.ID, now))
	return Approval{Hash: r.Hash, Person: s.person.ID, Key: s.person.Key, Time: now, Signature: signature}, nil
}

// check demands a clean examination of exactly the bytes that the review froze.
func (r Review) check() error {
	hash := r.Outgoing.Hash()
	if hash != r.Hash {
		return fmt.Errorf("%w: the frozen bytes are not those of the review", ErrChanged)
	}
	if err := r.Outgoing.free(); err != nil {
		return err
	}
	if r.Examination.Of() != hash {
		return fmt.Errorf("%w: other bytes were examined", ErrNotClean)
	}
	if n := len(r.Examination.Unresolved()); n > 0 {
		return fmt.Errorf("%w: blocking marks left: %d", ErrNotClean, n)
	}
	if !r.Examination.Clean() {
		return ErrNotClean
	}
	return nil
}
