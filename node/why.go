package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"praxis/protocol"
)

// Why answers, most telling first, why a document has not arrived, or why nothing comes from a body.
type Why struct {
	Document protocol.ID `json:"document,omitempty"`
	Body     protocol.ID `json:"body,omitempty"`
	Here     bool        `json:"here"`    // it has arrived
	Reasons  []string    `json:"reasons"` // the causes in plain English sentences
	Causes   []Cause     `json:"causes"`
}

// Cause is one reason, for whoever says it in another language.
type Cause struct {
	Kind    CauseKind `json:"kind"`
	Body    string    `json:"body,omitempty"`    // a body's name
	Problem string    `json:"problem,omitempty"` // in English, as the connection says it
	With    string    `json:"with,omitempty"`    // an audience; or the state of a draft
	Count   int       `json:"count,omitempty"`
	Of      int       `json:"of,omitempty"`
	Version uint64    `json:"version,omitempty"`
}

// CauseKind is a kind of reason.
type CauseKind string

// The kinds of reasons, with the sentence that the command line says; %[1]s is the body, %[2]s the problem, %[3]q the
// audience or state, %[4]d the count, %[5]d of how many, %[6]d the version.
const (
	CauseNoNetwork    CauseKind = "no-network"
	CauseWithdrawn    CauseKind = "withdrawn"
	CauseHere         CauseKind = "here"
	CauseNotShown     CauseKind = "not-shown"
	CauseNoContent    CauseKind = "no-content"
	CauseDisconnected CauseKind = "disconnected-holder"
	CauseNoHolder     CauseKind = "no-holder"
	CauseNoneHere     CauseKind = "no-holder-connected"
	CauseSoon         CauseKind = "soon"
	CauseDraft        CauseKind = "draft"
	CauseUnknown      CauseKind = "unknown"
	CausePeer         CauseKind = "not-connected"
	CauseAlone        CauseKind = "alone"
	CauseForked       CauseKind = "contradicts"
	CauseOld          CauseKind = "old"
	CauseNotAdmitted  CauseKind = "not-admitted"
	CauseAudience     CauseKind = "audience"
	CauseShutOut      CauseKind = "shut-out"
	CauseSilent       CauseKind = "silent"
	CauseMissing      CauseKind = "missing"
	CauseAllHere      CauseKind = "all-here"
	CauseOwn          CauseKind = "own"
)

// causeSentences are said by the command line.
func causeSentences() map[CauseKind]string {
	return map[CauseKind]string{
		CauseNoNetwork:    "This node has joined no network yet, so nothing arrives. Join with: praxis join FILE",
		CauseWithdrawn:    "%[1]s withdrew it. A withdrawal is for ever, and its content is erased here.",
		CauseHere:         "It is here: version %[6]d, shared by %[1]s.",
		CauseNotShown:     "Its content is here and cannot be shown: %[2]s.",
		CauseNoContent:    "Its entry is here and its content is not: version %[6]d of a document of %[1]s.",
		CauseDisconnected: "%[1]s could have it and is not connected: %[2]s.",
		CauseNoHolder:     "No other node of the network may hold it.",
		CauseNoneHere:     "None of the %[5]d nodes that may hold it is connected. It comes when one is.",
		CauseSoon:         "%[4]d of the %[5]d nodes that may hold it are connected. None has given it yet; it is asked for again within a minute or so.",
		CauseDraft:        "It is a draft of this node, in the state %[3]q. It is a document only when it has been shared.",
		CauseUnknown:      "Nothing of that id has reached this node, not even its entry.",
		CausePeer:         "%[1]s is not connected: %[2]s.",
		CauseAlone:        "No other node is connected, so nothing arrives.",
		CauseForked:       "%[1]s signed two accounts of what it shares that contradict each other. Nothing new is taken from it until it begins a new epoch.",
		CauseOld:          "What %[1]s shares with %[3]q was last heard of %[4]d days ago.",
		CauseNotAdmitted:  "This node is not admitted: the charter does not list its member, or its profile does not list this node.",
		CauseAudience:     "It may have been shared with an audience that this node's body is not in; such documents leave no trace here.",
		CauseShutOut:      "%[1]s is no member any more, or is shut out for now. What it shares since is not taken.",
		CauseSilent:       "Nothing that %[1]s shares with this node's body has been heard of yet.",
		CauseMissing:      "Of %[4]d entries of %[1]s the content is not here yet.",
		CauseAllHere:      "Everything that %[1]s is known to share with this node's body is here.",
		CauseOwn:          "%[1]s is this node's own body.",
	}
}

// String is the cause in an English sentence.
func (c Cause) String() string {
	// A verb that names its argument, if only at the end, lets a sentence leave the others out.
	return fmt.Sprintf(causeSentences()[c.Kind]+"%[7]s", c.Body, c.Problem, c.With, c.Count, c.Of, c.Version, "")
}

func (w *Why) say(c Cause) {
	w.Causes = append(w.Causes, c)
	w.Reasons = append(w.Reasons, c.String())
}

// oldAge is after how long without a new head a body counts as not heard of: it signs one daily.
const oldAge = 48 * time.Hour

