package node

import (
	"errors"
	"fmt"
	"slices"

	"praxis/protocol"
)

// CharterHistory is who belongs to the network, how that came about, and who is shut out.
type CharterHistory struct {
	Name      string           `json:"name"`
	Version   uint64           `json:"charter"`
	Threshold uint64           `json:"threshold"`
	Keys      int              `json:"keys"`
	Expires   int64            `json:"expires"` // Unix seconds
	Members   []MemberShown    `json:"members"`
	Versions  []CharterVersion `json:"versions"` // the newest last
	Denials   []DenialShown    `json:"denials"`
}

// MemberShown is a member in the newest charter.
type MemberShown struct {
	ID        protocol.ID       `json:"id"`
	Key       protocol.Key      `json:"key"` // the member key
	Name      string            `json:"name"`
	Country   string            `json:"country,omitempty"`
	Standing  protocol.Standing `json:"standing"`
	Keyholder bool              `json:"keyholder"`
	Nodes     []protocol.Key    `json:"nodes,omitempty"`
}

// CharterVersion is one version: who signed it, and what it changed.
type CharterVersion struct {
	Version   uint64        `json:"version"`
	Created   int64         `json:"created"` // Unix seconds
	Signers   []string      `json:"signers"` // names of the members whose keys signed
	Name      string        `json:"name"`    // of the network
	Threshold uint64        `json:"threshold"`
	Keys      int           `json:"keys"`
	Changes   []ChangeShown `json:"changes"`
}

// ChangeShown is what a version changed about a member; about the charter itself where there is no name.
type ChangeShown struct {
	Kind     protocol.ChangeKind `json:"kind"`
	Name     string              `json:"name,omitempty"`
	Standing protocol.Standing   `json:"standing,omitempty"`
}

// DenialShown is a denial, with the names of whom it shuts out.
type DenialShown struct {
	Hash    protocol.Hash  `json:"hash"`
	Time    int64          `json:"time"`   // Unix seconds
	Lapses  int64          `json:"lapses"` // Unix seconds
	InForce bool           `json:"in_force"`
	Reason  string         `json:"reason"`
	Names   []string       `json:"names"`
	Members []protocol.ID  `json:"members,omitempty"`
	Nodes   []protocol.Key `json:"nodes,omitempty"`
	Signers []string       `json:"signers"`
}

// errNoNetwork says that there is no charter yet.
var errNoNetwork = errors.New("this node has joined no network yet: run praxis join")

// CharterHistory tells who belongs to the network and how that came about.
func (n *Node) CharterHistory() (CharterHistory, error) {
	network := n.network.Load()
	if network == nil {
		return CharterHistory{}, errNoNetwork
	}
	c := network.Charter().Value()
	h := CharterHistory{Name: c.Name, Version: c.Version, Threshold: c.Threshold, Keys: len(c.Keys), Expires: c.Expires, Denials: []DenialShown{}}
	for _, m := range c.Members {
		one := MemberShown{ID: m.ID, Key: m.Key, Name: m.Name, Country: m.Country, Standing: m.Standing,
			Keyholder: slices.ContainsFunc(c.Keys, func(k protocol.CharterKey) bool { return k.Member == m.ID })}
		for _, p := range network.Places() {
			if p.Member.ID == m.ID {
				one.Nodes = append(one.Nodes, p.Node.Key)
			}
		}
		h.Members = append(h.Members, one)
	}
	var previous protocol.Charter
	for _, v := range network.Charters() {
		value := v.Value()
		h.Versions = append(h.Versions, CharterVersion{Version: value.Version, Created: value.Created, Name: value.Name, Threshold: value.Threshold,
			Keys: len(value.Keys), Signers: signersOf(v.Keys(), previous, value), Changes: ShowChanges(value, previous)})
		previous = value
	}
	for _, d := range network.Denials() {
		h.Denials = append(h.Denials, n.showDenial(network, d))
	}
	return h, nil
}

// ShowChanges are the changes of a version of the charter from the one before.
func ShowChanges(c, previous protocol.Charter) []ChangeShown {
	shown := []ChangeShown{}
	for _, change := range c.Changes(previous) {
		shown = append(shown, ChangeShown{Kind: change.Kind, Name: change.Member.Name, Standing: change.Member.Standing})
	}
	return shown
}

// signersOf names the members to whom keys belong, as any of the charters given lists them, each once.
func signersOf(keys []protocol.Key, charters ...protocol.Charter) []string {
	names := []string{}
	add := func(c protocol.Charter, id protocol.ID) {
		if m, ok := c.Member(id); ok && !slices.Contains(names, m.Name) {
			names = append(names, m.Name)
		}
	}
	for _, key := range keys {
		for _, c := range charters {
			for _, k := range c.Keys {
				if k.Key == key {
					add(c, k.Member)
				}
			}
			for _, m := range c.Members {
				if m.Key == key {
					add(c, m.ID)
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

func (n *Node) showDenial(network *protocol.Network, d protocol.SignedDenial) DenialShown {
	v := d.Value()
	shown := DenialShown{Hash: d.Hash(), Time: v.Time, Lapses: v.Time + protocol.DenialTerm, InForce: v.InForce(n.now()), Reason: v.Reason,
		Members: v.Members, Nodes: v.Nodes, Signers: signersOf(d.Keys(), network.Charter().Value())}
	for _, id := range v.Members {
		name := id.String()
		if m, ok := network.Charter().Value().Member(id); ok {
			name = m.Name
		}
		shown.Names = append(shown.Names, name)
	}
	for _, key := range v.Nodes {
		name := key.String()[:16]
		if p, ok := network.Place(key); ok {
			name = fmt.Sprintf("the node %s of %s", name, p.Body.Name)
		}
		shown.Names = append(shown.Names, name)
	}
	return shown
}

// Amend makes the next version of the charter, unsigned: those who sign do it where their keys are.
func (n *Node) Amend(a protocol.Amendment) (protocol.Charter, error) {
	network := n.network.Load()
	if network == nil {
		return protocol.Charter{}, errNoNetwork
	}
	c, err := a.Apply(network.Charter())
	if err != nil {
		return c, err
	}
	return c, c.Validate()
}

// CharterLacks tells which signatures a version of the charter lacks, in the words of the error; nil if it is complete,
// and [Node.Import] takes it.
func (n *Node) CharterLacks(c protocol.SignedCharter) error {
	network := n.network.Load()
	if network == nil {
		return errNoNetwork
	}
	return network.CheckCharter(c)
}

// Deny makes a denial of members and nodes, unsigned.
func (n *Node) Deny(reason string, members []protocol.ID, nodes []protocol.Key) (protocol.Denial, error) {
	network := n.network.Load()
	if network == nil {
		return protocol.Denial{}, errNoNetwork
	}
	d := network.NewDenial(reason, members, nodes, n.now())
	return d, d.Validate()
}
