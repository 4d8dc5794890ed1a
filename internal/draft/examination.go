package draft

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"praxis/protocol"
)

// ErrNotClean says that a blocking mark is unresolved, or that these very bytes were not examined.
var ErrNotClean = errors.New("the gate has not let the draft pass: resolve its marks and start another review")

// Examination is what the gate said about outgoing bytes, and what persons decided about it. It has no exported fields:
// one that is not zero came from package gate, or from the record of one that did.
type Examination struct {
	examined    protocol.Hash // Outgoing.Hash; zero where loose texts were examined, which supports no review
	checks      []string      // names with versions
	marks       []Mark
	resolutions []Resolution
}

// NewExamination is for package gate alone; a test holds everyone else to it. The outgoing hash is zero where texts were
// examined that are not (yet) what leaves.
func NewExamination(outgoing protocol.Hash, checks []string, marks []Mark) Examination {
	return Examination{examined: outgoing, checks: slices.Clone(checks), marks: slices.Clone(marks)}
}

// IsZero tells whether nothing was examined.
func (e Examination) IsZero() bool { return len(e.checks) == 0 }

// Of is the hash of the outgoing bytes that were examined; zero for loose texts.
func (e Examination) Of() protocol.Hash { return e.examined }

// Checks are the names of the checks that ran, with their versions.
func (e Examination) Checks() []string { return slices.Clone(e.checks) }

// Marks are what the gate pointed at, resolved or not, in the order of the fields and places.
func (e Examination) Marks() []Mark { return slices.Clone(e.marks) }

// Resolutions are the decisions that were taken.
func (e Examination) Resolutions() []Resolution { return slices.Clone(e.resolutions) }

// Unresolved are the blocking marks about which nothing was decided.
func (e Examination) Unresolved() []Mark {
	kept := make(map[Place]bool, len(e.resolutions))
	for _, r := range e.resolutions {
		kept[r.Place] = kept[r.Place] || r.Decision == Kept && r.Validate() == nil
	}
	var open []Mark
	for _, m := range e.marks {
		if m.Blocking && !(kept[m.Place] && m.Kind.MayBeKept()) {
			open = append(open, m)
		}
	}
	return open
}

// Clean tells whether something was examined and no blocking mark is unresolved.
func (e Examination) Clean() bool { return !e.IsZero() && len(e.Unresolved()) == 0 }

// Resolve returns the examination with decisions about its marks. A decision to keep must be allowed for the kind of every
// mark at its place. One that says that words are redacted or generalised is refused while they still stand there, and is
// otherwise a record of what was done. The latest decision about a place holds.
func (e Examination) Resolve(resolutions ...Resolution) (Examination, error) {
	decided := slices.Clone(e.resolutions)
	for _, r := range resolutions {
		if err := r.Validate(); err != nil {
			return Examination{}, err
		}
		at := slices.IndexFunc(e.marks, func(m Mark) bool { return m.Place == r.Place })
		if at < 0 && r.Decision == Kept {
			continue // the words are gone: nothing is kept
		}
		if at >= 0 && e.marks[at].Kind != r.Kind {
			return Examination{}, fmt.Errorf("the decision is about a mark of the kind %s, not %s: decide again", e.marks[at].Kind, r.Kind)
		}
		if at >= 0 && r.Decision != Kept {
			return Examination{}, fmt.Errorf("%s: the words still stand in the text: edit the draft first", r.Decision)
		}
		decided = slices.DeleteFunc(decided, func(old Resolution) bool { return old.Place == r.Place })
		decided = append(decided, r)
	}
	e.resolutions = decided
	return e, nil
}

// digest names the examination, so that an approval covers what was decided about the marks too: SHA-256 over "praxis", 0,
// "examination/1", 0, the outgoing hash, the checks, the marks and the resolutions.
func (e Examination) digest() protocol.Hash {
	b := append([]byte("praxis\x00examination/1\x00"), e.examined[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(len(e.checks)))
	for _, c := range e.checks {
		b = appendCounted(b, c)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(len(e.marks)))
	for _, m := range e.marks {
		b = append(b, m.Place[:]...)
		b = binary.BigEndian.AppendUint64(b, uint64(m.Start))
		b = binary.BigEndian.AppendUint64(b, uint64(m.End))
		blocking := byte(0)
		if m.Blocking {
			blocking = 1
		}
		b = append(b, blocking)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(len(e.resolutions)))
	for _, r := range e.resolutions {
		b = append(b, r.Place[:]...)
		b = append(b, r.Person[:]...)
		b = binary.BigEndian.AppendUint64(b, uint64(r.Time))
		b = appendCounted(b, string(r.Decision))
		b = appendCounted(b, r.Reason)
	}
	return sha256.Sum256(b)
}

// record is the private form of an examination.
type record struct {
	Examined    protocol.Hash `json:"examined"`
	Checks      []string      `json:"checks"`
	Marks       []Mark        `json:"marks,omitempty"`
	Resolutions []Resolution  `json:"resolutions,omitempty"`
}

// MarshalJSON writes the examination for the private store, without the words that were found.
func (e Examination) MarshalJSON() ([]byte, error) {
	return json.Marshal(record{e.examined, e.checks, e.marks, e.resolutions})
}

// UnmarshalJSON reads it back. The words that were found can be read from the text again, at their offsets.
func (e *Examination) UnmarshalJSON(b []byte) error {
	var r record
	if err := json.Unmarshal(b, &r); err != nil {
		return fmt.Errorf("read an examination: %w", err)
	}
	*e = Examination{r.Examined, r.Checks, r.Marks, r.Resolutions}
	return nil
}
