package vectors

import (
	"slices"
	"strings"

	"praxis/protocol"
)

func charters() (File, error) {
	b := &builder{file: File{Name: "charter.json", Page: "charter.md"}}
	first := signedFirst(b)
	b.accept("charter-first", "charter", first.Bytes())
	next := signed(b, nextCharter(first), "charter secretariat", "charter south")
	b.accept("charter-next", "charter", next.Bytes(), "charter-first")
	rekeyed := withMember(next.Value(), "north", func(m *protocol.Member) { m.Key = public("member north, new") })
	rekeyed.Version, rekeyed.Previous = 3, next.Hash()
	b.accept("charter-member-key", "charter", sign(b, rekeyed, "charter secretariat", "charter south", "member north"), "charter-first", "charter-next")
	b.refuse("charter-member-key-alone", "charter", sign(b, rekeyed, "charter secretariat", "charter south"),
		"a member's key changes without the old key's signature", "changes without its old key's signature", "charter-first", "charter-next")
	twoThirds := next.Value()
	twoThirds.Keys = charterKeys("north", "south", "observer")
	b.accept("charter-two-thirds", "charter", sign(b, twoThirds, "charter north", "charter observer", "member north", "member south"), "charter-first", "charter-next")
	b.accept("charter-two-thirds-alone", "charter", sign(b, newKeys(twoThirds), "charter observer", "charter third", "member north", "member south"), "charter-first")
	b.refuse("charter-less-than-two-thirds", "charter", sign(b, newKeys(twoThirds), "charter observer", "charter third", "member north"),
		"one of three members and none of the old keys", "0 of the 2 signatures that version 1 asks for", "charter-first")
	other := next.Value()
	other.Name = "Another network"
	b.refuse("charter-conflict", "charter", sign(b, other, "charter north", "charter south"),
		"another version 2, by ordinary signatures: the one held stays", "two charters follow the same version", "charter-first", "charter-next")
	refusedChains(b, first)
	refusedCharters(b)
	exceptions(b)
	return b.file, b.err
}

