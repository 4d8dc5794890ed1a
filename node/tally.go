package node

import (
	"sync"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
)

// tally knows the state of every draft, so that nobody who counts them reads them all. It is made when it is first asked
// for, and kept by what is stored since.
type tally struct {
	mu     sync.Mutex // guards what follows
	drafts map[protocol.ID]standing
	since  []store.Record // that were stored while it was made
	making bool
}

// standing is how a draft stands.
type standing struct {
	State   draft.State `json:"state"`
	Version uint64      `json:"version"`
}

// committed notes drafts that were stored.
func (t *tally) committed(records []store.Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.drafts == nil && !t.making {
		return
	}
	for _, r := range records {
		if r.Kind != store.KindDraft {
			continue
		}
		if t.making {
			t.since = append(t.since, r)
		} else {
			t.take(r)
		}
	}
}

func (t *tally) take(r store.Record) {
	var s standing
	if r.Value == nil || decode(r.Value, &s) != nil {
		delete(t.drafts, r.ID)
		return
	}
	t.drafts[r.ID] = s
}

// standings calls yield with each draft's id and how it stands.
func (n *Node) standings(yield func(protocol.ID, standing)) error {
	t := &n.tally
	t.mu.Lock()
	made := t.drafts != nil
	t.mu.Unlock()
	if !made {
		if err := n.makeTally(); err != nil {
			return err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, s := range t.drafts {
		yield(id, s)
	}
	return nil
}

func (n *Node) makeTally() error {
	t := &n.tally
	n.counting.Lock() // one makes it
	defer n.counting.Unlock()
	t.mu.Lock()
	if t.drafts != nil {
		t.mu.Unlock()
		return nil
	}
	t.making, t.since = true, nil
	t.mu.Unlock()
	all := make(map[protocol.ID]standing)
	var failed error
	err := n.store.Records(store.KindDraft, func(id [16]byte, raw []byte) bool {
		var s standing
		failed = decode(raw, &s)
		all[id] = s
		return failed == nil
	})
	if err == nil {
		err = failed
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.making = false; err != nil {
		return err
	}
	t.drafts = all
	for _, r := range t.since {
		t.take(r)
	}
	t.since = nil
	return nil
}

// DraftCounts are how many drafts there are in each state, and how many of them have never left or have left.
type DraftCounts struct {
	States    map[draft.State]int
	Private   int // what is being written, in whatever state, and was not shared
	Left      int // documents of which a version was shared
	Withdrawn int // of those, the ones that were taken back
}

// DraftCounts counts the drafts without reading them.
func (n *Node) DraftCounts() (DraftCounts, error) {
	c := DraftCounts{States: make(map[draft.State]int)}
	err := n.standings(func(_ protocol.ID, s standing) {
		c.States[s.State]++
		shared, withdrawn := s.State == draft.StateShared, s.State == draft.StateWithdrawn
		if shared || withdrawn || s.Version > 1 { // of a next version, the one before has left
			c.Left++
		}
		if withdrawn {
			c.Withdrawn++
		}
		if !shared && !withdrawn {
			c.Private++
		}
	})
	return c, err
}

// DraftsIn calls yield with each draft that the person may read and that is in one of some states, until it returns an
// error. It reads no other.
func (s *Session) DraftsIn(states []draft.State, yield func(draft.Draft) error) error {
	wanted := make(map[draft.State]bool)
	for _, one := range states {
		wanted[one] = true
	}
	var ids []protocol.ID
	err := s.n.standings(func(id protocol.ID, at standing) {
		if wanted[at.State] {
			ids = append(ids, id)
		}
	})
	p := s.Person()
	for _, id := range ids {
		if err != nil {
			break
		}
		var d draft.Draft
		ok, failed := s.n.read(store.KindDraft, id, &d)
		if err = failed; err == nil && ok && wanted[d.State] && p.MayRead(d) {
			err = yield(d)
		}
	}
	return err
}
