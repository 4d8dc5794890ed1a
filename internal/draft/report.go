package draft

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"praxis/protocol"
)

// Report is what is kept of an examination with the approval: which checks ran, what they found, how it was resolved, and
// who read and approved it. It names no words, and stays at this node.
type Report struct {
	Version   uint64            `json:"version"` // of the document
	Audience  protocol.Audience `json:"audience"`
	Hash      protocol.Hash     `json:"hash"` // of the outgoing bytes
	Time      int64             `json:"time"` // of the last approval
	Checks    []string          `json:"checks"`
	Counts    []Count           `json:"counts"` // by kind, in the order of Kinds
	Readings  []Reading         `json:"readings"`
	Approvals []Signed          `json:"approvals"`
	// Places are those of all marks, eight bytes of each, in order: by them a later examination tells what is new. They are
	// as private as the draft.
	Places []byte `json:"places,omitempty"`
	Again  *Again `json:"again,omitempty"` // the latest examination after it was shared, by other checks
}

// Count says how many marks of a kind there were, and what became of them.
type Count struct {
	Kind        Kind `json:"kind"`
	Blocking    int  `json:"blocking"`
	Noted       int  `json:"noted"`
	Kept        int  `json:"kept"`        // of the blocking ones
	Redacted    int  `json:"redacted"`    // places of this version's draft that are gone
	Generalised int  `json:"generalised"` // likewise
}

// Signed is who approved, and when.
type Signed struct {
	Person protocol.ID `json:"person"`
	Time   int64       `json:"time"`
}

// Again is what other checks found in what had been shared.
type Again struct {
	Time   int64    `json:"time"`
	Checks []string `json:"checks"`
	New    []Count  `json:"new"`  // marks that were not there before, by kind
	Seen   int64    `json:"seen"` // when somebody who may write took note; 0 before
}

// placeBytes is how much of a place a report keeps: enough to tell places of one document apart.
const placeBytes = 8

// NewReport makes the report of a review that was approved.
func NewReport(r Review, approvals []Approval) Report {
	report := Report{
		Version: r.Outgoing.Version, Audience: r.Outgoing.Audience, Hash: r.Hash, Checks: r.Examination.Checks(),
		Counts: count(r.Examination.Marks(), r.Examination.Resolutions()), Readings: slices.Clone(r.Readings),
	}
	for i := range report.Readings {
		report.Readings[i].Planted = nil // it was made up, and is counted elsewhere
	}
	for _, a := range approvals {
		report.Approvals = append(report.Approvals, Signed{a.Person, a.Time})
		report.Time = max(report.Time, a.Time)
	}
	var places []string
	for _, m := range r.Examination.Marks() {
		places = append(places, string(m.Place[:placeBytes]))
	}
	slices.Sort(places)
	for _, p := range slices.Compact(places) {
		report.Places = append(report.Places, p...)
	}
	return report
}

// count counts marks and resolutions by kind.
func count(marks []Mark, resolutions []Resolution) []Count {
	by := make(map[Kind]*Count)
	at := func(k Kind) *Count {
		if by[k] == nil {
			by[k] = &Count{Kind: k}
		}
		return by[k]
	}
	kept := make(map[Place]bool)
	for _, r := range resolutions {
		switch r.Decision {
		case Kept:
			kept[r.Place] = true
		case Redacted:
			at(r.Kind).Redacted++
		case Generalised:
			at(r.Kind).Generalised++
		}
	}
	for _, m := range marks {
		c := at(m.Kind)
		if !m.Blocking {
			c.Noted++
			continue
		}
		if c.Blocking++; kept[m.Place] {
			c.Kept++
		}
	}
	counts := []Count{}
	for _, k := range Kinds() {
		if by[k] != nil {
			counts = append(counts, *by[k])
		}
	}
	return counts
}

// ExaminedBy tells whether the latest examination was by these checks.
func (r Report) ExaminedBy(checks []string) bool {
	last := r.Checks
	if r.Again != nil {
		last = r.Again.Checks
	}
	return GateOf(last) == GateOf(checks)
}

// Examined returns the report with a later examination of the same bytes. What was new before and nobody has taken note of
// stays new.
func (r Report) Examined(e Examination, now int64) Report {
	known := make(map[string]bool)
	for p := range slices.Chunk(r.Places, placeBytes) {
		known[string(p)] = true
	}
	marks := slices.DeleteFunc(e.Marks(), func(m Mark) bool { return known[string(m.Place[:placeBytes])] })
	r.Again = &Again{Time: now, Checks: e.Checks(), New: count(marks, nil)}
	return r
}

// Blocking is how many marks are new that would have blocked.
func (a Again) Blocking() (n int) {
	for _, c := range a.New {
		n += c.Blocking
	}
	return n
}

// GateOf names a set of checks: the same name, the same checks in the same versions.
func GateOf(checks []string) protocol.Hash {
	sorted := slices.Clone(checks)
	slices.Sort(sorted)
	var b bytes.Buffer
	for _, c := range sorted {
		b.Write(appendCounted(nil, c))
	}
	return sha256.Sum256(b.Bytes())
}

// Reports are those of one draft, by version.
type Reports struct {
	Gate protocol.Hash `json:"gate"` // the checks by which all were last examined; zero where they differ
	All  []Report      `json:"all"`
}

// With puts a report in the place of an earlier one of the same version.
func (r Reports) With(one Report) Reports {
	all := slices.DeleteFunc(slices.Clone(r.All), func(o Report) bool { return o.Version == one.Version })
	all = append(all, one)
	slices.SortFunc(all, func(a, b Report) int { return int(int64(a.Version) - int64(b.Version)) })
	return Reports{All: all}
}

// Settled notes that all that could be examined by these checks was.
func (r Reports) Settled(checks []string) Reports {
	r.Gate = GateOf(checks)
	return r
}

// Total is how many marks are new.
func (a Again) Total() int {
	n := 0
	for _, c := range a.New {
		n += c.Blocking + c.Noted
	}
	return n
}
