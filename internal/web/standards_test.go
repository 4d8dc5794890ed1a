package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// sharedFile takes a file all the way at a node: Ines writes, Rui approves, having read it or compared it with its source.
func sharedFile(t *testing.T, p *webtest.Place, file []byte, audience protocol.Audience) protocol.ID {
	t.Helper()
	ines, rui := p.As("Ines"), p.As("Rui")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	d, err := ines.AddDraft(file)
	must(err)
	_, _, err = ines.Review(d.ID, audience, false)
	must(err)
	if d.Origin == draft.OriginPublished {
		must(rui.Confirm(d.ID))
	} else {
		_, err = rui.Read(d.ID)
		must(err)
		must(rui.FoundNothing(d.ID))
	}
	_, err = rui.Approve(d.ID)
	must(err)
	must(ines.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}))
	return d.Document
}

// library is a network in which the office shares a standard, and both NPMs documents that rely on it.
func library(t *testing.T) (n *webtest.Network, standard, bells protocol.ID) {
	t.Helper()
	n = webtest.NewNetwork(t)
	standard = sharedFile(t, n.Office, webtest.Sample(t, "common-segregation.md"), protocol.AudienceNetwork)
	bells = sharedFile(t, n.South, webtest.Sample(t, "call-bell-log.md"), protocol.AudienceNPMs)
	for _, id := range []protocol.ID{standard, bells} {
		holds(t, n.North, "what the others share arrives", func() bool { s, err := n.North.DocumentState(id); return err == nil && s == "here" })
	}
	return n, standard, bells
}

func TestAProvisionHasATextPerLanguageAndWhoCitesIt(t *testing.T) {
	n, standard, bells := library(t)
	remi := n.North.SignedIn("Remi")
	remi.Get("/standards").Want(http.StatusOK, "Common minimum for monitoring segregation cells", "Secretariat of the Test Network", "Cited by 1 document", "Cited here, text not here", "Mandela")
	tree := remi.Get("/standards/common-segregation").Want(http.StatusOK, "Provisions", "Space, light and air", "Not binding", "Official translation", "The person receives the decision")
	if !slices.Contains(tree.Links(), "/standards/common-segregation/1.1") {
		t.Errorf("the tree leads to %q", tree.Links())
	}
	page := remi.Get("/standards/common-segregation/3").Want(http.StatusOK, "common-segregation/3", "The cell has daylight enough", "Press the bell", "Questions a monitor asks",
		"Indicators", "Minutes between", "Spanish – Official translation", "Reading the call bell log before believing it", "MNP de Surlandia", "Rule 3", "Before: Part B", "Next: Rule 4")
	if !slices.Contains(page.Links(), "/documents/"+bells.String()) || !slices.Contains(page.Links(), "/documents/"+standard.String()) && !slices.Contains(tree.Links(), "/documents/"+standard.String()) {
		t.Errorf("the page leads to %q", page.Links())
	}
	remi.Get("/standards/common-segregation/1").Want(http.StatusOK, "In this provision", "Paragraph 1.1", "No document at this node cites it yet")
	remi.Get("/standards/mandela/38.1").Want(http.StatusOK, "The text of this is not at this node", "Reading the call bell log")
	remi.Get("/standards/mandela").Want(http.StatusOK, "The text of this is not at this node", "mandela/38.1")

	remi.Language = "es"
	spanish := remi.Get("/standards/common-segregation/3").Want(http.StatusOK, "Preguntas para la visita", "español – Traducción oficial")
	if strings.Index(spanish.HTML, `<article lang="es"`) > strings.Index(spanish.HTML, `<article lang="en"`) {
		t.Error("a Spanish reader's own language does not come first")
	}
	remi.Language = "fr"
	remi.Get("/standards").Want(http.StatusOK, "Minimum commun pour le contrôle des cellules", "Citée par 1 document")

	if err := n.South.As("Ines").TakeBack(t.Context(), bells, "a mistake", nil); err != nil {
		t.Fatal(err)
	}
	holds(t, n.North, "it is taken back", func() bool { s, err := n.North.DocumentState(bells); return err == nil && s != "here" })
	remi.Language = ""
	remi.Get("/standards/common-segregation/3").Want(http.StatusOK, "No document at this node cites it yet").Lacks("call bell log")
	remi.Get("/standards/mandela/38.1").Want(http.StatusNotFound).Lacks("call bell log")
}

func TestStandardsThatAreNoneAreNotFound(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	remi := p.SignedIn("Remi")
	remi.Get("/standards").Want(http.StatusOK, "No standard has arrived")
	for _, path := range []string{"/standards/nothing", "/standards/mandela", "/standards/mandela/45.1", "/standards/nothing/1", "/standards/mandela/45..1", "/standards/mandela/%3Cscript%3E"} {
		remi.Get(path).Want(http.StatusNotFound).Lacks("<script>")
	}
	xenia := p.SignedIn("Xenia")
	for _, path := range []string{"/standards", "/standards/mandela", "/standards/mandela/45.1"} {
		xenia.Get(path).Want(http.StatusForbidden)
	}
}

func TestStandardsInABrowser(t *testing.T) {
	n, _, _ := library(t)
	c := webtest.NewChrome(t)
	c.SignIn(n.North, "Remi")
	c.Visit(n.North, map[string]string{"standards": "/standards", "standard": "/standards/common-segregation", "provision": "/standards/common-segregation/3"})
}
