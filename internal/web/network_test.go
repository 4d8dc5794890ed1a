package web_test

import (
	"net/http"
	"testing"

	"praxis/internal/web/webtest"
)

func TestTheNetworkIsShownAsTheProfilesSay(t *testing.T) {
	n := webtest.NewNetwork(t)
	id := shared(t, n.North, "Doors at night")
	holds(t, n.South, "the note arrives", func() bool { s, err := n.South.DocumentState(id); return err == nil && s == "here" })
	remi := n.South.SignedIn("Remi")
	page := remi.Get("/network").Want(http.StatusOK, "Test network", "Northland NPM", "Ireland", "Secretariat of the Test Network", "1 entry", "connected", "this node")
	var body string
	for _, link := range page.Links() {
		if at := remi.Get(link); len(link) > 20 && at.Title() == "Northland NPM – Praxis" {
			body = link
		}
	}
	remi.Get(body).Want(http.StatusOK, "Northland NPM", "Ireland", "Everything that Northland NPM is known to share with your body is here")
	remi.Get("/network/bodies/" + id.String()).Want(http.StatusNotFound)
	remi.Get("/network/charter").Want(http.StatusOK, "needs 2 of 3 keys", "Version 1", "MNP de Surlandia is admitted as: National Preventive Mechanism")
	holdings := n.North.SignedIn("Remi").Get("/network/holdings").Want(http.StatusOK, "Who holds what", "MNP de Surlandia", "its own")
	holdings.Lacks("style=")
	french := n.South.SignedIn("Remi")
	french.Language = "fr"
	french.Get("/network").Want(http.StatusOK, "Le réseau", "Irlande")
}

func TestWhyHasItNotArrived(t *testing.T) {
	n := webtest.NewNetwork(t)
	id := shared(t, n.North, "Doors at night")
	holds(t, n.South, "the note arrives", func() bool { s, err := n.South.DocumentState(id); return err == nil && s == "here" })
	south := n.South.SignedIn("Remi")
	south.Get("/network/why").Want(http.StatusOK, "Ask", "Northland NPM")
	south.Get("/network/why?document="+id.String()).Want(http.StatusOK, "It is here: version 1, shared by Northland NPM.")
	south.Get("/network/why?document=http://127.0.0.1:4780/documents/"+id.String()).Want(http.StatusOK, "It is here")
	south.Get("/network/why?document=nonsense").Want(http.StatusUnprocessableEntity, "no document's address")
	n.Office.SignedIn("Remi").Get("/network/why?document="+id.String()).
		Want(http.StatusOK, "Nothing of it has reached this node", "audience that your body is not in").Lacks("Doors at night")
	d, err := n.North.As("Ines").AddDraft(webtest.Note("Windows"))
	if err != nil {
		t.Fatal(err)
	}
	n.North.SignedIn("Ines").Get("/network/why?document="+d.ID.String()).Want(http.StatusOK, "a draft of this node: being written")
	n.North.SignedIn("Remi").Get("/network/why?document="+d.ID.String()).Want(http.StatusOK, "Nothing of it has reached this node").Lacks("Windows", "a draft of this node")
}

func TestWithoutANetworkThePagesSaySo(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	b := p.SignedIn("Remi")
	for _, path := range []string{"/network", "/network/holdings", "/network/why", "/network/charter"} {
		b.Get(path).Want(http.StatusOK, "has joined no network yet")
	}
}
