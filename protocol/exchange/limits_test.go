package exchange

import (
	"fmt"
	"strings"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// TestRepliesFitAFrame shares as much as the limits allow and has it all travel: every frame of it must fit, and nothing
// may be left behind.
func TestRepliesFitAFrame(t *testing.T) {
	w := worldOf(t, 2)
	a, b := w.node("A"), w.node("B")
	largest := 0
	b.tamper, a.tamper = w.measure(&largest), w.measure(&largest)
	p := Publish{Audience: protocol.AudienceNPMs}
	for i := range 6 { // each of 8 MiB: a root and blocks of 256 KiB
		d := Document{ID: idOf(fmt.Sprint("large", i)), Version: 1}
		root := simRoot{Text: strings.Repeat("r", 200<<10)}
		var parts []wire.Block
		for j := range 31 {
			part := rawBlock(t, fmt.Sprint(i, j)+strings.Repeat("p", wire.MaxBlock-8))
			parts = append(parts, part)
			root.Links = append(root.Links, wire.Link{CID: part.CID()})
		}
		r, err := wire.NewBlock(root)
		if err != nil {
			t.Fatal(err)
		}
		d.Blocks = append([]wire.Block{r}, parts...)
		p.Documents = append(p.Documents, d)
	}
	d := Document{ID: idOf("many links"), Version: 1} // a root that links thousands of small blocks
	var links simRoot
	for j := range 5000 {
		part := rawBlock(t, fmt.Sprint("small ", j))
		d.Blocks = append(d.Blocks, part)
		links.Links = append(links.Links, wire.Link{CID: part.CID()})
	}
	r, err := wire.NewBlock(links)
	if err != nil {
		t.Fatal(err)
	}
	d.Blocks = append([]wire.Block{r}, d.Blocks...)
	p.Documents = append(p.Documents, d)
	w.must(a, p)
	w.must(a, manyNotes(w, 15000))
	w.connect(a, b)
	w.settle()
	name := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
	missing, _ := b.store.Missing(name, 0)
	l := b.store.log(name)
	if len(missing) > 0 || len(l.roots) != 15007 || len(l.linked) != 6*31+5000 {
		t.Fatalf("B holds %d roots and %d linked blocks, and lacks %v", len(l.roots), len(l.linked), missing)
	}
	t.Logf("the largest answer had %d bytes", largest)
}

// measure keeps the size of the largest answer, and fails on one that does not fit.
func (w *world) measure(largest *int) func(*simNode, Message, Message) Message {
	return func(_ *simNode, _, reply Message) Message {
		b, err := wire.Encode(reply)
		if err != nil || len(b) > wire.MaxFrame {
			w.t.Fatalf("an answer of %d bytes: %v", len(b), err)
		}
		*largest = max(*largest, len(b))
		return reply
	}
}

func manyNotes(w *world, n int) Publish {
	p := Publish{Audience: protocol.AudienceNPMs}
	for i := range n {
		p.Documents = append(p.Documents, w.version(fmt.Sprintf("many-%d", i), p.Audience, 0, 10))
	}
	return p
}

// TestFiftyMembers has a newcomer take the lists, heads and accounts of fifty organisations from one of them.
func TestFiftyMembers(t *testing.T) {
	w := newWorld(t)
	for i := range 50 {
		w.org.newMember(fmt.Sprintf("N%d", i), protocol.StandingNPM)
	}
	w.org.found()
	w.tick()
	hub, largest := w.nodes[0], 0
	hub.tamper = w.measure(&largest)
	for _, n := range w.nodes[1:] {
		w.connect(hub, n)
	}
	w.settle()
	w.pass(130)
	last := w.nodes[49]
	w.disconnect(hub, last)
	w.now += day
	w.tick()
	w.settle()
	w.pass(130)
	w.requests, w.bytes, w.content = 0, 0, 0
	w.lines = nil
	w.connect(hub, last)
	w.settle()
	w.pass(130)
	if got := len(last.machine.names()); got != 100 {
		t.Fatalf("the last node holds %d repositories", got)
	}
	if hub.machine.digest(last.key()) != last.machine.digest(hub.key()) {
		t.Fatalf("they do not agree:\n%s", strings.Join(w.lines, "\n"))
	}
	t.Logf("the largest answer of the hub had %d bytes", largest)
}

// TestListsComeInPages gives a newcomer more lists than fit a frame.
func TestListsComeInPages(t *testing.T) {
	w := worldOf(t, 3)
	a, b := w.node("A"), w.node("B")
	largest := 0
	a.tamper = w.measure(&largest)
	for i := range 400 {
		d := must(t, protocol.Denial{Time: w.now - 2*protocol.DenialTerm - int64(i), Nodes: []protocol.Key{{1}}, Charter: 1, Reason: strings.Repeat("long ", 800),
			Network: w.org.network().ID()}, w.org.charterKeys()[0])
		w.org.denials = append(w.org.denials, d)
	}
	if err := w.read(a, Lists{Denials: w.org.lists().Denials}); err != nil {
		t.Fatal(err)
	}
	w.connect(a, b)
	w.settle()
	if got := len(b.machine.Network().Denials()); got != 400 {
		t.Fatalf("B has %d of 400 denials", got)
	}
	if largest < frameRoom/2 {
		t.Fatalf("the largest page had %d bytes: too little for this test to say anything", largest)
	}
}
