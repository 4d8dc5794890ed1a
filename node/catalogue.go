package node

import (
	"slices"
	"strings"

	"praxis/protocol"
)

// catalogue is what every document that is held says about itself, remembered until something changes.
type catalogue struct {
	documents []Document
	changed   <-chan struct{} // closed when the documents may be others
}

// Catalogue returns every document that is held and live, by what it says about itself: its texts have no sections, and a
// standard's tree is left out; [Node.Show] has them. The documents come in order of their titles. They belong to the node:
// nobody changes them.
func (n *Node) Catalogue() ([]Document, error) {
	if known := n.listed.Load(); known != nil {
		select {
		case <-known.changed:
		default:
			return known.documents, nil
		}
	}
	now := &catalogue{changed: n.Changed()}
	err := n.each(func(d Document) error {
		d.Content.Texts = slices.Clone(d.Content.Texts)
		for i := range d.Content.Texts {
			d.Content.Texts[i].Sections, d.Content.Texts[i].Blocks = nil, nil
		}
		if s := d.Content.Standard; s != nil {
			short := *s
			short.Tree = nil
			d.Content.Standard = &short
		}
		now.documents = append(now.documents, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(now.documents, func(a, b Document) int {
		if c := strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)); c != 0 {
			return c
		}
		return protocol.Compare(a.ID, b.ID)
	})
	n.listed.Store(now)
	return now.documents, nil
}
