package exchange

import (
	"slices"

	"praxis/protocol"
)

// accountKey names a place for one account: a node's daily one for an audience (no body), or its latest for one
// repository.
type accountKey struct {
	node     protocol.Key
	audience protocol.Audience
	body     protocol.ID
}

// owe notes that the writer of a repository is to be told how far it is held.
func (r *repository) owe() { r.owed = true }

// held is how far a repository is held now.
func (m *Machine) held(r *repository) (protocol.Held, error) {
	size := r.Edge.Size()
	h := protocol.Held{Body: r.Repository.Body, Size: size, Epoch: r.Head.Value().Epoch, Purged: size,
		Missing: r.missing.count(), Complete: r.missing.first(size)}
	cause, any, err := m.store.Unpurged(r.Repository)
	if err != nil {
		return protocol.Held{}, err
	}
	if any {
		h.Purged = min(h.Purged, cause)
	}
	for _, e := range m.out.Batch.Ended {
		if e.Repository == r.Repository {
			h.Purged = min(h.Purged, e.Cause)
		}
	}
	for _, l := range m.out.Batch.Logs {
		if l.Repository == r.Repository && l.Keep < h.Purged && l.Keep+uint64(len(l.Entries)) > size {
			h.Purged = l.Keep
		}
	}
	return h, nil
}

func (m *Machine) sign(audience protocol.Audience, daily bool, held []protocol.Held) (protocol.SignedHoldings, error) {
	slices.SortFunc(held, func(a, b protocol.Held) int { return protocol.Compare(a.Body, b.Body) })
	m.sequence = max(m.sequence+1, uint64(m.now)*1000)
	h := protocol.Holdings{Held: held, Node: m.self, Time: m.now, Daily: daily, Network: m.net.ID(), Audience: audience, Sequence: m.sequence}
	if daily {
		h.Time = m.now / day * day
	}
	return protocol.Sign(h, m.private)
}

// accountFor signs how far one repository is held, for its writer. What it says is on disk before it is sent.
func (m *Machine) accountFor(r *repository) ([]byte, error) {
	h, err := m.held(r)
	if err != nil {
		return nil, err
	}
	a, err := m.sign(r.Repository.Audience, false, []protocol.Held{h})
	if err != nil {
		return nil, err
	}
	m.keepAccount(a) // and after a restart the sequence goes on from it, whatever the clock says
	m.out.Batch.Holdings = append(m.out.Batch.Holdings, a)
	m.out.Batch.Sync = true
	r.owed, r.urgent = false, false
	_, r.told = m.net.Epoch(r.Repository.Body)
	return a.Bytes(), nil
}

// settleAccount sends the account that is due to a repository's writer, if the writer can be reached: when contents have
// stopped arriving, or at once if it is about a withdrawal. One is under way at a time. What cannot be sent stays due.
func (m *Machine) settleAccount(r *repository) error {
	if !r.owed || r.paused || r.sent != nil || !r.urgent && (len(r.asked) > 0 || r.pull != nil) {
		return nil
	}
	_, writer := m.net.Epoch(r.Repository.Body)
	if writer == m.self {
		r.owed, r.urgent = false, false
		return nil
	}
	if !m.net.Admitted(m.self, m.now) {
		return nil // it goes with the next question for a notice
	}
	p := m.peers[writer]
	if p == nil {
		return nil
	}
	a, err := m.accountFor(r)
	if err != nil {
		return err
	}
	r.sent, r.sentTo, r.unheard = &Account{Holdings: [][]byte{a}}, writer, false
	m.ask(p, r.sent)
	return nil
}

// accounted ends the sending of an account. One that did not arrive is due again, at the next exchange with the writer.
func (m *Machine) accounted(from protocol.Key, q *Account, arrived bool) {
	for _, name := range m.names() {
		if r := m.repos[name]; r.sent == q && r.sentTo == from {
			r.sent = nil
			if !arrived {
				r.owed, r.paused = true, true
			}
		}
	}
}

// resumeAccounts lets accounts to a writer be tried again.
func (m *Machine) resumeAccounts(writer protocol.Key) {
	for _, name := range m.names() {
		if _, w := m.net.Epoch(name.Body); w == writer {
			m.repos[name].paused = false
		}
	}
}

// newWriters makes the accounts due that another node than before is to have.
func (m *Machine) newWriters() {
	for _, name := range m.names() {
		r := m.repos[name]
		if _, w := m.net.Epoch(name.Body); r.told != (protocol.Key{}) && r.told != w {
			r.told = protocol.Key{}
			r.owe()
		}
	}
}

// dailyAccounts signs, once a day, how far everything is held, for all members of each audience.
func (m *Machine) dailyAccounts() error {
	if !m.net.Admitted(m.self, m.now) {
		return nil
	}
	byAudience := make(map[protocol.Audience][]protocol.Held)
	var audiences []protocol.Audience
	for _, name := range m.names() {
		last, ok := m.accounts[accountKey{node: m.self, audience: name.Audience}]
		if ok && last.Value().Time/day >= m.now/day {
			continue
		}
		h, err := m.held(m.repos[name])
		if err != nil {
			return err
		}
		if byAudience[name.Audience] == nil {
			audiences = append(audiences, name.Audience)
		}
		byAudience[name.Audience] = append(byAudience[name.Audience], h)
	}
	slices.Sort(audiences)
	for _, audience := range audiences {
		a, err := m.sign(audience, true, byAudience[audience])
		if err != nil {
			return err
		}
		m.keepAccount(a)
		m.out.Batch.Holdings = append(m.out.Batch.Holdings, a)
		m.out.Batch.Sync = true
	}
	return nil
}

