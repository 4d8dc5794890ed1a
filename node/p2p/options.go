package p2p

import (
	"crypto/ed25519"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/connmgr"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	rcmgr "github.com/libp2p/go-libp2p/p2p/host/resource-manager"
	"github.com/libp2p/go-libp2p/p2p/muxer/yamux"
	"github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/relay"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	quic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
	"github.com/libp2p/go-libp2p/p2p/transport/websocket"
	"github.com/libp2p/go-libp2p/x/rate"
	"github.com/multiformats/go-multiaddr"
)

// Limits that the host keeps for libp2p, whatever its peers do. Those on addresses are wide: a whole ministry, with the
// nodes of several bodies, may sit behind one.
const (
	systemConns      = 1024
	systemStreams    = 4096
	systemMemory     = 512 << 20
	transientConns   = 128
	transientStreams = 512
	peerConns        = 8
	peerStreams      = 128
	peerMemory       = 64 << 20
	addressConns     = 64
	addressDialRate  = 5 // new connections a second from one address, beyond a burst of addressConns
)

// Options are the options of a node's host: the node's key, QUIC and TCP (Noise, yamux) and WebSocket, limits, and the
// gate. Listen has multiaddresses; none means that the host only dials. A WebSocket listener is made only where an
// address ends in /ws; TLS in front of it is a proxy's matter. The host dials through relays, and is none (see
// [Relaying]), is not reached through any (see [Behind]) and punches no holes (see [HolePunching]). It answers no pings
// and keeps no metrics. Of options given after these the last prevails, but there can be one resource manager only.
func Options(private ed25519.PrivateKey, listen []string, gate *Gate) ([]libp2p.Option, error) {
	key, err := crypto.UnmarshalEd25519PrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("use the node key for libp2p: %w", err)
	}
	addresses, err := parseListen(listen)
	if err != nil {
		return nil, err
	}
	resources, err := Resources()
	if err != nil {
		return nil, err
	}
	listening := libp2p.NoListenAddrs
	if len(addresses) > 0 {
		listening = libp2p.ListenAddrs(addresses...)
	}
	return []libp2p.Option{
		libp2p.Identity(key),
		listening,
		libp2p.Transport(quic.NewTransport),
		libp2p.Transport(tcp.NewTCPTransport),
		libp2p.Transport(websocket.New),
		libp2p.Security(noise.ID, noise.New),
		libp2p.Muxer(yamux.ID, yamux.DefaultTransport),
		libp2p.ConnectionGater(gate),
		libp2p.ConnectionManager(connmgr.NullConnMgr{}), // who is connected the gate decides, and nobody is dropped for their number
		libp2p.ResourceManager(resources),
		libp2p.UserAgent("praxis"),
		libp2p.ProtocolVersion("praxis/1"),
		libp2p.EnableRelay(), // its client's side
		libp2p.Ping(false),
		libp2p.DisableMetrics(),
		// libp2p would stop to dial over UDP, or IPv6, after a hundred failures: but the only peer may just be away for months.
		libp2p.UDPBlackHoleSuccessCounter(nil),
		libp2p.IPv6BlackHoleSuccessCounter(nil),
	}, nil
}

func parseListen(listen []string) ([]multiaddr.Multiaddr, error) {
	addresses := make([]multiaddr.Multiaddr, 0, len(listen))
	for _, text := range listen {
		a, err := multiaddr.NewMultiaddr(text)
		if err != nil {
			return nil, fmt.Errorf("listen address %q: %w; write it like /ip4/0.0.0.0/udp/4001/quic-v1 or /ip4/0.0.0.0/tcp/4001", text, err)
		}
		if strings.HasSuffix(text, "/wss") || strings.HasSuffix(text, "/tls/ws") {
			return nil, fmt.Errorf("listen address %q: Praxis does not serve TLS itself: listen on …/ws and put a web server with TLS in front of it", text)
		}
		addresses = append(addresses, a)
	}
	return addresses, nil
}

