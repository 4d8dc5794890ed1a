package node

import (
	"context"
	"sync/atomic"

	"praxis/protocol/exchange"
)

// Traffic is what passed between this node and others since it started: payload of streams, without what libp2p adds.
type Traffic struct {
	Asked    uint64 `json:"asked"`  // requests of this node that were answered
	Served   uint64 `json:"served"` // requests of others that it answered
	Sent     uint64 `json:"sent"`   // bytes, with frames
	Received uint64 `json:"received"`
	Content  uint64 `json:"content"` // bytes of blocks of contents, of those sent and received
}

// Traffic says what passed since the node started.
func (n *Node) Traffic() Traffic {
	t := Traffic{Content: n.contents.Load()}
	for _, c := range n.net.Counters() {
		t.Asked += c.Asked
		t.Served += c.Served
		t.Sent += c.Sent
		t.Received += c.Received
	}
	return t
}

// countContents counts the blocks that a message carries.
func countContents(to *atomic.Uint64, m exchange.Message) {
	var blocks [][]byte
	switch m := m.(type) {
	case *exchange.Contents:
		blocks = m.Blocks
	case *exchange.Push:
		blocks = m.Blocks
	}
	size := 0
	for _, b := range blocks {
		size += len(b)
	}
	if size > 0 {
		to.Add(uint64(size))
	}
}

// Greet asks every connected node whether it knows anything new, without waiting for the minute at which that is done
// anyway. It returns when all have answered and what follows from it has been asked for.
func (n *Node) Greet(ctx context.Context) error {
	greeted := make(chan struct{})
	if _, err := n.do(ctx, job{event: exchange.Greet{}, greeted: greeted}); err != nil {
		return err
	}
	select {
	case <-greeted:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-n.ended:
		return n.stopped()
	}
}

// tellGreeters lets those go that wait for exchanges under way to end. The loop calls it after each step.
func (n *Node) tellGreeters() {
	if len(n.greeters) == 0 || n.machine.Talking() {
		return
	}
	for _, g := range n.greeters {
		close(g)
	}
	n.greeters = nil
}
