package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// begun is a new pack of Remi's for segregation in prisons, on the page where its content is chosen.
func begun(p *webtest.Place, name string) (*webtest.Browser, *webtest.Page) {
	remi := p.SignedIn("Remi")
	return remi, remi.Get("/packs").Submit("/packs", "name", name, "place-type", "prison", "topic", "segregation", "topic", "health-care")
}

func TestAPackIsChosenKeptAndTakenAlong(t *testing.T) {
	n, standard, _ := library(t)
	remi, page := begun(n.North, "Quokka wing")
	page.Want(http.StatusOK, "Choose what goes in", "Quokka wing", "Common minimum for monitoring segregation cells", "2 questions on Rule 2, Review", "Text of Rule 6, Daily visit").Lacks("Life in the cell")
	choose := page.Path
	path := strings.TrimSuffix(choose, "/choose")
	if strings.Contains(path, "uokka") {
		t.Errorf("the name stands in the address %s", path)
	}
	page.Submit(choose, "item", "nonsense").Want(http.StatusBadRequest)
	item := func(part, place string) string {
		return part + ":" + standard.String() + ":common-segregation/" + place
	}
	kept := page.Submit(choose, "item", item("questions", "2"), "item", item("provision", "6"), "notes", "Bring\n\na torch").
		Want(http.StatusOK, "Quokka wing", "Has any review in the past year", "A nurse or doctor sees every segregated person", "Bring a torch", "May be cited", "nobody can take it back").
		Lacks("Press the bell")
	if kept.Path != path {
		t.Errorf("it ends at %s", kept.Path)
	}
	again := remi.Get(choose).Want(http.StatusOK)
	if !strings.Contains(again.HTML, `value="`+item("questions", "2")+`" checked`) || strings.Contains(again.HTML, `value="`+item("questions", "6")+`" checked`) {
		t.Error("what was chosen is not what is ticked")
	}
	remi.Language = "es" // the translation has no questions there: they come from the original
	remi.Get(path).Want(http.StatusOK, "Regla 2", "Has any review in the past year")
	remi.Language = ""
	file := remi.Get(path+"/pack.html").Want(http.StatusOK, "Has any review", "Quokka wing", "copy outside of Praxis")
	if strings.Contains(file.HTML, "src=") || strings.Contains(file.HTML, "href=") || !strings.Contains(file.Header.Get("Content-Disposition"), "visit-pack.html") {
		t.Errorf("the file needs something else: %s", file.HTML[:300])
	}
	remi.Get(path+"/pack.md").Want(http.StatusOK, "# Quokka wing", "- [ ] Has any review in the past year", "`common-segregation/6`")
	for _, name := range []string{"Ines", "Adam", "Dora"} {
		other := n.North.SignedIn(name)
		for _, p := range []string{path, choose, path + "/pack.html", path + "/pack.md"} {
			other.Get(p).Want(http.StatusNotFound).Lacks("Quokka")
		}
		other.Get("/packs").Want(http.StatusOK).Lacks("Quokka")
	}
	n.North.SignedIn("Xenia").Get("/packs").Want(http.StatusForbidden)
	if strings.Contains(n.North.Log.Text(), "Quokka") {
		t.Error("the log has the name of a pack")
	}
	if err := n.Office.As("Ines").TakeBack(t.Context(), standard, "a mistake", nil); err != nil {
		t.Fatal(err)
	}
	holds(t, n.North, "it is taken back", func() bool { s, err := n.North.DocumentState(standard); return err == nil && s != "here" })
	remi.Get(path).Want(http.StatusOK, "2 things that you chose were taken back", "Quokka wing").Lacks("Has any review")
	remi.Get(path).Submit(path+"/erase").Want(http.StatusOK, "The pack is erased")
	remi.Get(path).Want(http.StatusNotFound).Lacks("Quokka")
}

func TestAPackThatLacksSomethingKeepsWhatWasTyped(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	remi := p.SignedIn("Remi")
	page := remi.Get("/packs").Submit("/packs", "name", "A quiet wing", "topic", "segregation").
		Want(http.StatusUnprocessableEntity, "Choose the type of place")
	if page.Field("name") != "A quiet wing" || !strings.Contains(page.HTML, `value="segregation" checked`) {
		t.Error("what was typed is lost")
	}
	page.Submit("/packs", "name", strings.Repeat("a", 201), "place-type", "castle", "topic", "weather").
		Want(http.StatusUnprocessableEntity, "at most 200 letters", "Choose the type of place", "Choose at least one topic")
	fields := []string{"name", "A quiet wing", "place-type", "prison", "topic", "segregation"}
	first := page.Submit("/packs", fields...).Want(http.StatusOK, "No checklist or provision at this node fits")
	if second := page.Submit("/packs", fields...); second.Path != first.Path {
		t.Errorf("posted twice it makes two packs, %s and %s", first.Path, second.Path)
	}
	packs, err := p.As("Remi").Packs()
	if err != nil || len(packs) != 1 || !slices.Equal(packs[0].Topics, []string{"segregation"}) {
		t.Errorf("the packs are %+v, %v", packs, err)
	}
	remi.Get("/packs/nothing").Want(http.StatusNotFound)
	remi.Get("/packs/" + protocol.ID{7}.String()).Want(http.StatusNotFound)
}

func TestPacksInABrowser(t *testing.T) {
	n, _, _ := library(t)
	_, page := begun(n.North, "A quiet wing")
	page.Submit(page.Path, "notes", "Bring a torch").Want(http.StatusOK)
	c := webtest.NewChrome(t)
	c.SignIn(n.North, "Remi")
	c.Visit(n.North, map[string]string{"packs": "/packs", "pack-choose": page.Path, "pack": strings.TrimSuffix(page.Path, "/choose")})

	kept := filepath.Join(t.TempDir(), "pack.html")
	if err := os.WriteFile(kept, []byte(n.North.SignedIn("Remi").Get(strings.TrimSuffix(page.Path, "/choose")+"/pack.html").Want(http.StatusOK, "Bring a torch").HTML), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, v := range webtest.Views() {
		c.Look(v)
		c.OpenFile(kept)
		c.Axe()
		c.Screenshot("pack-offline")
	}

}
