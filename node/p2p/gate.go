package p2p

import (
	"maps"
	"sync"
	"sync/atomic"

	"github.com/libp2p/go-libp2p/core/control"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Gate decides which nodes this one may be connected to, before a byte of theirs is read. It is libp2p's
// connmgr.ConnectionGater. Its zero value admits nobody. It is safe for concurrent use.
type Gate struct {
	rules atomic.Pointer[rules]
	mu    sync.Mutex // held while rules are replaced
}

// rules are never changed once stored.
type rules struct {
	admit  func(protocol.Key) bool
	notice func(protocol.Key) bool
	extra  map[protocol.Key]bool
}

// Set replaces the predicate. Connections that it no longer admits stay until [Net.Recheck]. The predicate must be safe
// for concurrent use and must not block.
func (g *Gate) Set(admit func(protocol.Key) bool) {
	g.replace(func(r *rules) { r.admit = admit })
}

// SetNoticed replaces the predicate for nodes that are no longer admitted, and may connect for their notice alone.
func (g *Gate) SetNoticed(notice func(protocol.Key) bool) {
	g.replace(func(r *rules) { r.notice = notice })
}

// Allow admits one more node, whatever the predicate says: the one whose address a newcomer has been given.
func (g *Gate) Allow(k protocol.Key) { g.replace(func(r *rules) { r.extra[k] = true }) }

// Disallow takes back [Gate.Allow].
func (g *Gate) Disallow(k protocol.Key) { g.replace(func(r *rules) { delete(r.extra, k) }) }

func (g *Gate) replace(change func(*rules)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	next := &rules{extra: map[protocol.Key]bool{}}
	if held := g.rules.Load(); held != nil {
		next.admit, next.notice = held.admit, held.notice
		maps.Copy(next.extra, held.extra)
	}
	change(next)
	g.rules.Store(next)
}

// Admits tells whether a node may be connected.
func (g *Gate) Admits(k protocol.Key) bool {
	r := g.rules.Load()
	return r != nil && (r.extra[k] || r.admit != nil && r.admit(k))
}

// answers tells whether a request of a node may be answered: any of one that is admitted, and of one that may have its
// notice only those that serve for it.
func (g *Gate) answers(k protocol.Key, request exchange.Message) bool {
	return g.Admits(k) || exchange.ForNoticed(request) && g.notices(k)
}

func (g *Gate) notices(k protocol.Key) bool {
	r := g.rules.Load()
	return r != nil && r.notice != nil && r.notice(k)
}

// connects tells whether a node may be connected at all.
func (g *Gate) connects(id peer.ID) bool {
	k, err := KeyOf(id)
	return err == nil && (g.Admits(k) || g.notices(k))
}

// InterceptPeerDial refuses to dial who is not admitted.
func (g *Gate) InterceptPeerDial(id peer.ID) bool {
	k, err := KeyOf(id)
	return err == nil && g.Admits(k)
}

// InterceptAddrDial allows every address of a node that is admitted.
func (g *Gate) InterceptAddrDial(peer.ID, multiaddr.Multiaddr) bool { return true }

// InterceptAccept allows every address to try: who it is shows only when the handshake is done.
func (g *Gate) InterceptAccept(network.ConnMultiaddrs) bool { return true }

// InterceptSecured refuses who is not admitted, as soon as the handshake has shown who it is.
func (g *Gate) InterceptSecured(_ network.Direction, id peer.ID, _ network.ConnMultiaddrs) bool {
	return g.connects(id)
}

// InterceptUpgraded asks again: the predicate may have changed since the handshake.
func (g *Gate) InterceptUpgraded(c network.Conn) (bool, control.DisconnectReason) {
	return g.connects(c.RemotePeer()), 0
}
