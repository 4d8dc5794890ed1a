package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// TestPrintedPagesInABrowser prints what people take along or file: all of the text stands on the sheets, and nothing that can
// only be clicked.
func TestPrintedPagesInABrowser(t *testing.T) {
	n, _, _ := library(t)
	ward := sharedFile(t, n.North, webtest.Sample(t, "seclusion-mental-health.md"), protocol.AudienceNPMs)
	clock := sharedFile(t, n.North, webtest.Sample(t, "affiche-isolement.md"), protocol.AudienceNPMs)
	_, pack := begun(n.North, "A quiet wing")
	pack.Submit(pack.Path, "notes", "Bring a torch").Want(http.StatusOK)
	back := shared(t, n.North, "Doors at night")
	taken := "/take-back/" + back.String()
	n.North.SignedIn("Ines").Get(taken).Submit(taken, "reason", "A rare circumstance.", "sure", "yes", "identifies", "yes", "discovered", time.Now().UTC().Add(-5*time.Hour).Format("2006-01-02T15:04"),
		"at-risk", "Whoever spoke with us in that wing.", "what", "Health, of one person.").Want(http.StatusOK)

	c := webtest.NewChrome(t)
	c.Look(webtest.View{Language: "en", Width: 1400, Dark: true}) // paper is white, whatever the screen is
	for name, page := range map[string]struct {
		who, path string
		words     []string // besides the headings
	}{
		"document": {"Remi", "/documents/" + ward.String(), []string{"Northland NPM"}},
		"standard": {"Remi", "/standards/common-segregation", nil},
		"pack":     {"Remi", strings.TrimSuffix(pack.Path, "/choose"), []string{"Bring a torch"}},
		"compare":  {"Remi", "/compare/seclusion/" + ward.String() + "+" + clock.String(), nil},
		"notice":   {"Ines", taken + "/notice/en", []string{"Health, of one person.", "Whoever spoke with us in that wing."}},
		"taken":    {"Ines", taken, []string{"72"}},
	} {
		c.SignIn(n.North, page.who)
		c.Open(n.North, page.path)
		c.Paper(true)
		headings := strings.Split(c.Eval(`[...document.querySelectorAll("main h1, main h2, main h3")].filter(h => h.checkVisibility()).map(h => [...h.childNodes].filter(c => !c.classList?.contains("visually-hidden")).map(c => c.textContent).join("")).join("\n")`), "\n")
		c.Paper(false)
		sheets := c.Print(name)
		all := plain(strings.Join(sheets, " "))
		for _, words := range append(page.words, headings...) {
			if !strings.Contains(all, plain(words)) {
				t.Errorf("%s: %q is on none of %d sheets", name, words, len(sheets))
			}
		}
		for _, words := range []string{"Sign out", "Find and read", "Skip to"} {
			if strings.Contains(all, plain(words)) {
				t.Errorf("%s: %q is printed, which can only be clicked", name, words)
			}
		}
	}
}

// plain is a text without spaces, whose places differ between a page and a sheet.
func plain(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
