package exchange

import (
	"testing"

	"praxis/protocol"
)

// A notice is answered by the one goroutine that does everything else: whoever is shut out must not keep it busy by naming
// one repository again and again.
func TestANoticeLooksThroughSoManyEntriesAndNoMore(t *testing.T) {
	w := worldOf(t, 3)
	a, c := w.node("A"), w.node("C")
	w.connect(a, c)
	w.must(a, manyNotes(w, maxTold/2+1))
	w.settle()
	w.tellStanding([]string{"C", "former"})
	w.settle()
	name := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
	if !a.machine.onceHeld(c.key(), name) {
		t.Fatal("A does not know that C held what it shared")
	}
	ask := func(held ...HeldLog) (looked uint64, more bool) {
		q := &NoticeRequest{Charter: 1, Current: a.machine.net.Charters()[0].Hash(), Held: held}
		answer := w.must(a, Asked{From: c.key(), Request: q}).Answer.(*Notice)
		for _, l := range answer.Logs {
			looked += l.Told
		}
		return looked, answer.More
	}
	one := HeldLog{Body: name.Body, Audience: name.Audience}
	if looked, more := ask(one); looked != maxTold/2+1 || more {
		t.Errorf("a notice about one repository looks through %d entries, and there are more: %v", looked, more)
	}
	held := make([]HeldLog, 500)
	for i := range held {
		held[i] = one
	}
	if looked, more := ask(held...); looked > maxTold || !more {
		t.Errorf("a notice about one repository, named 500 times, looks through %d entries, and there are more: %v", looked, more)
	}
}

// A notice may tell of one repository twice. What the second part says is read before the first is stored, and must not
// undo it: a withdrawal stands.
func TestANoticeThatTellsTwiceUndoesNoWithdrawal(t *testing.T) {
	w := worldOf(t, 3)
	a, c := w.node("A"), w.node("C")
	w.connect(a, c)
	share := func(ends bool) protocol.ID {
		d := w.version("note", protocol.AudienceNPMs, 0, 10)
		d.Ends = ends
		w.must(a, Publish{Audience: protocol.AudienceNPMs, Documents: []Document{d}})
		w.settle()
		return d.ID
	}
	id := share(false)
	share(false)
	w.tellStanding([]string{"C", "former"})
	w.settle()
	share(true)
	w.must(a, Publish{Audience: protocol.AudienceNPMs, Withdraw: []protocol.ID{id}})
	divided := false
	a.tamper = func(_ *simNode, _, reply Message) Message {
		n, ok := reply.(*Notice)
		if !ok || len(n.Logs) != 1 || len(n.Logs[0].Entries) != 2 {
			return reply
		}
		divided = true
		ends, withdraws := n.Logs[0], n.Logs[0]
		ends.Entries, withdraws.Entries = ends.Entries[:1], withdraws.Entries[1:]
		return &Notice{Lists: n.Lists, Logs: []EndedLog{withdraws, ends}}
	}
	w.pass(130)
	name := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
	rec, err := c.store.Document(name, id)
	if err != nil || !divided || !rec.Withdrawn {
		t.Errorf("A told twice of one repository: %v; the document is withdrawn at C: %v, %v", divided, rec.Withdrawn, err)
	}
}
