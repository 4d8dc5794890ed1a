package p2p_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/x/simlibp2p"
	"github.com/marcopolo/simnet"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// simulation is a network in a bubble of simulated time.
type simulation struct {
	net   *simnet.Simnet
	link  simnet.NodeBiDiLinkSettings
	count int
}

// simulate runs a test in simulated time, on links of the given latency (one way) and bits per second.
func simulate(t *testing.T, latency time.Duration, bits int, test func(t *testing.T, s *simulation)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		link := simnet.LinkSettings{BitsPerSecond: bits}
		s := &simulation{net: &simnet.Simnet{LatencyFunc: simnet.StaticLatency(latency), Logger: slog.New(slog.DiscardHandler)},
			link: simnet.NodeBiDiLinkSettings{Downlink: link, Uplink: link}}
		s.net.Start()
		t.Cleanup(s.net.Close)
		test(t, s)
	})
}

const fast = 100 * simlibp2p.OneMbps

// address gives a node its place in the simulated network.
func (s *simulation) address() string {
	s.count++
	return fmt.Sprintf("/ip4/%s/udp/4001/quic-v1", simnet.IntToPublicIPv4(s.count))
}

func (s *simulation) party(t *testing.T, name, address string, o p2p.Config, admitted ...string) *party {
	t.Helper()
	return s.partyWith(t, name, address, o, nil, admitted...)
}

func (s *simulation) partyWith(t *testing.T, name, address string, o p2p.Config, extra []libp2p.Option, admitted ...string) *party {
	t.Helper()
	p := &party{private: privateKey(name), key: keyOf(name), gate: new(p2p.Gate), change: make(chan struct{})}
	p.admit(admitted...)
	p.start(t, o, []string{address}, append(extra, simlibp2p.QUICSimnet(s.net, s.link), libp2p.DisableIdentifyAddressDiscovery())...)
	return p
}

