package p2p

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	libp2pprotocol "github.com/libp2p/go-libp2p/core/protocol"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Handler is whoever answers for the node.
type Handler interface {
	// Serve answers a request of an admitted node. It runs on many goroutines at once. An error cuts the stream off and
	// tells the asker nothing.
	Serve(ctx context.Context, from protocol.Key, request exchange.Message) (exchange.Message, error)
	// Connected and Disconnected say that a node can be reached, and no longer; in order, from one goroutine, and for
	// each node in turns. They may call any method of Net but Close.
	Connected(node protocol.Key)
	Disconnected(node protocol.Key)
}

// Config sets limits and times. Its zero value has the defaults.
type Config struct {
	Patience     time.Duration // for a frame of no size, and for an answer to be made; 30 s
	SlowestRate  int           // bytes per second: a frame may take Patience and its size over this; 1024
	ServePerNode int           // requests of one node answered at once; more are cut off; 32
	ServeAll     int           // requests answered at once; more are cut off; 256
	AskPerNode   int           // requests under way to one node; more wait; 16, less than its ServePerNode
	Dial         DialConfig
}

func (o *Config) defaults() {
	orElse(&o.Patience, 30*time.Second)
	orElse(&o.SlowestRate, 1<<10)
	orElse(&o.ServePerNode, 32)
	orElse(&o.ServeAll, 256)
	orElse(&o.AskPerNode, 16)
	o.Dial.defaults()
}

func orElse[T ~int | ~int64](v *T, otherwise T) {
	if *v <= 0 {
		*v = otherwise
	}
}

// Traffic counts what passed on the streams of one protocol, requests and replies in whole frames and without what
// libp2p adds, since the start.
type Traffic struct {
	Asked, Served  uint64 // exchanges that were complete
	Sent, Received uint64 // bytes
}

type traffic struct{ asked, served, sent, received atomic.Uint64 }

// kind is one kind of request, and its protocol.
type kind struct {
	id      libp2pprotocol.ID
	request reflect.Type // of the struct
	reply   reflect.Type
	traffic traffic
}

func newMessage(t reflect.Type) exchange.Message {
	return reflect.New(t).Interface().(exchange.Message)
}

// kinds names a protocol for each kind of request: /praxis/ and its format, without the word request.
func kinds() []*kind {
	var all []*kind
	for _, pair := range exchange.Requests() {
		name := strings.Replace(pair.Request.WireFormat(), "-request", "", 1)
		all = append(all, &kind{
			id:      libp2pprotocol.ID("/praxis/" + name),
			request: reflect.TypeOf(pair.Request).Elem(),
			reply:   reflect.TypeOf(pair.Reply).Elem(),
		})
	}
	return all
}

// Net is a node's side of the network. It is safe for concurrent use.
type Net struct {
	host     host.Host
	gate     *Gate
	handler  Handler
	config   Config
	kinds    []*kind
	byType   map[reflect.Type]*kind
	presence *presence
	dialer   *dialer

	ctx    context.Context // the lifetime of Net itself, ended by Close
	cancel context.CancelFunc
	all    sync.WaitGroup // every goroutine and every stream being served

	mu     sync.Mutex
	closed bool
	serves map[protocol.Key]int
	served int // the sum of serves
	asks   map[protocol.Key]*queue

	noticed sync.Map // peer.ID → true: connected for their notice alone, so that the handler has not heard of them
}

// New starts to answer and to tell the handler of connections, those that are there already included. The host stays its
// maker's, who closes it after [Net.Close]; it must have been made with the same gate.
func New(h host.Host, gate *Gate, handler Handler, o Config) *Net {
	o.defaults()
	n := &Net{host: h, gate: gate, handler: handler, config: o, kinds: kinds(), byType: map[reflect.Type]*kind{},
		presence: newPresence(), serves: map[protocol.Key]int{}, asks: map[protocol.Key]*queue{}}
	n.ctx, n.cancel = context.WithCancel(context.Background())
	n.dialer = newDialer(h, gate, o.Dial)
	for _, k := range n.kinds {
		n.byType[k.request] = k
		h.SetStreamHandler(k.id, func(s network.Stream) { n.serve(k, s) })
	}
	n.all.Go(n.tellEdges)
	n.all.Go(func() { n.dialer.run(n.ctx) })
	h.Network().Notify(n.presence)
	for _, c := range h.Network().Conns() {
		n.presence.found(c)
	}
	return n
}

