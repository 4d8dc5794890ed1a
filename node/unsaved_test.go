package node_test

import (
	"errors"
	"testing"

	"praxis/internal/draft"
	"praxis/protocol"
)

// What somebody types and saves, or gives up, is in no file of the directory any more, nor what was kept before it; and
// nobody else reads it.
func TestWhatIsNotSavedIsOnesOwnAndErased(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, other := a.person("Ada"), a.person("Bo")
	for _, words := range []string{"quokkaville", "wombatville"} {
		if err := author.KeepUnsaved("form", []byte(words)); err != nil {
			t.Fatal(err)
		}
	}
	u, ok, err := author.Unsaved("form")
	if err != nil || !ok || string(u.Fields) != "wombatville" {
		t.Fatalf("what was typed is %q, %v, %v", u.Fields, ok, err)
	}
	if _, ok, err := other.Unsaved("form"); ok || err != nil {
		t.Errorf("somebody else reads it: %v", err)
	}
	if err := author.KeepUnsaved("form", make([]byte, 10<<20)); err == nil {
		t.Error("10 MiB of one form are kept")
	}
	if err := author.ForgetUnsaved("form"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "what was not saved is erased", func() bool { return !a.anywhere("quokkaville") && !a.anywhere("wombatville") })
}

// Whoever is to read the bare text is told how the review stands, and sends nothing back before they have read it.
func TestHowAReviewStandsTellsNoWordOfIt(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Bo")
	d, err := author.AddDraft(note("Doors", "Write to anna@example.org."))
	if err != nil {
		t.Fatal(err)
	}
	if st, err := reviewer.Standing(d.ID); err != nil || st.Started != 0 {
		t.Errorf("before a review it stands at %+v, %v", st, err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	st, err := reviewer.Standing(d.ID)
	if err != nil || st.Unresolved != 1 || !st.ReadsFirst || st.Audience != protocol.AudienceNPMs || st.Hash == (protocol.Hash{}) {
		t.Errorf("under review it stands at %+v, %v", st, err)
	}
	if own, err := author.Standing(d.ID); err != nil || own.ReadsFirst || own.Hash != st.Hash {
		t.Errorf("for its author it stands at %+v, %v", own, err)
	}
	if err := reviewer.SendBack(d.ID, "too early"); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("it is sent back unread: %v", err)
	}
	if _, err := reviewer.Read(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.SendBack(d.ID, "say which doors"); err != nil {
		t.Fatal(err)
	}
	if notes, err := author.Notes(d.ID); err != nil || len(notes) != 1 || notes[0].Words != "say which doors" {
		t.Errorf("the author is told %+v, %v", notes, err)
	}
}
