package protocol

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
)

// ErrConflict says that two charters follow the same version and neither has precedence: the one held stays.
var ErrConflict = errors.New("two charters follow the same version")

// Network is what a node believes about who belongs: the chain of charters from the first, the members' profiles,
// denials and group lists. Every answer about a right comes from here. It is not safe for concurrent use; [Network.Clone]
// gives readers their own.
type Network struct {
	id       Hash
	chain    []SignedCharter
	profiles map[ID]SignedProfile
	denials  map[Hash]SignedDenial
	groups   map[ID]SignedGroupList
	recalls  map[Recalled]SignedRecall
	nodes    map[Key]Place // of present and former members, derived
}

// Recalled names what a recall takes back: a document of a body, in each of its repositories.
type Recalled struct{ Body, Document ID }

// Place is where a node stands: its member, its body, and the node as the profile describes it.
type Place struct {
	Member Member
	Body   Body
	Node   Node
}

// NewNetwork founds or joins the network of a first charter.
func NewNetwork(first SignedCharter) (*Network, error) {
	if err := CheckFirst(first); err != nil {
		return nil, err
	}
	n := &Network{
		id: NewNetworkID(first), chain: []SignedCharter{first},
		profiles: map[ID]SignedProfile{}, denials: map[Hash]SignedDenial{}, groups: map[ID]SignedGroupList{},
		recalls: map[Recalled]SignedRecall{}, nodes: map[Key]Place{},
	}
	return n, nil
}

// Clone returns a copy that later changes do not reach.
func (n *Network) Clone() *Network {
	c := &Network{id: n.id, chain: slices.Clone(n.chain),
		profiles: map[ID]SignedProfile{}, denials: map[Hash]SignedDenial{}, groups: map[ID]SignedGroupList{},
		recalls: map[Recalled]SignedRecall{}, nodes: map[Key]Place{}}
	copyMap(c.profiles, n.profiles)
	copyMap(c.denials, n.denials)
	copyMap(c.groups, n.groups)
	copyMap(c.recalls, n.recalls)
	copyMap(c.nodes, n.nodes)
	return c
}

func copyMap[K comparable, V any](to, from map[K]V) {
	for k, v := range from {
		to[k] = v
	}
}

// ID identifies the network: the hash of its first charter.
func (n *Network) ID() Hash { return n.id }

// Charter is the newest version.
func (n *Network) Charter() SignedCharter { return n.chain[len(n.chain)-1] }

// Charters is the whole chain, first version first. It must not be changed.
func (n *Network) Charters() []SignedCharter { return n.chain }

// AddCharter takes the next version, or one that has precedence over a version held ([Prefer]); what followed that one
// falls away. It reports whether anything changed. A charter that is held already changes nothing.
func (n *Network) AddCharter(c SignedCharter) (bool, error) {
	version := c.Value().Version
	if version > 0 && version <= uint64(len(n.chain)) && n.chain[version-1].Hash() == c.Hash() {
		return false, nil
	}
	if err := n.CheckCharter(c); err != nil {
		return false, err
	}
	n.chain = append(slices.Clip(n.chain[:version-1]), c)
	n.derive()
	return true, nil
}

// CheckCharter tells why a charter could not be added; the error says which signatures are missing, if that is all. It
// wraps [ErrConflict] where another version stands in its place.
func (n *Network) CheckCharter(c SignedCharter) error {
	version, held := c.Value().Version, uint64(len(n.chain))
	switch {
	case version == 0 || version > held+1:
		return fmt.Errorf("charter: version %d does not continue version %d", version, held)
	case version == 1:
		return fmt.Errorf("charter: it founds another network")
	}
	parent := n.chain[version-2]
	if err := CheckNext(parent, c); err != nil {
		return err
	}
	if err := checkMemberKeys(parent.Value(), c); err != nil {
		return err
	}
	if version <= held && !Prefer(parent.Value(), n.chain[version-1], c) {
		return fmt.Errorf("charter: version %d: %w", version, ErrConflict)
	}
	return nil
}

// checkMemberKeys enforces that a member's key changes only with its old key's signature, or two thirds of the members';
// and that no member is left out otherwise: it would come back with any key.
func checkMemberKeys(parent Charter, next SignedCharter) error {
	if SignedByMembers(next, parent) {
		return nil
	}
	for _, m := range parent.Members {
		if _, listed := next.Value().Member(m.ID); !listed && !next.SignedBy(m.Key) {
			return fmt.Errorf("charter: %s is left out: list it as a former member", m.Name)
		}
	}
	for _, m := range next.Value().Members {
		old, ok := parent.Member(m.ID)
		if ok && old.Key != m.Key && !next.SignedBy(old.Key) {
			return fmt.Errorf("charter: the key of %s changes without its old key's signature", m.Name)
		}
	}
	return nil
}

