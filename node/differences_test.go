package node_test

import (
	"errors"
	"testing"

	words "praxis/internal/difference"
	"praxis/internal/draft"
	"praxis/node"
)

// Whoever reviews sees what was taken out, after they have read the bare text.
func TestDifferencesShowWhatWasTakenOut(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d := reviewed(t, author, []byte(marked))
	if all, err := author.Differences(d.ID); err != nil || len(all) != 0 {
		t.Errorf("before anything was taken out: %+v, %v", all, err)
	}
	r, err := author.Reviewed(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	m := markOf(t, a, r, "problem", "12 March 1984")
	if _, err := author.Resolve(d.ID, node.Decision{Place: m.Place, Kind: m.Kind, Decision: draft.Redacted}); err != nil {
		t.Fatal(err)
	}
	if _, err := reviewer.Differences(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("before the bare text was read: %v", err)
	}
	if _, err := reviewer.Original(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("the original before the bare text was read: %v", err)
	}
	if _, err := reviewer.Read(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	all, err := reviewer.Differences(d.ID)
	if err != nil || len(all) != 1 || all[0].Field != "problem" || all[0].Language != "en" {
		t.Fatalf("differences are %+v, %v", all, err)
	}
	if said := words.Said(all[0].Parts, "en"); len(said) != 1 || said[0] != "“12 March 1984” became “[date of birth]”." {
		t.Errorf("it is said %q", said)
	}
}
