package vectors

import (
	"slices"
	"strings"

	"praxis/protocol"
)

func profiles() (File, error) {
	b := &builder{file: File{Name: "profiles.json", Page: "profiles.md"}}
	north := profile("north", protocol.StandingNPM)
	b.accept("profile-north", "profile", sign(b, north, "member north"), "charter-first")
	b.accept("profile-secretariat", "profile", sign(b, profile("secretariat", protocol.StandingSecretariat), "member secretariat"), "charter-first")
	b.accept("profile-node-replaced", "profile", sign(b, replaced(north), "member north"), "charter-first", "profile-north")
	b.accept("profile-epoch-ended", "profile", sign(b, b.ended(north), "member north"), "charter-first", "profile-north", "profile-node-replaced")
	b.accept("profile-newcomer", "profile", sign(b, profile("newcomer", protocol.StandingObserver), "member newcomer"))
	b.refuse("profile-of-no-member", "profile", sign(b, profile("newcomer", protocol.StandingObserver), "member newcomer"), "the charter does not list its member", "no member of the network", "charter-first")
	stale := north
	stale.Name = "Example North"
	b.refuse("profile-of-the-same-version", "profile", sign(b, stale, "member north"), "the first of two with one version stays", "it changes nothing", "charter-first", "profile-north")
	b.refuse("profile-not-signed-by-its-key", "profile", sign(b, north, "member south"), "its member key did not sign", "not signed by the member key that it names")
	other := north
	other.Key = public("member south")
	b.refuse("profile-by-another-member", "profile", sign(b, other, "member south"), "the charter lists another key for its member", "not signed by the member key that the charter lists", "charter-first")
	b.refuse("profile-two-signatures", "profile", b.twice(sign(b, north, "member north"), north), "one key answers for a profile", "2 signatures")
	for _, v := range profileFaults() {
		p := b.ended(north)
		v.change(&p)
		b.refuse("profile-"+v.name, "profile", sign(b, p, "member north"), v.reason, v.refusal)
	}
	return b.file, b.err
}

// replaced is the profile after its body's node was replaced: a second node has the second epoch.
func replaced(p protocol.Profile) protocol.Profile {
	body := p.Bodies[0].ID
	p.Version = 2
	p.Nodes = append(slices.Clone(p.Nodes), node("north, new", p.Member, body))
	slices.SortFunc(p.Nodes, func(a, b protocol.Node) int { return protocol.Compare(a.Key, b.Key) })
	p.Bodies = slices.Clone(p.Bodies)
	p.Contacts = slices.Clone(p.Contacts)
	p.Writers = append(slices.Clone(p.Writers), protocol.Writer{Body: body, Node: public("node north, new"), Epoch: 2})
	return p
}

// ended is the profile that says where the first epoch ended: with two entries for the NPMs, and none for the network.
func (b *builder) ended(p protocol.Profile) protocol.Profile {
	p = replaced(p)
	p.Version = 3
	p.Writers[0].Ends = []protocol.EpochEnd{{Audience: protocol.AudienceNetwork, Root: b.root(nil, 0)}, {Audience: protocol.AudienceNPMs, Root: b.root(b.one(), 2), Size: 2}}
	return p
}

type profileFault struct {
	name, reason, refusal string
	change                func(*protocol.Profile)
}

