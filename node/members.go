package node

import (
	"context"
	"slices"
	"strings"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// MemberNow is a member as the charter lists it and its profile describes it, and how its bodies stand from here.
type MemberNow struct {
	MemberShown
	Denied      bool               `json:"denied"`   // shut out now
	Described   bool               `json:"profiled"` // its profile is here
	Designation string             `json:"designation,omitempty"`
	Contacts    []protocol.Contact `json:"contacts,omitempty"`
	Duties      []string           `json:"duties,omitempty"`
	Bodies      []BodyNow          `json:"bodies"`
}

// BodyNow is a body, and how it stands from here.
type BodyNow struct {
	ID        protocol.ID `json:"id"`
	Name      string      `json:"name"`
	Languages []string    `json:"languages,omitempty"`
	Own       bool        `json:"own"`
	Nodes     int         `json:"nodes"`
	Connected int         `json:"connected"`
	Problem   string      `json:"problem,omitempty"` // why none is connected, in English
	Since     int64       `json:"since,omitempty"`   // since when that is so
	Shares    bool        `json:"shares"`            // a head of its is known
	Entries   uint64      `json:"entries"`
	Missing   uint64      `json:"missing"`
	AsOf      int64       `json:"current_as_of,omitempty"` // of the oldest of its newest heads
	Forked    bool        `json:"forked"`
}

// Members are the members of the network, in order of their names, those that are former ones last.
func (n *Node) Members(ctx context.Context) ([]MemberNow, error) {
	history, err := n.CharterHistory()
	if err != nil {
		return nil, err
	}
	repositories, err := n.Repositories(ctx)
	if err != nil {
		return nil, err
	}
	network, peers := n.network.Load(), n.Peers()
	var all []MemberNow
	for _, m := range history.Members {
		one := MemberNow{MemberShown: m}
		for _, d := range history.Denials {
			one.Denied = one.Denied || d.InForce && slices.Contains(d.Members, m.ID)
		}
		if profile, ok := network.Profile(m.ID); ok {
			p := profile.Value()
			one.Described, one.Designation, one.Contacts, one.Duties = true, p.Designation, p.Contacts, p.Duties
			for _, b := range p.Bodies {
				one.Bodies = append(one.Bodies, n.bodyNow(b, p.Nodes, peers, repositories))
			}
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b MemberNow) int {
		if was := a.Standing == protocol.StandingFormer; was != (b.Standing == protocol.StandingFormer) {
			if was {
				return 1
			}
			return -1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all, nil
}

func (n *Node) bodyNow(b protocol.Body, nodes []protocol.Node, peers []Peer, repositories []RepositoryStatus) BodyNow {
	one := BodyNow{ID: b.ID, Name: b.Name, Languages: b.Languages}
	if i := n.identity.Load(); i != nil {
		one.Own = i.Body == b.ID
	}
	for _, node := range nodes {
		if node.Body != b.ID {
			continue
		}
		one.Nodes++
		for _, p := range peers {
			if p.Node == node.Key && p.Connected {
				one.Connected++
			}
			if p.Node == node.Key {
				one.Problem, one.Since = p.Problem, p.Since
			}
		}
	}
	if one.Connected > 0 {
		one.Problem = ""
	}
	for _, r := range repositories {
		if r.Body != b.ID {
			continue
		}
		if !one.Shares || r.AsOf < one.AsOf {
			one.AsOf = r.AsOf
		}
		one.Shares, one.Entries, one.Missing, one.Forked = true, one.Entries+r.Entries, one.Missing+r.Missing, one.Forked || r.Forked
	}
	return one
}

// Held is how far a body says that it holds what another one shares.
type Held string

// How far a body holds what another shares; of its several nodes and audiences, what is furthest behind counts.
const (
	HeldNot     Held = ""        // it is in no audience of it, or nothing is shared
	HeldOwn     Held = "own"     // it shares it itself
	HeldAll     Held = "all"     // everything
	HeldPart    Held = "part"    // something is missing
	HeldUnheard Held = "unheard" // it has not said
)

// WhoHolds is, for every body, how far it says that it holds what each of the others shares.
type WhoHolds struct {
	Bodies []BodyNamed `json:"bodies"`
	Held   [][]Held    `json:"held"`  // by holder, then by who shares, both in the order of Bodies
	Heard  []int64     `json:"heard"` // by holder: when it last said so (Unix seconds); 0 if never
}

// BodyNamed is a body by its name.
type BodyNamed struct {
	ID   protocol.ID `json:"id"`
	Name string      `json:"name"`
}

// WhoHolds says who holds what, as far as this node has heard.
func (n *Node) WhoHolds(ctx context.Context) (WhoHolds, error) {
	var w WhoHolds
	network := n.network.Load()
	if network == nil {
		return w, errNoNetwork
	}
	places := map[protocol.ID][]protocol.Key{}
	for _, p := range network.Places() {
		if !network.Admitted(p.Node.Key, n.now()) {
			continue
		}
		if places[p.Body.ID] == nil {
			w.Bodies = append(w.Bodies, BodyNamed{p.Body.ID, p.Body.Name})
		}
		places[p.Body.ID] = append(places[p.Body.ID], p.Node.Key)
	}
	slices.SortFunc(w.Bodies, func(a, b BodyNamed) int { return strings.Compare(a.Name, b.Name) })
	w.Heard = make([]int64, len(w.Bodies))
	var failed error
	err := n.look(ctx, func(m *exchange.Machine) {
		var views []exchange.View
		if views, failed = m.Views(); failed != nil {
			return
		}
		of := map[protocol.ID][]exchange.View{}
		for _, v := range views {
			if h := v.Head.Value(); h.Size > 0 {
				of[h.Body] = append(of[h.Body], v)
			}
		}
		for i, holder := range w.Bodies {
			row := make([]Held, len(w.Bodies))
			for j, sharer := range w.Bodies {
				if i == j {
					row[j] = HeldOwn
					continue
				}
				for _, v := range of[sharer.ID] {
					for _, key := range places[holder.ID] {
						held, at := n.heldBy(m, key, v)
						row[j], w.Heard[i] = worse(row[j], held), max(w.Heard[i], at)
					}
				}
			}
			w.Held = append(w.Held, row)
		}
	})
	if err == nil {
		err = failed
	}
	return w, err
}

// heldBy says how far one node holds one repository, and when it said so.
func (n *Node) heldBy(m *exchange.Machine, key protocol.Key, v exchange.View) (Held, int64) {
	head := v.Head.Value()
	r := protocol.Repository{Body: head.Body, Audience: head.Audience}
	if !m.Network().May(key, r, n.now()) {
		return HeldNot, 0
	}
	held, at, said := v.Held, n.now(), true
	if key != n.self {
		held, at, said = m.Held(key, r)
	}
	switch {
	case !said:
		return HeldUnheard, 0
	case held.Missing == 0 && agrees(head, held, head.Size-1):
		return HeldAll, at
	}
	return HeldPart, at
}

func worse(a, b Held) Held {
	order := []Held{HeldNot, HeldAll, HeldUnheard, HeldPart}
	if slices.Index(order, a) > slices.Index(order, b) {
		return a
	}
	return b
}
