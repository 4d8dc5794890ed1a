package node_test

import (
	"slices"
	"testing"

	"praxis/protocol"
)

// TestWhoeverWaitsForAReviewHearsHowFarItIs is told of everything that is examined, from nothing to all.
func TestWhoeverWaitsForAReviewHearsHowFarItIs(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	var told []int
	size := 0
	if _, _, err := author.ReviewWaiting(d.ID, protocol.AudienceNPMs, false, func(examined, all int) { told, size = append(told, examined), all }); err != nil {
		t.Fatal(err)
	}
	if len(told) < 2 || told[0] != 0 || told[len(told)-1] != size || size == 0 || !slices.IsSorted(told) {
		t.Errorf("it hears %v of %d", told, size)
	}
}
