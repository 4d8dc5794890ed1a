package protocol

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"praxis/protocol/log"
)

// Profile is what a member says about itself, signed with its member key: bodies, nodes, who writes, whom to reach, and
// by which act it was designated. It names roles, never persons. A later version replaces an earlier one.
type Profile struct {
	Key         Key       `codec:"key"` // the member key
	Name        string    `codec:"name"`
	Time        int64     `codec:"time"` // Unix seconds
	Nodes       []Node    `codec:"nodes"`
	Bodies      []Body    `codec:"bodies"`
	Duties      []string  `codec:"duties,omitempty"` // "archive", "freedom-of-information": what it may have to disclose
	Member      ID        `codec:"member"`
	Country     string    `codec:"country"`
	Version     uint64    `codec:"version"` // 1, 2, …
	Writers     []Writer  `codec:"writers"`
	Contacts    []Contact `codec:"contacts,omitempty"`
	Standing    Standing  `codec:"standing"` // what it is, or asks to be; the charter decides
	Designation string    `codec:"designation,omitempty"`
}

// Body is an organisation within a member that publishes in its own name. Its id is computed, not chosen ([BodyID]), so
// that no member can claim another's body.
type Body struct {
	ID        ID       `codec:"id"`
	Name      string   `codec:"name"`
	Number    uint64   `codec:"number"`              // 1, 2, … within the member
	Languages []string `codec:"languages,omitempty"` // ISO 639-1
}

// Node is one running instance. Key is its libp2p identity; it signs heads and holdings.
type Node struct {
	Key       Key      `codec:"key"`
	Body      ID       `codec:"body"`
	Consent   Consent  `codec:"consent"`             // the node's own word that it acts for the body
	Addresses []string `codec:"addresses,omitempty"` // multiaddresses without the peer
}

// Consent is a node key's Ed25519 signature over the member and the body it acts for, so that no profile can claim
// another member's node.
type Consent [ed25519.SignatureSize]byte

// NewConsent signs with the node's own key that it acts for a body of a member.
func NewConsent(node ed25519.PrivateKey, member, body ID) Consent {
	return Consent(ed25519.Sign(node, consentBytes(member, body)))
}

func consentBytes(member, body ID) []byte {
	return signedBytes("consent/1", append(member[:], body[:]...))
}

// BodyID computes the id of a member's body of that number: the first 16 bytes of a domain-separated SHA-256.
func BodyID(member ID, number uint64) ID {
	h := sha256.Sum256(signedBytes("body/1", binary.BigEndian.AppendUint64(member[:], number)))
	return ID(h[:16])
}

// Writer is an epoch: one node's turn as the writer for a body. The highest epoch of a body is the one in force.
type Writer struct {
	Body  ID         `codec:"body"`
	Ends  []EpochEnd `codec:"ends,omitempty"` // of an epoch that is over, once the next one's node knows: no head goes beyond
	Node  Key        `codec:"node"`
	Epoch uint64     `codec:"epoch"` // 1, 2, …
}

// EpochEnd is where an epoch ended for one audience. For an audience that none of the ends is about, it ended with
// nothing. Groups have none: that there is a group is nothing for everybody.
type EpochEnd struct {
	Root     Hash     `codec:"root"`
	Size     uint64   `codec:"size"`
	Audience Audience `codec:"audience"`
}

// Contact is a way to reach a role, such as "coordination".
type Contact struct {
	Role    string `codec:"role"`
	Address string `codec:"address"`
}

// WireFormat implements [wire.Object].
func (Profile) WireFormat() string { return "profile/1" }

// SignedProfile is a profile whose signatures verify. Whether its key is the member's is for the charter to say.
type SignedProfile = Signed[Profile]

// OpenProfile reads a profile, and checks that it is valid and signed by the key that it names.
func OpenProfile(b []byte) (SignedProfile, error) {
	p, err := Open[Profile](b)
	if err != nil {
		return SignedProfile{}, err
	}
	if !p.SignedBy(p.Value().Key) {
		return SignedProfile{}, fmt.Errorf("profile: %w: it is not signed by the member key that it names", ErrSignature)
	}
	if err := p.Value().Validate(); err != nil {
		return SignedProfile{}, err
	}
	return p, nil
}

