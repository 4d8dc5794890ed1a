package control

import (
	"context"
	"net"
	"sync"
	"time"

	"praxis/node"
)

// Inside serves a node within this process and returns a client of it, and what ends both. A command that needs no
// network uses it on a node that does not run otherwise.
func Inside(n *node.Node, program string, now func() time.Time) (*Client, func()) {
	s := NewServer(n, program, now)
	l := &inside{conns: make(chan net.Conn), closed: make(chan struct{})}
	var serving sync.WaitGroup
	serving.Go(func() { _ = s.Serve(l) }) // ends with Close, and has nothing to say
	c := NewClient(l.dial)
	return c, func() {
		c.Close()
		_ = s.Close() // nothing is under way any more
		serving.Wait()
	}
}

// inside is a listener whose connections are pipes.
type inside struct {
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (l *inside) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.closed:
		return nil, ErrNotRunning
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements [net.Listener].
func (l *inside) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (l *inside) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr implements [net.Listener].
func (l *inside) Addr() net.Addr { return &net.UnixAddr{Name: "inside", Net: "unix"} }
