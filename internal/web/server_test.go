package web_test

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"praxis/internal/web"
	"praxis/internal/web/webtest"
)

func TestEveryPageCarriesItsProtection(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	dora := p.SignedIn("Dora")
	for _, path := range []string{"/", "/persons", "/sign-in", "/help", "/nothing", "/static/x/y"} {
		page := dora.Get(path)
		policy := page.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %s", path, want)
			}
		}
		if strings.Contains(policy, "unsafe") || page.Header.Get("X-Content-Type-Options") != "nosniff" || page.Header.Get("Cache-Control") != "no-store" ||
			page.Header.Get("Cross-Origin-Opener-Policy") != "same-origin" || page.Header.Get("Referrer-Policy") == "" {
			t.Errorf("%s: headers are %v", path, page.Header)
		}
		page.Lacks("<style", "style=", "onclick", "javascript:", "http://", "https://")
	}
}

// TestPagesNeedASession asks for every page and sends to every form without having signed in.
func TestPagesNeedASession(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	for _, one := range web.Patterns() {
		method, path, _ := strings.Cut(one.Pattern, " ")
		path = strings.NewReplacer("{id}", "e43vrhwr5dz2urncb6xnkfmjdq", "{$}", "").Replace(path)
		if one.Open {
			continue
		}
		page := p.Browser().Do(method, path, "application/x-www-form-urlencoded", strings.NewReader(""))
		if page.Path != "/sign-in" && page.Status != http.StatusUnauthorized {
			t.Errorf("%s answers %d at %s without a session", one.Pattern, page.Status, page.Path)
		}
		page.Lacks("Ines", "Dora")
	}
}

func TestFormsOfOtherSitesDoNothing(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	dora := p.SignedIn("Dora")
	form := dora.Get("/persons").Form("/persons")
	form.Set("name", "Twin")
	form.Set("role", "reader")
	body := func() io.Reader { return strings.NewReader(form.Encode()) }
	const kind = "application/x-www-form-urlencoded"
	dora.Do("POST", "/persons", kind, body(), "Sec-Fetch-Site", "cross-site").Want(http.StatusForbidden, "This came from another website")
	dora.Do("POST", "/persons", kind, body(), "Origin", "https://elsewhere.example").Want(http.StatusForbidden)
	dora.Do("GET", "/persons", "", nil, "Host", "elsewhere.example").Want(http.StatusMisdirectedRequest, "not the address of this node").Lacks("Ines")
	dora.Get("/persons").Want(http.StatusOK).Lacks("Twin")
	dora.Post("/persons", "name", "Twin", "role", "reader").Want(http.StatusConflict, "One more press") // no token
	dora.Get("/persons").Lacks("Twin")
	rui := p.SignedIn("Rui") // a token of another session
	rui.Do("POST", "/persons", kind, body()).Want(http.StatusForbidden)
}

func TestAFormThatIsPostedTwiceActsOnce(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	dora := p.SignedIn("Dora")
	form := dora.Get("/persons")
	first := form.Submit("/persons", "name", "Nia", "role", "reader").Want(http.StatusCreated)
	second := form.Submit("/persons", "name", "Nia", "role", "reader").Want(http.StatusCreated)
	if linkIn(t, first, "/invitation/") != linkIn(t, second, "/invitation/") {
		t.Error("the second posting made another invitation")
	}
	if n := strings.Count(dora.Get("/persons").Text(), "Nia"); n != 1 {
		t.Errorf("Nia stands there %d times", n)
	}
}

func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	for _, ended := range []string{"idle", "restart"} {
		p := webtest.Alone(t)
		p.Staff()
		dora := p.SignedIn("Dora")
		form := dora.Get("/persons")
		if ended == "idle" {
			p.Clock.Pass(31 * time.Minute)
		} else {
			p.Restart()
		}
		page := form.Submit("/persons", "name", "Nia <b>", "role", "reader").Want(http.StatusUnauthorized, "Your session has ended", "is kept in this page")
		if page.Field("name") != "Dora" {
			t.Errorf("%s: the page does not know whose session it was: %q", ended, page.Field("name"))
		}
		page = page.Submit("/sign-in", "name", "Dora", "passphrase", "wrong wrong").Want(http.StatusUnprocessableEntity)
		page = page.Submit("/sign-in", "name", "Dora", "passphrase", webtest.Passphrase).Want(http.StatusOK, "One more press", "Nothing of it is lost")
		page.Submit("/persons").Want(http.StatusCreated, "Invitation for Nia <b>")
	}
}

