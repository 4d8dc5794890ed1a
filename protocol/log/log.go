// Package log is the Merkle log of a repository: it computes the root that a
// head signs, keeps what is needed to go on from there, and proves that one
// root continues another or contradicts it. It implements specs/log.md.
//
// The tree is the one of RFC 6962 and RFC 9162, section 2.1. For leaves D[n] =
// d(0), …, d(n-1), with k the largest power of two smaller than n:
//
//	MTH({})      = SHA-256()
//	MTH({d(0)})  = SHA-256(0x00 || d(0))
//	MTH(D[n])    = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))
//
// The two prefixes keep an entry from being passed off as an inner node. A
// receiver holds every entry, so it goes from one root to the next with the
// [Edge] alone: it appends the new leaves to a copy and compares the root with
// the one in the head. When they differ, a proof ([Prove], [Check]) tells a
// fork, which is the writer's doing, from an answer that proves nothing.
//
// The package refuses to do I/O (what is stored comes through [Source]), to
// know what an entry says, to sign or to verify a signature, to order heads by
// anything but size, and to prove that a single entry is included: whoever asks
// for one holds them all. What a stranger sends yields an error, never a panic,
// and work that is logarithmic in the size that was claimed.
//
// A node here is a node of the tree, as in the RFCs, never a running Praxis.
package log

import (
	"crypto/sha256"
	"encoding/hex"
)

// MaxSize is the largest size of a log, in entries. It bounds an edge to 48
// nodes and a proof to [MaxProof], and is a number that JSON carries exactly.
const MaxSize = 1 << maxLevel

// maxLevel is the level of the root of a log of MaxSize; leaves are at level 0.
const maxLevel = 48

// A Hash is the SHA-256 hash of a leaf or of a node of the tree.
type Hash [sha256.Size]byte

// String returns the hash in lower-case hexadecimal, for diagnosis.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// EmptyRoot returns the root of the log without entries: SHA-256 of nothing.
func EmptyRoot() Hash { return sha256.Sum256(nil) }

// LeafHash returns the hash of the leaf for an entry: SHA-256(0x00 || entry).
func LeafHash(entry []byte) Hash {
	h := sha256.New()
	h.Write([]byte{0x00})
	h.Write(entry)
	var leaf Hash
	h.Sum(leaf[:0])
	return leaf
}

// NodeHash returns the hash of an inner node: SHA-256(0x01 || left || right).
func NodeHash(left, right Hash) Hash {
	var b [1 + 2*sha256.Size]byte
	b[0] = 0x01
	copy(b[1:], left[:])
	copy(b[1+sha256.Size:], right[:])
	return sha256.Sum256(b[:])
}
