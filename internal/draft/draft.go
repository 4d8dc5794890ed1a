package draft

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"praxis/protocol"
)

// Origin is where a draft's substance comes from.
type Origin string

// The origins.
const (
	OriginPublished      Origin = "published"              // public already; with address and date it takes the short way
	OriginOwnUnpublished Origin = "own-unpublished"        // the body's own work
	OriginConfidential   Origin = "received-in-confidence" // stays at this node for ever
)

// ParseOrigin reads an origin and refuses what is none.
func ParseOrigin(text string) (Origin, error) {
	switch o := Origin(text); o {
	case OriginPublished, OriginOwnUnpublished, OriginConfidential:
		return o, nil
	}
	return "", fmt.Errorf("%q is no origin: use published, own-unpublished or received-in-confidence", text)
}

// State is how far a draft has come.
type State string

// The states. Every edit leads back to draft.
const (
	StateDraft     State = "draft"     // being written
	StateReview    State = "review"    // frozen, for another person to read
	StateApproved  State = "approved"  // approved, not yet shared
	StateShared    State = "shared"    // a version of a document
	StateWithdrawn State = "withdrawn" // its document is withdrawn, for ever
)

// ErrConfidential says that a draft's substance was received in confidence. Nothing lifts it but another origin, which
// only an author can state, by editing.
var ErrConfidential = errors.New("the draft was received in confidence and can never be shared: share only work of your own or what is published")

// ErrChanged says that a draft is no longer what was reviewed.
var ErrChanged = errors.New("the draft has changed since it was reviewed: start another review")

// ErrState says that a draft has not come to, or is past, what was asked of it.
var ErrState = errors.New("the draft is not in a state for that")

// Details is what a list of drafts shows: they are read from the file by whoever saves the draft.
type Details struct {
	Kind      string `json:"kind"`
	Language  string `json:"language"` // ISO 639-1, of the original
	Title     string `json:"title"`
	Origin    Origin `json:"origin"`
	Source    string `json:"source,omitempty"`    // published only: its web address
	Published string `json:"published,omitempty"` // published only: the date, YYYY-MM-DD
}

// Draft is what is known of private text on its way to becoming a version of a document. Its file is kept beside it, byte
// for byte, so that whoever lists drafts reads no file; the draft names it by hash and length.
type Draft struct {
	ID       protocol.ID `json:"id"`
	Document protocol.ID `json:"document"` // of which it becomes a version
	Version  uint64      `json:"version"`  // that it becomes: 1, 2, …
	Details
	FileHash protocol.Hash `json:"file_hash"`         // SHA-256
	Bytes    int           `json:"bytes"`             // of its file
	Authors  []protocol.ID `json:"authors"`           // everyone who wrote in this version; the first began it
	Experts  []protocol.ID `json:"experts,omitempty"` // outside experts who may read it
	Created  int64         `json:"created"`
	Changed  int64         `json:"changed"`
	State    State         `json:"state"`
	Attached []Attached    `json:"attached,omitempty"` // files that go with it, in the order in which they are offered
	Returned int64         `json:"returned,omitempty"` // when a reader sent it back, in state draft; 0 once another review started
	Shared   int64         `json:"shared,omitempty"`   // when its latest version was shared; 0 before the first
}

// New makes a draft of the first version of a document. Both ids are random.
func New(id, document, author protocol.ID, file []byte, details Details, now int64) (Draft, error) {
	if id.IsZero() || document.IsZero() || author.IsZero() {
		return Draft{}, fmt.Errorf("a draft needs an id, a document and an author")
	}
	if _, err := ParseOrigin(string(details.Origin)); err != nil {
		return Draft{}, err
	}
	return Draft{
		ID: id, Document: document, Version: 1, Details: details, FileHash: sha256.Sum256(file), Bytes: len(file),
		Authors: []protocol.ID{author}, Created: now, Changed: now, State: StateDraft,
	}, nil
}

// Edit replaces the file. Review and approval are void. After sharing it begins the next version, written by its editor
// alone; a withdrawn document takes none.
func (d Draft) Edit(author protocol.ID, file []byte, details Details, now int64) (Draft, error) {
	if _, err := ParseOrigin(string(details.Origin)); err != nil {
		return Draft{}, err
	}
	d, err := d.written(author, now)
	if err != nil {
		return Draft{}, err
	}
	d.FileHash, d.Bytes, d.Details = sha256.Sum256(file), len(file), details
	return d, nil
}

// written takes a change of the draft by an author, who makes review and approval void.
func (d Draft) written(author protocol.ID, now int64) (Draft, error) {
	if author.IsZero() {
		return Draft{}, fmt.Errorf("edit a draft: name the person who edits it")
	}
	d.Authors = slices.Clone(d.Authors)
	switch d.State {
	case StateWithdrawn:
		return Draft{}, fmt.Errorf("%w: its document is withdrawn for ever, add the file as a new draft", ErrState)
	case StateShared:
		d.Version++
		d.Authors = nil
	}
	if !slices.Contains(d.Authors, author) {
		d.Authors = append(d.Authors, author)
	}
	d.Changed, d.State = now, StateDraft
	return d, nil
}

// Holds tells whether a file is the draft's, byte for byte.
func (d Draft) Holds(file []byte) bool {
	return len(file) == d.Bytes && protocol.Hash(sha256.Sum256(file)) == d.FileHash
}

// Author is who began this version.
func (d Draft) Author() protocol.ID {
	if len(d.Authors) == 0 {
		return protocol.ID{}
	}
	return d.Authors[0]
}

// MarkApproved moves the draft on. It takes the approval, so that nothing else can.
func (d Draft) MarkApproved(a Approved) (Draft, error) {
	if a.IsZero() || a.draft != d.ID {
		return Draft{}, fmt.Errorf("%w: it has no approval, ask another person to approve it", ErrState)
	}
	if a.fingerprint != d.Fingerprint() {
		return Draft{}, ErrChanged
	}
	d.State = StateApproved
	return d, nil
}

// MarkShared moves the draft on, in the same step that makes it a version of a document.
func (d Draft) MarkShared(a Approved) (Draft, error) {
	d, err := d.MarkApproved(a)
	if err != nil {
		return Draft{}, err
	}
	d.State = StateShared
	return d, nil
}

// MarkWithdrawn moves the draft on when its document is withdrawn, whatever state it is in.
func (d Draft) MarkWithdrawn() Draft {
	d.State = StateWithdrawn
	return d
}

// Fingerprint names everything about a draft that a review rests on: what it becomes, who wrote it, its details, its file
// and its attachments. The state is no part of it.
func (d Draft) Fingerprint() protocol.Hash {
	var b []byte
	b = append(b, "praxis\x00draft/2\x00"...)
	b = append(b, d.ID[:]...)
	b = append(b, d.Document[:]...)
	b = binary.BigEndian.AppendUint64(b, d.Version)
	b = binary.BigEndian.AppendUint64(b, uint64(len(d.Authors)))
	for _, a := range d.Authors {
		b = append(b, a[:]...)
	}
	for _, s := range []string{d.Kind, d.Language, d.Title, string(d.Origin), d.Source, d.Published} {
		b = appendCounted(b, s)
	}
	b = append(b, d.FileHash[:]...)
	for _, a := range d.Attached {
		b = appendCounted(appendCounted(b, a.Name), a.Type)
		b = append(b, a.Hash[:]...)
	}
	return sha256.Sum256(b)
}

// appendCounted appends a length of eight bytes, big endian, and then the bytes.
func appendCounted[T string | []byte](b []byte, s T) []byte {
	return append(binary.BigEndian.AppendUint64(b, uint64(len(s))), s...)
}
