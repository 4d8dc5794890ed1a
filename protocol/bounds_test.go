package protocol_test

import (
	"crypto/ed25519"
	"testing"

	"praxis/protocol"
)

// nightVisits is the first list of a group of member 1 alone, whose id ends in number.
func nightVisits(n *protocol.Network, number int, key byte) protocol.GroupList {
	return protocol.GroupList{ID: protocol.ID{9, byte(number >> 8), byte(number)}, Name: "Night visits", Time: noon, Network: n.ID(), Version: 1,
		Convenor: protocol.ID{1}, Members: []protocol.GroupMember{{ID: protocol.ID{1}, Key: protocol.KeyOf(testKey(key))}}}
}

// A first list names the convenor's key itself. Anybody could name a key of their own there, and keep groups in a
// member's name.
func TestAGroupIsConvenedByItsMembersOwnKey(t *testing.T) {
	n := twoMembers(t)
	if changed, err := n.AddGroup(mustSign(t, nightVisits(n, 1, 77), testKey(77))); err == nil || changed {
		t.Error("a stranger's key convenes a group in a member's name")
	}
	if changed, err := n.AddGroup(mustSign(t, nightVisits(n, 1, 1), testKey(1))); err != nil || !changed {
		t.Errorf("its own key does not: %v", err)
	}
}

// Everybody who is handed a group's list holds it for ever, so there is an end to them.
func TestAMemberConvenesSoManyGroupsAndNoMore(t *testing.T) {
	n := twoMembers(t)
	for i := range protocol.MaxGroups {
		if changed, err := n.AddGroup(mustSign(t, nightVisits(n, i, 1), testKey(1))); err != nil || !changed {
			t.Fatalf("group %d: %v, %v", i, changed, err)
		}
	}
	if _, err := n.AddGroup(mustSign(t, nightVisits(n, protocol.MaxGroups, 1), testKey(1))); err == nil {
		t.Error("a member convenes groups without end")
	}
	first := mustSign(t, nightVisits(n, 0, 1), testKey(1))
	next := first.Value()
	next.Version, next.Previous = 2, first.Hash()
	if changed, err := n.AddGroup(mustSign(t, next, testKey(1))); err != nil || !changed {
		t.Errorf("the next version of one that is held: %v, %v", changed, err)
	}
	next.Version = protocol.MaxGroupVersions + 1
	if err := next.Validate(); err == nil {
		t.Error("a group's list has versions without end, each of which is stored")
	}
}

// Denials are held for ever too. Who has signed too many alone is refused; what another keyholder signs besides is taken.
func TestAKeyholderDeniesSoOftenAndNoMore(t *testing.T) {
	n := threeMembers(t)
	denial := func(number int, signers ...byte) (bool, error) {
		d := protocol.Denial{Time: noon + int64(number), Nodes: []protocol.Key{protocol.KeyOf(testKey(11))}, Charter: 1, Network: n.ID()}
		keys := make([]ed25519.PrivateKey, len(signers))
		for i, k := range signers {
			keys[i] = testKey(k)
		}
		return n.AddDenial(mustSign(t, d, keys...))
	}
	for i := range protocol.MaxDenials {
		if changed, err := denial(i, 4); err != nil || !changed {
			t.Fatalf("denial %d: %v, %v", i, changed, err)
		}
	}
	if _, err := denial(protocol.MaxDenials, 4); err == nil {
		t.Error("a keyholder denies without end")
	}
	if changed, err := denial(protocol.MaxDenials, 5); err != nil || !changed {
		t.Errorf("another keyholder cannot deny any more: %v", err)
	}
	if changed, err := denial(protocol.MaxDenials+1, 4, 5); err != nil || !changed {
		t.Errorf("two keyholders together cannot deny any more: %v", err)
	}
	if changed, err := denial(protocol.MaxDenials+2, 5, 99); err == nil || changed {
		t.Error("a signature that says nothing is kept with a denial")
	}
	if changed, err := denial(7, 4); err != nil || changed {
		t.Errorf("one that is held already: %v, %v", changed, err)
	}
}
