package exchange

import (
	"crypto/sha256"

	"praxis/protocol"
)

// maxListPages bounds how often a peer may say in one exchange that there are more lists.
const maxListPages = 64

// hello opens an exchange with a peer.
func (m *Machine) hello(p *peer) {
	p.busy, p.synced, p.moreLists = true, m.now, 0
	m.ask(p, &Hello{Lists: m.net.Digest(), State: m.digest(p.key), Features: Features})
}

// digest is over all that both this node and a peer may see and that is due to both.
func (m *Machine) digest(key protocol.Key) protocol.Hash {
	h := sha256.New()
	add := func(x protocol.Hash) { h.Write(x[:]) }
	add(m.net.Digest())
	for _, g := range m.sharedGroups(key) {
		add(g.Hash())
	}
	for _, name := range m.names() {
		if m.bothMay(key, name) {
			r := m.repos[name]
			add(r.Head.Hash())
			if r.fork != nil {
				add(sha256.Sum256(r.fork))
			}
		}
	}
	for _, a := range m.dailies(key) {
		add(a.Hash())
	}
	return protocol.Hash(h.Sum(nil))
}

func (m *Machine) sharedGroups(key protocol.Key) []protocol.SignedGroupList {
	var shared []protocol.SignedGroupList
	for _, g := range m.net.Groups() {
		name := protocol.Repository{Audience: protocol.GroupAudience(g.Value().ID)}
		if m.bothMay(key, name) {
			shared = append(shared, g)
		}
	}
	return shared
}

func (m *Machine) bothMay(key protocol.Key, name protocol.Repository) bool {
	return m.net.May(key, name, m.now) && m.net.May(m.self, name, m.now)
}

// answer makes the reply to a peer's request. Who is not admitted gets the zero reply, as one who asks for what is not
// there.
func (m *Machine) answer(e Asked) error {
	admitted := m.net != nil && m.net.Admitted(e.From, m.now)
	switch q := e.Request.(type) {
	case *Hello:
		m.out.Answer = &Greeting{}
		if admitted {
			m.out.Answer = m.greet(e.From, q)
		}
	case *ListsRequest:
		m.out.Answer = &Lists{}
		if admitted {
			m.out.Answer = m.listsFor(e.From, q)
		}
	case *HeadsRequest:
		m.out.Answer = &Heads{}
		if admitted {
			m.out.Answer = m.headsFor(e.From, q)
		}
	case *Pull:
		return m.serveEntries(e.From, q)
	case *Get:
		return m.serveContents(e.From, q)
	case *Push:
		m.out.Answer = &Pushed{}
		if admitted {
			return m.pushed(e.From, q)
		}
	case *Account:
		m.out.Answer = &Accounted{}
		if admitted {
			m.out.Answer = m.takeAccounts(e.From, q)
		}
	}
	return nil
}

func (m *Machine) greet(from protocol.Key, q *Hello) *Greeting {
	g := &Greeting{SameLists: q.Lists == m.net.Digest(), SameState: q.State == m.digest(from), Features: Features}
	if p := m.peers[from]; p != nil && !g.SameState && !p.busy && m.now-p.synced >= answerPause {
		m.hello(p)
	}
	return g
}

// answered takes the reply to a request of ours.
func (m *Machine) answered(e *Answered) error {
	p := m.peers[e.From]
	if p == nil || m.net == nil {
		return m.failed(Failed{From: e.From, Request: e.Request})
	}
	switch q := e.Request.(type) {
	case *Hello:
		m.greeted(p, e.Reply.(*Greeting))
	case *ListsRequest:
		return m.listed(p, e.Reply.(*Lists))
	case *HeadsRequest:
		p.busy = false
		return m.headed(p, e.Reply.(*Heads))
	case *Pull:
		return m.pulled(p, q, e.Reply.(*Entries))
	case *Get:
		return m.got(p, q, e)
	case *Push:
		return m.offered(p, q, e.Reply.(*Pushed))
	}
	return nil
}

func (m *Machine) failed(e Failed) error {
	p := m.peers[e.From]
	switch q := e.Request.(type) {
	case *Hello, *ListsRequest, *HeadsRequest:
		if p != nil {
			p.busy = false
		}
	case *Pull:
		if r := m.repos[protocol.Repository{Body: q.Body, Audience: q.Audience}]; r != nil && r.pull != nil && r.pull.from == e.From {
			m.endPull(r)
		}
	case *Get:
		m.unasked(q)
		if p != nil {
			p.gets--
			m.lacks(p, q)
		}
	case *Account:
		for name, r := range m.repos {
			if _, writer := m.net.Epoch(name.Body); writer == e.From {
				r.settled = false
			}
		}
	}
	return nil
}

