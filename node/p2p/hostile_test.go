package p2p_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	libp2pprotocol "github.com/libp2p/go-libp2p/core/protocol"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

func frame(t testing.TB, o wire.Object) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := wire.WriteFrame(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// open opens a stream as libp2p alone does, without Net's manners.
func (p *party) open(t testing.TB, q *party, protocolID string) network.Stream {
	t.Helper()
	s, err := p.host.NewStream(within(t, 10*time.Second), q.host.ID(), libp2pprotocol.ID(protocolID))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBadFramesAreCutOff(t *testing.T) {
	hello := frame(t, &exchange.Hello{Features: 1})
	prefixed := func(n uint64, b []byte) []byte { return append(binary.AppendUvarint(nil, n), b...) }
	for _, tr := range transports {
		t.Run(tr.name, func(t *testing.T) {
			server := newParty(t, "server", p2p.Config{Patience: time.Second}, []string{tr.listen}, "peer")
			server.answer(func(context.Context, protocol.Key, exchange.Message) (exchange.Message, error) {
				t.Error("a bad frame was handed on")
				return &exchange.Greeting{}, nil
			})
			bad := newParty(t, "peer", p2p.Config{}, []string{tr.listen}, "server")
			bad.reach(t, server)
			for _, c := range []struct {
				name  string
				bytes []byte
				close bool
			}{
				{"nothing", nil, true},
				{"a frame over the limit", prefixed(wire.MaxFrame+1, nil), false},
				{"a length without end", bytes.Repeat([]byte{0xff}, 16), false},
				{"half a frame, then the end", hello[:len(hello)/2], true},
				{"half a frame, then nothing", hello[:len(hello)/2], false},
				{"a whole frame without an end", hello, false},
				{"two frames", append(bytes.Clone(hello), hello...), true},
				{"garbage", prefixed(64, bytes.Repeat([]byte{0x81}, 64)), true},
				{"a request of another protocol", frame(t, &exchange.Account{}), true},
				{"deep nesting", prefixed(1<<20, bytes.Repeat([]byte{0x81}, 1<<20)), true},
			} {
				s := bad.open(t, server, "/praxis/hello/1")
				_ = s.SetDeadline(time.Now().Add(15 * time.Second))
				_, _ = s.Write(c.bytes) // cut off while writing is as good
				if c.close {
					_ = s.CloseWrite()
				}
				reply, err := io.ReadAll(s)
				if _, reset := errors.AsType[*network.StreamError](err); !reset || len(reply) > 0 {
					t.Errorf("%s: got %d bytes and %v, want a reset", c.name, len(reply), err)
				}
				_ = s.Reset()
			}
			server.answer(nil)
			if _, err := bad.net.Ask(within(t, 10*time.Second), server.key, &exchange.Hello{}); err != nil {
				t.Errorf("afterwards a good request fails: %v", err)
			}
		})
	}
}

// TestABadReplyIsAnError asks a node that answers with each of these.
func TestABadReplyIsAnError(t *testing.T) {
	asker := newParty(t, "asker", p2p.Config{Patience: time.Second}, []string{overQUIC}, "liar")
	liar := newParty(t, "liar", p2p.Config{}, []string{overQUIC}, "asker")
	asker.reach(t, liar)
	greeting := frame(t, &exchange.Greeting{})
	for name, reply := range map[string][]byte{
		"nothing": {}, "half": greeting[:3], "two": append(bytes.Clone(greeting), greeting...), "another kind": frame(t, &exchange.Heads{}),
		"over the limit": binary.AppendUvarint(nil, wire.MaxFrame+1),
	} {
		liar.host.SetStreamHandler("/praxis/hello/1", func(s network.Stream) {
			_, _ = io.Copy(io.Discard, s)
			_, _ = s.Write(reply)
			_ = s.CloseWrite()
		})
		if got, err := asker.net.Ask(within(t, 10*time.Second), liar.key, &exchange.Hello{}); err == nil {
			t.Errorf("%s: the reply %+v was taken", name, got)
		}
	}
	liar.host.SetStreamHandler("/praxis/hello/1", func(s network.Stream) {
		_, _ = io.Copy(io.Discard, s) // and no reply ever
	})
	_, err := asker.net.Ask(within(t, 20*time.Second), liar.key, &exchange.Hello{})
	if err == nil || !strings.Contains(err.Error(), "did not answer in time") {
		t.Errorf("no reply: %v", err)
	}
}

func TestAStrangerIsRefused(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.name, func(t *testing.T) {
			member := newParty(t, "member", p2p.Config{}, []string{tr.listen}, "friend")
			stranger := newParty(t, "stranger", p2p.Config{Dial: p2p.DialConfig{First: 10 * time.Millisecond, Longest: 50 * time.Millisecond}},
				[]string{tr.listen}, "member")

			// The member does not dial it.
			if err := member.host.Connect(within(t, 5*time.Second), *host2info(stranger)); err == nil {
				t.Error("the member dialed a stranger")
			}
			// The stranger dials, and is refused as soon as it is known.
			stranger.net.SetTargets(map[protocol.Key][]string{member.key: member.addresses()})
			eventually(t, "the stranger is told why", func() bool {
				return strings.Contains(stranger.net.State()[member.key].Error, "admit")
			})
			if _, err := stranger.net.Ask(within(t, 5*time.Second), member.key, &exchange.Hello{}); err == nil {
				t.Error("the stranger got an answer")
			}
			member.mu.Lock()
			defer member.mu.Unlock()
			if len(member.events) > 0 {
				t.Errorf("the member's handler heard of it: %s", member.events)
			}
		})
	}
}

