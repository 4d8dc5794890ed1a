package exchange

import "praxis/protocol"

// extend commits the entries of a pull or push under their head, and draws what follows from them. Head and entries are
// one batch; a withdrawal takes effect in it. The entries have been parsed before; they are parsed again one by one, so that
// a great many do not stand in memory twice.
func (m *Machine) extend(r *repository, h protocol.SignedHead, pl *pull) error {
	l := m.ledger(r, len(pl.entries))
	l.keep = pl.keep
	if pl.keep < r.Edge.Size() {
		if err := l.cut(pl.keep); err != nil {
			return err
		}
	}
	for i, raw := range pl.entries {
		e, err := protocol.ParseEntry(raw)
		if err != nil {
			return err
		}
		if err := l.apply(pl.keep+uint64(i), e); err != nil {
			return err
		}
	}
	if r.fork != nil && h.Value().Epoch > r.forkEpoch {
		r.fork, r.forkEpoch = nil, 0
		clear(r.rescued)
		m.out.Batch.Forks = append(m.out.Batch.Forks, StoredFork{Repository: r.Repository})
	}
	m.out.Batch.Logs = append(m.out.Batch.Logs, LogChange{Repository: r.Repository, Head: h, Edge: pl.edge, Keep: pl.keep, Entries: pl.entries, Tiles: pl.tiles})
	m.addDocuments(l)
	m.out.Batch.Sync = true
	if r.Head.IsZero() {
		m.order = nil
	}
	r.Head, r.Edge, r.last = h, pl.edge, nil
	if len(pl.entries) <= relayCount {
		r.last = pl.entries
	}
	m.progress(r)
	r.owe()
	r.pass = r.pass || pl.from != m.self && (!r.lacking || l.ended > 0)
	m.note(NoteHead, pl.from, r.Repository, "%d entries", h.Value().Size)
	if l.ended > 0 {
		r.urgent = true
		m.note(NoteEnded, pl.from, r.Repository, "%d contents", l.ended)
	}
	return nil
}

// maxRescued bounds what is remembered of other branches of one repository.
const maxRescued = 256

// addDocuments adds what a ledger has drawn to what is stored.
func (m *Machine) addDocuments(l *ledger) {
	if len(m.out.Batch.Documents) == 0 {
		m.out.Batch.Documents = l.changes
		return
	}
	m.out.Batch.Documents = append(m.out.Batch.Documents, l.changes...)
}

// rescue takes the withdrawals of another branch of a forked repository, and nothing else.
func (m *Machine) rescue(r *repository, h protocol.SignedHead, entries [][]byte) error {
	l := m.ledger(r, 0)
	l.rescue = true
	for _, raw := range entries {
		e, err := protocol.ParseEntry(raw)
		if err != nil {
			return err
		}
		if e.Op != protocol.OpWithdraw {
			continue
		}
		if err := l.apply(max(r.Edge.Size(), 1)-1, e); err != nil {
			return err
		}
	}
	if len(r.rescued) >= maxRescued {
		clear(r.rescued)
	}
	r.rescued[h.Hash()] = true
	if len(l.changes) == 0 {
		return nil
	}
	m.addDocuments(l)
	m.out.Batch.Sync = true
	if l.ended > 0 {
		r.urgent = true
		m.note(NoteEnded, r.pull.from, r.Repository, "%d contents, withdrawn on the other branch", l.ended)
	}
	m.progress(r)
	r.owe()
	return nil
}
