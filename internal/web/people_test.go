package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"praxis/internal/web/webtest"
)

func TestTheFirstPersonIsNamedByALinkThatWorksOnce(t *testing.T) {
	p := webtest.Bare(t)
	path, err := p.Pages.First()
	if err != nil || path == "" {
		t.Fatalf("no link: %q, %v", path, err)
	}
	b := p.Browser()
	b.Get("/").Want(http.StatusOK, "Sign in")
	b.Get("/set-up/00").Want(http.StatusGone, "This link works no more")
	page := b.Get(path).Want(http.StatusOK, "You are the first person here")
	page = page.Submit("", "body", "", "country", "XX1", "name", "", "passphrase", "short", "passphrase-again", "other").
		Want(http.StatusUnprocessableEntity, "Something is missing", "fewer than 8 characters", "Give a name of at most 100 letters")
	page = page.Submit("", "body", "Example NPM", "country", "FR", "name", "Dora", "passphrase", webtest.Passphrase, "passphrase-again", "another one").
		Want(http.StatusUnprocessableEntity, "not the same as the first")
	if page.Field("name") != "Dora" {
		t.Error("what was typed is lost")
	}
	page = page.Submit("", "name", "Dora", "passphrase", webtest.Passphrase, "passphrase-again", webtest.Passphrase, "role", "director", "role", "author").
		Want(http.StatusOK, "Welcome, Dora", "Invite somebody")
	if page.Path != "/persons" {
		t.Errorf("set-up ends at %s", page.Path)
	}
	b.Get(path).Want(http.StatusGone, "This link works no more")
	if again, err := p.Pages.First(); err != nil || again != "" {
		t.Errorf("there is another first link: %q, %v", again, err)
	}
	if i, err := p.Identity(); err != nil || i.Name != "Example NPM" || i.Country != "FR" {
		t.Errorf("the node belongs to %+v, %v", i, err)
	}
}

func TestInvitedPeopleChooseTheirOwnPassphrase(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	dora := p.SignedIn("Dora")
	page := dora.Get("/persons").Submit("/persons", "name", "Nia", "role", "author").Want(http.StatusCreated, "Invitation for Nia")
	link := linkIn(t, page, "/invitation/")
	dora.Get("/persons").Want(http.StatusOK, "invited, has not chosen")

	nia := p.Browser()
	page = nia.Get(link).Want(http.StatusOK, "You are invited to work here as Nia")
	page.Submit("", "passphrase", "a quiet corridor", "passphrase-again", "a quiet corridor").Want(http.StatusOK, "Welcome, Nia")
	nia.Get(link).Want(http.StatusGone, "This invitation works no more")
	if _, err := p.SignIn("Nia", "a quiet corridor"); err != nil {
		t.Error(err)
	}

	again := linkIn(t, dora.Get(personPath(t, p, "Nia")).Submit(personPath(t, p, "Nia")+"/invitation").Want(http.StatusCreated), "/invitation/")
	p.Clock.Pass(8 * 24 * time.Hour)
	nia.Get(again).Want(http.StatusGone)
}

func linkIn(t *testing.T, page *webtest.Page, part string) string {
	t.Helper()
	_, after, ok := strings.Cut(page.Text(), part)
	if !ok {
		t.Fatalf("%s has no link with %s", page.Path, part)
	}
	token, _, _ := strings.Cut(after, " ")
	return part + token
}

func personPath(t *testing.T, p *webtest.Place, name string) string {
	t.Helper()
	all, err := p.Persons()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		if one.Name == name {
			return "/persons/" + one.ID.String()
		}
	}
	t.Fatalf("nobody is called %s", name)
	return ""
}

func TestARoleThatIsTakenAwayClosesItsPagesAtOnce(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	adam, dora := p.SignedIn("Adam"), p.SignedIn("Dora")
	adam.Get("/persons").Want(http.StatusOK, "Invite somebody").Submit("/persons", "name", "Spy", "role", "author").
		Want(http.StatusUnprocessableEntity, "Only a director lets somebody read drafts")
	form := adam.Get("/persons")
	dora.Get(personPath(t, p, "Adam")).Submit(personPath(t, p, "Adam")+"/roles", "role", "reader").Want(http.StatusOK, "What Adam does was changed")
	adam.Get("/persons").Want(http.StatusForbidden, "Your roles do not allow this").Lacks("Ines")
	form.Submit("/persons", "name", "Late", "role", "reader").Want(http.StatusForbidden)
	adam.Get("/").Want(http.StatusOK)
	dora.Get(personPath(t, p, "Adam")).Submit(personPath(t, p, "Adam")+"/left").Want(http.StatusOK, "Adam has left and can sign in no more")
	adam.Get("/").Want(http.StatusUnauthorized, "Your session has ended")
	dora.Get(personPath(t, p, "Dora")).Submit(personPath(t, p, "Dora")+"/left").Want(http.StatusUnprocessableEntity, "Dora is the last")
}

