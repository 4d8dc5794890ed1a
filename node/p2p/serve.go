package p2p

import (
	"context"
	"errors"
	"fmt"

	"github.com/libp2p/go-libp2p/core/network"
	"praxis/protocol"
	"praxis/protocol/wire"
)

// Refusals of a stream, beside what is wrong with its bytes.
var (
	errNotAdmitted = errors.New("the node is not admitted")
	errTooMany     = errors.New("too many requests at once")
	errClosed      = errors.New("the node is stopping")
)

// serve answers the one request of a stream, or cuts the stream off. libp2p calls it on a goroutine of its own, of which
// its limits on streams bound the number.
func (n *Net) serve(k *kind, s network.Stream) {
	from, err := KeyOf(s.Conn().RemotePeer())
	if err != nil || !n.gate.answers(from, newMessage(k.request)) {
		_ = s.ResetWithError(network.StreamGated) // given up in any case, here and below
		return
	}
	if err := n.enter(from); err != nil {
		_ = s.ResetWithError(resetCode(err))
		return
	}
	defer n.leave(from)
	if err := n.answer(k, from, s); err != nil {
		_ = s.ResetWithError(resetCode(err))
		return
	}
	k.traffic.served.Add(1)
	_ = s.Close() // both sides have said all
}

func (n *Net) answer(k *kind, from protocol.Key, s network.Stream) error {
	defer context.AfterFunc(n.ctx, func() { _ = s.ResetWithError(network.StreamShutdown) })()
	stream := n.paced(k, s)
	request := newMessage(k.request)
	if err := stream.read(request, 0); err != nil {
		return fmt.Errorf("read the request: %w", err)
	}
	ctx, cancel := context.WithTimeout(n.ctx, n.config.Patience)
	defer cancel()
	reply, err := n.handler.Serve(ctx, from, request)
	if err != nil {
		return fmt.Errorf("answer %s: %w", k.id, err)
	}
	if !n.gate.answers(from, request) { // it may have been dropped while the answer was made
		return errNotAdmitted
	}
	_, err = stream.write(reply)
	return err
}

func (n *Net) paced(k *kind, s network.Stream) *pacedStream {
	return &pacedStream{Stream: s, patience: n.config.Patience, slowest: n.config.SlowestRate, traffic: &k.traffic}
}

// resetCode tells the other side why its stream was cut off, as far as it is its business.
func resetCode(err error) network.StreamErrorCode {
	switch {
	case errors.Is(err, errNotAdmitted):
		return network.StreamGated
	case errors.Is(err, errTooMany):
		return network.StreamResourceLimitExceeded
	case errors.Is(err, errClosed), errors.Is(err, context.Canceled):
		return network.StreamShutdown
	case errors.Is(err, wire.ErrFrameTooLarge), errors.Is(err, wire.ErrNotCanonical), errors.Is(err, errTrailing):
		return network.StreamProtocolViolation
	}
	return network.StreamNoError
}

// enter counts a request in, if the limits leave room.
func (n *Net) enter(from protocol.Key) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return errClosed
	}
	if n.serves[from] >= n.config.ServePerNode || n.served >= n.config.ServeAll {
		return errTooMany
	}
	n.serves[from]++
	n.served++
	n.all.Add(1)
	return nil
}

func (n *Net) leave(from protocol.Key) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.serves[from]--; n.serves[from] == 0 {
		delete(n.serves, from)
	}
	n.served--
	n.all.Done()
}
