package exchange

import (
	"crypto/ed25519"
	"maps"
	"slices"
	"strconv"

	"praxis/protocol"
	"praxis/protocol/log"
)

// memberSentences are those about who belongs, and about which node acts for whom.
func memberSentences() []sentence {
	return []sentence{
		form(`the charter makes (\w+) (former|observer|npm)`, (*world).tellStanding),
		form(`the charter adds (\w+)`, (*world).tellAdds),
		form(`(\w+) reads a charter( signed by every member)? that makes (\w+) (former|observer)`, (*world).tellRival),
		form(`(\w+) is denied`, (*world).tellDenied),
		form(`(\w+) recalls ([\w-]+) and gives it to (\w+)`, (*world).tellRecalls),
		form(`(\w+) signs a new profile`, (*world).tellProfile),
		form(`(\w+) is replaced by (\w+)( who has a copy)?`, (*world).tellReplaced),
		form(`(\w+) signs where (\w+)'s epoch (\d+) ended(?:, at (\d+) of (\w+))?`, (*world).tellEnded),
		form(`(\w+) passes (\w+) a head of (\d+) entries that (\w+)'s key signed for (\w+) in epoch (\d+)`, (*world).tellForged),
		form(`(\w+) reads all lists`, func(w *world, a []string) string { return errWish(w.read(w.node(a[0]), w.org.lists())) }),
		form(`copy (\w+) as (\w+)`, (*world).tellCopy),
	}
}

// tellStanding changes a member's standing by the next charter, which reaches the first node only.
func (w *world) tellStanding(a []string) string {
	m := w.org.member(a[0])
	m.standing = protocol.Standing(a[1])
	w.org.charters = append(w.org.charters, w.org.charter())
	w.exempt[m.nodes[0].key()] = true
	return errWish(w.read(w.nodes[0], w.org.lists()))
}

// read imports lists; it returns what the node says to that.
func (w *world) read(n *simNode, l Lists) error {
	_, err := w.step(n, Import{Lists: l})
	return err
}

func (w *world) tellAdds(a []string) string {
	m := w.org.newMember(a[0], protocol.StandingNPM)
	w.org.charters = append(w.org.charters, w.org.charter())
	w.org.profiles = append(w.org.profiles, w.org.sign(m))
	w.must(w.node(a[0]), Import{Lists: w.org.lists()})
	w.must(w.node(a[0]), Tick{})
	w.must(w.nodes[0], Import{Lists: w.org.lists()})
	return ""
}

// tellRival makes a charter that follows the founders' and is not the one that everybody else reads.
func (w *world) tellRival(a []string) string {
	m := w.org.member(a[2])
	was := m.standing
	m.standing = protocol.Standing(a[3])
	var cosigners []ed25519.PrivateKey
	if a[1] != "" {
		for _, o := range w.org.members {
			cosigners = append(cosigners, o.private)
		}
	}
	held := w.org.charters
	w.org.charters = held[:1:1]
	c := w.org.charter(cosigners...)
	w.org.charters = held
	if a[1] != "" {
		w.org.charters = []protocol.SignedCharter{held[0], c}
	}
	m.standing = was
	w.exempt[m.nodes[0].key()] = true
	return errWish(w.read(w.node(a[0]), Lists{Charters: [][]byte{c.Bytes()}}))
}

// tellDenied shuts a node out; the denial reaches the first node only.
func (w *world) tellDenied(a []string) string {
	n := w.node(a[0])
	d := must(w.t, protocol.Denial{Time: w.now, Nodes: []protocol.Key{n.key()}, Reason: "a stolen laptop", Charter: 1,
		Network: w.org.network().ID()}, w.org.charterKeys()[0])
	w.org.denials = append(w.org.denials, d)
	w.exempt[n.key()] = true
	return errWish(w.read(w.nodes[0], Lists{Denials: [][]byte{d.Bytes()}}))
}

func (w *world) tellRecalls(a []string) string {
	m := w.org.member(a[0])
	r := must(w.t, protocol.Recall{Body: m.body(), Time: w.now, Member: m.id, Network: w.org.network().ID(), Document: w.shared[a[1]].id}, m.private)
	w.org.recalls = append(w.org.recalls, r)
	return errWish(w.read(w.node(a[2]), Lists{Recalls: [][]byte{r.Bytes()}}))
}

