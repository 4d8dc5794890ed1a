package node_test

import (
	"testing"

	"praxis/protocol"
)

// TestTheCatalogueHasWhatIsHeldAndNothingElse asks for the catalogue before a document is shared, after it, and after it
// was taken back.
func TestTheCatalogueHasWhatIsHeldAndNothingElse(t *testing.T) {
	office, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, office, a, b)
	ada, ben := a.person("Ada"), a.person("Ben")
	titles := func(p *place) (all []string) {
		t.Helper()
		documents, err := p.Catalogue()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			all = append(all, d.Title)
			if text, _ := d.Content.Primary(); len(text.Sections) != 0 {
				t.Errorf("%s has its sections in the catalogue", d.Title)
			}
		}
		return all
	}
	if got := titles(b); len(got) != 0 {
		t.Fatalf("at first there are %q", got)
	}
	walls := share(t, ada, ben, note("Walls", "Text."), protocol.AudienceNPMs)
	share(t, ada, ben, note("Doors", "Text."), protocol.AudienceNPMs)
	eventually(t, "both are listed, in order of their titles", func() bool {
		got := titles(b)
		return len(got) == 2 && got[0] == "Doors" && got[1] == "Walls"
	})
	if err := ada.TakeBack(t.Context(), walls, "a mistake", nil); err != nil {
		t.Fatal(err)
	}
	if got := titles(a); len(got) != 1 || got[0] != "Doors" {
		t.Errorf("after it was taken back there are %q", got)
	}
	eventually(t, "it is gone at the peer", func() bool { return len(titles(b)) == 1 })
	if d, err := b.Show(walls, 0); err == nil {
		t.Errorf("what was taken back is shown: %s", d.Title)
	}
}
