package protocol

import (
	"fmt"
	"slices"
)

// DenialTerm is how long a denial holds, in seconds, unless a charter confirms it: 30 days.
const DenialTerm = 30 * 24 * 60 * 60

// denialAhead is by how many seconds the clock of who signs a denial may be ahead.
const denialAhead = 24 * 60 * 60

// Denial shuts nodes or members out at once: a suspension, a stolen node. It is no version of the charter; denials are
// merged by union. It needs half the charter's threshold of the charter's keys, rounded up.
type Denial struct {
	Time    int64  `codec:"time"`            // Unix seconds; it lapses after [DenialTerm]
	Nodes   []Key  `codec:"nodes,omitempty"` // in order
	Reason  string `codec:"reason,omitempty"`
	Charter uint64 `codec:"charter"` // version in force when it was signed
	Members []ID   `codec:"members,omitempty"`
	Network Hash   `codec:"network"`
}

// WireFormat implements [wire.Object].
func (Denial) WireFormat() string { return "denial/1" }

// SignedDenial is a denial whose signatures verify.
type SignedDenial = Signed[Denial]

// Validate checks a denial by itself.
func (d Denial) Validate() error {
	v := validator{object: "denial"}
	v.that("time", d.Time > 0, "is needed")
	v.that("charter", d.Charter >= 1, "starts at 1")
	v.that("nodes", len(d.Nodes)+len(d.Members) > 0, "or members are needed")
	v.that("nodes", len(d.Nodes) <= MaxNodes, "has at most %d", MaxNodes)
	v.that("members", len(d.Members) <= MaxMembers, "has at most %d", MaxMembers)
	v.text("reason", d.Reason, 0, MaxShortText)
	for i, n := range d.Nodes {
		v.that("nodes", i == 0 || Compare(d.Nodes[i-1], n) < 0, "is in order, each once")
	}
	for i, m := range d.Members {
		v.that("members", i == 0 || Compare(d.Members[i-1], m) < 0, "is in order, each once")
	}
	return v.err
}

// InForce tells whether a denial holds at the time now. One that is dated ahead does not hold yet, but for what clocks
// differ: few keys suffice for it, so it must not outlast its term.
func (d Denial) InForce(now int64) bool {
	return d.Time-denialAhead <= now && now-d.Time < DenialTerm
}

// NewDenial makes a denial under the newest charter, unsigned. Now is in Unix seconds.
func (n *Network) NewDenial(reason string, members []ID, nodes []Key, now int64) Denial {
	d := Denial{Time: now, Reason: reason, Charter: n.Charter().Value().Version, Network: n.id, Members: slices.Clone(members), Nodes: slices.Clone(nodes)}
	slices.SortFunc(d.Members, Compare[ID])
	slices.SortFunc(d.Nodes, Compare[Key])
	d.Members, d.Nodes = slices.Compact(d.Members), slices.Compact(d.Nodes)
	return d
}

// CheckDenial accepts a denial under a charter: valid, and signed by half its threshold of its keys, rounded up.
func CheckDenial(c Charter, d SignedDenial) error {
	if err := d.Value().Validate(); err != nil {
		return err
	}
	var n uint64
	for _, k := range c.Keys {
		if d.SignedBy(k.Key) {
			n++
		}
	}
	if need := (c.Threshold + 1) / 2; n < need {
		return fmt.Errorf("denial: it has %d of the %d signatures that it needs", n, need)
	}
	return nil
}

// Recall takes a document back when no writer is left to withdraw it. It is signed with the member key and needs no log.
type Recall struct {
	Body     ID    `codec:"body"`
	Time     int64 `codec:"time"`
	Member   ID    `codec:"member"`
	Network  Hash  `codec:"network"`
	Document ID    `codec:"document"`
}

// WireFormat implements [wire.Object].
func (Recall) WireFormat() string { return "recall/1" }

// SignedRecall is a recall whose signature verifies.
type SignedRecall = Signed[Recall]

// Validate checks a recall by itself.
func (r Recall) Validate() error {
	v := validator{object: "recall"}
	v.that("time", r.Time > 0, "is needed")
	v.that("body", !r.Body.IsZero(), "is needed")
	v.that("member", !r.Member.IsZero(), "is needed")
	v.that("document", !r.Document.IsZero(), "is needed")
	return v.err
}

// GroupList is one version of the members of a working group, kept by its convenor. It names keys, so that a member key
// that was changed without the old one is outside until the convenor admits it.
type GroupList struct {
	ID       ID            `codec:"id"`
	Name     string        `codec:"name"`
	Time     int64         `codec:"time"`
	Members  []GroupMember `codec:"members"` // in order of the ids
	Network  Hash          `codec:"network"`
	Version  uint64        `codec:"version"`
	Convenor ID            `codec:"convenor"`
	Previous Hash          `codec:"previous"` // Signed.Hash of the version before; zero in the first
}

// GroupMember is a member of a group, by its id and its member key.
type GroupMember struct {
	ID  ID  `codec:"id"`
	Key Key `codec:"key"`
}

// WireFormat implements [wire.Object].
func (GroupList) WireFormat() string { return "group/1" }

// SignedGroupList is a group list whose signature verifies.
type SignedGroupList = Signed[GroupList]

// Validate checks a group list by itself.
func (g GroupList) Validate() error {
	v := validator{object: "group"}
	v.that("id", !g.ID.IsZero(), "is needed")
	v.text("name", g.Name, 1, MaxName)
	v.that("time", g.Time > 0, "is needed")
	v.that("version", g.Version >= 1, "starts at 1")
	v.that("version", g.Version <= MaxGroupVersions, "is at most %d: begin a new group", MaxGroupVersions)
	v.that("previous", (g.Version == 1) == (g.Previous == Hash{}), "is zero in the first version, and only there")
	v.that("members", len(g.Members) >= 1 && len(g.Members) <= MaxMembers, "has 1 to %d", MaxMembers)
	convenor := false
	for i, m := range g.Members {
		v.that("members", i == 0 || Compare(g.Members[i-1].ID, m.ID) < 0, "is in order of the ids, each once")
		v.key("members: key", m.Key)
		convenor = convenor || m.ID == g.Convenor
	}
	v.that("convenor", convenor, "is a member of the group")
	return v.err
}

// CheckGroupList accepts a version of a group list: valid, signed by the convenor's key as the list before it names it
// (as the list itself does, for the first), and chained to the version before.
func CheckGroupList(previous *SignedGroupList, next SignedGroupList) error {
	n := next.Value()
	if err := n.Validate(); err != nil {
		return err
	}
	rules := n
	if previous != nil {
		rules = previous.Value()
		if n.Network != rules.Network || n.ID != rules.ID || n.Version != rules.Version+1 || n.Previous != previous.Hash() {
			return fmt.Errorf("group: version %d does not continue version %d", n.Version, rules.Version)
		}
	} else if n.Version != 1 {
		return fmt.Errorf("group: version %d is not the first", n.Version)
	}
	for _, m := range rules.Members {
		if m.ID == rules.Convenor && next.SignedBy(m.Key) {
			return nil
		}
	}
	return fmt.Errorf("group: %w: it is not signed by its convenor", ErrSignature)
}
