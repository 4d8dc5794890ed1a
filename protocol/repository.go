package protocol

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// Audience says who may hold a repository. A group is written "group:" and its id.
type Audience string

// The audiences. Of these, npms and network are in use; the others have their form here and their behaviour later.
const (
	AudienceNPMs    Audience = "npms"    // members of standing npm; the default
	AudienceNetwork Audience = "network" // every present member
	AudienceOwn     Audience = "own"     // the member's own bodies
	AudiencePublic  Audience = "public"
	groupPrefix              = "group:"
)

// ParseAudience reads an audience and refuses what is none.
func ParseAudience(text string) (Audience, error) {
	a := Audience(text)
	switch a {
	case AudienceNPMs, AudienceNetwork, AudienceOwn, AudiencePublic:
		return a, nil
	}
	if id, ok := strings.CutPrefix(text, groupPrefix); ok {
		if parsed, err := ParseID(id); err == nil && parsed.String() == id {
			return a, nil
		}
	}
	return "", Rulef("%q is no audience: use npms (the default) or network", text)
}

// Repository names everything that one body shares with one audience.
type Repository struct {
	Body     ID       `codec:"body"`
	Audience Audience `codec:"audience"`
}

// RepositoryKey is the short form of a repository's name in store keys, where no text may stand: the first 16 bytes of
// SHA-256 over body and audience.
type RepositoryKey [16]byte

// Key is the repository's short form.
func (r Repository) Key() RepositoryKey {
	h := sha256.Sum256(append(r.Body[:], r.Audience...))
	return RepositoryKey(h[:16])
}

// String is for messages to operators.
func (r Repository) String() string { return r.Body.String() + "/" + string(r.Audience) }

// Head is the signed size and root of a repository. Heads are ordered by epoch and sequence, never by time. A writer
// signs one for each of its audiences on joining and daily, empty ones included, so that silence and suppression differ.
type Head struct {
	Body      ID       `codec:"body"`
	List      uint64   `codec:"list"` // version of the list that defines the audience: of the charter or of the group's list
	Root      Hash     `codec:"root"`
	Size      uint64   `codec:"size"` // entries
	Time      int64    `codec:"time"` // Unix seconds
	Epoch     uint64   `codec:"epoch"`
	Network   Hash     `codec:"network"`
	Audience  Audience `codec:"audience"`
	Sequence  uint64   `codec:"sequence"`            // 0, 1, … within the epoch
	Continues *Anchor  `codec:"continues,omitempty"` // in every head of an epoch after the first: where the epoch began
}

// Anchor is a state of a log.
type Anchor struct {
	Root Hash   `codec:"root"`
	Size uint64 `codec:"size"`
}

// WireFormat implements [wire.Object].
func (Head) WireFormat() string { return "head/1" }

// SignedHead is a head whose signature verifies. Whether its key is the epoch's writer is for the network to say.
type SignedHead = Signed[Head]

// Repository is the repository that the head is of.
func (h Head) Repository() Repository { return Repository{Body: h.Body, Audience: h.Audience} }

// Newer tells whether h comes after other, by epoch and then sequence.
func (h Head) Newer(other Head) bool {
	return h.Epoch > other.Epoch || h.Epoch == other.Epoch && h.Sequence > other.Sequence
}

// Validate checks a head by itself.
func (h Head) Validate() error {
	v := validator{object: "head"}
	v.that("body", !h.Body.IsZero(), "is needed")
	_, err := ParseAudience(string(h.Audience))
	v.that("audience", err == nil, "is npms, network, own, public or a group, not %q", h.Audience)
	v.that("epoch", h.Epoch >= 1, "starts at 1")
	v.that("list", h.List >= 1, "starts at 1")
	v.that("size", h.Size <= MaxEntries, "is at most %d", MaxEntries)
	v.that("time", h.Time > 0, "is needed")
	v.that("continues", h.Continues == nil || h.Epoch > 1 && h.Continues.Size <= h.Size, "stands in later epochs only, and is no larger than the head")
	v.that("root", h.Size > 0 || h.Root == Hash(log.EmptyRoot()), "is that of the empty log, as the size is 0")
	v.that("continues", h.Continues == nil || h.Continues.Size > 0 || h.Continues.Root == Hash(log.EmptyRoot()), "has the root of the empty log, as its size is 0")
	v.that("continues", h.Continues == nil || h.Continues.Size < h.Size || h.Continues.Root == h.Root, "has the head's root, as it has its size")
	v.that("continues", h.Continues != nil || h.Epoch == 1, "is needed in epoch %d", h.Epoch)
	return v.err
}

