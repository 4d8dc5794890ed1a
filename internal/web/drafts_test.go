package web_test

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"praxis/internal/web/webtest"
)

// written fills in the form of a practice note and saves it; it returns the draft's page.
func written(b *webtest.Browser, title, problem string) *webtest.Page {
	b.T.Helper()
	return b.Get("/write/practice-note").Want(http.StatusOK, "New: Practice note").
		Submit("/write/practice-note", "title", title, "language", "en", "origin", "own-unpublished", "section-problem", problem).
		Want(http.StatusOK, "Saved.", title)
}

// resolved lets an author take every marked place out.
func resolved(page *webtest.Page) *webtest.Page {
	page.Browser.T.Helper()
	for range 5 {
		var fields []string
		for name := range page.Form(page.Path) {
			if at, ok := strings.CutPrefix(name, "place-"); ok {
				fields = append(fields, "decision-"+at, "redacted")
			}
		}
		page = page.Submit(page.Path, fields...).Want(http.StatusOK)
		if !page.Has("that you decide about") {
			return page
		}
	}
	page.Browser.T.Fatal("the places do not come to an end")
	return nil
}

func TestANoteIsWrittenCheckedReviewedApprovedAndShared(t *testing.T) {
	n := webtest.NewNetwork(t)
	ines, rui := n.North.SignedIn("Ines"), n.North.SignedIn("Rui")
	page := written(ines, "Doors at night", "Mr Anton Berg, born 12 March 1984, could not reach the toilet at night.")
	draft := page.Path
	rui.Get(draft).Want(http.StatusOK, "It is still being written")

	page = page.Submit(draft+"/check", "audience", "npms").Want(http.StatusOK, "What may lead to a person", "12 March 1984", "This may not stay for any reason")
	rui.Get(draft).Want(http.StatusOK, "Its authors do that").Lacks("Anton")
	page = resolved(page).Want(http.StatusOK, "another person reads the text", "MNP de Surlandia", "And whoever is admitted later")
	page.Lacks("Anton Berg<")

	ines.Get(draft).Want(http.StatusOK, "so you cannot approve it")
	ines.Get(draft+"/review").Want(http.StatusOK, "Mr Anton Berg", "As it would leave", "so you cannot approve it")

	rui.Get("/").Want(http.StatusOK, "Doors at night")
	rui.Get(draft).Want(http.StatusOK, "You are asked to read this text").Lacks("could not reach", "MNP de Surlandia")
	rui.Get(draft+"/review").Want(http.StatusOK, "You are asked to read this text")
	page = rui.Get(draft+"/read").Want(http.StatusOK, "could not reach the toilet", "What would let you recognise someone").Lacks("Anton", "MNP de Surlandia")
	page.Submit(draft+"/read").Want(http.StatusUnprocessableEntity, "Choose one of the two answers")
	page = page.Submit(draft+"/read", "answer", "nothing").Want(http.StatusOK, "Original and outgoing text", "Anton Berg", "MNP de Surlandia", "And whoever is admitted later", "taken out")
	page.Submit(draft+"/approve").Want(http.StatusUnprocessableEntity, "Tick that you have read it")
	page.Submit(draft+"/approve", "sure", "yes").Want(http.StatusOK, "It can be shared now", "Rui approved it")

	page = ines.Get(draft+"/share").Want(http.StatusOK, "MNP de Surlandia", "cannot be recalled by anybody", "could not reach the toilet")
	page.Submit(draft+"/share").Want(http.StatusOK, "What left", "MNP de Surlandia", "Checked by two people")
	ines.Get(draft).Want(http.StatusOK, "Version 1 is shared")
}

