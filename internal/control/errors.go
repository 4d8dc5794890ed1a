package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"praxis/internal/attach"
	"praxis/internal/draft"
	"praxis/internal/markdown"
	"praxis/internal/redaction"
	"praxis/internal/store"
	"praxis/node"
	"praxis/protocol"
)

// Kind is what kind of thing went wrong. Kinds are stable: programs branch on them.
type Kind string

// The kinds.
const (
	KindWrongUse   Kind = "wrong-use"   // the request is not one
	KindInvalid    Kind = "invalid"     // a file or an object breaks a rule
	KindTooLarge   Kind = "too-large"   // the body has more bytes than its limit
	KindNotFound   Kind = "not-found"   // there is nothing of that name or id
	KindRefused    Kind = "refused"     // the gate, the approvals or somebody's rights stand against it
	KindNotSigned  Kind = "not-signed"  // nobody has signed in, or the session has ended
	KindPassphrase Kind = "passphrase"  // the passphrase is wrong
	KindThrottled  Kind = "throttled"   // too many wrong passphrases: wait
	KindState      Kind = "wrong-state" // what is asked does not fit how things stand
	KindTimeout    Kind = "timeout"     // what was waited for did not happen in time
	KindFull       Kind = "disk-full"   // withdraw and delete still work
	KindStopped    Kind = "stopped"     // the node has stopped
	KindFailed     Kind = "failed"      // anything else
)

// statuses are the kinds' HTTP status codes.
var statuses = map[Kind]int{
	KindWrongUse: http.StatusBadRequest, KindInvalid: http.StatusUnprocessableEntity, KindTooLarge: http.StatusRequestEntityTooLarge,
	KindNotFound: http.StatusNotFound, KindRefused: http.StatusForbidden, KindNotSigned: http.StatusUnauthorized,
	KindPassphrase: http.StatusUnauthorized, KindThrottled: http.StatusTooManyRequests, KindState: http.StatusConflict,
	KindTimeout: http.StatusGatewayTimeout, KindFull: http.StatusInsufficientStorage, KindStopped: http.StatusServiceUnavailable,
	KindFailed: http.StatusInternalServerError,
}

// Error is an answer that says what went wrong, and where possible what to do.
type Error struct {
	Kind    Kind   `json:"kind"`
	Message string `json:"error"`
	Hint    string `json:"hint,omitempty"`
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + ": " + e.Hint
}

func fault(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// sentinels are the errors that have a kind, the first that matches.
var sentinels = []struct {
	err  error
	kind Kind
}{
	{node.ErrNotFound, KindNotFound},
	{node.ErrUnknownPerson, KindNotFound},
	{node.ErrNoIdentity, KindState},
	{node.ErrWithdrawn, KindState},
	{node.ErrNotOurs, KindRefused},
	{node.ErrStopped, KindStopped},
	{node.ErrNotManager, KindRefused},
	{draft.ErrLeft, KindRefused},
	{draft.ErrRole, KindRefused},
	{draft.ErrNoRole, KindInvalid},
	{node.ErrNameTaken, KindInvalid},
	{draft.ErrPassphrase, KindPassphrase},
	{draft.ErrConfidential, KindRefused},
	{draft.ErrNotClean, KindRefused},
	{draft.ErrReviewerIsAuthor, KindRefused},
	{draft.ErrNoKey, KindRefused},
	{draft.ErrNotApproved, KindRefused},
	{draft.ErrNotRead, KindRefused},
	{draft.ErrPlanted, KindRefused},
	{draft.ErrNotCompared, KindRefused},
	{node.ErrNoReview, KindState},
	{redaction.ErrElsewhere, KindRefused},
	{draft.ErrNeverKept, KindRefused},
	{draft.ErrSignature, KindRefused},
	{draft.ErrAttachment, KindRefused},
	{draft.ErrChanged, KindState},
	{draft.ErrState, KindState},
	{protocol.ErrSignature, KindInvalid},
	{store.ErrDiskFull, KindFull},
	{store.ErrFailed, KindStopped},
	{store.ErrClosed, KindStopped},
	{context.DeadlineExceeded, KindTimeout},
}

// classify gives an error its kind.
func classify(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault(KindTooLarge, "this has more than the %d bytes that are taken at once: divide it", large.Limit)
	}
	if _, ok := errors.AsType[*markdown.Error](err); ok {
		return fault(KindInvalid, "%v", err)
	}
	if _, ok := errors.AsType[*attach.Refusal](err); ok {
		return fault(KindRefused, "%v", err)
	}
	if _, ok := errors.AsType[*protocol.FieldError](err); ok {
		return fault(KindInvalid, "%v", err)
	}
	if slow, ok := errors.AsType[*node.Throttled](err); ok {
		return fault(KindThrottled, "%v", slow)
	}
	if unready, ok := errors.AsType[*node.Unready](err); ok {
		return notApproved(unready.State)
	}
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			return fault(s.kind, "%v", err)
		}
	}
	return fault(KindFailed, "%v", err)
}

// answerError writes an error as the whole answer.
func answerError(w http.ResponseWriter, err error) {
	e := classify(err)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(statuses[e.Kind])
	_ = json.NewEncoder(w).Encode(e) // the client has gone if this fails
}

// unknownField turns the JSON reader's message about a field into one for people.
func unknownField(err error) error {
	if _, field, ok := strings.Cut(err.Error(), "json: unknown field "); ok {
		return fault(KindWrongUse, "the field %s is not known here", field)
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	return fault(KindWrongUse, "the request is not the JSON that is expected: %v", err)
}
