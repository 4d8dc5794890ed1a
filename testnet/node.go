package testnet

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/host"
	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/node"
	"praxis/node/p2p"
	"praxis/protocol"
)

const passphrase = "a passphrase of the test"

// Node is a node of a simulation, of a member that has this node only.
type Node struct {
	*node.Node // running, or nil
	Name       string
	Standing   protocol.Standing
	MemberKey  ed25519.PrivateKey
	NodeKey    ed25519.PrivateKey
	Member     protocol.ID
	Body       protocol.ID

	s        *Simulation
	number   int
	lives    int // how many nodes this body has had
	at       netip.Addr
	link     Link
	files    store.FS
	random   *chance
	host     host.Host
	author   *node.Session
	reviewer *node.Session
	unlisted bool // its profile names no address
	passive  bool
	peers    []string
	last     protocol.ID
	rogue    bool // the host is a [Rogue]'s
}

// Setting changes a node before it is started.
type Setting func(*Node)

// WithLink gives a node another line than the others'.
func WithLink(l Link) Setting { return func(n *Node) { n.link = l } }

// Unlisted leaves the node's address out of its profile: only who is told it can connect.
func Unlisted() Setting { return func(n *Node) { n.unlisted = true } }

// Knowing gives a node the address of another, and none else: it looks for nobody that profiles name.
func Knowing(others ...*Node) Setting {
	return func(n *Node) {
		n.passive = true
		for _, o := range others {
			n.peers = append(n.peers, o.Address())
		}
	}
}

// Add starts the node of a new member, which is in no charter yet: set up, with its profile signed and two persons.
func (s *Simulation) Add(standing protocol.Standing, settings ...Setting) *Node {
	s.T.Helper()
	number := len(s.Nodes) + 1
	n := &Node{s: s, number: number, Name: fmt.Sprintf("Member %d", number), Standing: standing, at: address(number),
		link: Link{Latency: s.options.Latency, Bandwidth: s.options.Bandwidth}, MemberKey: s.key(fmt.Sprintf("member %d", number))}
	s.Nodes = append(s.Nodes, n)
	for _, set := range settings {
		set(n)
	}
	n.begin()
	i, err := n.SetUp(s.T.Context(), n.identity())
	n.must("set up", err)
	n.Member, n.Body = i.Member, i.Body
	n.hire()
	n.SignProfile()
	return n
}

func (n *Node) identity() node.Identity {
	i := node.Identity{Name: n.Name, Country: "FR", Standing: n.Standing}
	if !n.unlisted {
		i.Addresses = []string{n.listen()}
	}
	return i
}

// begin makes a new node key and an empty store, and starts the node.
func (n *Node) begin() {
	n.lives++
	name := fmt.Sprintf("node %d of member %d", n.lives, n.number)
	n.NodeKey, n.files, n.random = n.s.key(name), store.NewMemory(), n.s.chance(name)
	n.start()
}

func (n *Node) start() {
	n.s.T.Helper()
	gate := new(p2p.Gate)
	options, err := p2p.Options(n.NodeKey, []string{n.listen()}, gate)
	n.must("make the host", err)
	n.host, err = libp2p.New(append(options, n.s.lines.attach(n.at, n.link), libp2p.DisableIdentifyAddressDiscovery())...)
	n.must("make the host", err)
	n.Node, err = node.Open(node.Options{Key: n.NodeKey, Host: n.host, Gate: gate, Network: n.s.options.Network, Files: n.files, Directory: "store",
		Now: time.Now, Random: n.random, Peers: n.peers, Passive: n.passive, WorkFactor: 2})
	n.must("open", err)
}

// Stop ends a node, as a shutdown does. A second time does nothing.
func (n *Node) Stop() {
	n.s.T.Helper()
	if n.rogue {
		n.must("stop", n.host.Close())
		n.rogue = false
	}
	if n.Node == nil {
		return
	}
	n.leave()
	n.must("stop", errors.Join(n.Close(), n.host.Close()))
	n.Node = nil
}

// leave signs the persons out.
func (n *Node) leave() {
	for _, session := range []*node.Session{n.author, n.reviewer} {
		if session != nil {
			session.Close()
		}
	}
	n.author, n.reviewer = nil, nil
}

// Restart starts a node again from what its store holds.
func (n *Node) Restart() {
	n.s.T.Helper()
	n.Stop()
	n.start()
	n.signIn()
}

// hire adds the persons of the body, who write and review.
func (n *Node) hire() {
	n.s.T.Helper()
	for _, name := range []string{"Author", "Reviewer"} {
		_, err := n.AddPerson(n.s.T.Context(), name, []draft.Role{draft.RoleAuthor, draft.RoleReviewer}, passphrase)
		n.must("add a person", err)
	}
	n.signIn()
}

func (n *Node) signIn() {
	n.s.T.Helper()
	var err error
	n.author, err = n.SignIn("Author", passphrase)
	n.must("sign in", err)
	n.reviewer, err = n.SignIn("Reviewer", passphrase)
	n.must("sign in", err)
}

// SignProfile signs, with the member key, what the node was set up as.
func (n *Node) SignProfile() {
	n.s.T.Helper()
	p, err := n.NextProfile(protocol.KeyOf(n.MemberKey), nil)
	n.must("make the profile", err)
	signed, err := protocol.Sign(p, n.MemberKey)
	n.must("sign the profile", err)
	n.must("take the profile", n.TakeProfile(n.s.T.Context(), signed.Bytes()))
}

func (n *Node) listen() string { return fmt.Sprintf("/ip4/%s/udp/4001/quic-v1", n.at) }

// Address is where others reach the node, with its key.
func (n *Node) Address() string {
	id, err := p2p.PeerID(protocol.KeyOf(n.NodeKey))
	n.must("name the node", err)
	return n.listen() + "/p2p/" + id.String()
}

func (n *Node) must(what string, err error) {
	if err != nil {
		n.s.T.Helper()
		n.s.T.Fatalf("%s: %s: %v", n.Name, what, err)
	}
}
