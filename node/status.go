package node

import (
	"context"
	"slices"
	"strings"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Status is how a node stands.
type Status struct {
	Node         protocol.Key       `json:"node"`
	Body         string             `json:"body"`
	Member       string             `json:"member"`
	Network      string             `json:"network,omitempty"`
	Charter      uint64             `json:"charter,omitempty"` // version
	Expired      bool               `json:"charter_expired"`   // warns; nothing stops
	Admitted     bool               `json:"admitted"`
	Connected    int                `json:"connected"`
	Known        int                `json:"known_nodes"`    // others that are admitted
	Drafts       map[string]int     `json:"drafts"`         // by state
	Again        int64              `json:"examined_again"` // shared documents in which better checks found more, and nobody took note
	Repositories []RepositoryStatus `json:"repositories"`
	Addresses    []string           `json:"addresses"`
}

// RepositoryStatus is how a repository is held here.
type RepositoryStatus struct {
	Body     protocol.ID       `json:"body"`
	BodyName string            `json:"body_name"`
	Audience protocol.Audience `json:"audience"`
	Own      bool              `json:"own"`
	Entries  uint64            `json:"entries"`
	Missing  uint64            `json:"missing"` // contents that should be held and are not
	Purged   uint64            `json:"purged"`  // withdrawals below this entry are erased
	Epoch    uint64            `json:"epoch"`
	Sequence uint64            `json:"sequence"`
	AsOf     int64             `json:"current_as_of"`
	Forked   bool              `json:"forked"`
}

// Peer is another node of the network.
type Peer struct {
	Node      protocol.Key      `json:"node"`
	Member    string            `json:"member"`
	Body      string            `json:"body"`
	Country   string            `json:"country"`
	Standing  protocol.Standing `json:"standing"`
	Admitted  bool              `json:"admitted"`
	Connected bool              `json:"connected"`
	Address   string            `json:"address,omitempty"`
	Problem   string            `json:"problem,omitempty"` // why it is not connected, in plain words
	Since     int64             `json:"since,omitempty"`
}

// Status says how this node stands.
func (n *Node) Status(ctx context.Context) (Status, error) {
	s := Status{Node: n.self, Drafts: map[string]int{}, Again: n.news.Load(), Addresses: n.net.Addresses()}
	if i := n.identity.Load(); i != nil {
		s.Body, s.Member = i.BodyName, i.Name
	}
	if network := n.network.Load(); network != nil {
		c := network.Charter().Value()
		s.Network, s.Charter, s.Expired = c.Name, c.Version, c.Expires < n.now()
		s.Admitted = network.Admitted(n.self, n.now())
	}
	peers := n.Peers()
	for _, p := range peers {
		if p.Admitted {
			s.Known++
		}
		if p.Connected {
			s.Connected++
		}
	}
	counts, err := n.DraftCounts()
	if err != nil {
		return s, err
	}
	for state, count := range counts.States {
		s.Drafts[string(state)] = count
	}
	s.Repositories, err = n.Repositories(ctx)
	return s, err
}

// Heads are the newest heads of this body's own repositories, in order of their audiences.
func (n *Node) Heads() []protocol.Head {
	if heads := n.heads.Load(); heads != nil {
		return *heads
	}
	return nil
}

// Repositories says how each repository is held here.
func (n *Node) Repositories(ctx context.Context) ([]RepositoryStatus, error) {
	all := []RepositoryStatus{}
	own := protocol.ID{}
	if i := n.identity.Load(); i != nil {
		own = i.Body
	}
	var failed error
	err := n.look(ctx, func(m *exchange.Machine) {
		var views []exchange.View
		if views, failed = m.Views(); failed != nil {
			return
		}
		for _, v := range views {
			h := v.Head.Value()
			all = append(all, RepositoryStatus{Body: h.Body, BodyName: n.bodyName(h.Body), Audience: h.Audience, Own: h.Body == own,
				Entries: h.Size, Missing: v.Held.Missing, Purged: v.Held.Purged, Epoch: h.Epoch, Sequence: h.Sequence, AsOf: h.Time, Forked: v.Forked})
		}
	})
	if err == nil {
		err = failed
	}
	return all, err
}

// Peers are the other nodes of the network, whether connected or not, in order of bodies and keys.
func (n *Node) Peers() []Peer {
	network := n.network.Load()
	if network == nil {
		return nil
	}
	states := n.net.State()
	connected := make(map[protocol.Key]bool)
	for _, key := range n.net.Peers() {
		connected[key] = true
	}
	var all []Peer
	for _, place := range network.Places() {
		if place.Node.Key == n.self {
			continue
		}
		l := states[place.Node.Key]
		p := Peer{Node: place.Node.Key, Member: place.Member.Name, Body: place.Body.Name, Country: place.Member.Country, Standing: place.Member.Standing,
			Admitted: network.Admitted(place.Node.Key, n.now()), Address: l.Address}
		p.Connected = p.Admitted && connected[place.Node.Key] // for its notice alone, it is not connected as anybody understands it
		if !l.Since.IsZero() {
			p.Since = l.Since.Unix()
		}
		if !p.Connected {
			p.Problem = l.Error
		}
		all = append(all, p)
	}
	slices.SortStableFunc(all, func(a, b Peer) int { return strings.Compare(a.Body, b.Body) })
	return all
}
