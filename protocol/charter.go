package protocol

import (
	"crypto/ed25519"
	"fmt"
)

// Standing is what a member is in the network.
type Standing string

// The standings. A former member stays listed, so that it can still be told of withdrawals.
const (
	StandingNPM         Standing = "npm"
	StandingObserver    Standing = "observer"
	StandingSecretariat Standing = "secretariat"
	StandingFormer      Standing = "former"
)

// Charter is one version of the list of members and of the keys that may change it. Versions form a chain: each names
// the hash of the one before, and needs Threshold signatures by that one's keys and by its own.
type Charter struct {
	Keys      []CharterKey `codec:"keys"`
	Name      string       `codec:"name"`             // of the network
	Relays    []Key        `codec:"relays,omitempty"` // nodes that volunteer to relay
	Created   int64        `codec:"created"`          // Unix seconds
	Expires   int64        `codec:"expires"`          // Unix seconds; a stale charter warns and never stops reading or local work
	Members   []Member     `codec:"members"`
	Version   uint64       `codec:"version"`  // 1, 2, …
	Previous  Hash         `codec:"previous"` // Signed.Hash of the version before; zero in the first
	Threshold uint64       `codec:"threshold"`
}

// CharterKey is a key that may sign charters, and the member that holds it.
type CharterKey struct {
	Key    Key `codec:"key"`
	Member ID  `codec:"member"`
}

// Member is an organisation in the charter. Its key signs its profile.
type Member struct {
	ID       ID       `codec:"id"`
	Key      Key      `codec:"key"`
	Name     string   `codec:"name"`
	Country  string   `codec:"country"` // ISO 3166-1 alpha-2; "" where there is none
	Standing Standing `codec:"standing"`
}

// WireFormat implements [wire.Object].
func (Charter) WireFormat() string { return "charter/1" }

// SignedCharter is a charter whose signatures verify. Whether they suffice depends on the version before it.
type SignedCharter = Signed[Charter]

// Member returns the member of that id.
func (c Charter) Member(id ID) (Member, bool) {
	for _, m := range c.Members {
		if m.ID == id {
			return m, true
		}
	}
	return Member{}, false
}

// Validate checks one version by itself: names, counts, order, and that no single member's keys reach the threshold,
// except with fewer than three present members.
func (c Charter) Validate() error {
	v := validator{object: "charter"}
	v.text("name", c.Name, 1, MaxName)
	v.that("version", c.Version >= 1, "starts at 1")
	v.that("previous", (c.Version == 1) == (c.Previous == Hash{}), "is zero in the first version, and only there")
	v.that("created", c.Created > 0, "is needed")
	v.that("expires", c.Expires > c.Created, "comes after created")
	v.that("members", len(c.Members) >= 1 && len(c.Members) <= MaxMembers, "has 1 to %d members", MaxMembers)
	v.that("threshold", c.Threshold >= 1 && c.Threshold <= uint64(len(c.Keys)), "is from 1 to the number of keys, %d", len(c.Keys))
	memberKeys := make(map[Key]bool, len(c.Members))
	for i, m := range c.Members {
		v.that("members", i == 0 || Compare(c.Members[i-1].ID, m.ID) < 0, "is in order of the ids, each once")
		v.that("members: id", !m.ID.IsZero(), "is needed")
		v.key("members: key", m.Key)
		v.that("members", !memberKeys[m.Key], "names each key once")
		memberKeys[m.Key] = true
		v.text("members: name", m.Name, 1, MaxName)
		v.country("members: country", m.Country)
		v.that("members: standing", m.Standing.valid(), "is npm, observer, secretariat or former, not %q", m.Standing)
	}
	v.keys(c)
	v.that("relays", len(c.Relays) <= MaxNodes, "has at most %d", MaxNodes)
	for i, r := range c.Relays {
		v.that("relays", i == 0 || Compare(c.Relays[i-1], r) < 0, "is in order, each once")
	}
	return v.err
}

