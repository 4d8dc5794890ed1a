// Package webtest is for tests of the pages: a real node on a real store in memory, its pages over HTTP, and people who
// sign in and click. A test drives them without a browser (Browser) or with Debian's Chromium (Chrome), which also runs
// axe-core. It is not part of the program.
//
// It implements specs/pages.md.
package webtest

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"

	"praxis/internal/draft"
	"praxis/internal/samples"
	"praxis/internal/store"
	"praxis/internal/web"
	"praxis/node"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Passphrase is everybody's.
const Passphrase = "four quiet corridors"

// Clock is moved by tests.
type Clock struct {
	mu     sync.Mutex
	passed time.Duration
}

// Now is the time, and what was let pass.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.passed)
}

// Pass lets time pass.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passed += d
}

// Log collects what the pages log.
type Log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// Text is everything that was logged.
func (l *Log) Text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Place is a node with its pages.
type Place struct {
	*node.Node
	T      testing.TB
	Pages  *web.Server
	URL    string
	Clock  *Clock
	Log    *Log
	Member protocol.Member

	key, member ed25519.PrivateKey
	files       store.FS
	close       func()
}

// Alone is a node of one body that has joined no network, with nobody who works there.
func Alone(t testing.TB) *Place {
	t.Helper()
	p := bare(t)
	p.setUp("Aland NPM", "FI", protocol.StandingNPM, "en")
	return p
}

// Bare is a node that nobody has set up.
func Bare(t testing.TB) *Place {
	t.Helper()
	return bare(t)
}

func bare(t testing.TB) *Place {
	p := &Place{T: t, Clock: &Clock{}, Log: &Log{}, key: newKey(t), member: newKey(t), files: store.NewMemory()}
	p.open()
	t.Cleanup(func() { p.close() })
	return p
}

