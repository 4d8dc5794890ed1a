package protocol_test

import (
	"crypto/ed25519"
	"testing"

	"praxis/protocol"
)

const noon = 1772452800

// mustSign signs or ends the test.
func mustSign[T interface{ WireFormat() string }](t *testing.T, value T, keys ...ed25519.PrivateKey) protocol.Signed[T] {
	t.Helper()
	s, err := protocol.Sign(value, keys...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// twoMembers is a network of two NPMs whose member keys are 1 and 2, charter key 3 and node keys 11 and 12.
func twoMembers(t *testing.T) *protocol.Network {
	t.Helper()
	n, err := protocol.NewNetwork(mustSign(t, protocol.Charter{
		Keys: []protocol.CharterKey{{Key: protocol.KeyOf(testKey(3)), Member: protocol.ID{1}}}, Name: "Two", Created: noon, Expires: noon + 1,
		Members: []protocol.Member{
			{ID: protocol.ID{1}, Key: protocol.KeyOf(testKey(1)), Name: "One", Standing: protocol.StandingNPM},
			{ID: protocol.ID{2}, Key: protocol.KeyOf(testKey(2)), Name: "Two", Standing: protocol.StandingNPM},
		}, Version: 1, Threshold: 1,
	}, testKey(3)))
	if err != nil {
		t.Fatal(err)
	}
	for i := byte(1); i <= 2; i++ {
		member := protocol.ID{i}
		body := protocol.BodyID(member, 1)
		p := protocol.Profile{Key: protocol.KeyOf(testKey(i)), Name: "A member", Time: noon, Member: member, Version: 1, Standing: protocol.StandingNPM,
			Nodes:   []protocol.Node{{Key: protocol.KeyOf(testKey(10 + i)), Body: body, Consent: protocol.NewConsent(testKey(10+i), member, body)}},
			Bodies:  []protocol.Body{{ID: body, Name: "A body", Number: 1}},
			Writers: []protocol.Writer{{Body: body, Node: protocol.KeyOf(testKey(10 + i)), Epoch: 1}}}
		opened, err := protocol.OpenProfile(mustSign(t, p, testKey(i)).Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.AddProfile(opened); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// A denial shuts out at once, and lapses after 30 days to the second.
func TestADenialLapses(t *testing.T) {
	n := twoMembers(t)
	one, two := protocol.KeyOf(testKey(11)), protocol.KeyOf(testKey(12))
	if !n.Admitted(one, noon) || !n.Admitted(two, noon) {
		t.Fatal("the members' nodes are not admitted")
	}
	denial := protocol.Denial{Time: noon, Nodes: []protocol.Key{one}, Charter: 1, Network: n.ID()}
	if changed, err := n.AddDenial(mustSign(t, denial, testKey(3))); err != nil || !changed {
		t.Fatal(changed, err)
	}
	for at, want := range map[int64]bool{noon: false, noon + protocol.DenialTerm - 1: false, noon + protocol.DenialTerm: true} {
		if got := n.Admitted(one, at); got != want {
			t.Errorf("%d s after the denial the node is admitted: %v", at-noon, got)
		}
		if !n.Admitted(two, at) {
			t.Errorf("%d s after it the other node is not admitted", at-noon)
		}
	}
}

// A group names keys: a member whose key is not the listed one holds nothing of it.
func TestAGroupNamesKeys(t *testing.T) {
	n := twoMembers(t)
	group := protocol.GroupList{ID: protocol.ID{9}, Name: "Night visits", Time: noon, Network: n.ID(), Version: 1, Convenor: protocol.ID{1},
		Members: []protocol.GroupMember{{ID: protocol.ID{1}, Key: protocol.KeyOf(testKey(1))}, {ID: protocol.ID{2}, Key: protocol.KeyOf(testKey(99))}}}
	if _, err := n.AddGroup(mustSign(t, group, testKey(1))); err != nil {
		t.Fatal(err)
	}
	r := protocol.Repository{Body: protocol.BodyID(protocol.ID{1}, 1), Audience: protocol.Audience("group:" + group.ID.String())}
	other := protocol.Repository{Body: protocol.BodyID(protocol.ID{7}, 1), Audience: r.Audience}
	if !n.May(protocol.KeyOf(testKey(11)), other, noon) {
		t.Error("a member with the listed key may not hold what the group shares")
	}
	if n.May(protocol.KeyOf(testKey(12)), r, noon) {
		t.Error("a member with another key than the listed one may hold what the group shares")
	}
}
