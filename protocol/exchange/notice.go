package exchange

import (
	"errors"
	"fmt"

	"praxis/protocol"
	"praxis/protocol/log"
)

// maxTold bounds the entries that are looked through for one notice, however many repositories it is about and however
// often each is named, so that it costs no more than a page of a pull.
const maxTold = 1 << 14

// notify answers a node that is no longer admitted and whose place is known. Anybody else gets the zero reply.
func (m *Machine) notify(to protocol.Key, q *NoticeRequest) error {
	a := &Notice{}
	m.out.Answer = a
	if m.net == nil || !m.net.Noticed(to, m.now) {
		return nil
	}
	g := page{room: frameRoom}
	m.listsForNoticed(to, q, a, &g)
	for _, raw := range q.Holdings {
		m.out.Batch.Sync = m.takeAccount(to, raw, false) || m.out.Batch.Sync
	}
	look := uint64(maxTold)
	for _, h := range q.Held {
		name := protocol.Repository{Body: h.Body, Audience: h.Audience}
		r := m.repos[name]
		if r == nil || r.Head.IsZero() || !m.onceHeld(to, name) || m.net.CheckHead(r.Head) != nil || m.unstored(r) || h.Size > r.Edge.Size() {
			continue
		}
		if err := m.endedFor(r, h, a, &g, &look); err != nil {
			return fmt.Errorf("tell what ended of %s: %w", name, err)
		}
	}
	a.More = g.more
	return nil
}

// onceHeld tells whether a node has said, while it was admitted, that it holds a repository: of others it hears nothing.
func (m *Machine) onceHeld(node protocol.Key, name protocol.Repository) bool {
	_, _, said := m.Held(node, name)
	return said
}

// listsForNoticed fills in the charters, denials and recalls that concern everybody who was once a member, and the
// profiles of those whose repositories the asker holds: its heads are checked with them.
func (m *Machine) listsForNoticed(to protocol.Key, q *NoticeRequest, a *Notice, g *page) {
	all := m.listsFor(to, &ListsRequest{Charter: q.Charter, Current: q.Current, Denials: q.Denials, Recalls: q.Recalls, Profiles: q.Profiles})
	owners := make(map[protocol.ID]bool)
	for _, h := range q.Held {
		if m.onceHeld(to, protocol.Repository{Body: h.Body, Audience: h.Audience}) {
			owner, _ := m.net.Owner(h.Body)
			owners[owner] = true
		}
	}
	for _, b := range all.Charters {
		g.add(&a.Lists.Charters, b)
	}
	for _, b := range all.Denials {
		g.add(&a.Lists.Denials, b)
	}
	for _, b := range all.Recalls {
		if r, err := protocol.Open[protocol.Recall](b); err == nil && owners[r.Value().Member] {
			g.add(&a.Lists.Recalls, b)
		}
	}
	for _, b := range all.Profiles {
		if p, err := protocol.OpenProfile(b); err == nil && owners[p.Value().Member] {
			g.add(&a.Lists.Profiles, b)
		}
	}
	g.more = g.more || all.More && len(a.Lists.Charters) > 0
}

// endedFor finds the entries that end what the asker holds of a repository, beyond what it was told. It looks through no
// more than look, and takes off what it has.
func (m *Machine) endedFor(r *repository, h HeldLog, a *Notice, g *page, look *uint64) error {
	size := r.Edge.Size()
	from := max(h.Told, h.Size)
	if from >= size {
		return nil
	}
	if *look == 0 {
		g.more = true
		return nil
	}
	to := from + min(size-from, *look)
	*look -= to - from
	ended := EndedLog{Head: r.Head.Bytes(), Told: from}
	for from < to && !g.more {
		raw, err := m.store.Entries(r.Repository, from, to, frameRoom)
		if err != nil {
			return err
		}
		for i, b := range raw {
			at := from + uint64(i)
			if ends, err := m.endsHeld(r, b, h.Size); err != nil || !ends {
				if err != nil {
					return err
				}
				ended.Told = at + 1
				continue
			}
			proof, err := log.ProveEntry(m.store.Log(r.Repository), at, size)
			if err != nil {
				return err
			}
			if cost := len(b) + len(proof)*(len(log.Hash{})+2); cost > g.room {
				g.more = true
				break
			} else {
				g.room -= cost
			}
			ended.Entries, ended.Told = append(ended.Entries, EndedEntry{Entry: b, Index: at, Proof: proof}), at+1
		}
		from += uint64(len(raw))
	}
	g.more = g.more || ended.Told < size
	if len(ended.Entries) == 0 {
		ended.Entries = []EndedEntry{}
	}
	a.Logs = append(a.Logs, ended)
	return nil
}

// endsHeld tells whether an entry ends a version that was put before the log had a size.
func (m *Machine) endsHeld(r *repository, raw []byte, size uint64) (bool, error) {
	e, err := protocol.ParseEntry(raw)
	if err != nil || e.Op == protocol.OpPut && !e.Ends {
		return false, err
	}
	rec, err := m.store.Document(r.Repository, e.Document)
	if err != nil {
		return false, err
	}
	for _, v := range rec.Versions {
		if v.Entry < size && (e.Op == protocol.OpWithdraw || v.Number < e.Version) {
			return true, nil
		}
	}
	return false, nil
}

