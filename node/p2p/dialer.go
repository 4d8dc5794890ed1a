package p2p

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"
	"praxis/protocol"
)

// DialConfig sets how hard the dialer tries. Its zero value has the defaults.
type DialConfig struct {
	First   time.Duration // the pause after a first failure, doubled after each further one; 1 s
	Longest time.Duration // the longest pause; 5 min. Every pause is cut by chance to between a half and the whole
	Timeout time.Duration // for one attempt; 20 s
	Settled time.Duration // a connection that lasts less counts as a failure; 30 s
	AtOnce  int           // attempts at once; 8
}

func (o *DialConfig) defaults() {
	orElse(&o.First, time.Second)
	orElse(&o.Longest, 5*time.Minute)
	orElse(&o.Timeout, 20*time.Second)
	orElse(&o.Settled, 30*time.Second)
	orElse(&o.AtOnce, 8)
}

// PeerState tells how a target stands.
type PeerState struct {
	Connected bool      // a message can pass
	Relayed   bool      // through another node only; a direct way is still tried
	Since     time.Time // of Connected or its contrary
	Transport string    // quic, tcp or websocket, if connected
	Address   string    // of the other side, if connected
	Error     string    // what the last attempt failed with, in plain words; empty after a success
	Tried     time.Time // when the last attempt ended
	Next      time.Time // when the next attempt is due, if not connected
}

// dialer keeps connections to its targets. The goroutine of run owns every field below do; others send to it.
type dialer struct {
	host   host.Host
	gate   *Gate
	config DialConfig
	do     chan func() // what others want done by the owner
	done   chan struct{}

	targets map[protocol.Key]*target
	dialing int
	workers sync.WaitGroup
}

// target is a node to keep a connection to.
type target struct {
	key       protocol.Key
	id        peer.ID
	addresses []string
	direct    []multiaddr.Multiaddr
	relayed   []multiaddr.Multiaddr
	failures  int
	next      time.Time // not before this
	dialing   bool
	connected bool
	relay     bool // only through one
	since     time.Time
	tried     time.Time
	lastError string
}

func newDialer(h host.Host, gate *Gate, o DialConfig) *dialer {
	return &dialer{host: h, gate: gate, config: o, do: make(chan func()), done: make(chan struct{}), targets: map[protocol.Key]*target{}}
}

// run owns the targets until ctx ends, and waits for its workers.
func (d *dialer) run(ctx context.Context) {
	defer d.workers.Wait()
	defer close(d.done)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-d.do:
			f()
		case <-timer.C:
		}
		timer.Reset(d.dialDue(ctx, time.Now()))
	}
}

// send has the owner do f; it reports false if there is no owner any more.
func (d *dialer) send(f func()) bool {
	select {
	case d.do <- f:
		return true
	case <-d.done:
		return false
	}
}

// set replaces the targets.
func (d *dialer) set(targets map[protocol.Key][]string) {
	d.send(func() {
		now := time.Now()
		for k := range d.targets {
			if _, kept := targets[k]; !kept {
				delete(d.targets, k)
			}
		}
		for k, addresses := range targets {
			t := d.targets[k]
			if t != nil && slices.Equal(t.addresses, addresses) {
				continue
			}
			next := newTarget(k, addresses, now)
			if t != nil {
				next.dialing, next.since = t.dialing, t.since
			}
			d.targets[k] = next
			d.look(next, now)
		}
	})
}

// nudge makes every target due.
func (d *dialer) nudge() {
	d.send(func() {
		now := time.Now()
		for _, t := range d.targets {
			t.next, t.failures = now, 0
		}
	})
}

// edge notes that a node can be reached or no longer.
func (d *dialer) edge(e edge) {
	d.send(func() {
		t := d.targets[e.key]
		if t == nil {
			return
		}
		now := time.Now()
		if !e.up {
			d.lost(t, now)
		}
		d.look(t, now)
	})
}

