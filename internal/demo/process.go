package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"praxis/internal/control"
)

// process is a running node.
type process struct {
	command  *exec.Cmd
	ended    chan struct{} // closed when the process has ended and was waited for
	dueToEnd atomic.Bool   // the demo itself ends it
}

// goodbye is how long a node has to stop by itself.
const goodbye = 10 * time.Second

// pause is how long is waited between two looks at what has no way to tell.
const pause = 50 * time.Millisecond

// exitInUse is the exit code for a port or a directory that another process uses.
const exitInUse = 8

// start runs the organisation's node and returns when it answers.
func (o *organisation) start(ctx context.Context, args ...string) error {
	log, err := os.OpenFile(o.log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the process has its own
	command := exec.Command(o.program, append([]string{"--dir", o.dir, "start"}, args...)...)
	command.Dir, command.Stdout, command.Stderr = o.home, log, log
	if err := command.Start(); err != nil {
		return o.fault("its node cannot be started: %w", err)
	}
	p := &process{command: command, ended: make(chan struct{})}
	go func() { // ends with the process
		_ = command.Wait() // how it ended is in ProcessState
		close(p.ended)
	}()
	o.process = p
	for {
		if _, err := o.client.Status(ctx); err == nil {
			o.stage.watches.Go(func() { o.watch(p) })
			return nil
		} else if !errors.Is(err, control.ErrNotRunning) {
			return o.fault("its node does not answer: %w", err)
		}
		select {
		case <-ctx.Done():
			return o.fault("its node has not started: %w", ctx.Err())
		case <-p.ended:
			if command.ProcessState.ExitCode() == exitInUse {
				return o.fault("its node cannot start: %w", errInUse)
			}
			return o.fault("its node ended at once (%s)", command.ProcessState)
		case <-time.After(pause):
		}
	}
}

// watch ends the story if the process ends by itself. An interrupt from the terminal reaches the nodes too, and one of them
// may be faster than the demo, so that a moment is given for it.
func (o *organisation) watch(p *process) {
	<-p.ended
	if p.dueToEnd.Load() {
		return
	}
	select {
	case <-o.stage.over:
	case <-time.After(time.Second):
		o.stage.abandon(o.fault("its node has stopped by itself (%s)", p.command.ProcessState))
	}
}

var errInUse = errors.New("its port is in use")

// kill ends the node without a warning, as a power cut would.
func (o *organisation) kill() {
	if o.process == nil {
		return
	}
	o.process.dueToEnd.Store(true)
	_ = o.process.command.Process.Kill() // it has ended already if this fails
	<-o.process.ended
	o.client.Close()
}

// askToStop lets the node stop by itself.
func (o *organisation) askToStop() {
	if o.process == nil {
		return
	}
	o.process.dueToEnd.Store(true)
	signal := os.Signal(os.Interrupt)
	if runtime.GOOS == "windows" {
		signal = os.Kill // there is no interrupt for another process
	}
	_ = o.process.command.Process.Signal(signal) // as above
}

// stop waits until the node has ended, and ends it if it doesn't.
func (o *organisation) stop() {
	if o.process == nil {
		return
	}
	select {
	case <-o.process.ended:
	case <-time.After(goodbye):
		o.kill()
	}
	o.client.Close()
}

// stopAll ends every node.
func (s *story) stopAll() {
	for _, o := range s.all {
		o.askToStop()
	}
	for _, o := range s.all {
		o.stop()
	}
}

// lastLines are the last lines of the node's log.
func (o *organisation) lastLines(n int) []string {
	b, err := os.ReadFile(o.log)
	if err != nil {
		return []string{fmt.Sprintf("(there is no log: %v)", err)}
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return lines[max(0, len(lines)-n):]
}
