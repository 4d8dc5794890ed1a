package p2p

import (
	"sync"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"
	"praxis/protocol"
)

// presence turns libp2p's notices about connections into edges: a node can be reached, or no longer. Several connections
// to one node count as one; a loss and a return that follow it are both told, so that nobody mistakes a node that has
// started again for the one before. libp2p calls it from many goroutines, which must not wait for whoever is told.
type presence struct {
	mu    sync.Mutex
	conns map[peer.ID]map[network.Conn]bool
	edges []edge
	wake  chan struct{} // holds one if there are edges
}

// edge is a change: a node can be reached, or no longer.
type edge struct {
	id  peer.ID
	key protocol.Key
	up  bool
}

func newPresence() *presence {
	return &presence{conns: map[peer.ID]map[network.Conn]bool{}, wake: make(chan struct{}, 1)}
}

// Connected implements network.Notifiee.
func (p *presence) Connected(_ network.Network, c network.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.add(c)
}

// found takes a connection that was there before notices began. If it has closed since, its end may have been told
// already and must not be waited for; if it closes from here on, the notice waits for the lock.
func (p *presence) found(c network.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !c.IsClosed() {
		p.add(c)
	}
}

func (p *presence) add(c network.Conn) {
	id := c.RemotePeer()
	if p.conns[id][c] {
		return
	}
	if p.conns[id] == nil {
		p.conns[id] = map[network.Conn]bool{}
		p.tell(id, true)
	}
	p.conns[id][c] = true
}

// Disconnected implements network.Notifiee.
func (p *presence) Disconnected(_ network.Network, c network.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := c.RemotePeer()
	if !p.conns[id][c] {
		return
	}
	delete(p.conns[id], c)
	if len(p.conns[id]) == 0 {
		delete(p.conns, id)
		p.tell(id, false)
	}
}

// tell queues an edge. An arrival that nobody has been told of is dropped with the loss that follows it.
func (p *presence) tell(id peer.ID, up bool) {
	key, err := KeyOf(id)
	if err != nil {
		return
	}
	for i := len(p.edges) - 1; i >= 0; i-- {
		if p.edges[i].id != id {
			continue
		}
		if p.edges[i].up && !up {
			p.edges = append(p.edges[:i], p.edges[i+1:]...)
			return
		}
		break
	}
	p.edges = append(p.edges, edge{id: id, key: key, up: up})
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// next takes the edges that are queued, in order.
func (p *presence) next() []edge {
	p.mu.Lock()
	defer p.mu.Unlock()
	edges := p.edges
	p.edges = nil
	return edges
}

// Listen implements network.Notifiee.
func (*presence) Listen(network.Network, multiaddr.Multiaddr) {}

// ListenClose implements network.Notifiee.
func (*presence) ListenClose(network.Network, multiaddr.Multiaddr) {}
