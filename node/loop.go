package node

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"praxis/internal/store"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// job is what the loop is asked to do: take an event, storing records with what follows from it, or look at the machine.
type job struct {
	event   exchange.Event
	records []store.Record
	look    func(*exchange.Machine)
	greeted chan<- struct{} // closed when the exchanges that follow have ended
	done    chan<- outcome
}

type outcome struct {
	ready exchange.Ready
	err   error
}

// fullPause is how many ticks pass before a node whose disk was full turns to its peers again.
const fullPause = 5

// recheckTicks is how many ticks pass between two looks at who is still admitted.
const recheckTicks = 60

// loop owns the machine. It ends with ctx, or when a batch could not be stored for another reason than a full disk.
func (n *Node) loop(ctx context.Context) {
	defer close(n.ended)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	ticks := 0
	if n.run(ctx, job{event: exchange.Tick{}}).err != nil {
		return
	}
	for {
		var j job
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			n.reconnect(ctx)
			if ticks++; ticks%recheckTicks == 0 { // denials lapse and charters expire by the clock alone
				n.groups.Go(n.retarget)
			}
			j = job{event: exchange.Tick{}}
		case j = <-n.jobs:
		}
		if j.look != nil {
			j.look(n.machine)
			j.done <- outcome{}
			continue
		}
		o := n.run(ctx, j)
		if j.done != nil {
			j.done <- o
		}
		if n.Err() != nil {
			return
		}
	}
}

// run takes one event: step, store, send, in this order.
func (n *Node) run(ctx context.Context, j job) outcome {
	ready, err := n.machine.Step(n.now(), j.event)
	switch j.event.(type) {
	case exchange.Publish, exchange.Import: // wishes may be refused, and change nothing then
		if err != nil && !n.machine.Broken() {
			return outcome{err: err}
		}
	}
	if err != nil {
		return outcome{err: n.renew(fmt.Errorf("read what is stored: %w", err))}
	}
	// The one line on which "persist before send" stands: nothing of ready leaves before this has returned.
	if failed := n.commit(ready.Batch, j.records); failed != nil {
		return outcome{err: failed}
	}
	n.noteHeads(ready.Batch.Logs)
	if ready.Network != nil {
		n.network.Store(ready.Network)
		n.groups.Go(n.retarget)
	}
	for _, r := range ready.Requests {
		n.groups.Go(func() { n.ask(ctx, r) })
	}
	n.tell(ready.Notes)
	if j.greeted != nil {
		n.greeters = append(n.greeters, j.greeted)
	}
	n.tellGreeters()
	return outcome{ready: ready}
}

// commit stores what a step changes, with what goes with it: the records of the wish, and those of our own drafts whose
// documents it withdraws, which nobody may change between their being read and stored.
func (n *Node) commit(b exchange.Batch, records []store.Record) error {
	n.ending.Lock()
	defer n.ending.Unlock()
	withdrawn, err := n.takenBack(b.Documents)
	if err != nil {
		return n.renew(fmt.Errorf("read what is stored: %w", err))
	}
	if err := n.store.Commit(b, append(records, withdrawn...)...); err != nil {
		return n.notStored(err)
	}
	return nil
}

// noteHeads keeps the heads of our own body for those who ask, after some of them have changed.
func (n *Node) noteHeads(changes []exchange.LogChange) {
	i := n.identity.Load()
	if i == nil || !slices.ContainsFunc(changes, func(l exchange.LogChange) bool { return l.Repository.Body == i.Body }) {
		return
	}
	heads := n.machine.Heads(i.Body)
	n.heads.Store(&heads)
}

// notStored follows a batch that could not be stored. A full disk is waited out, while reading goes on; anything else
// stops the node.
func (n *Node) notStored(err error) error {
	err = fmt.Errorf("store what happened: %w", err)
	if errors.Is(err, store.ErrDiskFull) {
		return n.renew(err)
	}
	return n.fail(err)
}