// Why says why a document has not arrived.
func (n *Node) Why(ctx context.Context, id protocol.ID) (Why, error) {
	w := Why{Document: id}
	network := n.network.Load()
	if network == nil {
		w.say(Cause{Kind: CauseNoNetwork})
		return w, nil
	}
	found, err := n.locate(id, func(protocol.Repository) bool { return true })
	if errors.Is(err, ErrNotFound) {
		return w, n.whyUnknown(ctx, &w)
	}
	if err != nil {
		return w, err
	}
	r, rec, last := found[0].repository(), found[0].record, found[0].last()
	w.Body = r.Body
	about := Cause{Body: n.bodyName(r.Body), Version: last.Number}
	switch raw, err := n.store.Root(r, last.Entry); {
	case err != nil:
		return w, err
	case rec.Withdrawn:
		about.Kind = CauseWithdrawn
		w.say(about)
		return w, nil
	case raw != nil:
		about.Kind = CauseHere
		if _, err := n.content(r, last); err != nil {
			about.Kind, about.Problem = CauseNotShown, err.Error()
		}
		w.Here = about.Kind == CauseHere
		w.say(about)
		return w, nil
	}
	about.Kind = CauseNoContent
	w.say(about)
	n.whyMissing(&w, r)
	return w, nil
}

// whyMissing says who could bring a content.
func (n *Node) whyMissing(w *Why, r protocol.Repository) {
	network := n.network.Load()
	able, connected := 0, 0
	for _, p := range n.Peers() {
		if !network.May(p.Node, r, n.now()) {
			continue
		}
		able++
		if p.Connected {
			connected++
		} else if p.Problem != "" {
			w.say(Cause{Kind: CauseDisconnected, Body: p.Body, Problem: p.Problem})
		}
	}
	switch {
	case able == 0:
		w.say(Cause{Kind: CauseNoHolder})
	case connected == 0:
		w.say(Cause{Kind: CauseNoneHere, Of: able})
	default:
		w.say(Cause{Kind: CauseSoon, Count: connected, Of: able})
	}
}

// whyUnknown says why there may be nothing of a document, not even its entry.
func (n *Node) whyUnknown(ctx context.Context, w *Why) error {
	if d, err := n.Draft(w.Document); err == nil {
		w.say(Cause{Kind: CauseDraft, With: string(d.State)})
		return nil
	}
	w.say(Cause{Kind: CauseUnknown})
	repositories, err := n.Repositories(ctx)
	if err != nil {
		return err
	}
	n.whyUnconnected(w, func(p Peer) bool { return p.Admitted })
	for _, r := range repositories {
		n.whyStale(w, r)
	}
	if !n.network.Load().Admitted(n.self, n.now()) {
		w.say(Cause{Kind: CauseNotAdmitted})
	}
	w.say(Cause{Kind: CauseAudience})
	return nil
}

// whyUnconnected says which of the nodes that pass are not connected, and whether none at all is.
func (n *Node) whyUnconnected(w *Why, passes func(Peer) bool) {
	connected := 0
	for _, p := range n.Peers() {
		if p.Connected {
			connected++
		} else if passes(p) && p.Problem != "" {
			w.say(Cause{Kind: CausePeer, Body: p.Body, Problem: p.Problem})
		}
	}
	if connected == 0 {
		w.say(Cause{Kind: CauseAlone})
	}
}

// whyStale says what keeps a repository from being current.
func (n *Node) whyStale(w *Why, r RepositoryStatus) {
	if r.Forked {
		w.say(Cause{Kind: CauseForked, Body: r.BodyName})
	}
	if age := time.Duration(n.now()-r.AsOf) * time.Second; !r.Own && age > oldAge {
		w.say(Cause{Kind: CauseOld, Body: r.BodyName, With: string(r.Audience), Count: int(age.Hours() / 24)})
	}
}

// WhyFrom says why nothing, or nothing new, comes from a body.
func (n *Node) WhyFrom(ctx context.Context, body protocol.ID) (Why, error) {
	w := Why{Body: body}
	network := n.network.Load()
	if network == nil {
		w.say(Cause{Kind: CauseNoNetwork})
		return w, nil
	}
	b, _, ok := network.Body(body)
	if !ok {
		return w, fmt.Errorf("body %s: %w", body, ErrNotFound)
	}
	if i := n.identity.Load(); i != nil && i.Body == body {
		w.Here = true
		w.say(Cause{Kind: CauseOwn, Body: b.Name})
		return w, nil
	}
	repositories, err := n.Repositories(ctx)
	if err != nil {
		return w, err
	}
	admitted := false
	for _, p := range network.Places() {
		admitted = admitted || p.Body.ID == body && network.Admitted(p.Node.Key, n.now())
	}
	if !admitted {
		w.say(Cause{Kind: CauseShutOut, Body: b.Name})
	}
	if !network.Admitted(n.self, n.now()) {
		w.say(Cause{Kind: CauseNotAdmitted})
	}
	known, missing := false, 0
	for _, r := range repositories {
		if r.Body != body {
			continue
		}
		known = true
		missing += int(r.Missing)
		if n.whyStale(&w, r); r.Missing > 0 {
			w.say(Cause{Kind: CauseMissing, Body: b.Name, Count: int(r.Missing)})
			n.whyMissing(&w, protocol.Repository{Body: body, Audience: r.Audience})
		}
	}
	if !known {
		w.say(Cause{Kind: CauseSilent, Body: b.Name})
	}
	n.whyUnconnected(&w, func(p Peer) bool { return p.Admitted && p.Body == b.Name })
	if w.Here = known && missing == 0; w.Here {
		w.say(Cause{Kind: CauseAllHere, Body: b.Name})
	}
	w.say(Cause{Kind: CauseAudience})
	return w, nil
}
