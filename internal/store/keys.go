package store

import (
	"encoding/binary"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// The keyspaces: the first byte of every key. What follows it is of fixed length and binary: short hashes of names,
// random ids, numbers in big-endian order so that they sort. Text is never part of a key, since boundaries of files keep
// copies of keys. The table of specs/store.md lists the same; a test compares them.
const (
	spaceFormat byte = 0x01 // (nothing) → number of the store's format

	spaceState     byte = 0x10 // repository → size, edge, name, head
	spaceProgress  byte = 0x11 // repository → below which entry all contents are held
	spaceEntry     byte = 0x12 // repository, entry → the entry's bytes
	spaceTile      byte = 0x13 // repository, tile → its hash
	spaceDocument  byte = 0x14 // repository, document → what the entries say of it
	spaceEnded     byte = 0x15 // repository, entry → the entry that withdrew or ended its content
	spaceHeld      byte = 0x16 // repository, entry → the CIDs that its root block links; there is one for each root block
	spaceRoot      byte = 0x17 // repository, entry → root block
	spaceLinked    byte = 0x18 // repository, CID → linked block
	spaceReference byte = 0x19 // repository, CID, entry → (nothing): that entry's root block links the block
	spaceFork      byte = 0x1a // repository → name, evidence

	spaceCharter  byte = 0x20 // version → charter
	spaceProfile  byte = 0x21 // member, member key → profile
	spaceDenial   byte = 0x22 // hash → denial
	spaceRecall   byte = 0x23 // body, document → recall
	spaceGroup    byte = 0x24 // group, version → group list
	spaceHoldings byte = 0x25 // node, hash of the audience, body → sequence, holdings

	spaceDue        byte = 0x30 // repository, cause, random number → entry and CIDs whose bytes are to be erased
	spaceDuePrivate byte = 0x31 // random number → kind and id of a private record whose bytes are to be erased
)

func repositoryKey(to []byte, space byte, r protocol.RepositoryKey) []byte {
	return append(append(to[:0], space), r[:]...)
}

func entryKey(to []byte, space byte, r protocol.RepositoryKey, entry uint64) []byte {
	return binary.BigEndian.AppendUint64(repositoryKey(to, space, r), entry)
}

func documentKey(to []byte, r protocol.RepositoryKey, id protocol.ID) []byte {
	return append(repositoryKey(to, spaceDocument, r), id[:]...)
}

func blockKey(to []byte, space byte, r protocol.RepositoryKey, c wire.CID) []byte {
	return append(repositoryKey(to, space, r), c[:]...)
}

func referenceKey(to []byte, r protocol.RepositoryKey, c wire.CID, entry uint64) []byte {
	return binary.BigEndian.AppendUint64(blockKey(to, spaceReference, r, c), entry)
}

func dueKey(to []byte, r protocol.RepositoryKey, cause, random uint64) []byte {
	return binary.BigEndian.AppendUint64(entryKey(to, spaceDue, r, cause), random)
}

func recordKey(to []byte, kind RecordKind, id [16]byte) []byte {
	return append(append(to[:0], byte(kind)), id[:]...)
}

// after is the first key that does not begin with prefix.
func after(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

func lastNumber(key []byte) uint64 { return binary.BigEndian.Uint64(key[len(key)-8:]) }
