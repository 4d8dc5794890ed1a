package exchange

import (
	"crypto/ed25519"
	"errors"
	"fmt"

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
	maxAsked     = 1024      // blocks asked for at once
	frameRoom    = 768 << 10 // bytes of entries or blocks put into one reply
	inlineRoom   = 64 << 10  // bytes of blocks put into a push
	inlineCount  = 2048      // entries put into a push
	relayCount   = 8         // entries put into a push that is passed on
	maxPulled    = 1 << 20   // entries under way in all pulls from one member, some 200 MB at most: none fills the memory
	maxEntry     = 128       // bytes of one entry: the longest put has fewer
	maxVersions  = 4096      // of one document: a record is read and written with each of them
	maxLacking   = 1 << 16   // linked blocks known to be lacking in one repository, some 3 MB
	maxPages     = 64        // replies that a peer may have followed by more in one exchange
	maxKnown     = 4096      // heads, and holdings, named in one request
	pullPatience = 30        // before a pull is given up for another peer's offer
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

// Failed says that a request of ours, the same pointer that Ready.Requests named, got no reply.
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

// Greet opens an exchange with every connected peer now, and not when it is due anyway.
type Greet struct{}

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
func (Greet) event()        {}
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
	reached  map[protocol.Key]bool // nodes that are connected, also those that are no peers yet
	accounts map[accountKey]protocol.SignedHoldings
	sequence uint64                // of the last account signed
	order    []protocol.Repository // those that have a head, in order; nil after one was added
	later    []*repository         // whose next offer waits for what this step stores
	broken   error                 // of a step that was not carried out to its end: this machine is of no more use
	out      *Ready
}

// New makes the machine of a node from what its store holds. The private key is the node's.
func New(private ed25519.PrivateKey, store Store) (*Machine, error) {
	m := &Machine{private: private, self: protocol.KeyOf(private), store: store,
		repos: map[protocol.Repository]*repository{}, peers: map[protocol.Key]*peer{}, reached: map[protocol.Key]bool{},
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
		r := newRepository(s)
		missing, err := m.store.Missing(s.Repository, s.Complete)
		if err != nil {
			return err
		}
		r.missing, r.lacking, r.owed = runs(missing), len(missing) > 0, true
		m.repos[s.Repository] = r
	}
	forks, err := m.store.Forks()
	if err != nil {
		return err
	}
	for _, f := range forks {
		e, err := protocol.OpenFork(f.Evidence)
		if err != nil {
			return fmt.Errorf("stored evidence: %w", err)
		}
		r := m.repository(f.Repository)
		r.fork, r.forkEpoch = f.Evidence, e.Epoch()
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
// ([Publish], [Import]) or a failure of the store; what strangers send never makes one. A wish that is refused changes
// nothing; after any other error the machine is [Machine.Broken].
func (m *Machine) Step(now int64, e Event) (Ready, error) {
	if m.broken != nil {
		return Ready{}, m.broken
	}
	m.now = now
	m.out = &Ready{}
	refused, err := m.take(e)
	m.broken = errors.Join(m.broken, err)
	out := *m.out
	m.out = nil
	if refused != nil || m.broken != nil {
		return Ready{}, errors.Join(refused, m.broken)
	}
	return out, nil
}

// Broken tells whether a step failed after it had changed the machine, which must then be thrown away and made anew from
// the store: it believes what is stored nowhere.
func (m *Machine) Broken() bool { return m.broken != nil }

// take steps through one event. A wish may be refused, with nothing changed.
func (m *Machine) take(e Event) (refused, err error) {
	if !isWish(e) { // a wish that is refused would take along what was resumed
		if err := m.resume(); err != nil {
			return nil, err
		}
	}
	var own *ownHead
	switch e := e.(type) {
	case Publish:
		own, refused = m.publish(e)
	case Import:
		refused = m.importLists(e.Lists)
	default:
		err = m.step(e)
	}
	if own != nil {
		err = m.commitOwn(own)
	}
	if refused != nil || err != nil {
		return refused, err
	}
	return nil, m.settle()
}

// isWish tells whether an event may be refused, with nothing of its step stored.
func isWish(e Event) bool {
	switch e.(type) {
	case Import, Publish:
		return true
	}
	return false
}

func (m *Machine) step(e Event) error {
	switch e := e.(type) {
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
	case Greet:
		m.greetAll()
		return nil
	case Purged:
		if r, ok := m.repos[e.Repository]; ok {
			r.owe()
			r.urgent = true
		}
		m.confirmSoon(e.Repository)
		return nil
	}
	return fmt.Errorf("exchange: no such event: %T", e)
}

func (m *Machine) ask(p *peer, request Message) {
	m.out.Requests = append(m.out.Requests, Outgoing{To: p.key, Request: request})
}

func (m *Machine) note(kind NoteKind, peer protocol.Key, r protocol.Repository, format string, args ...any) {
	m.out.Notes = append(m.out.Notes, Note{Kind: kind, Peer: peer, Repository: r, Detail: fmt.Sprintf(format, args...)})
}
