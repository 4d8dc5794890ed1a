package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"praxis/internal/control"
)

// cheap makes passphrases cost nearly nothing: scripts use dozens.
const cheap = 1

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"praxis": func() {
		p := program()
		p.WorkFactor = cheap
		os.Exit(p.Run(context.Background(), os.Args[1:]))
	}})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("PRAXIS_DIR", filepath.Join(e.WorkDir, "a"))
			for name, passphrase := range passphrases {
				if err := os.WriteFile(filepath.Join(e.WorkDir, name), []byte(passphrase+"\n"), 0o600); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fails": fails, "port": port, "network": network, "start": start, "stop": stop, "grab": grab, "listen": listenAt, "oversized": oversized, "latin": latin,
			"said": said,
		},
	})
}

// passphrases are files in each script's directory: stdin ines.
var passphrases = map[string]string{"ines": "ines writes notes", "rui": "rui reads them", "dora": "dora directs", "adam": "adam administers", "key": "the member key", "wrong": "not this one"}

// fails runs a command and demands its exit code: fails 5 praxis approve …
func fails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fails CODE command…")
	}
	err := ts.Exec(args[1], args[2:]...)
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		ts.Fatalf("it did not fail: %v", err)
	}
	if strconv.Itoa(exit.ExitCode()) != args[0] {
		ts.Fatalf("the exit code is %d, not %s", exit.ExitCode(), args[0])
	}
	if strings.Contains(ts.ReadFile("stderr"), "goroutine ") {
		ts.Fatalf("it panicked")
	}
}

// port sets variables to free ports of the loopback interface.
func port(ts *testscript.TestScript, neg bool, names []string) {
	for _, name := range names {
		ts.Setenv(name, freePort(ts))
	}
}

func freePort(ts *testscript.TestScript) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	_, number, err := net.SplitHostPort(l.Addr().String())
	ts.Check(errors.Join(err, l.Close()))
	return number
}

// listenAt takes a port until the script ends.
func listenAt(ts *testscript.TestScript, neg bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:"+args[0])
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
}

// grab sets a variable to what a JSON file, or the last command's output, says at a key: grab ID stdout id
func grab(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile(args[1])
	_, rest, ok := strings.Cut(text, strconv.Quote(args[2])+":")
	if !ok {
		ts.Fatalf("there is no %q in %s", args[2], text)
	}
	rest = strings.TrimLeft(rest, " \n")
	if list, ok := strings.CutPrefix(rest, "["); ok { // of words
		list, _, _ = strings.Cut(list, "]")
		ts.Setenv(args[0], strings.Join(strings.Fields(strings.NewReplacer(`"`, "", ",", " ").Replace(list)), " "))
		return
	}
	value, _, _ := strings.Cut(strings.TrimPrefix(rest, `"`), `"`)
	ts.Setenv(args[0], strings.TrimRight(value, ",}\n"))
}

// oversized writes a practice note whose title, or whose text, is too long, or which has more words than are examined at
// once: oversized title FILE, oversized text FILE, oversized words FILE.
func oversized(ts *testscript.TestScript, neg bool, args []string) {
	title, text := strings.Repeat("x", 5000), "Text."
	switch args[0] {
	case "text":
		title, text = "Long", strings.Repeat("word ", 2<<20)
	case "words":
		text = strings.Repeat("word ", 4<<20)
	}
	note := "---\nkind: practice-note\nlanguage: en\ntitle: " + title + "\norigin: own-unpublished\n---\n" + text + "\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(note), 0o600))
}

// latin writes a text that is not in UTF-8.
func latin(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("Caf\xe9\n"), 0o600))
}

// members are the organisations of the scripts.
var members = map[string][]string{
	"a": {"--name", "Aland NPM", "--country", "FI", "--language", "en"},
	"b": {"--name", "Beland NPM", "--country", "FR", "--language", "fr", "--duty", "archive"},
	"c": {"--name", "Celand NPM", "--country", "MA"},
	"s": {"--name", "The Secretariat", "--standing", "secretariat"},
}