// Validate checks a profile by itself: names, counts and order, and that nodes and writers name its own bodies.
func (p Profile) Validate() error {
	v := validator{object: "profile"}
	v.text("name", p.Name, 1, MaxName)
	v.that("member", !p.Member.IsZero(), "is needed")
	v.key("key", p.Key)
	v.that("version", p.Version >= 1, "starts at 1")
	v.that("time", p.Time > 0, "is needed")
	v.country("country", p.Country)
	v.that("standing", p.Standing.valid(), "is npm, observer, secretariat or former, not %q", p.Standing)
	v.text("designation", p.Designation, 0, MaxShortText)
	v.that("bodies", len(p.Bodies) >= 1 && len(p.Bodies) <= MaxBodies, "has 1 to %d", MaxBodies)
	v.that("nodes", len(p.Nodes) <= MaxNodes, "has at most %d", MaxNodes)
	v.that("writers", len(p.Writers) <= MaxWriters, "has at most %d", MaxWriters)
	v.that("contacts", len(p.Contacts) <= MaxContacts, "has at most %d", MaxContacts)
	for i, d := range p.Duties {
		v.that("duties", d == "archive" || d == "freedom-of-information", "are archive or freedom-of-information, not %q", d)
		v.that("duties", i == 0 || p.Duties[i-1] < d, "are in order, each once")
	}
	bodies := make(map[ID]bool)
	for i, b := range p.Bodies {
		v.that("bodies", i == 0 || Compare(p.Bodies[i-1].ID, b.ID) < 0, "is in order of the ids, each once")
		v.that("bodies: id", b.ID == BodyID(p.Member, b.Number), "is the one computed from the member and the number")
		v.text("bodies: name", b.Name, 1, MaxName)
		v.languages("bodies: languages", b.Languages)
		bodies[b.ID] = true
	}
	for i, n := range p.Nodes {
		v.that("nodes", i == 0 || Compare(p.Nodes[i-1].Key, n.Key) < 0, "is in order of the keys, each once")
		v.key("nodes: key", n.Key)
		v.that("nodes: body", bodies[n.Body], "is one of the profile's bodies")
		v.that("nodes: consent", ed25519.Verify(n.Key[:], consentBytes(p.Member, n.Body), n.Consent[:]), "does not verify with the node's key")
		v.that("nodes: addresses", len(n.Addresses) <= MaxAddresses, "has at most %d", MaxAddresses)
		for _, a := range n.Addresses {
			v.text("nodes: addresses", a, 1, MaxName)
		}
	}
	for i, w := range p.Writers {
		v.that("writers: body", bodies[w.Body], "is one of the profile's bodies")
		v.key("writers: node", w.Node)
		v.that("writers: epoch", w.Epoch >= 1, "starts at 1")
		if i > 0 {
			last := p.Writers[i-1]
			order := Compare(last.Body, w.Body)
			v.that("writers", order < 0 || order == 0 && last.Epoch < w.Epoch, "is in order of bodies and epochs, each once")
		}
		over := i+1 < len(p.Writers) && p.Writers[i+1].Body == w.Body
		v.that("writers: ends", len(w.Ends) == 0 || over, "stands in an epoch that is over, and not in the one in force")
		v.ends(w.Ends)
	}
	for _, c := range p.Contacts {
		v.text("contacts: role", c.Role, 1, MaxName)
		v.text("contacts: address", c.Address, 1, MaxName)
	}
	return v.err
}

func (v *validator) ends(ends []EpochEnd) {
	for i, e := range ends {
		_, err := ParseAudience(string(e.Audience))
		v.that("writers: ends: audience", err == nil && !e.Audience.IsGroup(), "is npms, network, own or public, not %q", e.Audience)
		v.that("writers: ends", i == 0 || ends[i-1].Audience < e.Audience, "is in order of the audiences, each once")
		v.that("writers: ends: size", e.Size <= MaxEntries, "is at most %d", MaxEntries)
		v.that("writers: ends: root", e.Size > 0 || e.Root == Hash(log.EmptyRoot()), "is that of the empty log, as the size is 0")
	}
}
