package testnet_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"praxis/protocol"
	"praxis/testnet"
)

const (
	second = time.Second
	minute = time.Minute
	hour   = time.Hour
	day    = 24 * hour
)

func nodes(all ...*testnet.Node) []*testnet.Node { return all }

// has is a condition: every node has the document.
func has(id protocol.ID, all ...*testnet.Node) func() bool {
	return func() bool { return testnet.All(all, func(n *testnet.Node) bool { return n.Has(id) }) }
}

// hasNot is a condition: no node has it.
func hasNot(id protocol.ID, all ...*testnet.Node) func() bool {
	return func() bool { return testnet.All(all, func(n *testnet.Node) bool { return !n.Has(id) }) }
}

// withdrawnAt is a condition: the writer knows that k nodes of as many have erased it.
func withdrawnAt(writer *testnet.Node, id protocol.ID, k int) func() bool {
	return func() bool { n, of := writer.Withdrawn(id); return n == k && of == k }
}

func TestANoteReachesAllEntitledAndNobodyElse(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		secretariat, a, b, c, observer := s.FoundFive()
		toNPMs := a.Share(testnet.Note("Night visits", "Ask who unlocks the cells at night."), protocol.AudienceNPMs)
		toAll := a.Share(testnet.Note("Registers", "Compare two registers."), protocol.AudienceNetwork)
		s.Eventually(minute, "the NPMs have what is for them", has(toNPMs, b, c))
		s.Eventually(minute, "all have what is for all", has(toAll, b, c, secretariat, observer))
		s.Eventually(minute, "the writer knows", func() bool {
			k, of := a.Seen(toNPMs)
			kAll, ofAll := a.Seen(toAll)
			return k == 2 && of == 2 && kAll == 4 && ofAll == 4
		})
		s.Never(10*minute, "who is not in the audience learns of the note", func() bool { return secretariat.Knows(toNPMs) || observer.Knows(toNPMs) })
	})
}

func TestAThirdNodePassesOnWhatItHolds(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, b, c, _ := s.FoundFive()
		c.Stop()
		id := a.Share(testnet.Note("Escorts", "Ask for the escort sheet."), protocol.AudienceNPMs)
		s.Eventually(minute, "it is at the third node", has(id, b))
		a.Stop()
		c.Restart()
		s.Eventually(5*minute, "it came from the third node, its writer being away", has(id, c))
	})
}

func TestALateJoinerGetsTheBackCatalogue(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		secretariat, a, _, _, _ := s.FoundFive()
		var ids []protocol.ID
		for _, title := range []string{"One", "Two", "Three"} {
			ids = append(ids, a.Share(testnet.Note(title, "Text of "+title+"."), protocol.AudienceNPMs))
		}
		a.Withdraw(ids[1])
		time.Sleep(20 * minute)

		late := s.Add(protocol.StandingNPM)
		s.Never(5*minute, "a node that is not admitted hears of anything", func() bool { return late.Knows(ids[0]) || late.Network() != nil })
		s.Admit(secretariat, late)
		s.Eventually(5*minute, "the newcomer has what is still shared", has(ids[0], late))
		s.Eventually(minute, "the newcomer has what is still shared", has(ids[2], late))
		if late.Has(ids[1]) {
			t.Error("it has what was withdrawn before it came")
		}
		mine := late.Share(testnet.Note("Four", "From the newcomer."), protocol.AudienceNPMs)
		s.Eventually(5*minute, "the others have what the newcomer shares", has(mine, s.Nodes[1], s.Nodes[2], s.Nodes[3]))
		for _, n := range s.Nodes {
			if v := n.Network().Charter().Value().Version; v != 2 {
				t.Errorf("%s has version %d of the charter", n.Name, v)
			}
		}
		s.Eventually(10*minute, "the writer counts the newcomer among the holders", func() bool { k, of := a.Seen(ids[0]); return k == 3 && of == 3 })
	})
}

