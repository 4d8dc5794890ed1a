package web_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"praxis/internal/draft"
	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// shared takes a note all the way at a node: Ines writes, Rui approves.
func shared(t *testing.T, p *webtest.Place, title string) protocol.ID {
	t.Helper()
	ines, rui := p.As("Ines"), p.As("Rui")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	d, err := ines.AddDraft(webtest.Note(title))
	must(err)
	_, _, err = ines.Review(d.ID, protocol.AudienceNPMs, false)
	must(err)
	_, err = rui.Read(d.ID)
	must(err)
	must(rui.FoundNothing(d.ID))
	_, err = rui.Approve(d.ID)
	must(err)
	must(ines.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}))
	return d.Document
}

// holds waits until something has come true at a node.
func holds(t *testing.T, p *webtest.Place, what string, is func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		changed := p.Changed()
		if is() {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("%s: not within 20 seconds", what)
		}
	}
}

func TestADocumentIsTakenBackAndTheHoldersAreShown(t *testing.T) {
	n := webtest.NewNetwork(t)
	id := shared(t, n.North, "Doors at night")
	path := "/take-back/" + id.String()
	holds(t, n.South, "the note arrives", func() bool { s, err := n.South.DocumentState(id); return err == nil && s == "here" })

	ines := n.North.SignedIn("Ines")
	ines.Get("/take-back").Want(http.StatusOK, "Doors at night")
	page := ines.Get(path).Want(http.StatusOK, "Doors at night", "MNP de Surlandia, Spain", "European Union and EEA", "cannot be recalled by anybody")
	page = page.Submit(path, "reason", "too much about one place", "identifies", "yes", "discovered", "2999-01-01T10:00").
		Want(http.StatusUnprocessableEntity, "It cannot be in the future", "Confirm that you know")
	if page.Field("reason") != "too much about one place" {
		t.Error("what was typed is lost")
	}
	found := time.Now().UTC().Add(-2 * time.Hour).Format("2006-01-02T15:04")
	fields := []string{"reason", "too much about one place", "sure", "yes", "identifies", "yes", "discovered", found, "at-risk", "whoever spoke with us", "what", "a rare circumstance"}
	done := page.Submit(path, fields...).Want(http.StatusOK, "Taken back", "too much about one place", "by anybody", "whoever spoke with us", "69 h")
	page.Submit(path, fields...).Want(http.StatusOK, "Taken back") // twice
	done.Lacks("style=")
	holds(t, n.North, "the peer erases it", func() bool { h, err := n.North.Holders(t.Context(), id); return err == nil && h.Withdrawn == 1 })
	ines.Get(path).Want(http.StatusOK, "Erased at 1 of 1", "done")
	ines.Get(path+"/notice/fr").Want(http.StatusOK, "Notification d’une violation de données", "Northland NPM", "MNP de Surlandia (Espagne)", "a rare circumstance").
		Submit(path+"/notice/fr", "text", "Avis corrigé").Want(http.StatusOK, "Avis corrigé", "is kept")
	ines.Get(path + "/notice/de").Want(http.StatusNotFound)

	n.South.SignedIn("Ines").Get(path).Want(http.StatusNotFound).Lacks("Doors at night")
	for _, name := range []string{"Adam", "Remi", "Xenia", "Cora"} {
		b := n.North.SignedIn(name)
		for _, p := range []string{"/take-back", path, path + "/live", path + "/notice/en"} {
			b.Get(p).Want(http.StatusForbidden).Lacks("Doors at night", "one place")
		}
	}
	ines.Get(path).Submit(path+"/erase").Want(http.StatusOK, "The reason and the notes are erased").Lacks("too much about one place")
	ines.Get(path + "/notice/fr").Want(http.StatusNotFound).Lacks("Avis")
	ines.Get(path).Submit(path+"/breach", "identifies", "yes", "discovered", found).Want(http.StatusOK, "The 72 hours")
	if text := n.North.Log.Text(); strings.Contains(text, "rare circumstance") || strings.Contains(text, "one place") {
		t.Error("the log has what was typed")
	}
	if d, err := n.North.As("Ines").Draft(id); err != nil || d.State != draft.StateWithdrawn {
		t.Errorf("the draft is %s, %v", d.State, err)
	}
}

// TestTheHoldersAreFollowedLive reads the stream of a page as a browser does.
func TestTheHoldersAreFollowedLive(t *testing.T) {
	n := webtest.NewNetwork(t)
	id := shared(t, n.North, "Windows at night")
	holds(t, n.South, "the note arrives", func() bool { s, err := n.South.DocumentState(id); return err == nil && s == "here" })
	ines := n.North.SignedIn("Ines")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	page := ines.Get("/take-back/" + id.String())
	page.Submit("/take-back/"+id.String(), "reason", "a mistake", "sure", "yes", "identifies", "no").Want(http.StatusOK, "Taken back")
	events := bufio.NewScanner(ines.Open(ctx, "/take-back/"+id.String()+"/live"))
	said := func(words string) {
		t.Helper()
		for events.Scan() {
			if strings.Contains(events.Text(), words) {
				return
			}
		}
		t.Fatalf("the stream never said %q: %v", words, events.Err())
	}
	said("Erased at 1 of 1")
	said("event: done")
}
