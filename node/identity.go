package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Identity is what this node was set up as: whose it is, before and after it joins a network. The public part is in the
// member's profile.
type Identity struct {
	Member    protocol.ID       `json:"member"`
	Name      string            `json:"name"` // of the organisation
	Body      protocol.ID       `json:"body"`
	BodyName  string            `json:"body_name"`
	Country   string            `json:"country"`
	Standing  protocol.Standing `json:"standing"`
	Languages []string          `json:"languages,omitempty"`
	Addresses []string          `json:"addresses,omitempty"` // where others reach this node
	Contacts  []Contact         `json:"contacts,omitempty"`
	Duties    []string          `json:"duties,omitempty"`
	Profile   []byte            `json:"profile,omitempty"` // the newest signed one
}

// Contact is a role and how to reach it.
type Contact struct {
	Role    string `json:"role"`
	Address string `json:"address"`
}

// ErrNoIdentity says that the node does not know yet whose it is.
var ErrNoIdentity = errors.New("this node has not been set up: run praxis init")

// identityRecord is the place of the one identity among the settings.
var identityRecord = [16]byte{0: 1}

func (n *Node) loadIdentity() (*Identity, error) {
	raw, err := n.store.Record(store.KindSetting, identityRecord)
	if err != nil || raw == nil {
		return nil, err
	}
	var i Identity
	if err := json.Unmarshal(raw, &i); err != nil {
		return nil, fmt.Errorf("read whose node this is: %w", err)
	}
	return &i, nil
}

// Identity says whose node this is.
func (n *Node) Identity() (Identity, error) {
	i := n.identity.Load()
	if i == nil {
		return Identity{}, ErrNoIdentity
	}
	return *i, nil
}

// SetUp says whose node this is; once. The member's id is made here, unless it is given: then this node is one more of a
// member that has its id already, or takes the place of one that is lost. The body's id follows from it.
func (n *Node) SetUp(ctx context.Context, i Identity) (Identity, error) {
	if n.identity.Load() != nil {
		return Identity{}, errors.New("this node has been set up already")
	}
	if i.Member.IsZero() {
		var err error
		if i.Member, err = n.newID(); err != nil {
			return Identity{}, err
		}
	}
	i.Body = protocol.BodyID(i.Member, 1)
	if i.BodyName == "" {
		i.BodyName = i.Name
	}
	i.Profile = nil
	if err := n.nextProfile(i, protocol.Key{1}).Validate(); err != nil {
		return Identity{}, err
	}
	return i, n.saveIdentity(i)
}

func (n *Node) saveIdentity(i Identity) error {
	raw, err := json.Marshal(i)
	if err != nil {
		return err
	}
	if err := n.store.Commit(exchange.Batch{}, store.Record{Kind: store.KindSetting, ID: identityRecord, Value: raw, Sync: true}); err != nil {
		return fmt.Errorf("keep whose node this is: %w", err)
	}
	n.identity.Store(&i)
	return nil
}

// SetAddresses changes where others reach this node. It counts when a profile that says so is signed.
func (n *Node) SetAddresses(addresses []string) error {
	i, err := n.Identity()
	if err != nil || slices.Equal(i.Addresses, addresses) {
		return err
	}
	i.Addresses = addresses
	return n.saveIdentity(i)
}

// NextProfile is what the member key is to sign: what this node was set up as, with this node's consent, on top of the
// newest profile known. The member key is the one that will sign it. Ends are sizes at which the epoch before this node's
// is to end, where it is to be earlier than what this node holds; see [Node.endBefore].
func (n *Node) NextProfile(member protocol.Key, ends map[protocol.Audience]uint64) (protocol.Profile, error) {
	i, err := n.Identity()
	if err != nil {
		return protocol.Profile{}, err
	}
	p := n.nextProfile(i, member)
	if err := n.endBefore(&p, i.Body, ends); err != nil {
		return protocol.Profile{}, err
	}
	return p, p.Validate()
}

func (n *Node) nextProfile(i Identity, member protocol.Key) protocol.Profile {
	p := protocol.Profile{Key: member, Member: i.Member, Version: 1}
	if last, ok := n.lastProfile(i); ok {
		p = last
		p.Key, p.Version = member, last.Version+1
	}
	p.Name, p.Country, p.Standing, p.Duties, p.Time = i.Name, i.Country, i.Standing, i.Duties, n.now()
	body := protocol.Body{ID: i.Body, Name: i.BodyName, Number: 1, Languages: i.Languages}
	p.Bodies = replace(p.Bodies, body, func(b protocol.Body) bool { return b.ID == i.Body },
		func(a, b protocol.Body) int { return protocol.Compare(a.ID, b.ID) })
	node := protocol.Node{Key: n.self, Body: i.Body, Consent: protocol.NewConsent(n.options.Key, i.Member, i.Body), Addresses: i.Addresses}
	p.Nodes = replace(p.Nodes, node, func(o protocol.Node) bool { return o.Key == n.self },
		func(a, b protocol.Node) int { return protocol.Compare(a.Key, b.Key) })
	if lost, other := n.writesInstead(p.Writers, i.Body); other {
		p.Nodes = slices.DeleteFunc(p.Nodes, func(o protocol.Node) bool { return o.Key == lost })
	}
	p.Writers = n.withWriter(p.Writers, i.Body)
	p.Contacts = nil
	for _, c := range i.Contacts {
		p.Contacts = append(p.Contacts, protocol.Contact(c))
	}
	return p
}

