package node

import (
	"context"
	"slices"
	"strings"

	"praxis/internal/draft"
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
	Known        int                `json:"known_nodes"` // others that are admitted
	Drafts       map[string]int     `json:"drafts"`      // by state
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

// Holder is how far one node says that it holds a document of ours.
type Holder struct {
	Node      protocol.Key `json:"node"`
	Body      string       `json:"body"`
	Member    string       `json:"member"`
	Seen      bool         `json:"seen"`
	Withdrawn bool         `json:"withdrawn"` // it has erased the content and says so
	State     string       `json:"state"`     // seen, pending, unreachable, withdrawn, left the network
	AsOf      int64        `json:"as_of,omitempty"`
}

// Holders are who may hold a document, and how far they say that they do.
type Holders struct {
	Document    protocol.ID       `json:"document"`
	Title       string            `json:"title,omitempty"`
	Audience    protocol.Audience `json:"audience"`
	IsWithdrawn bool              `json:"is_withdrawn"`
	Of          int               `json:"of"`        // m
	Seen        int               `json:"seen"`      // k
	Withdrawn   int               `json:"withdrawn"` // k
	Holders     []Holder          `json:"holders"`
}

// Status says how this node stands.
func (n *Node) Status(ctx context.Context) (Status, error) {
	s := Status{Node: n.self, Drafts: map[string]int{}, Addresses: n.net.Addresses()}
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
	if err := n.Drafts(func(d draft.Draft) error { s.Drafts[string(d.State)]++; return nil }); err != nil {
		return s, err
	}
	var err error
	s.Repositories, err = n.Repositories(ctx)
	return s, err
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
			Admitted: network.Admitted(place.Node.Key, n.now()), Connected: connected[place.Node.Key], Address: l.Address}
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

// Holders says who may hold a document of this node's body, and how far each says that it does.
func (n *Node) Holders(ctx context.Context, id protocol.ID) (Holders, error) {
	identity, err := n.Identity()
	if err != nil {
		return Holders{}, err
	}
	r, rec, err := n.find(id, func(r protocol.Repository) bool { return r.Body == identity.Body })
	if err != nil {
		return Holders{}, err
	}
	h := Holders{Document: id, Audience: r.Audience, IsWithdrawn: rec.Withdrawn}
	if d, err := n.Draft(id); err == nil && d.Version == rec.Versions[len(rec.Versions)-1].Number {
		h.Title = d.Title // as it was shared; that of a version being written is for those who may read drafts
	} else if shown, err := n.Show(id, 0); err == nil {
		h.Title = shown.Title
	}
	last := rec.Versions[len(rec.Versions)-1].Entry
	connected := make(map[protocol.Key]bool)
	for _, p := range n.Peers() {
		connected[p.Node] = p.Connected
	}
	logged, err := n.isLogged(r, id, rec)
	if err != nil {
		return Holders{}, err
	}
	err = n.look(ctx, func(m *exchange.Machine) {
		network := m.Network()
		head := m.Head(r).Value()
		for _, key := range holders(m, r) {
			place, _ := network.Place(key)
			held, at, said := m.Held(key, r)
			entitled := network.May(key, r, n.now())
			if key == n.self || !entitled && !(said && agrees(head, held, last)) {
				continue
			}
			one := Holder{Node: key, Body: place.Body.Name, Member: place.Member.Name, AsOf: at}
			one.Seen = said && held.Complete > last && agrees(head, held, last)
			one.Withdrawn = logged && said && held.Purged > rec.Cause && agrees(head, held, rec.Cause)
			one.State = holderState(one, rec.Withdrawn, entitled, connected[key])
			h.Holders = append(h.Holders, one)
		}
	})
	for _, one := range h.Holders {
		h.Of++
		if one.Seen {
			h.Seen++
		}
		if one.Withdrawn {
			h.Withdrawn++
		}
	}
	return h, err
}

// agrees tells whether an account counts the entry of that number that our log has there: it is of the present epoch, or
// of the one before and of an entry that the present one continues. Of older ones nothing is known.
func agrees(head protocol.Head, held protocol.Held, entry uint64) bool {
	if held.Size <= entry {
		return false
	}
	return held.Epoch == head.Epoch || held.Epoch+1 == head.Epoch && head.Continues != nil && entry < head.Continues.Size
}

// isLogged tells whether a document's withdrawal stands in our log, so that an account can confirm it. Of one that is
// known from a recall, or from a branch that was given up, accounts say nothing.
func (n *Node) isLogged(r protocol.Repository, id protocol.ID, rec exchange.Record) (bool, error) {
	if !rec.Withdrawn {
		return false, nil
	}
	raw, err := n.store.Entries(r, rec.Cause, rec.Cause+1, 1)
	if err != nil {
		return false, err
	}
	e, err := protocol.ParseEntry(raw[0])
	return err == nil && e.Op == protocol.OpWithdraw && e.Document == id, err
}

// holders are the nodes that the lists place somewhere, and those that once said that they hold the repository: a node
// that left before it confirmed a withdrawal stays listed.
func holders(m *exchange.Machine, r protocol.Repository) []protocol.Key {
	keys := m.Tellers(r)
	for _, place := range m.Network().Places() {
		if !slices.Contains(keys, place.Node.Key) {
			keys = append(keys, place.Node.Key)
		}
	}
	return keys
}

// holderState is one word or three for a holder, as pages and terminals show it.
func holderState(h Holder, withdrawn, entitled, connected bool) string {
	switch {
	case h.Withdrawn:
		return "withdrawn"
	case h.Seen && !withdrawn:
		return "seen"
	case !entitled:
		return "left the network"
	case !connected:
		return "unreachable"
	}
	return "pending"
}
