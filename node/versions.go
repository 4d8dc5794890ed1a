package node

import (
	"cmp"
	"context"
	"errors"

	"praxis/internal/search"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

func compareText[T ~string](a, b T) int { return cmp.Compare(a, b) }

// VersionOf is a version of a document as its body's entries name it.
type VersionOf struct {
	Number  uint64
	Held    bool             // its content is here and is live
	Content protocol.Version // where it is held
}

// Versions are the versions of a document, the newest first.
func (n *Node) Versions(id protocol.ID) ([]VersionOf, error) {
	places, err := n.locate(id, func(protocol.Repository) bool { return true })
	if err != nil {
		return nil, err
	}
	var all []VersionOf
	for _, l := range places {
		for i := len(l.record.Versions) - 1; i >= 0; i-- {
			v := l.record.Versions[i]
			one := VersionOf{Number: v.Number}
			if l.record.Live(v.Number) {
				one.Content, err = n.content(l.repository(), v)
				if one.Held = err == nil; err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrNewer) {
					return nil, err
				}
			}
			all = append(all, one)
		}
	}
	return all, nil
}

// HeldBy says how many nodes say that they hold the newest version of a document, and how many may, this one included in
// both. Other bodies' documents are counted by what their holders last told, which they do once a day.
func (n *Node) HeldBy(ctx context.Context, d Document) (held, of int, err error) {
	err = n.look(ctx, func(m *exchange.Machine) {
		network := m.Network()
		if network == nil {
			return
		}
		head := m.Head(d.Repository).Value()
		for _, place := range network.Places() {
			key := place.Node.Key
			if !network.May(key, d.Repository, n.now()) {
				continue
			}
			of++
			account, _, said := m.Held(key, d.Repository)
			if key == n.self || said && account.Complete > d.Entry && agrees(head, account, d.Entry) {
				held++
			}
		}
	})
	return held, of, err
}

// Derived are the documents that are derived from one, as translations or adaptations.
func (n *Node) Derived(id protocol.ID) ([]search.Document, error) {
	n.catchUp()
	return n.finder.index.All(func(d *search.Document) bool { return d.Source != nil && d.Source.Document == id }), nil
}
