package web_test

import (
	"net/http"
	"testing"
	"time"

	"praxis/internal/web/webtest"
)

// TestTakingBackAndTheNetworkInABrowser looks at the pages of taking back and of the network, and follows the holders live.
func TestTakingBackAndTheNetworkInABrowser(t *testing.T) {
	n := webtest.NewNetwork(t)
	id, other := shared(t, n.North, "Doors at night"), shared(t, n.North, "Windows at night")
	holds(t, n.South, "the notes arrive", func() bool { s, err := n.South.DocumentState(other); return err == nil && s == "here" })
	path := "/take-back/" + id.String()
	c := webtest.NewChrome(t)
	south, err := n.South.Identity()
	if err != nil {
		t.Fatal(err)
	}
	c.SignIn(n.North, "Ines")
	c.Visit(n.North, map[string]string{"take-back-list": "/take-back", "take-back-before": "/take-back/" + other.String(),
		"network": "/network", "network-body": "/network/bodies/" + south.Body.String(), "network-holdings": "/network/holdings", "network-why": "/network/why?document=" + id.String(), "network-charter": "/network/charter"})
	c.Look(webtest.View{Language: "en", Width: 1400})
	c.Open(n.North, path)
	n.South.SignedIn("Ines") // its node is up, and answers
	page := n.North.SignedIn("Ines").Get(path)
	page.Submit(path, "reason", "A rare circumstance.", "sure", "yes", "identifies", "yes", "discovered", time.Now().UTC().Add(-5*time.Hour).Format("2006-01-02T15:04"),
		"at-risk", "Whoever spoke with us in that wing.", "what", "Health, of one person.").Want(http.StatusOK)
	c.Open(n.North, path)
	c.WaitFor("Erased at 1 of 1")
	c.Visit(n.North, map[string]string{"take-back-done": path, "take-back-notice": path + "/notice/es", "home-busy": "/"})
	c.SignIn(n.North, "Cora")
	c.Visit(n.North, map[string]string{"admit": "/network/admit", "sign": "/network/sign", "suspend": "/network/suspend", "suspend-node": "/network/suspend-node", "former": "/network/former", "keyholders": "/network/keyholders",
		"take-lists": "/network/take", "help-all": "/help", "help-limits": "/help/limits"})
	c.Look(webtest.View{Language: "en", Width: 360})
	c.Open(n.North, "/network/keyholders")
	c.Click("#field-holder") // one keyholder less
	c.Follow("main form button")
	c.WaitFor("is a keyholder no more")
	c.Axe()
	c.Screenshot("amend-sign")
}