func TestTheJournalSaysWhoDidWhatWithoutText(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	if _, err := p.As("Ines").AddDraft(webtest.Note("The canary of the title")); err != nil {
		t.Fatal(err)
	}
	p.SignedIn("Dora").Get("/journal").Want(http.StatusOK, "Dora signed in", "Dora added a person Adam", "nobody had signed in added a person Ines", "Ines began a draft").Lacks("canary")
	p.SignedIn("Adam").Get("/journal").Want(http.StatusOK)
	p.SignedIn("Ines").Get("/journal").Want(http.StatusForbidden)
}

func TestSignInLinksWorkOnceAndForAnHour(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	link := func() string {
		t.Helper()
		path, err := p.Pages.Link(p.As("Ines"))
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	path := link()
	b := p.Browser()
	page := b.Get(path).Want(http.StatusOK, "This link signs you in as Ines")
	page.Submit("").Want(http.StatusOK, "Good day, Ines")
	p.Browser().Get(path).Want(http.StatusGone, "This sign-in link works no more")
	old := link()
	p.Clock.Pass(61 * time.Minute)
	p.Browser().Get(old).Want(http.StatusGone).Lacks("Ines")
}

func TestWrongPassphrasesMustWaitAtThePagesToo(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	b := p.Browser()
	page := b.Get("/sign-in")
	for _, name := range []string{"Ines", "Nobody"} {
		page = page.Submit("/sign-in", "name", name, "passphrase", "wrong wrong").Want(http.StatusUnprocessableEntity, "The name or the passphrase is not right")
	}
	for range 2 {
		page = page.Submit("/sign-in", "name", "Ines", "passphrase", "wrong wrong").Want(http.StatusUnprocessableEntity)
	}
	page = page.Submit("/sign-in", "name", "Ines", "passphrase", webtest.Passphrase).Want(http.StatusUnprocessableEntity, "too many wrong attempts. Wait")
	p.Clock.Pass(10 * time.Second)
	page.Submit("/sign-in", "name", "Ines", "passphrase", webtest.Passphrase).Want(http.StatusOK, "Good day, Ines")
}

func TestSigningOutEverywhereEndsEverySession(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	one, two := p.SignedIn("Dora"), p.SignedIn("Dora")
	one.Get(personPath(t, p, "Dora")).Want(http.StatusOK, "2 sessions").Submit("/sign-out-everywhere").Want(http.StatusOK, "Sign in")
	two.Get("/persons").Want(http.StatusUnauthorized, "Your session has ended").Lacks("Rui")
	left, err := p.SignedIns()
	if err != nil || len(left) != 0 {
		t.Errorf("the store keeps %v, %v", left, err)
	}
}

// TestHowManyPlacesThereAreIsTheDirectors says it at a page, and takes it back.
func TestHowManyPlacesThereAreIsTheDirectors(t *testing.T) {
	p := webtest.Alone(t)
	p.Staff()
	dora := p.SignedIn("Dora")
	page := dora.Get("/places").Want(http.StatusOK, "Nobody has said anything yet")
	page.Submit("/places", "number", "few").Want(http.StatusUnprocessableEntity, "Write a number of places")
	page.Submit("/places", "place-type", "prison", "number", "-1").Want(http.StatusUnprocessableEntity, "Write a number of places")
	page.Submit("/places", "country", "Finland", "place-type", "prison", "number", "26").Want(http.StatusUnprocessableEntity, "with two letters")
	page = page.Submit("/places", "country", "fi", "place-type", "prison", "number", "26").Want(http.StatusOK, "It is kept", "Finland", "26", "Dora")
	page.Submit("/places/forget").Want(http.StatusOK, "Nobody has said anything yet")
	p.SignedIn("Adam").Get("/places").Want(http.StatusOK)
	for _, name := range []string{"Ines", "Rui", "Remi", "Cora"} {
		p.SignedIn(name).Get("/places").Want(http.StatusForbidden)
	}
}
