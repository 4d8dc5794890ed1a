package node_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/node"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// place is a node of a test, on loopback, with its store in memory.
type place struct {
	*node.Node
	t      *testing.T
	key    ed25519.PrivateKey
	member ed25519.PrivateKey
	files  store.FS
	free   atomic.Uint64 // what the disk has left; 0 is plenty
	close  func()

	canaries bool // from the next opening on
}

func newKey(t *testing.T) ed25519.PrivateKey {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return private
}

func newPlace(t *testing.T) *place {
	p := &place{t: t, key: newKey(t), member: newKey(t), files: store.NewMemory()}
	p.open()
	t.Cleanup(func() { p.close() })
	return p
}

// open starts the node, or starts it again from what its store holds.
func (p *place) open() {
	t := p.t
	t.Helper()
	gate := new(p2p.Gate)
	options, err := p2p.Options(p.key, []string{"/ip4/127.0.0.1/tcp/0"}, gate)
	if err != nil {
		t.Fatal(err)
	}
	h, err := libp2p.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	p.Node, err = node.Open(node.Options{Key: p.key, Host: h, Gate: gate, Files: p.files, Directory: "store",
		Now: time.Now, Random: rand.Reader, WorkFactor: 2, Canaries: p.canaries, Store: store.Options{Reserve: 1 << 20, FreeSpace: p.space}})
	if err != nil {
		t.Fatal(err)
	}
	p.close = func() {
		p.close = func() {}
		if err := p.Node.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if err := h.Close(); err != nil {
			t.Errorf("close the host: %v", err)
		}
	}
}

func (p *place) space(string) (uint64, error) {
	if free := p.free.Load(); free > 0 {
		return free, nil
	}
	return 1 << 40, nil
}

func (p *place) setUp(name string, standing protocol.Standing) protocol.Member {
	t := p.t
	t.Helper()
	var addresses []string
	status, err := p.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range status.Addresses {
		_, at, err := p2p.ParseAddress(a)
		if err != nil {
			t.Fatal(err)
		}
		addresses = append(addresses, at)
	}
	i, err := p.SetUp(t.Context(), node.Identity{Name: name, Country: "FR", Standing: standing, Addresses: addresses})
	if err != nil {
		t.Fatal(err)
	}
	p.signProfile()
	return protocol.Member{ID: i.Member, Key: protocol.KeyOf(p.member), Name: name, Country: "FR", Standing: standing}
}

