package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Form is what was typed and what is wrong with it. A page with errors in its form begins with a summary that links to
// the fields, and keeps what was typed.
type Form struct {
	url.Values
	Errors []FieldError
}

// FieldError is what is wrong with one field, said already; Field "" is the whole form.
type FieldError struct{ Field, Text string }

// Text is a field without the blanks around it.
func (f Form) Text(name string) string { return strings.TrimSpace(f.Get(name)) }

// Has tells whether a box with a value is ticked.
func (f Form) Has(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Error is what is wrong with a field; "" if nothing is.
func (f Form) Error(name string) string {
	for _, e := range f.Errors {
		if e.Field == name {
			return e.Text
		}
	}
	return ""
}

// Wrong notes that a field is wrong, in a sentence of the catalogue.
func (r *Request) Wrong(field, key string, arguments ...any) {
	r.Form.Errors = append(r.Form.Errors, FieldError{field, r.Say(key, arguments...)})
}

// tokenField carries the token of a form.
const tokenField = "form-token"

// readForm reads what was posted. What is too large is a problem of its own.
func (r *Request) readForm() error {
	kind := r.Header.Get("Content-Type")
	var err error
	if strings.HasPrefix(kind, "multipart/form-data") {
		err = r.ParseMultipartForm(maxForm)
	} else {
		err = r.ParseForm()
	}
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return large
	}
	if err != nil {
		return BadForm
	}
	r.Form.Values = r.PostForm
	return nil
}

// binding is what a form's token belongs to: a session, or a browser that has not signed in.
func (r *Request) binding() string {
	if r.open != nil {
		return "session " + r.open.token.String()
	}
	return "visitor " + r.visitor
}

// Token makes the token of a form: with it the form is known as one of ours, for this session, and acts once.
func (r *Request) Token() string {
	id := rand.Text()
	return id + "." + r.sign(id)
}

func (r *Request) sign(id string) string {
	mac := hmac.New(sha256.New, r.s.secret[:])
	mac.Write([]byte(r.binding() + "\x00" + id))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// formToken checks the token of the posted form and returns its id.
func (r *Request) formToken() (id string, ok bool) {
	id, mac, _ := strings.Cut(r.Form.Get(tokenField), ".")
	return id, len(id) >= 20 && hmac.Equal([]byte(mac), []byte(r.sign(id)))
}

// visitorCookie is a random value that the browser keeps while nobody has signed in, so that the sign-in form cannot be
// posted from elsewhere.
func (r *Request) visitorCookie() string {
	name := r.s.cookie + "-visitor"
	if c, err := r.Cookie(name); err == nil && len(c.Value) >= 20 && len(c.Value) <= 64 {
		return c.Value
	}
	value := rand.Text()
	r.setCookie(name, value, 0)
	return value
}

// kept are the fields of a form that came too late, to be sent again.
type kept struct{ Name, Value string }

func keptFields(values url.Values) []kept {
	var all []kept
	for name, vs := range values {
		if name == tokenField || strings.HasPrefix(name, "passphrase") {
			continue
		}
		for _, v := range vs {
			all = append(all, kept{name, v})
		}
	}
	slices.SortStableFunc(all, func(a, b kept) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// askAgain shows a form that was made for another session, or before the node was started again, with all that was typed,
// so that one press of a button sends it.
func (r *Request) askAgain(route route) (Answer, error) {
	if route.who == nil { // nothing was typed there that would be a loss
		return Answer{Template: "again", Title: r.Say("again.title"), Data: againData{To: r.URL.Path, Empty: true}, Status: http.StatusConflict}, nil
	}
	return r.again(r.URL.Path, keptFields(r.PostForm), r.MultipartForm != nil && len(r.MultipartForm.File) > 0), nil
}

type againData struct {
	To      string
	Kept    []kept
	Files   bool // files were chosen, which have to be chosen again
	Empty   bool // nothing is kept: the page is to be opened again
	Welcome bool // after signing in again
}

func (r *Request) again(to string, fields []kept, files bool) Answer {
	return Answer{Template: "again", Title: r.Say("again.title"), Data: againData{To: to, Kept: fields, Files: files}, Status: http.StatusConflict}
}

// local is a path of these pages, or "/".
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsRune(to, '\\') {
		return "/"
	}
	return u.EscapedPath()
}
