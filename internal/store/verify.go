package store

import (
	"bytes"
	"fmt"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// Report is what [Store.Verify] found.
type Report struct {
	Repositories int
	Entries      uint64
	Contents     uint64  // root blocks held
	Blocks       uint64  // linked blocks held
	Missing      uint64  // contents that should be held and are not yet: no fault
	Faults       []Fault // what does not agree; empty for a sound store
}

// maxFaults bounds the faults that a report lists of one repository.
const maxFaults = 100

// Fault is a place where the store contradicts itself.
type Fault struct {
	Repository protocol.Repository // zero if it is about the lists
	Detail     string
}

func (f Fault) String() string {
	if f.Repository == (protocol.Repository{}) {
		return f.Detail
	}
	return f.Repository.String() + ": " + f.Detail
}

// Verify computes everything again that the store has written down: signatures of heads and lists, roots and tiles from
// the entries, the CID of every block, what the entries say of each document, and that nothing is held that was withdrawn
// or ended. It tells progress, if not nil, how many of how many entries are done. The error is about reading; what was
// read and is wrong stands in the report. It is meant for a store that nobody writes to.
func (s *Store) Verify(progress func(done, total uint64)) (Report, error) {
	s.readers.n.Add(1)
	defer s.readers.n.Add(-1)
	v := &verification{s: s, progress: progress}
	if _, err := s.Network(); err != nil {
		v.fault("the lists do not hold together: %v", err)
	}
	var states []exchange.State
	err := s.space1(spaceState, func(key, value []byte) (bool, error) {
		state, err := parseState(value, verifyHead)
		if err != nil || state.Repository.Key() != protocol.RepositoryKey(key[1:]) {
			v.fault("the state of a repository cannot be read: %v", err)
			return true, nil
		}
		v.total += state.Edge.Size()
		states = append(states, state)
		return true, nil
	})
	for _, state := range states {
		if err == nil {
			err = v.repository(state)
		}
	}
	if err != nil {
		return v.report, fmt.Errorf("verify the store: %w", err)
	}
	return v.report, nil
}

// verification is one run of Verify.
type verification struct {
	s           *Store
	report      Report
	progress    func(done, total uint64)
	done, total uint64

	state   exchange.State // of the repository under way
	key     protocol.RepositoryKey
	edge    log.Edge
	records map[protocol.ID]*exchange.Record
	faults  int
}

func (v *verification) fault(text string, args ...any) {
	if v.faults++; v.faults <= maxFaults {
		v.report.Faults = append(v.report.Faults, Fault{v.state.Repository, fmt.Sprintf(text, args...)})
	}
}

// verifyHead verifies a head, whether or not it was before.
func verifyHead(_ protocol.Repository, raw []byte) (protocol.SignedHead, error) {
	return protocol.Open[protocol.Head](raw)
}

func (v *verification) repository(state exchange.State) error {
	v.state, v.key, v.edge, v.faults = state, state.Repository.Key(), log.Edge{}, 0
	v.records = make(map[protocol.ID]*exchange.Record)
	v.report.Repositories++
	if h := state.Head.Value(); h.Repository() != state.Repository || h.Size != state.Edge.Size() || h.Root != protocol.Hash(state.Edge.Root()) {
		v.fault("the head is not that of its log")
	}
	for _, check := range []func() error{v.log, v.documents, v.contents, v.held, v.blocks, v.references} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// each yields what one keyspace holds of the repository.
func (v *verification) each(space byte, yield func(key, value []byte) error) error {
	prefix := repositoryKey(nil, space, v.key)
	return v.s.each(prefix, after(prefix), func(key, value []byte) (bool, error) { return true, yield(key, value) })
}

// log computes the root and the tiles from the entries, and what the entries say of each document.
func (v *verification) log() error {
	tiles := make(map[uint64]log.Hash)
	err := v.each(spaceEntry, func(key, raw []byte) error {
		number := lastNumber(key)
		if number != v.edge.Size() {
			v.fault("entry %d stands where %d belongs", number, v.edge.Size())
		}
		if index, root, complete := v.edge.Append(log.LeafHash(raw)); complete {
			tiles[index] = root
		}
		e, err := protocol.ParseEntry(raw)
		if err != nil {
			v.fault("entry %d cannot be read: %v", number, err)
			return nil
		}
		v.draw(number, e)
		v.report.Entries++
		return nil
	})
	if err != nil {
		return err
	}
	if v.edge != v.state.Edge {
		v.fault("the entries do not hash to the head's root")
	}
	count := 0
	err = v.each(spaceTile, func(key, hash []byte) error {
		count++
		if want, ok := tiles[lastNumber(key)]; !ok || !bytes.Equal(want[:], hash) {
			v.fault("tile %d is not that of its entries", lastNumber(key))
		}
		return nil
	})
	if err == nil && count != len(tiles) {
		v.fault("%d of %d tiles are there", count, len(tiles))
	}
	return err
}

// draw notes what an entry says of its document. The first put of a version counts.
func (v *verification) draw(number uint64, e protocol.Entry) {
	rec := v.records[e.Document]
	if rec == nil {
		rec = &exchange.Record{}
		v.records[e.Document] = rec
	}
	if e.Op == protocol.OpWithdraw {
		rec.Withdrawn = true
		return
	}
	for _, known := range rec.Versions {
		if known.Number == e.Version {
			return
		}
	}
	rec.Versions = append(rec.Versions, exchange.Version{Number: e.Version, Entry: number})
	if e.Ends {
		rec.EndsBelow = max(rec.EndsBelow, e.Version)
	}
}

// documents compares the records with what the entries say. A record may know of more withdrawals: of another branch, of
// an epoch that was cut, of a recall.
func (v *verification) documents() error {
	for id, want := range v.records {
		rec, err := v.s.Document(v.state.Repository, id)
		if err != nil {
			return err
		}
		same := len(rec.Versions) == len(want.Versions)
		for _, known := range want.Versions {
			found := false
			for _, held := range rec.Versions {
				found = found || held == known
			}
			same = same && found
		}
		if !same || want.Withdrawn && !rec.Withdrawn || want.EndsBelow > rec.EndsBelow {
			v.fault("what is noted of document %s is not what the entries say", id)
		}
		*want = rec
	}
	return nil
}

// contents looks at every entry's content: held, ended, or missing.
func (v *verification) contents() error {
	complete, err := v.s.get(repositoryKey(nil, spaceProgress, v.key))
	if err != nil {
		return err
	}
	missing, err := v.s.Missing(v.state.Repository, 0)
	if err != nil {
		return err
	}
	for _, r := range missing {
		v.report.Missing += r.Count
	}
	if len(complete) == 8 && len(missing) > 0 && missing[0].From < lastNumber(complete) {
		v.fault("entry %d lacks content, and all below %d counts as held", missing[0].From, lastNumber(complete))
	}
	return v.each(spaceEntry, func(key, raw []byte) error {
		if v.done++; v.progress != nil && (v.done%256 == 0 || v.done == v.total) {
			v.progress(v.done, v.total)
		}
		e, err := protocol.ParseEntry(raw)
		if err != nil {
			return nil // noted already
		}
		return v.content(lastNumber(key), e)
	})
}

func (v *verification) content(number uint64, e protocol.Entry) error {
	root, err := v.s.Root(v.state.Repository, number)
	if err != nil {
		return err
	}
	ended, err := v.s.IsEnded(v.state.Repository, number)
	if err != nil {
		return err
	}
	live := false
	for _, known := range v.records[e.Document].Versions {
		live = live || known.Entry == number && v.records[e.Document].Live(known.Number)
	}
	put := e.Op == protocol.OpPut
	if put && live == ended {
		v.fault("entry %d: whether its content is ended is not what its document's record says", number)
	}
	if root == nil {
		return nil
	}
	v.report.Contents++
	if !put || ended || !live {
		v.fault("entry %d: content is held that was withdrawn or ended", number)
	}
	b, err := wire.ParseBlock(wire.DAGCBOR, root)
	if err != nil || b.CID() != e.Content {
		v.fault("entry %d: its content is damaged: remove the store and synchronise again, or restore a backup", number)
		return nil
	}
	links, err := v.s.get(entryKey(nil, spaceHeld, v.key, number))
	if err != nil {
		return err
	}
	if links == nil || !bytes.Equal(links, appendLinks(nil, b.Links())) {
		v.fault("entry %d: what its content links is not what is noted", number)
	}
	for _, c := range b.Links() {
		noted, err := v.s.has(referenceKey(nil, v.key, c, number))
		if err != nil {
			return err
		}
		if !noted {
			v.fault("entry %d: a link of its content is not noted", number)
		}
	}
	return nil
}

// held finds roots, and notes of roots, of entries that are not there.
func (v *verification) held() error {
	for _, space := range []byte{spaceHeld, spaceRoot, spaceEnded} {
		err := v.each(space, func(key, _ []byte) error {
			number := lastNumber(key)
			if number >= v.state.Edge.Size() {
				v.fault("content of entry %d, which the log does not have", number)
			}
			if space != spaceHeld {
				return nil
			}
			root, err := v.s.has(entryKey(nil, spaceRoot, v.key, number))
			if err == nil && !root {
				v.fault("entry %d counts as held, and its content is not there", number)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// blocks computes the CID of each linked block, and looks for an entry that links it.
func (v *verification) blocks() error {
	return v.each(spaceLinked, func(key, value []byte) error {
		v.report.Blocks++
		c := wire.CID(key[17:])
		b, err := wire.ParseBlock(c.Codec(), bytes.Clone(value))
		if err != nil || b.CID() != c {
			v.fault("the linked block %s is damaged: remove the store and synchronise again, or restore a backup", c)
		}
		linked := false
		prefix := blockKey(nil, spaceReference, v.key, c)
		err = v.s.each(prefix, after(prefix), func(_, _ []byte) (bool, error) {
			linked = true
			return false, nil
		})
		if err == nil && !linked {
			v.fault("the linked block %s is held for no content", c)
		}
		return err
	})
}

// references finds notes of links whose content is not held.
func (v *verification) references() error {
	return v.each(spaceReference, func(key, _ []byte) error {
		links, err := v.s.get(entryKey(nil, spaceHeld, v.key, lastNumber(key)))
		if err != nil {
			return err
		}
		all, err := parseLinks(links)
		if err != nil || !contains(all, wire.CID(key[17:17+len(wire.CID{})])) {
			v.fault("a link is noted of entry %d, whose content does not have it", lastNumber(key))
		}
		return nil
	})
}