func (m *Machine) greeted(p *peer, g *Greeting) {
	switch {
	case g.Features == 0 || g.SameState:
		p.busy = false
		if g.SameState {
			p.met = true
			m.sawAll(p)
		}
	case g.SameLists:
		m.askHeads(p)
	default:
		m.askLists(p)
	}
}

// sawAll notes that a peer in the same state holds every head that it may hold.
func (m *Machine) sawAll(p *peer) {
	for _, name := range m.names() {
		if m.net.May(p.key, name, m.now) {
			m.saw(p, m.repos[name].Head.Value())
		}
	}
}

// saw notes that a peer holds a head.
func (m *Machine) saw(p *peer, h protocol.Head) {
	s := p.seen[h.Repository()]
	if h.Epoch > s.epoch || h.Epoch == s.epoch && h.Sequence >= s.sequence {
		p.seen[h.Repository()] = seen{epoch: h.Epoch, sequence: h.Sequence, size: h.Size}
	}
}

func (m *Machine) askHeads(p *peer) {
	q := &HeadsRequest{}
	for _, name := range m.names() {
		if !m.bothMay(p.key, name) {
			continue
		}
		r := m.repos[name]
		h := r.Head.Value()
		q.Heads = append(q.Heads, KnownHead{Body: h.Body, Epoch: h.Epoch, Audience: h.Audience, Sequence: h.Sequence})
		if r.fork != nil {
			q.Forks = append(q.Forks, sha256.Sum256(r.fork))
		}
	}
	for _, a := range m.dailies(p.key) {
		v := a.Value()
		q.Holdings = append(q.Holdings, KnownHoldings{Node: v.Node, Audience: v.Audience, Sequence: v.Sequence})
	}
	m.ask(p, q)
}

// headsFor answers with what the asker does not have and may see.
func (m *Machine) headsFor(from protocol.Key, q *HeadsRequest) *Heads {
	known := make(map[protocol.Repository]KnownHead, len(q.Heads))
	for _, k := range q.Heads {
		known[protocol.Repository{Body: k.Body, Audience: k.Audience}] = k
	}
	forks := make(map[protocol.Hash]bool, len(q.Forks))
	for _, f := range q.Forks {
		forks[f] = true
	}
	a := &Heads{}
	for _, name := range m.names() {
		r := m.repos[name]
		if !m.mayServe(from, r) {
			continue
		}
		h := r.Head.Value()
		k, has := known[name]
		if !has || h.Newer(protocol.Head{Epoch: k.Epoch, Sequence: k.Sequence}) {
			a.Heads = append(a.Heads, r.Head.Bytes())
		}
		if r.fork != nil && !forks[sha256.Sum256(r.fork)] {
			a.Forks = append(a.Forks, r.fork)
		}
	}
	held := make(map[accountKey]uint64, len(q.Holdings))
	for _, k := range q.Holdings {
		held[accountKey{node: k.Node, audience: k.Audience}] = k.Sequence
	}
	for _, d := range m.dailies(from) {
		v := d.Value()
		if v.Sequence > held[accountKey{node: v.Node, audience: v.Audience}] {
			a.Holdings = append(a.Holdings, d.Bytes())
		}
	}
	return a
}

// mayServe tells whether a repository may be served to a node: it may hold it, and we hold the list that the head names.
func (m *Machine) mayServe(to protocol.Key, r *repository) bool {
	return m.net != nil && !r.Head.IsZero() && m.net.May(to, r.Repository, m.now) &&
		(r.Repository.Audience.IsGroup() || m.net.Charter().Value().Version >= r.Head.Value().List)
}

func (m *Machine) headed(p *peer, a *Heads) error {
	p.met = true
	for _, raw := range a.Heads {
		if err := m.offeredHead(p, raw); err != nil {
			return err
		}
	}
	for _, raw := range a.Forks {
		m.takeFork(p, raw)
	}
	for _, raw := range a.Holdings {
		m.takeAccount(p.key, raw, true)
	}
	return nil
}
