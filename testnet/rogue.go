package testnet

import (
	"bufio"
	"context"
	"io"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	libp2pprotocol "github.com/libp2p/go-libp2p/core/protocol"
	"github.com/multiformats/go-multiaddr"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// Rogue is a member whose node runs something else than Praxis: a bare host with the keys of a node that is admitted,
// which says and signs whatever a test has it say.
type Rogue struct {
	*Node // stopped; its keys and ids are the rogue's
	Host  host.Host

	mu    sync.Mutex
	asked map[string]int
}

// TurnRogue stops a node and puts a bare host in its place.
func (n *Node) TurnRogue() *Rogue {
	n.s.T.Helper()
	n.Stop()
	gate := new(p2p.Gate)
	gate.Set(func(protocol.Key) bool { return true })
	options, err := p2p.Options(n.NodeKey, []string{n.listen()}, gate)
	n.must("make the host", err)
	r := &Rogue{Node: n, asked: map[string]int{}}
	r.Host, err = libp2p.New(append(options, n.s.lines.attach(n.at, n.link), libp2p.DisableIdentifyAddressDiscovery())...)
	n.must("make the host", err)
	n.host = r.Host
	n.rogue = true
	return r
}

// Connect connects to a node, which admits the rogue.
func (r *Rogue) Connect(to *Node) {
	r.s.T.Helper()
	a, err := multiaddr.NewMultiaddr(to.listen())
	r.must("connect", err)
	r.must("connect", r.Host.Connect(r.s.T.Context(), peer.AddrInfo{ID: to.host.ID(), Addrs: []multiaddr.Multiaddr{a}}))
}

// Open opens a stream of a protocol by its short name, such as hello.
func (r *Rogue) Open(to *Node, name string) (network.Stream, error) {
	ctx, cancel := context.WithTimeout(r.s.T.Context(), 10*time.Second)
	defer cancel()
	return r.Host.NewStream(ctx, to.host.ID(), protocolOf(name))
}

func protocolOf(name string) libp2pprotocol.ID { return libp2pprotocol.ID("/praxis/" + name + "/1") }

// Send writes raw bytes on a new stream, ends it, and returns what comes back, which may be nothing.
func (r *Rogue) Send(to *Node, name string, raw []byte) ([]byte, error) {
	s, err := r.Open(to, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Reset() }() // all was said, or the other side has cut it off
	_ = s.SetDeadline(time.Now().Add(2 * time.Minute))
	if _, err := s.Write(raw); err != nil {
		return nil, err
	}
	if err := s.CloseWrite(); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(s, wire.MaxFrame))
}

// Ask sends a well-formed request and reads the reply.
func (r *Rogue) Ask(to *Node, name string, request, reply exchange.Message) error {
	s, err := r.Open(to, name)
	if err != nil {
		return err
	}
	defer func() { _ = s.Reset() }() // as in Send
	_ = s.SetDeadline(time.Now().Add(2 * time.Minute))
	if err := wire.WriteFrame(s, request); err != nil {
		return err
	}
	if err := s.CloseWrite(); err != nil {
		return err
	}
	return wire.ReadFrame(bufio.NewReader(s), reply, wire.MaxFrame)
}

// Answer has the rogue answer every request of a protocol with the same reply, or, if it is nil, never.
func (r *Rogue) Answer(name string, reply exchange.Message) {
	r.Host.SetStreamHandler(protocolOf(name), func(s network.Stream) {
		_, _ = io.Copy(io.Discard, s) // what is asked does not matter
		r.mu.Lock()
		r.asked[name]++
		r.mu.Unlock()
		if reply == nil {
			return
		}
		_ = wire.WriteFrame(s, reply)
		_ = s.CloseWrite()
	})
}

// Asked is how often the rogue was asked in a protocol that it answers.
func (r *Rogue) Asked(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked[name]
}

// Streams is how many streams of the rogue a node holds open.
func (r *Rogue) Streams(at *Node) int {
	open := 0
	for _, c := range at.host.Network().ConnsToPeer(r.Host.ID()) {
		open += len(c.GetStreams())
	}
	return open
}
