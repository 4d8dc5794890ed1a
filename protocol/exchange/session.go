package exchange

import (
	"crypto/sha256"
	"slices"

	"praxis/protocol"
)

// converse asks a question of an exchange: a peer has one of them at a time.
func (m *Machine) converse(p *peer, question Message) {
	p.asking = question
	m.ask(p, question)
}

// hello opens an exchange with a peer, or sees to it that another follows the one under way.
func (m *Machine) hello(p *peer) {
	if p.asking != nil {
		p.again = true
		return
	}
	p.synced, p.pages, p.again, p.due = m.now, 0, false, false
	m.converse(p, &Hello{Lists: m.net.Digest(), State: m.digest(p.key), Features: Features})
}

// greetAll opens an exchange with every connected peer.
func (m *Machine) greetAll() {
	if m.net == nil {
		return
	}
	for _, p := range m.connectedPeers() {
		if m.welcome(p.key) {
			m.hello(p)
		}
	}
}

// Talking tells whether an exchange with a peer is under way: what it knows that this node does not is not yet asked for.
func (m *Machine) Talking() bool {
	for _, p := range m.peers {
		if p.asking != nil {
			return true
		}
	}
	return false
}

// rest ends an exchange with a peer.
func (m *Machine) rest(p *peer) {
	p.asking = nil
	if p.again {
		m.hello(p)
	}
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
		if r := m.repos[name]; m.bothMay(key, name) && m.mayServe(key, r) {
			add(r.Head.Hash())
		}
	}
	for _, name := range m.forks(key) {
		add(sha256.Sum256(m.repos[name].fork))
	}
	for _, a := range m.dailies(key) {
		add(a.Hash())
	}
	return protocol.Hash(h.Sum(nil))
}

// forks are the forked repositories of which a peer may be told, in order.
func (m *Machine) forks(key protocol.Key) []protocol.Repository {
	var forked []protocol.Repository
	for name, r := range m.repos {
		if r.fork != nil && m.bothMay(key, name) {
			forked = append(forked, name)
		}
	}
	slices.SortFunc(forked, compareNames)
	return forked
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
	case *NoticeRequest:
		return m.notify(e.From, q)
	}
	return nil
}

func (m *Machine) greet(from protocol.Key, q *Hello) *Greeting {
	g := &Greeting{SameLists: q.Lists == m.net.Digest(), SameState: q.State == m.digest(from), Features: Features}
	if p := m.peers[from]; p != nil && !g.SameState && p.asking == nil {
		p.due = true
		if m.now-p.synced >= answerPause {
			m.hello(p)
		}
	}
	return g
}

// answered takes the reply to a request of ours. One to a request that was given up changes nothing.
func (m *Machine) answered(e *Answered) error {
	p := m.peers[e.From]
	if p == nil || m.net == nil {
		return nil
	}
	switch a := e.Reply.(type) {
	case *Greeting:
		if q, ok := e.Request.(*Hello); ok && p.asking == e.Request {
			return m.greeted(p, q, a)
		}
	case *Lists:
		if _, ok := e.Request.(*ListsRequest); ok && p.asking == e.Request {
			m.listed(p, a)
			return nil
		}
	case *Heads:
		if _, ok := e.Request.(*HeadsRequest); ok && p.asking == e.Request {
			return m.headed(p, a)
		}
	case *Notice:
		if q, ok := e.Request.(*NoticeRequest); ok && p.asking == e.Request {
			return m.noticed(p, q, a)
		}
	case *Entries:
		if q, ok := e.Request.(*Pull); ok {
			return m.pulled(p, q, a)
		}
	case *Contents:
		if q, ok := e.Request.(*Get); ok {
			return m.got(p, q, e)
		}
	case *Pushed:
		if q, ok := e.Request.(*Push); ok {
			return m.offered(p, q, a)
		}
	case *Accounted:
		if q, ok := e.Request.(*Account); ok {
			m.accounted(p.key, q, true)
			return nil
		}
	}
	return m.failed(Failed{From: e.From, Request: e.Request})
}

// failed gives a request of ours up.
func (m *Machine) failed(e Failed) error {
	p := m.peers[e.From]
	if p == nil || m.net == nil {
		return nil
	}
	switch q := e.Request.(type) {
	case *Hello, *ListsRequest, *HeadsRequest, *NoticeRequest:
		if p.asking == e.Request {
			p.asking, p.again = nil, false // the next tick that is due tries again
		}
	case *Pull:
		if r := m.repos[protocol.Repository{Body: q.Body, Audience: q.Audience}]; r != nil && r.pull != nil && r.pull.request == q {
			return m.endPull(r)
		}
	case *Get:
		if p.gets[q] {
			delete(p.gets, q)
			m.unasked(q)
			m.lacks(p, q)
		}
	case *Push:
		if h, err := m.heldHead(q.Head); err == nil && h.SignedBy(m.self) {
			p.unsure[h.Value().Repository()] = true
		}
	case *Account:
		m.accounted(p.key, q, false)
	}
	return nil
}

