package vectors

import (
	"crypto/ed25519"
	"crypto/sha256"
	"slices"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// noon is the moment of everything in the vectors: 2026-03-02, 12:00 UTC.
const noon = 1772452800

// key computes a private key from a name, such as "member north".
func key(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("praxis vectors: key of " + name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(name string) protocol.Key { return protocol.KeyOf(key(name)) }

func id(name string) protocol.ID {
	h := sha256.Sum256([]byte("praxis vectors: id of " + name))
	return protocol.ID(h[:16])
}

// sign returns a signed object as it travels.
func sign[T wire.Object](b *builder, value T, signers ...string) []byte {
	s := signed(b, value, signers...)
	return s.Bytes()
}

func signed[T wire.Object](b *builder, value T, signers ...string) protocol.Signed[T] {
	var keys []ed25519.PrivateKey
	for _, name := range signers {
		keys = append(keys, key(name))
	}
	s, err := protocol.Sign(value, keys...)
	if b.err == nil {
		b.err = err
	}
	return s
}

// rewrap opens an envelope, lets change spoil it, and returns it as it would travel.
func rewrap(b *builder, envelope []byte, change func(*protocol.Envelope)) []byte {
	var e protocol.Envelope
	if err := wire.Decode(envelope, &e); err != nil && b.err == nil {
		b.err = err
	}
	change(&e)
	return b.encode(e)
}

func (b *builder) encode(o wire.Object) []byte {
	encoded, err := wire.Encode(o)
	if b.err == nil {
		b.err = err
	}
	return encoded
}

func member(name string, standing protocol.Standing) protocol.Member {
	return protocol.Member{ID: id("member " + name), Key: public("member " + name), Name: "Example " + name, Country: "", Standing: standing}
}

func charterKeys(holders ...string) []protocol.CharterKey {
	var keys []protocol.CharterKey
	for _, h := range holders {
		keys = append(keys, protocol.CharterKey{Key: public("charter " + h), Member: id("member " + h)})
	}
	slices.SortFunc(keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	return keys
}

func members(list ...protocol.Member) []protocol.Member {
	slices.SortFunc(list, func(a, b protocol.Member) int { return protocol.Compare(a.ID, b.ID) })
	return list
}

// firstCharter founds the network of the vectors: two of three keys change it, one key a member.
func firstCharter() protocol.Charter {
	return protocol.Charter{
		Keys: charterKeys("secretariat", "north", "south"), Name: "Example network", Created: noon, Expires: noon + 365*24*60*60,
		Members: members(member("secretariat", protocol.StandingSecretariat), member("north", protocol.StandingNPM), member("south", protocol.StandingNPM)),
		Version: 1, Threshold: 2,
	}
}

// signedFirst is the first charter with the signatures that it needs.
func signedFirst(b *builder) protocol.SignedCharter {
	return signed(b, firstCharter(), "charter secretariat", "charter north")
}

// nextCharter follows c and admits an observer.
func nextCharter(c protocol.SignedCharter) protocol.Charter {
	n := c.Value()
	n.Version, n.Previous = n.Version+1, c.Hash()
	n.Members = members(append(slices.Clone(n.Members), member("observer", protocol.StandingObserver))...)
	return n
}

// profile is that of a member with one body and one node, which writes.
func profile(name string, standing protocol.Standing) protocol.Profile {
	m, body := id("member "+name), protocol.BodyID(id("member "+name), 1)
	return protocol.Profile{
		Key: public("member " + name), Name: "Example " + name, Time: noon, Member: m, Version: 1, Standing: standing,
		Nodes:    []protocol.Node{node(name, m, body)},
		Bodies:   []protocol.Body{{ID: body, Name: "Example " + name, Number: 1, Languages: []string{"en", "fr"}}},
		Duties:   []string{"archive"},
		Writers:  []protocol.Writer{{Body: body, Node: public("node " + name), Epoch: 1}},
		Contacts: []protocol.Contact{{Role: "coordination", Address: "office@" + name + ".example"}},
	}
}

func node(name string, member, body protocol.ID) protocol.Node {
	return protocol.Node{Key: public("node " + name), Body: body, Consent: protocol.NewConsent(key("node "+name), member, body),
		Addresses: []string{"/dns4/" + name + ".example/tcp/4101"}}
}
