package node_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"

	"praxis/internal/store"
	"praxis/node"
	"praxis/node/p2p"
	"praxis/protocol"
)

// A node whose disk is full erases what is withdrawn, and says so once there is room; and goes on to erase what is
// withdrawn after that.
func TestErasingGoesOnAfterAFullDisk(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	first := share(t, author, reviewer, note("First", "Text."), protocol.AudienceNPMs)
	second := share(t, author, reviewer, note("Second", "Text."), protocol.AudienceNPMs)
	eventually(t, "both are at the peer", func() bool { return b.has(first) && b.has(second) })

	writer := b.person("Cleo")
	b.free.Store(1)
	eventually(t, "the peer's disk is full", func() bool {
		_, err := writer.AddDraft(note("Third", "Text."))
		return errors.Is(err, store.ErrDiskFull)
	})
	if err := author.Withdraw(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the peer has erased the first", func() bool { return !b.has(first) && b.purged() })
	b.free.Store(0)
	eventually(t, "there is room at the peer", func() bool {
		_, err := writer.AddDraft(note("Third", "Text."))
		return err == nil
	})
	if err := author.Withdraw(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the author's node knows of both", func() bool {
		return a.holders(first).Withdrawn == 1 && a.holders(second).Withdrawn == 1
	})
}

// purged tells whether nothing is due for erasure, as far as heads are held.
func (p *place) purged() bool {
	all, err := p.Repositories(p.t.Context())
	for _, r := range all {
		if r.Purged < r.Entries {
			return false
		}
	}
	return err == nil
}

// A node that cannot start must leave nothing of itself running on the host, nor with the store.
func TestAWrongAddressStartsNothing(t *testing.T) {
	key, gate := newKey(t), new(p2p.Gate)
	options, err := p2p.Options(key, []string{"/ip4/127.0.0.1/tcp/0"}, gate)
	if err != nil {
		t.Fatal(err)
	}
	h, err := libp2p.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.Close() }()
	_, err = node.Open(node.Options{Key: key, Host: h, Gate: gate, Files: store.NewMemory(), Directory: "store", Now: time.Now,
		Random: rand.Reader, Peers: []string{"nowhere"}})
	if err == nil {
		t.Fatal("it started")
	}
	for _, p := range h.Mux().Protocols() {
		if strings.HasPrefix(string(p), "/praxis/") {
			t.Fatalf("the host still answers %s", p)
		}
	}
}

// Who holds a document may be asked without signing in: nothing of the version being written may show there.
func TestHoldersSayNothingOfADraft(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	id := share(t, author, reviewer, note("As shared", "Text."), protocol.AudienceNPMs)
	if got := a.holders(id).Title; got != "As shared" {
		t.Errorf("the title is %q", got)
	}
	if _, err := author.EditDraft(id, note("Not shared yet", "Text.")); err != nil {
		t.Fatal(err)
	}
	if got := a.holders(id).Title; got != "As shared" {
		t.Errorf("while the next version is written the title is %q", got)
	}
	if err := author.Withdraw(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := a.holders(id).Title; got != "" {
		t.Errorf("after the withdrawal the title is %q", got)
	}
}