func replace[T any](list []T, with T, same func(T) bool, compare func(a, b T) int) []T {
	list = append(slices.DeleteFunc(slices.Clone(list), same), with)
	slices.SortFunc(list, compare)
	return list
}

// writesInstead finds the node whose place this one takes as the body's writer, and which acts for it no more.
func (n *Node) writesInstead(writers []protocol.Writer, body protocol.ID) (protocol.Key, bool) {
	var last protocol.Writer
	for _, w := range writers {
		if w.Body == body && w.Epoch > last.Epoch {
			last = w
		}
	}
	return last.Node, last.Epoch > 0 && last.Node != n.self
}

// withWriter makes this node the body's writer, by a new epoch if another one was.
func (n *Node) withWriter(writers []protocol.Writer, body protocol.ID) []protocol.Writer {
	last := protocol.Writer{Body: body}
	for _, w := range writers {
		if w.Body == body && w.Epoch > last.Epoch {
			last = w
		}
	}
	if last.Epoch > 0 && last.Node == n.self {
		return writers
	}
	writers = append(slices.Clone(writers), protocol.Writer{Body: body, Node: n.self, Epoch: last.Epoch + 1})
	slices.SortFunc(writers, func(a, b protocol.Writer) int {
		if c := protocol.Compare(a.Body, b.Body); c != 0 {
			return c
		}
		return int(a.Epoch) - int(b.Epoch)
	})
	return writers
}

func (n *Node) lastProfile(i Identity) (protocol.Profile, bool) {
	if network := n.network.Load(); network != nil {
		if p, ok := network.Profile(i.Member); ok {
			return p.Value(), true
		}
	}
	if p, err := protocol.OpenProfile(i.Profile); err == nil {
		return p.Value(), true
	}
	return protocol.Profile{}, false
}

// TakeProfile keeps a signed profile of this node's member and, in a network, shares it.
func (n *Node) TakeProfile(ctx context.Context, signed []byte) error {
	i, err := n.Identity()
	if err != nil {
		return err
	}
	p, err := protocol.OpenProfile(signed)
	if err != nil {
		return err
	}
	if p.Value().Member != i.Member {
		return errors.New("the profile is another member's")
	}
	i.Profile = signed
	if err := n.saveIdentity(i); err != nil {
		return err
	}
	network := n.network.Load()
	if network == nil {
		return nil
	}
	if _, ok := network.Charter().Value().Member(i.Member); !ok {
		return nil // not admitted yet
	}
	return n.Import(ctx, exchange.Lists{Profiles: [][]byte{signed}})
}

// Import takes lists from a file: charters, profiles, denials. The first charter that a node takes founds its network.
func (n *Node) Import(ctx context.Context, l exchange.Lists) error {
	if i := n.identity.Load(); i != nil && len(i.Profile) > 0 && n.signsFor(*i, l) {
		l.Profiles = append(slices.Clone(l.Profiles), i.Profile)
	}
	_, err := n.do(ctx, job{event: exchange.Import{Lists: l}})
	return err
}

// signsFor tells whether the key of this node's own profile is the one that the charters held, with those that come, list
// for its member. After a change of the key the profile of before says nothing any more.
func (n *Node) signsFor(i Identity, l exchange.Lists) bool {
	held := n.network.Load()
	if held == nil {
		return true
	}
	network := held.Clone()
	for _, raw := range l.Charters {
		if c, err := protocol.Open[protocol.Charter](raw); err == nil {
			_, _ = network.AddCharter(c) // what is wrong with it is said when the lists are taken
		}
	}
	p, err := protocol.OpenProfile(i.Profile)
	m, listed := network.Charter().Value().Member(i.Member)
	return err == nil && (!listed || m.Key == p.Value().Key)
}

// SignedProfile is the newest profile of this node's member that is signed with its member key; nil if there is none.
func (n *Node) SignedProfile() []byte {
	i := n.identity.Load()
	if i == nil {
		return nil
	}
	network := n.network.Load()
	if network == nil {
		return i.Profile
	}
	if p, ok := network.Profile(i.Member); ok {
		mine, err := protocol.OpenProfile(i.Profile)
		if err != nil || mine.Value().Key != p.Value().Key || mine.Value().Version < p.Value().Version {
			return p.Bytes()
		}
	}
	return i.Profile
}

// Lists is everything that another node needs to join: the charters and the profiles.
func (n *Node) Lists() (exchange.Lists, error) {
	network := n.network.Load()
	if network == nil {
		return exchange.Lists{}, errors.New("this node has joined no network yet: run praxis join")
	}
	var l exchange.Lists
	for _, c := range network.Charters() {
		l.Charters = append(l.Charters, c.Bytes())
	}
	for _, p := range network.Profiles() {
		l.Profiles = append(l.Profiles, p.Bytes())
	}
	for _, d := range network.Denials() {
		l.Denials = append(l.Denials, d.Bytes())
	}
	for _, r := range network.Recalls() {
		l.Recalls = append(l.Recalls, r.Bytes())
	}
	return l, nil
}
