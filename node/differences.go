package node

import (
	"fmt"

	"praxis/internal/difference"
	"praxis/internal/gate"
	"praxis/protocol"
)

// Difference is how a text that would leave differs from the author's original.
type Difference struct {
	Field    string
	Language string // of the text; may be empty
	Parts    []difference.Part
}

// Differences compares what would leave with the draft's original, text by text; those that are the same are left out. It is
// refused as [Session.Reviewed] is.
func (s *Session) Differences(id protocol.ID) ([]Difference, error) {
	r, err := s.Reviewed(id)
	if err != nil {
		return nil, err
	}
	original, err := s.Original(id)
	if err != nil {
		return nil, err
	}
	was, err := textsOf(original)
	if err != nil {
		return nil, fmt.Errorf("read the original: %w", err)
	}
	v, err := s.n.outgoingVersion(r)
	if err != nil {
		return nil, err
	}
	return differences(was, gate.TextsOf(v)), nil
}

// differences pairs the texts of one field and language in their order, and compares each pair. A text without a partner is
// gone, or new.
func differences(was, is []gate.Text) []Difference {
	type name struct {
		field, language string
		number          int
	}
	named := func(texts []gate.Text) ([]name, map[name]string) {
		var order []name
		bodies := make(map[name]string)
		count := make(map[name]int)
		for _, t := range texts {
			n := name{t.Field, t.Language, 0}
			count[n]++
			n.number = count[n]
			order, bodies[n] = append(order, n), t.Body
		}
		return order, bodies
	}
	before, old := named(was)
	after, young := named(is)
	var all []Difference
	add := func(n name) {
		if parts := difference.Between(old[n], young[n]); difference.Changed(parts) {
			all = append(all, Difference{n.field, n.language, parts})
		}
	}
	for _, n := range after {
		add(n)
	}
	for _, n := range before {
		if _, ok := young[n]; !ok {
			add(n)
		}
	}
	return all
}
