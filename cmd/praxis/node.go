package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"

	"praxis/internal/cli"
	"praxis/internal/store"
	"praxis/node"
	"praxis/node/p2p"
)

// memTable is smaller than the store's own choice: two are held at once, and with the runtime's share (memory.go) a node
// stays below 200 MB while it takes or gives everything.
const memTable = 16 << 20

// openNode makes a host on the real network and a node on the real disk. The function that it returns closes both.
func openNode(c cli.NodeConfig) (*node.Node, func() error, error) {
	gate := &p2p.Gate{}
	h, err := newHost(c, gate)
	if err != nil {
		return nil, nil, err
	}
	n, err := node.Open(node.Options{
		Key: c.Key, Host: h, Gate: gate, Files: store.Disk(), Directory: c.Store, Store: store.Options{Logger: c.Logger, MemTable: memTable},
		Now: time.Now, Random: rand.Reader, Logger: c.Logger,
		Peers: c.Peers, Passive: c.Passive, WorkFactor: c.WorkFactor, Director: c.Director, Canaries: c.Canaries,
	})
	if err != nil {
		return nil, nil, errors.Join(err, h.Close())
	}
	if err := listen(h, c.Listen); err != nil { // after the store: a second start is told of the first, not of its port
		return nil, nil, errors.Join(err, n.Close(), h.Close())
	}
	return n, func() error { return errors.Join(n.Close(), h.Close()) }, nil
}

func newHost(c cli.NodeConfig, gate *p2p.Gate) (host.Host, error) {
	options, err := p2p.Options(c.Key, c.Listen, gate)
	if err != nil {
		return nil, err
	}
	options = append(options, libp2p.NoListenAddrs, libp2p.DisableRelay())
	if c.HolePunching {
		options = append(options, p2p.HolePunching())
	}
	if c.Relay {
		options = append(options, p2p.Relaying())
	}
	if len(c.Announce) > 0 {
		announced, err := multiaddrs(c.Announce)
		if err != nil {
			return nil, fmt.Errorf("announce: %w", err)
		}
		options = append(options, libp2p.AddrsFactory(func([]multiaddr.Multiaddr) []multiaddr.Multiaddr { return announced }))
	}
	h, err := libp2p.New(options...)
	if err != nil {
		return nil, fmt.Errorf("start libp2p: %w", err)
	}
	return h, nil
}

func multiaddrs(texts []string) ([]multiaddr.Multiaddr, error) {
	var all []multiaddr.Multiaddr
	for _, text := range texts {
		a, err := multiaddr.NewMultiaddr(text)
		if err != nil {
			return nil, fmt.Errorf("%q is no address (%w): write it like /dns4/praxis.example.org/udp/4710/quic-v1", text, err)
		}
		all = append(all, a)
	}
	return all, nil
}

// listen opens every address, or says which could not be: libp2p itself is content with one.
func listen(h host.Host, texts []string) error {
	addresses, err := multiaddrs(texts)
	if err != nil {
		return err
	}
	for _, a := range addresses {
		err := probe(a)
		if err == nil {
			err = h.Network().Listen(a)
		}
		if err == nil {
			continue
		}
		if strings.Contains(err.Error(), "address already in use") || strings.Contains(err.Error(), "Only one usage of each socket address") {
			return &cli.InUse{What: "the port of " + a.String() + " is in use by another program: stop that, or name another with listen in praxis.toml"}
		}
		return fmt.Errorf("listen at %s: %w", a, err)
	}
	return nil
}

// probe finds another program at a TCP port. libp2p would share the port with it, and each would get some of the
// connections.
func probe(a multiaddr.Multiaddr) error {
	at, err := manet.ToNetAddr(a)
	if err != nil {
		return nil // not an address of an IP network: libp2p says what is wrong
	}
	tcp, ok := at.(*net.TCPAddr)
	if !ok || tcp.Port == 0 {
		return nil
	}
	l, err := net.ListenTCP("tcp", tcp)
	if err != nil {
		return err
	}
	return l.Close()
}
