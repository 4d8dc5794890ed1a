package protocol

import (
	"fmt"
	"slices"
)

// Amendment says what the next version of a charter changes.
type Amendment struct {
	Name         string    // of the network; "" leaves it
	Admit        []Profile // of members that are new, or whose name, country, standing or key is another now
	Former       []ID      // members that become former ones
	Keyholders   []ID      // members whose member keys sign charters from now on
	NoKeyholders []ID      // members whose keys sign no more
	Threshold    uint64    // 0 leaves it
	Created      int64     // Unix seconds
	Expires      int64     // Unix seconds
}

// Apply makes the version that follows previous, or the first one if previous is zero. It refuses what changes nothing
// of what it names. Whether the version is valid is for [Charter.Validate] to say.
func (a Amendment) Apply(previous SignedCharter) (Charter, error) {
	c := Charter{Version: 1}
	if !previous.IsZero() {
		c = previous.Value()
		c.Members, c.Keys = slices.Clone(c.Members), slices.Clone(c.Keys)
		c.Version, c.Previous = c.Version+1, previous.Hash()
	}
	c.Created, c.Expires = a.Created, a.Expires
	if a.Name != "" {
		c.Name = a.Name
	}
	if a.Threshold > 0 {
		c.Threshold = a.Threshold
	}
	for _, p := range a.Admit {
		c.admit(p)
	}
	for _, id := range a.Former {
		at := slices.IndexFunc(c.Members, func(m Member) bool { return m.ID == id && m.Standing != StandingFormer })
		if at < 0 {
			return Charter{}, fmt.Errorf("member %s is no present member: name one that is", id)
		}
		c.Members[at].Standing = StandingFormer
		c.Keys = slices.DeleteFunc(c.Keys, func(k CharterKey) bool { return k.Member == id })
	}
	for _, id := range a.Keyholders {
		m, ok := c.Member(id)
		if !ok || m.Standing == StandingFormer || slices.Contains(c.Keys, CharterKey{Key: m.Key, Member: id}) {
			return Charter{}, fmt.Errorf("member %s is no present member, or a keyholder already: name another", id)
		}
		c.Keys = append(c.Keys, CharterKey{Key: m.Key, Member: id})
	}
	for _, id := range a.NoKeyholders {
		was := len(c.Keys)
		if c.Keys = slices.DeleteFunc(c.Keys, func(k CharterKey) bool { return k.Member == id }); len(c.Keys) == was {
			return Charter{}, fmt.Errorf("member %s is no keyholder: name one that is", id)
		}
	}
	slices.SortFunc(c.Members, func(x, y Member) int { return Compare(x.ID, y.ID) })
	slices.SortFunc(c.Keys, func(x, y CharterKey) int { return Compare(x.Key, y.Key) })
	return c, nil
}

// admit lists a member as its profile says; a member key that signs charters is followed by the new one.
func (c *Charter) admit(p Profile) {
	m := Member{ID: p.Member, Key: p.Key, Name: p.Name, Country: p.Country, Standing: p.Standing}
	at := slices.IndexFunc(c.Members, func(o Member) bool { return o.ID == m.ID })
	if at < 0 {
		c.Members = append(c.Members, m)
		return
	}
	old := c.Members[at]
	c.Members[at] = m
	for i, k := range c.Keys {
		if k.Member == m.ID && k.Key == old.Key {
			c.Keys[i].Key = m.Key
		}
	}
}

// ChangeKind says what changed between two versions of a charter.
type ChangeKind string

// The kinds of changes.
const (
	ChangeAdmitted    ChangeKind = "admitted"
	ChangeFormer      ChangeKind = "former"
	ChangeLeftOut     ChangeKind = "left out"
	ChangeKey         ChangeKind = "member key"
	ChangeStanding    ChangeKind = "standing"
	ChangeName        ChangeKind = "name"
	ChangeKeyholder   ChangeKind = "keyholder"
	ChangeNoKeyholder ChangeKind = "no keyholder"
	ChangeThreshold   ChangeKind = "threshold"
)

// Change is one difference between two versions of a charter. Member is zero where it is about the charter itself.
type Change struct {
	Kind   ChangeKind
	Member Member // as the later version lists it; as the earlier one does if it is left out
}

// Changes are the differences of a version from the one before, in order of the members.
func (c Charter) Changes(previous Charter) []Change {
	var all []Change
	say := func(kind ChangeKind, m Member, did bool) {
		if did {
			all = append(all, Change{Kind: kind, Member: m})
		}
	}
	for _, m := range c.Members {
		old, ok := previous.Member(m.ID)
		left := m.Standing == StandingFormer && old.Standing != StandingFormer
		back := m.Standing != StandingFormer && (!ok || old.Standing == StandingFormer)
		say(ChangeAdmitted, m, back)
		say(ChangeFormer, m, left)
		say(ChangeKey, m, ok && old.Key != m.Key)
		say(ChangeStanding, m, ok && old.Standing != m.Standing && !left && !back)
		say(ChangeName, m, ok && (old.Name != m.Name || old.Country != m.Country))
		say(ChangeKeyholder, m, c.holdsKey(m.ID) && !previous.holdsKey(m.ID))
		say(ChangeNoKeyholder, m, !c.holdsKey(m.ID) && previous.holdsKey(m.ID))
	}
	for _, m := range previous.Members {
		_, ok := c.Member(m.ID)
		say(ChangeLeftOut, m, !ok)
	}
	say(ChangeName, Member{}, c.Name != previous.Name)
	say(ChangeThreshold, Member{}, c.Threshold != previous.Threshold)
	return all
}

func (c Charter) holdsKey(id ID) bool {
	return slices.ContainsFunc(c.Keys, func(k CharterKey) bool { return k.Member == id })
}
