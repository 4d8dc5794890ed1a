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
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	dir, err := os.MkdirTemp("", "praxis-demo-")
	if err != nil {
		return fmt.Errorf("the demo needs a directory for temporary files: name one with the variable TMPDIR: %w", err)
	}
	s := newStory(o, dir)
	defer func() {
		s.stopAll()
		if gone := os.RemoveAll(dir); err == nil && gone != nil {
			err = fmt.Errorf("remove what the demo wrote: %w", gone)
		}
	}()
	if err := s.tell(ctx); err != nil {
		return s.whatFailed(ctx, err)
	}
	if o.Check {
		s.say("")
		s.good("Every step was checked. Stopping the three nodes and removing their files.")
		return nil
	}
	return s.stayUp(ctx)
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

// whatFailed adds the last lines of the log of the node where a step failed.
func (s *story) whatFailed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err() // interrupted: whatever failed then failed because of that
	}
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
	return fmt.Errorf("the demo failed at %w", err)
}

// stayUp says what to try, and waits until it is interrupted or a node ends.
func (s *story) stayUp(ctx context.Context) error {
	s.tryThis()
	ended := make(chan *organisation, len(s.all))
	for _, o := range s.all {
		go func() { // ends with the process, which stopAll ends and waits for
			<-o.process.ended
			ended <- o
		}()
	}
	select {
	case <-ctx.Done():
		s.say("")
		s.say("Stopping the three nodes and removing their files.")
		return nil
	case o := <-ended:
		if grace(ctx) {
			return nil
		}
		return s.whatFailed(ctx, o.fault("its node has stopped by itself"))
	}
}

// grace tells whether the context ends within a moment: an interrupt from the terminal reaches the nodes too, and one of them may be faster.
func grace(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return true
	case <-time.After(time.Second):
		return false
	}
}
