package testnet_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/log"
	"praxis/protocol/wire"
	"praxis/testnet"
)

var requests = []string{"hello", "lists", "heads", "pull", "get", "push", "account", "notice"}

// frame puts a length before bytes.
func frame(b []byte) []byte { return append(binary.AppendUvarint(nil, uint64(len(b))), b...) }

// goesOn checks that two nodes still share with each other.
func goesOn(s *testnet.Simulation, a, b *testnet.Node) {
	s.T.Helper()
	id := a.Share(testnet.Note("Still here", "Text."), protocol.AudienceNPMs)
	s.Eventually(minute, "documents still arrive", has(id, b))
}

// heap is what lives in memory, in bytes.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestRubbishOfAMemberIsRefused(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, b, c, _ := s.FoundFive()
		first := a.Share(testnet.Note("First", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "all have it", has(first, b, c))
		time.Sleep(2 * minute)
		rogue := c.TurnRogue()
		rogue.Connect(b)
		before, held := heap(), repositories(t, b)
		random := rand.New(rand.NewPCG(1, 2))
		for _, name := range requests {
			for range 20 {
				b100 := make([]byte, random.IntN(100))
				for i := range b100 {
					b100[i] = byte(random.Uint32())
				}
				for _, raw := range [][]byte{b100, frame(b100)} {
					if reply, err := rogue.Send(b, name, raw); len(reply) > 0 {
						t.Errorf("%s: garbage was answered with %d bytes, %v", name, len(reply), err)
					}
				}
			}
			for _, raw := range [][]byte{
				binary.AppendUvarint(nil, 1<<40), bytes.Repeat([]byte{0xff}, 20), frame(bytes.Repeat([]byte{0x81}, 1<<20)),
				append(binary.AppendUvarint(nil, 10<<20), bytes.Repeat([]byte{0x81}, 10<<20)...),
			} {
				if reply, _ := rogue.Send(b, name, raw); len(reply) > 0 {
					t.Errorf("%s: it answered %d bytes", name, len(reply))
				}
			}
		}
		goesOn(s, a, b)
		if now := repositories(t, b); len(now) != len(held) {
			t.Errorf("it holds %d repositories, and held %d", len(now), len(held))
		}
		if after := heap(); after > before+64<<20 {
			t.Errorf("memory grew from %d to %d MiB", before>>20, after>>20)
		}
	})
}

func repositories(t *testing.T, n *testnet.Node) []repository {
	t.Helper()
	all, err := n.Repositories(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSlowFramesHoldNothingUp opens as many streams as it is let and writes a byte on each now and then.
func TestSlowFramesHoldNothingUp(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, b, c, _ := s.FoundFive()
		rogue := c.TurnRogue()
		rogue.Connect(b)
		var streams []network.Stream
		for {
			stream, err := rogue.Open(b, "push")
			if err != nil {
				break
			}
			_, _ = stream.Write([]byte{0x80, 0x80}) // one over the limit is cut off at once
			streams = append(streams, stream)
		}
		s.Eventually(second, "the node holds some open", func() bool { return rogue.Streams(b) > 0 })
		if open := rogue.Streams(b); open > 64 {
			t.Errorf("of %d slow streams the node holds %d open at once", len(streams), open)
		}
		goesOn(s, a, b)
		s.Eventually(2*minute, "the slow streams are given up", func() bool { return rogue.Streams(b) == 0 })
		for _, stream := range streams {
			_ = stream.Reset() // so that the rogue's own host lets it open more
		}
		if err := rogue.Ask(b, "hello", &exchange.Hello{Features: 1}, &exchange.Greeting{}); err != nil {
			t.Errorf("after that an honest request fails: %v", err)
		}
	})
}

// forgeHead makes a head, signed by the rogue's node key, of a log with the entries given.
func forgeHead(t *testing.T, r *testnet.Rogue, net protocol.Hash, body protocol.ID, epoch, sequence uint64, entries ...protocol.Entry) (head []byte, raw [][]byte) {
	t.Helper()
	var edge log.Edge
	for _, e := range entries {
		b, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		raw = append(raw, b)
		edge.Append(log.LeafHash(b))
	}
	h := protocol.Head{Body: body, Audience: protocol.AudienceNPMs, Network: net, Time: time.Now().Unix(), List: 1, Epoch: epoch,
		Sequence: sequence, Size: edge.Size(), Root: protocol.Hash(edge.Root())}
	signed, err := protocol.Sign(h, r.NodeKey)
	if err != nil {
		t.Fatal(err)
	}
	return signed.Bytes(), raw
}

