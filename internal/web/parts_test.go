package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// TestALongDocumentIsReadInParts reads a document with short sections and one that is longer than a page, part by part: every
// part is light, each sentence stands in exactly one, and the whole is to be had.
func TestALongDocumentIsReadInParts(t *testing.T) {
	n := webtest.NewNetwork(t)
	var file strings.Builder
	file.WriteString("---\nkind: report\nlanguage: en\ntitle: Long\nsummary: Long.\norigin: own-unpublished\nreport: visit\ntopics: [regime]\n---\n")
	sentence := func(i int) string { return fmt.Sprintf("The door was open at count %dx.", i) }
	const sentences = 6000
	for i := range sentences {
		if i < sentences/2 && i%100 == 0 {
			file.WriteString("\n## Part\n\n")
		}
		file.WriteString(sentence(i) + "\n\n")
	}
	id := sharedFile(t, n.North, []byte(file.String()), protocol.AudienceNPMs)
	ines := n.North.SignedIn("Ines")
	seen := make(map[string]int)
	path, parts := "/documents/"+id.String(), 0
	for page := ines.Get(path); ; page = ines.Get(path) {
		parts++
		page.Want(http.StatusOK, "Long")
		if size := len(page.HTML); size > 125_000 { // style, script and mark are 20 kB more
			t.Errorf("%s has %d bytes", path, size)
		}
		text := page.Text()
		for i := range sentences {
			if strings.Contains(text, sentence(i)) {
				seen[sentence(i)]++
			}
		}
		_, after, more := strings.Cut(page.HTML, `rel="next" href="`)
		if !more {
			break
		}
		path, _, _ = strings.Cut(after, `"`)
		path = strings.ReplaceAll(path, "&amp;", "&")
	}
	if parts < 3 || len(seen) != sentences {
		t.Errorf("%d parts with %d of %d sentences", parts, len(seen), sentences)
	}
	for s, times := range seen {
		if times != 1 {
			t.Errorf("%q stands there %d times", s, times)
		}
	}
	ines.Get("/documents/"+id.String()+"?language=en&whole=yes").Want(http.StatusOK, sentence(0), sentence(sentences-1))
	ines.Get("/documents/"+id.String()+"/as/markdown").Want(http.StatusOK, sentence(0), sentence(sentences-1))
}

// TestALongDraftIsReadInParts reads a draft of one long section: its page is light, and its end stands on the last part.
func TestALongDraftIsReadInParts(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines := p.SignedIn("Ines")
	text := "## Part\n\nIt begins here. " + strings.Repeat("The doors were locked at night, and nobody could reach the toilet. ", 6000) + "It ends there."
	path := ines.Get("/write/report").Submit("/write/report", "title", "Long", "origin", "own-unpublished", "report", "visit", "text", text).Want(http.StatusOK, "Saved.").Path
	first, last := ines.Get(path).Want(http.StatusOK, "It begins here.").Lacks("It ends there."), ines.Get(path+"?page=99").Want(http.StatusOK, "It ends there.").Lacks("It begins here.")
	for _, page := range []*webtest.Page{first, last} {
		if size := len(page.HTML); size > 125_000 {
			t.Errorf("%s has %d bytes", page.Path, size)
		}
	}
	ines.Get(path+"/download").Want(http.StatusOK, "It begins here.", "It ends there.")
}