func TestAPartitionHeals(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		secretariat, a, b, c, observer := s.FoundFive()
		old := a.Share(testnet.Note("Before", "Text."), protocol.AudienceNetwork)
		s.Eventually(minute, "all have it", has(old, secretariat, b, c, observer))

		s.Partition(nodes(secretariat, a), nodes(b, c, observer))
		time.Sleep(10 * minute)
		left := a.Share(testnet.Note("Left", "From one side."), protocol.AudienceNetwork)
		right := b.Share(testnet.Note("Right", "From the other side."), protocol.AudienceNetwork)
		a.Withdraw(old)
		s.Eventually(5*minute, "each side has its own", func() bool {
			return has(left, secretariat)() && has(right, c, observer)() && hasNot(old, secretariat)()
		})
		s.Never(15*minute, "anything crosses", func() bool { return b.Knows(left) || c.Knows(left) || secretariat.Knows(right) || hasNot(old, b, c)() })
		if k, of := a.Withdrawn(old); k != 1 || of != 4 {
			t.Errorf("withdrawn at %d of %d, want 1 of 4", k, of)
		}

		s.Heal()
		s.Eventually(10*minute, "what was shared crosses", func() bool { return has(left, b, c, observer)() && has(right, secretariat, a)() })
		s.Eventually(10*minute, "the withdrawal crosses, and is acknowledged", withdrawnAt(a, old, 4))
		if !hasNot(old, s.Nodes...)() {
			t.Error("it can still be read somewhere")
		}
	})
}

func TestAWithdrawalReachesWhoWasAwayForMonths(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, b, c, _ := s.FoundFive()
		id := a.Share(testnet.Note("Taken back", "Text that must go."), protocol.AudienceNPMs)
		s.Eventually(minute, "both have it, and the writer knows", func() bool { k, _ := a.Seen(id); return k == 2 })
		c.Stop()
		a.Withdraw(id)
		s.Eventually(minute, "one of two says that it is gone", func() bool { k, of := a.Withdrawn(id); return k == 1 && of == 2 })
		h, err := a.Holders(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range h.Holders {
			if want := map[bool]string{true: "withdrawn", false: "unreachable"}[one.Node == b.Key()]; one.State != want {
				t.Errorf("%s is shown as %q, want %q", one.Body, one.State, want)
			}
		}

		// The others rest meanwhile, so that three months cost no real time; they come back a day before.
		for _, n := range s.Nodes[:3] {
			n.Stop()
		}
		s.Nodes[4].Stop()
		time.Sleep(90 * day)
		a.Restart()
		b.Restart()
		time.Sleep(hour)
		c.Restart()
		if c.Has(id) {
			// What it did not hear of, it still shows; but only until it hears.
			s.Eventually(5*minute, "it is gone there too", hasNot(id, c))
		}
		s.Eventually(5*minute, "both say that it is gone", withdrawnAt(a, id, 2))
		if _, err := c.Show(id, 0); err == nil || !strings.Contains(err.Error(), "withdrawn") {
			t.Errorf("what a reader is told: %v", err)
		}
		again := a.Share(testnet.Note("After", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "new documents arrive as before", has(again, b, c))
	})
}

func TestANewVersionEndsTheOld(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, b, c, _ := s.FoundFive()
		id := a.Share(testnet.Note("Keys", "The first text."), protocol.AudienceNPMs)
		s.Eventually(minute, "both have it", has(id, b, c))
		a.Revise(id, testnet.Note("Keys", "The second text."), protocol.AudienceNPMs)
		s.Eventually(minute, "both have the second", func() bool {
			return testnet.All(nodes(b, c), func(n *testnet.Node) bool { return strings.Contains(n.Text(id), "second") })
		})
		for _, n := range nodes(a, b, c) {
			if _, err := n.Show(id, 1); err == nil {
				t.Errorf("%s still shows the first version", n.Name)
			}
		}
	})
}