func (p *place) signProfile() {
	t := p.t
	t.Helper()
	profile, err := p.NextProfile(protocol.KeyOf(p.member), nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := protocol.Sign(profile, p.member)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.TakeProfile(t.Context(), signed.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// found makes a network of the places, the first of which is the secretariat.
func found(t *testing.T, places ...*place) {
	t.Helper()
	c := protocol.Charter{Name: "Test network", Created: time.Now().Unix(), Expires: time.Now().Add(365 * 24 * time.Hour).Unix(), Version: 1, Threshold: 2}
	var lists exchange.Lists
	var keys []ed25519.PrivateKey
	for i, p := range places {
		standing := protocol.StandingNPM
		if i == 0 {
			standing = protocol.StandingSecretariat
		}
		m := p.setUp(fmt.Sprintf("Member %d", i), standing)
		c.Members = append(c.Members, m)
		c.Keys = append(c.Keys, protocol.CharterKey{Key: m.Key, Member: m.ID})
		keys = append(keys, p.member)
		identity, err := p.Identity()
		if err != nil {
			t.Fatal(err)
		}
		lists.Profiles = append(lists.Profiles, identity.Profile)
	}
	slices.SortFunc(c.Members, func(a, b protocol.Member) int { return protocol.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	signed, err := protocol.Sign(c, keys[:2]...)
	if err != nil {
		t.Fatal(err)
	}
	lists.Charters = [][]byte{signed.Bytes()}
	for _, p := range places {
		if err := p.Import(t.Context(), lists); err != nil {
			t.Fatal(err)
		}
	}
}

func (p *place) person(name string) *node.Session {
	t := p.t
	t.Helper()
	if _, err := p.AddPerson(t.Context(), name, []draft.Role{draft.RoleAuthor, draft.RoleReviewer}, "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	s, err := p.SignIn(name, "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func note(title, text string) []byte {
	return []byte("---\nkind: practice-note\nlanguage: en\ntitle: " + title + "\norigin: own-unpublished\n---\n\n" + text + "\n")
}

// share takes a file all the way: the first session writes, the second reviews and approves.
func share(t *testing.T, author, reviewer *node.Session, file []byte, audience protocol.Audience) protocol.ID {
	t.Helper()
	id := approved(t, author, reviewer, file, audience)
	if err := author.Share(t.Context(), []protocol.ID{id}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	return id
}

// approved is a draft that waits to be shared. It has the id of its document.
func approved(t *testing.T, author, reviewer *node.Session, file []byte, audience protocol.Audience) protocol.ID {
	t.Helper()
	d, err := author.AddDraft(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, audience, false); err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, d.ID)
	return d.ID
}

// approve has the reviewer read the bare text, find nothing, and approve it.
func approve(t *testing.T, reviewer *node.Session, id protocol.ID) {
	t.Helper()
	if _, err := reviewer.Read(id); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.FoundNothing(id); err != nil {
		t.Fatal(err)
	}
	if _, err := reviewer.Approve(id); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for something that the network brings about.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatalf("it never happened: %s", what)
		case <-tick.C:
		}
	}
}

func (p *place) has(id protocol.ID) bool {
	_, err := p.Show(id, 0)
	return err == nil
}

func (p *place) holders(id protocol.ID) node.Holders {
	p.t.Helper()
	h, err := p.Holders(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return h
}

func TestANoteTravelsAndIsTakenBack(t *testing.T) {
	secretariat, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, secretariat, a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")

	id := share(t, author, reviewer, note("Night visits", "Ask who unlocks the cells at night."), protocol.AudienceNPMs)
	eventually(t, "the note is at the peer", func() bool { return b.has(id) })
	found, err := b.Search("unlock cells", node.Filter{}, 0)
	if err != nil || len(found) != 1 || found[0].ID != id {
		t.Errorf("search at the peer: %v, %v", found, err)
	}
	eventually(t, "the author's node knows that the peer has it", func() bool { return a.holders(id).Seen == 1 })
	if h := a.holders(id); h.Of != 1 {
		t.Errorf("%d may hold it, want 1: the secretariat is not in the audience", h.Of)
	}
	if secretariat.has(id) {
		t.Error("the secretariat has what was shared with npms")
	}

	if err := author.Withdraw(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the note is gone at the peer", func() bool { return !b.has(id) })
	eventually(t, "the peer says that it has erased it", func() bool { return a.holders(id).Withdrawn == 1 })
	if _, err := b.Show(id, 0); err == nil || !strings.Contains(err.Error(), "withdrawn") {
		t.Errorf("what a reader is told: %v", err)
	}
}

func TestNobodyApprovesWhatTheyWrote(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	if _, err := author.Approve(d.ID); !errors.Is(err, draft.ErrReviewerIsAuthor) {
		t.Errorf("approve: %v", err)
	}
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); !errors.Is(err, draft.ErrNotApproved) {
		t.Errorf("share: %v", err)
	}
}

func TestTheGateStopsADraft(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d, err := author.AddDraft(note("Title", "The man was born on 3 May 1971; write to jan.kowalski@example.org."))
	if err != nil {
		t.Fatal(err)
	}
	_, r, err := author.Review(d.ID, protocol.AudienceNPMs, false)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Examination.Unresolved()) < 2 {
		t.Errorf("%d marks", len(r.Examination.Unresolved()))
	}
	if _, err := reviewer.Approve(d.ID); !errors.Is(err, draft.ErrNotClean) {
		t.Errorf("approve: %v", err)
	}
}

func TestANodeGoesOnWhereItStopped(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	first := share(t, author, reviewer, note("First", "Text."), protocol.AudienceNPMs)
	eventually(t, "the first is at the peer", func() bool { return b.has(first) })
	b.close()
	second := share(t, author, reviewer, note("Second", "Text."), protocol.AudienceNetwork)
	if err := author.Withdraw(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	b.open()
	eventually(t, "the second is at the peer", func() bool { return b.has(second) })
	eventually(t, "the first is gone at the peer", func() bool { return !b.has(first) })
	eventually(t, "the author's node knows", func() bool { return a.holders(first).Withdrawn == 1 })
}

func TestOnlyItsBodyWithdrawsADocument(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	id := share(t, a.person("Ada"), a.person("Ben"), note("Mine", "Text."), protocol.AudienceNetwork)
	eventually(t, "it is at the peer", func() bool { return b.has(id) })
	if err := b.person("Cleo").Withdraw(t.Context(), id); err == nil {
		t.Error("another body withdrew it")
	}
	if !a.has(id) {
		t.Error("it is gone")
	}
}

func TestWhySaysWhy(t *testing.T) {
	secretariat, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, secretariat, a, b)
	id := share(t, a.person("Ada"), a.person("Ben"), note("Mine", "Text."), protocol.AudienceNPMs)
	eventually(t, "it is at the peer", func() bool { return b.has(id) })
	for _, tt := range []struct {
		at   *place
		want string
	}{{b, "It is here"}, {secretariat, "an audience that this node's body is not in"}} {
		w, err := tt.at.Why(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.Join(w.Reasons, "\n"), tt.want) {
			t.Errorf("reasons %q lack %q", w.Reasons, tt.want)
		}
	}
}

func TestAFullDiskRefusesAndLosesNothing(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	first := share(t, author, reviewer, note("First", "Text."), protocol.AudienceNPMs)
	eventually(t, "the first is at the peer", func() bool { return b.has(first) })
	second := approved(t, author, reviewer, note("Second", "Text."), protocol.AudienceNPMs)
	a.free.Store(1)
	eventually(t, "sharing is refused for want of room", func() bool {
		return errors.Is(author.Share(t.Context(), []protocol.ID{second}, nil, func(int) {}), store.ErrDiskFull)
	})
	if !a.has(first) || a.has(second) || b.has(second) {
		t.Error("what was there is gone, or what was refused is there")
	}
	a.free.Store(0)
	eventually(t, "there is room and it is shared", func() bool {
		return author.Share(t.Context(), []protocol.ID{second}, nil, func(int) {}) == nil
	})
	eventually(t, "it is at the peer", func() bool { return b.has(second) })
}
