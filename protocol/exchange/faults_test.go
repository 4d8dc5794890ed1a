package exchange

import (
	"errors"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// What a node takes of a file of which part is not valid it must also store: else it is gone with the next start, and a
// charter that follows it is stored without it.
func TestWhatIsTakenOfAFaultyFileIsStored(t *testing.T) {
	w := worldOf(t, 3)
	n := w.nodes[0]
	w.org.charters = append(w.org.charters, w.org.charter())
	l := w.org.lists()
	l.Profiles = append(l.Profiles, []byte("no profile"))
	_ = w.read(n, l) // that part of it was left out may be said
	believed := n.machine.Network().Charter().Value().Version
	w.start(n)
	if held := n.machine.Network().Charter().Value().Version; held != believed {
		t.Errorf("the node believed charter %d, and after a restart %d", believed, held)
	}
	if err := w.read(n, Lists{Profiles: [][]byte{[]byte("no profile")}}); err == nil {
		t.Error("a file with nothing valid is taken")
	}
}

// What a peer serves as entries is kept until the root can be compared: it must not fill the memory until then.
func TestEntriesThatAreTooLongAreRefusedAtOnce(t *testing.T) {
	w := worldOf(t, 2)
	a, b := w.nodes[0], w.nodes[1]
	w.must(a, manyNotes(w, 700))
	junk := make([]byte, 100<<10)
	served := 0
	a.tamper = func(_ *simNode, _, reply Message) Message {
		e, ok := reply.(*Entries)
		if !ok || len(e.Head) == 0 {
			return reply
		}
		served++
		return &Entries{Head: e.Head, Entries: [][]byte{junk, junk, junk}}
	}
	w.connect(a, b)
	w.settle()
	if served == 0 {
		t.Fatal("nothing was pulled")
	}
	for name, r := range b.machine.repos {
		if r.pull != nil {
			t.Errorf("%d bytes are kept of what cannot be entries of %s", len(r.pull.entries)*len(junk), w.repositoryName(name))
		}
	}
	if served > 10 {
		t.Errorf("what cannot be entries was asked for %d times", served)
	}
}

func TestTheLongestEntryIsNoLongerThanTaken(t *testing.T) {
	b, err := wire.ParseBlock(wire.DAGCBOR, []byte{0x80})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := protocol.Entry{Op: protocol.OpPut, Document: protocol.ID{1}, Version: 1<<63 - 1, Content: b.CID(), Ends: true}.Encode()
	if err != nil || len(raw) > maxEntry {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
}

// What a new epoch does not continue is deleted like what was withdrawn, and somebody has to be told that it is due.
func TestWhatFallsAwayIsSaidToBeDue(t *testing.T) {
	w := worldOf(t, 2)
	a, b := w.nodes[0], w.nodes[1]
	w.connect(a, b)
	w.settle()
	w.must(a, manyNotes(w, 3))
	w.settle()
	r := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
	l := b.machine.ledger(b.machine.repos[r], 1)
	b.machine.out = &Ready{}
	if err := l.cut(0); err != nil || l.ended != 3 {
		t.Errorf("%d contents fall away, want 3: %v", l.ended, err)
	}
}

// unreadable is a store that cannot tell which linked blocks it holds.
type unreadable struct{ Store }

var errUnreadable = errors.New("the disk does not answer")

func (unreadable) HasBlock(protocol.Repository, wire.CID) (bool, error) { return false, errUnreadable }

// A wish that fails after the machine has taken a part of it must not be taken for one that was refused: the machine would
// go on from a head that is stored nowhere.
func TestAWishThatBreaksOffLeavesNoMachineBehind(t *testing.T) {
	w := worldOf(t, 2)
	a := w.node("A")
	w.must(a, Tick{})
	wish := Publish{Audience: protocol.AudienceNPMs, Documents: []Document{w.version("note", protocol.AudienceNPMs, 2, 10)}}
	refused := Publish{Audience: protocol.AudienceNPMs, Withdraw: []protocol.ID{idOf("nothing")}}
	if _, err := w.step(a, refused); err == nil || a.machine.Broken() {
		t.Fatalf("a refusal breaks the machine: %v", err)
	}
	a.machine.store = unreadable{a.store}
	if _, err := w.step(a, wish); !errors.Is(err, errUnreadable) {
		t.Fatalf("it did not break off: %v", err)
	}
	a.machine.store = a.store
	if !a.machine.Broken() {
		t.Error("the machine does not say that it must be made anew")
	}
	for _, e := range []Event{wish, Tick{}} {
		if _, err := w.step(a, e); !errors.Is(err, errUnreadable) {
			t.Errorf("%T: the machine goes on from what is not stored: %v", e, err)
		}
	}
	w.start(a)
	w.must(a, wish)
}

// What a step has changed of a log the store does not answer for yet: a push that comes in the same step as an offer that
// waited would be judged by records from before, and a version that falls away stand in the way of the one that follows.
func TestAPushIsNotTakenOnTopOfWhatIsNotStored(t *testing.T) {
	w := worldOf(t, 2)
	a, b := w.node("A"), w.node("B")
	w.must(a, Tick{})
	w.connect(a, b)
	w.settle()
	wish := Publish{Audience: protocol.AudienceNPMs, Documents: []Document{w.version("note", protocol.AudienceNPMs, 0, 10)}}
	ready, err := a.machine.Step(w.now, wish)
	if err != nil || len(ready.Requests) == 0 {
		t.Fatalf("A pushes nothing: %v", err)
	}
	name := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
	push := ready.Requests[0].Request.(*Push)
	for _, changed := range []bool{true, false} {
		b.machine.out = &Ready{}
		if changed {
			b.machine.out.Batch.Logs = []LogChange{{Repository: name}}
		}
		before := len(b.machine.out.Batch.Logs)
		if err := b.machine.pushed(a.key(), push); err != nil {
			t.Fatal(err)
		}
		if taken := len(b.machine.out.Batch.Logs) > before; taken == changed {
			t.Errorf("the log has changed in this step: %v; a push of it is taken: %v", changed, taken)
		}
		b.machine.repos[name].pull = nil
	}
}