func host2info(p *party) *peer.AddrInfo {
	return &peer.AddrInfo{ID: p.host.ID(), Addrs: p.host.Addrs()}
}

// eventually waits for what has no event of its own.
func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("this did not come about: %s", what)
		}
	}
}

// TestAdmissionIsAskedInEachHandler drops a node while its connection is open, without a recheck.
func TestAdmissionIsAskedInEachHandler(t *testing.T) {
	member := newParty(t, "member", p2p.Config{}, []string{overQUIC}, "former")
	former := newParty(t, "former", p2p.Config{}, []string{overQUIC}, "member")
	former.reach(t, member)
	member.admit()
	member.answer(func(context.Context, protocol.Key, exchange.Message) (exchange.Message, error) {
		t.Error("the request was handed on")
		return &exchange.Greeting{}, nil
	})
	if _, err := former.net.Ask(within(t, 10*time.Second), member.key, &exchange.Hello{}); !errors.Is(err, p2p.ErrRefused) {
		t.Errorf("asking: %v, want ErrRefused", err)
	}
	if _, err := member.net.Ask(within(t, 10*time.Second), former.key, &exchange.Hello{}); err == nil {
		t.Error("the member asked a former one")
	}
}

// TestADroppedNodeGetsNoReply drops a node while an answer to it is being made.
func TestADroppedNodeGetsNoReply(t *testing.T) {
	member := newParty(t, "member", p2p.Config{}, []string{overTCP}, "former")
	former := newParty(t, "former", p2p.Config{}, []string{overTCP}, "member")
	former.reach(t, member)
	member.answer(func(context.Context, protocol.Key, exchange.Message) (exchange.Message, error) {
		member.admit()
		return &exchange.Greeting{SameLists: true}, nil
	})
	if reply, err := former.net.Ask(within(t, 10*time.Second), member.key, &exchange.Hello{}); !errors.Is(err, p2p.ErrRefused) {
		t.Errorf("got %+v and %v, want ErrRefused", reply, err)
	}
}

func TestADroppedNodeIsCutOff(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.name, func(t *testing.T) {
			member := newParty(t, "member", p2p.Config{}, []string{tr.listen}, "former")
			former := newParty(t, "former", p2p.Config{}, []string{tr.listen}, "member")
			former.reach(t, member)
			member.admit()
			member.net.Recheck()
			member.await(t, "disconnected "+former.key.String()[:8])
			former.await(t, "disconnected "+member.key.String()[:8])
			if peers := member.net.Peers(); len(peers) > 0 {
				t.Errorf("the member is still connected to %s", peers)
			}
		})
	}
}

func TestANewcomerReachesTheNodeOfItsTicket(t *testing.T) {
	sponsor := newParty(t, "sponsor", p2p.Config{}, []string{overQUIC}, "newcomer")
	newcomer := newParty(t, "newcomer", p2p.Config{}, []string{overQUIC})
	newcomer.gate.Allow(sponsor.key)
	newcomer.reach(t, sponsor)
	newcomer.gate.Disallow(sponsor.key)
	newcomer.net.Recheck()
	newcomer.await(t, "disconnected "+sponsor.key.String()[:8])
}

