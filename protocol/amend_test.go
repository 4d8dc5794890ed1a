package protocol_test

import (
	"errors"
	"slices"
	"testing"

	"praxis/protocol"
)

// amended applies an amendment to the newest charter of a network and signs it with the keys of those numbers.
func amended(t *testing.T, n *protocol.Network, a protocol.Amendment, keys ...byte) protocol.SignedCharter {
	t.Helper()
	if a.Created == 0 {
		a.Created = noon
	}
	a.Expires = a.Created + 1
	c, err := a.Apply(n.Charter())
	if err != nil {
		t.Fatal(err)
	}
	s := mustSign(t, c, testKey(keys[0]))
	for _, k := range keys[1:] {
		if s, err = protocol.Cosigned(s, n.Charter().Value(), testKey(k)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func mustAdd(t *testing.T, n *protocol.Network, c protocol.SignedCharter) {
	t.Helper()
	if changed, err := n.AddCharter(c); err != nil || !changed {
		t.Fatalf("add charter %d: %v, %v", c.Value().Version, changed, err)
	}
}

// kinds are the kinds of the changes of the newest charter.
func kinds(n *protocol.Network) []protocol.ChangeKind {
	chain := n.Charters()
	var all []protocol.ChangeKind
	for _, c := range chain[len(chain)-1].Value().Changes(chain[len(chain)-2].Value()) {
		all = append(all, c.Kind)
	}
	return all
}

func TestAnAmendmentChangesWhatItNames(t *testing.T) {
	n := threeMembers(t)
	newcomer := protocol.Profile{Member: protocol.ID{9}, Key: protocol.KeyOf(testKey(9)), Name: "New", Standing: protocol.StandingObserver}
	mustAdd(t, n, amended(t, n, protocol.Amendment{Admit: []protocol.Profile{newcomer}}, 4, 5))
	if got := kinds(n); !slices.Equal(got, []protocol.ChangeKind{protocol.ChangeAdmitted}) {
		t.Errorf("admitting changes %v", got)
	}
	mustAdd(t, n, amended(t, n, protocol.Amendment{Keyholders: []protocol.ID{{9}}}, 4, 5))
	if got := kinds(n); !slices.Equal(got, []protocol.ChangeKind{protocol.ChangeKeyholder}) {
		t.Errorf("a keyholder more changes %v", got)
	}
	mustAdd(t, n, amended(t, n, protocol.Amendment{Threshold: 3}, 4, 5, 9))
	if got := kinds(n); !slices.Equal(got, []protocol.ChangeKind{protocol.ChangeThreshold}) {
		t.Errorf("the threshold changes %v", got)
	}
	mustAdd(t, n, amended(t, n, protocol.Amendment{Former: []protocol.ID{{9}}, Threshold: 2}, 4, 5, 9))
	if got, want := kinds(n), []protocol.ChangeKind{protocol.ChangeFormer, protocol.ChangeNoKeyholder, protocol.ChangeThreshold}; !slices.Equal(got, want) {
		t.Errorf("a former member changes %v, not %v", got, want)
	}
	for what, a := range map[string]protocol.Amendment{
		"a former member becomes former": {Former: []protocol.ID{{9}}}, "a stranger becomes former": {Former: []protocol.ID{{8}}},
		"a former member becomes a keyholder": {Keyholders: []protocol.ID{{9}}}, "a stranger is a keyholder no more": {NoKeyholders: []protocol.ID{{8}}},
	} {
		if _, err := a.Apply(n.Charter()); err == nil {
			t.Errorf("it is not refused that %s", what)
		}
	}
}

func TestAMemberKeyFollowsItsRequest(t *testing.T) {
	n := threeMembers(t)
	renewed := protocol.Profile{Member: protocol.ID{1}, Key: protocol.KeyOf(testKey(21)), Name: "A member", Standing: protocol.StandingNPM}
	change := protocol.Amendment{Admit: []protocol.Profile{renewed}}
	if err := n.CheckCharter(amended(t, n, change, 4, 5)); err == nil {
		t.Error("the charter's keys alone give a member another key")
	}
	mustAdd(t, n, amended(t, n, change, 4, 5, 1)) // the old key is one of the version before
	if got := kinds(n); !slices.Equal(got, []protocol.ChangeKind{protocol.ChangeKey}) {
		t.Errorf("a new member key changes %v", got)
	}
	if _, err := protocol.Cosigned(n.Charter(), protocol.Charter{}, testKey(77)); err == nil {
		t.Error("a stranger's key signs")
	}
}

// Who founds a network alone has two thirds of the first version's members, and so can replace the second version.
func TestAFounderAloneReplacesTheSecondVersion(t *testing.T) {
	first := protocol.Charter{Name: "Alone", Created: noon, Expires: noon + 1, Version: 1, Threshold: 1,
		Members: []protocol.Member{{ID: protocol.ID{1}, Key: protocol.KeyOf(testKey(1)), Name: "One", Standing: protocol.StandingNPM}},
		Keys:    []protocol.CharterKey{{Key: protocol.KeyOf(testKey(4)), Member: protocol.ID{1}}}}
	n, err := protocol.NewNetwork(mustSign(t, first, testKey(4)))
	if err != nil {
		t.Fatal(err)
	}
	founder := n.Clone()
	newcomer := func(id byte) protocol.Amendment {
		return protocol.Amendment{Admit: []protocol.Profile{{Member: protocol.ID{id}, Key: protocol.KeyOf(testKey(id)), Name: "New", Standing: protocol.StandingNPM}}}
	}
	mustAdd(t, n, amended(t, n, newcomer(2), 4))
	mustAdd(t, n, amended(t, n, protocol.Amendment{Name: "Not alone"}, 4))
	other := amended(t, founder, newcomer(7), 4, 1)
	mustAdd(t, n, other)
	if n.Charter().Hash() != other.Hash() || len(n.Charters()) != 2 {
		t.Error("the founder's other second version does not stand in the place of what followed")
	}
	if _, err := n.AddCharter(amended(t, founder, newcomer(8), 4, 1)); !errors.Is(err, protocol.ErrConflict) {
		t.Errorf("a version that the founder's member key signed is replaced once more: %v", err)
	}
}

// A denial outlasts the keys that signed it, at who comes later too; keys that two thirds of the members took away deny
// nobody, whatever date they write.
func TestADenialOutlastsAChangedKey(t *testing.T) {
	n := threeMembers(t)
	node := protocol.KeyOf(testKey(40))
	denial := func(charter uint64, time int64, reason string) protocol.SignedDenial {
		d := protocol.Denial{Time: time, Nodes: []protocol.Key{node}, Charter: charter, Network: n.ID(), Reason: reason}
		return mustSign(t, d, testKey(4))
	}
	handOver := protocol.Amendment{Keyholders: []protocol.ID{{3}, {2}}, NoKeyholders: nil, Created: noon + 100}
	c, err := handOver.Apply(n.Charter())
	if err != nil {
		t.Fatal(err)
	}
	c.Keys = slices.DeleteFunc(c.Keys, func(k protocol.CharterKey) bool {
		return k.Key == protocol.KeyOf(testKey(4)) || k.Key == protocol.KeyOf(testKey(5))
	})
	c.Expires = c.Created + 9
	orderly, taken := n.Clone(), n.Clone()
	mustAdd(t, orderly, mustSign(t, c, testKey(4), testKey(5), testKey(2), testKey(3)))
	if _, err := orderly.AddDenial(denial(1, noon+99, "before")); err != nil {
		t.Errorf("a denial of before the keys changed: %v", err)
	}
	if _, err := orderly.AddDenial(denial(1, noon+101, "after")); err == nil {
		t.Error("a key that is none any more denies")
	}
	if _, err := orderly.AddDenial(denial(2, noon+99, "another")); err == nil {
		t.Error("a key that is none of the version named denies")
	}
	c.Created += 1
	mustAdd(t, taken, mustSign(t, c, testKey(1), testKey(2), testKey(3)))
	if _, err := taken.AddDenial(denial(1, noon+99, "before")); err == nil {
		t.Error("keys that two thirds of the members took away deny")
	}
}

// A list that was taken stays after its convenor left, also when it is read from where it was stored.
func TestAStoredGroupOutlastsItsConvenor(t *testing.T) {
	n := threeMembers(t)
	group := mustSign(t, protocol.GroupList{ID: protocol.ID{9}, Name: "Night visits", Time: noon, Network: n.ID(), Version: 1, Convenor: protocol.ID{3},
		Members: []protocol.GroupMember{{ID: protocol.ID{3}, Key: protocol.KeyOf(testKey(3))}}}, testKey(3))
	mustAdd(t, n, amended(t, n, protocol.Amendment{Former: []protocol.ID{{3}}}, 4, 5))
	if _, err := n.AddGroup(group); err == nil {
		t.Error("a former member's new group is taken")
	}
	if kept, err := n.KeepGroup(group); err != nil || !kept {
		t.Errorf("what was stored is not kept: %v", err)
	}
}