func TestOnlyAProfileChanged(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, _, _, _ := s.FoundFive()
		time.Sleep(10 * minute)
		if err := a.SetAddresses([]string{"/dns/npm.example/udp/4001/quic-v1", "/ip4/" + strings.Split(a.Address(), "/")[2] + "/udp/4001/quic-v1"}); err != nil {
			t.Fatal(err)
		}
		a.SignProfile()
		s.Eventually(2*minute, "all have the new profile", func() bool {
			return testnet.All(s.Nodes, func(n *testnet.Node) bool {
				p, ok := n.Network().Profile(a.Member)
				return ok && p.Value().Version == 2
			})
		})
		id := a.Share(testnet.Note("After", "Text."), protocol.AudienceNetwork)
		s.Eventually(minute, "and documents still arrive", has(id, s.Nodes...))
	})
}

func TestAReplacedNodeTakesItsRepositoryBack(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, b, c, _ := s.FoundFive()
		kept := a.Share(testnet.Note("Kept", "Text."), protocol.AudienceNPMs)
		gone := a.Share(testnet.Note("Gone", "Text."), protocol.AudienceNPMs)
		a.Withdraw(gone)
		s.Eventually(minute, "both have what is left of it", func() bool { return has(kept, b, c)() && withdrawnAt(a, gone, 2)() })

		s.Partition(nodes(a))
		a.Replace(b)
		if err := a.TryShare(testnet.Note("Too soon", "Text."), protocol.AudienceNPMs); err == nil {
			t.Error("it shared before it had back what its body shared before")
		}
		s.Heal()
		s.Eventually(10*minute, "it has its own document back", has(kept, a))
		if a.Has(gone) || !a.Knows(gone) {
			t.Error("what was withdrawn is not known as withdrawn")
		}
		var next protocol.ID
		s.Eventually(10*minute, "it may write", func() bool {
			err := a.TryShare(testnet.Note("Next", "Text of the second epoch."), protocol.AudienceNPMs)
			if err == nil {
				next = a.Last()
			}
			return err == nil
		})
		s.Eventually(5*minute, "the others have what it writes, and what was there before", func() bool { return has(next, b, c)() && has(kept, b, c)() })
		a.Withdraw(kept)
		s.Eventually(5*minute, "it can take back what the lost node shared", func() bool { return hasNot(kept, a, b, c)() && withdrawnAt(a, kept, 2)() })
		for _, n := range nodes(a, b, c) {
			all, err := n.Repositories(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(all, func(r repository) bool { return r.Body == a.Body && r.Audience == protocol.AudienceNPMs })
			if at < 0 || all[at].Epoch != 2 || all[at].Entries != 5 || all[at].Forked {
				t.Errorf("%s: the repository is held as %+v", n.Name, all)
			}
		}
	})
}

func TestTwoNodesWithNothingButEachOthersAddress(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		a := s.Add(protocol.StandingNPM, testnet.Unlisted())
		b := s.Add(protocol.StandingNPM, testnet.Unlisted(), testnet.Knowing(a))
		s.Found(1, 1)
		first := a.Share(testnet.Note("From the first", "Text."), protocol.AudienceNPMs)
		second := b.Share(testnet.Note("From the second", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "each has the other's", func() bool { return has(first, b)() && has(second, a)() })
		a.Stop()
		time.Sleep(3 * hour)
		b.Withdraw(second)
		a.Restart()
		s.Eventually(10*minute, "they find each other again", withdrawnAt(b, second, 1))
	})
}

func TestADeniedNodeIsCutOff(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		secretariat, a, b, c, _ := s.FoundFive()
		before := a.Share(testnet.Note("Before", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "all NPMs have it", has(before, b, c))
		s.Deny(secretariat, c)
		s.Eventually(2*minute, "nobody is connected to the stolen node", func() bool {
			return testnet.All(nodes(secretariat, a, b, s.Nodes[4]), func(n *testnet.Node) bool {
				return !slices.ContainsFunc(n.Peers(), func(p peer) bool { return p.Node == c.Key() && (p.Connected || p.Admitted) })
			})
		})
		after := a.Share(testnet.Note("After", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "the other has it", has(after, b))
		s.Never(15*minute, "the stolen node learns of anything", func() bool { return c.Knows(after) })
		if k, of := a.Seen(after); k != 1 || of != 1 {
			t.Errorf("seen by %d of %d, want 1 of 1", k, of)
		}
		h, err := a.Holders(t.Context(), before)
		if err != nil || h.Of != 2 {
			t.Errorf("a node that left before it confirmed is not listed any more: %+v, %v", h, err)
		}
	})
}

