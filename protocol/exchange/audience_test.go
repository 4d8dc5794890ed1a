package exchange

import (
	"testing"

	"praxis/protocol"
	"praxis/protocol/log"
)

// withNote is a network of two NPMs and a secretariat, who have all met, in which A has shared a note with the NPMs and the push of
// it is on its way to B.
func withNote(t *testing.T) (w *world, a, b, s *simNode, push *Push) {
	w = newWorld(t)
	w.tellNetwork([]string{"2", "secretariat", ""})
	a, b, s = w.node("A"), w.node("B"), w.node("S")
	w.connect(a, b)
	w.connect(a, s)
	w.connect(b, s)
	w.settle()
	ready := w.must(a, Publish{Audience: protocol.AudienceNPMs, Documents: []Document{w.version("note", protocol.AudienceNPMs, 0, 10)}})
	for _, q := range ready.Requests {
		if p, ok := q.Request.(*Push); ok && q.To == b.key() {
			push = p
		} else if ok {
			t.Errorf("the note is offered to %s", w.nodeName(q.To))
		}
	}
	if push == nil {
		t.Fatal("the note is offered to nobody")
	}
	return w, a, b, s, push
}

// Who may not hold a repository is served nothing of it, however they ask: they need no offer to name it.
func TestWhoMayNotHoldIsServedNothing(t *testing.T) {
	w, a, b, s, _ := withNote(t)
	w.settle()
	body := w.org.member("A").body()
	pull := &Pull{Body: body, Root: protocol.Hash(log.Edge{}.Root()), Audience: protocol.AudienceNPMs}
	get := &Get{Body: body, Audience: protocol.AudienceNPMs, Runs: []Run{{From: 0, Count: 1}}}
	for _, server := range []*simNode{a, b} {
		for _, asks := range []*simNode{s, a, b} {
			if asks == server {
				continue
			}
			may := asks != s
			if e := w.must(server, Asked{From: asks.key(), Request: pull}).Answer.(*Entries); len(e.Entries) > 0 != may || len(e.Head) > 0 != may {
				t.Errorf("%s pulls %d entries and a head of %d bytes from %s", asks.name, len(e.Entries), len(e.Head), server.name)
			}
			if c := w.must(server, Asked{From: asks.key(), Request: get}).Answer.(*Contents); len(c.Blocks) > 0 != may {
				t.Errorf("%s gets %d blocks from %s", asks.name, len(c.Blocks), server.name)
			}
		}
	}
}

// Nothing is taken from who may not hold it, nor by who may not: what leaked once is not spread.
func TestWhatSomebodyMayNotHoldIsNotTaken(t *testing.T) {
	w, a, b, s, push := withNote(t)
	name := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
	for _, c := range []struct {
		from, to *simNode
		taken    int
	}{{b, s, 0}, {a, s, 0}, {s, b, 0}, {a, b, 1}} {
		w.must(c.to, Asked{From: c.from.key(), Request: push})
		if n := len(c.to.store.log(name).entries); n != c.taken {
			t.Errorf("%s holds %d entries after %s pushed one", c.to.name, n, c.from.name)
		}
	}
}

// Who may not hold a content is not asked for it: a request tells that there is one.
func TestContentsAreAskedOnlyOfWhoMayHoldThem(t *testing.T) {
	for _, alone := range []bool{false, true} { // with the secretariat
		w, a, b, s, push := withNote(t)
		w.settle()
		w.must(b, Disconnected{Peer: a.key()})
		if !alone {
			w.must(b, Connected{Peer: a.key()})
		}
		name := protocol.Repository{Body: w.org.member("A").body(), Audience: protocol.AudienceNPMs}
		r := b.machine.repos[name]
		r.missing = runs{{From: push.From, Count: 1}} // as after a content that did not come
		b.machine.out = &Ready{}
		b.machine.fetch(r)
		for _, q := range b.machine.out.Requests {
			if q.To == s.key() {
				t.Errorf("B asks the secretariat: %T", q.Request)
			}
		}
	}
}