func (w *world) tellProfile(a []string) string {
	p := w.org.sign(w.org.member(a[0]))
	w.org.profiles = append(w.org.profiles, p)
	return errWish(w.read(w.node(a[0]), Lists{Profiles: [][]byte{p.Bytes()}}))
}

// tellReplaced gives a body's next epoch to another node; with a copy, the new node begins from the old one's store.
func (w *world) tellReplaced(a []string) string {
	m := w.org.member(a[0][:1])
	old := w.node(a[0])
	n := w.add(a[1], secretOf("node "+a[1]))
	if a[2] != "" {
		n.store.Memory = old.store.clone()
		w.start(n)
	}
	m.nodes = []*simNode{n}
	m.writers = append(m.writers, n)
	w.org.profiles = append(w.org.profiles, w.org.sign(m))
	w.exempt[old.key()] = true
	return errWish(w.read(n, w.org.lists()))
}

// tellEnded has a member sign where an earlier epoch ended: where the log of the node that reads the profile is, or before.
func (w *world) tellEnded(a []string) string {
	n, m := w.node(a[0]), w.org.member(a[1][:1])
	epoch, _ := strconv.Atoi(a[2])
	at, _ := strconv.ParseUint(a[3], 10, 64)
	var ends []protocol.EpochEnd
	for _, audience := range []protocol.Audience{protocol.AudienceNetwork, protocol.AudienceNPMs} {
		l := n.store.log(protocol.Repository{Body: m.body(), Audience: audience})
		size := uint64(len(l.entries))
		if a[3] != "" && string(audience) == a[4] {
			size = at
		}
		edge, err := log.EdgeAt(memorySource{l}, size)
		if err != nil {
			w.t.Fatalf("where an epoch ended: %v", err)
		}
		ends = append(ends, protocol.EpochEnd{Audience: audience, Size: size, Root: protocol.Hash(edge.Root())})
	}
	if m.ends == nil {
		m.ends = map[int][]protocol.EpochEnd{}
	}
	m.ends[epoch] = ends
	p := w.org.sign(m)
	w.org.profiles = append(w.org.profiles, p)
	return errWish(w.read(n, Lists{Profiles: [][]byte{p.Bytes()}}))
}

// tellForged has a peer pass on a head that nobody has the entries of, signed with a node's key that was stolen.
func (w *world) tellForged(a []string) string {
	from, to, m := w.node(a[0]), w.node(a[1]), w.org.member(a[3][:1])
	size, _ := strconv.ParseUint(a[2], 10, 64)
	epoch, _ := strconv.ParseUint(a[5], 10, 64)
	h := protocol.Head{Body: m.body(), Audience: protocol.Audience(a[4]), Network: w.org.network().ID(), List: 1, Epoch: epoch, Sequence: 1000,
		Size: size, Root: protocol.Hash{1}, Time: w.now}
	ready := w.must(to, Asked{From: from.key(), Request: &Push{From: size, Head: must(w.t, h, w.node(a[3]).private).Bytes()}})
	for _, note := range ready.Notes {
		if note.Kind == NoteFault {
			return "refused: " + note.Detail
		}
	}
	return "looked at"
}

// tellCopy starts a second node with the same key from a copy of a store: what must never be done, and will be.
func (w *world) tellCopy(a []string) string {
	old := w.node(a[0])
	n := w.add(a[1], old.private)
	n.store.Memory = old.store.clone()
	w.start(n)
	return ""
}

func (s *Memory) clone() *Memory {
	c := NewMemory()
	c.lists = Batch{Charters: slices.Clone(s.lists.Charters), Profiles: slices.Clone(s.lists.Profiles), Denials: slices.Clone(s.lists.Denials),
		Recalls: slices.Clone(s.lists.Recalls), Groups: slices.Clone(s.lists.Groups)}
	c.accounts, c.forks = maps.Clone(s.accounts), maps.Clone(s.forks)
	for name, l := range s.repos {
		c.repos[name] = &memoryLog{state: l.state, entries: slices.Clone(l.entries), leaves: slices.Clone(l.leaves), tiles: maps.Clone(l.tiles),
			records: maps.Clone(l.records), ended: maps.Clone(l.ended), roots: maps.Clone(l.roots), linked: maps.Clone(l.linked)}
	}
	return c
}