// Behind lets a node behind a firewall be reached through relays: multiaddresses that end in /p2p and the relay's peer id.
// It goes after [Options]. The relays must be nodes that the gate admits.
func Behind(relays []string) (libp2p.Option, error) {
	var infos []peer.AddrInfo
	for _, text := range relays {
		info, err := peer.AddrInfoFromString(text)
		if err != nil {
			return nil, fmt.Errorf("relay %q: %w; write it like /dns/npm.example/udp/4001/quic-v1/p2p/12D3…", text, err)
		}
		infos = append(infos, *info)
	}
	if len(infos) == 0 {
		return nil, fmt.Errorf("to be reached through relays, name at least one")
	}
	return libp2p.ChainOptions(libp2p.EnableAutoRelayWithStaticRelays(infos), libp2p.ForceReachabilityPrivate()), nil
}

// HolePunching lets two nodes behind firewalls that have met through a relay try to find a direct way; both need it. It
// goes after [Options].
func HolePunching() libp2p.Option { return libp2p.EnableHolePunching() }

// Relaying lets other nodes of the network that cannot reach each other meet through this one. What passes is encrypted
// between them. The limits are wide enough for a first synchronisation: libp2p's own end below the size of one document.
// It goes after [Options].
func Relaying() libp2p.Option {
	r := relay.DefaultResources()
	r.Limit = &relay.RelayLimit{Duration: 2 * time.Hour, Data: 1 << 30}
	r.MaxReservationsPerIP = addressConns
	r.MaxReservationsPerASN = systemConns
	r.BufferSize = 32 << 10
	return libp2p.ChainOptions(libp2p.EnableRelayService(relay.WithResources(r)), libp2p.ForceReachabilityPublic())
}

// Resources makes the resource manager that [Options] uses.
func Resources() (network.ResourceManager, error) {
	limits := func(conns, streams rcmgr.LimitVal, memory rcmgr.LimitVal64) rcmgr.ResourceLimits {
		return rcmgr.ResourceLimits{Conns: conns, ConnsInbound: conns, ConnsOutbound: conns, FD: conns,
			Streams: streams, StreamsInbound: streams, StreamsOutbound: streams, Memory: memory}
	}
	perProtocol := limits(rcmgr.Unlimited, systemStreams, systemMemory)
	perProtocolPeer := limits(rcmgr.Unlimited, peerStreams, peerMemory)
	conf := rcmgr.PartialLimitConfig{
		System:              limits(systemConns, systemStreams, systemMemory),
		Transient:           limits(transientConns, transientStreams, systemMemory/4),
		ProtocolDefault:     perProtocol,
		ProtocolPeerDefault: perProtocolPeer,
		PeerDefault:         limits(peerConns, peerStreams, peerMemory),
	}
	manager, err := rcmgr.NewResourceManager(rcmgr.NewFixedLimiter(conf.Build(rcmgr.InfiniteLimits)),
		rcmgr.WithMetricsDisabled(),
		rcmgr.WithLimitPerSubnet(
			[]rcmgr.ConnLimitPerSubnet{{PrefixLength: 32, ConnCount: addressConns}},
			[]rcmgr.ConnLimitPerSubnet{{PrefixLength: 56, ConnCount: addressConns}, {PrefixLength: 48, ConnCount: 4 * addressConns}}),
		rcmgr.WithConnRateLimiters(connRates()))
	if err != nil {
		return nil, fmt.Errorf("set the limits of libp2p: %w", err)
	}
	return manager, nil
}

// connRates limits how fast one address may open connections, known or not. The machine's own addresses are free.
func connRates() *rate.Limiter {
	limit := rate.Limit{RPS: addressDialRate, Burst: addressConns}
	free := []rate.PrefixLimit{}
	for _, p := range append(rcmgr.DefaultNetworkPrefixLimitV4, rcmgr.DefaultNetworkPrefixLimitV6...) {
		if p.ConnCount == math.MaxInt {
			free = append(free, rate.PrefixLimit{Prefix: p.Network})
		}
	}
	return &rate.Limiter{
		NetworkPrefixLimits: free,
		SubnetRateLimiter: rate.SubnetLimiter{
			IPv4SubnetLimits: []rate.SubnetLimit{{PrefixLength: 32, Limit: limit}},
			IPv6SubnetLimits: []rate.SubnetLimit{{PrefixLength: 56, Limit: limit}},
			GracePeriod:      time.Minute,
		},
	}
}
