package p2p

import (
	"fmt"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"

	"praxis/protocol"
)

// Host is a libp2p host, made by whoever starts the node with [Options].
type Host = host.Host

// ParseAddress reads a multiaddress that ends in the node it leads to: "/ip4/…/tcp/4710/p2p/12D3…".
func ParseAddress(text string) (node protocol.Key, address string, err error) {
	info, err := peer.AddrInfoFromString(text)
	if err != nil || len(info.Addrs) != 1 {
		return protocol.Key{}, "", fmt.Errorf("%q is no address of a node: it looks like /ip4/192.0.2.7/tcp/4710/p2p/12D3…", text)
	}
	key, err := KeyOf(info.ID)
	if err != nil {
		return protocol.Key{}, "", fmt.Errorf("%q: %w", text, err)
	}
	return key, info.Addrs[0].String(), nil
}

// Addresses are where this node's host can be reached, each with the node at its end, as [ParseAddress] reads them.
func (n *Net) Addresses() []string {
	var all []string
	for _, a := range n.host.Addrs() {
		all = append(all, a.String()+"/p2p/"+n.host.ID().String())
	}
	return all
}
