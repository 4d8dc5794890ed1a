package p2p

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/sec"
	"github.com/libp2p/go-libp2p/p2p/net/swarm"
	"github.com/multiformats/go-multiaddr"
	"praxis/protocol"
)

// newTarget reads the addresses of a node. Those that cannot be read are named in its last error; the others are used.
func newTarget(k protocol.Key, addresses []string, now time.Time) *target {
	t := &target{key: k, id: peerID(k), addresses: slices.Clone(addresses), next: now, since: now}
	for _, text := range addresses {
		a, err := parseAddress(text, t.id)
		if err != nil {
			t.lastError = err.Error()
			continue
		}
		if _, err := a.ValueForProtocol(multiaddr.P_CIRCUIT); err == nil {
			t.relayed = append(t.relayed, a)
		} else {
			t.direct = append(t.direct, a)
		}
	}
	if len(t.direct)+len(t.relayed) == 0 && t.lastError == "" {
		t.lastError = errNoAddress.Error()
	}
	return t
}

// parseAddress reads a multiaddress and takes the node's own /p2p part off its end.
func parseAddress(text string, id peer.ID) (multiaddr.Multiaddr, error) {
	whole, err := multiaddr.NewMultiaddr(text)
	if err != nil {
		return nil, fmt.Errorf("the address %q cannot be read: an address looks like /dns/npm.example/udp/4001/quic-v1", text)
	}
	a, named := peer.SplitAddr(whole)
	if named != "" && named != id {
		return nil, fmt.Errorf("the address %q is another node's", text)
	}
	if a == nil {
		return nil, fmt.Errorf("the address %q says who, and not where", text)
	}
	return a, nil
}

// attempt is one try to connect to a node.
type attempt struct {
	id              peer.ID
	direct, relayed []multiaddr.Multiaddr
	only            bool // a direct way: there is one through a relay
}

// dial connects. The pauses between attempts are the dialer's: libp2p's own are cleared.
func (a attempt) dial(ctx context.Context, h host.Host, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	ctx = network.WithDialPeerTimeout(ctx, timeout)
	addresses := a.direct
	if a.only {
		ctx = network.WithForceDirectDial(ctx, "a relay is a makeshift")
	} else {
		addresses = slices.Concat(a.direct, a.relayed)
	}
	if len(addresses) == 0 {
		return errNoAddress
	}
	if s, ok := h.Network().(interface{ Backoff() *swarm.DialBackoff }); ok {
		s.Backoff().Clear(a.id)
	}
	return h.Connect(ctx, peer.AddrInfo{ID: a.id, Addrs: addresses})
}

// plainDial says in plain words why an attempt failed: the most telling of the reasons that libp2p gives for each address.
func plainDial(err error) string {
	if e, ok := errors.AsType[*swarm.DialError](err); ok {
		var words []string
		for _, each := range e.DialErrors {
			w := fmt.Sprintf("%s: %s", each.Address, plainCause(each.Cause))
			if !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		if len(words) > 0 {
			return strings.Join(words, "; ")
		}
		if e.Cause != nil {
			return plainCause(e.Cause)
		}
	}
	return plainCause(err)
}

func plainCause(err error) string {
	if _, ok := errors.AsType[sec.ErrPeerIDMismatch](err); ok {
		return "another node answers there"
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return fmt.Sprintf("the name %s is not found", e.Name)
	}
	if c, ok := errors.AsType[*network.ConnError](err); ok && c.ErrorCode == network.ConnGated {
		return "the node does not admit this one"
	}
	switch {
	case errors.Is(err, errNoAddress):
		return errNoAddress.Error()
	case errors.Is(err, swarm.ErrGaterDisallowedConnection):
		return "the network does not admit this node now"
	case errors.Is(err, swarm.ErrNoGoodAddresses), errors.Is(err, swarm.ErrNoAddresses), errors.Is(err, swarm.ErrNoTransport):
		return "no address of the node can be used from here"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "there is no way there: is this computer connected?"
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return "no answer in time: the node is off, or a firewall is between"
	}
	return err.Error()
}

// transport names what carries an address.
func transport(a multiaddr.Multiaddr) string {
	has := func(code int) bool {
		_, err := a.ValueForProtocol(code)
		return err == nil
	}
	switch {
	case has(multiaddr.P_QUIC_V1):
		return "quic"
	case has(multiaddr.P_WS), has(multiaddr.P_WSS):
		return "websocket"
	case has(multiaddr.P_TCP):
		return "tcp"
	}
	return ""
}