// Op says what an entry does.
type Op uint64

// The operations.
const (
	OpPut      Op = 0
	OpWithdraw Op = 1
)

// Entry is one leaf of a repository's log: put or withdraw. A put says which content is a version of a document; a
// withdraw ends all versions of a document of its own repository, for ever, and says nothing else.
type Entry struct {
	Op       Op
	Document ID
	Version  uint64   // 1, 2, …; put only
	Content  wire.CID // root block of the version; put only
	Ends     bool     // lower versions end with this one; put only
}

// put and withdrawal are the two wire forms of an entry, tuples to keep them small.
type put struct {
	_struct  struct{} `codec:",toarray"` //lint:ignore U1000 read by the codec
	Op       Op
	Document ID
	Version  uint64
	Content  wire.CID
	Ends     bool
}

type withdrawal struct {
	_struct  struct{} `codec:",toarray"` //lint:ignore U1000 read by the codec
	Op       Op
	Document ID
}

func (put) WireFormat() string        { return "put/1" }
func (withdrawal) WireFormat() string { return "withdraw/1" }

const (
	putHeader      = 0x85 // an array of five
	withdrawHeader = 0x82 // an array of two
)

// Encode returns the entry's bytes, as they stand in the log.
func (e Entry) Encode() ([]byte, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	if e.Op == OpWithdraw {
		return wire.Encode(withdrawal{Op: e.Op, Document: e.Document})
	}
	return wire.Encode(put{Op: e.Op, Document: e.Document, Version: e.Version, Content: e.Content, Ends: e.Ends})
}

// ParseEntry reads an entry's bytes.
func ParseEntry(b []byte) (Entry, error) {
	if len(b) == 0 {
		return Entry{}, fmt.Errorf("entry: it is empty")
	}
	var e Entry
	switch b[0] {
	case putHeader:
		var p put
		if err := wire.Decode(b, &p); err != nil {
			return Entry{}, fmt.Errorf("entry: %w", err)
		}
		e = Entry{Op: p.Op, Document: p.Document, Version: p.Version, Content: p.Content, Ends: p.Ends}
		if e.Op != OpPut {
			return Entry{}, fmt.Errorf("entry: op %d with the fields of a put", e.Op)
		}
	case withdrawHeader:
		var w withdrawal
		if err := wire.Decode(b, &w); err != nil {
			return Entry{}, fmt.Errorf("entry: %w", err)
		}
		e = Entry{Op: w.Op, Document: w.Document}
		if e.Op != OpWithdraw {
			return Entry{}, fmt.Errorf("entry: op %d with the fields of a withdraw", e.Op)
		}
	default:
		return Entry{}, fmt.Errorf("entry: it is neither a put nor a withdraw")
	}
	if err := e.Validate(); err != nil {
		return Entry{}, err
	}
	return e, nil
}

// Validate checks an entry by itself.
func (e Entry) Validate() error {
	v := validator{object: "entry"}
	v.that("document", !e.Document.IsZero(), "is needed")
	switch e.Op {
	case OpPut:
		v.that("version", e.Version >= 1, "starts at 1")
		_, err := wire.CIDFromBytes(e.Content[:])
		v.that("content", err == nil && e.Content.Codec() == wire.DAGCBOR, "is the CID of a dag-cbor block")
	case OpWithdraw:
		v.that("version", e.Version == 0 && e.Content == wire.CID{} && !e.Ends, "and content stand in a put only")
	default:
		v.that("op", false, "is put or withdraw, not %d", e.Op)
	}
	return v.err
}

// GroupAudience is the audience of a group.
func GroupAudience(group ID) Audience { return Audience(groupPrefix + group.String()) }

// IsGroup tells whether the audience is a group's.
func (a Audience) IsGroup() bool { return strings.HasPrefix(string(a), groupPrefix) }
