package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/web/messages"
	"praxis/node"
)

func signInRoutes() []route {
	return []route{
		{pattern: "GET /sign-in", handler: signInPage},
		{pattern: "POST /sign-in", handler: signIn, limit: MaxText, stale: signInAgain},
		{pattern: "POST /sign-out", handler: signOut},
		{pattern: "POST /sign-out-everywhere", who: signedIn, handler: signOutEverywhere},
		{pattern: "POST /stay", who: signedIn, handler: stay},
		{pattern: "POST /language", handler: chooseLanguage},
		{pattern: "GET /link/{token}", handler: linkPage},
		{pattern: "POST /link/{token}", handler: useLink},
		{pattern: "GET /set-up/{token}", handler: setUpPage},
		{pattern: "POST /set-up/{token}", handler: setUp},
		{pattern: "GET /invitation/{token}", handler: invitationPage},
		{pattern: "POST /invitation/{token}", handler: acceptInvitation},
	}
}

// keptPrefix begins the names of fields that the sign-in form carries for a form that came after the session's end.
const keptPrefix = "kept."

type signInData struct {
	To    string // where to go on to
	Name  string // whose session ended
	Kept  []kept
	Files bool
	Ended bool
}

// signInFirst answers who has not signed in. What they have sent is carried by the form.
func (r *Request) signInFirst() (Answer, error) {
	d := signInData{To: r.URL.Path, Name: r.lastName(), Ended: r.ended}
	status := http.StatusUnauthorized
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if r.URL.RawQuery != "" {
			d.To += "?" + r.URL.RawQuery
		}
		if r.live || r.Header.Get("Sec-Fetch-Dest") == "empty" { // a script asks, not a person
			break
		}
		if !r.ended {
			return Go("/sign-in?to=" + url.QueryEscape(d.To))
		}
	default:
		if err := r.readForm(); err != nil {
			return Answer{}, err
		}
		d.Kept, d.Ended = keptFields(r.PostForm), true
		d.Files = r.MultipartForm != nil && len(r.MultipartForm.File) > 0
		r.Form.Values = url.Values{}
	}
	return Answer{Template: "sign-in", Title: r.Say("sign-in.title"), Data: d, Status: status}, nil
}

// lastName is the name of the person whose session the browser had, if the node knows it still.
func (r *Request) lastName() string {
	c, err := r.Cookie(r.s.cookie)
	if err != nil {
		return ""
	}
	id := r.s.sessions.knows(c.Value)
	all, err := r.s.Node.Persons()
	if at := slices.IndexFunc(all, func(p draft.Person) bool { return p.ID == id && p.Left == 0 }); err == nil && at >= 0 {
		return all[at].Name
	}
	return ""
}

func signInPage(r *Request) (Answer, error) {
	to := local(r.URL.Query().Get("to"))
	if r.Session != nil {
		return Go(to)
	}
	return Answer{Template: "sign-in", Title: r.Say("sign-in.title"), Data: signInData{To: to, Name: r.lastName(), Ended: r.ended}}, nil
}

// carried reads what the sign-in form carries.
func (r *Request) carried() signInData {
	d := signInData{To: local(r.Form.Get("to")), Name: r.Form.Text("name"), Files: r.Form.Get("files") != ""}
	for name, values := range r.Form.Values {
		if name, ok := strings.CutPrefix(name, keptPrefix); ok {
			for _, v := range values {
				d.Kept = append(d.Kept, kept{name, v})
			}
		}
	}
	slices.SortStableFunc(d.Kept, func(a, b kept) int { return strings.Compare(a.Name, b.Name) })
	return d
}

// signInAgain shows the sign-in form once more, with all that it carried.
func signInAgain(r *Request) (Answer, error) {
	d := r.carried()
	r.Wrong("passphrase", "sign-in.again")
	return Answer{Template: "sign-in", Title: r.Say("sign-in.title"), Data: d}, nil
}

func signIn(r *Request) (Answer, error) {
	d := r.carried()
	person, err := r.s.Node.SignIn(d.Name, r.Form.Get("passphrase"))
	if err != nil {
		if err := r.signInFailed(err); err != nil {
			return Answer{}, err
		}
		return Answer{Template: "sign-in", Title: r.Say("sign-in.title"), Data: d}, nil
	}
	if err := r.begin(person); err != nil {
		return Answer{}, err
	}
	if len(d.Kept) > 0 || d.Files {
		a := r.again(d.To, d.Kept, d.Files)
		a.Status = http.StatusOK
		return a, nil
	}
	return Go(d.To)
}

// signInFailed says what is wrong. It does not say whether somebody of that name works here.
func (r *Request) signInFailed(err error) error {
	if slow, ok := errors.AsType[*node.Throttled](err); ok {
		r.Wrong("passphrase", "sign-in.wait", "count", int64(slow.Wait.Seconds())+1)
		return nil
	}
	for _, known := range []error{node.ErrUnknownPerson, draft.ErrPassphrase, draft.ErrLeft, draft.ErrNoKey} {
		if errors.Is(err, known) {
			r.Wrong("passphrase", "sign-in.wrong")
			return nil
		}
	}
	return err
}

// begin opens a session for somebody, in place of the one that the browser had.
func (r *Request) begin(person *node.Session) error {
	if r.open != nil {
		r.s.sessions.end(r.open)
		r.done()
		r.open = nil
	}
	token, open, err := r.s.sessions.begin(person)
	if errors.Is(err, errFull) {
		person.Close()
		return &Problem{http.StatusServiceUnavailable, "full"}
	}
	if err != nil {
		person.Close()
		return err
	}
	r.open, r.Session, r.Person, r.ended, r.live = open, person, person.Person(), false, false
	r.setCookie(r.s.cookie, token, 0)
	r.setCookie(r.s.cookie+"-visitor", "", -1)
	return nil
}

func signOut(r *Request) (Answer, error) {
	if r.open != nil {
		if err := r.Session.SignOut(); err != nil {
			return Answer{}, err
		}
		r.s.sessions.end(r.open)
		r.done()
		r.open, r.Session = nil, nil
	}
	r.setCookie(r.s.cookie, "", -1)
	return Go("/sign-in")
}

func signOutEverywhere(r *Request) (Answer, error) {
	if err := r.s.sessions.endOf(r.Person.ID); err != nil {
		return Answer{}, err
	}
	r.setCookie(r.s.cookie, "", -1)
	return Go("/sign-in")
}

// stay keeps the session from ending, for a person who reads or writes for long.
func stay(r *Request) (Answer, error) {
	r.Notice("session.stayed", "time", r.Clock(r.open.ends().Unix()))
	return Go(local(r.Form.Get("to")))
}

func chooseLanguage(r *Request) (Answer, error) {
	if language := r.Form.Get("language"); slices.Contains(messages.Languages(), language) {
		r.setCookie(r.s.cookie+"-language", language, 365*24*3600)
	}
	return Go(local(r.Form.Get("to")))
}

// linkPage asks before it signs in, since programs that look ahead open links by themselves.
func linkPage(r *Request) (Answer, error) {
	name := r.s.links.name(r.PathValue("token"))
	if name == "" {
		return Answer{}, &Problem{http.StatusGone, "link"}
	}
	return Answer{Template: "link", Title: r.Say("link.title"), Data: name}, nil
}

func useLink(r *Request) (Answer, error) {
	person := r.s.links.take(r.PathValue("token"))
	if person == nil {
		return Answer{}, &Problem{http.StatusGone, "link"}
	}
	if err := r.begin(person); err != nil {
		return Answer{}, err
	}
	return Go("/")
}