// AddProfile takes a member's profile of a version above the one held. It reports whether anything changed.
func (n *Network) AddProfile(p SignedProfile) (bool, error) {
	v := p.Value()
	m, ok := n.Charter().Value().Member(v.Member)
	if !ok {
		return false, fmt.Errorf("profile: %q is no member of the network", v.Name)
	}
	if m.Key != v.Key || !p.SignedBy(m.Key) {
		return false, fmt.Errorf("profile: it is not signed by the member key that the charter lists for %s", m.Name)
	}
	if held, ok := n.profiles[v.Member]; ok && held.Value().Key == v.Key && v.Version <= held.Value().Version {
		return false, nil
	}
	n.profiles[v.Member] = p
	n.derive()
	return true, nil
}

// AddDenial takes a denial that the keys of the newest charter suffice for, or those of the version that it names: see
// [Network.checkDenial]. It reports whether anything changed.
func (n *Network) AddDenial(d SignedDenial) (bool, error) {
	if d.Value().Network != n.id {
		return false, fmt.Errorf("denial: it is of another network")
	}
	if err := n.checkDenial(d); err != nil {
		return false, err
	}
	if _, ok := n.denials[d.Hash()]; ok {
		return false, nil
	}
	if err := n.checkRoomForDenial(d); err != nil {
		return false, err
	}
	n.denials[d.Hash()] = d
	return true, nil
}

// checkDenial accepts a denial by the keys of the newest charter; or by those of the version that it names, if it is dated
// before the next one was made and the keys have been handed on since, version by version, by their own threshold: a
// denial outlasts a key that was changed, and keys that two thirds of the members took away deny nobody.
func (n *Network) checkDenial(d SignedDenial) error {
	v := d.Value()
	refused := CheckDenial(n.Charter().Value(), d)
	if refused == nil || v.Charter == 0 || v.Charter >= uint64(len(n.chain)) {
		return refused
	}
	if err := CheckDenial(n.chain[v.Charter-1].Value(), d); err != nil || v.Time > n.chain[v.Charter].Value().Created {
		return refused
	}
	for at := v.Charter; at < uint64(len(n.chain)); at++ {
		if err := checkThreshold(n.chain[at], n.chain[at-1].Value()); err != nil {
			return refused
		}
	}
	return nil
}

// memberKeys are the keys that the charters list for a member, the oldest first. A recall outlasts the key that signed it.
func (n *Network) memberKeys(id ID) []Key {
	var keys []Key
	for _, c := range n.chain {
		if m, ok := c.Value().Member(id); ok && !slices.Contains(keys, m.Key) {
			keys = append(keys, m.Key)
		}
	}
	return keys
}

// Profile returns a member's profile.
func (n *Network) Profile(member ID) (SignedProfile, bool) {
	p, ok := n.profiles[member]
	return p, ok
}

// Profiles returns the profiles that the charter's member keys signed, in order of the members. One that a member signed
// with a key that it has no more says nothing.
func (n *Network) Profiles() []SignedProfile {
	all := sorted(n.profiles, func(a, b ID) int { return Compare(a, b) })
	return slices.DeleteFunc(all, func(p SignedProfile) bool {
		m, ok := n.Charter().Value().Member(p.Value().Member)
		return !ok || m.Key != p.Value().Key
	})
}

// Denials returns all denials, in order of their hashes.
func (n *Network) Denials() []SignedDenial {
	return sorted(n.denials, func(a, b Hash) int { return Compare(a, b) })
}

// Groups returns all group lists, in order of their ids.
func (n *Network) Groups() []SignedGroupList {
	return sorted(n.groups, func(a, b ID) int { return Compare(a, b) })
}

// Recalls returns all recalls, in order of body and document.
func (n *Network) Recalls() []SignedRecall {
	return sorted(n.recalls, func(a, b Recalled) int {
		if c := Compare(a.Body, b.Body); c != 0 {
			return c
		}
		return Compare(a.Document, b.Document)
	})
}

// IsRecalled tells whether a document of a body was taken back by a recall.
func (n *Network) IsRecalled(body, document ID) bool {
	_, ok := n.recalls[Recalled{Body: body, Document: document}]
	return ok
}

func sorted[K comparable, V any](m map[K]V, compare func(a, b K) int) []V {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	all := make([]V, len(keys))
	for i, k := range keys {
		all[i] = m[k]
	}
	return all
}

// Digest identifies all that the network's lists say, without groups, which not everybody may see: equal digests, equal
// lists.
func (n *Network) Digest() Hash {
	h := sha256.New()
	add := func(x Hash) { h.Write(x[:]) }
	add(n.Charter().Hash())
	for _, p := range n.Profiles() {
		add(p.Hash())
	}
	add(Hash{})
	for _, d := range n.Denials() {
		add(d.Hash())
	}
	add(Hash{})
	for _, r := range n.Recalls() {
		add(r.Hash())
	}
	return Hash(h.Sum(nil))
}