func profileFaults() []profileFault {
	foreign := protocol.BodyID(id("member south"), 1)
	return []profileFault{
		{"unsorted-nodes", "nodes are not in order of their keys", "nodes is in order", func(p *protocol.Profile) { slices.Reverse(p.Nodes) }},
		{"foreign-node", "the node consented to act for another body", "nodes: consent", func(p *protocol.Profile) {
			p.Nodes[0].Consent = protocol.NewConsent(key("node north"), id("member south"), foreign)
		}},
		{"node-of-a-foreign-body", "the node's body is not the profile's", "nodes: body", func(p *protocol.Profile) { p.Nodes[0].Body = foreign }},
		{"foreign-body", "the body's id is another member's", "bodies: id", func(p *protocol.Profile) { p.Bodies[0].ID = foreign }},
		{"writer-for-a-foreign-body", "the writer's body is not the profile's", "writers: body", func(p *protocol.Profile) { p.Writers[0].Ends, p.Writers[1].Body = nil, foreign }},
		{"epoch-twice", "two writers in one epoch", "writers is in order", func(p *protocol.Profile) { p.Writers[1].Epoch = 1 }},
		{"ends-in-force", "the epoch in force has not ended", "writers: ends stands in an epoch that is over", func(p *protocol.Profile) { p.Writers[1].Ends = p.Writers[0].Ends }},
		{"ends-unsorted", "ends are not in order of their audiences", "writers: ends is in order", func(p *protocol.Profile) { slices.Reverse(p.Writers[0].Ends) }},
		{"ends-of-a-group", "a profile is for everybody, a group is not", "writers: ends: audience", func(p *protocol.Profile) {
			p.Writers[0].Ends[0].Audience = protocol.GroupAudience(id("group"))
		}},
		{"ends-too-large", "a repository has at most 4294967296 entries", "writers: ends: size", func(p *protocol.Profile) { p.Writers[0].Ends[1].Size = protocol.MaxEntries + 1 }},
		{"ends-root", "no entries have the root of the empty log", "writers: ends: root", func(p *protocol.Profile) { p.Writers[0].Ends[0].Root[0] ^= 1 }},
		{"epoch-zero", "epochs count from 1", "writers: epoch", func(p *protocol.Profile) { p.Writers[0].Epoch = 0 }},
		{"without-bodies", "a member has a body", "bodies has 1 to", func(p *protocol.Profile) { p.Bodies = nil }},
		{"without-name", "it has no name", "profile: name is needed", func(p *protocol.Profile) { p.Name = "" }},
		{"name-too-long", "a name has at most 256 bytes", "name has 257 bytes", func(p *protocol.Profile) { p.Name = strings.Repeat("x", 257) }},
		{"without-member", "it names no member", "profile: member is needed", func(p *protocol.Profile) { p.Member = protocol.ID{} }},
		{"country", "a country is two capital letters", "profile: country", func(p *protocol.Profile) { p.Country = "Norway" }},
		{"standing", "guest is no standing", `not "guest"`, func(p *protocol.Profile) { p.Standing = "guest" }},
		{"designation-too-long", "the designation has at most 4096 bytes", "designation has 4097 bytes", func(p *protocol.Profile) { p.Designation = strings.Repeat("x", 4097) }},
		{"unsorted-duties", "duties are not in order", "duties are in order", func(p *protocol.Profile) { p.Duties = []string{"freedom-of-information", "archive"} }},
		{"body-twice", "one body twice", "bodies is in order", func(p *protocol.Profile) { p.Bodies = append(p.Bodies, p.Bodies[0]) }},
		{"body-without-name", "a body has no name", "bodies: name is needed", func(p *protocol.Profile) { p.Bodies[0].Name = "" }},
		{"zero-node-key", "anybody can sign for the zero key", "nodes: key is needed", func(p *protocol.Profile) { p.Nodes[0].Key = protocol.Key{} }},
		{"too-many-addresses", "a node has at most 16 addresses", "nodes: addresses has at most 16", func(p *protocol.Profile) {
			p.Nodes[0].Addresses = strings.Split(strings.Repeat("a", 17), "")
		}},
		{"empty-address", "an address is not empty", "nodes: addresses is needed", func(p *protocol.Profile) { p.Nodes[0].Addresses = []string{""} }},
		{"writer-without-node", "anybody can sign for the zero key", "writers: node is needed", func(p *protocol.Profile) { p.Writers[0].Node = protocol.Key{} }},
		{"contact-without-address", "a contact says how to reach the role", "contacts: address is needed", func(p *protocol.Profile) { p.Contacts[0].Address = "" }},
		{"unknown-duty", "secrecy is no duty to disclose", `not "secrecy"`, func(p *protocol.Profile) { p.Duties = []string{"secrecy"} }},
		{"language", "a language is its ISO 639 code", `not "English"`, func(p *protocol.Profile) { p.Bodies[0].Languages = []string{"English"} }},
		{"contact-without-role", "a contact names a role", "contacts: role", func(p *protocol.Profile) { p.Contacts[0].Role = "" }},
		{"version-zero", "versions count from 1", "version starts at 1", func(p *protocol.Profile) { p.Version = 0 }},
		{"without-time", "it has no time", "time is needed", func(p *protocol.Profile) { p.Time = 0 }},
	}
}
