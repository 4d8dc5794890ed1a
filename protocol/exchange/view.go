package exchange

import "praxis/protocol"

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
