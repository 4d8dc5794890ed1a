package protocol_test

import (
	"crypto/ed25519"
	"testing"

	"praxis/protocol"
)

// Few keys suffice for a denial. One that is dated ahead must not shut out for longer than its term from any day on.
func TestADenialDatedAheadDoesNotHoldYet(t *testing.T) {
	n := twoMembers(t)
	node := protocol.KeyOf(testKey(11))
	for _, time := range []int64{noon + 10*protocol.DenialTerm, 1<<63 - 1} {
		if _, err := n.AddDenial(mustSign(t, protocol.Denial{Time: time, Nodes: []protocol.Key{node}, Charter: 1, Network: n.ID()}, testKey(3))); err != nil {
			t.Fatal(err)
		}
	}
	if !n.Admitted(node, noon) {
		t.Error("a denial that is dated ahead holds already")
	}
	if n.Admitted(node, noon+10*protocol.DenialTerm) {
		t.Error("the denial does not hold on its day")
	}
	if !n.Admitted(node, noon+11*protocol.DenialTerm) {
		t.Error("the denial outlasts its term")
	}
}

// Whoever holds the charter's keys must not give a member another key by leaving it out and taking it in again.
func TestAMemberIsNotLeftOut(t *testing.T) {
	n := threeMembers(t)
	next := n.Charter().Value()
	next.Version, next.Previous = 2, n.Charter().Hash()
	next.Members = next.Members[:2]
	if _, err := n.AddCharter(mustSign(t, next, testKey(4), testKey(5))); err == nil {
		t.Error("the charter's keys left a member out")
	}
	if _, err := n.AddCharter(mustSign(t, next, testKey(4), testKey(5), testKey(1), testKey(2))); err != nil {
		t.Errorf("two thirds of the members did not: %v", err)
	}
}

// threeMembers is a network of three NPMs whose member keys are 1 to 3 and charter keys 4 and 5, both of which are needed.
func threeMembers(t *testing.T) *protocol.Network {
	t.Helper()
	c := protocol.Charter{Name: "Three", Created: noon, Expires: noon + 1, Version: 1, Threshold: 2}
	for i := byte(1); i <= 3; i++ {
		c.Members = append(c.Members, protocol.Member{ID: protocol.ID{i}, Key: protocol.KeyOf(testKey(i)), Name: "A member", Standing: protocol.StandingNPM})
	}
	for i := byte(4); i <= 5; i++ {
		c.Keys = append(c.Keys, protocol.CharterKey{Key: protocol.KeyOf(testKey(i)), Member: protocol.ID{i - 3}})
	}
	if protocol.Compare(c.Keys[0].Key, c.Keys[1].Key) > 0 {
		c.Keys[0], c.Keys[1] = c.Keys[1], c.Keys[0]
	}
	n, err := protocol.NewNetwork(mustSign(t, c, []ed25519.PrivateKey{testKey(4), testKey(5)}...))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
