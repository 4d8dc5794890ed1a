package protocol

import (
	"fmt"
	"slices"

	"praxis/protocol/log"
)

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
		if v.InForce(now) && (slices.Contains(v.Nodes, node) || slices.Contains(v.Members, p.Member.ID)) {
			return false
		}
	}
	return true
}

// Noticed tells whether a node that is not admitted is still to be told of what concerns it: it acts for a former member,
// or is denied, or its member is.
func (n *Network) Noticed(node Key, now int64) bool {
	_, placed := n.nodes[node]
	return placed && !n.Admitted(node, now)
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

// End returns where an epoch of a body ended for an audience, if the profile says so.
func (n *Network) End(body ID, epoch uint64, audience Audience) (Anchor, bool) {
	for _, w := range n.writers(body) {
		if w.Epoch != epoch || len(w.Ends) == 0 || audience.IsGroup() {
			continue
		}
		for _, e := range w.Ends {
			if e.Audience == audience {
				return Anchor{Root: e.Root, Size: e.Size}, true
			}
		}
		return Anchor{Root: Hash(log.EmptyRoot())}, true
	}
	return Anchor{}, false
}

// Beginning returns where an epoch of a body has to begin for an audience: where the one before it ended, if the profile
// says so.
func (n *Network) Beginning(body ID, epoch uint64, audience Audience) (Anchor, bool) {
	var before uint64
	for _, w := range n.writers(body) {
		if w.Epoch < epoch {
			before = max(before, w.Epoch)
		}
	}
	return n.End(body, before, audience)
}

// checkEnds refuses a head that goes beyond where its epoch ended, or begins elsewhere than where the one before did: who
// has stolen the key of a node that was replaced signs nothing new with it.
func (n *Network) checkEnds(h Head) error {
	end, ended := n.End(h.Body, h.Epoch, h.Audience)
	if ended && (h.Size > end.Size || h.Size == end.Size && h.Root != end.Root) {
		return fmt.Errorf("head: epoch %d is over and ended at %d entries, and this is none of its heads", h.Epoch, end.Size)
	}
	begin, begun := n.Beginning(h.Body, h.Epoch, h.Audience)
	if begun && h.Continues != nil && *h.Continues != begin {
		return fmt.Errorf("head: epoch %d begins at %d entries, where the profile says that the one before ended, and not at %d", h.Epoch, begin.Size, h.Continues.Size)
	}
	return nil
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
	if err := n.checkEnds(v); err != nil {
		return err
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
