package node

import (
	"fmt"
	"slices"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/protocol"
	"praxis/protocol/wire"
)

// ReadOutgoing reads the version back from the bytes that a review froze, and what the gate points at in it, with the
// words that it found; what blocks comes first.
func (n *Node) ReadOutgoing(r draft.Review) (protocol.Version, []draft.Mark, error) {
	v, err := n.outgoingVersion(r)
	if err != nil {
		return v, nil, err
	}
	options, err := n.examinationOf(v, r.Time)
	if err != nil {
		return v, nil, err
	}
	examination, err := gate.ExamineOutgoing(r.Outgoing, gate.TextsOf(v), options)
	marks := examination.Marks()
	slices.SortStableFunc(marks, blockingFirst)
	return v, marks, err
}

// outgoingVersion reads the version back from the bytes that a review froze.
func (n *Node) outgoingVersion(r draft.Review) (protocol.Version, error) {
	if len(r.Outgoing.Blocks) == 0 {
		return protocol.Version{}, fmt.Errorf("the review froze nothing: run praxis review again")
	}
	root, err := wire.ParseBlock(wire.DAGCBOR, r.Outgoing.Blocks[0])
	if err != nil {
		return protocol.Version{}, fmt.Errorf("read what would leave: %w", err)
	}
	links := root.Links()
	v, err := protocol.AssembleVersion(root, func(c wire.CID) ([]byte, bool) {
		at := slices.Index(links, c)
		if at < 0 || at+1 >= len(r.Outgoing.Blocks) {
			return nil, false
		}
		return r.Outgoing.Blocks[at+1], true
	})
	if err != nil {
		return protocol.Version{}, fmt.Errorf("read what would leave: %w", err)
	}
	return v, nil
}

// Recipient is a body that would receive what is shared with an audience.
type Recipient struct {
	Member  string   `json:"member"`
	Body    string   `json:"body"`
	Country string   `json:"country,omitempty"`
	Duties  []string `json:"duties,omitempty"` // archive, freedom-of-information: it may have to disclose what it holds
}

// Recipients are those who would receive what is shared with an audience now, by the groups in which people are shown
// them. Whoever is admitted later receives it too.
type Recipients struct {
	Audience    protocol.Audience `json:"audience"`
	EEA         []Recipient       `json:"eu_eea"`
	Others      []Recipient       `json:"other_countries"`
	Observers   []Recipient       `json:"observers"`
	Secretariat []Recipient       `json:"secretariat"`
	Later       bool              `json:"and_whoever_is_admitted_later"` // always true
}

// eea are the countries of the European Economic Area (ISO 3166-1), where the GDPR applies.
var eea = strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK")

// Recipients says who would receive what this node's body shares with an audience now.
func (n *Node) Recipients(audience protocol.Audience) (Recipients, error) {
	to := Recipients{Audience: audience, Later: true}
	identity, err := n.Identity()
	if err != nil {
		return to, err
	}
	network := n.network.Load()
	if network == nil {
		return to, nil
	}
	seen := make(map[protocol.ID]bool)
	for _, p := range network.Places() {
		if p.Body.ID == identity.Body || seen[p.Body.ID] || !network.May(p.Node.Key, protocol.Repository{Body: identity.Body, Audience: audience}, n.now()) {
			continue
		}
		seen[p.Body.ID] = true
		one := Recipient{Member: p.Member.Name, Body: p.Body.Name, Country: p.Member.Country}
		if profile, ok := network.Profile(p.Member.ID); ok {
			one.Duties = profile.Value().Duties
		}
		to.add(p.Member, one)
	}
	for _, group := range []*[]Recipient{&to.EEA, &to.Others, &to.Observers, &to.Secretariat} {
		slices.SortFunc(*group, func(a, b Recipient) int { return strings.Compare(a.Member+"\x00"+a.Body, b.Member+"\x00"+b.Body) })
	}
	return to, nil
}

func (to *Recipients) add(m protocol.Member, one Recipient) {
	group := &to.Others
	switch {
	case m.Standing == protocol.StandingSecretariat:
		group = &to.Secretariat
	case m.Standing == protocol.StandingObserver:
		group = &to.Observers
	case slices.Contains(eea, m.Country):
		group = &to.EEA
	}
	*group = append(*group, one)
}
