package p2p_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// TestTheDialerSaysWhy reads what an operator would of each target that cannot be reached.
func TestTheDialerSaysWhy(t *testing.T) {
	b := newParty(t, "b", p2p.Config{}, []string{overTCP}, "a")
	a := newParty(t, "a", p2p.Config{}, []string{overTCP}, "b", "off", "moved", "lost", "garbled", "alien")
	there := b.addresses()[0]
	a.net.SetTargets(map[protocol.Key][]string{
		keyOf("off"):       {"/ip4/127.0.0.1/tcp/9"},
		keyOf("moved"):     {there},
		keyOf("lost"):      {},
		keyOf("garbled"):   {"npm.example:4001"},
		keyOf("alien"):     {there + "/p2p/" + b.host.ID().String()},
		keyOf("forbidden"): {there},
	})
	for name, why := range map[string]string{
		"off": "nothing listens there", "moved": "another node answers there", "lost": "no address", "garbled": `"npm.example:4001" cannot be read`,
		"alien": "is another node's", "forbidden": "does not admit",
	} {
		eventually(t, name+": "+why, func() bool {
			s := a.net.State()[keyOf(name)]
			return !s.Connected && strings.Contains(s.Error, why)
		})
	}
}

func TestOnlyTargetsAreKept(t *testing.T) {
	a := newParty(t, "a", p2p.Config{}, []string{overQUIC}, "b", "c")
	b := newParty(t, "b", p2p.Config{}, []string{overQUIC}, "a")
	c := newParty(t, "c", p2p.Config{}, []string{overQUIC}, "a")
	a.reach(t, b)
	a.net.SetTargets(map[protocol.Key][]string{c.key: c.addresses()})
	a.await(t, "connected "+c.key.String()[:8])
	if s := a.net.State(); len(s) != 1 || !s[c.key].Connected {
		t.Errorf("the targets are %+v", s)
	}
}

// TestNewAddressesAreTriedAtOnce gives a target a wrong address and then the right one, with pauses of an hour.
func TestNewAddressesAreTriedAtOnce(t *testing.T) {
	o := p2p.Config{Dial: p2p.DialConfig{First: time.Hour, Longest: time.Hour}}
	a := newParty(t, "a", o, []string{overTCP}, "b")
	b := newParty(t, "b", o, []string{overTCP}, "a")
	a.net.SetTargets(map[protocol.Key][]string{b.key: {"/ip4/127.0.0.1/tcp/9"}})
	eventually(t, "the first attempt fails", func() bool { return a.net.State()[b.key].Error != "" })
	a.net.SetTargets(map[protocol.Key][]string{b.key: b.addresses()})
	a.await(t, "connected "+b.key.String()[:8])
}

// TestWhoIsAdmittedLaterIsDialedThen changes the gate, and no target.
func TestWhoIsAdmittedLaterIsDialedThen(t *testing.T) {
	o := p2p.Config{Dial: p2p.DialConfig{First: time.Hour, Longest: time.Hour}}
	a := newParty(t, "a", o, []string{overQUIC})
	b := newParty(t, "b", o, []string{overQUIC}, "a")
	a.net.SetTargets(map[protocol.Key][]string{b.key: b.addresses()})
	a.admit("b")
	a.net.Recheck()
	a.await(t, "connected "+b.key.String()[:8])
}

func TestTheHostOffersNothingElse(t *testing.T) {
	a := newParty(t, "a", p2p.Config{}, []string{overQUIC, overTCP})
	var got []string
	for _, id := range a.host.Mux().Protocols() {
		got = append(got, string(id))
	}
	slices.Sort(got)
	want := []string{
		"/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0", "/libp2p/circuit/relay/0.2.0/stop",
		"/praxis/account/1", "/praxis/get/1", "/praxis/heads/1", "/praxis/hello/1", "/praxis/lists/1", "/praxis/notice/1", "/praxis/pull/1", "/praxis/push/1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the host speaks\n%s\nwant\n%s", got, want)
	}
}

func TestBadListenAddressesAreExplained(t *testing.T) {
	for _, listen := range []string{"0.0.0.0:4001", "/ip4/0.0.0.0/tcp/443/wss", "/ip4/0.0.0.0/tcp/443/tls/ws"} {
		if _, err := p2p.Options(privateKey("a"), []string{listen}, new(p2p.Gate)); err == nil || !strings.Contains(err.Error(), listen) {
			t.Errorf("%s: %v", listen, err)
		}
	}
}

func TestKeysAndPeerIDsNameEachOther(t *testing.T) {
	a := newParty(t, "a", p2p.Config{}, nil)
	id, err := p2p.PeerID(a.key)
	if err != nil || id != a.host.ID() {
		t.Errorf("%s, %v", id, err)
	}
	if k, err := p2p.KeyOf(id); err != nil || k != a.key {
		t.Errorf("%s, %v", k, err)
	}
	if _, err := p2p.KeyOf("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"); err == nil {
		t.Error("a name without a key was taken for a node's")
	}
}

func TestAskingWithoutAConnection(t *testing.T) {
	a := newParty(t, "a", p2p.Config{}, []string{overQUIC}, "b")
	ctx := within(t, 5*time.Second)
	if _, err := a.net.Ask(ctx, keyOf("b"), &exchange.Hello{}); !errors.Is(err, p2p.ErrNotConnected) {
		t.Errorf("%v, want ErrNotConnected", err)
	}
	if _, err := a.net.Ask(ctx, keyOf("b"), &exchange.Greeting{}); err == nil || !strings.Contains(err.Error(), "no request") {
		t.Errorf("asking with a reply: %v", err)
	}
}

// TestPayloadIsCounted compares the counters with the frames that passed.
func TestPayloadIsCounted(t *testing.T) {
	a := newParty(t, "a", p2p.Config{}, []string{overTCP}, "b")
	b := newParty(t, "b", p2p.Config{}, []string{overTCP}, "a")
	a.reach(t, b)
	reply := &exchange.Pushed{Held: true, Holdings: make([]byte, 100_000)}
	b.answer(func(context.Context, protocol.Key, exchange.Message) (exchange.Message, error) { return reply, nil })
	request := &exchange.Push{Head: make([]byte, 50_000)}
	const times = 3
	for range times {
		if _, err := a.net.Ask(within(t, 10*time.Second), b.key, request); err != nil {
			t.Fatal(err)
		}
	}
	want := p2p.Traffic{Asked: times, Sent: times * uint64(len(frame(t, request))), Received: times * uint64(len(frame(t, reply)))}
	if got := a.net.Counters()["/praxis/push/1"]; got != want {
		t.Errorf("the asker counted %+v, want %+v", got, want)
	}
	want = p2p.Traffic{Served: times, Sent: want.Received, Received: want.Sent}
	eventually(t, "the server counts the same", func() bool { return b.net.Counters()["/praxis/push/1"] == want })
}
