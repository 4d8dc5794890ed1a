package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// process is a child of this one.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
}

func start(binary string, arguments ...string) (*process, error) {
	p := &process{command: exec.Command(binary, arguments...)}
	p.command.Stderr = os.Stderr
	var err error
	if p.in, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewScanner(out)
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", binary, err)
	}
	return p, nil
}

// tell sends a floor an order and waits for what came of it.
func (p *process) tell(o order) (r result, err error) {
	if err := json.NewEncoder(p.in).Encode(o); err != nil {
		return r, fmt.Errorf("order the floor to %s: %w", o.Do, err)
	}
	if !p.out.Scan() {
		return r, fmt.Errorf("the floor ended at %s: %w", o.Do, errors.Join(p.out.Err(), io.ErrUnexpectedEOF))
	}
	if err := json.Unmarshal(p.out.Bytes(), &r); err != nil {
		return r, err
	}
	if r.Error != "" {
		return r, fmt.Errorf("the floor, told to %s: %s", o.Do, r.Error)
	}
	return r, nil
}

// peak is the most memory that the process had at once, in bytes, since resetPeak or its start.
func (p *process) peak() (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read how much memory a node took: %w", err)
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return n << 10, err
		}
	}
	return 0, errors.New("this system does not say how much memory a process took: run the bench on Linux")
}

// resetPeak lets the peak start again from what the process has now (proc(5), clear_refs).
func (p *process) resetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.command.Process.Pid), []byte("5"), 0)
}

// work is the processor time that the process has used, in ticks of a hundredth of a second (proc(5), stat).
func (p *process) work() (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read how much a node works: %w", err)
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("this system does not say how much a process works: run the bench on Linux")
	}
	user, errUser := strconv.ParseInt(fields[11], 10, 64)
	system, errSystem := strconv.ParseInt(fields[12], 10, 64)
	return user + system, errors.Join(errUser, errSystem)
}

// worked returns the processor seconds that processes use while f runs.
func worked(all []*process, f func() error) (float64, error) {
	var before, after int64
	for _, p := range all {
		n, err := p.work()
		if err != nil {
			return 0, err
		}
		before += n
	}
	if err := f(); err != nil {
		return 0, err
	}
	for _, p := range all {
		n, err := p.work()
		if err != nil {
			return 0, err
		}
		after += n
	}
	return float64(after-before) / 100, nil
}

// rest waits until the process has finished what came before, in the background too: until it used less than a
// twentieth of a processor for half a second. It gives up waiting after a minute.
func (p *process) rest() error {
	before, err := p.work()
	for range 120 {
		if err != nil {
			return err
		}
		time.Sleep(500 * time.Millisecond)
		var now int64
		now, err = p.work()
		if now-before < 3 {
			return err
		}
		before = now
	}
	return err
}

// stop ends the process and waits for it.
func (p *process) stop() error {
	err := p.in.Close()
	if p.command.Process != nil {
		err = errors.Join(err, p.command.Process.Signal(os.Interrupt))
	}
	_ = p.command.Wait() // by a signal, which is no failure
	return err
}
