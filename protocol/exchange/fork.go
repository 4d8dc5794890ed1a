package exchange

import (
	"bytes"

	"praxis/protocol"
	"praxis/protocol/log"
)

// forked keeps the evidence of a fork and passes it on. From here on, no put is taken in this epoch.
func (m *Machine) forked(r *repository, a, b protocol.SignedHead, proof []log.Hash) {
	if r.fork != nil && r.forkEpoch >= a.Value().Epoch {
		return
	}
	f, err := protocol.NewFork(a, b, proof)
	if err != nil {
		m.note(NoteFault, m.self, r.Repository, "what looked like a fork proves none: %v", err)
		return
	}
	m.keepFork(r, f)
	m.tellOthers(m.self)
}

// keepFork stores evidence.
func (m *Machine) keepFork(r *repository, f protocol.ForkEvidence) {
	if !r.forkedIn(f.Epoch()) {
		m.note(NoteFork, m.self, r.Repository, "its writer signed two heads that contradict each other; nothing new is taken from it in epoch %d", f.Epoch())
	}
	r.fork, r.forkEpoch = f.Bytes(), f.Epoch()
	m.out.Batch.Forks = append(m.out.Batch.Forks, StoredFork{Repository: r.Repository, Evidence: f.Bytes()})
	m.out.Batch.Sync = true
}

// takeFork takes evidence that a peer passed on. Of several pieces about one epoch all nodes come to keep the same, the
// lowest bytewise, so that they do not send each other theirs for ever.
func (m *Machine) takeFork(p *peer, raw []byte) {
	f, err := protocol.OpenFork(raw)
	if err == nil {
		first, _ := f.Heads()
		err = m.net.CheckHead(first)
	}
	if err != nil {
		m.note(NoteFault, p.key, protocol.Repository{}, "evidence of a fork: %v", err)
		return
	}
	if !m.bothMay(p.key, f.Repository()) {
		return
	}
	r := m.repository(f.Repository())
	if !r.Head.IsZero() && r.Head.Value().Epoch > f.Epoch() || r.forkEpoch > f.Epoch() {
		return
	}
	known := r.forkedIn(f.Epoch())
	if known && bytes.Compare(f.Bytes(), r.fork) >= 0 {
		return
	}
	m.keepFork(r, f)
	if !known {
		m.tellOthers(p.key)
	}
}
