package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"time"

	"praxis/internal/draft"
	"praxis/internal/web/messages"
	"praxis/node"
)

// Request is one request, with who makes it and the language that they read.
type Request struct {
	*http.Request
	Session *node.Session // nil where nobody has signed in
	Person  draft.Person  // as they stand now
	messages.Speaker
	Form Form // what was typed

	s       *Server
	w       http.ResponseWriter
	open    *session
	visitor string // binds the forms of who has not signed in
	ended   bool   // the session of the cookie has ended
	begun   bool   // something was written
	live    bool   // a page that stays open asks, by itself
}

// Answer is what a page answers: a template with its data, a way to go on, a file, or a stream.
type Answer struct {
	Template string // name of a file of templates, without .html
	Title    string // a sentence, said already
	Data     any
	Status   int    // 0 is 200
	To       string // a path to go on to, instead of a template
	File     *File
	Stream   func(ctx context.Context, send Send) error // instead of a template
}

// File is something to download.
type File struct {
	Name string // as the browser keeps it
	Type string
	Data []byte
}

// Send sends a piece of a page to a browser that waits for it; the element whose data-live names the stream is replaced.
// An event called "done" lets the browser load the page anew.
type Send func(event string, piece template.HTML) error

func (s *Server) newRequest(w http.ResponseWriter, q *http.Request) *Request {
	r := &Request{Request: q, s: s, w: w, Form: Form{Values: url.Values{}}}
	language := messages.Match(q.Header.Get("Accept-Language"))
	if c, err := q.Cookie(s.cookie + "-language"); err == nil && slices.Contains(messages.Languages(), c.Value) {
		language = c.Value
	} else if q.Header.Get("Accept-Language") == "" {
		if i, err := s.Node.Identity(); err == nil && len(i.Languages) > 0 {
			language = messages.Match(i.Languages[0])
		}
	}
	r.Speaker = s.messages.In(language, s.Where)
	if c, err := q.Cookie(s.cookie); err == nil {
		if r.live = q.Header.Get("Accept") == "text/event-stream"; r.live {
			r.open = s.sessions.peek(c.Value)
		} else {
			r.open = s.sessions.take(c.Value)
		}
		r.ended = r.open == nil
	}
	if r.open != nil {
		r.Session, r.Person = r.open.person, r.open.person.Person()
		if !signedIn(r.Person) { // has left, or has chosen a passphrase anew
			s.sessions.end(r.open)
			r.done()
			r.Session, r.open, r.ended = nil, nil, true
		}
	}
	if r.open == nil {
		r.visitor = r.visitorCookie()
	}
	return r
}

func (r *Request) done() {
	if r.open != nil && !r.live {
		r.s.sessions.release(r.open)
	}
}

// setCookie keeps a value in the browser; seconds 0 is until it is closed, and less deletes it.
func (r *Request) setCookie(name, value string, seconds int) {
	http.SetCookie(r.w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: r.s.TLS, SameSite: http.SameSiteLaxMode})
}

// Go answers by going on to a page.
func Go(path string) (Answer, error) { return Answer{To: path}, nil }

// Notice lets the next page that the person opens say something.
func (r *Request) Notice(key string, arguments ...any) {
	if r.open != nil {
		r.open.notice(r.Say(key, arguments...))
	}
}

// PathID is the id in the path; what is none is found nowhere.
func (r *Request) PathID(name string) (id [16]byte, err error) {
	parsed, err := parseID(r.PathValue(name))
	if err != nil {
		return id, NotFound
	}
	return parsed, nil
}

// write writes an answer whole, or nothing of it.
func (r *Request) write(a Answer) error {
	switch {
	case a.To != "":
		r.w.Header().Set("Location", a.To)
		r.begun = true
		r.w.WriteHeader(http.StatusSeeOther)
		return nil
	case a.File != nil:
		h := r.w.Header()
		h.Set("Content-Type", a.File.Type)
		h.Set("Content-Disposition", disposition(a.File.Name))
		r.begun = true
		_, _ = r.w.Write(a.File.Data) // the browser has gone if this fails
		return nil
	case a.Stream != nil:
		return r.stream(a.Stream)
	}
	page, err := r.render(a)
	if err != nil {
		return err
	}
	status := a.Status
	if status == 0 {
		status = http.StatusOK
		if len(r.Form.Errors) > 0 {
			status = http.StatusUnprocessableEntity
		}
	}
	r.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	r.begun = true
	r.w.WriteHeader(status)
	_, _ = r.w.Write(page) // the browser has gone if this fails
	return nil
}

// stream sends events to a browser that waits, until the page is done or the browser goes.
func (r *Request) stream(run func(context.Context, Send) error) error {
	control := http.NewResponseController(r.w)
	r.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	r.begun = true
	ctx, cancel := context.WithTimeout(r.Context(), time.Hour)
	defer cancel()
	if r.open != nil {
		defer context.AfterFunc(r.open.over, cancel)()
	}
	send := func(event string, piece template.HTML) error {
		_ = control.SetWriteDeadline(time.Now().Add(time.Minute)) // a listener without deadlines does without
		var out bytes.Buffer
		fmt.Fprintf(&out, "event: %s\n", event)
		for line := range bytes.Lines([]byte(piece)) {
			fmt.Fprintf(&out, "data: %s\n", bytes.TrimRight(line, "\r\n"))
		}
		if piece == "" {
			out.WriteString("data:\n")
		}
		out.WriteString("\n")
		if _, err := r.w.Write(out.Bytes()); err != nil {
			return err
		}
		return control.Flush()
	}
	if err := run(ctx, send); err != nil && !errors.Is(err, context.Canceled) {
		r.s.Logger.Warn("a live page ended", "what", kindOf(err))
	}
	return nil
}

// Upload is a file of the form; nil where none was chosen.
func (r *Request) Upload(name string) (multipart.File, *multipart.FileHeader, error) {
	f, h, err := r.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil, nil
	}
	return f, h, err
}