// TestForgedHeadsAndWithdrawalsChangeNothing has a rogue member withdraw what another body shared: under a head in that
// body's name, in a repository of its own, and by a recall.
func TestForgedHeadsAndWithdrawalsChangeNothing(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, b, c, observer := s.FoundFive()
		id := a.Share(testnet.Note("Mine", "Text."), protocol.AudienceNPMs)
		s.Eventually(minute, "all have it", has(id, b, c))
		rogue := c.TurnRogue()
		rogue.Connect(b)
		withdrawal := protocol.Entry{Op: protocol.OpWithdraw, Document: id}

		for sequence := range uint64(4) {
			head, entries := forgeHead(t, rogue, a.Network().ID(), a.Body, 1, sequence+1, withdrawal)
			for _, from := range []uint64{0, 1} {
				var reply exchange.Pushed
				if err := rogue.Ask(b, "push", &exchange.Push{From: from, Head: head, Entries: entries}, &reply); err == nil && reply.Held {
					t.Error("a head that another signed was taken")
				}
			}
		}
		// In its own name it may sign what it likes; it is about its own documents only.
		head, entries := forgeHead(t, rogue, a.Network().ID(), c.Body, 1, 1000, withdrawal)
		var reply exchange.Pushed
		_ = rogue.Ask(b, "push", &exchange.Push{Head: head, Entries: entries}, &reply) // refused or taken, it must change nothing
		s.Never(5*minute, "the document is gone", func() bool { return !b.Has(id) || !a.Has(id) })

		lists := forgedLists(t, rogue, a, id)
		rogue.Answer("hello", &exchange.Greeting{Features: 1})
		rogue.Answer("lists", lists)
		rogue.Answer("heads", &exchange.Heads{Heads: [][]byte{head}})
		_ = rogue.Ask(b, "hello", &exchange.Hello{Features: 1}, &exchange.Greeting{}) // it makes the node ask back
		s.Never(10*minute, "a forged list counts", func() bool {
			n := b.Network()
			p, _ := n.Profile(a.Member)
			return n.Charter().Value().Version != 1 || len(n.Denials()) > 0 || len(n.Recalls()) > 0 || p.Value().Version != 1 ||
				!n.Admitted(a.Key(), time.Now().Unix()) || !b.Has(id)
		})
		if rogue.Asked("lists") == 0 || rogue.Asked("heads") == 0 {
			t.Error("the rogue was never asked: this test has not tested anything")
		}
		if slices.ContainsFunc(repositories(t, b), func(r repository) bool { return r.Body == a.Body && r.Forked }) {
			t.Error("an honest writer is shown as forked")
		}
		goesOn(s, a, b)
		if observer.Knows(id) {
			t.Error("the observer learned of it")
		}
	})
}

// TestWrongBytesForAContentAreNotKept has a rogue share a document and give other bytes than its entry names.
func TestWrongBytesForAContentAreNotKept(t *testing.T) {
	testnet.Simulate(t, testnet.Options{}, func(t *testing.T, s *testnet.Simulation) {
		_, a, b, c, _ := s.FoundFive()
		time.Sleep(minute)
		rogue := c.TurnRogue()
		rogue.Connect(b)
		block := func(text string) wire.Block {
			made, err := wire.NewBlock(protocol.TextBlock{Salt: protocol.Hash{1}, Format: protocol.TextFormat, Language: "en", Sections: []protocol.Section{{Text: text}}})
			if err != nil {
				t.Fatal(err)
			}
			return made
		}
		id := protocol.ID{1, 2, 3}
		put := protocol.Entry{Op: protocol.OpPut, Document: id, Version: 1, Content: block("promised").CID()}
		head, entries := forgeHead(t, rogue, a.Network().ID(), c.Body, 1, 1000, put)
		rogue.Answer("hello", &exchange.Greeting{Features: 1, SameLists: true})
		rogue.Answer("heads", &exchange.Heads{Heads: [][]byte{head}})
		rogue.Answer("pull", &exchange.Entries{Head: head, Entries: entries})
		rogue.Answer("get", &exchange.Contents{Blocks: [][]byte{block("given").Bytes(), bytes.Repeat([]byte{7}, 1000)}})
		_ = rogue.Ask(b, "hello", &exchange.Hello{Features: 1}, &exchange.Greeting{})
		s.Eventually(10*minute, "the content is asked for", func() bool { return rogue.Asked("get") > 0 })
		s.Never(10*minute, "other bytes pass for it", func() bool { return b.Has(id) })
		if asked := rogue.Asked("get"); asked > 100 {
			t.Errorf("the rogue was asked %d times in ten minutes", asked)
		}
		for _, r := range repositories(t, b) {
			if r.Body == c.Body && r.Audience == protocol.AudienceNPMs && (r.Entries != 1 || r.Missing != 1) {
				t.Errorf("the repository is held as %+v", r)
			}
		}
		goesOn(s, a, b)
	})
}

// forgedLists are a charter, a profile, a denial and a recall that the rogue may not sign alone.
func forgedLists(t *testing.T, r *testnet.Rogue, victim *testnet.Node, document protocol.ID) *exchange.Lists {
	t.Helper()
	must := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	last, id := victim.Network().Charter(), victim.Network().ID()
	next := last.Value()
	next.Version, next.Previous, next.Threshold = 2, last.Hash(), 1
	profile, _ := victim.Network().Profile(victim.Member)
	stolen := profile.Value()
	stolen.Version++
	stolen.Key = protocol.KeyOf(r.MemberKey)
	return &exchange.Lists{
		Charters: [][]byte{must(bytesOf(protocol.Sign(next, r.MemberKey)))},
		Profiles: [][]byte{must(bytesOf(protocol.Sign(stolen, r.MemberKey)))},
		Denials: [][]byte{must(bytesOf(protocol.Sign(protocol.Denial{Time: time.Now().Unix(), Charter: 1, Network: id,
			Members: []protocol.ID{victim.Member}}, r.MemberKey)))},
		Recalls: [][]byte{must(bytesOf(protocol.Sign(protocol.Recall{Body: victim.Body, Time: time.Now().Unix(), Member: victim.Member,
			Network: id, Document: document}, r.MemberKey)))},
	}
}

func bytesOf[T wire.Object](s protocol.Signed[T], err error) ([]byte, error) { return s.Bytes(), err }
