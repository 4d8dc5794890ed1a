package testnet

import (
	"context"
	"crypto/ed25519"
	"slices"
	"time"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// chain is what the keepers of the charter know: its versions so far, and the keys that sign the next.
type chain struct {
	versions []protocol.SignedCharter
	keepers  []*Node
	needed   int
}

// Found makes the network of all nodes that were added so far. The member keys of the first of keepers nodes hold the
// charter, and needed of them sign it. Every node is given the charter and all profiles.
func (s *Simulation) Found(needed, keepers int) {
	s.T.Helper()
	s.charter = chain{keepers: slices.Clone(s.Nodes[:keepers]), needed: needed}
	c := protocol.Charter{Name: "A network of tests", Created: time.Now().Unix(), Expires: time.Now().AddDate(5, 0, 0).Unix(), Version: 1, Threshold: uint64(needed)}
	for _, n := range s.charter.keepers {
		c.Keys = append(c.Keys, protocol.CharterKey{Key: protocol.KeyOf(n.MemberKey), Member: n.Member})
	}
	slices.SortFunc(c.Keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	for _, n := range s.Nodes {
		c.Members = append(c.Members, n.member())
	}
	s.sign(c)
	lists := s.lists(s.Nodes...)
	for _, n := range s.Nodes {
		n.must("take the charter", n.Import(s.T.Context(), lists))
	}
}

// FoundFive makes a network of a secretariat, three NPMs and an observer, with a charter of two keys of three.
func (s *Simulation) FoundFive() (secretariat, a, b, c, observer *Node) {
	s.T.Helper()
	for _, standing := range []protocol.Standing{protocol.StandingSecretariat, protocol.StandingNPM, protocol.StandingNPM, protocol.StandingNPM, protocol.StandingObserver} {
		s.Add(standing)
	}
	s.Found(2, 3)
	return s.Nodes[0], s.Nodes[1], s.Nodes[2], s.Nodes[3], s.Nodes[4]
}

func (n *Node) member() protocol.Member {
	return protocol.Member{ID: n.Member, Key: protocol.KeyOf(n.MemberKey), Name: n.Name, Country: "FR", Standing: n.Standing}
}

// sign makes the next version of the charter.
func (s *Simulation) sign(c protocol.Charter) {
	s.T.Helper()
	slices.SortFunc(c.Members, func(a, b protocol.Member) int { return protocol.Compare(a.ID, b.ID) })
	signed, err := protocol.Sign(c, s.charter.keys()[:s.charter.needed]...)
	if err != nil {
		s.T.Fatalf("sign the charter: %v", err)
	}
	s.charter.versions = append(s.charter.versions, signed)
}

func (c *chain) keys() []ed25519.PrivateKey {
	var keys []ed25519.PrivateKey
	for _, n := range c.keepers {
		keys = append(keys, n.MemberKey)
	}
	return keys
}

// lists are the charters and the profiles of the nodes given, as a file would carry them.
func (s *Simulation) lists(of ...*Node) exchange.Lists {
	s.T.Helper()
	var l exchange.Lists
	for _, c := range s.charter.versions {
		l.Charters = append(l.Charters, c.Bytes())
	}
	for _, n := range of {
		i, err := n.Identity()
		n.must("read whose node it is", err)
		l.Profiles = append(l.Profiles, i.Profile)
	}
	return l
}

// Amend signs the next version of the charter and gives it to one node, with the profiles of newcomers.
func (s *Simulation) Amend(at *Node, change func(*protocol.Charter), newcomers ...*Node) {
	s.T.Helper()
	last := s.charter.versions[len(s.charter.versions)-1]
	next := last.Value()
	next.Members = slices.Clone(next.Members)
	next.Version, next.Previous = last.Value().Version+1, last.Hash()
	change(&next)
	s.sign(next)
	at.must("take the charter", at.Import(s.T.Context(), s.lists(newcomers...)))
}

// Admit adds a newcomer to the charter, by way of one node, and lets it fetch the rest from there with its ticket.
func (s *Simulation) Admit(at, newcomer *Node) {
	s.T.Helper()
	s.Amend(at, func(c *protocol.Charter) { c.Members = append(c.Members, newcomer.member()) }, newcomer)
	newest := s.charter.versions[len(s.charter.versions)-1]
	ctx, cancel := context.WithTimeout(s.T.Context(), 10*time.Minute)
	defer cancel()
	newcomer.must("join", newcomer.JoinAt(ctx, at.Address(), newest.Hash()))
}

// Deny shuts nodes out at once, by way of one node, with the keys that it takes.
func (s *Simulation) Deny(at *Node, denied ...*Node) {
	s.T.Helper()
	d := protocol.Denial{Time: time.Now().Unix(), Reason: "stolen", Charter: uint64(len(s.charter.versions)), Network: s.charter.versions[0].Hash()}
	for _, n := range denied {
		d.Nodes = append(d.Nodes, protocol.KeyOf(n.NodeKey))
	}
	slices.SortFunc(d.Nodes, func(a, b protocol.Key) int { return protocol.Compare(a, b) })
	signed, err := protocol.Sign(d, s.charter.keys()[:(s.charter.needed+1)/2]...)
	if err != nil {
		s.T.Fatalf("sign the denial: %v", err)
	}
	at.must("take the denial", at.Import(s.T.Context(), exchange.Lists{Denials: [][]byte{signed.Bytes()}}))
}

// Replace stops a body's node for good and starts another in its place, with a new key and an empty store, as after a
// fire. The member signs a profile that names the new node, in place of the old one, as the writer of a new epoch; the
// new node and one other, with which the two lists begin, are given it.
func (n *Node) Replace(other *Node) {
	s := n.s
	s.T.Helper()
	n.Stop()
	old := protocol.KeyOf(n.NodeKey)
	lists, err := other.Lists()
	other.must("give its lists", err)
	n.begin()
	i := n.identity()
	i.Member = n.Member
	_, err = n.SetUp(s.T.Context(), i)
	n.must("set up", err)
	n.hire()
	n.must("take the lists", n.Import(s.T.Context(), lists))
	p, err := n.NextProfile(protocol.KeyOf(n.MemberKey), nil)
	n.must("make the profile", err)
	p.Nodes = slices.DeleteFunc(p.Nodes, func(o protocol.Node) bool { return o.Key == old })
	signed, err := protocol.Sign(p, n.MemberKey)
	n.must("sign the profile", err)
	n.must("take the profile", n.TakeProfile(s.T.Context(), signed.Bytes()))
	other.must("take the profile", other.Import(s.T.Context(), exchange.Lists{Profiles: [][]byte{signed.Bytes()}}))
}
