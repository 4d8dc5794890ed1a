package p2p_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// remote is a connection of which only the other side's name is asked.
type remote struct {
	network.Conn
	id peer.ID
}

func (r remote) RemotePeer() peer.ID { return r.id }

// TestEachStepOfTheGateRefuses asks each step alone: on a real host one refuses before the next is reached.
func TestEachStepOfTheGateRefuses(t *testing.T) {
	g := new(p2p.Gate)
	for _, step := range []struct {
		change func()
		admits bool
	}{
		{func() {}, false},
		{func() { g.Set(func(k protocol.Key) bool { return k == keyOf("member") }) }, true},
		{func() { g.Set(nil) }, false},
		{func() { g.Allow(keyOf("member")) }, true},
		{func() { g.Disallow(keyOf("member")) }, false},
	} {
		step.change()
		for name, want := range map[string]bool{"member": step.admits, "stranger": false} {
			id, err := p2p.PeerID(keyOf(name))
			if err != nil {
				t.Fatal(err)
			}
			upgraded, _ := g.InterceptUpgraded(remote{id: id})
			for what, got := range map[string]bool{"dial": g.InterceptPeerDial(id), "upgraded": upgraded,
				"inbound": g.InterceptSecured(network.DirInbound, id, nil), "outbound": g.InterceptSecured(network.DirOutbound, id, nil)} {
				if got != want {
					t.Errorf("%s, %s: %v, want %v", name, what, got, want)
				}
			}
		}
	}
}

// TestClosingEndsAsks closes the asker while the answer is made.
func TestClosingEndsAsks(t *testing.T) {
	simulate(t, time.Millisecond, fast, func(t *testing.T, s *simulation) {
		a := s.party(t, "a", s.address(), p2p.Config{}, "b")
		b := s.party(t, "b", s.address(), p2p.Config{}, "a")
		a.reach(t, b)
		b.answer(func(context.Context, protocol.Key, exchange.Message) (exchange.Message, error) {
			time.Sleep(20 * time.Second)
			return &exchange.Greeting{}, nil
		})
		asked := make(chan error)
		go func() {
			_, err := a.net.Ask(context.Background(), b.key, &exchange.Hello{})
			asked <- err
		}()
		time.Sleep(time.Second)
		start := time.Now()
		go a.net.Close()
		if err := <-asked; err == nil || time.Since(start) > time.Second {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
}

// A node that may have its notice alone is let in, and asks for nothing else. It is not dialed.
func TestWhoIsNoticedAsksForNothingElse(t *testing.T) {
	a, b := newParty(t, "a", p2p.Config{}, []string{overTCP}), newParty(t, "b", p2p.Config{}, []string{overTCP})
	a.gate.Set(func(k protocol.Key) bool { return k == keyOf("b") })
	b.gate.SetNoticed(func(k protocol.Key) bool { return k == keyOf("a") })
	if id, err := p2p.PeerID(keyOf("a")); err != nil || b.gate.InterceptPeerDial(id) {
		t.Errorf("a node that is not admitted is dialed: %v", err)
	}
	b.answer(func(_ context.Context, _ protocol.Key, request exchange.Message) (exchange.Message, error) {
		for _, kind := range exchange.Requests() {
			if kind.Request.WireFormat() == request.WireFormat() {
				return kind.Reply, nil
			}
		}
		return nil, errors.New("no such request")
	})
	a.net.SetTargets(map[protocol.Key][]string{b.key: b.addresses()})
	a.await(t, "connected "+b.key.String()[:8])
	for _, kind := range exchange.Requests() {
		_, err := a.net.Ask(within(t, 10*time.Second), keyOf("b"), kind.Request)
		if got, want := err == nil, exchange.ForNoticed(kind.Request); got != want {
			t.Errorf("%T is answered: %v, want %v (%v)", kind.Request, got, want, err)
		}
	}
}