func newKey(t testing.TB) ed25519.PrivateKey {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	check(t, err)
	return private
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Restart closes the node and opens it again on the same store, with its pages at the same address.
func (p *Place) Restart() {
	p.T.Helper()
	p.close()
	p.open()
}

func (p *Place) open() {
	t := p.T
	t.Helper()
	gate := &p2p.Gate{}
	options, err := p2p.Options(p.key, []string{"/ip4/127.0.0.1/tcp/0"}, gate)
	check(t, err)
	host, err := libp2p.New(options...)
	check(t, err)
	logger := slog.New(slog.NewTextHandler(p.Log, nil))
	p.Node, err = node.Open(node.Options{Key: p.key, Host: host, Gate: gate, Files: p.files, Directory: "store", Now: p.Clock.Now, Random: rand.Reader,
		WorkFactor: 1, Logger: logger})
	check(t, err)
	p.Pages, err = web.New(web.Options{Node: p.Node, Program: "test", Now: p.Clock.Now, Where: time.UTC, Logger: logger})
	check(t, err)
	s := httptest.NewServer(p.Pages.Handler())
	p.URL = s.URL
	p.close = func() {
		p.close = func() {}
		s.CloseClientConnections()
		s.Close()
		if err := errors.Join(p.Pages.Close(), p.Node.Close(), host.Close()); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

func (p *Place) setUp(name, country string, standing protocol.Standing, language string) {
	t := p.T
	t.Helper()
	var addresses []string
	status, err := p.Status(t.Context())
	check(t, err)
	for _, a := range status.Addresses {
		_, at, err := p2p.ParseAddress(a)
		check(t, err)
		addresses = append(addresses, at)
	}
	i, err := p.SetUp(t.Context(), node.Identity{Name: name, Country: country, Standing: standing, Languages: []string{language}, Addresses: addresses})
	check(t, err)
	profile, err := p.NextProfile(protocol.KeyOf(p.member), nil)
	check(t, err)
	signed, err := protocol.Sign(profile, p.member)
	check(t, err)
	check(t, p.TakeProfile(t.Context(), signed.Bytes()))
	p.Member = protocol.Member{ID: i.Member, Key: protocol.KeyOf(p.member), Name: name, Country: country, Standing: standing}
}

// Network is a network of a secretariat and two NPMs, connected, whose samples have arrived everywhere that they may.
type Network struct{ Office, North, South *Place }

// NewNetwork founds a network in which everybody of [Staff] works at each node.
func NewNetwork(t testing.TB) *Network {
	t.Helper()
	n := &Network{Office: bare(t), North: bare(t), South: bare(t)}
	n.Office.setUp("Secretariat of the Test Network", "", protocol.StandingSecretariat, "en")
	n.North.setUp("Northland NPM", "IE", protocol.StandingNPM, "en")
	n.South.setUp("MNP de Surlandia", "ES", protocol.StandingNPM, "es")
	all := []*Place{n.Office, n.North, n.South}
	found(t, all)
	for _, p := range all {
		p.Staff()
	}
	return n
}

func found(t testing.TB, all []*Place) {
	t.Helper()
	c := protocol.Charter{Name: "Test network", Created: time.Now().Unix(), Expires: time.Now().Add(365 * 24 * time.Hour).Unix(), Version: 1, Threshold: 2}
	var lists exchange.Lists
	var keys []ed25519.PrivateKey
	for _, p := range all {
		c.Members = append(c.Members, p.Member)
		c.Keys = append(c.Keys, protocol.CharterKey{Key: p.Member.Key, Member: p.Member.ID})
		keys = append(keys, p.member)
		i, err := p.Identity()
		check(t, err)
		lists.Profiles = append(lists.Profiles, i.Profile)
	}
	slices.SortFunc(c.Members, func(a, b protocol.Member) int { return protocol.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	signed, err := protocol.Sign(c, keys[:2]...)
	check(t, err)
	lists.Charters = [][]byte{signed.Bytes()}
	for _, p := range all {
		check(t, p.Import(t.Context(), lists))
	}
}

// Staff adds, each with [Passphrase]: Ines (author), Rui (reviewer), Remi (reader), Cora (coordinator), Xenia (outside
// expert), Adam (administrator), and last Dora (director).
func (p *Place) Staff() {
	p.T.Helper()
	for _, one := range []struct {
		name string
		role draft.Role
	}{{"Ines", draft.RoleAuthor}, {"Rui", draft.RoleReviewer}, {"Remi", draft.RoleReader}, {"Cora", draft.RoleCoordinator}, {"Xenia", draft.RoleOutsideExpert}} {
		_, err := p.AddPerson(p.T.Context(), one.name, []draft.Role{one.role}, Passphrase)
		check(p.T, err)
	}
	_, err := p.AddPerson(p.T.Context(), "Dora", []draft.Role{draft.RoleDirector}, Passphrase)
	check(p.T, err)
	dora := p.As("Dora")
	_, err = dora.AddPerson(p.T.Context(), "Adam", []draft.Role{draft.RoleAdministrator}, Passphrase)
	check(p.T, err)
}

// As is a person's session at the node itself, to bring about what a test needs.
func (p *Place) As(name string) *node.Session {
	p.T.Helper()
	s, err := p.SignIn(name, Passphrase)
	check(p.T, err)
	p.T.Cleanup(s.Close)
	return s
}

// Note is a practice note as a file; its title is its only varying part.
func Note(title string) []byte {
	return []byte(fmt.Sprintf("---\nkind: practice-note\nlanguage: en\ntitle: %q\norigin: own-unpublished\n---\n## Problem {#problem}\n\nDoors are locked at night.\n", title))
}

// Sample is the file of a sample document by its name, like call-bell-log.md.
func Sample(t testing.TB, name string) []byte {
	t.Helper()
	all, err := samples.All()
	check(t, err)
	for _, s := range all {
		if s.Name == name {
			return s.File
		}
	}
	t.Fatalf("there is no sample %s", name)
	return nil
}

// MemberKey is the key of the place's member, which people keep in a safe.
func (p *Place) MemberKey() ed25519.PrivateKey { return p.member }
