package store

import (
	"crypto/ed25519"
	"slices"
	"testing"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

func TestListsMakeTheSameNetworkAgain(t *testing.T) {
	rng := seeded(t)
	var keys []ed25519.PrivateKey
	var first protocol.Charter
	for i := range 3 {
		k := ed25519.NewKeyFromSeed(randomBytes(rng, 32))
		keys = append(keys, k)
		m := protocol.Member{ID: protocol.ID{byte(i + 1)}, Key: protocol.KeyOf(k), Name: "A member", Country: "PT", Standing: protocol.StandingNPM}
		first.Members = append(first.Members, m)
		own := ed25519.NewKeyFromSeed(randomBytes(rng, 32))
		keys = append(keys, own)
		first.Keys = append(first.Keys, protocol.CharterKey{Key: protocol.KeyOf(own), Member: m.ID})
	}
	slices.SortFunc(first.Keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	first.Name, first.Created, first.Expires, first.Version, first.Threshold = "A network", 1, 2, 1, 2
	sign := func(c protocol.Charter, by ...ed25519.PrivateKey) protocol.SignedCharter {
		s, err := protocol.Sign(c, by...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	charters := []protocol.SignedCharter{sign(first, keys...)}
	next := func(version uint64, name string, by ...ed25519.PrivateKey) protocol.SignedCharter {
		c := first
		c.Version, c.Name, c.Previous = version, name, charters[version-2].Hash()
		return sign(c, by...)
	}
	charters = append(charters, next(2, "Renamed", keys[1], keys[3]))
	charters = append(charters, next(3, "Renamed again", keys[1], keys[3]))

	fsys, memory := NewMemory(), exchange.NewMemory()
	s := openIn(t, fsys, "store")
	if n, err := s.Network(); n != nil || err != nil {
		t.Fatalf("a network before any was joined: %v, %v", n, err)
	}
	// The second charter is replaced by one that two thirds of the members signed: the third falls with it.
	denial := protocol.Denial{Time: 5, Charter: 2, Members: []protocol.ID{{2}}, Network: charters[0].Hash()}
	signedDenial, err := protocol.Sign(denial, keys[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []exchange.Batch{
		{Charters: charters[:2], Sync: true},
		{Charters: charters[2:], Denials: []protocol.SignedDenial{signedDenial}, Sync: true},
		{Charters: []protocol.SignedCharter{next(2, "By the members", keys...)}, Sync: true},
	} {
		commit(t, s, b)
		if err := memory.Apply(b); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = openIn(t, fsys, "store")
		got, err := s.Network()
		if err != nil {
			t.Fatal(err)
		}
		want, err := memory.Network()
		if err != nil {
			t.Fatal(err)
		}
		if got.Digest() != want.Digest() || len(got.Charters()) != len(want.Charters()) {
			t.Errorf("the network is another: %d charters, %q", len(got.Charters()), got.Charter().Value().Name)
		}
	}
	if n, err := s.Network(); err != nil || len(n.Charters()) != 2 || n.Charter().Value().Name != "By the members" || len(n.Denials()) != 1 {
		t.Errorf("in the end: %v", err)
	}
}
