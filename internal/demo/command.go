package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// passphrase opens every key of the demo. It protects nothing: the files are gone when the demo ends.
const passphrase = "only for the demo"

// trouble is an error with the organisation at whose node it happened.
type trouble struct {
	at  *organisation
	err error
}

func (t *trouble) Error() string { return t.at.name + ": " + t.err.Error() }
func (t *trouble) Unwrap() error { return t.err }

func (o *organisation) fault(format string, args ...any) error {
	return &trouble{at: o, err: fmt.Errorf(format, args...)}
}

// outcome is how a command ended.
type outcome struct {
	out     string // what it wrote to standard output
	errs    string // and to standard error
	problem string // the last line of that, which says why it ended
	code    int
}

// run runs one praxis command at the organisation's node and returns how it ended, well or not. Passphrases are given to it,
// as many as it may ask for.
func (o *organisation) run(ctx context.Context, args ...string) (outcome, error) {
	command := exec.CommandContext(ctx, o.program, append([]string{"--dir", o.dir, "--passphrase-fd", "0"}, args...)...)
	var out, errs bytes.Buffer
	command.Dir, command.Stdout, command.Stderr = o.home, &out, &errs
	command.Stdin = strings.NewReader(strings.Repeat(passphrase+"\n", 3))
	err := command.Run()
	lines := strings.Split(strings.TrimSpace(errs.String()), "\n")
	result := outcome{out: out.String(), errs: strings.TrimSpace(errs.String()), problem: strings.TrimPrefix(lines[len(lines)-1], "praxis: "), code: command.ProcessState.ExitCode()}
	if _, ok := errors.AsType[*exec.ExitError](err); ok && ctx.Err() == nil {
		err = nil
	}
	if err != nil {
		return result, o.fault("praxis %s: %w", strings.Join(args, " "), errors.Join(ctx.Err(), err))
	}
	return result, nil
}

// praxis runs a command that must succeed, and returns what it wrote.
func (o *organisation) praxis(ctx context.Context, args ...string) (string, error) {
	result, err := o.run(ctx, args...)
	if err == nil && result.code != 0 {
		err = o.fault("praxis %s ended with code %d: %s", strings.Join(args, " "), result.code, result.errs)
	}
	return result.out, err
}

// read runs a command that must succeed and reads its JSON into v.
func (o *organisation) read(ctx context.Context, v any, args ...string) error {
	out, err := o.praxis(ctx, append([]string{"--json"}, args...)...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(out), v); err != nil {
		return o.fault("the answer of praxis %s is not the JSON that was expected: %w", strings.Join(args, " "), err)
	}
	return nil
}

// refused runs a command that must end with the code, and returns what it says.
func (o *organisation) refused(ctx context.Context, code int, args ...string) (string, error) {
	result, err := o.run(ctx, args...)
	if err == nil && result.code != code {
		err = o.fault("praxis %s ended with code %d and not %d: %s", strings.Join(args, " "), result.code, code, result.problem)
	}
	return result.problem, err
}

// Exit codes that the story expects.
const (
	exitNotFound = 4
	exitRefused  = 5
)

// typed shows a command as a person types it.
func (s *story) typed(o *organisation, args ...string) {
	line := o.call + "$ praxis"
	for _, arg := range args {
		if strings.ContainsAny(arg, " \"'") {
			arg = "'" + arg + "'"
		}
		line += " " + arg
	}
	s.say("    %s", s.in(faint, line))
}
