package web_test

import (
	"fmt"
	"strings"
	"testing"

	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// signInByKeyboard signs somebody in with the keyboard alone.
func signInByKeyboard(c *webtest.Chrome, p *webtest.Place, name string) {
	c.T.Helper()
	c.Open(p, "/sign-in")
	c.Write("#field-name", name)
	c.Write("#field-passphrase", webtest.Passphrase)
	c.Enter("main form button")
}

func signOutByKeyboard(c *webtest.Chrome) {
	c.T.Helper()
	c.Enter(`form[action="/sign-out"] button`)
}

// TestTheWholeWayByKeyboard takes a note from its author's form to a peer's page and back, at two nodes, with nothing but
// Tab, Enter, the space bar, the arrows and letters. At each stop the focus is to be seen.
func TestTheWholeWayByKeyboard(t *testing.T) {
	wholeWay(t, webtest.View{Language: "en", Width: 1400})
}

// TestTheWholeWayWithoutScriptsByKeyboard goes the same way where the browser runs no script, in the other languages.
func TestTheWholeWayWithoutScriptsByKeyboard(t *testing.T) {
	for _, language := range []string{"fr", "es"} {
		t.Run(language, func(t *testing.T) { wholeWay(t, webtest.View{Language: language, Width: 360, NoScript: true}) })
	}
}

func wholeWay(t *testing.T, v webtest.View) {
	n := webtest.NewNetwork(t)
	c := webtest.NewChrome(t)
	c.Look(v)
	waitFor := func(key string, arguments ...any) {
		t.Helper()
		c.WaitFor(webtest.Say(v.Language, key, arguments...))
		c.Speaks()
	}

	signInByKeyboard(c, n.North, "Ines")
	c.Enter(`.nav a[href="/drafts"]`)
	c.Enter(`main a[href="/write"]`)
	c.Enter(`main a[href="/write/practice-note"]`)
	c.Write("#field-title", "Doors at night")
	c.Choose("origin", "own-unpublished")
	c.Write("#field-section-problem", "Mr Anton Berg, born 12 March 1984, could not reach the toilet at night.")
	c.Enter(".saving button")
	waitFor("write.saved")
	draft := c.Eval("location.pathname")
	c.Choose("audience", "npms")
	c.Enter(fmt.Sprintf("form[action=%q] button", draft+"/check"))
	waitFor("marks.title")
	redactByKeyboard(c, draft, v.Language)
	signOutByKeyboard(c)

	signInByKeyboard(c, n.North, "Rui")
	c.Enter(fmt.Sprintf("main a[href^=%q]", draft))
	c.Enter(fmt.Sprintf("main a[href=%q]", draft+"/read"))
	if text := c.Text(); strings.Contains(text, "Anton") || !strings.Contains(text, "could not reach the toilet") {
		t.Fatalf("the bare text is:\n%s", text)
	}
	c.Choose("answer", "nothing")
	c.Enter(fmt.Sprintf("form[action=%q] button", draft+"/read"))
	waitFor("review.title")
	c.Tick("#field-sure")
	c.Enter(fmt.Sprintf("form[action=%q] button", draft+"/approve"))
	waitFor("review.approved")
	signOutByKeyboard(c)

	signInByKeyboard(c, n.North, "Ines")
	c.Enter(fmt.Sprintf("main a[href^=%q]", draft))
	c.Enter(fmt.Sprintf("main a[href=%q]", draft+"/share"))
	c.Enter(fmt.Sprintf("form[action=%q] button", draft+"/share"))
	waitFor("shared.title")
	signOutByKeyboard(c)

	id := strings.TrimPrefix(draft, "/drafts/")
	findByKeyboard(t, c, n.South, id)
	c.WaitFor("could not reach the toilet at night")
	signOutByKeyboard(c)

	signInByKeyboard(c, n.North, "Ines")
	c.Enter(`.nav a[href="/take-back"]`)
	c.Enter(fmt.Sprintf("main a[href=%q]", "/take-back/"+id))
	c.Write("#field-reason", "A rare circumstance.")
	c.Choose("identifies", "no")
	c.Tick("#field-sure")
	c.Enter("main form button.grave")
	if v.NoScript { // nothing changes by itself
		document, err := protocol.ParseID(id)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, n.North, "the peer erases it", func() bool {
			h, err := n.North.Holders(t.Context(), document)
			return err == nil && h.Withdrawn == h.Of
		})
		c.Open(n.North, "/take-back/"+id)
	}
	waitFor("takeback.withdrawn-at", "erased", 1, "of", 1)
}

// redactByKeyboard takes every marked place out.
func redactByKeyboard(c *webtest.Chrome, draft, language string) {
	c.T.Helper()
	for range 5 {
		places := c.Eval(`[...document.querySelectorAll("fieldset.place")].map(e => e.id.replace("place-", "")).join(" ")`)
		if places == "" {
			text := c.Text()
			if !strings.Contains(text, webtest.Say(language, "marks.all-decided")) && !strings.Contains(text, webtest.Say(language, "marks.none")) {
				c.T.Errorf("it is not said what comes next:\n%s", text)
			}
			return
		}
		for place := range strings.FieldsSeq(places) {
			c.Choose("decision-"+place, "redacted")
		}
		c.Enter(fmt.Sprintf("form[action=%q] button", draft+"/marks"))
	}
	c.T.Fatalf("the places do not come to an end:\n%s", c.Text())
}

// findByKeyboard looks for the note at a peer's node, and opens it.
func findByKeyboard(t *testing.T, c *webtest.Chrome, p *webtest.Place, id string) {
	t.Helper()
	document, err := protocol.ParseID(id)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, p, "the note arrives", func() bool { s, err := p.DocumentState(document); return err == nil && s == "here" })
	signInByKeyboard(c, p, "Remi")
	c.Enter(`.nav a[href="/documents"]`)
	c.Write("#words", "toilet at night")
	c.Enter(`form[role=search] button`)
	c.Enter(fmt.Sprintf(".results a[href^=%q]", "/documents/"+id))
}
