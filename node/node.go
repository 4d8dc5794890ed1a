package node

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Options are what a node is given. Key, Host, Gate, Files, Directory, Now and Random are needed.
type Options struct {
	Key       ed25519.PrivateKey // the node key, which is also the host's identity
	Host      p2p.Host
	Gate      *p2p.Gate // the one that the host was made with
	Network   p2p.Config
	Files     store.FS
	Directory string // of the store, within Files
	Store     store.Options
	Now       func() time.Time
	Random    io.Reader
	Logger    *slog.Logger // nil is silence

	Peers      []string // addresses of nodes to connect to, besides those that profiles name
	Passive    bool     // connect to nobody but Peers; others may still connect
	WorkFactor int      // of the keys of persons; 0 is the safe default, which takes some 64 MiB and a fifth of a second
	Director   bool     // the body asks for a director's approval besides the reviewer's
	Canaries   bool     // the body asks for made-up details in the copies that reviewers read first
}

// Node is a running instance. It is safe for concurrent use. Close it.
type Node struct {
	options Options
	self    protocol.Key
	log     *slog.Logger
	store   *store.Store
	net     *p2p.Net

	machine  *exchange.Machine // the loop's own
	full     int               // the loop's own: ticks until peers are turned to again, after the disk was full
	greeters []chan<- struct{} // the loop's own: closed when no exchange is under way
	jobs     chan job
	erase    chan struct{} // capacity 1: something is due for erasure

	network  atomic.Pointer[protocol.Network] // a copy for readers; nil before joining
	identity atomic.Pointer[Identity]
	rounding []byte                         // the secret with which tables are rounded; not changed after the start
	persons  atomic.Pointer[[]draft.Person] // those who work here, once they were asked for; nil after a change
	words    atomic.Pointer[words]          // the lists of words, likewise
	reading  sync.Mutex                     // held while persons or words are read or stored
	aim      aim
	heads    atomic.Pointer[[]protocol.Head] // of our own body's repositories; nil before there are any
	extra    sync.Map                        // protocol.Key → string: addresses besides those that profiles name
	changes  changes
	listed   atomic.Pointer[catalogue] // what the documents say about themselves, once it was asked for
	finder   finder
	decoded  decoded
	tally    tally
	counting sync.Mutex    // held while the tally is made
	news     atomic.Int64  // drafts in whose shared versions better checks found more
	contents atomic.Uint64 // bytes of blocks that were sent and received

	stop   context.CancelFunc
	ended  chan struct{} // closed when the loop has ended
	cause  atomic.Pointer[error]
	chance sync.Mutex     // held while random bytes are read
	groups sync.WaitGroup // of everything but the loop
	drafts sync.Mutex     // one change of drafts at a time: read, decide, write
	ending sync.Mutex     // held while drafts' records are written, so that none is written over one that has just been withdrawn

	signing  sync.Mutex // one passphrase is tried at a time: each costs time and memory
	throttle throttle
}

// ErrStopped is wrapped by the answers of a node that has stopped.
var ErrStopped = errors.New("the node has stopped")

// Open starts a node. What was interrupted goes on: contents are fetched, erasures finished.
func Open(o Options) (*Node, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	n := &Node{options: o, self: protocol.KeyOf(o.Key), log: o.Logger, jobs: make(chan job), erase: make(chan struct{}, 1), ended: make(chan struct{}),
		throttle: throttle{now: o.Now, failures: make(map[foldedName]*failures)}, finder: finder{wake: make(chan struct{}, 1)}}
	o.Store.Committed = n.committed
	s, err := store.Open(o.Files, o.Directory, o.Store)
	if err != nil {
		return nil, err
	}
	n.store = s
	if err := n.start(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return n, nil
}

func (n *Node) start() error {
	for _, address := range n.options.Peers {
		key, at, err := p2p.ParseAddress(address)
		if err != nil {
			return fmt.Errorf("peers: %w", err)
		}
		n.extra.Store(key, at)
	}
	var err error
	if n.machine, err = exchange.New(n.options.Key, n.store); err != nil {
		return err
	}
	identity, err := n.loadIdentity()
	if err != nil {
		return err
	}
	n.identity.Store(identity)
	if n.rounding, err = n.loadRounding(); err != nil {
		return err
	}
	if identity != nil {
		heads := n.machine.Heads(identity.Body)
		n.heads.Store(&heads)
	}
	if network := n.machine.Network(); network != nil {
		n.network.Store(network.Clone())
	}
	ctx, stop := context.WithCancel(context.Background())
	n.stop = stop
	n.options.Gate.Set(n.admits)
	n.options.Gate.SetNoticed(n.notices)
	n.net = p2p.New(n.options.Host, n.options.Gate, handler{n}, n.options.Network)
	go n.loop(ctx)
	n.groups.Go(func() { n.eraser(ctx) })
	n.groups.Go(func() { n.find(ctx) })
	n.groups.Go(func() { n.examineAgain(ctx) })
	n.retarget()
	n.due()
	return nil
}

// Close stops the node and waits for everything that it started. The host stays open; it belongs to the caller.
func (n *Node) Close() error {
	n.net.Close()
	n.stop()
	<-n.ended // before groups.Wait: only the loop adds to groups
	n.groups.Wait()
	return n.store.Close()
}

// Stopped is closed when the node has stopped, by Close or because it could not go on; Err then says why.
func (n *Node) Stopped() <-chan struct{} { return n.ended }

// Err is why the node stopped by itself; nil if it did not.
func (n *Node) Err() error {
	if err := n.cause.Load(); err != nil {
		return *err
	}
	return nil
}

func (n *Node) stopped() error {
	if err := n.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrStopped, err)
	}
	return ErrStopped
}

// Key is the node's public key.
func (n *Node) Key() protocol.Key { return n.self }

// Network is a copy of the lists for reading; nil before the node has joined.
func (n *Node) Network() *protocol.Network { return n.network.Load() }

func (n *Node) now() int64 { return n.options.Now().Unix() }

func (n *Node) newID() (protocol.ID, error) {
	var id protocol.ID
	n.chance.Lock()
	defer n.chance.Unlock()
	_, err := io.ReadFull(n.options.Random, id[:])
	return id, err
}

// newSalt panics if chance fails, as crypto/rand does. It is called from several goroutines at once.
func (n *Node) newSalt() protocol.Hash {
	var h protocol.Hash
	n.chance.Lock()
	defer n.chance.Unlock()
	if _, err := io.ReadFull(n.options.Random, h[:]); err != nil {
		panic(fmt.Sprintf("node: no random bytes: %v", err))
	}
	return h
}

// admits tells the gate whether a node may connect.
func (n *Node) admits(key protocol.Key) bool {
	network := n.network.Load()
	return network != nil && network.Admitted(key, n.now())
}

// notices tells the gate whether a node that is not admitted may connect for its notice.
func (n *Node) notices(key protocol.Key) bool {
	network := n.network.Load()
	return network != nil && network.Noticed(key, n.now())
}