// tellEdges tells the handler, and the dialer, who can be reached and who no longer. A node that slipped in while the gate
// changed is sent away here, and the handler hears nothing of it.
func (n *Net) tellEdges() {
	told := map[protocol.Key]bool{}
	for {
		select {
		case <-n.ctx.Done():
			return
		case <-n.presence.wake:
		}
		for _, e := range n.presence.next() {
			n.dialer.edge(e)
			n.noticed.Delete(e.id)
			switch {
			case e.up && n.gate.Admits(e.key):
				told[e.key] = true
				n.handler.Connected(e.key)
			case e.up && n.gate.connects(e.id):
				n.noticed.Store(e.id, true)
			case e.up:
				_ = n.host.Network().ClosePeer(e.id) // what cannot be closed is closed already
			case told[e.key]:
				delete(told, e.key)
				n.handler.Disconnected(e.key)
			}
		}
	}
}

// Close cuts off every stream, stops dialing, and waits until nothing of Net runs any more. Connections stay: they are the
// host's. The handler is not told of them again.
func (n *Net) Close() {
	n.mu.Lock()
	n.closed = true
	n.mu.Unlock()
	n.cancel()
	n.host.Network().StopNotify(n.presence)
	for _, k := range n.kinds {
		n.host.RemoveStreamHandler(k.id)
	}
	n.all.Wait()
}

// Recheck closes the connections to nodes that the gate admits no longer, and to those that it admits again: those begin
// anew. It is called whenever the gate's answers may
// have changed.
func (n *Net) Recheck() {
	for _, id := range n.host.Network().Peers() {
		k, err := KeyOf(id)
		_, noticed := n.noticed.Load(id)
		if !n.gate.connects(id) || noticed && err == nil && n.gate.Admits(k) {
			_ = n.host.Network().ClosePeer(id) // what cannot be closed is closed already
		}
	}
	n.dialer.nudge()
}

// Peers are the nodes that can be reached, in order of their keys.
func (n *Net) Peers() []protocol.Key {
	var keys []protocol.Key
	for _, id := range n.host.Network().Peers() {
		if k, err := KeyOf(id); err == nil {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b protocol.Key) int { return protocol.Compare(a, b) })
	return keys
}

// Counters returns the traffic of each protocol, by its id.
func (n *Net) Counters() map[string]Traffic {
	all := make(map[string]Traffic, len(n.kinds))
	for _, k := range n.kinds {
		t := &k.traffic
		all[string(k.id)] = Traffic{Asked: t.asked.Load(), Served: t.served.Load(), Sent: t.sent.Load(), Received: t.received.Load()}
	}
	return all
}

// SetTargets names the nodes to keep connections to, and their addresses, in place of those named before. Addresses are
// multiaddresses, with or without the node's /p2p part. New and changed ones are dialed at once.
func (n *Net) SetTargets(targets map[protocol.Key][]string) { n.dialer.set(maps.Clone(targets)) }

// Nudge dials every target that is not connected now, whatever happened before: the computer woke up, or somebody pressed
// the button.
func (n *Net) Nudge() { n.dialer.nudge() }

// State tells how each target stands.
func (n *Net) State() map[protocol.Key]PeerState { return n.dialer.state() }

// peerID names a node that is asked or dialed.
func peerID(k protocol.Key) peer.ID {
	id, err := PeerID(k)
	if err != nil {
		return "" // nobody: libp2p refuses it
	}
	return id
}
