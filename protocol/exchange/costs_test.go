package exchange

import (
	"fmt"
	"slices"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// ledgerOf opens a ledger at B for what A shares, with nothing held.
func ledgerOf(t *testing.T) *ledger {
	b := worldOf(t, 2).node("B")
	b.machine.out = &Ready{}
	return b.machine.ledger(b.machine.repository(protocol.Repository{Body: idOf("a writer"), Audience: protocol.AudienceNPMs}), 0)
}

func put(version uint64, ends bool) protocol.Entry {
	return protocol.Entry{Op: protocol.OpPut, Document: idOf("one document"), Version: version, Content: wire.CID{1}, Ends: ends}
}

// A writer may put the versions of a document in any order and without end. What a node keeps of them, and looks through
// with each, has an end; a withdrawal reaches what it holds all the same.
func TestADocumentHasSoManyVersionsAndNoMore(t *testing.T) {
	l := ledgerOf(t)
	const puts = 3 * maxVersions
	for i := range uint64(puts) {
		if err := l.apply(i, put(puts-i, false)); err != nil {
			t.Fatal(err)
		}
	}
	rec := l.changes[0].Record
	if len(rec.Versions) != maxVersions || l.r.missing.count() != maxVersions || l.r.missing.first(0) != 0 {
		t.Fatalf("%d versions are kept, and %d contents from %d on wanted", len(rec.Versions), l.r.missing.count(), l.r.missing.first(0))
	}
	if err := l.apply(puts, protocol.Entry{Op: protocol.OpWithdraw, Document: idOf("one document")}); err != nil {
		t.Fatal(err)
	}
	if len(l.r.missing) > 0 || l.ended != maxVersions {
		t.Errorf("after its withdrawal %d contents are wanted, and %d ended", l.r.missing.count(), l.ended)
	}
}

// A version beyond those that are kept ends what is below it, as any other does.
func TestAVersionBeyondTheMostStillEndsTheLower(t *testing.T) {
	l := ledgerOf(t)
	for i := range uint64(maxVersions) {
		if err := l.apply(i, put(i+1, false)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.apply(maxVersions, put(maxVersions, true)); err != nil { // a second put, which ends
		t.Fatal(err)
	}
	if err := l.apply(maxVersions+1, put(maxVersions+9, true)); err != nil {
		t.Fatal(err)
	}
	if len(l.r.missing) > 0 {
		t.Errorf("contents are wanted that have ended: %v", l.r.missing)
	}
}

// Each version ends once: with every one the lower are ended, and none is told twice.
func TestAVersionEndsOnce(t *testing.T) {
	l := ledgerOf(t)
	for i := range uint64(maxVersions) {
		if err := l.apply(i, put(i+1, true)); err != nil {
			t.Fatal(err)
		}
	}
	ended := l.m.out.Batch.Ended
	if len(ended) != maxVersions-1 || l.ended != len(ended) {
		t.Fatalf("%d endings of %d versions, %d counted", len(ended), maxVersions, l.ended)
	}
	for i, e := range ended {
		if e.Entry != uint64(i) || e.Cause != uint64(i+1) {
			t.Fatalf("ending %d is of entry %d by %d", i, e.Entry, e.Cause)
		}
	}
	if want := (runs{{From: maxVersions - 1, Count: 1}}); !slices.Equal(l.r.missing, want) {
		t.Errorf("wanted is %v, not %v", l.r.missing, want)
	}
}

// A writer is told when a document has all the versions that others keep.
func TestSharingOneVersionTooManyIsRefused(t *testing.T) {
	w := worldOf(t, 2)
	a := w.node("A")
	first := w.version("note", protocol.AudienceNPMs, 0, 10)
	p := Publish{Audience: protocol.AudienceNPMs}
	for i := range uint64(maxVersions) {
		p.Documents = append(p.Documents, Document{ID: first.ID, Version: i + 1, Blocks: first.Blocks})
	}
	w.must(a, p)
	more := Publish{Audience: p.Audience, Documents: []Document{{ID: first.ID, Version: maxVersions + 1, Blocks: first.Blocks}}}
	if _, err := w.step(a, more); err == nil {
		t.Fatal("a version is shared that nobody keeps")
	}
	w.must(a, Publish{Audience: p.Audience, Withdraw: []protocol.ID{first.ID}})
}

// lacked counts the linked blocks that a node remembers as lacking.
func lacked(n *simNode) (count int) {
	for _, r := range n.machine.repos {
		for _, part := range r.parts {
			count += len(part.lacking)
		}
	}
	return count
}

// A writer may share root blocks that link thousands of blocks, and never give those. What a node remembers of them has an
// end, and once they are given, all arrive.
func TestLinksThatLeadNowhereFillNoMemory(t *testing.T) {
	w := worldOf(t, 2)
	a, b := w.node("A"), w.node("B")
	const links, documents = 6000, maxLacking/6000 + 5
	var linked []wire.Block
	root := simRoot{}
	for i := range links {
		linked = append(linked, rawBlock(t, fmt.Sprint("linked ", i)))
		root.Links = append(root.Links, wire.Link{CID: linked[i].CID()})
	}
	p := Publish{Audience: protocol.AudienceNPMs}
	for i := range documents {
		root.Text = fmt.Sprint("root ", i)
		block, err := wire.NewBlock(root)
		if err != nil {
			t.Fatal(err)
		}
		p.Documents = append(p.Documents, Document{ID: idOf(root.Text), Version: 1, Blocks: append([]wire.Block{block}, linked...)})
	}
	w.must(a, p)
	most := 0
	a.tamper = func(_ *simNode, request, reply Message) Message {
		most = max(most, lacked(b))
		if q, ok := request.(*Get); ok && len(q.Blocks) > 0 && len(q.Runs) == 0 {
			return withholdContents(nil, request, reply)
		}
		return reply
	}
	w.connect(a, b)
	w.settle()
	w.pass(130)
	if most < maxLacking/2 || most > maxLacking {
		t.Errorf("up to %d linked blocks were remembered as lacking", most)
	}
	a.tamper = nil
	w.pass(130)
	name := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
	if missing, _ := b.store.Missing(name, 0); len(missing) > 0 {
		t.Errorf("after A gave them, B lacks %v", missing)
	}
}

// What one member's nodes give in all pulls together has an end, and others are not held up by it.
func TestAMemberHasSoManyEntriesUnderWayAndNoMore(t *testing.T) {
	w := worldOf(t, 3)
	a, b, c := w.node("A"), w.node("B"), w.node("C")
	for _, n := range []*simNode{a, c} {
		for _, audience := range []protocol.Audience{protocol.AudienceNPMs, protocol.AudienceNetwork} {
			w.must(n, Publish{Audience: audience, Documents: []Document{w.version(n.name+string(audience), audience, 0, 10)}})
		}
	}
	other := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
	a.tamper = func(_ *simNode, request, reply Message) Message {
		if q, ok := request.(*Pull); ok && q.Audience == protocol.AudienceNetwork {
			b.machine.repos[other].pull.entries = make([][]byte, maxPulled) // as if so many had come of it already
		}
		return reply
	}
	w.connect(c, b)
	w.connect(a, b)
	w.settle()
	held := func(n *simNode) (count int) {
		for _, audience := range []protocol.Audience{protocol.AudienceNPMs, protocol.AudienceNetwork} {
			count += len(b.store.log(protocol.Repository{Body: w.org.member(n.name).body(), Audience: audience}).entries)
		}
		return count
	}
	if held(a) > 0 || held(c) != 2 {
		t.Errorf("B holds %d entries of A and %d of C", held(a), held(c))
	}
	a.tamper = nil
	w.pass(130)
	if held(a) != 2 {
		t.Errorf("B never took what A had to give in the end: %d", held(a))
	}
}