// network sets up nodes and founds a network of them, with the persons Ines (author), Rui (reviewer), Dora (director)
// and Adam (administrator) at the first. The nodes do not run.
func network(ts *testscript.TestScript, neg bool, names []string) {
	found := []string{"admit", "--found", "Test network", "--threshold", strconv.Itoa(len(names)/2 + 1), "--out", ts.MkAbs("test.network"), "--passphrase-fd", "0"}
	keys := ""
	for _, name := range names {
		address := "/ip4/127.0.0.1/tcp/" + freePort(ts)
		must(ts, name, "", append([]string{"init", "--listen", address, "--address", address}, members[name]...)...)
		must(ts, name, "key", "key", "new", ts.MkAbs(name+".key"), "--passphrase-fd", "0")
		must(ts, name, "key", "request", ts.MkAbs(name+".request"), "--key", ts.MkAbs(name+".key"), "--passphrase-fd", "0")
		found = append(found, ts.MkAbs(name+".request"), "--key", ts.MkAbs(name+".key"))
		keys += passphrases["key"] + "\n"
	}
	if code, text := inside(ts, names[0], keys, found...); code != 0 {
		ts.Fatalf("found the network: %s", text)
	}
	for _, name := range names[1:] {
		must(ts, name, "", "join", ts.MkAbs("test.network"))
	}
	for _, p := range []struct{ file, name, role string }{{"ines", "Ines", "author"}, {"rui", "Rui", "reviewer"}, {"dora", "Dora", "director"}} {
		must(ts, names[0], p.file, "person", "add", p.name, "--role", p.role, "--passphrase-fd", "0")
	}
	passphrase := passphrases["dora"] + "\n" + passphrases["adam"] + "\n"
	if code, text := inside(ts, names[0], passphrase, "person", "add", "Adam", "--role", "administrator", "--as", "Dora", "--passphrase-fd", "0"); code != 0 {
		ts.Fatalf("add Adam: %s", text)
	}
}

func must(ts *testscript.TestScript, dir, passphrase string, args ...string) {
	if code, text := inside(ts, dir, passphrases[passphrase]+"\n", args...); code != 0 {
		ts.Fatalf("praxis --dir %s %s: %s", dir, strings.Join(args, " "), text)
	}
}

// inside runs a command in this process.
func inside(ts *testscript.TestScript, dir, stdin string, args ...string) (int, string) {
	var out bytes.Buffer
	p := program()
	p.Stdin, p.Stdout, p.Stderr, p.WorkFactor = strings.NewReader(stdin), &out, &out, cheap
	code := p.Run(context.Background(), append([]string{"--dir", ts.MkAbs(dir)}, args...))
	return code, out.String()
}

// running are the nodes that a script has started.
type running struct {
	cancel context.CancelFunc
	ended  chan struct{}
}

var (
	nodes   sync.Map // absolute directory → running
	outputs sync.Map // absolute directory → what the node that ran last printed
)

// start starts nodes in this process and waits until they answer: start a b --pages off.
func start(ts *testscript.TestScript, neg bool, names []string) {
	var options []string
	if at := slices.IndexFunc(names, func(s string) bool { return strings.HasPrefix(s, "--") }); at >= 0 {
		names, options = names[:at], names[at:]
	}
	for _, name := range names {
		dir := ts.MkAbs(name)
		ctx, cancel := context.WithCancel(context.Background())
		r := running{cancel, make(chan struct{})}
		out := &locked{}
		go func() {
			defer close(r.ended)
			p := program()
			p.Stdin, p.Stdout, p.Stderr, p.WorkFactor = strings.NewReader(""), out, out, cheap
			if code := p.Run(ctx, append([]string{"--dir", dir, "start"}, options...)); code != 0 {
				fmt.Fprintf(out, "exit code %d\n", code)
			}
		}()
		nodes.Store(dir, r)
		outputs.Store(dir, out)
		ts.Defer(func() { stopNode(dir) })
		awaitNode(ts, dir, r, out)
	}
}

func awaitNode(ts *testscript.TestScript, dir string, r running, out *locked) {
	c := control.Dial(filepath.Join(dir, "control.sock"))
	defer c.Close()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		if _, err := c.Status(context.Background()); err == nil {
			return
		}
		select {
		case <-again.C:
		case <-r.ended:
			ts.Fatalf("%s did not start: %s", dir, out)
		}
	}
}

// said waits until the node a has printed something, or demands that it has not.
func said(ts *testscript.TestScript, neg bool, args []string) {
	out, ok := outputs.Load(ts.MkAbs("a"))
	if !ok || len(args) != 1 {
		ts.Fatalf("usage: said PATTERN, after start a")
	}
	want, err := regexp.Compile(args[0])
	ts.Check(err)
	for range 500 {
		if found := want.MatchString(out.(*locked).String()); found || neg {
			if found == neg {
				ts.Fatalf("the node printed %s", out)
			}
			return
		}
		<-time.After(10 * time.Millisecond)
	}
	ts.Fatalf("the node printed only %s", out)
}

func stop(ts *testscript.TestScript, neg bool, names []string) {
	for _, name := range names {
		stopNode(ts.MkAbs(name))
	}
}

func stopNode(dir string) {
	if r, ok := nodes.LoadAndDelete(dir); ok {
		r.(running).cancel()
		<-r.(running).ended
	}
}

// locked is a buffer that many may write to.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
