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
	held := uint64(len(n.chain))
	switch {
	case version == 0 || version > held+1:
		return false, fmt.Errorf("charter: version %d does not continue version %d", version, held)
	case version <= held && n.chain[version-1].Hash() == c.Hash():
		return false, nil
	case version == 1:
		return false, fmt.Errorf("charter: it founds another network")
	}
	parent := n.chain[version-2]
	if err := CheckNext(parent, c); err != nil {
		return false, err
	}
	if err := checkMemberKeys(parent.Value(), c); err != nil {
		return false, err
	}
	if version <= held && !Prefer(parent.Value(), n.chain[version-1], c) {
		return false, fmt.Errorf("charter: version %d: %w", version, ErrConflict)
	}
	n.chain = append(slices.Clip(n.chain[:version-1]), c)
	n.derive()
	return true, nil
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

// AddDenial takes a denial that the charter's keys suffice for. It reports whether anything changed.
func (n *Network) AddDenial(d SignedDenial) (bool, error) {
	if d.Value().Network != n.id {
		return false, fmt.Errorf("denial: it is of another network")
	}
	if err := CheckDenial(n.Charter().Value(), d); err != nil {
		return false, err
	}
	if _, ok := n.denials[d.Hash()]; ok {
		return false, nil
	}
	n.denials[d.Hash()] = d
	return true, nil
}

// AddRecall takes a recall by the member whose body shared the document. It reports whether anything changed.
func (n *Network) AddRecall(r SignedRecall) (bool, error) {
	v := r.Value()
	if err := v.Validate(); err != nil {
		return false, err
	}
	owner, owned := n.Owner(v.Body)
	if v.Network != n.id || !owned || owner != v.Member || !slices.ContainsFunc(n.memberKeys(v.Member), r.SignedBy) {
		return false, fmt.Errorf("recall: %w: it is not signed by the member whose body shared the document", ErrSignature)
	}
	key := Recalled{Body: v.Body, Document: v.Document}
	if _, held := n.recalls[key]; held {
		return false, nil
	}
	n.recalls[key] = r
	return true, nil
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

// AddGroup takes the next version of a group's list. It reports whether anything changed.
func (n *Network) AddGroup(g SignedGroupList) (bool, error) {
	if g.Value().Network != n.id {
		return false, fmt.Errorf("group: it is of another network")
	}
	var previous *SignedGroupList
	if held, ok := n.groups[g.Value().ID]; ok {
		if g.Value().Version <= held.Value().Version {
			return false, nil
		}
		previous = &held
	}
	if err := CheckGroupList(previous, g); err != nil {
		return false, err
	}
	n.groups[g.Value().ID] = g
	return true, nil
}

// derive finds each node's place anew. A node that two members' profiles name keeps the place it had first in the
// charter's order; consents make that a member's own doing.
func (n *Network) derive() {
	clear(n.nodes)
	for _, m := range n.Charter().Value().Members {
		p, ok := n.profiles[m.ID]
		if !ok || p.Value().Key != m.Key {
			continue
		}
		for _, node := range p.Value().Nodes {
			if _, taken := n.nodes[node.Key]; taken {
				continue
			}
			for _, b := range p.Value().Bodies {
				if b.ID == node.Body {
					n.nodes[node.Key] = Place{Member: m, Body: b, Node: node}
				}
			}
		}
	}
}

// Place returns where a node stands, also for nodes of former members and denied ones.
func (n *Network) Place(node Key) (Place, bool) {
	p, ok := n.nodes[node]
	return p, ok
}

// Places returns every node's place, in order of the node keys.
func (n *Network) Places() []Place {
	all := make([]Place, 0, len(n.nodes))
	for _, p := range n.nodes {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Place) int { return Compare(a.Node.Key, b.Node.Key) })
	return all
}

// Admitted tells whether a node may connect at the time now (Unix seconds): it acts for a present member, and no denial
// that has not lapsed names it or its member.
func (n *Network) Admitted(node Key, now int64) bool {
	p, ok := n.nodes[node]
	if !ok || p.Member.Standing == StandingFormer {
		return false
	}
	for _, d := range n.denials {
		v := d.Value()
		if v.inForce(now) && (slices.Contains(v.Nodes, node) || slices.Contains(v.Members, p.Member.ID)) {
			return false
		}
	}
	return true
}