func TestASessionEndsAfterHalfAnHour(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	b := p.SignedIn("Ines")
	for range 3 {
		p.Clock.Pass(29 * time.Minute)
		b.Get("/").Want(http.StatusOK, "You are signed in until")
	}
	p.Clock.Pass(31 * time.Minute)
	b.Get("/").Want(http.StatusUnauthorized, "Your session has ended")
	b = p.SignedIn("Ines")
	for range 26 {
		p.Clock.Pass(29 * time.Minute)
		b.Get("/")
	}
	b.Get("/").Want(http.StatusUnauthorized, "Your session has ended") // after half a day in any case
}

func TestTooMuchIsAnsweredClearly(t *testing.T) {
	p := webtest.Alone(t)
	b := p.Browser()
	large := io.LimitReader(zeros{}, 60<<20)
	q := b.Do("POST", "/sign-in", "application/x-www-form-urlencoded", struct{ io.Reader }{large}) // without a length
	q.Want(http.StatusRequestEntityTooLarge, "That is too large", "Nothing was taken")
	b.Do("POST", "/sign-in", "multipart/form-data; boundary=x", strings.NewReader(strings.Repeat("0", 50<<20))).Want(http.StatusRequestEntityTooLarge, "That is too large")
	b.Do("POST", "/sign-in", "multipart/form-data; boundary=x", strings.NewReader("no parts")).Want(http.StatusBadRequest, "did not arrive whole")
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '0'
	}
	return len(b), nil
}

func TestEveryTemplateIsWhole(t *testing.T) {
	names, err := web.Templates()
	if err != nil || len(names) < 40 {
		t.Errorf("%d templates, %v", len(names), err)
	}
}

func TestATemplateThatFailsLeavesAWholePage(t *testing.T) {
	p := webtest.Alone(t)
	p.Pages.Break("help")
	p.Browser().Get("/help").Want(http.StatusInternalServerError, "Something went wrong here", "It is not your fault").Lacks("half a page")
	if log := p.Log.Text(); !strings.Contains(log, "GET /help") {
		t.Errorf("the log does not say which page failed: %s", log)
	}
}

func TestLogsAndAddressesHaveNoNames(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	dora := p.SignedIn("Dora")
	page := dora.Get("/persons").Submit("/persons", "name", "Canaria", "role", "reader")
	dora.Get("/persons/nothing").Want(http.StatusNotFound)
	dora.Get("/persons/e43vrhwr5dz2urncb6xnkfmjdq").Want(http.StatusNotFound)
	for _, link := range append(page.Links(), dora.Get("/persons").Links()...) {
		if strings.Contains(strings.ToLower(link), "canaria") || strings.Contains(link, "Dora") {
			t.Errorf("an address has a name: %s", link)
		}
	}
	p.Pages.Break("persons")
	dora.Get("/persons").Want(http.StatusInternalServerError)
	for _, word := range []string{"Canaria", "Dora", webtest.Passphrase} {
		if strings.Contains(p.Log.Text(), word) {
			t.Errorf("the log has %q", word)
		}
	}
}

func TestPagesSpeakTheLanguageThatWasChosen(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	b := p.Browser()
	b.Language = "de, fr-CA;q=0.8, en;q=0.5"
	page := b.Get("/sign-in").Want(http.StatusOK, "Se connecter", "Phrase secrète")
	if !strings.Contains(page.HTML, `<html lang="fr" dir="ltr">`) {
		t.Error("the page does not say that it is French")
	}
	page = page.Submit("/language", "language", "es").Want(http.StatusOK, "Iniciar sesión")
	if page.Path != "/sign-in" {
		t.Errorf("the switch leads to %s", page.Path)
	}
	page.Submit("/sign-in", "name", "Ines", "passphrase", webtest.Passphrase).Want(http.StatusOK, "Buenos días, Ines", "0 borradores son privados de este nodo")
}

func TestAPageWeighsLittle(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	dora := p.SignedIn("Dora")
	frame := 0
	for _, name := range []string{"praxis.css", "praxis.js", "mark.svg"} {
		raw, err := os.ReadFile("static/" + name)
		if err != nil {
			t.Fatal(err)
		}
		frame += len(raw)
	}
	for _, path := range []string{"/", "/persons", "/journal", "/help", "/about"} {
		if n := frame + len(dora.Get(path).HTML); n > 150_000 {
			t.Errorf("%s weighs %d bytes", path, n)
		}
	}
}

func TestFilesOfThePagesAreKeptByBrowsers(t *testing.T) {
	p := webtest.Alone(t)
	b := p.Browser()
	_, after, _ := strings.Cut(b.Get("/sign-in").HTML, `rel="stylesheet" href="`)
	address, _, _ := strings.Cut(after, `"`)
	page := b.Get(address)
	if page.Status != 200 || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/css") || !strings.Contains(page.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s answers %d with %v", address, page.Status, page.Header)
	}
	if page := b.Get("/static/000/praxis.css"); strings.Contains(page.Header.Get("Cache-Control"), "immutable") {
		t.Error("a file under an old address is kept for ever")
	}
}
