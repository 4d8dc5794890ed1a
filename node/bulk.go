package node

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
)

// bulk is how many drafts are worked on, and stored, together.
const bulk = 256

// spread does count pieces of work on all processors and returns when they are done. The pieces must not touch each other.
// A panic in one of them comes out here, where the caller's own would.
func spread(count int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), count)
	if workers <= 1 {
		for i := range count {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var panicked atomic.Pointer[any]
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					panicked.Store(&r)
				}
			}()
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
	if r := panicked.Load(); r != nil {
		panic(*r)
	}
}

// ApprovePublished reviews and approves every draft that the session's person may read whose origin is published, and notes that the session's person found
// each the same as its source: at the address and date that its statement names, where it has them. It calls progress with
// each, and with what kept it back if it was kept back, as the session's own are. A draft that it calls approved is so on
// the disk.
func (s *Session) ApprovePublished(audience protocol.Audience, progress func(d draft.Draft, err error)) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	persons, err := n.Persons()
	if err != nil {
		return err
	}
	var all []draft.Draft
	err = s.Drafts(func(d draft.Draft) error {
		if d.Origin == draft.OriginPublished && (d.State == draft.StateDraft || d.State == draft.StateReview) {
			all = append(all, d)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, bulk) {
		if err := s.approveAll(some, audience, persons, progress); err != nil {
			return err
		}
	}
	return nil
}

// approveAll reviews and approves some drafts and stores what came of it together.
func (s *Session) approveAll(some []draft.Draft, audience protocol.Audience, persons []draft.Person, progress func(d draft.Draft, err error)) error {
	errs, records := make([]error, len(some)), make([][]store.Record, len(some))
	approved := make([]draft.Draft, len(some))
	spread(len(some), func(i int) {
		approved[i], records[i], errs[i] = s.reviewAndApprove(some[i], audience, persons)
	})
	var ids []protocol.ID
	for i, d := range approved {
		if errs[i] == nil {
			ids = append(ids, d.ID)
		}
	}
	all := slices.Concat(records...)
	if len(ids) > 0 {
		all = append(all, s.n.line(s.person.ID, DeedApproved, ids...))
	}
	if err := s.n.keepDrafts(all...); err != nil {
		return err
	}
	s.n.due() // what an earlier review froze, if there was one
	for i, d := range approved {
		progress(d, errs[i])
	}
	return nil
}

// reviewAndApprove returns the draft as approved, with the records that say so; on an error it returns it as it was, with
// none: the others go on.
func (s *Session) reviewAndApprove(d draft.Draft, audience protocol.Audience, persons []draft.Person) (draft.Draft, []store.Record, error) {
	file, err := s.n.fileOf(d)
	if err != nil {
		return d, nil, err
	}
	frozen, r, err := s.n.freeze(d, file, audience, false, nil)
	if err != nil {
		return d, nil, err
	}
	r = r.Confirm(s.person.ID, s.n.now())
	approved, rs, err := s.approve(frozen, r, nil, persons)
	if err != nil {
		return d, nil, err
	}
	review, err := reviewRecords(r)
	if err != nil {
		return d, nil, err
	}
	readings, err := record(store.KindReading, d.ID, r.Readings)
	if err != nil {
		return d, nil, err
	}
	if rs = slices.Concat(rs, review, []store.Record{readings}); d.State == draft.StateReview {
		rs = lasting(rs)
	}
	return approved, rs, nil
}