// TestRequestsBeyondTheLimitAreCutOff holds all the answers that a node may be given at once.
func TestRequestsBeyondTheLimitAreCutOff(t *testing.T) {
	const limit = 4
	server := newParty(t, "server", p2p.Config{ServePerNode: limit}, []string{overQUIC}, "greedy", "modest")
	greedy := newParty(t, "greedy", p2p.Config{AskPerNode: 100}, []string{overQUIC}, "server")
	modest := newParty(t, "modest", p2p.Config{}, []string{overQUIC}, "server")
	greedy.reach(t, server)
	modest.reach(t, server)
	inside, release := make(chan bool, 100), make(chan bool)
	server.answer(func(ctx context.Context, from protocol.Key, _ exchange.Message) (exchange.Message, error) {
		if from == greedy.key {
			inside <- true
			select {
			case <-release:
			case <-ctx.Done(): // the test failed, and stops its nodes
			}
		}
		return &exchange.Greeting{}, nil
	})
	results := make(chan error, limit)
	ask := func() error {
		_, err := greedy.net.Ask(within(t, 20*time.Second), server.key, &exchange.Hello{})
		return err
	}
	for range limit {
		go func() { results <- ask() }()
	}
	for range limit {
		select {
		case <-inside:
		case err := <-results:
			t.Fatalf("one within the limit: %v", err)
		}
	}
	for range 200 { // the refusal may come before, between and after the request's bytes and their end
		if err := ask(); !errors.Is(err, p2p.ErrBusy) {
			t.Fatalf("one more: %v, want ErrBusy", err)
		}
	}
	if _, err := modest.net.Ask(within(t, 10*time.Second), server.key, &exchange.Hello{}); err != nil {
		t.Errorf("another node is refused for it: %v", err)
	}
	close(release)
	for range limit {
		if err := <-results; err != nil {
			t.Errorf("one within the limit: %v", err)
		}
	}
}

// TestManyAsksWaitForTheirTurn has an honest node ask far more at once than it may.
func TestManyAsksWaitForTheirTurn(t *testing.T) {
	for _, tr := range transports {
		a := newParty(t, "a", p2p.Config{}, []string{tr.listen}, "b")
		b := newParty(t, "b", p2p.Config{}, []string{tr.listen}, "a")
		a.reach(t, b)
		ctx := within(t, 30*time.Second)
		var all sync.WaitGroup
		for range 500 {
			all.Go(func() {
				if _, err := a.net.Ask(ctx, b.key, &exchange.Hello{}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		eventually(t, tr.name+": all 500 are counted", func() bool { // the last may have arrived before it was counted
			return b.net.Counters()["/praxis/hello/1"].Served == 500
		})
	}
}

// TestNothingIsLeftBehind counts goroutines before and after nodes meet, misbehave, and stop with streams open.
func TestNothingIsLeftBehind(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.name, func(t *testing.T) {
			for round := range 2 { // the first round starts what libp2p keeps for the process
				before := runtime.NumGoroutine()
				server := newParty(t, "server", p2p.Config{}, []string{tr.listen}, "peer")
				bad := newParty(t, "peer", p2p.Config{}, []string{tr.listen}, "server")
				bad.reach(t, server)
				serving := make(chan bool, 8)
				server.answer(func(ctx context.Context, _ protocol.Key, _ exchange.Message) (exchange.Message, error) {
					serving <- true
					<-ctx.Done()
					return nil, ctx.Err()
				})
				asked := make(chan error, 8)
				for range 8 {
					_, _ = bad.open(t, server, "/praxis/push/1").Write([]byte{0xff})
					go func() {
						_, err := bad.net.Ask(context.Background(), server.key, &exchange.Hello{})
						asked <- err
					}()
				}
				for range 8 {
					select {
					case <-serving:
					case err := <-asked:
						t.Fatalf("an ask was not served: %v", err)
					}
				}
				server.net.Close()
				for range 8 {
					if err := <-asked; err == nil {
						t.Error("an answer came from a node that stopped")
					}
				}
				server.stop()
				bad.stop()
				if round > 0 {
					eventually(t, fmt.Sprintf("no more than the %d goroutines of before", before), func() bool { return runtime.NumGoroutine() <= before })
				}
			}
		})
	}
}

// TestConnectionsFromBeforeAreTold makes the connection first and Net then.
func TestConnectionsFromBeforeAreTold(t *testing.T) {
	old := newParty(t, "old", p2p.Config{}, []string{overQUIC}, "late")
	late := &party{private: privateKey("late"), key: keyOf("late"), gate: new(p2p.Gate), change: make(chan struct{})}
	late.admit("old")
	options, err := p2p.Options(late.private, []string{overQUIC}, late.gate)
	if err != nil {
		t.Fatal(err)
	}
	if late.host, err = libp2p.New(options...); err != nil {
		t.Fatal(err)
	}
	if err := late.host.Connect(within(t, 10*time.Second), *host2info(old)); err != nil {
		t.Fatal(err)
	}
	late.net = p2p.New(late.host, late.gate, late, p2p.Config{})
	defer late.stop()
	late.await(t, "connected "+old.key.String()[:8])
	if _, err := old.net.Ask(within(t, 10*time.Second), late.key, &exchange.Hello{}); err != nil {
		t.Errorf("asking who came late: %v", err)
	}
}
