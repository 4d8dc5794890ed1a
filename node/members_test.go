package node_test

import (
	"slices"
	"testing"

	"praxis/node"
	"praxis/protocol"
)

func TestWhoBelongsAndWhoHoldsWhat(t *testing.T) {
	office, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, office, a, b)
	id := share(t, a.person("Ada"), a.person("Ben"), note("Doors", "Text."), protocol.AudienceNPMs)
	eventually(t, "the note arrives", func() bool { return b.has(id) })

	all, err := a.Members(t.Context())
	if err != nil || len(all) != 3 {
		t.Fatalf("%d members, %v", len(all), err)
	}
	own := slices.IndexFunc(all, func(m node.MemberNow) bool { return len(m.Bodies) == 1 && m.Bodies[0].Own })
	if own < 0 || !all[own].Described || all[own].Bodies[0].Entries != 1 || all[own].Denied {
		t.Errorf("members are %+v", all)
	}
	at := func(w node.WhoHolds, p *place) int {
		i, err := p.Identity()
		if err != nil {
			t.Fatal(err)
		}
		return slices.IndexFunc(w.Bodies, func(b node.BodyNamed) bool { return b.ID == i.Body })
	}
	eventually(t, "the other says that it holds it", func() bool {
		w, err := a.WhoHolds(t.Context())
		return err == nil && w.Held[at(w, b)][at(w, a)] == node.HeldAll && w.Heard[at(w, b)] > 0
	})
	w, err := a.WhoHolds(t.Context())
	if err != nil || w.Held[at(w, a)][at(w, a)] != node.HeldOwn || w.Held[at(w, office)][at(w, a)] != node.HeldNot {
		t.Errorf("who holds what: %+v, %v", w, err)
	}
}

func TestWhyNothingComesFromABody(t *testing.T) {
	office, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, office, a, b)
	id := share(t, a.person("Ada"), a.person("Ben"), note("Doors", "Text."), protocol.AudienceNPMs)
	eventually(t, "the note arrives", func() bool { return b.has(id) })
	i, err := a.Identity()
	if err != nil {
		t.Fatal(err)
	}
	kinds := func(p *place) (all []node.CauseKind) {
		w, err := p.WhyFrom(t.Context(), i.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range w.Causes {
			all = append(all, c.Kind)
		}
		if len(w.Reasons) != len(w.Causes) || slices.Contains(w.Reasons, "") {
			t.Errorf("reasons are %q", w.Reasons)
		}
		return all
	}
	if got := kinds(a); !slices.Equal(got, []node.CauseKind{node.CauseOwn}) {
		t.Errorf("at its own node: %v", got)
	}
	if got := kinds(b); !slices.Contains(got, node.CauseAllHere) {
		t.Errorf("where all has arrived: %v", got)
	}
	a.close()
	office.close()
	eventually(t, "nobody is connected", func() bool { return slices.Contains(kinds(b), node.CauseAlone) })
	if _, err := b.WhyFrom(t.Context(), protocol.ID{1}); err == nil {
		t.Error("a body that nobody knows has an answer")
	}
}