// newKeys replaces all keys that may change a charter.
func newKeys(c protocol.Charter) protocol.Charter {
	c.Keys = []protocol.CharterKey{{Key: public("charter observer"), Member: id("member observer")}, {Key: public("charter third"), Member: id("member south")}}
	slices.SortFunc(c.Keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	return c
}

func withMember(c protocol.Charter, name string, change func(*protocol.Member)) protocol.Charter {
	c.Members = slices.Clone(c.Members)
	for i := range c.Members {
		if c.Members[i].ID == id("member "+name) {
			change(&c.Members[i])
		}
	}
	return c
}

func refusedChains(b *builder, first protocol.SignedCharter) {
	signers := []string{"charter secretariat", "charter north"}
	next := nextCharter(first)
	b.refuse("charter-under-threshold", "charter", sign(b, firstCharter(), "charter secretariat"), "one of the two signatures", "has 1 of the 2 signatures")
	b.refuse("charter-foreign-signature", "charter", sign(b, firstCharter(), "charter secretariat", "charter observer"), "the second signature is by a key that the charter does not list", "has 1 of the 2 signatures")
	b.refuse("charter-next-under-threshold", "charter", sign(b, next, "charter secretariat"), "one of the two signatures", "has 1 of the 2 signatures", "charter-first")
	b.refuse("charter-second-as-first", "charter", sign(b, next, signers...), "a chain begins with version 1", "version 2 is not the first")
	broken := next
	broken.Previous[0] ^= 1
	b.refuse("charter-broken-chain", "charter", sign(b, broken, signers...), "previous is the hash of no charter that is held", "version 2 does not continue version 1", "charter-first")
	gap := next
	gap.Version = 3
	b.refuse("charter-gap", "charter", sign(b, gap, signers...), "version 3 after version 1", "version 3 does not continue version 1", "charter-first")
	another := firstCharter()
	another.Name = "Another network"
	b.refuse("charter-another-network", "charter", sign(b, another, signers...), "another first version", "founds another network", "charter-first")
}

func refusedCharters(b *builder) {
	for _, v := range []struct {
		name, reason, refusal string
		change                func(*protocol.Charter)
	}{
		{"charter-one-member-suffices", "two keys of one member reach the threshold of two", "keys of one member", func(c *protocol.Charter) {
			c.Keys[0].Member, c.Keys[1].Member = id("member north"), id("member north")
		}},
		{"charter-former-lifts-the-limit", "a former member is none: two present members may have one key that suffices, three may not", "keys of one member", func(c *protocol.Charter) {
			c.Members = members(append(c.Members, member("gone", protocol.StandingFormer))...)
			c.Threshold = 1
		}},
		{"charter-threshold-beyond-keys", "four of three keys", "threshold is from 1", func(c *protocol.Charter) { c.Threshold = 4 }},
		{"charter-threshold-zero", "nobody needs to sign", "threshold is from 1", func(c *protocol.Charter) { c.Threshold = 0 }},
		{"charter-without-name", "the network has no name", "charter: name is needed", func(c *protocol.Charter) { c.Name = "" }},
		{"charter-expires-before-created", "it expires when it is created", "expires comes after created", func(c *protocol.Charter) { c.Expires = c.Created }},
		{"charter-previous-in-first", "the first version follows none", "previous is zero in the first", func(c *protocol.Charter) { c.Previous[0] = 1 }},
		{"charter-unsorted-members", "members are not in order of their ids", "members is in order", func(c *protocol.Charter) { slices.Reverse(c.Members) }},
		{"charter-unsorted-keys", "keys are not in order", "keys is in order", func(c *protocol.Charter) { slices.Reverse(c.Keys) }},
		{"charter-member-twice", "two members share a key", "names each key once", func(c *protocol.Charter) { c.Members[1].Key = c.Members[0].Key }},
		{"charter-zero-key", "anybody can sign for the zero key", "members: key is needed", func(c *protocol.Charter) { c.Members[0].Key = protocol.Key{} }},
		{"charter-unknown-standing", "guest is no standing", `not "guest"`, func(c *protocol.Charter) { c.Members[0].Standing = "guest" }},
		{"charter-country", "a country is two capital letters", "members: country", func(c *protocol.Charter) { c.Members[0].Country = "de" }},
		{"charter-key-of-a-former-member", "a former member changes no charter", "belong to present members", func(c *protocol.Charter) { c.Members[0].Standing = protocol.StandingFormer }},
		{"charter-version-zero", "versions count from 1", "version starts at 1", func(c *protocol.Charter) { c.Version = 0 }},
		{"charter-without-created", "it has no time", "created is needed", func(c *protocol.Charter) { c.Created = 0 }},
		{"charter-without-members", "a network has members", "members has 1 to", func(c *protocol.Charter) { c.Members = []protocol.Member{} }},
		{"charter-member-without-id", "a member has no id", "members: id is needed", func(c *protocol.Charter) { c.Members[0].ID = protocol.ID{} }},
		{"charter-member-without-name", "a member has no name", "members: name is needed", func(c *protocol.Charter) { c.Members[0].Name = "" }},
		{"charter-zero-charter-key", "anybody can sign for the zero key", "keys: key is needed", func(c *protocol.Charter) { c.Keys[0].Key = protocol.Key{} }},
		{"charter-unsorted-relays", "relays are not in order", "relays is in order", func(c *protocol.Charter) {
			c.Relays = []protocol.Key{{2}, {1}}
		}},
	} {
		c := firstCharter()
		v.change(&c)
		b.refuse(v.name, "charter", sign(b, c, "charter secretariat", "charter north", "charter south"), v.reason, v.refusal)
	}
}

// exceptions are denials, recalls and group lists.
func exceptions(b *builder) {
	network := signedFirst(b).Hash()
	denial := protocol.Denial{Time: noon, Nodes: []protocol.Key{public("node north")}, Reason: "a laptop was stolen", Charter: 1, Network: network}
	b.accept("denial", "denial", sign(b, denial, "charter south"), "charter-first")
	b.refuse("denial-unsigned-by-charter", "denial", sign(b, denial, "member south"), "a member's key is no key of the charter", "has 0 of the 1 signatures", "charter-first")
	for _, v := range []struct {
		name, reason, refusal string
		change                func(*protocol.Denial)
	}{
		{"denial-of-nobody", "it names neither a node nor a member", "or members are needed", func(d *protocol.Denial) { d.Nodes = nil }},
		{"denial-without-time", "without a time it would never lapse", "time is needed", func(d *protocol.Denial) { d.Time = 0 }},
		{"denial-unsorted-nodes", "nodes are not in order", "nodes is in order", func(d *protocol.Denial) { d.Nodes = []protocol.Key{{2}, {1}} }},
		{"denial-charter-zero", "it names the charter in force", "charter starts at 1", func(d *protocol.Denial) { d.Charter = 0 }},
		{"denial-reason-too-long", "a reason has at most 4096 bytes", "reason has 4097 bytes", func(d *protocol.Denial) { d.Reason = strings.Repeat("x", 4097) }},
		{"denial-unsorted-members", "members are not in order", "members is in order", func(d *protocol.Denial) { d.Members = []protocol.ID{{2}, {1}} }},
		{"denial-another-network", "it is of another network", "of another network", func(d *protocol.Denial) { d.Network[0] ^= 1 }},
	} {
		d := denial
		v.change(&d)
		b.refuse(v.name, "denial", sign(b, d, "charter south"), v.reason, v.refusal, "charter-first")
	}
	recalls(b, network)
	groups(b, network)
}

func recalls(b *builder, network protocol.Hash) {
	body := protocol.BodyID(id("member north"), 1)
	recall := protocol.Recall{Body: body, Time: noon, Member: id("member north"), Network: network, Document: id("document")}
	with := []string{"charter-first", "profile-north"}
	b.accept("recall", "recall", sign(b, recall, "member north"), with...)
	b.refuse("recall-by-the-node", "recall", sign(b, recall, "node north"), "only the member key recalls", "not signed by the member", with...)
	b.refuse("recall-by-another-member", "recall", sign(b, recall, "member south"), "only the member whose body shared the document recalls it", "not signed by the member", with...)
	foreign := recall
	foreign.Member = id("member south")
	b.refuse("recall-of-a-foreign-body", "recall", sign(b, foreign, "member south"), "a member recalls what its own bodies shared", "not signed by the member whose body", with...)
	for _, v := range []struct {
		name, reason, refusal string
		change                func(*protocol.Recall)
	}{
		{"recall-of-nothing", "it names no document", "document is needed", func(r *protocol.Recall) { r.Document = protocol.ID{} }},
		{"recall-without-time", "it has no time", "time is needed", func(r *protocol.Recall) { r.Time = 0 }},
		{"recall-without-body", "it names no body", "body is needed", func(r *protocol.Recall) { r.Body = protocol.ID{} }},
		{"recall-without-member", "it names no member", "member is needed", func(r *protocol.Recall) { r.Member = protocol.ID{} }},
		{"recall-another-network", "it is of another network", "recall: signature", func(r *protocol.Recall) { r.Network[0] ^= 1 }},
	} {
		r := recall
		v.change(&r)
		b.refuse(v.name, "recall", sign(b, r, "member north"), v.reason, v.refusal, with...)
	}
	b.refuse("recall-two-signatures", "recall", b.twice(sign(b, recall, "member north"), recall), "one key answers for a recall", "2 signatures", with...)
}

func groups(b *builder, network protocol.Hash) {
	north := protocol.GroupMember{ID: id("member north"), Key: public("member north")}
	south := protocol.GroupMember{ID: id("member south"), Key: public("member south")}
	list := []protocol.GroupMember{north, south}
	slices.SortFunc(list, func(a, b protocol.GroupMember) int { return protocol.Compare(a.ID, b.ID) })
	group := protocol.GroupList{ID: id("group"), Name: "Night visits", Time: noon, Members: list, Network: network, Version: 1, Convenor: north.ID}
	first := signed(b, group, "member north")
	b.accept("group-first", "group", first.Bytes(), "charter-first")
	next := group
	next.Version, next.Previous, next.Convenor = 2, first.Hash(), south.ID
	b.accept("group-next", "group", sign(b, next, "member north"), "charter-first", "group-first")
	b.refuse("group-next-by-the-new-convenor", "group", sign(b, next, "member south"), "the convenor before hands over, the next one does not take", "not signed by its convenor", "charter-first", "group-first")
	next.Previous[0] ^= 1
	b.refuse("group-broken-chain", "group", sign(b, next, "member north"), "previous is the hash of no list that is held", "version 2 does not continue version 1", "charter-first", "group-first")
	for _, v := range []struct {
		name, reason, refusal string
		change                func(*protocol.GroupList)
	}{
		{"group-convenor-outside", "the convenor is no member of the group", "convenor is a member", func(g *protocol.GroupList) { g.Convenor = id("member secretariat") }},
		{"group-without-members", "a group has members", "members has 1 to", func(g *protocol.GroupList) { g.Members = nil }},
		{"group-unsorted-members", "members are not in order of their ids", "members is in order", func(g *protocol.GroupList) { g.Members = []protocol.GroupMember{list[1], list[0]} }},
		{"group-without-id", "it has no id", "group: id is needed", func(g *protocol.GroupList) { g.ID = protocol.ID{} }},
		{"group-without-time", "it has no time", "time is needed", func(g *protocol.GroupList) { g.Time = 0 }},
		{"group-version-zero", "versions count from 1", "version starts at 1", func(g *protocol.GroupList) { g.Version = 0 }},
		{"group-previous-in-first", "the first list follows none", "previous is zero in the first", func(g *protocol.GroupList) { g.Previous[0] = 1 }},
		{"group-zero-key", "anybody can sign for the zero key", "members: key is needed", func(g *protocol.GroupList) {
			g.Members = slices.Clone(list)
			g.Members[0].Key = protocol.Key{}
		}},
		{"group-without-name", "it has no name", "group: name is needed", func(g *protocol.GroupList) { g.Name = "" }},
		{"group-another-network", "it is of another network", "of another network", func(g *protocol.GroupList) { g.Network[0] ^= 1 }},
		{"group-second-as-first", "no version before it is held", "version 2 is not the first", func(g *protocol.GroupList) { g.Version, g.Previous = 2, protocol.Hash{1} }},
	} {
		g := group
		v.change(&g)
		b.refuse(v.name, "group", sign(b, g, "member north"), v.reason, v.refusal, "charter-first")
	}
}
