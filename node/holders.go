package node

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Holder is how far one node says that it holds a document of ours.
type Holder struct {
	Node      protocol.Key `json:"node"`
	Body      string       `json:"body"`
	Member    string       `json:"member"`
	Country   string       `json:"country,omitempty"`
	Seen      bool         `json:"seen"`
	Withdrawn bool         `json:"withdrawn"` // it has erased the content and says so
	State     string       `json:"state"`     // seen, pending, unreachable, withdrawn, left the network
	Left      bool         `json:"left"`      // it may hold the document no longer; that it has erased it, it says when it has its notice
	AsOf      int64        `json:"as_of,omitempty"`

	entitled bool // it may hold the document now
}

// Holders are who may hold a document, and how far they say that they do.
type Holders struct {
	Document    protocol.ID         `json:"document"`
	Title       string              `json:"title,omitempty"`
	Audiences   []protocol.Audience `json:"audiences"` // one, or two where versions went to different ones
	IsWithdrawn bool                `json:"is_withdrawn"`
	Of          int                 `json:"of"`        // m
	Seen        int                 `json:"seen"`      // k
	Withdrawn   int                 `json:"withdrawn"` // k
	Holders     []Holder            `json:"holders"`
}

// located is a repository in which a document is known, and what its entries say of it.
type located struct {
	state  exchange.State
	record exchange.Record
}

func (l located) repository() protocol.Repository { return l.state.Repository }

// last is the newest version there.
func (l located) last() exchange.Version { return l.record.Versions[len(l.record.Versions)-1] }

// locate finds the repositories in which a document is known and whose names pass: where it was not withdrawn first, and
// of those the one with the newest version. A document whose next version was shared with another audience is in two.
func (n *Node) locate(id protocol.ID, passes func(protocol.Repository) bool) ([]located, error) {
	states, err := n.repositories()
	if err != nil {
		return nil, err
	}
	var all []located
	for _, s := range states {
		if !passes(s.Repository) {
			continue
		}
		rec, err := n.store.Document(s.Repository, id)
		if err != nil {
			return nil, err
		}
		if len(rec.Versions) > 0 {
			all = append(all, located{s, rec})
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("document %s: %w", id, ErrNotFound)
	}
	slices.SortStableFunc(all, func(a, b located) int {
		switch {
		case a.record.Withdrawn == b.record.Withdrawn:
			return cmp.Compare(b.last().Number, a.last().Number)
		case a.record.Withdrawn:
			return 1
		}
		return -1
	})
	return all, nil
}

// locateOwn finds a document of this node's body.
func (n *Node) locateOwn(id protocol.ID) ([]located, error) {
	identity, err := n.Identity()
	if err != nil {
		return nil, err
	}
	return n.locate(id, func(r protocol.Repository) bool { return r.Body == identity.Body })
}

// Holders says who may hold a document of this node's body, and how far each says that it does. Where the document is in
// the repositories of two audiences, a node has seen it when it has the newest version that it may hold, and has erased it
// when it has done so in each.
func (n *Node) Holders(ctx context.Context, id protocol.ID) (Holders, error) {
	all, err := n.locateOwn(id)
	if err != nil {
		return Holders{}, err
	}
	newest := all[0]
	h := Holders{Document: id, IsWithdrawn: newest.record.Withdrawn} // those that are not withdrawn come first
	if d, err := n.Draft(id); err == nil && d.Version == newest.last().Number && !h.IsWithdrawn {
		h.Title = d.Title // as it was shared; that of a version being written is for those who may read drafts
	} else if shown, err := n.Show(id, 0); err == nil {
		h.Title = shown.Title
	}
	connected := make(map[protocol.Key]bool)
	for _, p := range n.Peers() {
		connected[p.Node] = p.Connected
	}
	logged := make([]bool, len(all))
	for i, l := range all {
		h.Audiences = append(h.Audiences, l.repository().Audience)
		if logged[i], err = n.isLogged(l, id); err != nil {
			return Holders{}, err
		}
	}
	err = n.look(ctx, func(m *exchange.Machine) {
		for _, key := range holders(m, all) {
			if one, concerned := n.holder(m, key, all, logged); concerned {
				one.State = holderState(one, h.IsWithdrawn, connected[key])
				h.Holders = append(h.Holders, one)
			}
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

// holder says how far one node holds a document, and whether that concerns it: it may hold the document, or says that it
// does.
func (n *Node) holder(m *exchange.Machine, key protocol.Key, all []located, logged []bool) (one Holder, concerned bool) {
	network := m.Network()
	place, _ := network.Place(key)
	one = Holder{Node: key, Body: place.Body.Name, Member: place.Member.Name, Country: place.Member.Country, Withdrawn: true}
	for i, l := range all {
		r, last := l.repository(), l.last().Entry
		head := m.Head(r).Value()
		held, at, said := m.Held(key, r)
		entitled := network.May(key, r, n.now())
		if key == n.self || !entitled && !(said && agrees(head, held, last) && held.Size-held.Missing > last) { // what it was only told of, it misses
			continue
		}
		if !concerned { // the newest that it may hold comes first
			one.Seen = said && held.Complete > last && agrees(head, held, last)
		}
		concerned = true
		one.AsOf, one.entitled = max(one.AsOf, at), one.entitled || entitled
		one.Left = !one.entitled
		one.Withdrawn = one.Withdrawn && logged[i] && said && held.Purged > l.record.Cause && agrees(head, held, l.record.Cause)
	}
	return one, concerned
}

// agrees tells whether an account counts the entry of that number that our log has there: it is of the present epoch, or
// of the one before and of an entry that the present one continues. Of older ones nothing is known.
func agrees(head protocol.Head, held protocol.Held, entry uint64) bool {
	if held.Size <= entry {
		return false
	}
	return held.Epoch == head.Epoch || held.Epoch+1 == head.Epoch && head.Continues != nil && entry < head.Continues.Size
}

// isLogged tells whether a document's withdrawal stands in the log of a repository, so that an account can confirm it. Of
// one that is known from a recall, or from a branch that was given up, accounts say nothing.
func (n *Node) isLogged(l located, id protocol.ID) (bool, error) {
	if !l.record.Withdrawn || l.record.Cause >= l.state.Edge.Size() {
		return false, nil
	}
	raw, err := n.store.Entries(l.repository(), l.record.Cause, l.record.Cause+1, 1)
	if err != nil {
		return false, err
	}
	e, err := protocol.ParseEntry(raw[0])
	return err == nil && e.Op == protocol.OpWithdraw && e.Document == id, err
}

// holders are the nodes that the lists place somewhere, and those that once said that they hold one of the repositories: a
// node that left before it confirmed a withdrawal stays listed.
func holders(m *exchange.Machine, all []located) []protocol.Key {
	var keys []protocol.Key
	add := func(key protocol.Key) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, l := range all {
		for _, key := range m.Tellers(l.repository()) {
			add(key)
		}
	}
	for _, place := range m.Network().Places() {
		add(place.Node.Key)
	}
	return keys
}

// holderState is one word or three for a holder, as pages and terminals show it.
func holderState(h Holder, withdrawn, connected bool) string {
	switch {
	case h.Withdrawn:
		return "withdrawn"
	case h.Seen && !withdrawn:
		return "seen"
	case !h.entitled:
		return "left the network"
	case !connected:
		return "unreachable"
	}
	return "pending"
}
