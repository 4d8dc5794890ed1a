package demo_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// program is built once, as make demo builds it, in a directory of its own: "bin/praxis" from home.
var program struct{ home, path string }

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	home, err := os.MkdirTemp("", "demo-test-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(home) }()
	program.home, program.path = home, filepath.Join(home, "bin", "praxis")
	if runtime.GOOS == "windows" {
		program.path += ".exe"
	}
	build := exec.Command("go", "build", "-o", program.path, "praxis/cmd/praxis")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	return m.Run()
}

// run is a demo that runs.
type run struct {
	t       *testing.T
	command *exec.Cmd
	out     *bufio.Scanner
	problem bytes.Buffer
	temp    string   // where it keeps its files
	lines   []string // that were read so far
}

// begin starts a demo without a home directory.
func begin(t *testing.T, args ...string) *run {
	t.Helper()
	r := &run{t: t, temp: t.TempDir()}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	r.command = exec.CommandContext(ctx, program.path, append([]string{"demo"}, args...)...)
	r.command.Dir = program.home
	r.command.Env = []string{"TMPDIR=" + r.temp, "TMP=" + r.temp, "PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot")}
	r.command.Stderr = &r.problem
	out, err := r.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.out = bufio.NewScanner(out)
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	return r
}

// until reads until a line that has the words, and returns it.
func (r *run) until(words string) string {
	r.t.Helper()
	for r.out.Scan() {
		r.lines = append(r.lines, r.out.Text())
		if strings.Contains(r.out.Text(), words) {
			return r.out.Text()
		}
	}
	_ = r.command.Wait()
	r.t.Fatalf("the demo ended and never said %q; it said:\n%s\n%s", words, strings.Join(r.lines, "\n"), &r.problem)
	return ""
}

// end reads the rest and returns the exit code.
func (r *run) end() int {
	r.t.Helper()
	for r.out.Scan() {
		r.lines = append(r.lines, r.out.Text())
	}
	err := r.command.Wait()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		r.t.Fatal(err)
	}
	return r.command.ProcessState.ExitCode()
}

// leavesNothing fails if a node still listens or a file is left.
func (r *run) leavesNothing() {
	r.t.Helper()
	for _, at := range regexp.MustCompile(`listening at /ip4/127\.0\.0\.1/tcp/(\d+)`).FindAllStringSubmatch(strings.Join(r.lines, "\n"), -1) {
		if c, err := net.Dial("tcp", "127.0.0.1:"+at[1]); err == nil {
			_ = c.Close()
			r.t.Errorf("a node still listens at port %s", at[1])
		}
	}
	left, err := os.ReadDir(r.temp)
	if err != nil || len(left) > 0 {
		r.t.Errorf("the demo left %v (%v)", left, err)
	}
}

func (r *run) interrupt() {
	r.t.Helper()
	if runtime.GOOS == "windows" {
		_ = r.command.Process.Kill() // there is no interrupt for another process; the operating system's own tests do the same
		return
	}
	if err := r.command.Process.Signal(os.Interrupt); err != nil {
		r.t.Fatal(err)
	}
}

func TestTheStoryIsTrueAndTheNetworkStaysUp(t *testing.T) {
	r := begin(t)
	r.until("In another window, try:")
	last := r.until("passphrase here is")
	text := strings.Join(r.lines, "\n")
	for _, told := range []string{"One key is not enough", "(2 of 3)", "3 May 1987", "e-mail", "Refused: “Anna", "seen by 1 of", "unreachable", "withdrawn at 1 of 1",
		"celdas de separación"} {
		if !strings.Contains(text, told) {
			t.Errorf("the story does not tell %q", told)
		}
	}
	if strings.Contains(text, "\x1b") {
		t.Error("there are colours where there is no terminal")
	}
	r.tryCommands(strings.Split(last, `"`)[1])
	r.openPages()
	r.interrupt()
	if code := r.end(); code != 0 && runtime.GOOS != "windows" {
		t.Errorf("an interrupt ends it with exit code %d: %s", code, &r.problem)
	}
	r.leavesNothing()
}

// openPages opens each address that is shown: three start pages, and two links that sign in, once.
func (r *run) openPages() {
	r.t.Helper()
	pages, links := 0, 0
	for _, line := range r.lines {
		address, _, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if !strings.HasPrefix(address, "http://127.0.0.1:") {
			continue
		}
		answer, err := http.Get(address)
		if err != nil {
			r.t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err := errors.Join(err, answer.Body.Close()); err != nil {
			r.t.Fatal(err)
		}
		switch {
		case strings.Contains(address, "/link/") && answer.StatusCode == http.StatusOK && bytes.Contains(body, []byte("Go on as")):
			links++
		case strings.HasSuffix(address, "/") && bytes.Contains(body, []byte("Praxis")):
			pages++
		}
	}
	if pages != 3 || links != 2 {
		r.t.Errorf("%d pages and %d sign-in links are shown and open", pages, links)
	}
}

// tryCommands runs every command that is shown.
func (r *run) tryCommands(passphrase string) {
	r.t.Helper()
	tried := 0
	for _, line := range r.lines {
		if !strings.HasPrefix(line, "  "+filepath.Join("bin", "praxis")) {
			continue
		}
		words := append(strings.Fields(line), "--passphrase-fd", "0")
		c := exec.CommandContext(r.t.Context(), words[0], words[1:]...)
		c.Dir, c.Env, c.Stdin = program.home, r.command.Env, strings.NewReader(passphrase+"\n")
		if out, err := c.CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) == 0 {
			r.t.Errorf("%s: %v: %q", line, err, out)
		}
		tried++
	}
	if tried < 8 {
		r.t.Errorf("%d commands to try are shown", tried)
	}
}

func TestANodeThatDiesFailsTheStory(t *testing.T) {
	r := begin(t, "--check")
	process := regexp.MustCompile(`process (\d+)`).FindStringSubmatch(r.until("MNP de Surlandia (demo): process"))
	id, err := strconv.Atoi(process[1])
	if err != nil {
		t.Fatal(err)
	}
	node, err := os.FindProcess(id)
	if err == nil {
		err = node.Kill()
	}
	if err != nil {
		t.Fatal(err)
	}
	if code := r.end(); code != 1 {
		t.Errorf("exit code %d", code)
	}
	text := strings.Join(r.lines, "\n")
	if !strings.Contains(text, "last lines of the log of MNP de Surlandia (demo)") || !strings.Contains(text, "reachable at /ip4/127.0.0.1/tcp/") {
		t.Errorf("it does not show the log of the node that died:\n%s", text)
	}
	if !strings.Contains(r.problem.String(), "the demo failed: MNP de Surlandia (demo): its node has stopped by itself") || strings.Count(r.problem.String(), "\n") != 1 {
		t.Errorf("it does not say in one line where it failed: %q", &r.problem)
	}
	r.leavesNothing()
}

func TestAnInterruptStopsItAtAnyTime(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // no process can be interrupted by another there
	}
	r := begin(t)
	r.until("MNP de Surlandia (demo): process")
	r.interrupt()
	if code := r.end(); code != 1 || !strings.Contains(r.problem.String(), "interrupted") {
		t.Errorf("exit code %d: %s", code, &r.problem)
	}
	r.leavesNothing()
}

func TestWithoutRoomItSaysWhatToDo(t *testing.T) {
	c := exec.CommandContext(t.Context(), program.path, "demo", "--check")
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	c.Env = []string{"TMPDIR=" + nowhere, "TMP=" + nowhere}
	out, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "TMPDIR") {
		t.Errorf("%v: %s", err, out)
	}
}