// askNotice asks a peer that does not admit this node for what still concerns it.
func (m *Machine) askNotice(p *peer) error {
	c := m.net.Charter()
	q := &NoticeRequest{Charter: c.Value().Version, Current: c.Hash()}
	for _, d := range m.net.Denials() {
		q.Denials = append(q.Denials, d.Hash())
	}
	for _, r := range m.net.Recalls() {
		q.Recalls = append(q.Recalls, r.Hash())
	}
	for _, f := range m.net.Profiles() {
		q.Profiles = append(q.Profiles, Known{ID: f.Value().Member, Version: f.Value().Version})
	}
	for _, name := range m.names() {
		if len(q.Held) == maxKnown {
			break
		}
		r := m.repos[name]
		t := p.told[name]
		q.Held = append(q.Held, HeldLog{Body: name.Body, Audience: name.Audience, Size: r.Edge.Size(), Told: max(t.size, r.Edge.Size())})
		account, err := m.accountAfterNotice(p, r, t)
		if err != nil {
			return err
		}
		if account != nil {
			q.Holdings = append(q.Holdings, account)
		}
	}
	m.converse(p, q)
	return nil
}

// accountAfterNotice signs, for the writer of a repository, that what it told to be ended is erased here; nothing if that is
// not so yet, or was said before. The writer's own notice tells all, so up to there nothing that ended is held.
func (m *Machine) accountAfterNotice(p *peer, r *repository, t told) ([]byte, error) {
	_, writer := m.net.Epoch(r.Repository.Body)
	if writer != p.key || t.size <= r.Edge.Size() || t.confirmed >= t.size {
		return nil, nil
	}
	h, err := m.held(r)
	if err != nil || h.Purged < h.Size {
		return nil, err
	}
	beyond := t.size - h.Size
	h.Size, h.Purged, h.Epoch, h.Missing = t.size, t.size, t.epoch, h.Missing+beyond
	a, err := m.sign(r.Repository.Audience, false, []protocol.Held{h})
	if err != nil {
		return nil, err
	}
	m.keepAccount(a)
	m.out.Batch.Holdings = append(m.out.Batch.Holdings, a)
	m.out.Batch.Sync = true
	t.confirmed = t.size
	p.told[r.Repository] = t
	return a.Bytes(), nil
}

// confirmSoon opens the next exchange with the peers that are to hear that what they told to be ended is erased.
func (m *Machine) confirmSoon(name protocol.Repository) {
	for _, p := range m.peers {
		if t, ok := p.told[name]; ok && t.confirmed < t.size {
			p.due = true
		}
	}
}

// noticed takes a notice: lists first, then what ended, which takes effect at once.
func (m *Machine) noticed(p *peer, q *NoticeRequest, a *Notice) error {
	changed, fault := m.takeLists(a.Lists)
	if fault != nil {
		m.note(NoteFault, p.key, protocol.Repository{}, "%v", fault)
	}
	again, taken := false, make(map[protocol.Repository]bool)
	for _, l := range a.Logs {
		fresh, err := m.takeEnded(p, l, taken)
		if err != nil {
			m.note(NoteFault, p.key, protocol.Repository{}, "a notice: %v", err)
			continue
		}
		again = again || fresh
	}
	if m.peers[p.key] != p {
		return m.broken
	}
	if p.pages++; (a.More && (changed || again)) && p.pages < maxPages {
		return m.askNotice(p)
	}
	m.rest(p)
	return nil
}

// takeEnded takes the entries that end what is held of one repository, which must not be taken yet: the store does not
// answer for what the step has brought before. It tells whether any were new.
func (m *Machine) takeEnded(p *peer, l EndedLog, taken map[protocol.Repository]bool) (bool, error) {
	head, err := m.openHead(l.Head)
	if err != nil {
		return false, err
	}
	v := head.Value()
	r := m.repos[v.Repository()]
	if r == nil || r.Head.IsZero() || v.Epoch < r.Head.Value().Epoch || l.Told > v.Size {
		return false, errors.New("it is about what is not held here")
	}
	if taken[r.Repository] {
		return false, errors.New("it tells of one repository twice")
	}
	if m.unstored(r) {
		return false, nil // the next one tells again
	}
	for _, one := range l.Entries {
		root, err := log.RootOf(log.LeafHash(one.Entry), one.Proof, one.Index, v.Size)
		if err != nil {
			return false, err
		}
		if protocol.Hash(root) != v.Root {
			return false, fmt.Errorf("entry %d is not in the log that the head signs", one.Index)
		}
		if _, err := protocol.ParseEntry(one.Entry); err != nil {
			return false, err
		}
	}
	taken[r.Repository] = true
	led := m.ledger(r, len(l.Entries)) // from here on all of it is believed
	led.rescue = true
	for _, one := range l.Entries {
		if err := led.endHeld(one.Entry); err != nil {
			m.broken = errors.Join(m.broken, err)
			return false, nil
		}
	}
	t := p.told[r.Repository]
	fresh := l.Told > t.size
	if fresh {
		t.size, t.epoch = l.Told, v.Epoch
		p.told[r.Repository] = t
	}
	if len(led.changes) > 0 {
		m.out.Batch.Documents = append(m.out.Batch.Documents, led.changes...)
		m.out.Batch.Sync = true
		m.progress(r)
	}
	if led.ended > 0 {
		m.note(NoteEnded, p.key, r.Repository, "%d contents, by a notice", led.ended)
	}
	return fresh, nil
}

// endHeld takes an entry of a log whose entries between are not held: it ends what is held, and adds nothing.
func (l *ledger) endHeld(raw []byte) error {
	e, err := protocol.ParseEntry(raw)
	if err != nil {
		return err
	}
	last := max(l.r.Edge.Size(), 1) - 1
	if e.Op == protocol.OpWithdraw {
		return l.apply(last, e)
	}
	rec, err := l.record(e.Document)
	if err != nil || !e.Ends || e.Version <= rec.EndsBelow {
		return err
	}
	for _, v := range rec.Versions {
		if v.Number < e.Version && rec.Live(v.Number) {
			l.m.end(l.r, v.Entry, last)
			l.ended++
		}
	}
	rec.EndsBelow = e.Version
	return nil
}