// What a body takes back reaches who has left the network, and the body's node hears that it is erased there.
func TestAFormerMemberHearsOfWithdrawals(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		secretariat, a, b, c, _ := s.FoundFive()
		gone := a.Share(testnet.Note("Gone", "Text."), protocol.AudienceNPMs)
		kept := a.Share(testnet.Note("Kept", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "all NPMs have both", func() bool { return has(gone, b, c)() && has(kept, b, c)() })
		s.Amend(secretariat, func(next *protocol.Charter) {
			for i := range next.Members {
				if next.Members[i].ID == c.Member {
					next.Members[i].Standing = protocol.StandingFormer
				}
			}
		})
		s.Eventually(5*minute, "the former member knows what it is", func() bool {
			m, _ := c.Network().Charter().Value().Member(c.Member)
			return m.Standing == protocol.StandingFormer
		})
		later := a.Share(testnet.Note("Later", "Text."), protocol.AudienceNPMs)
		a.Withdraw(gone)
		s.Eventually(5*minute, "what was withdrawn is gone at the former member too", hasNot(gone, b, c))
		s.Eventually(5*minute, "both have said so", withdrawnAt(a, gone, 2))
		h, err := a.Holders(t.Context(), gone)
		if err != nil || !slices.ContainsFunc(h.Holders, func(o holder) bool { return o.Node == c.Key() && o.Withdrawn && o.Left }) {
			t.Errorf("the former member's word is not shown as such: %+v, %v", h, err)
		}
		s.Never(10*minute, "the former member learns of anything new", func() bool { return c.Knows(later) })
		if !c.Has(kept) {
			t.Error("what was not withdrawn is gone at the former member")
		}
	})
}

func TestHeadsAndHoldingsAreSignedDaily(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		a := s.Add(protocol.StandingNPM)
		b := s.Add(protocol.StandingNPM)
		c := s.Add(protocol.StandingNPM)
		s.Found(2, 3)
		id := a.Share(testnet.Note("Title", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "both have it", has(id, b, c))
		asOf := func(n *testnet.Node) int64 {
			d, err := n.Show(id, 0)
			if err != nil {
				t.Fatal(err)
			}
			return d.AsOf
		}
		first := asOf(b)
		for _, n := range s.Nodes { // most of the day passes without them, and the turn of the day with them
			n.Stop()
		}
		time.Sleep(day - hour)
		for _, n := range s.Nodes {
			n.Restart()
		}
		time.Sleep(hour + 10*minute)
		for _, n := range nodes(b, c) {
			if age := time.Now().Unix() - asOf(n); asOf(n) <= first || age > 86400 {
				t.Errorf("%s: what it shows is as of %d s ago", n.Name, age)
			}
		}
		h, err := a.Holders(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range h.Holders {
			if !one.Seen || time.Now().Unix()-one.AsOf > 86400 {
				t.Errorf("the account of %s is of %d s ago: %+v", one.Body, time.Now().Unix()-one.AsOf, one)
			}
		}
	})
}

func TestManyNodesHearOfANote(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		for range 20 {
			s.Add(protocol.StandingNPM)
		}
		s.Found(2, 3)
		time.Sleep(minute)
		start := time.Now()
		id := s.Nodes[0].Share(testnet.Note("To all", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "all have it", has(id, s.Nodes...))
		t.Logf("the last of 20 nodes had it after %s", time.Since(start))
		s.Eventually(5*minute, "the writer knows", func() bool { k, of := s.Nodes[0].Seen(id); return k == 19 && of == 19 })
		s.Nodes[0].Withdraw(id)
		s.Eventually(5*minute, "all have erased it", withdrawnAt(s.Nodes[0], id, 19))
	})
}
