package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Options are what the demo is given from outside. All fields but Color and Check are needed.
type Options struct {
	Program string                  // path of the praxis program
	Called  string                  // how people call it from where they are, for the commands to try
	Socket  func(dir string) string // the control socket of a data directory
	Out     io.Writer
	Color   bool // Out shows colours
	Check   bool // stop after the story instead of staying up
}

// patience bounds the whole story, which takes about twenty seconds on a computer that has nothing else to do.
const patience = 4 * time.Minute

// Run tells the story and, unless it only checks, keeps the network up until the context ends or the terminal closes. It
// stops every process that it started and removes every file that it made.
func Run(ctx context.Context, o Options) (err error) {
	outer, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	dir, err := os.MkdirTemp("", "praxis-demo-")
	if err != nil {
		return fmt.Errorf("the demo needs a directory for temporary files: name one with the variable TMPDIR: %w", err)
	}
	ctx, abandon := context.WithCancelCause(outer)
	on := &stage{over: ctx.Done(), abandon: abandon}
	s := newStory(o, on, dir)
	defer func() {
		s.stopAll()
		abandon(nil)
		on.watches.Wait()
		if gone := os.RemoveAll(dir); err == nil && gone != nil {
			err = fmt.Errorf("remove what the demo wrote: %w", gone)
		}
	}()
	err = s.tell(ctx)
	if err == nil && o.Check {
		s.say("")
		s.good("Every step was checked. Stopping the three nodes and removing their files.")
		return nil
	}
	if err == nil {
		s.tryThis()
		if err = s.openPages(ctx); err == nil {
			s.tellPassphrase()
			<-ctx.Done()
		}
	}
	if t, ok := errors.AsType[*trouble](context.Cause(ctx)); ok {
		err = t // a node has stopped by itself, and whatever failed then failed because of that
	} else if outer.Err() != nil {
		s.say("\nStopping the three nodes and removing their files.")
		if err != nil {
			err = context.Canceled // in the middle of the story
		}
		return err
	}
	return s.whatFailed(err)
}

// tell walks through the steps, within patience.
func (s *story) tell(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	began := time.Now()
	for i, step := range s.steps() {
		s.heading(i+1, step.title)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, step.title, err)
		}
	}
	s.say("")
	s.good("That is the whole way, in %d seconds: three programs, two people for every text, and nothing in between.", int(time.Since(began).Seconds()))
	return nil
}

// whatFailed says what went wrong, with the last lines of the log of the node where it was.
func (s *story) whatFailed(err error) error {
	s.say("")
	s.bad("This did not go as it should: %v", err)
	if errors.Is(err, context.DeadlineExceeded) {
		s.bad("The whole story was not done in %s.", patience)
	}
	if t, ok := errors.AsType[*trouble](err); ok {
		s.say("The last lines of the log of %s:", t.at.name)
		for _, line := range t.at.lastLines(12) {
			s.say("  | %s", line)
		}
	}
	return fmt.Errorf("the demo failed: %w", err)
}
