package web_test

import (
	"strings"
	"testing"

	"praxis/internal/web/webtest"
)

// TestALongDraftInABrowser looks at a part of a draft that is read in parts.
func TestALongDraftInABrowser(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	text := strings.Repeat("The doors were locked at night, and nobody could reach the toilet. ", 2000)
	d, err := p.As("Ines").AddDraft([]byte("---\nkind: report\nlanguage: en\ntitle: Long\norigin: own-unpublished\nreport: visit\n---\n\n## Part\n\n" + text + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := webtest.NewChrome(t)
	c.SignIn(p, "Ines")
	c.Visit(p, map[string]string{"draft-part": "/drafts/" + d.ID.String() + "?page=2"})
}