func TestWhatIsTypedAndNotSavedComesBack(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines := p.SignedIn("Ines")
	page := ines.Get("/write/practice-note")
	page.Submit("/write/practice-note")
	for _, words := range []string{"Doors are", "Doors are locked"} { // one form, kept again and again
		form := page.Form("/write/practice-note")
		form.Set("section-problem", words)
		said := ines.Do(http.MethodPost, "/write/practice-note/unsaved", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
		said.Want(http.StatusOK, "is kept at this node, for you alone")
	}
	p.Clock.Pass(time.Hour)
	p.Restart()
	ines = p.SignedIn("Ines")
	page = ines.Get("/write/practice-note").Want(http.StatusOK, "is back in the form")
	if got := strings.TrimSpace(page.Field("section-problem")); got != "Doors are locked" {
		t.Errorf("what comes back is %q", got)
	}
	p.SignedIn("Dora").Get("/write/practice-note").Lacks("Doors are locked")
	draft := page.Submit("/write/practice-note", "title", "Doors", "origin", "own-unpublished").Want(http.StatusOK, "Saved.").Path
	ines.Get("/write/practice-note").Lacks("Doors are locked")

	page = ines.Get(draft + "/edit")
	form := page.Form(draft + "/edit")
	form.Set("title", "Doors and windows")
	ines.Do(http.MethodPost, draft+"/unsaved", "application/x-www-form-urlencoded", strings.NewReader(form.Encode())).Want(http.StatusOK)
	ines.Get(draft).Want(http.StatusOK, "that is not saved")
	page = ines.Get(draft+"/edit").Want(http.StatusOK, "is back in the form")
	page.Submit(draft+"/unsaved/forget").Want(http.StatusOK, "is erased").Lacks("Doors and windows")
}

func TestWhatIsWrongInADraftIsSaidAtItsField(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines := p.SignedIn("Ines")
	page := ines.Get("/write/report").Submit("/write/report", "title", "", "origin", "published", "source", "ftp://x", "since", "soon", "text", "What we saw.").
		Want(http.StatusUnprocessableEntity, "Give a title", "begins with https", "Give a day")
	if got := strings.TrimSpace(page.Field("text")); got != "What we saw." {
		t.Errorf("what was typed is %q", got)
	}
	page = page.Submit("/write/report", "title", "Annual <script>alert(1)</script>", "source", "https://example.org/r", "published", "2026-01-31", "since", "", "report", "annual", "text", "<script>alert(2)</script>\n\n## Part\n\nWhat we saw.").
		Want(http.StatusOK, "Saved.", "What we saw.").Lacks("<script>alert")
	draft := page.Path
	first, second := ines.Get(draft+"/edit"), p.SignedIn("Dora").Get(draft+"/edit")
	second.Submit(draft+"/edit", "title", "Annual report").Want(http.StatusOK, "Saved.")
	page = first.Submit(draft+"/edit", "title", "Another title").Want(http.StatusUnprocessableEntity, "Somebody else saved this draft")
	page.Submit(draft+"/edit").Want(http.StatusOK, "Saved.", "Another title")
	ines.Get(draft+"/edit").Submit(draft+"/edit").Want(http.StatusOK, "Nothing was changed")
	ines.Get(draft+"/file").Submit(draft+"/file", "file", "no front matter").Want(http.StatusUnprocessableEntity, "Line 1")
	ines.Language = "fr"
	ines.Get(draft+"/file").Submit(draft+"/file", "file", "no front matter").Want(http.StatusUnprocessableEntity, "Ligne 1", "commence par un en-tête").Lacks("front matter:")
	ines.Language = "es"
	ines.Get(draft+"/edit").Submit(draft+"/edit", "licence", strings.Repeat("x", 200)).Want(http.StatusUnprocessableEntity, "Esto no puede quedar así: 200 bytes, y se admiten 128 como máximo")
}

func TestADraftIsShownToNobodyElse(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines := p.SignedIn("Ines")
	draft := written(ines, "Doors at night", "Doors are locked.").Path
	for _, name := range []string{"Remi", "Cora", "Adam"} {
		b := p.SignedIn(name)
		b.Get("/drafts").Want(http.StatusForbidden)
		for _, part := range []string{"", "/edit", "/marks", "/read", "/review", "/share", "/shared", "/download", "/file", "/attachments/1"} {
			b.Get(draft + part).Want(http.StatusForbidden).Lacks("Doors")
		}
	}
	xenia := p.SignedIn("Xenia")
	xenia.Get("/drafts").Want(http.StatusOK, "no draft here yet")
	xenia.Get(draft).Want(http.StatusNotFound).Lacks("Doors")
	page := ines.Get(draft)
	page.Submit(draft+"/experts", "expert", expertID(t, p, "Xenia")).Want(http.StatusOK, "which outside experts")
	xenia.Get(draft).Want(http.StatusOK, "Doors at night")
	xenia.Get("/write").Want(http.StatusForbidden)
	xenia.Get(draft + "/edit").Want(http.StatusForbidden)
	for _, path := range []string{"/drafts/nothing", "/drafts/26zq3zwboa3qz4apra2dstn4bq", "/write/poem"} {
		ines.Get(path).Want(http.StatusNotFound)
	}
}

func expertID(t *testing.T, p *webtest.Place, name string) string {
	t.Helper()
	return strings.TrimPrefix(personPath(t, p, name), "/persons/")
}

func TestNobodyApprovesWhatThePageDidNotShow(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines, rui := p.SignedIn("Ines"), p.SignedIn("Rui")
	draft := written(ines, "Doors", "Call 01 23 45 67 89 for the ombudsman.").Path
	marks := ines.Get(draft).Submit(draft+"/check", "audience", "npms").Want(http.StatusOK, "01 23 45 67 89")
	place := ""
	for name := range marks.Form(draft + "/marks") {
		if at, ok := strings.CutPrefix(name, "place-"); ok {
			place = at
		}
	}
	marks.Submit(draft+"/marks", "decision-"+place, "kept").Want(http.StatusUnprocessableEntity, "Say why it identifies nobody")
	marks.Submit(draft+"/marks").Want(http.StatusUnprocessableEntity, "Choose for at least one place")
	marks.Submit(draft+"/marks", "decision-"+place, "kept", "reason-"+place, "a public line").Want(http.StatusOK, "a public line")
	rui.Get(draft+"/read").Submit(draft+"/read", "answer", "nothing", "words", "the head").Want(http.StatusUnprocessableEntity, "Choose that answer")
	review := rui.Get(draft+"/read").Submit(draft+"/read", "answer", "nothing").Want(http.StatusOK, "a public line")
	form := ines.Get(draft).Browser.Get(draft+"/review").Want(http.StatusOK, "so you cannot approve it")
	if form.Status == http.StatusOK && strings.Contains(form.HTML, draft+"/approve") {
		t.Error("an author is offered to approve")
	}
	ines.Get(draft+"/marks").Submit(draft+"/check", "audience", "network").Want(http.StatusOK)
	review.Submit(draft+"/approve", "sure", "yes").Want(http.StatusConflict)
	rui.Get(draft + "/review").Want(http.StatusOK).Lacks("a public line") // other bytes are read again
	back := ines.Get(draft+"/edit").Want(http.StatusOK, "A review of this text is under way")
	back.Submit(draft+"/edit", "section-problem", "Call the ombudsman.").Want(http.StatusOK, "Saved.")

	ines.Get(draft).Submit(draft+"/check", "audience", "npms").Want(http.StatusOK)
	rui.Get(draft+"/read").Submit(draft+"/read", "answer", "someone", "words", "the only ombudsman").Want(http.StatusOK, "back with its authors")
	ines.Get(draft).Want(http.StatusOK, "the only ombudsman", "sent it back")
	p.SignedIn("Dora").Get(draft).Lacks("the only ombudsman")
}

func TestThePublishedTakeTheShortWay(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines, rui := p.SignedIn("Ines"), p.SignedIn("Rui")
	draft := ines.Get("/write/report").Submit("/write/report", "title", "Annual report", "origin", "published", "source", "https://example.org/report",
		"published", "2026-01-31", "report", "annual", "text", "## Part\n\nCells were cold.").Want(http.StatusOK, "Saved.").Path
	ines.Get(draft).Submit(draft+"/check", "audience", "npms").Want(http.StatusOK)
	page := rui.Get(draft+"/review").Want(http.StatusOK, "https://example.org/report", "31 January 2026", "it is the same text")
	page.Submit(draft+"/back", "note", " ").Want(http.StatusUnprocessableEntity, "Say what the authors should change")
	page.Submit(draft+"/approve", "sure", "yes").Want(http.StatusOK, "It can be shared now")
}

func TestFilesAreTakenOverAndAttached(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines := p.SignedIn("Ines")
	page := ines.Get("/write")
	upload(page, "/write", "file", "call-bell-log.md", webtest.Sample(t, "call-bell-log.md")).Want(http.StatusOK, "The file is here as a draft")
	page = upload(ines.Get("/write"), "/write", "file", "plain.txt", []byte("What we saw.\n\nIt was cold."), "kind", "report", "origin", "own-unpublished", "language", "en").
		Want(http.StatusOK, "Complete it and save it")
	page = page.Submit("/write/report", "title", "Cold", "report", "visit").Want(http.StatusOK, "It was cold.")
	draft := page.Path
	upload(ines.Get("/write"), "/write", "file", "x.docx", []byte("PK\x03\x04 no archive"), "kind", "report").Want(http.StatusUnprocessableEntity, "cannot be taken over")
	upload(ines.Get("/write"), "/write", "file", "x.txt", []byte("text")).Want(http.StatusUnprocessableEntity, "Choose what the file becomes")
	ines.Get("/write").Submit("/write").Want(http.StatusUnprocessableEntity, "Choose a file")

	page = upload(page, draft+"/attachments", "attachment", "list.csv", []byte("place,bells\nA,12\n")).Want(http.StatusOK, "list.csv is attached", "Take out list.csv")
	if got := ines.Get(draft + "/attachments/1"); !strings.Contains(got.HTML, "bells") || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the attachment is %q", got.HTML)
	}
	upload(page, draft+"/attachments", "attachment", "x.exe", []byte("MZ")).Want(http.StatusUnprocessableEntity, "cannot be taken over")
	page.Submit(draft+"/attachments/1").Want(http.StatusOK, "taken out and erased")
	ines.Get(draft + "/attachments/1").Want(http.StatusNotFound)
}

