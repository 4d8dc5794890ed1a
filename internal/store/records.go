package store

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"slices"
)

// RecordKind says what a private record is; it is the first byte of its key. Private records are the node's own: the
// exchange has no way to read one.
type RecordKind byte

// The kinds of private records, each by an id of 16 bytes.
const (
	KindDraft      RecordKind = 0x40 // a draft, without its file
	KindFile       RecordKind = 0x41 // a draft's file, byte for byte
	KindOutgoing   RecordKind = 0x42 // the outgoing blocks that a review froze
	KindReview     RecordKind = 0x43 // a review, with what the gate found
	KindApproval   RecordKind = 0x44 // a person's signature over an outgoing document
	KindPerson     RecordKind = 0x45 // a person of this node and their sealed key
	KindShared     RecordKind = 0x46 // which document a draft became
	KindWithdrawal RecordKind = 0x47 // why a document was withdrawn, and who was told
	KindSetting    RecordKind = 0x48 // a setting of this node
	KindRequest    RecordKind = 0x49 // a request to join, sent or received
	KindReading    RecordKind = 0x4a // who has read, bare, what a review froze
	KindNote       RecordKind = 0x4b // what readers of a draft answered who would recognise someone
	KindOriginal   RecordKind = 0x4c // a draft's file before words were taken out of it, byte for byte
	KindDecision   RecordKind = 0x4d // who decided what about a draft's marks
	KindTables     RecordKind = 0x4e // what readers know of the tables of counts in a version that was shared
	KindReport     RecordKind = 0x4f // what is kept of a draft's examinations
	KindJournal    RecordKind = 0x50 // what somebody did, without text
	KindInvitation RecordKind = 0x51 // who may choose a passphrase, once
	KindSignedIn   RecordKind = 0x52 // a session at the pages: whose, without a key
	KindUnsaved    RecordKind = 0x53 // what a person has typed and not yet saved
	KindWord       RecordKind = 0x54 // a word on a list of the gate's
	KindCanary     RecordKind = 0x55 // how often readers named a made-up detail
	KindAttached   RecordKind = 0x56 // the files that go with a draft
	KindReader     RecordKind = 0x57 // how far a person has seen what others share, and the topics that they follow
	KindPack       RecordKind = 0x58 // what somebody takes along to a visit
)

func (k RecordKind) valid() bool { return k >= KindDraft && k <= KindPack }

// Record is a private record to be stored with a batch.
type Record struct {
	Kind  RecordKind
	ID    [16]byte
	Value []byte // nil deletes it; its bytes are then due for erasure
	Sync  bool   // it must be on the disk when Commit returns
	Erase bool   // the bytes of the value that it replaces, if any, are due for erasure
}

// records writes and deletes private records. The old bytes of a deleted one, and of a replaced one that asks for it, are
// due for erasure.
func (c *change) records(all []Record) error {
	for _, r := range all {
		if !r.Kind.valid() {
			return fmt.Errorf("0x%02x is no kind of private record", byte(r.Kind))
		}
		c.key = recordKey(c.key, r.Kind, r.ID)
		if r.Value != nil {
			c.set(c.key, r.Value)
		} else {
			c.delete(c.key)
		}
		if r.Value != nil && !r.Erase {
			continue
		}
		c.set(binary.BigEndian.AppendUint64([]byte{spaceDuePrivate}, random()), c.key)
	}
	return nil
}

// random returns a number that is not used twice, so that what is due for erasure has a key of its own.
func random() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it does not fail
	return binary.BigEndian.Uint64(b[:])
}

// Record returns a private record; nil if there is none.
func (s *Store) Record(kind RecordKind, id [16]byte) ([]byte, error) {
	v, err := s.get(recordKey(nil, kind, id))
	if err != nil {
		return nil, fmt.Errorf("read a private record: %w", err)
	}
	return v, nil
}

// HasRecord tells whether there is a private record, without reading it.
func (s *Store) HasRecord(kind RecordKind, id [16]byte) (bool, error) {
	there, err := s.has(recordKey(nil, kind, id))
	if err != nil {
		return false, fmt.Errorf("read a private record: %w", err)
	}
	return there, nil
}

// Records yields the private records of a kind in order of their ids, until yield returns false. The value is the
// caller's. While yield runs nothing is erased: it should not wait for anything.
func (s *Store) Records(kind RecordKind, yield func(id [16]byte, value []byte) bool) error {
	s.readers.n.Add(1)
	defer s.readers.n.Add(-1)
	err := s.space1(byte(kind), func(key, value []byte) (bool, error) {
		return yield([16]byte(key[1:]), slices.Clone(value)), nil
	})
	if err != nil {
		return fmt.Errorf("read the private records: %w", err)
	}
	return nil
}
