package vectors

import (
	"slices"

	"praxis/protocol"
)

func holdings() (File, error) {
	b := &builder{file: File{Name: "holdings.json", Page: "holdings.md"}}
	daily := protocol.Holdings{
		Held: []protocol.Held{
			{Body: protocol.BodyID(id("member north"), 1), Size: 4, Epoch: 1, Purged: 3, Missing: 1, Complete: 1},
			{Body: protocol.BodyID(id("member secretariat"), 1), Size: 2, Epoch: 1, Purged: 2, Complete: 2},
		},
		Node: public("node south"), Time: noon - noon%(24*60*60), Daily: true, Network: signedFirst(b).Hash(), Audience: protocol.AudienceNPMs, Sequence: 7,
	}
	slices.SortFunc(daily.Held, func(x, y protocol.Held) int { return protocol.Compare(x.Body, y.Body) })
	b.accept("holdings-daily", "holdings", sign(b, daily, "node south"))
	atOnce := daily
	atOnce.Held, atOnce.Daily, atOnce.Time, atOnce.Sequence = daily.Held[:1], false, noon, 8
	b.accept("holdings-to-the-writer", "holdings", sign(b, atOnce, "node south"))
	nothing := daily
	nothing.Held = []protocol.Held{}
	b.accept("holdings-of-nothing", "holdings", sign(b, nothing, "node south"))
	b.refuse("holdings-two-signatures", "holdings", b.twice(sign(b, daily, "node south"), daily), "one key answers for holdings", "2 signatures")
	for _, v := range []struct {
		name, reason, refusal string
		change                func(*protocol.Holdings)
	}{
		{"daily-at-noon", "the daily account says the day, not the hour", "midnight UTC", func(h *protocol.Holdings) { h.Time = noon }},
		{"without-time", "it has no time", "time is needed", func(h *protocol.Holdings) { h.Time = 0 }},
		{"without-node", "it names no node", "node is needed", func(h *protocol.Holdings) { h.Node = protocol.Key{} }},
		{"unknown-audience", "friends is no audience", `not "friends"`, func(h *protocol.Holdings) { h.Audience = "friends" }},
		{"unsorted", "repositories are not in order of their bodies", "held is in order", func(h *protocol.Holdings) { slices.Reverse(h.Held) }},
		{"body-twice", "one repository twice", "held is in order", func(h *protocol.Holdings) { h.Held[1].Body = h.Held[0].Body }},
		{"complete-beyond-size", "more is complete than there is", "held: complete is at most size", func(h *protocol.Holdings) { h.Held[0].Complete = 5 }},
		{"purged-beyond-size", "more is purged than there is", "held: purged is at most size", func(h *protocol.Holdings) { h.Held[0].Purged = 5 }},
		{"missing-beyond-rest", "what is complete is not missing", "held: missing is at most", func(h *protocol.Holdings) { h.Held[0].Missing = 4 }},
	} {
		h := daily
		h.Held = slices.Clone(daily.Held)
		v.change(&h)
		b.refuse("holdings-"+v.name, "holdings", sign(b, h, "node south"), v.reason, v.refusal)
	}
	return b.file, b.err
}
