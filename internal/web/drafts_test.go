package web_test

import (
	"net/http"
	"strings"
	"testing"

	"praxis/internal/web/webtest"
)

// written fills in the form of a practice note and saves it; it returns the draft's page.
func written(b *webtest.Browser, title, problem string) *webtest.Page {
	b.T.Helper()
	return b.Get("/write/practice-note").Want(http.StatusOK, "New: Practice note").
		Submit("/write/practice-note", "title", title, "language", "en", "origin", "own-unpublished", "section-problem", problem).
		Want(http.StatusOK, "Saved.", title)
}

// resolved lets an author take every marked place out.
func resolved(page *webtest.Page) *webtest.Page {
	page.Browser.T.Helper()
	for range 5 {
		var fields []string
		for name := range page.Form(page.Path) {
			if at, ok := strings.CutPrefix(name, "place-"); ok {
				fields = append(fields, "decision-"+at, "redacted")
			}
		}
		page = page.Submit(page.Path, fields...).Want(http.StatusOK)
		if !page.Has("that you decide about") {
			return page
		}
	}
	page.Browser.T.Fatal("the places do not come to an end")
	return nil
}

func TestANoteIsWrittenCheckedReviewedApprovedAndShared(t *testing.T) {
	n := webtest.NewNetwork(t)
	ines, rui := n.North.SignedIn("Ines"), n.North.SignedIn("Rui")
	page := written(ines, "Doors at night", "Mr Anton Berg, born 12 March 1984, could not reach the toilet at night.")
	draft := page.Path
	rui.Get(draft).Want(http.StatusOK, "It is still being written")

	page = page.Submit(draft+"/check", "audience", "npms").Want(http.StatusOK, "What may lead to a person", "12 March 1984", "This may not stay for any reason")
	rui.Get(draft).Want(http.StatusOK, "Its authors do that").Lacks("Anton")
	page = resolved(page).Want(http.StatusOK, "another person reads the text", "MNP de Surlandia", "And whoever is admitted later")
	page.Lacks("Anton Berg<")

	ines.Get(draft).Want(http.StatusOK, "so you cannot approve it")
	ines.Get(draft+"/review").Want(http.StatusOK, "Mr Anton Berg", "As it would leave", "so you cannot approve it")

	rui.Get("/").Want(http.StatusOK, "Doors at night")
	page = rui.Get(draft).Want(http.StatusOK, "You are asked to read this text").Lacks("could not reach", "MNP de Surlandia")
	rui.Get(draft+"/review").Want(http.StatusOK, "You are asked to read this text")
	page = rui.Get(draft+"/read").Want(http.StatusOK, "could not reach the toilet", "What would let you recognise someone").Lacks("Anton", "MNP de Surlandia")
	page.Submit(draft+"/read").Want(http.StatusUnprocessableEntity, "Choose one of the two answers")
	page = page.Submit(draft+"/read", "answer", "nothing").Want(http.StatusOK, "Original and outgoing text", "Anton Berg", "MNP de Surlandia", "And whoever is admitted later", "taken out")
	page.Submit(draft+"/approve").Want(http.StatusUnprocessableEntity, "Tick that you have read it")
	page.Submit(draft+"/approve", "sure", "yes").Want(http.StatusOK, "It can be shared now", "Rui approved it")

	page = ines.Get(draft+"/share").Want(http.StatusOK, "MNP de Surlandia", "cannot be recalled by anybody", "could not reach the toilet")
	page.Submit(draft+"/share").Want(http.StatusOK, "What left", "MNP de Surlandia", "Checked by two people")
	ines.Get(draft).Want(http.StatusOK, "Version 1 is shared")
}
