package protocol

import (
	"fmt"

	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// Fork is the evidence that a writer signed two heads of one epoch that contradict each other. Anyone can check it, and
// nobody can make it of an honest writer's heads.
type Fork struct {
	First  []byte     `codec:"first"`           // a signed head
	Proof  []log.Hash `codec:"proof,omitempty"` // how second stands to first's size; only where the heads alone do not say enough
	Second []byte     `codec:"second"`          // a signed head of the same epoch, of at least first's size
}

// WireFormat implements [wire.Object].
func (Fork) WireFormat() string { return "fork/1" }

// ForkEvidence is a fork that has been checked. It has no exported fields: one that exists came from [OpenFork] or
// [NewFork]. Whether its writer was entitled to sign is for the network to say.
type ForkEvidence struct {
	first, second SignedHead
	common        uint64
	reason        string
	bytes         []byte
}

// Repository is the repository that was forked.
func (e ForkEvidence) Repository() Repository { return e.first.Value().Repository() }

// Network is the network of the repository.
func (e ForkEvidence) Network() Hash { return e.first.Value().Network }

// Epoch is the epoch whose writer signed both heads.
func (e ForkEvidence) Epoch() uint64 { return e.first.Value().Epoch }

// Writer is the key that signed both heads.
func (e ForkEvidence) Writer() Key { return e.first.Keys()[0] }

// Heads are the two heads, the one of smaller size first.
func (e ForkEvidence) Heads() (first, second SignedHead) { return e.first, e.second }

// Common is how many entries both heads are known to share by the evidence alone. They may share more; who holds the
// entries of either can tell.
func (e ForkEvidence) Common() uint64 { return e.common }

// Reason says in plain words how the heads contradict each other.
func (e ForkEvidence) Reason() string { return e.reason }

// Bytes is the evidence as it travels and is stored. It must not be changed.
func (e ForkEvidence) Bytes() []byte { return e.bytes }

// NewFork makes evidence of two heads of one epoch, in either order. The proof, from the smaller size to the larger, is
// needed only where the heads alone do not contradict each other. It refuses heads that it does not show to be forked.
func NewFork(a, b SignedHead, proof []log.Hash) (ForkEvidence, error) {
	if a.Value().Size > b.Value().Size {
		a, b = b, a
	}
	if contradiction(a, b) != "" {
		proof = nil
	}
	encoded, err := wire.Encode(Fork{First: a.Bytes(), Proof: proof, Second: b.Bytes()})
	if err != nil {
		return ForkEvidence{}, err
	}
	return OpenFork(encoded)
}

// OpenFork reads the evidence of a fork and checks it: two valid heads of one repository and epoch, signed by one key,
// and a contradiction between them.
func OpenFork(b []byte) (ForkEvidence, error) {
	var f Fork
	if err := wire.Decode(b, &f); err != nil {
		return ForkEvidence{}, fmt.Errorf("fork: %w", err)
	}
	e, err := CheckFork(f)
	if err != nil {
		return ForkEvidence{}, err
	}
	e.bytes = append([]byte(nil), b...)
	return e, nil
}

// CheckFork checks the evidence of a fork. The heads alone are enough where they are of one sequence, where the later
// one is smaller, where they are of one size and differ in the root, or where they continue different logs. Otherwise
// the proof has to lead to second's root, and to another root at first's size than first has.
func CheckFork(f Fork) (ForkEvidence, error) {
	first, err := openForkHead("first", f.First)
	if err != nil {
		return ForkEvidence{}, err
	}
	second, err := openForkHead("second", f.Second)
	if err != nil {
		return ForkEvidence{}, err
	}
	a, b := first.Value(), second.Value()
	v := validator{object: "fork"}
	v.that("second", a.Network == b.Network, "is of the same network as first")
	v.that("second", a.Repository() == b.Repository(), "is of the same repository as first")
	v.that("second", a.Epoch == b.Epoch, "is of the same epoch as first")
	v.that("second", first.Keys()[0] == second.Keys()[0], "is signed by the same key as first")
	v.that("second", a.Size <= b.Size, "is of at least first's size")
	if v.err != nil {
		return ForkEvidence{}, v.err
	}
	reason := contradiction(first, second)
	if reason == "" {
		reason, err = contradictionByProof(f.Proof, a, b)
		if err != nil {
			return ForkEvidence{}, err
		}
	} else if len(f.Proof) > 0 {
		return ForkEvidence{}, &FieldError{Object: "fork", Field: "proof", Rule: Rulef("is left out where the heads alone contradict each other")}
	}
	return ForkEvidence{first: first, second: second, reason: reason, common: commonEntries(a, b)}, nil
}

func openForkHead(field string, b []byte) (SignedHead, error) {
	h, err := Open[Head](b)
	if err == nil {
		err = h.Value().Validate()
	}
	if err != nil {
		return SignedHead{}, fmt.Errorf("fork: %s: %w", field, err)
	}
	return h, nil
}

// contradiction says how two heads of one epoch, the smaller first, contradict each other by themselves, or "".
func contradiction(first, second SignedHead) string {
	a, b := first.Value(), second.Value()
	switch {
	case first.Hash() == second.Hash():
		return ""
	case a.Sequence == b.Sequence:
		return "two heads of one sequence"
	case a.Size == b.Size && a.Root != b.Root:
		return "two roots of one size"
	case a.Sequence > b.Sequence && a.Size < b.Size:
		return "a later head of a smaller size"
	case a.Continues != nil && b.Continues != nil && *a.Continues != *b.Continues:
		return "two beginnings of one epoch"
	}
	return ""
}

func contradictionByProof(proof []log.Hash, a, b Head) (string, error) {
	oldRoot, newRoot, err := log.Roots(proof, a.Size, b.Size)
	if err != nil {
		return "", fmt.Errorf("fork: proof: the heads do not contradict each other by themselves: %w", err)
	}
	if Hash(newRoot) != b.Root {
		return "", &FieldError{Object: "fork", Field: "proof", Rule: Rulef("does not lead to second's root")}
	}
	if Hash(oldRoot) == a.Root {
		return "", &FieldError{Object: "fork", Field: "proof", Rule: Rulef("shows that second continues first: there is no fork")}
	}
	return "two logs that part before the first head's size", nil
}

// commonEntries is what two heads of an epoch are known to share: all, if root and size agree; else what both continue.
func commonEntries(a, b Head) uint64 {
	if a.Size == b.Size && a.Root == b.Root {
		return a.Size
	}
	if a.Continues != nil && b.Continues != nil && *a.Continues == *b.Continues {
		return a.Continues.Size
	}
	return 0
}