// keepAccount remembers an account if it is newer than the one in its place. It tells whether it was.
func (m *Machine) keepAccount(a protocol.SignedHoldings) bool {
	v := a.Value()
	kept := false
	for _, k := range accountKeys(v) {
		if last, ok := m.accounts[k]; !ok || v.Sequence > last.Value().Sequence {
			m.accounts[k] = a
			kept = true
		}
	}
	if v.Node == m.self {
		m.sequence = max(m.sequence, v.Sequence)
	}
	return kept
}

func accountKeys(v protocol.Holdings) []accountKey {
	if v.Daily {
		return []accountKey{{node: v.Node, audience: v.Audience}}
	}
	keys := make([]accountKey, len(v.Held))
	for i, h := range v.Held {
		keys[i] = accountKey{node: v.Node, audience: v.Audience, body: h.Body}
	}
	return keys
}

// takeAccounts takes accounts that a node gives of itself, as the writer of what they are about.
func (m *Machine) takeAccounts(from protocol.Key, q *Account) *Accounted {
	a := &Accounted{Taken: len(q.Holdings) > 0}
	for _, raw := range q.Holdings {
		if !m.takeAccount(from, raw, false) {
			a.Taken = false
		}
	}
	m.out.Batch.Sync = m.out.Batch.Sync || a.Taken
	return a
}

// takeAccount takes one account: a daily one from anybody, an immediate one from the node that it is about, about what
// this node writes.
func (m *Machine) takeAccount(from protocol.Key, raw []byte, daily bool) bool {
	h, err := protocol.Open[protocol.Holdings](raw)
	if err == nil {
		err = h.Value().Validate()
	}
	v := h.Value()
	if err != nil || !h.SignedBy(v.Node) || v.Network != m.net.ID() || v.Daily != daily || !daily && v.Node != from {
		m.note(NoteFault, from, protocol.Repository{}, "holdings that are not what they should be: %v", err)
		return false
	}
	if daily && !m.bothMay(v.Node, protocol.Repository{Audience: v.Audience}) || !daily && !m.isOurs(v) {
		return false
	}
	if m.keepAccount(h) {
		m.out.Batch.Holdings = append(m.out.Batch.Holdings, h)
		for _, r := range v.Held {
			m.note(NoteAccount, v.Node, protocol.Repository{Body: r.Body, Audience: v.Audience}, "holds %d of its entries", r.Size)
		}
	}
	return true
}

// isOurs tells whether an account is about repositories that this node writes and its giver may hold.
func (m *Machine) isOurs(v protocol.Holdings) bool {
	for _, h := range v.Held {
		name := protocol.Repository{Body: h.Body, Audience: v.Audience}
		if _, writer := m.net.Epoch(h.Body); writer != m.self || m.repos[name] == nil || !m.net.May(v.Node, name, m.now) && !m.hasLeft(v.Node, name) {
			return false
		}
	}
	return len(v.Held) > 0
}

// hasLeft tells whether a node is one that held a repository before it left, and may still say that it has erased.
func (m *Machine) hasLeft(node protocol.Key, name protocol.Repository) bool {
	return m.net.Noticed(node, m.now) && m.onceHeld(node, name)
}

// dailies are the daily accounts that a peer and this node may both see, in order. Those of nodes that are no longer
// admitted are kept and not passed on: who joined later could not accept them.
func (m *Machine) dailies(key protocol.Key) []protocol.SignedHoldings {
	var shared []protocol.SignedHoldings
	for k, a := range m.accounts {
		name := protocol.Repository{Audience: k.audience}
		if k.body.IsZero() && m.bothMay(key, name) && m.net.May(k.node, name, m.now) {
			shared = append(shared, a)
		}
	}
	slices.SortFunc(shared, func(a, b protocol.SignedHoldings) int {
		x, y := a.Value(), b.Value()
		if c := protocol.Compare(x.Node, y.Node); c != 0 {
			return c
		}
		return slices.Compare([]byte(x.Audience), []byte(y.Audience))
	})
	return shared
}

// Held returns how far a node last said that it holds a repository: by its own word to the writer, or its daily one,
// whichever is newer.
func (m *Machine) Held(node protocol.Key, name protocol.Repository) (held protocol.Held, at int64, ok bool) {
	var newest uint64
	for _, k := range []accountKey{{node: node, audience: name.Audience, body: name.Body}, {node: node, audience: name.Audience}} {
		a, given := m.accounts[k]
		if !given || a.Value().Sequence < newest {
			continue
		}
		if h, about := a.Value().Of(name.Body); about {
			held, at, ok, newest = h, a.Value().Time, true, a.Value().Sequence
		}
	}
	return held, at, ok
}
