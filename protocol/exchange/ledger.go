package exchange

import (
	"cmp"
	"fmt"
	"slices"

	"praxis/protocol"
)

// ledger draws from entries, in order, what they mean for the documents of a repository. It reads each record once and
// collects the changes. A first pull brings a hundred thousand documents at once: what is kept of each is its change, and
// where that stands.
type ledger struct {
	m       *Machine
	r       *repository
	changes []DocumentChange
	at      map[protocol.ID]int32 // where a document's change stands
	ended   int
	keep    uint64 // entries below this one are stored, those from it on come with this step
	rescue  bool   // the entries are of another branch
}

// ledger opens a ledger for about as many documents as are expected.
func (m *Machine) ledger(r *repository, expected int) *ledger {
	return &ledger{m: m, r: r, changes: make([]DocumentChange, 0, expected), at: make(map[protocol.ID]int32, expected)}
}

// record returns what is known of a document, to be changed. It is valid until the next call.
func (l *ledger) record(id protocol.ID) (*Record, error) {
	if at, ok := l.at[id]; ok {
		return &l.changes[at].Record, nil
	}
	rec, err := l.m.store.Document(l.r.Repository, id)
	if err != nil {
		return nil, fmt.Errorf("read what is known of document %s: %w", id, err)
	}
	if l.m.net.IsRecalled(l.r.Repository.Body, id) {
		rec.Withdrawn = true
	}
	rec.Versions = slices.Clone(rec.Versions)
	l.at[id] = int32(len(l.changes))
	l.changes = append(l.changes, DocumentChange{Repository: l.r.Repository, Document: id, Record: rec})
	return &l.changes[len(l.changes)-1].Record, nil
}

// find returns where a version stands among those of the record, or would stand.
func (r *Record) find(version uint64) (at int, found bool) {
	return slices.BinarySearchFunc(r.Versions, version, func(v Version, n uint64) int { return cmp.Compare(v.Number, n) })
}

// apply takes the entry of that number.
func (l *ledger) apply(number uint64, e protocol.Entry) error {
	rec, err := l.record(e.Document)
	if err != nil {
		return err
	}
	if e.Op == protocol.OpWithdraw {
		if rec.Withdrawn && !l.rescue && rec.Cause < l.keep {
			if logged, err := l.m.isLogged(l.r, e.Document, *rec); err != nil || logged {
				return err
			}
			rec.Cause = number // known from elsewhere until now
		}
		l.ended += l.m.withdrawRecord(l.r, e.Document, rec, number)
		return nil
	}
	at, twice := rec.find(e.Version)
	full := len(rec.Versions) >= maxVersions
	if !twice && !full {
		rec.Versions = slices.Insert(rec.Versions, at, Version{Number: e.Version, Entry: number})
	}
	if twice || full || !rec.Live(e.Version) { // the first put of a version counts; what has ended stays ended
		l.m.end(l.r, number, number)
	} else {
		l.r.missing = l.r.missing.add(number, number+1)
	}
	if e.Ends && e.Version > rec.EndsBelow {
		ended, _ := rec.find(rec.EndsBelow) // those below have ended before: a version ends once, however many there are
		for _, v := range rec.Versions[ended:at] {
			if rec.Live(v.Number) {
				l.m.end(l.r, v.Entry, number)
				l.ended++
			}
		}
		rec.EndsBelow = e.Version
	}
	return nil
}

// cut forgets the puts from keep on, which a new epoch does not continue. Withdrawals stay.
func (l *ledger) cut(keep uint64) error {
	raw, err := l.m.store.Entries(l.r.Repository, keep, l.r.Edge.Size(), 1<<62)
	if err != nil {
		return fmt.Errorf("read the entries that fall away: %w", err)
	}
	for _, b := range raw {
		e, err := protocol.ParseEntry(b)
		if err != nil {
			return err
		}
		rec, err := l.record(e.Document)
		if err != nil {
			return err
		}
		was := len(rec.Versions)
		rec.Versions = slices.DeleteFunc(rec.Versions, func(v Version) bool { return v.Entry >= keep })
		l.ended += was - len(rec.Versions) // what was held of them is due for erasure
		rec.Cause = min(rec.Cause, max(keep, 1)-1)
	}
	l.r.missing = l.r.missing.remove(keep, l.r.Edge.Size())
	l.m.unaskAll(l.r)
	for entry := range l.r.parts {
		if entry >= keep {
			delete(l.r.parts, entry)
		}
	}
	return nil
}

// isLogged tells whether the withdrawal of a document stands in this log, and is not only known from another branch, an
// earlier epoch or a recall.
func (m *Machine) isLogged(r *repository, id protocol.ID, rec Record) (bool, error) {
	if !rec.Withdrawn || rec.Cause >= r.Edge.Size() {
		return false, nil
	}
	raw, err := m.store.Entries(r.Repository, rec.Cause, rec.Cause+1, 1)
	if err != nil {
		return false, err
	}
	e, err := protocol.ParseEntry(raw[0])
	return err == nil && e.Op == protocol.OpWithdraw && e.Document == id, nil
}

// withdrawRecord ends all versions of a document for ever. It returns how many were live.
func (m *Machine) withdrawRecord(r *repository, id protocol.ID, rec *Record, cause uint64) int {
	n := 0
	for _, v := range rec.Versions {
		if rec.Live(v.Number) {
			m.end(r, v.Entry, cause)
			n++
		}
	}
	if !rec.Withdrawn {
		rec.Withdrawn, rec.Cause = true, cause
	}
	return n
}

// end says that the content of an entry is not to be held any more.
func (m *Machine) end(r *repository, entry, cause uint64) {
	r.missing = r.missing.remove(entry, entry+1)
	delete(r.parts, entry)
	m.out.Batch.Ended = append(m.out.Batch.Ended, Ended{Repository: r.Repository, Entry: entry, Cause: cause})
}
