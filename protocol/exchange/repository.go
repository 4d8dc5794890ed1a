package exchange

import (
	"slices"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// repository is what the machine keeps in memory of one repository: a few dozen bytes and some runs.
type repository struct {
	State
	fork      []byte                 // evidence, if it forked
	forkEpoch uint64                 // the epoch that the evidence is about
	rescued   map[protocol.Hash]bool // heads of other branches whose withdrawals were taken

	missing runs // entries whose content should be held and is not
	lacking bool // there were some when progress was last recorded
	asked   runs // of those missing, the ones asked for
	parts   map[uint64]*parts
	coming  map[wire.CID]bool // linked blocks that are asked for

	pull *pull    // under way
	next *offer   // a head to look at when the pull is done
	pass bool     // the head is to be passed on at the end of the step
	last [][]byte // the entries that came with the head, if they are few enough to be passed on with it

	owed    bool     // an account to the writer is due
	urgent  bool     // what is owed is about a withdrawal: contents under way do not hold it up
	paused  bool     // the last account did not arrive: wait for the next exchange with the writer
	unheard bool     // the last account went with an answer: at the next meeting with the writer it is given again
	sent    *Account // under way
	sentTo  protocol.Key
	told    protocol.Key // the writer that took the last account
}

// parts are the linked blocks that an entry's content still lacks, its root block being held.
type parts struct{ lacking []wire.CID }

func newRepository(s State) *repository {
	return &repository{State: s, parts: map[uint64]*parts{}, coming: map[wire.CID]bool{}, rescued: map[protocol.Hash]bool{}}
}

// forkedIn tells whether the repository forked in an epoch: then no put of that epoch is taken any more.
func (r *repository) forkedIn(epoch uint64) bool { return r.fork != nil && r.forkEpoch == epoch }

// repository returns what is known of a repository, beginning it if nothing is. Only who has checked a head or evidence
// of it may call this, so that no stranger makes the memory grow.
func (m *Machine) repository(name protocol.Repository) *repository {
	r, ok := m.repos[name]
	if !ok {
		r = newRepository(State{Repository: name})
		m.repos[name] = r
	}
	return r
}

// names returns the repositories that have a head, in order, so that equal states are walked equally.
func (m *Machine) names() []protocol.Repository {
	if m.order != nil {
		return m.order
	}
	m.order = make([]protocol.Repository, 0, len(m.repos))
	for name, r := range m.repos {
		if !r.Head.IsZero() {
			m.order = append(m.order, name)
		}
	}
	slices.SortFunc(m.order, compareNames)
	return m.order
}

func compareNames(a, b protocol.Repository) int {
	if c := protocol.Compare(a.Body, b.Body); c != 0 {
		return c
	}
	return slices.Compare([]byte(a.Audience), []byte(b.Audience))
}

// unstored tells whether this step changes a repository's log, so that the store does not answer for it yet.
func (m *Machine) unstored(r *repository) bool {
	return slices.ContainsFunc(m.out.Batch.Logs, func(l LogChange) bool { return l.Repository == r.Repository })
}

// resume begins a step with the offers that waited for the one before to be stored.
func (m *Machine) resume() error {
	waiting := m.later
	m.later = nil
	for _, r := range waiting {
		if r.pull != nil {
			continue
		}
		if err := m.endPull(r); err != nil {
			return err
		}
	}
	return nil
}

// settle ends a step: contents that are missing are asked for, heads are passed on, and accounts that are due are given.
func (m *Machine) settle() error {
	if m.net == nil {
		return nil
	}
	for _, name := range m.names() {
		r := m.repos[name]
		if len(r.missing) > 0 {
			m.fetch(r)
		}
		if r.pass {
			r.pass = false
			m.passOn(r)
		}
		if err := m.settleAccount(r); err != nil {
			return err
		}
	}
	return nil
}
