package exchange

import (
	"maps"
	"slices"

	"praxis/protocol"
)

// View is how a repository stands, for showing.
type View struct {
	Head   protocol.SignedHead
	Held   protocol.Held
	Forked bool
}

// Views returns how every repository that has a head stands, in order.
func (m *Machine) Views() ([]View, error) {
	m.out = &Ready{}
	defer func() { m.out = nil }()
	var all []View
	for _, name := range m.names() {
		r := m.repos[name]
		h, err := m.held(r)
		if err != nil {
			return nil, err
		}
		all = append(all, View{Head: r.Head, Held: h, Forked: r.fork != nil})
	}
	return all, nil
}

// Heads returns the heads that are held of a body's repositories, in order of their audiences.
func (m *Machine) Heads(body protocol.ID) []protocol.Head {
	var all []protocol.Head
	for _, name := range m.names() {
		if name.Body == body {
			all = append(all, m.repos[name].Head.Value())
		}
	}
	return all
}

// Head returns the head that is held of a repository; the zero head if there is none.
func (m *Machine) Head(name protocol.Repository) protocol.SignedHead {
	if r := m.repos[name]; r != nil {
		return r.Head
	}
	return protocol.SignedHead{}
}

// Tellers are the nodes that have said how far they hold a repository, in order of their keys, also those that have left
// the network since.
func (m *Machine) Tellers(name protocol.Repository) []protocol.Key {
	told := make(map[protocol.Key]bool)
	for k, a := range m.accounts {
		if k.audience != name.Audience {
			continue
		}
		if _, about := a.Value().Of(name.Body); about {
			told[k.node] = true
		}
	}
	return slices.SortedFunc(maps.Keys(told), protocol.Compare[protocol.Key])
}
