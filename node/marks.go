package node

import (
	"slices"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/protocol"
)

// ReadMarks gives what [Node.ReadOutgoing] gives, for pages: of the marks that the review kept, the words are read from the
// frozen texts at their places, so that nothing is examined again. Unknown words that were cleared since are left out. Where
// a mark stands in something that is no text of the version, it examines after all.
func (n *Node) ReadMarks(r draft.Review) (protocol.Version, []draft.Mark, error) {
	v, err := n.outgoingVersion(r)
	if err != nil {
		return v, nil, err
	}
	type name struct{ field, language string }
	texts := make(map[name][]string)
	for _, t := range gate.TextsOf(v) {
		at := name{t.Field, t.Language}
		texts[at] = append(texts[at], t.Body)
	}
	known, err := n.loadWords()
	if err != nil {
		return v, nil, err
	}
	cleared := make(map[string]bool)
	for _, one := range known.all {
		cleared[gate.Same(one.Word.Word)] = true
	}
	marks := slices.Clone(r.Examination.Marks())
	for i, m := range marks {
		body, ok := bodyOf(m, texts[name{m.Field, m.Language}])
		if !ok {
			return n.ReadOutgoing(r)
		}
		marks[i].Found = body[m.Start:m.End]
	}
	marks = slices.DeleteFunc(marks, func(m draft.Mark) bool {
		return m.Kind == draft.KindUnknown && len(cleared) > 0 && cleared[gate.Same(m.Found)]
	})
	slices.SortStableFunc(marks, blockingFirst)
	return v, marks, nil
}

// bodyOf is the one of some texts in which a mark stands: the place names its words.
func bodyOf(m draft.Mark, texts []string) (string, bool) {
	for _, body := range texts {
		if m.Start >= 0 && m.Start < m.End && m.End <= len(body) && draft.PlaceOf(m.Field, m.Kind, body[m.Start:m.End]) == m.Place {
			return body, true
		}
	}
	return "", false
}

// blockingFirst orders marks: what blocks comes first.
func blockingFirst(a, b draft.Mark) int {
	switch {
	case a.Blocking == b.Blocking:
		return 0
	case a.Blocking:
		return -1
	}
	return 1
}
