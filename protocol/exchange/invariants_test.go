package exchange

import (
	"bytes"
	"slices"

	"praxis/protocol"
	"praxis/protocol/log"
)

// checkSaid checks that what a node is about to say of itself is in its store: a batch comes before the messages that
// tell of it.
func (w *world) checkSaid(n *simNode, e Event, ready Ready) {
	for _, o := range ready.Requests {
		switch q := o.Request.(type) {
		case *Push:
			w.checkHead(n, q.Head)
		case *Account:
			for _, raw := range q.Holdings {
				w.checkAccount(n, raw)
			}
		}
	}
	switch a := ready.Answer.(type) {
	case *Heads:
		for _, raw := range a.Heads {
			w.checkHead(n, raw)
		}
	case *Entries:
		if len(a.Head) > 0 {
			w.checkHead(n, a.Head)
		}
	case *Pushed:
		if len(a.Holdings) > 0 {
			w.checkAccount(n, a.Holdings)
		}
		if a.Held {
			h, err := protocol.Open[protocol.Head](e.(Asked).Request.(*Push).Head)
			if err != nil {
				w.t.Fatalf("%s says that it holds what it cannot read: %v", n.name, err)
			}
			l := n.store.log(h.Value().Repository())
			if missing, _ := n.store.Missing(h.Value().Repository(), 0); len(missing) > 0 || h.Value().Newer(l.state.Head.Value()) {
				w.t.Fatalf("%s says that it holds %s and does not", n.name, w.repositoryName(h.Value().Repository()))
			}
		}
	}
}

func (w *world) checkHead(n *simNode, raw []byte) {
	h, err := protocol.Open[protocol.Head](raw)
	if err != nil {
		w.t.Fatalf("%s sends a head that cannot be read: %v", n.name, err)
	}
	if stored := n.store.log(h.Value().Repository()).state.Head; !bytes.Equal(stored.Bytes(), raw) {
		w.t.Fatalf("%s sends a head of %s that it has not stored", n.name, w.repositoryName(h.Value().Repository()))
	}
}

func (w *world) checkAccount(n *simNode, raw []byte) {
	a, err := protocol.Open[protocol.Holdings](raw)
	if err != nil || !a.SignedBy(n.key()) {
		w.t.Fatalf("%s gives an account that is not its own: %v", n.name, err)
	}
	for _, h := range a.Value().Held {
		name := protocol.Repository{Body: h.Body, Audience: a.Value().Audience}
		l := n.store.log(name)
		missing, _ := n.store.Missing(name, 0)
		cause, due := n.store.due[name]
		switch {
		case h.Size != uint64(len(l.entries)) || h.Epoch != l.state.Head.Value().Epoch:
			w.t.Fatalf("%s says that it holds %d entries of %s; it has stored %d", n.name, h.Size, w.repositoryName(name), len(l.entries))
		case h.Missing != runs(missing).count() || h.Complete != runs(missing).first(h.Size):
			w.t.Fatalf("%s says that it misses %d contents of %s; it misses %v", n.name, h.Missing, w.repositoryName(name), missing)
		case due && h.Purged > cause:
			w.t.Fatalf("%s says that it has purged %s below %d; what %d ended is still there", n.name, w.repositoryName(name), h.Purged, cause)
		}
	}
}

// checkRest checks what holds whenever nothing is under way.
func (w *world) checkRest() {
	net := w.org.network()
	for _, n := range w.nodes {
		for name, l := range n.store.repos {
			if l.state.Head.IsZero() {
				continue
			}
			where := n.name + " of " + w.repositoryName(name)
			if !w.exempt[n.key()] && !net.May(n.key(), name, w.now) {
				w.t.Fatalf("%s: it holds what it may not", where)
			}
			w.checkLog(where, l)
			w.checkContents(where, l)
		}
		for name, r := range n.machine.repos {
			if len(r.asked) > 0 || len(r.coming) > 0 || r.pull != nil || r.sent != nil {
				w.t.Fatalf("%s of %s: something is under way that nobody carries", n.name, w.repositoryName(name))
			}
			if missing, _ := n.store.Missing(name, 0); !slices.Equal(missing, []Run(r.missing)) {
				w.t.Fatalf("%s of %s: the machine misses %v, the store %v", n.name, w.repositoryName(name), r.missing, missing)
			}
		}
		for _, p := range n.machine.peers {
			if p.asking != nil || len(p.gets) > 0 {
				w.t.Fatalf("%s waits for %s, and nothing is under way", n.name, w.nodeName(p.key))
			}
		}
	}
}

// checkLog adds up a log: its entries, its edge and its head must say the same.
func (w *world) checkLog(where string, l *memoryLog) {
	var edge log.Edge
	for _, raw := range l.entries {
		edge.Append(log.LeafHash(raw))
	}
	h := l.state.Head.Value()
	if edge != l.state.Edge || protocol.Hash(edge.Root()) != h.Root || edge.Size() != h.Size {
		w.t.Fatalf("%s: entries, edge and head do not add up", where)
	}
	if again, err := log.EdgeAt(memorySource{l}, h.Size); err != nil || again != edge {
		w.t.Fatalf("%s: leaves and tiles do not add up: %v", where, err)
	}
}

// checkContents checks that nothing is held that was withdrawn or ended, and that what is held is what the log names.
func (w *world) checkContents(where string, l *memoryLog) {
	withdrawn := make(map[protocol.ID]bool)
	below := make(map[protocol.ID]uint64)
	for _, raw := range l.entries {
		e, err := protocol.ParseEntry(raw)
		if err != nil {
			w.t.Fatalf("%s: %v", where, err)
		}
		withdrawn[e.Document] = withdrawn[e.Document] || e.Op == protocol.OpWithdraw
		if e.Ends {
			below[e.Document] = max(below[e.Document], e.Version)
		}
	}
	for id, rec := range l.records {
		withdrawn[id] = withdrawn[id] || rec.Withdrawn
	}
	for number, root := range l.roots {
		e, _ := protocol.ParseEntry(l.entries[number])
		switch {
		case e.Content != root.CID():
			w.t.Fatalf("%s: the content of entry %d is not what the log names", where, number)
		case withdrawn[e.Document] || e.Version < below[e.Document]:
			w.t.Fatalf("%s: the content of entry %d was withdrawn or ended, and is held", where, number)
		}
	}
	for c := range l.linked {
		if !l.links(c) {
			w.t.Fatalf("%s: a block is held that no live content links", where)
		}
	}
}
