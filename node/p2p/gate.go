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
)

// Gate decides which nodes this one may be connected to, before a byte of theirs is read. It is libp2p's
// connmgr.ConnectionGater. Its zero value admits nobody. It is safe for concurrent use.
type Gate struct {
	rules atomic.Pointer[rules]
	mu    sync.Mutex // held while rules are replaced
}

// rules are never changed once stored.
type rules struct {
	admit func(protocol.Key) bool
	extra map[protocol.Key]bool
}

// Set replaces the predicate. Connections that it no longer admits stay until [Net.Recheck]. The predicate must be safe
// for concurrent use and must not block.
func (g *Gate) Set(admit func(protocol.Key) bool) {
	g.replace(func(r *rules) { r.admit = admit })
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
		next.admit = held.admit
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

func (g *Gate) admitsPeer(id peer.ID) bool {
	k, err := KeyOf(id)
	return err == nil && g.Admits(k)
}

// InterceptPeerDial refuses to dial who is not admitted.
func (g *Gate) InterceptPeerDial(id peer.ID) bool { return g.admitsPeer(id) }

// InterceptAddrDial allows every address of a node that is admitted.
func (g *Gate) InterceptAddrDial(peer.ID, multiaddr.Multiaddr) bool { return true }

// InterceptAccept allows every address to try: who it is shows only when the handshake is done.
func (g *Gate) InterceptAccept(network.ConnMultiaddrs) bool { return true }

// InterceptSecured refuses who is not admitted, as soon as the handshake has shown who it is.
func (g *Gate) InterceptSecured(_ network.Direction, id peer.ID, _ network.ConnMultiaddrs) bool {
	return g.admitsPeer(id)
}

// InterceptUpgraded asks again: the predicate may have changed since the handshake.
func (g *Gate) InterceptUpgraded(c network.Conn) (bool, control.DisconnectReason) {
	return g.admitsPeer(c.RemotePeer()), 0
}
