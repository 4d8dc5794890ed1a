package exchange

import (
	"slices"
	"strings"

	"praxis/protocol"
	"praxis/protocol/log"
)

// hostileSentences are those about a node that does not do as it should.
func hostileSentences() []sentence {
	return []sentence{
		form(`(\w+) (withholds contents|withholds entries|serves wrong bytes|stays at its heads|behaves)`, (*world).tellTampers),
		form(`(\w+) makes up a withdrawal of ([\w-]+) in its notices`, (*world).tellInvents),
	}
}

func (w *world) tellTampers(a []string) string {
	n := w.node(a[0])
	switch a[1] {
	case "behaves":
		n.tamper = nil
	case "withholds contents":
		n.tamper = withholdContents
	case "withholds entries":
		n.tamper = withholdEntries
	case "serves wrong bytes":
		n.tamper = wrongBytes
	case "stays at its heads":
		n.tamper = stayAt(n.store.clone())
	}
	return ""
}

// tellInvents has a node tell, whoever asks for a notice, of a withdrawal that is in no log.
func (w *world) tellInvents(a []string) string {
	n, d := w.node(a[0]), w.shared[a[1]]
	entry, err := protocol.Entry{Op: protocol.OpWithdraw, Document: d.id}.Encode()
	if err != nil {
		w.t.Fatalf("encode a withdrawal: %v", err)
	}
	n.tamper = func(_ *simNode, request, reply Message) Message {
		answer, ok := reply.(*Notice)
		if !ok {
			return reply
		}
		forged := *answer
		for name, l := range n.store.repos {
			if _, has := l.records[d.id]; has && name.Audience == d.audience {
				size := uint64(len(l.entries))
				proof, err := log.ProveEntry(memorySource{l}, size-1, size)
				if err != nil {
					w.t.Fatalf("prove an entry: %v", err)
				}
				forged.Logs = append(forged.Logs, EndedLog{Head: l.state.Head.Bytes(), Told: size, Entries: []EndedEntry{{Entry: entry, Index: size - 1, Proof: proof}}})
			}
		}
		return &forged
	}
	return ""
}

func withholdContents(_ *simNode, request, reply Message) Message {
	q, ok := request.(*Get)
	if !ok {
		return reply
	}
	a := &Contents{}
	for at := range q.positions() {
		a.Absent = append(a.Absent, uint64(at))
	}
	return a
}

func withholdEntries(_ *simNode, _, reply Message) Message {
	if a, ok := reply.(*Entries); ok && len(a.Entries) > 0 {
		return &Entries{Head: a.Head}
	}
	return reply
}

func wrongBytes(_ *simNode, _, reply Message) Message {
	a, ok := reply.(*Contents)
	if !ok || len(a.Blocks) == 0 {
		return reply
	}
	forged := &Contents{Absent: a.Absent, Blocks: slices.Clone(a.Blocks)}
	for i, b := range forged.Blocks {
		forged.Blocks[i] = []byte(strings.ReplaceAll(string(b), ".", "!"))
	}
	return forged
}

// stayAt answers pulls from what a node once held, whatever it offers.
func stayAt(old *Memory) func(*simNode, Message, Message) Message {
	return func(_ *simNode, request, reply Message) Message {
		q, ok := request.(*Pull)
		if a, serves := reply.(*Entries); !ok || !serves || len(a.Head) == 0 {
			return reply
		}
		return &Entries{Head: old.log(protocol.Repository{Body: q.Body, Audience: q.Audience}).state.Head.Bytes()}
	}
}
