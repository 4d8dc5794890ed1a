package protocol

import (
	"fmt"
	"slices"
)

// What any one member or keyholder may add to the lists is bounded: every node holds them, most of them for ever, and
// compares them with its peers.

// checkRoomForDenial refuses a denial whose every signer that is a keyholder has signed as many as anybody needs. One that
// another keyholder signs besides is taken: nobody can use up what shuts a stolen node out. Signatures of others say
// nothing, and would make each denial as large as an envelope may be.
func (n *Network) checkRoomForDenial(d SignedDenial) error {
	for _, k := range d.Keys() {
		if !n.everHeldBy(k) {
			return fmt.Errorf("denial: one who signed it was never a keyholder")
		}
	}
	signed := make(map[Key]int)
	for _, held := range n.denials {
		for _, k := range held.Keys() {
			signed[k]++
		}
	}
	for _, k := range d.Keys() {
		if signed[k] < MaxDenials {
			return nil
		}
	}
	return fmt.Errorf("denial: its keyholder has signed %d, which is the most: let another keyholder sign it", MaxDenials)
}

// everHeldBy tells whether any version of the charter listed a key as a keyholder's.
func (n *Network) everHeldBy(key Key) bool {
	return slices.ContainsFunc(n.chain, func(c SignedCharter) bool {
		return slices.ContainsFunc(c.Value().Keys, func(k CharterKey) bool { return k.Key == key })
	})
}

// AddRecall takes a recall by the member whose body shared the document. It reports whether anything changed.
func (n *Network) AddRecall(r SignedRecall) (bool, error) {
	v := r.Value()
	if err := v.Validate(); err != nil {
		return false, err
	}
	owner, owned := n.Owner(v.Body)
	if v.Network != n.id || !owned || owner != v.Member || !slices.ContainsFunc(n.memberKeys(v.Member), r.SignedBy) {
		return false, fmt.Errorf("recall: %w: it is not signed by the member whose body shared the document", ErrSignature)
	}
	key := Recalled{Body: v.Body, Document: v.Document}
	if _, held := n.recalls[key]; held {
		return false, nil
	}
	if n.recallsOf(v.Member) >= MaxRecalls {
		return false, fmt.Errorf("recall: its member has recalled %d documents, which is the most: let its node withdraw the others", MaxRecalls)
	}
	n.recalls[key] = r
	return true, nil
}

// recallsOf counts a member's recalls: every node holds them for ever and compares them with its peers, so no member may
// make more than anybody needs.
func (n *Network) recallsOf(member ID) int {
	count := 0
	for _, r := range n.recalls {
		if r.Value().Member == member {
			count++
		}
	}
	return count
}

// AddGroup takes the next version of a group's list, if its convenor is a present member, and the first only under a key
// that the charters list for the convenor: the list itself may name any key. It reports whether anything changed.
func (n *Network) AddGroup(g SignedGroupList) (bool, error) {
	v := g.Value()
	if m, ok := n.Charter().Value().Member(v.Convenor); !ok || m.Standing == StandingFormer {
		return false, fmt.Errorf("group: its convenor is no member of the network")
	}
	if err := v.Validate(); err != nil {
		return false, err
	}
	if _, held := n.groups[v.ID]; held {
		return n.KeepGroup(g)
	}
	if !slices.ContainsFunc(n.memberKeys(v.Convenor), g.SignedBy) {
		return false, fmt.Errorf("group: %w: it is not signed by a key that the charter lists for its convenor", ErrSignature)
	}
	if n.groupsOf(v.Convenor) >= MaxGroups {
		return false, fmt.Errorf("group: its convenor has %d groups, which is the most", MaxGroups)
	}
	return n.KeepGroup(g)
}

// groupsOf counts the groups that a member convenes.
func (n *Network) groupsOf(member ID) int {
	count := 0
	for _, g := range n.groups {
		if g.Value().Convenor == member {
			count++
		}
	}
	return count
}

// KeepGroup takes a version that was taken before and was stored: its convenor may have left the network since.
func (n *Network) KeepGroup(g SignedGroupList) (bool, error) {
	if g.Value().Network != n.id {
		return false, fmt.Errorf("group: it is of another network")
	}
	var previous *SignedGroupList
	if held, ok := n.groups[g.Value().ID]; ok {
		if g.Value().Version <= held.Value().Version {
			return false, nil
		}
		previous = &held
	}
	if err := CheckGroupList(previous, g); err != nil {
		return false, err
	}
	n.groups[g.Value().ID] = g
	return true, nil
}
