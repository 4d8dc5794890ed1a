package exchange

import (
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
