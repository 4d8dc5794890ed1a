package node

import (
	"fmt"
	"maps"
	"slices"

	"praxis/protocol"
	"praxis/protocol/log"
)

// endBefore lets a profile say where the epoch before this node's ended, so that nobody takes what the node's key before
// signs later: it may have been stolen. That is where this node's own epoch began. Before it began, it is said only if
// somebody names a size, which this node must hold: of what it has not taken back yet it knows no end.
func (n *Node) endBefore(p *protocol.Profile, body protocol.ID, named map[protocol.Audience]uint64) error {
	p.Writers = slices.Clone(p.Writers) // what the network holds stays as it is
	var over *protocol.Writer
	for i, w := range p.Writers {
		if w.Body == body && i+1 < len(p.Writers) && p.Writers[i+1].Body == body {
			over = &p.Writers[i]
		}
	}
	if over == nil && len(named) > 0 {
		return fmt.Errorf("no epoch of this body is over, so none ends: leave --ended out")
	}
	network := n.network.Load()
	if over == nil || len(over.Ends) > 0 && len(named) == 0 || network == nil {
		return nil
	}
	begun, err := n.begunAt(body, over.Epoch+1)
	if err != nil {
		return err
	}
	audiences := network.Audiences(body)
	if len(named) == 0 && len(begun) < len(audiences) {
		return nil // this node has not begun everywhere
	}
	for audience := range maps.Keys(named) {
		if !slices.Contains(audiences, audience) {
			return fmt.Errorf("this body shares nothing with %q: it shares with %v", audience, audiences)
		}
	}
	over.Ends = nil
	for _, audience := range slices.Sorted(slices.Values(audiences)) {
		end, err := n.endOf(protocol.Repository{Body: body, Audience: audience}, begun, named)
		if err != nil {
			return err
		}
		over.Ends = append(over.Ends, protocol.EpochEnd{Audience: audience, Root: end.Root, Size: end.Size})
	}
	return nil
}

// begunAt tells where a body's epoch, or a later one, began, for the audiences in which it has.
func (n *Node) begunAt(body protocol.ID, epoch uint64) (map[protocol.Audience]protocol.Anchor, error) {
	states, err := n.repositories()
	if err != nil {
		return nil, err
	}
	begun := make(map[protocol.Audience]protocol.Anchor)
	for _, s := range states {
		if h := s.Head.Value(); s.Repository.Body == body && !h.Audience.IsGroup() && h.Epoch >= epoch && h.Continues != nil {
			begun[h.Audience] = *h.Continues
		}
	}
	return begun, nil
}

// endOf is where an epoch ends for one audience: where the next one began, else where somebody says, else where the log is.
func (n *Node) endOf(r protocol.Repository, begun map[protocol.Audience]protocol.Anchor, named map[protocol.Audience]uint64) (protocol.Anchor, error) {
	size, isNamed := named[r.Audience]
	if end, ok := begun[r.Audience]; ok {
		if isNamed && size != end.Size {
			return end, fmt.Errorf("this node's own epoch has begun at %d entries for %q: it cannot end elsewhere", end.Size, r.Audience)
		}
		return end, nil
	}
	states, err := n.repositories()
	if err != nil {
		return protocol.Anchor{}, err
	}
	var held uint64
	for _, s := range states {
		if s.Repository == r {
			held = s.Edge.Size()
		}
	}
	if !isNamed {
		size = held
	}
	if size > held {
		return protocol.Anchor{}, fmt.Errorf("this node holds %d entries of what this body shared with %q, so it cannot say how it was at %d: let it take them back from its peers first", held, r.Audience, size)
	}
	root, err := log.RootAt(n.store.Log(r), size)
	if err != nil {
		return protocol.Anchor{}, fmt.Errorf("find where the epoch before ended: %w", err)
	}
	return protocol.Anchor{Root: protocol.Hash(root), Size: size}, nil
}