func (m *Machine) greeted(p *peer, q *Hello, g *Greeting) error {
	switch {
	case g.SameState && g.Features > 0:
		p.met = true
		if q.State == m.digest(p.key) { // nothing changed here since we asked
			m.sawAll(p)
		}
		m.rest(p)
	case g.Features == 0: // the peer does not admit this node: it tells what still concerns it
		return m.askNotice(p)
	case g.SameLists:
		m.askHeads(p)
	default:
		m.askLists(p)
	}
	return nil
}

func (m *Machine) askHeads(p *peer) {
	q := &HeadsRequest{}
	for _, name := range m.names() {
		r := m.repos[name]
		if len(q.Heads) == maxKnown || !m.bothMay(p.key, name) || !m.mayServe(p.key, r) {
			continue
		}
		h := r.Head.Value()
		q.Heads = append(q.Heads, KnownHead{Body: h.Body, Hash: r.Head.Hash(), Epoch: h.Epoch, Audience: h.Audience, Sequence: h.Sequence})
	}
	for _, name := range m.forks(p.key) {
		q.Forks = append(q.Forks, sha256.Sum256(m.repos[name].fork))
	}
	for _, a := range m.dailies(p.key) {
		if len(q.Holdings) < maxKnown {
			v := a.Value()
			q.Holdings = append(q.Holdings, KnownHoldings{Node: v.Node, Audience: v.Audience, Sequence: v.Sequence})
		}
	}
	m.converse(p, q)
}

// headsFor answers with what the asker does not have and may see, as much as fits.
func (m *Machine) headsFor(from protocol.Key, q *HeadsRequest) *Heads {
	a := &Heads{}
	g := page{room: frameRoom}
	forks := make(map[protocol.Hash]bool, len(q.Forks))
	for _, f := range q.Forks {
		forks[f] = true
	}
	for _, name := range m.forks(from) {
		if f := m.repos[name].fork; !forks[sha256.Sum256(f)] {
			g.add(&a.Forks, f)
		}
	}
	known := make(map[protocol.Repository]KnownHead, len(q.Heads))
	for _, k := range q.Heads {
		known[protocol.Repository{Body: k.Body, Audience: k.Audience}] = k
	}
	p := m.peers[from]
	for _, name := range m.names() {
		r := m.repos[name]
		if k, has := known[name]; m.mayServe(from, r) && (!has || r.isNews(k)) {
			g.add(&a.Heads, r.Head.Bytes())
		} else if p != nil && k.Hash == r.Head.Hash() {
			m.saw(p, r.Head)
		}
	}
	held := make(map[accountKey]uint64, len(q.Holdings))
	for _, k := range q.Holdings {
		held[accountKey{node: k.Node, audience: k.Audience}] = k.Sequence
	}
	for _, d := range m.dailies(from) {
		v := d.Value()
		if v.Sequence > held[accountKey{node: v.Node, audience: v.Audience}] {
			g.add(&a.Holdings, d.Bytes())
		}
	}
	a.More = g.more
	return a
}

// isNews tells whether our head says something to who knows another: it is newer, or of the same place and not the same;
// after a fork, any other head may stand for a branch on which something was withdrawn.
func (r *repository) isNews(k KnownHead) bool {
	h := r.Head.Value()
	if r.Head.Hash() == k.Hash {
		return false
	}
	return h.Newer(protocol.Head{Epoch: k.Epoch, Sequence: k.Sequence}) || h.Epoch == k.Epoch && (h.Sequence == k.Sequence || r.forkedIn(h.Epoch))
}

// mayServe tells whether a repository may be served to a node: it may hold it, it could accept the head, and we hold the
// list that the head names.
func (m *Machine) mayServe(to protocol.Key, r *repository) bool {
	return m.net != nil && !r.Head.IsZero() && m.net.May(to, r.Repository, m.now) && !m.isAhead(r.Head) && m.net.CheckHead(r.Head) == nil
}

// isAhead tells whether a head names a version of the charter that we do not hold yet. A group's list is held by whoever
// may ask.
func (m *Machine) isAhead(h protocol.SignedHead) bool {
	v := h.Value()
	return !v.Audience.IsGroup() && v.List > m.net.Charter().Value().Version
}

func (m *Machine) headed(p *peer, a *Heads) error {
	p.met = true
	for _, raw := range a.Forks {
		m.takeFork(p, raw)
	}
	for _, raw := range a.Heads {
		if err := m.offeredHead(p, raw); err != nil {
			return err
		}
	}
	for _, raw := range a.Holdings {
		m.takeAccount(p.key, raw, true)
	}
	if p.pages++; a.More && p.pages < maxPages {
		m.askHeads(p)
		return nil
	}
	m.rest(p)
	return nil
}