func TestAnAskCostsOneRoundTrip(t *testing.T) {
	const latency = 50 * time.Millisecond
	simulate(t, latency, fast, func(t *testing.T, s *simulation) {
		a := s.party(t, "a", s.address(), p2p.Config{}, "b")
		b := s.party(t, "b", s.address(), p2p.Config{}, "a")
		a.reach(t, b)
		time.Sleep(time.Second) // until both have said which protocols they speak
		start := time.Now()
		if _, err := a.net.Ask(t.Context(), b.key, &exchange.Hello{}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took < 2*latency || took > 3*latency {
			t.Errorf("it took %s, with a round trip of %s", took, 2*latency)
		}
	})
}

// TestATrickleIsCutOff sends a byte every three seconds: always something, and never a frame.
func TestATrickleIsCutOff(t *testing.T) {
	simulate(t, time.Millisecond, fast, func(t *testing.T, s *simulation) {
		server := s.party(t, "server", s.address(), p2p.Config{}, "slow")
		slow := s.party(t, "slow", s.address(), p2p.Config{}, "server")
		slow.reach(t, server)
		stream := slow.open(t, server, "/praxis/push/1")
		start := time.Now()
		for _, b := range append([]byte{0x80, 0x80, 0x20}, make([]byte, 1000)...) {
			if _, err := stream.Write([]byte{b}); err != nil {
				break
			}
			time.Sleep(3 * time.Second)
		}
		if took := time.Since(start); took < 29*time.Second || took > 40*time.Second {
			t.Errorf("it was cut off after %s", took)
		}
	})
}

// TestASlowLineFinishes takes four replies of nearly a frame at once over 64 kbit/s, which takes minutes.
func TestASlowLineFinishes(t *testing.T) {
	simulate(t, 200*time.Millisecond, 64_000, func(t *testing.T, s *simulation) {
		server := s.party(t, "server", s.address(), p2p.Config{}, "far")
		far := s.party(t, "far", s.address(), p2p.Config{}, "server")
		far.reach(t, server)
		block := make([]byte, 250<<10)
		server.answer(func(context.Context, protocol.Key, exchange.Message) (exchange.Message, error) {
			return &exchange.Contents{Absent: []uint64{}, Blocks: [][]byte{block, block, block}}, nil
		})
		start := time.Now()
		results := make(chan error)
		for range 4 {
			go func() {
				_, err := far.net.Ask(context.Background(), server.key, &exchange.Get{})
				results <- err
			}()
		}
		for range 4 {
			if err := <-results; err != nil {
				t.Errorf("after %s: %v", time.Since(start), err)
			}
		}
		if took := time.Since(start); took < 3*time.Minute {
			t.Errorf("it took %s: the line is not as slow as this test needs", took)
		}
	})
}

// TestASilentNodeIsGivenUp asks a node that takes the request and never answers.
func TestASilentNodeIsGivenUp(t *testing.T) {
	simulate(t, time.Millisecond, fast, func(t *testing.T, s *simulation) {
		asker := s.party(t, "asker", s.address(), p2p.Config{}, "silent")
		silent := s.party(t, "silent", s.address(), p2p.Config{}, "asker")
		asker.reach(t, silent)
		silent.host.SetStreamHandler("/praxis/hello/1", func(s network.Stream) { _, _ = io.Copy(io.Discard, s) })
		start := time.Now()
		if _, err := asker.net.Ask(t.Context(), silent.key, &exchange.Hello{}); err == nil {
			t.Error("an answer came")
		}
		if took := time.Since(start); took < 59*time.Second || took > 62*time.Second {
			t.Errorf("it was given up after %s", took)
		}
	})
}

// TestAnAskerMayGiveUp cancels while the answer is made: the other side's stream ends too, and its slot is free again.
func TestAnAskerMayGiveUp(t *testing.T) {
	simulate(t, time.Millisecond, fast, func(t *testing.T, s *simulation) {
		a := s.party(t, "a", s.address(), p2p.Config{}, "b")
		b := s.party(t, "b", s.address(), p2p.Config{}, "a")
		a.reach(t, b)
		b.answer(func(ctx context.Context, _ protocol.Key, _ exchange.Message) (exchange.Message, error) {
			time.Sleep(10 * time.Second)
			return &exchange.Greeting{}, nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if _, err := a.net.Ask(ctx, b.key, &exchange.Hello{}); err == nil || time.Since(start) > 1100*time.Millisecond {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
}

// dials records when a node was dialed, by the attempts that its state shows.
func dials(p *party, k protocol.Key, d time.Duration) []time.Duration {
	var at []time.Duration
	start, last := time.Now(), time.Time{}
	for time.Since(start) < d {
		if tried := p.net.State()[k].Tried; !tried.Equal(last) {
			last = tried
			at = append(at, time.Since(start))
		}
		time.Sleep(time.Second)
	}
	return at
}

func TestPausesGrowUntilTheNodeIsBack(t *testing.T) {
	simulate(t, time.Millisecond, fast, func(t *testing.T, s *simulation) {
		address := s.address()
		a := s.party(t, "a", s.address(), p2p.Config{}, "b")
		a.net.SetTargets(map[protocol.Key][]string{keyOf("b"): {address}})
		at := dials(a, keyOf("b"), time.Hour)
		if len(at) < 15 || len(at) > 40 {
			t.Errorf("%d attempts in an hour: %s", len(at), at)
		}
		for i := 12; i < len(at); i++ {
			if pause := at[i] - at[i-1]; pause < 2*time.Minute || pause > 6*time.Minute {
				t.Errorf("a late pause of %s: %s", pause, at)
			}
		}
		if !slices.ContainsFunc(at, func(d time.Duration) bool { return d < time.Minute }) {
			t.Errorf("no early attempt: %s", at)
		}
		b := s.party(t, "b", address, p2p.Config{}, "a")
		start := time.Now()
		a.net.Nudge()
		a.await(t, "connected "+b.key.String()[:8])
		if took := time.Since(start); took > time.Second {
			t.Errorf("after a nudge it took %s", took)
		}
	})
}

func TestARestartedNodeIsFoundAgain(t *testing.T) {
	simulate(t, 5*time.Millisecond, fast, func(t *testing.T, s *simulation) {
		address := s.address()
		a := s.party(t, "a", s.address(), p2p.Config{}, "b")
		b := s.party(t, "b", address, p2p.Config{}, "a")
		a.reach(t, b)
		time.Sleep(10 * time.Minute)
		for i := range 3 {
			b.stop()
			a.awaitNth(t, "disconnected "+b.key.String()[:8], i+1)
			time.Sleep(3 * time.Second)
			b = s.party(t, "b", address, p2p.Config{}, "a")
			start := time.Now()
			a.awaitNth(t, "connected "+b.key.String()[:8], i+2)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
			if _, err := a.net.Ask(t.Context(), b.key, &exchange.Hello{}); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Hour)
		}
	})
}

// TestNodesMeetThroughARelay has a node that only a volunteer's relay reaches, and then one that can be reached directly.
func TestNodesMeetThroughARelay(t *testing.T) {
	simulate(t, 5*time.Millisecond, fast, func(t *testing.T, s *simulation) {
		relay := s.partyWith(t, "relay", s.address(), p2p.Config{}, []libp2p.Option{p2p.Relaying()}, "hidden", "other")
		way := relay.addresses()[0] + "/p2p/" + relay.host.ID().String()
		behind, err := p2p.Behind([]string{way})
		if err != nil {
			t.Fatal(err)
		}
		direct := s.address()
		hidden := s.partyWith(t, "hidden", direct, p2p.Config{}, []libp2p.Option{behind}, "relay", "other")
		other := s.party(t, "other", s.address(), p2p.Config{}, "relay", "hidden")
		hidden.reach(t, relay)
		time.Sleep(time.Minute) // until it has found its relay

		other.net.SetTargets(map[protocol.Key][]string{hidden.key: {way + "/p2p-circuit"}})
		other.await(t, "connected "+hidden.key.String()[:8])
		if st := other.net.State()[hidden.key]; !st.Connected || !st.Relayed {
			t.Errorf("the state is %+v", st)
		}
		big := make([]byte, 250<<10)
		hidden.answer(func(context.Context, protocol.Key, exchange.Message) (exchange.Message, error) {
			return &exchange.Contents{Absent: []uint64{}, Blocks: [][]byte{big, big, big}}, nil
		})
		for range 4 { // more than libp2p's own limit on a relayed connection
			if _, err := other.net.Ask(t.Context(), hidden.key, &exchange.Get{}); err != nil {
				t.Fatal(err)
			}
		}
		other.net.SetTargets(map[protocol.Key][]string{hidden.key: {direct, way + "/p2p-circuit"}})
		time.Sleep(time.Minute)
		if st := other.net.State()[hidden.key]; !st.Connected || st.Relayed {
			t.Errorf("with a direct way the state is %+v", st)
		}
	})
}

// TestTwoConnectionsCountAsOne has two nodes dial each other at the same moment, so that there are two connections, and
// takes away one and then the other.
func TestTwoConnectionsCountAsOne(t *testing.T) {
	simulate(t, 50*time.Millisecond, fast, func(t *testing.T, s *simulation) {
		a := s.party(t, "a", s.address(), p2p.Config{}, "b")
		b := s.party(t, "b", s.address(), p2p.Config{}, "a")
		a.net.SetTargets(map[protocol.Key][]string{b.key: b.addresses()})
		b.net.SetTargets(map[protocol.Key][]string{a.key: a.addresses()})
		time.Sleep(time.Minute)
		conns := a.host.Network().ConnsToPeer(b.host.ID())
		if len(conns) < 2 {
			t.Fatalf("there are %d connections, and this test needs two", len(conns))
		}
		for _, p := range []*party{a, b} {
			p.net.SetTargets(nil)
		}
		for i, c := range conns {
			_ = c.Close()
			time.Sleep(time.Second)
			if _, err := a.net.Ask(t.Context(), b.key, &exchange.Hello{}); (err != nil) != (i == len(conns)-1) {
				t.Errorf("with %d connections left: %v", len(conns)-1-i, err)
			}
		}
		for _, p := range []*party{a, b} {
			p.mu.Lock()
			if len(p.events) != 2 || !strings.HasPrefix(p.events[0], "connected") || !strings.HasPrefix(p.events[1], "disconnected") {
				t.Errorf("the events are %s", p.events)
			}
			p.mu.Unlock()
		}
	})
}