// renew makes the machine anew from what is stored, after a step that was not carried out to its end: what the machine
// believes is no longer what is on the disk.
func (n *Node) renew(err error) error {
	m, again := exchange.New(n.options.Key, n.store)
	if again != nil {
		return n.fail(errors.Join(err, again))
	}
	n.log.Error("the exchange begins anew from what is stored", "error", err)
	n.machine, n.full = m, fullPause
	return err
}

// fail stops the node for a reason.
func (n *Node) fail(err error) error {
	n.cause.Store(&err)
	n.log.Error("the node stops", "error", err)
	n.stop()
	return err
}

// reconnect tells a machine that was made anew whom it can reach, after a pause.
func (n *Node) reconnect(ctx context.Context) {
	if n.full == 0 {
		return
	}
	if n.full--; n.full > 0 {
		return
	}
	for _, key := range n.net.Peers() {
		if n.run(ctx, job{event: exchange.Connected{Peer: key}}).err != nil {
			return
		}
	}
}

// do gives a job to the loop and waits for it.
func (n *Node) do(ctx context.Context, j job) (exchange.Ready, error) {
	done := make(chan outcome, 1)
	j.done = done
	select {
	case n.jobs <- j:
	case <-n.ended:
		return exchange.Ready{}, n.stopped()
	case <-ctx.Done():
		return exchange.Ready{}, ctx.Err()
	}
	select {
	case o := <-done:
		return o.ready, o.err
	case <-n.ended:
		select {
		case o := <-done:
			return o.ready, o.err
		default:
			return exchange.Ready{}, n.stopped()
		}
	}
}

// look runs f with the machine, between two events. f must not keep it.
func (n *Node) look(ctx context.Context, f func(*exchange.Machine)) error {
	_, err := n.do(ctx, job{look: f})
	return err
}

// ask sends a request of the machine's to a peer and brings back what comes of it.
func (n *Node) ask(ctx context.Context, r exchange.Outgoing) {
	var event exchange.Event = exchange.Failed{From: r.To, Request: r.Request}
	reply, err := n.net.Ask(ctx, r.To, r.Request)
	if err == nil {
		countContents(&n.contents, r.Request)
		countContents(&n.contents, reply)
		answered := &exchange.Answered{From: r.To, Request: r.Request, Reply: reply}
		answered.Prepare()
		event = answered
	} else {
		n.log.Debug("a request failed", "peer", r.To, "request", r.Request.WireFormat(), "error", err)
	}
	if _, err := n.do(ctx, job{event: event}); err != nil && ctx.Err() == nil {
		n.log.Error("a reply could not be taken", "peer", r.To, "request", r.Request.WireFormat(), "error", err)
	}
}

// handler is what the network calls.
type handler struct{ n *Node }

// Serve answers a peer's request.
func (h handler) Serve(ctx context.Context, from protocol.Key, request exchange.Message) (exchange.Message, error) {
	ready, err := h.n.do(ctx, job{event: exchange.Asked{From: from, Request: request}})
	if err != nil {
		return nil, err
	}
	countContents(&h.n.contents, request)
	countContents(&h.n.contents, ready.Answer)
	return ready.Answer, nil
}

// Connected and Disconnected tell the machine whom it can reach.
func (h handler) Connected(key protocol.Key) {
	_, _ = h.n.do(context.Background(), job{event: exchange.Connected{Peer: key}}) // fails only when the node has stopped
}

// Disconnected implements the network's handler.
func (h handler) Disconnected(key protocol.Key) {
	_, _ = h.n.do(context.Background(), job{event: exchange.Disconnected{Peer: key}})
}

