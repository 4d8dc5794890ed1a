package node_test

import (
	"errors"
	"slices"
	"testing"

	"praxis/internal/draft"
	"praxis/node"
)

// What a body says of how many places its country has decides whether their type names one, after a restart too; and only who
// runs or directs the node says it.
func TestPlacesThatAreCountedAreNotFew(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	if _, err := a.AddPerson(t.Context(), "Dora", []draft.Role{draft.RoleDirector}, "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	director, err := a.SignIn("Dora", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { director.Close() }()
	few := func() bool {
		t.Helper()
		d := reviewed(t, author, note("Title", "In the women's prison in Portugal the team met a blind prisoner on 3 May 2024."))
		r, err := author.Reviewed(d.ID)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(r.Examination.Unresolved(), func(m draft.Mark) bool { return m.Clue == draft.ClueFew })
	}
	if !few() {
		t.Fatal("nothing is one of few before anybody counted")
	}
	if err := author.CountPlaces("PT", "prison", "women", 6); !errors.Is(err, draft.ErrRole) {
		t.Errorf("an author counts places: %v", err)
	}
	for _, wrong := range []draft.Counted{{Country: "pt", PlaceType: "prison"}, {Country: "PT", PlaceType: "castle"}, {Country: "PT", PlaceType: "prison", Population: "dwarfs"}, {Country: "PT", PlaceType: "prison", Places: -1}} {
		if err := director.CountPlaces(wrong.Country, wrong.PlaceType, wrong.Population, wrong.Places); err == nil {
			t.Errorf("%+v was taken", wrong)
		}
	}
	if err := director.CountPlaces("PT", "prison", "women", 4); err != nil || !few() {
		t.Errorf("four are not few, %v", err)
	}
	if err := director.CountPlaces("PT", "prison", "women", 6); err != nil || few() {
		t.Errorf("six are few, %v", err)
	}
	if all, err := author.Places(); err != nil || len(all) != 1 || all[0].Places != 6 || all[0].Person != director.Person().ID {
		t.Errorf("counted are %+v, %v", all, err)
	}
	director.Close()
	a.close()
	a.open()
	if author, err = a.SignIn("Ada", "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	defer func() { author.Close() }()
	if few() {
		t.Error("six are few after a restart")
	}
	if director, err = a.SignIn("Dora", "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	if err := director.ForgetPlaces("PT", "prison", ""); !errors.Is(err, node.ErrNotFound) {
		t.Errorf("forget what nobody counted: %v", err)
	}
	if err := director.ForgetPlaces("PT", "prison", "women"); err != nil || !few() {
		t.Errorf("they are not few again, %v", err)
	}
}
