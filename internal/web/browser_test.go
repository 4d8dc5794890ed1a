package web_test

import (
	"strings"
	"testing"

	"praxis/internal/web/webtest"
)

// TestEveryPageInABrowser opens the pages in Chromium, in three languages, light and dark, narrow and wide, and lets
// axe-core look at each. Every part of the pages adds its own.
func TestEveryPageInABrowser(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines := p.As("Ines")
	for _, title := range []string{"Doors at night", "Call bells"} {
		if _, err := ines.AddDraft(webtest.Note(title)); err != nil {
			t.Fatal(err)
		}
	}
	invited := linkIn(t, p.SignedIn("Dora").Get("/persons").Submit("/persons", "name", "Nia", "role", "author"), "/invitation/")
	c := webtest.NewChrome(t)
	c.Visit(p, map[string]string{"sign-in": "/sign-in", "invitation": invited, "help": "/help", "help-people": "/help/people", "about": "/about", "accessibility": "/accessibility"})
	c.SignIn(p, "Ines")
	c.Visit(p, map[string]string{"home": "/", "not-found": "/nothing", "refused": "/persons"})
	c.SignIn(p, "Dora")
	c.Visit(p, map[string]string{"persons": "/persons", "person": personPath(t, p, "Ines"), "journal": "/journal", "places": "/places"})
	c.Look(webtest.View{Language: "en", Width: 1400, Forced: true})
	c.Open(p, "/persons")
	c.Axe()
	c.Screenshot("persons")
	c.Look(webtest.View{Language: "en", Width: 350}) // 1,400 pixels at 400 %
	c.Open(p, "/persons")
	c.Axe()

	bare := webtest.Bare(t)
	path, err := bare.Pages.First()
	if err != nil {
		t.Fatal(err)
	}
	c.Visit(bare, map[string]string{"set-up": path})
}

// TestSigningInByKeyboard signs in and invites somebody without a mouse, with scripts and without.
func TestSigningInByKeyboard(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	c := webtest.NewChrome(t)
	c.Open(p, "/sign-in")
	c.Keys("\t")
	if got := c.Eval(`document.activeElement.className`); got != "skip" {
		t.Errorf("the first press of Tab leads to %q", got)
	}
	c.Keys("\r")
	c.Keys("\tDora\t" + webtest.Passphrase + "\r")
	c.WaitFor("Good day, Dora")

	c.Look(webtest.View{Language: "en", Width: 360, NoScript: true})
	c.Open(p, "/persons")
	c.Type("#field-name", "Nia")
	c.Click("#field-role-1")
	c.Follow("main form button")
	if text := c.Text(); !strings.Contains(text, "Invitation for Nia") {
		t.Errorf("without scripts, the invitation does not come: %s", text)
	}
}
