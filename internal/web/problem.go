package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"unicode"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/node"
	"praxis/protocol"
)

// Problem is an answer that says, in the reader's language, what went wrong and what to do: "problem.KEY.title" and
// "problem.KEY.text" of the catalogue.
type Problem struct {
	Status int
	Key    string
}

func (p *Problem) Error() string { return "problem " + p.Key }

// The problems that any page may have.
var (
	NotFound    = &Problem{http.StatusNotFound, "not-found"}
	Refused     = &Problem{http.StatusForbidden, "refused"}
	CrossOrigin = &Problem{http.StatusForbidden, "cross-origin"}
	WrongHost   = &Problem{http.StatusMisdirectedRequest, "wrong-host"}
	TooLarge    = &Problem{http.StatusRequestEntityTooLarge, "too-large"}
	BadForm     = &Problem{http.StatusBadRequest, "bad-form"}
	DiskFull    = &Problem{http.StatusInsufficientStorage, "disk-full"}
	Stopped     = &Problem{http.StatusServiceUnavailable, "stopped"}
	Broken      = &Problem{http.StatusInternalServerError, "broken"}
)

// problems are the errors of the node that have a page of their own, the first that matches.
var problems = []struct {
	err     error
	problem *Problem
}{
	{node.ErrNotFound, NotFound},
	{node.ErrNotYours, NotFound},
	{draft.ErrRole, Refused},
	{node.ErrNotManager, Refused},
	{draft.ErrReviewerIsAuthor, &Problem{http.StatusForbidden, "reviewer-is-author"}},
	{draft.ErrConfidential, &Problem{http.StatusForbidden, "confidential"}},
	{draft.ErrChanged, &Problem{http.StatusConflict, "changed"}},
	{draft.ErrState, &Problem{http.StatusConflict, "state"}},
	{draft.ErrNotRead, &Problem{http.StatusConflict, "read-first"}},
	{draft.ErrNotClean, &Problem{http.StatusConflict, "not-clean"}},
	{node.ErrInvitation, &Problem{http.StatusGone, "invitation"}},
	{store.ErrDiskFull, DiskFull},
	{node.ErrStopped, Stopped},
}

func problemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return TooLarge
	}
	for _, one := range problems {
		if errors.Is(err, one.err) {
			return one.problem
		}
	}
	return Broken
}

// fail answers with the page of a problem. What broke is logged by its kind alone: its words may name somebody.
func (r *Request) fail(err error) {
	p := problemOf(err)
	if p == Broken && !errors.Is(err, context.Canceled) {
		r.s.Logger.Error("a page failed", "page", r.Pattern, "what", kindOf(err))
	}
	if r.begun {
		return
	}
	r.Form.Errors = nil
	a := Answer{Template: "problem", Title: r.Say("problem." + p.Key + ".title"), Data: p, Status: p.Status}
	if again := r.write(a); again != nil { // the layout itself is broken: words without it
		http.Error(r.w, r.Say("problem.broken.title")+"\n\n"+r.Say("problem.broken.text"), http.StatusInternalServerError)
	}
}

// kindOf names the types of an error and of what it wraps.
func kindOf(err error) string {
	var kinds []string
	for ; err != nil && len(kinds) < 8; err = errors.Unwrap(err) {
		kinds = append(kinds, fmt.Sprintf("%T", err))
	}
	return strings.Join(kinds, " < ")
}

func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, drained) } // whatever it says, the answer is the same

func parseID(text string) (protocol.ID, error) { return protocol.ParseID(text) }

// disposition lets a browser keep a file under a harmless name.
func disposition(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, path.Base(name))
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}
