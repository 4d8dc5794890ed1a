package p2p

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/libp2p/go-libp2p/core/network"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Why an [Net.Ask] got no reply, where a caller may care.
var (
	ErrNotConnected = errors.New("there is no connection to the node")
	ErrBusy         = errors.New("the node answers no more requests at once")
	ErrRefused      = errors.New("the node does not admit this one")
)

// queue lets a bounded number of asks through to one node.
type queue struct {
	slots chan struct{}
	users int // who holds or waits for a slot
}

// Ask sends a request, which must be a pointer to one of [exchange.Requests], to a node and returns its reply. It uses the
// open connection, and fails if there is none: connections are the dialer's matter. On an open connection it costs one
// round trip. It waits while too many asks to the same node are under way.
func (n *Net) Ask(ctx context.Context, to protocol.Key, request exchange.Message) (exchange.Message, error) {
	reply, err := n.ask(ctx, to, request)
	if err != nil {
		return nil, fmt.Errorf("ask node %s for %s: %w", to.String()[:8], request.WireFormat(), plain(err))
	}
	return reply, nil
}

func (n *Net) ask(ctx context.Context, to protocol.Key, request exchange.Message) (exchange.Message, error) {
	t := reflect.TypeOf(request)
	if t.Kind() != reflect.Pointer || n.byType[t.Elem()] == nil {
		return nil, fmt.Errorf("%T is no request", request)
	}
	if !n.gate.Admits(to) {
		return nil, errNotAdmitted
	}
	release, err := n.queue(ctx, to)
	if err != nil {
		return nil, err
	}
	defer release()
	return n.exchange(ctx, to, n.byType[t.Elem()], request)
}

// exchange is one request and its reply on a stream of their own.
func (n *Net) exchange(ctx context.Context, to protocol.Key, k *kind, request exchange.Message) (_ exchange.Message, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(n.ctx, cancel)()

	open, done := context.WithTimeout(ctx, n.config.Patience)
	defer done()
	open = network.WithNoDial(network.WithAllowLimitedConn(open, "a message"), "the dialer dials")
	s, err := n.host.NewStream(open, peerID(to), k.id)
	if err != nil {
		if n.host.Network().Connectedness(peerID(to)) == network.NotConnected {
			return nil, ErrNotConnected
		}
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { _ = s.Reset() })()
	defer func() {
		if err != nil {
			_ = s.Reset() // given up in any case
			if ctx.Err() != nil {
				err = context.Cause(ctx)
			}
		}
	}()

	stream := n.paced(k, s)
	reply := newMessage(k.reply)
	size, err := stream.write(request)
	if err != nil {
		return nil, stream.reason(reply, err)
	}
	if err := stream.read(reply, n.config.Patience+stream.excuse(size)); err != nil {
		return nil, err
	}
	k.traffic.asked.Add(1)
	return reply, s.Close()
}

// queue waits for a slot to ask a node, and returns what gives it back.
func (n *Net) queue(ctx context.Context, to protocol.Key) (release func(), err error) {
	n.mu.Lock()
	if n.closed {
		n.mu.Unlock()
		return nil, errClosed
	}
	q := n.asks[to]
	if q == nil {
		q = &queue{slots: make(chan struct{}, n.config.AskPerNode)}
		n.asks[to] = q
	}
	q.users++
	n.all.Add(1)
	n.mu.Unlock()
	leave := func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if q.users--; q.users == 0 {
			delete(n.asks, to)
		}
		n.all.Done()
	}
	select {
	case q.slots <- struct{}{}:
		return func() { <-q.slots; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, fmt.Errorf("too many requests wait for the node: %w", ctx.Err())
	case <-n.ctx.Done():
		leave()
		return nil, errClosed
	}
}

// plain says what libp2p's codes mean.
func plain(err error) error {
	if reset, ok := errors.AsType[*network.StreamError](err); ok && reset.Remote {
		switch reset.ErrorCode {
		case network.StreamResourceLimitExceeded:
			return ErrBusy
		case network.StreamGated:
			return ErrRefused
		case network.StreamProtocolViolation:
			return errors.New("the node says that the request breaks the protocol: one of the two needs a newer Praxis")
		}
	}
	if conn, ok := errors.AsType[*network.ConnError](err); ok {
		if conn.Remote && conn.ErrorCode == network.ConnGated {
			return ErrRefused
		}
		return fmt.Errorf("the connection broke: %w", err)
	}
	if errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
		return fmt.Errorf("the node did not answer in time: %w", err)
	}
	return err
}

func isTimeout(err error) bool {
	t, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err)
	return ok && t.Timeout()
}
