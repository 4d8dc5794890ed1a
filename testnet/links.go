package testnet

import (
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/p2p/transport/quicreuse"
	"github.com/marcopolo/simnet"
	"github.com/quic-go/quic-go"
	"go.uber.org/fx"
)

// Link is how a node is connected to the others.
type Link struct {
	Latency   time.Duration // to the middle of the network; a packet takes the sum of both ends'. 0: [Options]
	Bandwidth int           // bits per second each way. 0: [Options]
}

// lines are what lies between the hosts.
type lines struct {
	net *simnet.Simnet

	mu      sync.RWMutex
	latency map[netip.Addr]time.Duration
	side    map[netip.Addr]int // of a partition; hosts of different sides do not hear each other. Empty: all do
}

func newLines() *lines {
	l := &lines{latency: map[netip.Addr]time.Duration{}, side: map[netip.Addr]int{}}
	l.net = &simnet.Simnet{LatencyFunc: l.delay, Logger: silent()}
	l.net.Start()
	return l
}

// delay is how long a packet is under way.
func (l *lines) delay(p *simnet.Packet) time.Duration {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.latency[addrOf(p.From)] + l.latency[addrOf(p.To)]
}

func (l *lines) connected(a, b netip.Addr) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.side[a] == l.side[b]
}

// divide puts hosts on sides. Those that are not named are together on one more.
func (l *lines) divide(sides map[netip.Addr]int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.side = sides
}

// attach is the option that puts a host, by its one address, on these lines instead of on the machine's network.
func (l *lines) attach(host netip.Addr, link Link) libp2p.Option {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.latency[host] = link.Latency
	settings := simnet.LinkSettings{BitsPerSecond: link.Bandwidth}
	listen := func(_ string, at *net.UDPAddr) (net.PacketConn, error) {
		l.mu.Lock()
		defer l.mu.Unlock()
		return &endpoint{SimConn: l.net.NewEndpoint(at, simnet.NodeBiDiLinkSettings{Downlink: settings, Uplink: settings}), lines: l, at: host}, nil
	}
	return libp2p.QUICReuse(func(life fx.Lifecycle, reset quic.StatelessResetKey, token quic.TokenGeneratorKey) (*quicreuse.ConnManager, error) {
		m, err := quicreuse.NewConnManager(reset, token, quicreuse.OverrideListenUDP(listen),
			quicreuse.OverrideSourceIPSelector(func() (quicreuse.SourceIPSelector, error) { return fixedSource(host.AsSlice()), nil }))
		if err == nil {
			life.Append(fx.StopHook(m.Close)) // the host closes only a manager that it made itself
		}
		return m, err
	})
}

// fixedSource is the address that a host sends from.
type fixedSource net.IP

// PreferredSourceIPForDestination implements [quicreuse.SourceIPSelector].
func (f fixedSource) PreferredSourceIPForDestination(*net.UDPAddr) (net.IP, error) {
	return net.IP(f), nil
}

// endpoint is a host's end of its line. Packets to the other side of a partition are lost, as in a real one.
type endpoint struct {
	*simnet.SimConn
	lines *lines
	at    netip.Addr
}

// WriteTo implements [net.PacketConn].
func (e *endpoint) WriteTo(b []byte, to net.Addr) (int, error) {
	if !e.lines.connected(e.at, addrOf(to)) {
		return len(b), nil
	}
	return e.SimConn.WriteTo(b, to)
}

func addrOf(a net.Addr) netip.Addr {
	if u, ok := a.(*net.UDPAddr); ok {
		return u.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}
