package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"praxis/internal/web/webtest"
	"praxis/protocol"
)

// sharedWithAll shares a file of a place's with all NPMs.
func sharedWithAll(t *testing.T, p *webtest.Place, file []byte) protocol.ID {
	t.Helper()
	d, err := p.As("Ines").AddDraft(file)
	if err != nil {
		t.Fatal(err)
	}
	approveAndShare(t, p, d.ID)
	return d.ID
}

func approveAndShare(t *testing.T, p *webtest.Place, id protocol.ID) {
	t.Helper()
	ines, rui := p.As("Ines"), p.As("Rui")
	if _, _, err := ines.Review(id, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	if rui.Confirm(id) != nil { // it was not published before: the bare text is read
		if _, err := rui.Read(id); err != nil {
			t.Fatal(err)
		}
		if err := rui.FoundNothing(id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := rui.Approve(id); err != nil {
		t.Fatal(err)
	}
	if err := ines.Share(t.Context(), []protocol.ID{id}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
}

// arrived waits until a place has a document.
func arrived(t *testing.T, p *webtest.Place, id protocol.ID) {
	t.Helper()
	for range 3000 {
		if _, err := p.Show(id, 0); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the document never arrived")
}

const bilingual = `---
kind: practice-note
language: en
title: Call bells at night
summary: What the log does not say.
origin: published
source: https://npm.example/bells
published: 2025-03-04
topics: [staff-relations, mental-health]
place-types: [prison]
provisions: [mandela/38.1]
evidence: repeated
handling: cite-unnamed
ask: coordinator of visits
---
## The problem {#problem}

The **bell** rings; <script>nobody</script> comes.

---
language: ar
title: أجراس النداء ليلاً
status: unofficial
---
## المشكلة {#problem}

يرنّ الجرس ولا يأتي أحد إلى غرفة العزل.
`

func TestDocumentsAreFoundAndRead(t *testing.T) {
	n := webtest.NewNetwork(t)
	id := sharedWithAll(t, n.North, []byte(bilingual))
	arrived(t, n.South, id)
	remi := n.South.SignedIn("Remi")

	page := remi.Get("/documents").Want(http.StatusOK, "1 document is here", "Call bells at night", "Northland NPM", "Mental health", "Arabic")
	page = page.Submit("/documents", "words", "BELL rings").Want(http.StatusOK, "1 document found", "Call bells at night")
	if !strings.Contains(page.HTML, "<mark>bell</mark>") {
		t.Error("the word that was looked for is not marked")
	}
	for _, link := range page.Links() {
		if strings.Contains(strings.ToLower(link), "bell") {
			t.Errorf("an address has the words: %s", link)
		}
	}
	if strings.Contains(n.South.Log.Text(), "rings") {
		t.Error("the log has the words")
	}
	for _, link := range page.Links() { // every facet can be chosen
		if strings.HasPrefix(link, "/documents?") {
			remi.Get(link).Want(http.StatusOK, "1 document found", "Call bells at night")
		}
	}
	page.Submit("/documents", "words", "عزل").Want(http.StatusOK, "أجراس النداء")
	page.Submit("/documents", "words", "nothing like it").Want(http.StatusOK, "No document has all these words")
	page.Submit("/documents", "words", strings.Repeat("bell ", 1000)).Want(http.StatusOK, "1 document found")
	remi.Get("/documents?search=unknown").Want(http.StatusOK, "no longer remembered")
	remi.Get("/documents?topic=nonsense&page=900").Want(http.StatusOK, "Show all, not narrowed")
	if other := n.South.SignedIn("Dora").Get(addressOfSearch(page)); !other.Has("no longer remembered") {
		t.Error("another person opens the search")
	}

	address := "/documents/" + id.String()
	remi.Get(address).Want(http.StatusOK, "Northland NPM", "all NPMs of the network", "By 2 people", "May be cited without the name", "coordinator of visits",
		"nodes, as far as they have said", "Published, 4 March 2025", "mandela/38.1", "Unofficial translation").Lacks("<script>nobody")
	page = remi.Get(address+"?language=en&beside=ar").Want(http.StatusOK, "يرنّ الجرس")
	for _, want := range []string{`<div lang="ar" dir="rtl">`, `<div lang="en" dir="ltr">`, `href="/standards/mandela/38.1"`} {
		if !strings.Contains(page.HTML, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	remi.Get(address+"?language=ar").Want(http.StatusOK, "أجراس النداء")
	file := remi.Get(address + "/as/markdown")
	if !strings.Contains(file.HTML, "title: Call bells at night") || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the file is %q as %q", file.HTML, file.Header.Get("Content-Disposition"))
	}
	var named struct {
		Content map[string]any `json:"content"`
	}
	if err := json.Unmarshal([]byte(body(t, remi, address+"/as/json")), &named); err != nil || named.Content["handling"] != "cite-unnamed" {
		t.Errorf("JSON: %v, %v", named.Content, err)
	}
	for _, wrong := range []string{"/as/exe", "/attachments/1", "/attachments/x", "?version=9", "?version=x", "/changes", "/changes?from=7"} {
		remi.Get(address + wrong).Want(http.StatusNotFound)
	}
	remi.Get("/documents/e43vrhwr5dz2urncb6xnkfmjdq").Want(http.StatusNotFound)
	n.South.SignedIn("Xenia").Get(address).Want(http.StatusForbidden)
	n.South.SignedIn("Xenia").Get("/documents").Want(http.StatusForbidden).Lacks("Call bells")
	remi.Get("/coverage").Want(http.StatusOK, "Northland NPM", "Health care")
}

func body(t *testing.T, b *webtest.Browser, path string) string {
	t.Helper()
	page := b.Get(path)
	if page.Status != http.StatusOK {
		t.Fatalf("%s answers %d", path, page.Status)
	}
	_, after, _ := strings.Cut(page.HTML, "{")
	return "{" + after
}

func addressOfSearch(p *webtest.Page) string {
	for _, link := range p.Links() {
		if strings.Contains(link, "search=") {
			return link
		}
	}
	return ""
}

func TestVersionsAreComparedAndWithdrawalsAreTold(t *testing.T) {
	n := webtest.NewNetwork(t)
	id := sharedWithAll(t, n.North, webtest.Note("Doors"))
	arrived(t, n.South, id)
	remi := n.South.SignedIn("Remi")
	remi.Get("/new").Want(http.StatusOK, "From now on").Submit("/new").Want(http.StatusOK, "Noted.", "Nothing new has come")

	file := strings.Replace(string(webtest.Note("Doors")), "locked", "open", 1)
	if _, err := n.North.As("Ines").EditDraft(id, []byte(file)); err != nil {
		t.Fatal(err)
	}
	approveAndShare(t, n.North, id)
	for range 3000 {
		if d, err := n.South.Show(id, 0); err == nil && d.Version == 2 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	address := "/documents/" + id.String()
	remi.Get("/new").Want(http.StatusOK, "Doors", "version 2, which replaces")
	remi.Get(address).Want(http.StatusOK, "open at night", "What differs from version 1")
	remi.Get(address+"?version=1").Want(http.StatusOK, "You are reading version 1", "Version 2 has replaced it", "locked at night")
	page := remi.Get(address+"/changes?version=2&from=1").Want(http.StatusOK, "“locked” became “open”")
	if !strings.Contains(page.HTML, "<del>locked") || !strings.Contains(page.HTML, "<ins>open") {
		t.Error("the change is not shown in its place")
	}
	remi.Get("/new/topics").Submit("/new/topics", "topic", "staff").Want(http.StatusOK, "Noted", "Staff")
	remi.Get("/new/topics").Submit("/new/topics", "topic", "nonsense").Want(http.StatusUnprocessableEntity, "is no topic")
	remi.Get("/new").Submit("/new")

	if err := n.North.As("Ines").Withdraw(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for range 3000 {
		if _, err := n.South.Show(id, 0); err != nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	remi.Get(address).Want(http.StatusGone, "This document was taken back").Lacks("Doors")
	remi.Get("/new").Want(http.StatusOK, "Northland NPM has taken back 1 document").Lacks("Doors")
	remi.Get("/documents").Want(http.StatusOK, "There is no document here yet").Lacks("Doors")
}

func TestTheLibrarysPagesInABrowser(t *testing.T) {
	n := webtest.NewNetwork(t)
	id := sharedWithAll(t, n.North, []byte(bilingual))
	for i := range 3 {
		sharedWithAll(t, n.North, webtest.Note(fmt.Sprintf("Doors %d", i)))
	}
	standard := sharedWithAll(t, n.North, webtest.Sample(t, "common-segregation.md"))
	arrived(t, n.South, standard)
	note := sharedWithAll(t, n.North, webtest.Note("Night visits"))
	if _, err := n.North.As("Ines").EditDraft(note, []byte(strings.Replace(string(webtest.Note("Night visits")), "locked", "open", 1))); err != nil {
		t.Fatal(err)
	}
	approveAndShare(t, n.North, note)
	holds(t, n.South, "the second version arrives", func() bool { d, err := n.South.Show(note, 0); return err == nil && d.Version == 2 })
	c := webtest.NewChrome(t)
	c.SignIn(n.South, "Remi")
	address := "/documents/" + id.String()
	c.Visit(n.South, map[string]string{"documents": "/documents", "document": address, "document-beside": address + "?language=en&beside=ar",
		"document-standard": "/documents/" + standard.String(), "document-changes": "/documents/" + note.String() + "/changes?version=2&from=1", "new": "/new", "topics": "/new/topics", "coverage": "/coverage"})
}
