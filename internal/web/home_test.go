package web_test

import (
	"net/http"
	"testing"
	"time"

	"praxis/internal/draft"
	"praxis/internal/web/webtest"
	"praxis/protocol"
)

func TestHomeShowsWhatWaits(t *testing.T) {
	n := webtest.NewNetwork(t)
	ines, rui := n.North.As("Ines"), n.North.As("Rui")
	d, err := ines.AddDraft(webtest.Note("Call bells"))
	if err == nil {
		_, _, err = ines.Review(d.ID, protocol.AudienceNPMs, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	reviewer := n.North.SignedIn("Rui")
	reviewer.Get("/").Want(http.StatusOK, "To review 1", "Call bells", "To resolve 0")
	if _, err := rui.Read(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := rui.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := rui.SendBack(d.ID, "Say how many there were."); err != nil {
		t.Fatal(err)
	}
	author := n.North.SignedIn("Ines")
	author.Get("/").Want(http.StatusOK, "To resolve 1", "Call bells")
	reviewer.Get("/").Want(http.StatusOK, "To review 0").Lacks("Call bells")

	id := shared(t, n.North, "Doors at night")
	path := "/take-back/" + id.String()
	found := time.Now().UTC().Add(-time.Hour).Format("2006-01-02T15:04")
	author.Get(path).Submit(path, "reason", "a mistake", "sure", "yes", "identifies", "yes", "discovered", found).Want(http.StatusOK)
	author.Get("/").Want(http.StatusOK, "The clock is running 1", "are left")
	for _, name := range []string{"Adam", "Remi", "Cora"} {
		n.North.SignedIn(name).Get("/").Want(http.StatusOK, "The network").Lacks("Call bells", "The clock is running", "Checked again")
	}
	if got, err := ines.Draft(d.ID); err != nil || got.State != draft.StateDraft {
		t.Errorf("the draft is %s, %v", got.State, err)
	}
}

// TestHomeCountsWhatIsNew sees a document come and go at another node.
func TestHomeCountsWhatIsNew(t *testing.T) {
	n := webtest.NewNetwork(t)
	remi := n.South.As("Remi")
	if _, err := remi.News(); err != nil {
		t.Fatal(err)
	}
	if err := remi.Seen(); err != nil {
		t.Fatal(err)
	}
	b := n.South.SignedIn("Remi")
	b.Get("/").Want(http.StatusOK, "0 documents are new.")
	id := shared(t, n.North, "Doors at night")
	holds(t, n.South, "the note arrives", func() bool { s, err := n.South.DocumentState(id); return err == nil && s == "here" })
	holds(t, n.South, "home counts it", func() bool { return b.Get("/").Has("1 document is new.") })
	b.Get("/").Want(http.StatusOK, "1 document is new.") // looking at home lets nothing count as seen
}
