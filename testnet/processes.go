package testnet

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"praxis/internal/control"
	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// Processes is a network of real praxis processes on this machine, over loopback TCP, each with a directory of its own.
// It is used from the goroutine of the test.
type Processes struct {
	T      testing.TB
	All    []*Process
	Random *rand.Rand // by the seed

	dir     string // of everything; removed after the test
	program string
}

// NewProcesses builds the program. The seed is written to the test's log, and taken from TESTNET_SEED if that is set; it
// decides what the test decides by chance, not what the processes do.
func NewProcesses(t testing.TB) *Processes {
	t.Helper()
	seed := Seed(t)
	t.Logf("seed: TESTNET_SEED=%d", seed)
	dir, err := os.MkdirTemp("", "praxis") // t.TempDir may be too long for the path of a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // what is left is the system's to clean
	p := &Processes{T: t, Random: rand.New(rand.NewPCG(seed, 1)), dir: dir, program: filepath.Join(dir, "praxis.exe")}
	p.run("go", "build", "-o", p.program, "praxis/cmd/praxis")
	return p
}

func (p *Processes) run(name string, args ...string) string {
	p.T.Helper()
	out, err := exec.CommandContext(p.T.Context(), name, args...).CombinedOutput()
	if err != nil {
		p.T.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// Process is a node, running or not.
type Process struct {
	Name      string
	Member    protocol.ID
	Body      protocol.ID
	MemberKey ed25519.PrivateKey
	Author    *control.Client // signed in, once [Process.SignIn] was called; until the next stop
	Reviewer  *control.Client

	p        *Processes
	dir      string
	standing protocol.Standing
	command  *exec.Cmd // nil if not running
}

// Add sets up the node of a new member and starts it; its profile is signed.
func (p *Processes) Add(standing protocol.Standing) *Process {
	p.T.Helper()
	number := len(p.All) + 1
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		p.T.Fatal(err)
	}
	n := &Process{p: p, Name: fmt.Sprintf("Member %d", number), MemberKey: key, dir: filepath.Join(p.dir, fmt.Sprint(number)), standing: standing}
	p.All = append(p.All, n)
	address := freeAddress(p.T)
	p.run(p.program, "--dir", n.dir, "init", "--name", n.Name, "--standing", string(standing), "--country", "FR", "--listen", address, "--address", address)
	n.Start()
	p.T.Cleanup(n.Kill)
	raw, err := n.Author.NextProfile(p.T.Context(), protocol.KeyOf(key))
	n.must("make the profile", err)
	var profile protocol.Profile
	n.must("read the profile", wire.Decode(raw, &profile))
	signed, err := protocol.Sign(profile, key)
	n.must("sign the profile", err)
	_, err = n.Author.TakeProfile(p.T.Context(), signed.Bytes())
	n.must("take the profile", err)
	n.Member, n.Body = profile.Member, profile.Bodies[0].ID
	return n
}

// freeAddress is an address on loopback where nobody listens now.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }() // it took nothing
	return fmt.Sprintf("/ip4/127.0.0.1/tcp/%d", l.Addr().(*net.TCPAddr).Port)
}