// lost plans how to get a connection back. One that did not last means that the other side, or something between, does not
// want it, and counts as a failure.
func (d *dialer) lost(t *target, now time.Time) {
	if !t.connected {
		return
	}
	if now.Sub(t.since) < d.config.Settled {
		t.failures++
		t.lastError = "the connection was closed soon after it was made: the node may not admit this one yet"
	} else {
		t.failures = 0
		t.lastError = "the connection was lost"
	}
	t.tried = now
	t.connected, t.since = false, now
	t.next = now.Add(d.pause(t.failures))
}

// look asks libp2p how a target is connected.
func (d *dialer) look(t *target, now time.Time) {
	how := d.host.Network().Connectedness(t.id)
	connected := how == network.Connected || how == network.Limited
	if connected != t.connected {
		t.connected, t.since = connected, now
	}
	t.relay = how == network.Limited
	if how == network.Connected {
		t.lastError = ""
	}
}

// pause is the time until the next attempt: nearly none after a connection that lasted, then doubled with each failure.
func (d *dialer) pause(failures int) time.Duration {
	pause := d.config.First
	for range min(failures, 30) {
		pause = min(2*pause, d.config.Longest)
	}
	if failures == 0 {
		pause = min(pause, d.config.Longest) / 2
	}
	return pause/2 + rand.N(pause/2+1)
}

// dialDue starts what is due and returns the time until something is.
func (d *dialer) dialDue(ctx context.Context, now time.Time) time.Duration {
	wait := d.config.Longest
	for _, t := range d.targets {
		fine := t.connected && (!t.relay || len(t.direct) == 0)
		if t.dialing || fine || !d.gate.Admits(t.key) {
			continue
		}
		if left := t.next.Sub(now); left > 0 {
			wait = min(wait, left)
			continue
		}
		if d.dialing < d.config.AtOnce { // else a worker that ends wakes the owner
			d.start(ctx, t)
		}
	}
	return wait
}

// start lets a worker dial a target.
func (d *dialer) start(ctx context.Context, t *target) {
	if len(t.direct)+len(t.relayed) == 0 {
		t.next = time.Now().Add(d.config.Longest)
		return
	}
	t.dialing = true
	d.dialing++
	attempt := attempt{id: t.id, direct: t.direct, relayed: t.relayed, only: t.relay}
	d.workers.Go(func() {
		err := attempt.dial(ctx, d.host, d.config.Timeout)
		d.send(func() {
			d.dialing--
			switch now := d.targets[t.key]; now {
			case nil:
			case t:
				d.ended(t, err, time.Now())
			default: // other addresses by now: try them at once
				now.dialing = false
				d.look(now, time.Now())
			}
		})
	})
}

// ended notes what came of an attempt.
func (d *dialer) ended(t *target, err error, now time.Time) {
	t.dialing, t.tried = false, now
	d.look(t, now)
	if t.connected && !t.relay {
		return
	}
	t.failures++
	t.next = now.Add(d.pause(t.failures - 1))
	switch {
	case err != nil:
		t.lastError = plainDial(err)
	case !t.connected && t.lastError == "":
		t.lastError = "the connection was closed as soon as it was made: the node may not admit this one yet"
	}
}

// state tells how each target stands.
func (d *dialer) state() map[protocol.Key]PeerState {
	all := map[protocol.Key]PeerState{}
	reply := make(chan struct{})
	if !d.send(func() {
		defer close(reply)
		for k, t := range d.targets {
			s := PeerState{Connected: t.connected, Relayed: t.relay, Since: t.since, Error: t.lastError, Tried: t.tried}
			if c := d.conn(t.id); t.connected && c != nil {
				s.Address = c.RemoteMultiaddr().String()
				s.Transport = transport(c.RemoteMultiaddr())
			}
			if !t.connected {
				s.Next = t.next
			}
			if !d.gate.Admits(k) {
				s.Error = "the network does not admit this node now"
			}
			all[k] = s
		}
	}) {
		return all
	}
	<-reply
	return all
}

// conn is a connection to a node, a direct one if there is one.
func (d *dialer) conn(id peer.ID) network.Conn {
	var best network.Conn
	for _, c := range d.host.Network().ConnsToPeer(id) {
		if best == nil || best.Stat().Limited && !c.Stat().Limited {
			best = c
		}
	}
	return best
}

var errNoAddress = errors.New("no address of the node is known")
