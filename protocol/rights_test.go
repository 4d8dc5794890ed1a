package protocol_test

import (
	"crypto/ed25519"
	"testing"

	"praxis/protocol"
	"praxis/protocol/log"
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

// A body shares only with audiences that it might share with under the charter that its head names.
func TestAHeadForAnotherAudienceIsRefused(t *testing.T) {
	for _, tt := range []struct {
		standing protocol.Standing
		audience protocol.Audience
		list     uint64
		allowed  bool
	}{
		{protocol.StandingNPM, protocol.AudienceNPMs, 1, true},
		{protocol.StandingNPM, protocol.AudienceNetwork, 1, true},
		{protocol.StandingSecretariat, protocol.AudienceNPMs, 1, false},
		{protocol.StandingObserver, protocol.AudienceNPMs, 1, false},
		{protocol.StandingObserver, protocol.AudienceNetwork, 1, true},
		{protocol.StandingFormer, protocol.AudienceNetwork, 1, false},
		{protocol.StandingFormer, protocol.AudienceNetwork, 2, true}, // its charter is not here yet
	} {
		n, body := oneMember(t, tt.standing)
		h := protocol.Head{Body: body, List: tt.list, Root: protocol.Hash(log.EmptyRoot()), Time: noon, Epoch: 1, Network: n.ID(), Audience: tt.audience}
		if err := n.CheckHead(mustSign(t, h, testKey(11))); (err == nil) != tt.allowed {
			t.Errorf("%s for %s under charter %d: %v", tt.standing, tt.audience, tt.list, err)
		}
	}
}

// A recall outlasts the key that signed it.
func TestARecallOutlastsItsKey(t *testing.T) {
	n, body := oneMember(t, protocol.StandingNPM)
	recall := mustSign(t, protocol.Recall{Time: noon, Body: body, Member: protocol.ID{1}, Network: n.ID(), Document: protocol.ID{9}}, testKey(1))
	next := n.Charter().Value()
	next.Version, next.Previous = 2, n.Charter().Hash()
	next.Members = append([]protocol.Member(nil), next.Members...)
	next.Members[0].Key = protocol.KeyOf(testKey(5))
	if _, err := n.AddCharter(mustSign(t, next, testKey(4), testKey(1))); err != nil {
		t.Fatal(err)
	}
	if _, err := n.AddRecall(recall); err != nil {
		t.Errorf("after the key changed: %v", err)
	}
	if _, err := n.AddRecall(mustSign(t, protocol.Recall{Time: noon, Body: body, Member: protocol.ID{1}, Network: n.ID(), Document: protocol.ID{8}}, testKey(6))); err == nil {
		t.Error("a stranger's key recalls")
	}
}

// Everybody holds a member's recalls for ever, so there is an end to them.
func TestAMemberRecallsSoManyAndNoMore(t *testing.T) {
	n, body := oneMember(t, protocol.StandingNPM)
	recall := func(number int) protocol.SignedRecall {
		return mustSign(t, protocol.Recall{Time: noon, Body: body, Member: protocol.ID{1}, Network: n.ID(), Document: protocol.ID{1, byte(number >> 8), byte(number)}}, testKey(1))
	}
	for i := range protocol.MaxRecalls {
		if changed, err := n.AddRecall(recall(i)); err != nil || !changed {
			t.Fatalf("recall %d: %v, %v", i, changed, err)
		}
	}
	if _, err := n.AddRecall(recall(protocol.MaxRecalls)); err == nil {
		t.Error("a member recalls without end")
	}
	if changed, err := n.AddRecall(recall(7)); err != nil || changed {
		t.Errorf("one that is held already: %v, %v", changed, err)
	}
}

// oneMember is a network of one member with key 1 and charter key 4, whose node 11 writes for its body.
func oneMember(t *testing.T, standing protocol.Standing) (*protocol.Network, protocol.ID) {
	t.Helper()
	member, holder := protocol.ID{1}, protocol.ID{2}
	c := protocol.Charter{Name: "One", Created: noon, Expires: noon + 1, Version: 1, Threshold: 1,
		Keys: []protocol.CharterKey{{Key: protocol.KeyOf(testKey(4)), Member: holder}},
		Members: []protocol.Member{{ID: member, Key: protocol.KeyOf(testKey(1)), Name: "A member", Standing: standing},
			{ID: holder, Key: protocol.KeyOf(testKey(2)), Name: "A holder", Standing: protocol.StandingSecretariat}}}
	n, err := protocol.NewNetwork(mustSign(t, c, testKey(4)))
	if err != nil {
		t.Fatal(err)
	}
	body := protocol.BodyID(member, 1)
	p := protocol.Profile{Key: protocol.KeyOf(testKey(1)), Name: "A member", Time: noon, Member: member, Version: 1, Standing: standing,
		Bodies:  []protocol.Body{{ID: body, Name: "A body", Number: 1}},
		Nodes:   []protocol.Node{{Key: protocol.KeyOf(testKey(11)), Body: body, Consent: protocol.NewConsent(testKey(11), member, body)}},
		Writers: []protocol.Writer{{Body: body, Node: protocol.KeyOf(testKey(11)), Epoch: 1}}}
	if _, err := n.AddProfile(mustSign(t, p, testKey(1))); err != nil {
		t.Fatal(err)
	}
	return n, body
}
