package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"praxis/internal/control"
	"praxis/internal/store"
)

// failure is an error with its exit code.
type failure struct {
	code int
	text string
}

func (f *failure) Error() string { return f.text }

func fail(code int, format string, args ...any) error {
	return &failure{code: code, text: fmt.Sprintf(format, args...)}
}

func wrongUse(format string, args ...any) error { return fail(ExitWrongUse, format, args...) }

// codes are the exit codes of the node's kinds of errors.
var codes = map[control.Kind]int{
	control.KindWrongUse: ExitWrongUse, control.KindInvalid: ExitWrongUse, control.KindTooLarge: ExitWrongUse,
	control.KindNotFound: ExitNotFound, control.KindRefused: ExitRefused, control.KindNotSigned: ExitNotSigned,
	control.KindPassphrase: ExitNotSigned, control.KindThrottled: ExitNotSigned, control.KindState: ExitRefused,
	control.KindTimeout: ExitTimeout, control.KindFull: ExitFailed, control.KindStopped: ExitNotRunning, control.KindFailed: ExitFailed,
}

// explain gives an error its exit code and the one sentence that people read.
func explain(err error) (code int, text string) {
	text = strings.TrimSpace(err.Error())
	if f, ok := errors.AsType[*failure](err); ok {
		return f.code, text
	}
	if e, ok := errors.AsType[*control.Error](err); ok {
		return codes[e.Kind], text
	}
	if _, ok := errors.AsType[*InUse](err); ok {
		return ExitInUse, text
	}
	switch {
	case errors.Is(err, control.ErrNotRunning):
		return ExitNotRunning, "the node is not running: start it with praxis start, in a window of its own"
	case errors.Is(err, store.ErrInUse):
		return ExitInUse, text
	case errors.Is(err, context.Canceled):
		return ExitFailed, "interrupted"
	}
	if _, ok := errors.AsType[ran](err); ok {
		return ExitFailed, text
	}
	return ExitWrongUse, text
}

// InUse says that another process has what this one needs.
type InUse struct{ What string }

func (e *InUse) Error() string { return e.What }