// retarget gives the network the addresses to keep connected to, and closes what is no longer admitted, if anything of
// that has changed: each time, the pauses between attempts begin anew. Whoever comes last here tells what was newest: the
// lists are read under the lock.
func (n *Node) retarget() {
	n.aim.mu.Lock()
	defer n.aim.mu.Unlock()
	admitted, targets := make(map[protocol.Key]bool), make(map[protocol.Key][]string)
	if network := n.network.Load(); network != nil {
		for _, p := range network.Places() {
			if p.Node.Key == n.self || !network.Admitted(p.Node.Key, n.now()) {
				continue
			}
			admitted[p.Node.Key] = true
			if !n.options.Passive {
				targets[p.Node.Key] = slices.Clone(p.Node.Addresses)
			}
		}
	}
	n.extra.Range(func(key, address any) bool {
		k := key.(protocol.Key)
		targets[k] = append(targets[k], address.(string))
		return true
	})
	if maps.Equal(n.aim.admitted, admitted) && maps.EqualFunc(n.aim.targets, targets, slices.Equal) {
		return
	}
	n.aim.admitted, n.aim.targets = admitted, targets
	n.net.SetTargets(targets)
	n.net.Recheck()
}

// aim is what the network was last told.
type aim struct {
	mu       sync.Mutex // guards what follows, and is held while the network is told
	admitted map[protocol.Key]bool
	targets  map[protocol.Key][]string
}

// Connect keeps a connection to the node at an address, besides those that profiles name. The gate lets only admitted
// nodes through; see [Node.JoinAt] for a newcomer.
func (n *Node) Connect(address string) (protocol.Key, error) {
	key, at, err := p2p.ParseAddress(address)
	if err != nil {
		return protocol.Key{}, err
	}
	n.extra.Store(key, at)
	n.retarget()
	n.net.Nudge()
	return key, nil
}

// tell logs what is worth it, wakes who waits, and starts what follows.
func (n *Node) tell(notes []exchange.Note) {
	for _, note := range notes {
		switch note.Kind {
		case exchange.NoteFault:
			n.log.Warn("a peer sent what it must not", "peer", note.Peer, "detail", note.Detail)
		case exchange.NoteFork:
			n.log.Error("a repository has forked", "repository", note.Repository, "detail", note.Detail)
		case exchange.NoteLists:
			n.log.Info("the lists changed", "detail", note.Detail)
		case exchange.NoteEnded:
			n.due()
		}
	}
	if len(notes) > 0 {
		n.changes.announce()
	}
}

func (n *Node) due() {
	select {
	case n.erase <- struct{}{}:
	default:
	}
}

// erasePause is the time after which an erasure that did not succeed is tried again.
const erasePause = 2 * time.Second

// gatherPause is how long what is due for erasure is gathered before it is erased. Erasing rewrites files: at once, it
// would slow down the very contents that came under the same head, and do the same for each of a hundred edits.
const gatherPause = 250 * time.Millisecond

// eraser erases what was withdrawn or ended, and lets the machine say so only then.
func (n *Node) eraser(ctx context.Context) {
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.erase:
			if again == nil {
				again = time.After(gatherPause)
			}
			continue
		case <-again:
		}
		erased, err := n.store.Erase(ctx)
		again = nil
		if err != nil && ctx.Err() == nil {
			n.log.Warn("what was withdrawn is not erased yet; it is tried again", "error", err)
			again = time.After(erasePause)
		}
		for _, r := range erased {
			if _, err := n.do(ctx, job{event: exchange.Purged{Repository: r}}); errors.Is(err, ErrStopped) || ctx.Err() != nil {
				return
			} // what a full disk refuses is told again by the machine that is made anew
		}
		if len(erased) > 0 {
			n.changes.announce()
		}
	}
}

// changes lets many wait for the next change.
type changes struct {
	mu   sync.Mutex
	next chan struct{}
}

// wait returns a channel that is closed at the next change.
func (c *changes) wait() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == nil {
		c.next = make(chan struct{})
	}
	return c.next
}

func (c *changes) announce() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next != nil {
		close(c.next)
		c.next = nil
	}
}