// May tells whether a node may hold what a body shares with an audience, at the time now: node, body, member, standing,
// audience. A body's own nodes may hold all that it shares.
func (n *Network) May(node Key, r Repository, now int64) bool {
	if !n.Admitted(node, now) {
		return false
	}
	p := n.nodes[node]
	if p.Body.ID == r.Body {
		return true
	}
	switch r.Audience {
	case AudienceNPMs:
		return p.Member.Standing == StandingNPM
	case AudienceNetwork, AudiencePublic:
		return true
	case AudienceOwn:
		owner, ok := n.Owner(r.Body)
		return ok && owner == p.Member.ID
	}
	g, ok := n.group(r.Audience)
	return ok && slices.Contains(g.Members, GroupMember{ID: p.Member.ID, Key: p.Member.Key})
}

func (n *Network) group(a Audience) (GroupList, bool) {
	for id, g := range n.groups {
		if Audience(groupPrefix+id.String()) == a {
			return g.Value(), true
		}
	}
	return GroupList{}, false
}

// Audiences are those that a body may share with now: its standing decides.
func (n *Network) Audiences(body ID) []Audience {
	owner, ok := n.Owner(body)
	if !ok {
		return nil
	}
	m, _ := n.Charter().Value().Member(owner)
	return m.Standing.audiences()
}

func (s Standing) audiences() []Audience {
	switch s {
	case StandingNPM:
		return []Audience{AudienceNetwork, AudienceNPMs}
	case StandingObserver, StandingSecretariat:
		return []Audience{AudienceNetwork}
	}
	return nil
}

// Owner returns the member whose profile lists the body.
func (n *Network) Owner(body ID) (ID, bool) {
	for id, p := range n.profiles {
		for _, b := range p.Value().Bodies {
			if b.ID == body {
				return id, true
			}
		}
	}
	return ID{}, false
}

// Body returns a body by its id, and its member.
func (n *Network) Body(id ID) (Body, Member, bool) {
	owner, ok := n.Owner(id)
	if !ok {
		return Body{}, Member{}, false
	}
	m, ok := n.Charter().Value().Member(owner)
	for _, b := range n.profiles[owner].Value().Bodies {
		if b.ID == id {
			return b, m, ok
		}
	}
	return Body{}, Member{}, false
}

// Writer returns the node that may sign heads of a body in an epoch.
func (n *Network) Writer(body ID, epoch uint64) (Key, bool) {
	for _, w := range n.writers(body) {
		if w.Epoch == epoch {
			return w.Node, true
		}
	}
	return Key{}, false
}

// Epoch returns the epoch in force for a body and its writer: the highest that the profile lists.
func (n *Network) Epoch(body ID) (epoch uint64, writer Key) {
	for _, w := range n.writers(body) {
		if w.Epoch > epoch {
			epoch, writer = w.Epoch, w.Node
		}
	}
	return epoch, writer
}

func (n *Network) writers(body ID) []Writer {
	owner, ok := n.Owner(body)
	if !ok {
		return nil
	}
	var of []Writer
	for _, w := range n.profiles[owner].Value().Writers {
		if w.Body == body {
			of = append(of, w)
		}
	}
	return of
}

// CheckHead accepts a head of this network, signed by the writer of its epoch, for an audience that the body might share
// with under the charter that the head names: what a member shared before it left stays, and so do its withdrawals. A
// charter that is not here yet is not asked.
func (n *Network) CheckHead(h SignedHead) error {
	v := h.Value()
	if err := v.Validate(); err != nil {
		return err
	}
	if v.Network != n.id {
		return fmt.Errorf("head: it is of another network")
	}
	writer, ok := n.Writer(v.Body, v.Epoch)
	if !ok || !h.SignedBy(writer) {
		return fmt.Errorf("head: %w: it is not signed by the writer of epoch %d", ErrSignature, v.Epoch)
	}
	if v.Audience.IsGroup() || v.List > uint64(len(n.chain)) {
		return nil
	}
	owner, _ := n.Owner(v.Body)
	m, _ := n.chain[v.List-1].Value().Member(owner)
	if !slices.Contains(m.Standing.audiences(), v.Audience) {
		return fmt.Errorf("head: under charter %d, %q may not share with %q", v.List, m.Name, v.Audience)
	}
	return nil
}

// Profile returns a member's profile.
func (n *Network) Profile(member ID) (SignedProfile, bool) {
	p, ok := n.profiles[member]
	return p, ok
}

// Profiles returns all profiles, in order of the members.
func (n *Network) Profiles() []SignedProfile {
	return sorted(n.profiles, func(a, b ID) int { return Compare(a, b) })
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
