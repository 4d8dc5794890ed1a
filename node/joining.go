package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// JoinAt fetches the lists from the node at an address and takes them, if the charter of the hash given is among them.
// The node there must know the charter that admits this one; nobody else answers a stranger.
func (n *Node) JoinAt(ctx context.Context, address string, charter protocol.Hash) error {
	if n.network.Load() != nil {
		return errors.New("this node has joined a network already")
	}
	key, _, err := p2p.ParseAddress(address)
	if err != nil {
		return err
	}
	n.options.Gate.Allow(key) // until the charter is here nothing else says that it belongs
	defer func() {
		n.options.Gate.Disallow(key)
		n.net.Recheck()
	}()
	if _, err := n.Connect(address); err != nil {
		return err
	}
	lists, err := n.firstLists(ctx, key)
	if err != nil {
		return err
	}
	if !namesCharter(lists, charter) {
		return errors.New("the node at that address knows no charter of the ticket's: ask whoever sent the ticket for a new one")
	}
	return n.Import(ctx, *lists)
}

// firstLists asks until the connection is there and the answer holds a charter, or ctx ends.
func (n *Node) firstLists(ctx context.Context, from protocol.Key) (*exchange.Lists, error) {
	again := time.NewTicker(joinPause)
	defer again.Stop()
	for {
		reply, err := n.net.Ask(ctx, from, &exchange.ListsRequest{})
		if lists, ok := reply.(*exchange.Lists); err == nil && ok {
			if len(lists.Charters) > 0 {
				return lists, nil
			}
			err = errors.New("the node there does not admit this one yet")
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			if p := n.net.State()[from].Error; p != "" {
				err = errors.New(p)
			}
			return nil, fmt.Errorf("fetch the network's lists: %w: check the address, and that the charter that admits this node has reached the node there", err)
		}
	}
}

// joinPause is the time between two attempts to fetch the lists.
const joinPause = 250 * time.Millisecond

func namesCharter(l *exchange.Lists, hash protocol.Hash) bool {
	for _, raw := range l.Charters {
		if c, err := protocol.Open[protocol.Charter](raw); err == nil && c.Hash() == hash {
			return true
		}
	}
	return false
}
