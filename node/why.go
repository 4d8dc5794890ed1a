package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"praxis/protocol"
)

// Why answers, in plain sentences and most telling first, why a document has not arrived, or why nothing comes from a body.
type Why struct {
	Document protocol.ID `json:"document,omitempty"`
	Body     protocol.ID `json:"body,omitempty"`
	Here     bool        `json:"here"` // it has arrived
	Reasons  []string    `json:"reasons"`
}

func (w *Why) say(format string, args ...any) {
	w.Reasons = append(w.Reasons, fmt.Sprintf(format, args...))
}

// Why says why a document has not arrived.
func (n *Node) Why(ctx context.Context, id protocol.ID) (Why, error) {
	w := Why{Document: id}
	network := n.network.Load()
	if network == nil {
		w.say("This node has joined no network yet, so nothing arrives. Join with: praxis join FILE")
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
	switch raw, err := n.store.Root(r, last.Entry); {
	case err != nil:
		return w, err
	case rec.Withdrawn:
		w.say("%s withdrew it. A withdrawal is for ever, and its content is erased here.", n.bodyName(r.Body))
		return w, nil
	case raw != nil:
		if _, err := n.content(r, last); err == nil {
			w.Here = true
			w.say("It is here: version %d, shared by %s.", last.Number, n.bodyName(r.Body))
			return w, nil
		} else {
			w.say("Its content is here and cannot be shown: %v.", err)
			return w, nil
		}
	}
	w.say("Its entry is here and its content is not: version %d of a document of %s.", last.Number, n.bodyName(r.Body))
	return w, n.whyMissing(ctx, &w, r)
}

// whyMissing says who could bring a content.
func (n *Node) whyMissing(ctx context.Context, w *Why, r protocol.Repository) error {
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
			w.say("%s could have it and is not connected: %s.", p.Body, p.Problem)
		}
	}
	switch {
	case able == 0:
		w.say("No other node of the network may hold it.")
	case connected == 0:
		w.say("None of the %d nodes that may hold it is connected. It comes when one is.", able)
	default:
		w.say("%d of the %d nodes that may hold it are connected. None has given it yet; it is asked for again within a minute or so.", connected, able)
	}
	return nil
}

// whyUnknown says why there may be nothing of a document, not even its entry.
func (n *Node) whyUnknown(ctx context.Context, w *Why) error {
	if d, err := n.Draft(w.Document); err == nil {
		w.say("It is a draft of this node, in the state %q. It is a document only when it has been shared.", d.State)
		return nil
	}
	w.say("Nothing of that id has reached this node, not even its entry.")
	repositories, err := n.Repositories(ctx)
	if err != nil {
		return err
	}
	connected := 0
	for _, p := range n.Peers() {
		if p.Connected {
			connected++
		} else if p.Admitted && p.Problem != "" {
			w.say("%s is not connected: %s.", p.Body, p.Problem)
		}
	}
	if connected == 0 {
		w.say("No other node is connected, so nothing arrives.")
	}
	for _, r := range repositories {
		age := time.Duration(n.now()-r.AsOf) * time.Second
		if r.Forked {
			w.say("%s signed two accounts of what it shares that contradict each other. Nothing new is taken from it until it begins a new epoch.", r.BodyName)
		}
		if !r.Own && age > 48*time.Hour {
			w.say("What %s shares with %q was last heard of %d days ago.", r.BodyName, r.Audience, int(age.Hours()/24))
		}
	}
	network := n.network.Load()
	if !network.Admitted(n.self, n.now()) {
		w.say("This node is not admitted: the charter does not list its member, or its profile does not list this node.")
	}
	w.say("It may have been shared with an audience that this node's body is not in; such documents leave no trace here.")
	return nil
}
