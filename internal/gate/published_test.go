package gate_test

import (
	"testing"

	"praxis/internal/draft"
	"praxis/internal/gate"
)

// Of what is public already, names are pointed at and don't block; what belongs to a person by its form blocks as ever.
func TestPublishedTextIsStoppedByFormOnly(t *testing.T) {
	texts := []gate.Text{{Field: "text", Language: "en", Body: "The applicant, Mr Bogdan Wiśniewski, was born in 1965 and lodged application no. 36110/97."}}
	kinds := func(o gate.Options) map[draft.Kind]bool {
		open := map[draft.Kind]bool{}
		for _, m := range gate.Examine(texts, o).Unresolved() {
			open[m.Kind] = true
		}
		return open
	}
	if own := kinds(gate.Options{}); !own[draft.KindPerson] || !own[draft.KindBirthYear] || !own[draft.KindCaseNumber] {
		t.Errorf("a text of our own is stopped by %v", own)
	}
	published := kinds(gate.Options{Published: true})
	if published[draft.KindPerson] || !published[draft.KindBirthYear] || !published[draft.KindCaseNumber] {
		t.Errorf("a published text is stopped by %v", published)
	}
	seen := false
	for _, m := range gate.Examine(texts, gate.Options{Published: true}).Marks() {
		seen = seen || m.Kind == draft.KindPerson
	}
	if !seen {
		t.Error("the name is not even pointed at")
	}
}
