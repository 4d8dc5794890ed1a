package p2p_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/host"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// party is a node of these tests: a real host, and a handler that answers and remembers.
type party struct {
	private ed25519.PrivateKey
	key     protocol.Key
	gate    *p2p.Gate
	host    host.Host
	net     *p2p.Net

	mu     sync.Mutex
	serve  func(ctx context.Context, from protocol.Key, request exchange.Message) (exchange.Message, error)
	events []string
	change chan struct{} // closed and replaced when events grow
}

// names makes keys that are the same in every run.
func privateKey(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func keyOf(name string) protocol.Key { return protocol.KeyOf(privateKey(name)) }

const (
	overTCP  = "/ip4/127.0.0.1/tcp/0"
	overQUIC = "/ip4/127.0.0.1/udp/0/quic-v1"
	overWS   = "/ip4/127.0.0.1/tcp/0/ws"
)

// newParty starts a node that listens as told and admits those named.
func newParty(t testing.TB, name string, o p2p.Config, listen []string, admitted ...string) *party {
	t.Helper()
	p := &party{private: privateKey(name), key: keyOf(name), gate: new(p2p.Gate), change: make(chan struct{})}
	p.admit(admitted...)
	p.start(t, o, listen)
	return p
}

func (p *party) start(t testing.TB, o p2p.Config, listen []string, extra ...libp2p.Option) {
	t.Helper()
	options, err := p2p.Options(p.private, listen, p.gate)
	if err != nil {
		t.Fatal(err)
	}
	if p.host, err = libp2p.New(append(options, extra...)...); err != nil {
		t.Fatal(err)
	}
	p.net = p2p.New(p.host, p.gate, p, o)
	t.Cleanup(p.stop)
}

// stop ends the node; twice does no harm.
func (p *party) stop() {
	p.net.Close()
	_ = p.host.Close()
}

func (p *party) admit(names ...string) {
	keys := map[protocol.Key]bool{}
	for _, n := range names {
		keys[keyOf(n)] = true
	}
	p.gate.Set(func(k protocol.Key) bool { return keys[k] })
}

func (p *party) addresses() []string {
	var all []string
	for _, a := range p.host.Addrs() {
		all = append(all, a.String())
	}
	return all
}

// reach makes q a target of p and waits until it is connected.
func (p *party) reach(t testing.TB, q *party) {
	t.Helper()
	p.net.SetTargets(map[protocol.Key][]string{q.key: q.addresses()})
	p.await(t, "connected "+q.key.String()[:8])
	q.await(t, "connected "+p.key.String()[:8])
}

func (p *party) Serve(ctx context.Context, from protocol.Key, request exchange.Message) (exchange.Message, error) {
	p.mu.Lock()
	serve := p.serve
	p.mu.Unlock()
	if serve != nil {
		return serve(ctx, from, request)
	}
	if h, ok := request.(*exchange.Hello); ok {
		return &exchange.Greeting{SameLists: true, Features: h.Features + 1}, nil
	}
	return nil, fmt.Errorf("no answer to %T", request)
}

func (p *party) Connected(k protocol.Key)    { p.note("connected " + k.String()[:8]) }
func (p *party) Disconnected(k protocol.Key) { p.note("disconnected " + k.String()[:8]) }

func (p *party) note(event string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.events = append(p.events, event)
	close(p.change)
	p.change = make(chan struct{})
}

// await waits until the last event of a kind about a node is the one given.
func (p *party) await(t testing.TB, event string) {
	t.Helper()
	p.awaitNth(t, event, 1)
}

// awaitNth waits until an event has happened n times.
func (p *party) awaitNth(t testing.TB, event string, n int) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		p.mu.Lock()
		count, change := 0, p.change
		for _, e := range p.events {
			if e == event {
				count++
			}
		}
		seen := fmt.Sprint(p.events)
		p.mu.Unlock()
		if count >= n {
			return
		}
		select {
		case <-change:
		case <-deadline:
			t.Fatalf("waiting for %q, %d times; there were %s; state %+v", event, n, seen, p.net.State())
		}
	}
}

func (p *party) answer(f func(ctx context.Context, from protocol.Key, request exchange.Message) (exchange.Message, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.serve = f
}

func within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}
