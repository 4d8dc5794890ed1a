package exchange

import (
	"crypto/ed25519"
	"crypto/sha256"
	"slices"

	"praxis/protocol"
)

// organisations are the members of a simulated network, and all that they have signed.
type organisations struct {
	w        *world
	members  []*simMember
	charters []protocol.SignedCharter
	profiles []protocol.SignedProfile
	denials  []protocol.SignedDenial
	recalls  []protocol.SignedRecall
}

type simMember struct {
	name     string
	id       protocol.ID
	private  ed25519.PrivateKey // the member key
	standing protocol.Standing
	nodes    []*simNode
	writers  []*simNode                  // by epoch, from 1
	version  uint64                      // of the profile
	ends     map[int][]protocol.EpochEnd // of earlier epochs
}

func secretOf(what string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("a key of the stories: " + what))
	return ed25519.NewKeyFromSeed(seed[:])
}

func idOf(what string) protocol.ID {
	h := sha256.Sum256([]byte("an id of the stories: " + what))
	return protocol.ID(h[:16])
}

func (s *simMember) body() protocol.ID { return protocol.BodyID(s.id, 1) }

func (o *organisations) member(name string) *simMember {
	for _, m := range o.members {
		if m.name == name {
			return m
		}
	}
	o.w.t.Fatalf("there is no member %s", name)
	return nil
}

// newMember makes a member with one body and one node, of the same name.
func (o *organisations) newMember(name string, standing protocol.Standing) *simMember {
	m := &simMember{name: name, id: idOf("member " + name), private: secretOf("member " + name), standing: standing}
	n := o.w.add(name, secretOf("node "+name))
	m.nodes, m.writers = []*simNode{n}, []*simNode{n}
	o.members = append(o.members, m)
	return m
}

// sign makes the next version of a member's profile.
func (o *organisations) sign(m *simMember) protocol.SignedProfile {
	m.version++
	p := protocol.Profile{Key: protocol.KeyOf(m.private), Name: "Member " + m.name, Time: o.w.now, Member: m.id, Country: "FR",
		Version: m.version, Standing: m.standing, Bodies: []protocol.Body{{ID: m.body(), Name: "Body " + m.name, Number: 1}}}
	for _, n := range m.nodes {
		p.Nodes = append(p.Nodes, protocol.Node{Key: n.key(), Body: m.body(), Consent: protocol.NewConsent(n.private, m.id, m.body())})
	}
	slices.SortFunc(p.Nodes, func(a, b protocol.Node) int { return protocol.Compare(a.Key, b.Key) })
	for i, n := range m.writers {
		p.Writers = append(p.Writers, protocol.Writer{Body: m.body(), Node: n.key(), Epoch: uint64(i + 1), Ends: m.ends[i+1]})
	}
	return must(o.w.t, p, m.private)
}

type fataler interface{ Fatalf(string, ...any) }

func must[T interface{ WireFormat() string }](t fataler, v T, keys ...ed25519.PrivateKey) protocol.Signed[T] {
	s, err := protocol.Sign(v, keys...)
	if err != nil {
		t.Fatalf("sign %s: %v", v.WireFormat(), err)
	}
	return s
}

// charter makes the next version over the members as they stand: its keys are those of the first three present
// members, two of which suffice.
func (o *organisations) charter(cosigners ...ed25519.PrivateKey) protocol.SignedCharter {
	c := protocol.Charter{Name: "Stories", Created: start, Expires: start + 365*day, Version: uint64(len(o.charters) + 1)}
	if len(o.charters) > 0 {
		c.Previous = o.charters[len(o.charters)-1].Hash()
	}
	for _, m := range o.members {
		c.Members = append(c.Members, protocol.Member{ID: m.id, Key: protocol.KeyOf(m.private), Name: "Member " + m.name, Country: "FR", Standing: m.standing})
	}
	slices.SortFunc(c.Members, func(a, b protocol.Member) int { return protocol.Compare(a.ID, b.ID) })
	keys := o.charterKeys()
	for i, k := range keys {
		c.Keys = append(c.Keys, protocol.CharterKey{Key: protocol.KeyOf(k), Member: o.keyHolders()[i].id})
	}
	slices.SortFunc(c.Keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	c.Threshold = min(2, uint64(len(c.Keys)))
	return must(o.w.t, c, append(keys, cosigners...)...)
}

func (o *organisations) charterKeys() []ed25519.PrivateKey {
	var keys []ed25519.PrivateKey
	for _, m := range o.keyHolders() {
		keys = append(keys, secretOf("charter "+m.name))
	}
	return keys
}

func (o *organisations) keyHolders() []*simMember {
	var holders []*simMember
	for _, m := range o.members {
		if m.standing != protocol.StandingFormer && len(holders) < 3 {
			holders = append(holders, m)
		}
	}
	return holders
}

// found makes a network's first charter and profiles and gives them to everybody.
func (o *organisations) found() {
	o.charters = append(o.charters, o.charter())
	for _, m := range o.members {
		o.profiles = append(o.profiles, o.sign(m))
	}
	for _, n := range o.w.nodes {
		o.w.must(n, Import{Lists: o.lists()})
	}
}

// lists are all that was signed, as a file would carry them.
func (o *organisations) lists() Lists {
	var l Lists
	for _, c := range o.charters {
		l.Charters = append(l.Charters, c.Bytes())
	}
	for _, p := range o.profiles {
		l.Profiles = append(l.Profiles, p.Bytes())
	}
	for _, d := range o.denials {
		l.Denials = append(l.Denials, d.Bytes())
	}
	for _, r := range o.recalls {
		l.Recalls = append(l.Recalls, r.Bytes())
	}
	return l
}

// network is the newest state of the lists, as somebody who has everything sees it.
func (o *organisations) network() *protocol.Network {
	b := Batch{Charters: o.charters, Profiles: o.profiles, Denials: o.denials, Recalls: o.recalls}
	n, err := BuildNetwork(b)
	if err != nil {
		o.w.t.Fatalf("the stories' network: %v", err)
	}
	return n
}

// bodyName names a body in print.
func (o *organisations) bodyName(id protocol.ID) string {
	for _, m := range o.members {
		if m.body() == id {
			return m.name
		}
	}
	return id.String()
}

func (w *world) repositoryName(r protocol.Repository) string {
	return w.org.bodyName(r.Body) + "/" + string(r.Audience)
}

func (w *world) nodeName(k protocol.Key) string {
	for _, n := range w.nodes {
		if n.key() == k {
			return n.name
		}
	}
	return "a stranger"
}
