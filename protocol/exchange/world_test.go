package exchange

import (
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// start is the time at which every story begins: 1 January 2026, 12:00 UTC.
const start = 1767268800

// world is a simulated network: nodes, the connections between them, and the messages under way. Time stands still
// unless a story lets it pass.
type world struct {
	t         testing.TB
	now       int64
	org       *organisations
	nodes     []*simNode
	queue     []*parcel
	shared    map[string]*sharedDocument
	faults    []*fault
	lines     []string // what happened since the story last asked
	requests  int
	bytes     int // of frames delivered, both ways
	content   int // of which blocks
	delivered int
	exempt    map[protocol.Key]bool // nodes that held something rightly before they lost the right
}

// simNode is one node: a machine, and its store.
type simNode struct {
	name    string
	private ed25519.PrivateKey
	machine *Machine
	store   *simStore
	reach   map[protocol.Key]*simNode // connections
	tamper  func(to *simNode, request, reply Message) Message
}

// parcel is a message under way; without a message it is the store's word that it erased.
type parcel struct {
	from, to *simNode
	request  Message // the sender's own, if it is a request; else the one that is answered
	reply    Message
	frame    []byte
	erased   protocol.Repository
}

// kind is the name of the message.
func (p *parcel) kind() string {
	m := p.request
	if p.reply != nil {
		m = p.reply
	}
	if m == nil {
		return "erased"
	}
	return strings.TrimSuffix(m.WireFormat(), "/1")
}

// simStore is a [Memory] whose erasure takes until it is told to.
type simStore struct {
	*Memory
	slow bool
	due  map[protocol.Repository]uint64
}

func (s *simStore) Unpurged(r protocol.Repository) (uint64, bool, error) {
	cause, any := s.due[r]
	return cause, any, nil
}

func (s *simStore) apply(b Batch) error {
	for _, e := range b.Ended {
		if cause, any := s.due[e.Repository]; !any || e.Cause < cause {
			s.due[e.Repository] = e.Cause
		}
	}
	return s.Apply(b)
}

func (n *simNode) key() protocol.Key { return protocol.KeyOf(n.private) }

func (w *world) add(name string, private ed25519.PrivateKey) *simNode {
	n := &simNode{name: name, private: private, reach: map[protocol.Key]*simNode{},
		store: &simStore{Memory: NewMemory(), due: map[protocol.Repository]uint64{}}}
	w.nodes = append(w.nodes, n)
	w.start(n)
	return n
}

func (w *world) start(n *simNode) {
	var err error
	if n.machine, err = New(n.private, n.store); err != nil {
		w.t.Fatalf("%s does not start: %v", n.name, err)
	}
}

func (w *world) node(name string) *simNode {
	for _, n := range w.nodes {
		if n.name == name {
			return n
		}
	}
	w.t.Fatalf("there is no node %s", name)
	return nil
}

// step gives a node an event, stores what it asks to store, and sends what it asks to send, in that order.
func (w *world) step(n *simNode, e Event) (Ready, error) {
	ready, err := n.machine.Step(w.now, e)
	if err != nil {
		return ready, err
	}
	if err := n.store.apply(ready.Batch); err != nil {
		w.t.Fatalf("%s cannot store: %v", n.name, err)
	}
	w.checkSaid(n, e, ready)
	for _, note := range ready.Notes {
		w.tellNote(n, note)
	}
	for _, o := range ready.Requests {
		if to := n.reach[o.To]; to != nil {
			w.queue = append(w.queue, &parcel{from: n, to: to, request: o.Request, frame: w.frame(o.Request)})
		}
	}
	if !n.store.slow {
		w.erase(n)
	}
	return ready, nil
}

// must is a step that cannot fail, because no wish of the node is in it.
func (w *world) must(n *simNode, e Event) Ready {
	ready, err := w.step(n, e)
	if err != nil {
		w.t.Fatalf("%s: %T: %v", n.name, e, err)
	}
	return ready
}

// erase has a store erase what is due; the machine hears of it later.
func (w *world) erase(n *simNode) {
	names := make([]protocol.Repository, 0, len(n.store.due))
	for r := range n.store.due {
		names = append(names, r)
	}
	slices.SortFunc(names, compareNames)
	clear(n.store.due)
	for _, r := range names {
		w.queue = append(w.queue, &parcel{from: n, to: n, erased: r})
	}
}

// frame is a message as it travels: every one must fit.
func (w *world) frame(m Message) []byte {
	b, err := wire.Encode(m)
	if err != nil {
		w.t.Fatalf("a message that cannot travel: %v", err)
	}
	return append(binary.AppendUvarint(nil, uint64(len(b))), b...)
}

func unframe(frame []byte, into Message) error {
	_, n := binary.Uvarint(frame)
	return wire.Decode(frame[n:], into)
}

// blank returns an empty request or reply, for reading one off a frame.
func blank(like Message, reply bool) Message {
	for _, kind := range Requests() {
		if fmt.Sprintf("%T", kind.Request) != fmt.Sprintf("%T", like) {
			continue
		}
		if reply {
			return kind.Reply
		}
		return kind.Request
	}
	panic("no such request")
}

// deliver takes one message out of the queue and to where it goes.
func (w *world) deliver(at int) {
	p := w.queue[at]
	w.queue = slices.Delete(w.queue, at, at+1)
	w.delivered++
	switch {
	case p.request == nil:
		w.must(p.to, Purged{Repository: p.erased})
	case p.from.reach[p.to.key()] != p.to:
		// the connection is gone, and both sides know
	case p.reply == nil:
		w.deliverRequest(p)
	default:
		w.deliverReply(p)
	}
}

func (w *world) deliverRequest(p *parcel) {
	if w.strike(p, p.request) {
		return
	}
	w.requests++
	w.bytes += len(p.frame)
	got := blank(p.request, false)
	if err := unframe(p.frame, got); err != nil {
		w.t.Fatalf("%T does not arrive as it was sent: %v", p.request, err)
	}
	w.content += blockBytes(got)
	ready := w.must(p.to, Asked{From: p.from.key(), Request: got})
	answer := ready.Answer
	if p.to.tamper != nil {
		answer = p.to.tamper(p.from, got, answer)
	}
	w.tellExchange(p, got, answer)
	w.queue = append(w.queue, &parcel{from: p.to, to: p.from, request: p.request, reply: answer, frame: w.frame(answer)})
}

func (w *world) deliverReply(p *parcel) {
	if w.strike(p, p.reply) {
		return
	}
	w.bytes += len(p.frame)
	got := blank(p.request, true)
	if err := unframe(p.frame, got); err != nil {
		w.lines = append(w.lines, fmt.Sprintf("%s cannot read what %s answered", p.to.name, p.from.name))
		w.must(p.to, Failed{From: p.from.key(), Request: p.request})
		return
	}
	w.content += blockBytes(got)
	w.must(p.to, &Answered{From: p.from.key(), Request: p.request, Reply: got})
}

func blockBytes(m Message) (n int) {
	var blocks [][]byte
	switch m := m.(type) {
	case *Push:
		blocks = m.Blocks
	case *Contents:
		blocks = m.Blocks
	}
	for _, b := range blocks {
		n += len(b)
	}
	return n
}

// settle delivers everything, the oldest first, until nothing is under way.
func (w *world) settle() {
	for n := 0; len(w.queue) > 0; n++ {
		if n > 50000 {
			w.t.Fatalf("the network does not come to rest:\n%s", strings.Join(w.lines[max(0, len(w.lines)-20):], "\n"))
		}
		w.deliver(0)
	}
	w.checkRest()
}

func (w *world) connect(a, b *simNode) {
	if a.reach[b.key()] != nil || b.reach[a.key()] != nil {
		w.t.Fatalf("%s and %s are connected already, or to a twin", a.name, b.name)
	}
	a.reach[b.key()], b.reach[a.key()] = b, a
	w.must(a, Connected{Peer: b.key()})
	w.must(b, Connected{Peer: a.key()})
}

func (w *world) disconnect(a, b *simNode) {
	if a.reach[b.key()] != b {
		return
	}
	delete(a.reach, b.key())
	delete(b.reach, a.key())
	w.must(a, Disconnected{Peer: b.key()})
	w.must(b, Disconnected{Peer: a.key()})
}

func (w *world) peersOf(n *simNode) []*simNode {
	var peers []*simNode
	for _, o := range w.nodes {
		if n.reach[o.key()] == o {
			peers = append(peers, o)
		}
	}
	return peers
}

// restart ends a node in the middle of whatever it does and makes it anew from its store.
func (w *world) restart(n *simNode) {
	peers := w.peersOf(n)
	w.queue = slices.DeleteFunc(w.queue, func(p *parcel) bool { return p.from == n || p.to == n })
	for _, o := range peers {
		delete(n.reach, o.key())
		delete(o.reach, n.key())
		w.must(o, Disconnected{Peer: n.key()})
	}
	w.start(n)
	for _, o := range peers {
		w.connect(n, o)
	}
}

// pass lets time go by, ten seconds at a time.
func (w *world) pass(seconds int64) {
	for until := w.now + seconds; w.now < until; {
		w.now = min(until, w.now+10)
		w.tick()
		w.settle()
	}
}

func (w *world) tick() {
	for _, n := range w.nodes {
		w.must(n, Tick{})
	}
}

// fault befalls the next message of a kind from one node to another.
type fault struct {
	from, to, kind, what string
}

// strike applies the fault that waits for a message, if any. It tells whether the message is gone.
func (w *world) strike(p *parcel, m Message) (gone bool) {
	kind := strings.TrimSuffix(m.WireFormat(), "/1")
	for i, f := range w.faults {
		if f.from != p.from.name || f.to != p.to.name || f.kind != kind {
			continue
		}
		w.faults = slices.Delete(w.faults, i, i+1)
		switch f.what {
		case "lose":
			asker := p.from
			if p.reply != nil {
				asker = p.to
			}
			other := p.from
			if asker == other {
				other = p.to
			}
			w.lines = append(w.lines, fmt.Sprintf("lost: %s from %s to %s", kind, p.from.name, p.to.name))
			w.must(asker, Failed{From: other.key(), Request: p.request})
			return true
		case "truncate":
			p.frame = p.frame[:len(p.frame)-1]
		case "repeat":
			again := *p
			w.queue = append(w.queue, &again)
		}
		return false
	}
	return false
}

// errWish is what a node answers to a wish of its own, for a story to print.
func errWish(err error) string {
	if err == nil {
		return ""
	}
	var field *protocol.FieldError
	if errors.As(err, &field) {
		return "refused: " + field.Error()
	}
	return "refused: " + err.Error()
}