// Found makes the network of all nodes added so far: each member holds a key of the charter, and needed of them sign it.
func (p *Processes) Found(needed int) {
	p.T.Helper()
	c := protocol.Charter{Name: "A network of processes", Created: time.Now().Unix(), Expires: time.Now().AddDate(1, 0, 0).Unix(), Version: 1, Threshold: uint64(needed)}
	var keys []ed25519.PrivateKey
	var lists exchange.Lists
	for _, n := range p.All {
		key := protocol.KeyOf(n.MemberKey)
		c.Keys = append(c.Keys, protocol.CharterKey{Key: key, Member: n.Member})
		c.Members = append(c.Members, protocol.Member{ID: n.Member, Key: key, Name: n.Name, Country: "FR", Standing: n.standing})
		keys = append(keys, n.MemberKey)
		profile, err := n.Author.Profile(p.T.Context())
		n.must("read the profile", err)
		lists.Profiles = append(lists.Profiles, profile.Raw)
	}
	slices.SortFunc(c.Keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	slices.SortFunc(c.Members, func(a, b protocol.Member) int { return protocol.Compare(a.ID, b.ID) })
	signed, err := protocol.Sign(c, keys[:needed]...)
	if err != nil {
		p.T.Fatal(err)
	}
	lists.Charters = [][]byte{signed.Bytes()}
	raw, err := control.EncodeLists(lists)
	if err != nil {
		p.T.Fatal(err)
	}
	for _, n := range p.All {
		_, err := n.Author.ImportLists(p.T.Context(), raw)
		n.must("take the charter", err)
	}
}

// Start starts the process and returns when it answers.
func (n *Process) Start() {
	n.p.T.Helper()
	log, err := os.OpenFile(n.dir+".log", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	n.must("open the log", err)
	defer func() { _ = log.Close() }() // the process has its own
	n.command = exec.Command(n.p.program, "--dir", n.dir, "start")
	n.command.Stdout, n.command.Stderr = log, log
	n.must("start", n.command.Start())
	n.Author = control.Dial(filepath.Join(n.dir, "control.sock"))
	n.Reviewer = control.Dial(filepath.Join(n.dir, "control.sock"))
	ctx, cancel := context.WithTimeout(n.p.T.Context(), 30*time.Second)
	defer cancel()
	for tick := time.NewTicker(2 * time.Millisecond); ; {
		_, err := n.Author.Status(ctx)
		if err == nil {
			tick.Stop()
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			n.p.T.Fatalf("%s does not start: %v\n%s", n.Name, err, n.Log())
		}
	}
}

// Stop ends the process as an administrator does, and checks that it ended well.
func (n *Process) Stop() {
	n.p.T.Helper()
	n.must("stop", n.command.Process.Signal(os.Interrupt))
	n.must("stop", n.command.Wait())
	n.forget()
}

// Kill ends the process as a power cut does. A second time does nothing.
func (n *Process) Kill() {
	n.p.T.Helper()
	if n.command == nil {
		return
	}
	n.must("kill", n.command.Process.Kill())
	_ = n.command.Wait() // that it was killed is no news
	n.forget()
}

func (n *Process) forget() {
	n.Author.Close()
	n.Reviewer.Close()
	n.command, n.Author, n.Reviewer = nil, nil, nil
}

// Hire adds the two persons who write and review.
func (n *Process) Hire() {
	n.p.T.Helper()
	for _, name := range []string{"Author", "Reviewer"} {
		_, err := n.Author.AddPerson(n.p.T.Context(), control.NewPerson{Name: name, Roles: []draft.Role{draft.RoleAuthor, draft.RoleReviewer}, Passphrase: passphrase})
		n.must("add a person", err)
	}
	_, err := n.Author.SignIn(n.p.T.Context(), "Author", passphrase)
	n.must("sign in", err)
	_, err = n.Reviewer.SignIn(n.p.T.Context(), "Reviewer", passphrase)
	n.must("sign in", err)
}

// Held is what a node that is not running has on its disk of a repository.
type Held struct {
	Report   store.Report
	Contents map[protocol.ID]bool // documents known, and whether their newest content is there
}

// Inspect reads a stopped node's store and fails the test if it contradicts itself.
func (n *Process) Inspect(r protocol.Repository) Held {
	n.p.T.Helper()
	s, err := store.Open(store.Disk(), filepath.Join(n.dir, "store"), store.Options{ReadOnly: true})
	n.must("open the store of the stopped node", err)
	held := Held{Contents: map[protocol.ID]bool{}}
	held.Report, err = s.Verify(nil)
	n.must("verify the store", err)
	for _, f := range held.Report.Faults {
		n.p.T.Errorf("%s: after it was stopped: %s", n.Name, f)
	}
	err = s.Documents(r, func(id protocol.ID, rec exchange.Record) error {
		last := rec.Versions[len(rec.Versions)-1]
		root, err := s.Root(r, last.Entry)
		held.Contents[id] = root != nil
		return err
	})
	n.must("read the store", errors.Join(err, s.Close()))
	return held
}

// Verify runs praxis verify on a stopped node.
func (n *Process) Verify() string {
	n.p.T.Helper()
	return n.p.run(n.p.program, "--dir", n.dir, "verify")
}

// Log is what the process wrote.
func (n *Process) Log() string {
	b, err := os.ReadFile(n.dir + ".log")
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func (n *Process) must(what string, err error) {
	if err != nil {
		n.p.T.Helper()
		n.p.T.Fatalf("%s: %s: %v\n%s", n.Name, what, err, n.Log())
	}
}
