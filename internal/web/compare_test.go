package web_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"praxis/internal/web/webtest"
	"praxis/protocol"
)

func TestDocumentsAreReadSideBySide(t *testing.T) {
	n := webtest.NewNetwork(t)
	ward := sharedFile(t, n.North, webtest.Sample(t, "seclusion-mental-health.md"), protocol.AudienceNPMs)
	clock := sharedFile(t, n.South, webtest.Sample(t, "affiche-isolement.md"), protocol.AudienceNPMs)
	unnamed := bytes.Replace(webtest.Note("A quiet room"), []byte("origin:"), []byte("attribution: an-npm\ntopics: [seclusion]\norigin:"), 1)
	quiet := sharedFile(t, n.South, unnamed, protocol.AudienceNPMs)
	for _, id := range []protocol.ID{clock, quiet} {
		holds(t, n.North, "the notes arrive", func() bool { s, err := n.North.DocumentState(id); return err == nil && s == "here" })
	}
	remi := n.North.SignedIn("Remi")
	remi.Get("/compare").Want(http.StatusOK, "Seclusion 3 3", "Mental health")
	page := remi.Get("/compare/seclusion").Want(http.StatusOK, "Looking at seclusion in a mental health ward", "Une horloge et une feuille", "an NPM 0 0 1 0 1", "Northland NPM 0 1 0 0 1")
	page.Submit("/compare/seclusion", "document", ward.String()).Want(http.StatusUnprocessableEntity, "at least two documents")
	page.Submit("/compare/seclusion", "document", ward.String(), "document", "nonsense").Want(http.StatusBadRequest)
	side := page.Submit("/compare/seclusion", "document", ward.String(), "document", clock.String()).
		Want(http.StatusOK, "Side by side: Seclusion", "whether seclusion is used as the last resort", "Les patients isolés disaient", "Says nothing on this", "Measured before and after", "cm-2004-10/27")
	if !strings.Contains(side.HTML, `<div class="text" lang="fr" dir="ltr">`) || !slices.Contains(side.Links(), "/documents/"+clock.String()) || !slices.Contains(side.Links(), "/standards/crpd/14") {
		t.Errorf("the texts are not marked by language, or not linked: %q", side.Links())
	}
	remi.Get("/compare/seclusion/"+quiet.String()+"+"+ward.String()).Want(http.StatusOK, "an NPM", "Doors are locked at night").Lacks("Surlandia")
	for _, path := range []string{"/compare/weather", "/compare/weather/" + ward.String() + "+" + clock.String(), "/compare/seclusion/" + ward.String(),
		"/compare/seclusion/nothing+" + ward.String(), "/compare/seclusion/" + protocol.ID{9}.String() + "+" + ward.String(),
		"/compare/seclusion/" + strings.Repeat(ward.String()+"+", 4) + ward.String()} {
		remi.Get(path).Want(http.StatusNotFound)
	}
	remi.Language = "es"
	remi.Get(side.Path).Want(http.StatusOK, "No dice nada al respecto", "No dañar")
	if err := n.South.As("Ines").TakeBack(t.Context(), clock, "a mistake", nil); err != nil {
		t.Fatal(err)
	}
	holds(t, n.North, "it is taken back", func() bool { s, err := n.North.DocumentState(clock); return err == nil && s != "here" })
	remi.Get(side.Path).Want(http.StatusNotFound).Lacks("Les patients")
	remi.Get("/compare/seclusion").Want(http.StatusOK).Lacks("Une horloge")
	n.North.SignedIn("Xenia").Get("/compare/seclusion").Want(http.StatusForbidden).Lacks("ward")
}

func TestComparingInABrowser(t *testing.T) {
	n := webtest.NewNetwork(t)
	ward := sharedFile(t, n.North, webtest.Sample(t, "seclusion-mental-health.md"), protocol.AudienceNPMs)
	clock := sharedFile(t, n.North, webtest.Sample(t, "affiche-isolement.md"), protocol.AudienceNPMs)
	c := webtest.NewChrome(t)
	c.SignIn(n.North, "Remi")
	c.Visit(n.North, map[string]string{"compare-topics": "/compare", "compare-topic": "/compare/seclusion", "compare": "/compare/seclusion/" + ward.String() + "+" + clock.String()})
}
