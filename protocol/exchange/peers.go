package exchange

import (
	"maps"
	"slices"

	"praxis/protocol"
)

// peer is what the machine knows of a connected node.
type peer struct {
	key    protocol.Key
	asking Message       // the hello, or what follows from it, that is under way
	again  bool          // something changed meanwhile that the peer is to hear of
	due    bool          // it knows something that we do not: an exchange is due, a little later
	met    bool          // one exchange has told what it holds
	synced int64         // when the last hello was sent
	pages  int           // replies followed by more in this exchange
	gets   map[*Get]bool // requests for contents under way
	seen   map[protocol.Repository]seen
	absent map[protocol.Repository]runs // entries whose content it does not have
	unsure map[protocol.Repository]bool // repositories of ours whose push it may or may not have taken
	told   map[protocol.Repository]told // by its notices, should it not admit us
}

// told is up to where a peer has told what ended of what is held, under which epoch's head, and how far that is confirmed.
type told struct {
	size, epoch uint64
	confirmed   uint64
}

// seen is the newest head of a repository that a peer is known to hold.
type seen struct {
	epoch, sequence, size uint64
	head                  protocol.Hash
}

// connectedPeers returns the connected peers in order of their keys, beginning after our own, so that nodes pass heads
// on to different peers.
func (m *Machine) connectedPeers() []*peer {
	all := make([]*peer, 0, len(m.peers))
	for _, p := range m.peers {
		all = append(all, p)
	}
	after := func(p *peer) int {
		if protocol.Compare(p.key, m.self) > 0 {
			return 0
		}
		return 1
	}
	slices.SortFunc(all, func(a, b *peer) int {
		if c := after(a) - after(b); c != 0 {
			return c
		}
		return protocol.Compare(a.key, b.key)
	})
	return all
}

// welcome tells whether an exchange may be opened with a node: it is admitted, or we are not, so that our lists may be
// the ones that are out of date.
func (m *Machine) welcome(key protocol.Key) bool {
	return m.net.Admitted(key, m.now) || !m.net.Admitted(m.self, m.now)
}

func (m *Machine) connected(key protocol.Key) error {
	if key != m.self {
		m.reached[key] = true
		m.meet(key)
	}
	return nil
}

// meet opens an exchange with a node that can be reached and is welcome.
func (m *Machine) meet(key protocol.Key) {
	if m.net == nil || m.peers[key] != nil || !m.welcome(key) {
		return
	}
	p := &peer{key: key, gets: map[*Get]bool{}, seen: map[protocol.Repository]seen{},
		absent: map[protocol.Repository]runs{}, unsure: map[protocol.Repository]bool{}, told: map[protocol.Repository]told{}}
	m.peers[key] = p
	m.hello(p)
	m.resumeAccounts(key)
	for _, name := range m.names() {
		r := m.repos[name]
		if _, writer := m.net.Epoch(name.Body); writer == key && r.unheard {
			r.owe()
		}
	}
}

// meetAll opens an exchange with those who were not welcome when they were reached and are now.
func (m *Machine) meetAll() {
	if len(m.reached) == len(m.peers) {
		return
	}
	keys := slices.Collect(maps.Keys(m.reached))
	slices.SortFunc(keys, protocol.Compare)
	for _, key := range keys {
		m.meet(key)
	}
}

func (m *Machine) disconnected(key protocol.Key) error {
	delete(m.reached, key)
	return m.leave(key)
}

// leave forgets a peer and gives up what was under way with it.
func (m *Machine) leave(key protocol.Key) error {
	p := m.peers[key]
	if p == nil {
		return nil
	}
	delete(m.peers, key)
	for q := range p.gets {
		m.unasked(q)
	}
	for _, name := range m.names() {
		r := m.repos[name]
		if r.sent != nil && r.sentTo == key {
			r.sent, r.owed = nil, true
		}
	}
	var broken []*repository
	for _, r := range m.repos {
		if r.pull != nil && r.pull.from == key {
			broken = append(broken, r)
		}
	}
	slices.SortFunc(broken, func(a, b *repository) int { return compareNames(a.Repository, b.Repository) })
	for _, r := range broken {
		if err := m.endPull(r); err != nil {
			return err
		}
	}
	return nil
}

func (m *Machine) tick() error {
	if m.net == nil {
		return nil
	}
	if err := m.dailyHeads(); err != nil {
		return err
	}
	if err := m.dailyAccounts(); err != nil {
		return err
	}
	m.meetAll()
	for _, p := range m.connectedPeers() {
		wait := m.interval(p.key)
		if p.due {
			wait = answerPause
		}
		if p.asking != nil || m.now-p.synced < wait || !m.welcome(p.key) {
			continue
		}
		clear(p.absent)
		m.resumeAccounts(p.key)
		m.offerAgain(p)
		m.hello(p)
	}
	return nil
}

// interval is the time between exchanges with a peer: a minute, a fifth more or less by the two nodes' keys, so that
// nodes that started together do not ask together.
func (m *Machine) interval(key protocol.Key) int64 {
	return syncEvery - syncEvery/5 + int64(key[0]^m.self[31])%(2*syncEvery/5)
}

// saw notes that a peer holds a head.
func (m *Machine) saw(p *peer, h protocol.SignedHead) {
	v := h.Value()
	s := p.seen[v.Repository()]
	if v.Epoch > s.epoch || v.Epoch == s.epoch && v.Sequence >= s.sequence {
		p.seen[v.Repository()] = seen{epoch: v.Epoch, sequence: v.Sequence, size: v.Size, head: h.Hash()}
	}
}

// sawAll notes that a peer in the same state holds every head that it may hold.
func (m *Machine) sawAll(p *peer) {
	for _, name := range m.names() {
		if r := m.repos[name]; m.mayServe(p.key, r) {
			m.saw(p, r.Head)
		}
	}
}
