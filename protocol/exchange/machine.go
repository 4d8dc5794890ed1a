package exchange

import (
	"crypto/ed25519"
	"fmt"
	"slices"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// Features is the level of the protocol that this machine speaks.
const Features = 1

// Timing and sizes of the machine's habits. Seconds.
const (
	syncEvery    = 60 // between two exchanges with a peer, give or take a fifth
	answerPause  = 5  // between a peer's differing hello and a hello of our own
	day          = 24 * 60 * 60
	fanOut       = 3         // peers to whom a head is passed on
	windowLength = 128       // entries whose contents are asked for at once
	windows      = 4         // requests for contents under way with one peer
	frameRoom    = 768 << 10 // bytes of entries or blocks put into one reply
	inlineRoom   = 64 << 10  // bytes of blocks put into a push
	inlineCount  = 2048      // entries put into a push
	maxPulled    = 1 << 22   // entries taken in one pull, so that a writer cannot fill the memory
)

// Event is something that happened to the node.
type Event interface{ event() }

// Asked is a peer's request. Its answer is Ready.Answer.
type Asked struct {
	From    protocol.Key
	Request Message
}

// Answered is the reply to a request of ours, the same pointer that Ready.Requests named. Prepare may be called on it
// first, from anywhere.
type Answered struct {
	From    protocol.Key
	Request Message
	Reply   Message
	blocks  []preparedBlock
}

// Failed says that a request of ours got no reply.
type Failed struct {
	From    protocol.Key
	Request Message
}

// Connected and Disconnected say that a node of the network can be reached, and no longer.
type (
	Connected    struct{ Peer protocol.Key }
	Disconnected struct{ Peer protocol.Key }
)

// Tick lets time pass; about once a second.
type Tick struct{}

// Purged says that the store has erased all that was due of a repository.
type Purged struct{ Repository protocol.Repository }

// Import takes lists that came by another way than a peer: a file.
type Import struct{ Lists Lists }

// Publish is the writer's wish to add to one of its repositories: documents, then withdrawals, under one new head.
type Publish struct {
	Audience  protocol.Audience
	Documents []Document
	Withdraw  []protocol.ID
}

// Document is a version to be shared: its blocks, the root first, then every block that the root links.
type Document struct {
	ID      protocol.ID
	Version uint64
	Ends    bool
	Blocks  []wire.Block
}

func (Asked) event()        {}
func (*Answered) event()    {}
func (Failed) event()       {}
func (Connected) event()    {}
func (Disconnected) event() {}
func (Tick) event()         {}
func (Purged) event()       {}
func (Import) event()       {}
func (Publish) event()      {}

// Ready is what a step asks of its caller: store Batch; then, and only then, send Answer and Requests.
type Ready struct {
	Batch    Batch
	Answer   Message
	Requests []Outgoing
	Notes    []Note
	Network  *protocol.Network // a copy of the lists, if they changed
}

// Outgoing is a request to a peer.
type Outgoing struct {
	To      protocol.Key
	Request Message
}

// Note is something worth telling: to an operator, to the index, to whoever waits for a document.
type Note struct {
	Kind       NoteKind
	Peer       protocol.Key
	Repository protocol.Repository
	Detail     string
}

// NoteKind says what a note is about.
type NoteKind string

// The notes.
const (
	NoteHead     NoteKind = "head"     // a new head is held; Detail has the sizes
	NoteContents NoteKind = "contents" // contents arrived
	NoteEnded    NoteKind = "ended"    // contents were withdrawn or ended, and are due for erasure
	NoteLists    NoteKind = "lists"    // charter, profiles, denials, recalls or groups changed
	NoteFork     NoteKind = "fork"     // a writer contradicted itself
	NoteFault    NoteKind = "fault"    // a peer sent what it must not
	NoteAccount  NoteKind = "account"  // a node's holdings arrived
)

// Machine is one node's side of the exchange. It is not safe for concurrent use: one goroutine owns it. After an error
// in storing a batch it must be thrown away and made anew from the store.
type Machine struct {
	private  ed25519.PrivateKey
	self     protocol.Key
	store    Store
	net      *protocol.Network
	now      int64
	repos    map[protocol.Repository]*repository
	peers    map[protocol.Key]*peer
	accounts map[accountKey]protocol.SignedHoldings
	sequence uint64 // of the last account signed
	out      *Ready
}

// repository is what the machine keeps in memory of one repository: a few dozen bytes and some runs.
type repository struct {
	State
	fork    []byte            // evidence, if it forked
	missing runs              // entries whose content should be held and is not
	asked   runs              // of those, the ones asked for
	parts   map[uint64]*parts // entries whose root block is held and linked blocks are not
	pull    *pull             // under way
	next    *offer            // a head to look at when the pull is done
	owed    bool              // an account to the writer is due
	urgent  bool              // what is owed is about a withdrawal: contents under way do not hold it up
	settled bool              // the last account sent covers the present state
}

// parts are the linked blocks that an entry's content still lacks.
type parts struct {
	lacking []wire.CID
	asked   int // how many of them, from the front, are asked for
}

// peer is what the machine knows of a connected node.
type peer struct {
	key       protocol.Key
	busy      bool  // a hello, or what follows from it, is under way
	met       bool  // one exchange has told what it holds
	synced    int64 // when the last hello was sent
	gets      int   // requests for contents under way
	seen      map[protocol.Repository]seen
	absent    map[protocol.Repository]runs // entries whose content it does not have
	moreLists int                          // how often it has said that there are more lists
}

// seen is the newest head of a repository that a peer is known to hold.
type seen struct{ epoch, sequence, size uint64 }

// New makes the machine of a node from what its store holds. The private key is the node's.
func New(private ed25519.PrivateKey, store Store) (*Machine, error) {
	m := &Machine{private: private, self: protocol.KeyOf(private), store: store,
		repos: map[protocol.Repository]*repository{}, peers: map[protocol.Key]*peer{},
		accounts: map[accountKey]protocol.SignedHoldings{}}
	if err := m.load(); err != nil {
		return nil, fmt.Errorf("start the exchange from the store: %w", err)
	}
	return m, nil
}

func (m *Machine) load() error {
	var err error
	if m.net, err = m.store.Network(); err != nil {
		return err
	}
	states, err := m.store.States()
	if err != nil {
		return err
	}
	for _, s := range states {
		r := &repository{State: s, parts: map[uint64]*parts{}}
		missing, err := m.store.Missing(s.Repository, s.Complete)
		if err != nil {
			return err
		}
		r.missing = runs(missing)
		m.repos[s.Repository] = r
	}
	forks, err := m.store.Forks()
	if err != nil {
		return err
	}
	for _, f := range forks {
		m.repository(f.Repository).fork = f.Evidence
	}
	accounts, err := m.store.Holdings()
	if err != nil {
		return err
	}
	for _, a := range accounts {
		m.keepAccount(a)
	}
	return nil
}

// Network returns the lists as they are; nil before a network was joined. It must not be changed.
func (m *Machine) Network() *protocol.Network { return m.net }

// Step takes one event at the time now, in Unix seconds. The error, if any, is the answer to a wish of the node itself
// ([Publish], [Import]) or a failure of the store; what strangers send never makes one.
func (m *Machine) Step(now int64, e Event) (Ready, error) {
	m.now = now
	m.out = &Ready{}
	err := m.step(e)
	if err == nil {
		err = m.settle()
	}
	out := *m.out
	m.out = nil
	if err != nil {
		return Ready{}, err
	}
	return out, nil
}

func (m *Machine) step(e Event) error {
	switch e := e.(type) {
	case Import:
		return m.importLists(e.Lists)
	case Asked:
		return m.answer(e)
	case *Answered:
		return m.answered(e)
	case Failed:
		return m.failed(e)
	case Connected:
		return m.connected(e.Peer)
	case Disconnected:
		return m.disconnected(e.Peer)
	case Tick:
		return m.tick()
	case Purged:
		if r, ok := m.repos[e.Repository]; ok {
			r.owe()
			r.urgent = true
		}
		return nil
	case Publish:
		return m.publish(e)
	}
	return fmt.Errorf("exchange: no such event: %T", e)
}

// repository returns what is known of a repository, beginning it if nothing is.
func (m *Machine) repository(name protocol.Repository) *repository {
	r, ok := m.repos[name]
	if !ok {
		r = &repository{State: State{Repository: name}, parts: map[uint64]*parts{}}
		m.repos[name] = r
	}
	return r
}

// names returns the repositories that have a head, in order, so that equal states are walked equally.
func (m *Machine) names() []protocol.Repository {
	var names []protocol.Repository
	for name, r := range m.repos {
		if !r.Head.IsZero() {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, compareNames)
	return names
}

func compareNames(a, b protocol.Repository) int {
	if c := protocol.Compare(a.Body, b.Body); c != 0 {
		return c
	}
	return slices.Compare([]byte(a.Audience), []byte(b.Audience))
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

func (m *Machine) ask(p *peer, request Message) {
	m.out.Requests = append(m.out.Requests, Outgoing{To: p.key, Request: request})
}

func (m *Machine) note(kind NoteKind, peer protocol.Key, r protocol.Repository, format string, args ...any) {
	m.out.Notes = append(m.out.Notes, Note{Kind: kind, Peer: peer, Repository: r, Detail: fmt.Sprintf(format, args...)})
}

func (m *Machine) connected(key protocol.Key) error {
	if m.net == nil || key == m.self || m.peers[key] != nil {
		return nil
	}
	p := &peer{key: key, seen: map[protocol.Repository]seen{}, absent: map[protocol.Repository]runs{}}
	m.peers[key] = p
	m.hello(p)
	for _, name := range m.names() {
		r := m.repos[name]
		if _, writer := m.net.Epoch(name.Body); writer == key {
			r.owe()
		}
	}
	return nil
}

func (m *Machine) disconnected(key protocol.Key) error {
	delete(m.peers, key)
	for _, r := range m.repos {
		if r.pull != nil && r.pull.from == key {
			m.endPull(r)
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
	for _, p := range m.connectedPeers() {
		if !m.net.Admitted(p.key, m.now) && !m.net.Admitted(m.self, m.now) {
			continue
		}
		if !p.busy && m.now-p.synced >= m.interval(p.key) {
			clear(p.absent)
			m.hello(p)
		}
	}
	return nil
}

// interval is the time between exchanges with a peer: a minute, a fifth more or less by the two nodes' keys, so that
// nodes that started together do not ask together.
func (m *Machine) interval(key protocol.Key) int64 {
	return syncEvery - syncEvery/5 + int64(key[0]^m.self[31])%(2*syncEvery/5)
}

// settle ends a step: contents that are missing are asked for, and accounts that are due are given.
func (m *Machine) settle() error {
	if m.net == nil {
		return nil
	}
	for _, name := range m.names() {
		r := m.repos[name]
		if len(r.missing) > 0 {
			m.fetch(r)
		}
		if r.owed && (r.urgent || len(r.asked) == 0) {
			if err := m.giveAccount(r); err != nil {
				return err
			}
		}
	}
	return nil
}