// upload sends a form of the page with a file.
func upload(page *webtest.Page, action, field, name string, file []byte, fields ...string) *webtest.Page {
	page.Browser.T.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	form := page.Form(action)
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	for name, values := range form {
		if name != field {
			for _, v := range values {
				_ = w.WriteField(name, v)
			}
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		page.Browser.T.Fatal(err)
	}
	return page.Browser.Do(http.MethodPost, action, w.FormDataContentType(), &body)
}

func TestALongTextIsWaitedFor(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	ines := p.SignedIn("Ines")
	text := "## Part\n\n" + strings.Repeat("The doors were locked at night, and nobody could reach the toilet. ", 2000) + "Write to anna@example.org."
	draft := ines.Get("/write/report").Submit("/write/report", "title", "Long", "origin", "own-unpublished", "report", "visit", "text", text).Want(http.StatusOK, "Saved.").Path
	page := ines.Get(draft).Submit(draft+"/check", "audience", "npms").Want(http.StatusOK)
	if !page.Has("anna@example.org") { // the check was not faster than the page
		page.Want(http.StatusOK, "A long text takes a while")
		if live := ines.Do(http.MethodGet, draft+"/checking/live", "", nil, "Accept", "text/event-stream"); !strings.HasSuffix(live.HTML, "event: done\ndata:\n\n") {
			t.Errorf("the stream ends with %q", live.HTML[max(0, len(live.HTML)-200):])
		}
		page = ines.Get(draft + "/checking")
	}
	page.Want(http.StatusOK, "What may lead to a person", "anna@example.org")
	if len(page.HTML) > 60_000 {
		t.Errorf("the page of a long text has %d bytes", len(page.HTML))
	}
	ines.Get(draft+"/checking").Want(http.StatusOK, "What comes next")
	resolved(page)
	page = ines.Get(draft+"/review").Want(http.StatusOK, "The text is long", "anna@example.org", "[e-mail address]")
	if len(page.HTML) > 60_000 {
		t.Errorf("the review of a long text has %d bytes", len(page.HTML))
	}
}