func (v *validator) keys(c Charter) {
	held := make(map[ID]uint64)
	for i, k := range c.Keys {
		v.key("keys: key", k.Key)
		v.that("keys", i == 0 || Compare(c.Keys[i-1].Key, k.Key) < 0, "is in order, each once")
		m, ok := c.Member(k.Member)
		v.that("keys", ok && m.Standing != StandingFormer, "belong to present members")
		held[k.Member]++
	}
	if c.present() < 3 {
		return
	}
	for _, n := range held {
		v.that("keys", n < c.Threshold, "of one member do not reach the threshold of %d", c.Threshold)
	}
}

// present counts the members that are not former ones.
func (c Charter) present() int {
	n := 0
	for _, m := range c.Members {
		if m.Standing != StandingFormer {
			n++
		}
	}
	return n
}

func (s Standing) valid() bool {
	switch s {
	case StandingNPM, StandingObserver, StandingSecretariat, StandingFormer:
		return true
	}
	return false
}

// NewNetworkID is the identifier of the network that a first charter founds: its hash.
func NewNetworkID(first SignedCharter) Hash { return first.Hash() }

// CheckFirst accepts a first version: valid, and signed by at least its threshold of its own keys.
func CheckFirst(c SignedCharter) error {
	if err := c.Value().Validate(); err != nil {
		return err
	}
	if c.Value().Version != 1 {
		return fmt.Errorf("charter: version %d is not the first", c.Value().Version)
	}
	return checkThreshold(c, c.Value())
}

// CheckNext accepts the version that follows previous: valid, chained to it, and signed by at least the threshold of its
// own keys and either that of previous's keys or, should those be lost or captured, two thirds of previous's members.
func CheckNext(previous, next SignedCharter) error {
	n := next.Value()
	if err := n.Validate(); err != nil {
		return err
	}
	if n.Version != previous.Value().Version+1 || n.Previous != previous.Hash() {
		return fmt.Errorf("charter: version %d does not continue version %d", n.Version, previous.Value().Version)
	}
	if err := checkThreshold(next, n); err != nil {
		return err
	}
	if SignedByMembers(next, previous.Value()) {
		return nil
	}
	return checkThreshold(next, previous.Value())
}

func checkThreshold(c SignedCharter, rules Charter) error {
	var n uint64
	for _, k := range rules.Keys {
		if c.SignedBy(k.Key) {
			n++
		}
	}
	if n < rules.Threshold {
		return fmt.Errorf("charter: version %d has %d of the %d signatures that version %d asks for", c.Value().Version, n, rules.Threshold, rules.Version)
	}
	return nil
}

// SignedByMembers tells whether the keys of at least two thirds of parent's present members signed c.
func SignedByMembers(c SignedCharter, parent Charter) bool {
	present, signed := parent.present(), 0
	for _, m := range parent.Members {
		if m.Standing != StandingFormer && c.SignedBy(m.Key) {
			signed++
		}
	}
	return present > 0 && 3*signed >= 2*present
}

// Prefer decides between two versions that both follow parent: one signed by two thirds of the members' keys beats one
// that is not; otherwise the one that is held stays. It tells whether other is to replace held.
func Prefer(parent Charter, held, other SignedCharter) bool {
	return !SignedByMembers(held, parent) && SignedByMembers(other, parent)
}

// Cosigned signs a charter with further keys, each of which must be one of the charter's own, of the version before, or
// of their members.
func Cosigned(c SignedCharter, previous Charter, keys ...ed25519.PrivateKey) (SignedCharter, error) {
	for _, private := range keys {
		if key := KeyOf(private); !c.Value().mayCosign(key) && !previous.mayCosign(key) {
			return SignedCharter{}, fmt.Errorf("key %s is none of this charter's: sign with a key that the charter lists", key)
		}
	}
	return c.Cosign(keys...)
}

func (c Charter) mayCosign(key Key) bool {
	for _, k := range c.Keys {
		if k.Key == key {
			return true
		}
	}
	for _, m := range c.Members {
		if m.Key == key {
			return true
		}
	}
	return false
}
