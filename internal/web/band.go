package web

import (
	"sync"
	"time"

	"praxis/node"
)

// Band is what the line at the head of every page says: how much is private here, and how much has ever left.
type Band struct {
	Private   int // drafts, in whatever state, that were not shared
	Left      int // documents that were shared
	Withdrawn int // of those, the ones that were taken back
}

// band remembers the counts for a moment, and until somebody does something at the pages.
type band struct {
	mu   sync.Mutex
	last *Band
	at   time.Time
}

const bandTime = 5 * time.Second

func (b *band) of(n *node.Node, now time.Time) (*Band, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last != nil && now.Sub(b.at) < bandTime {
		return b.last, nil
	}
	c, err := n.DraftCounts()
	if err != nil {
		return nil, err
	}
	counted := &Band{Private: c.Private, Left: c.Left, Withdrawn: c.Withdrawn}
	b.last, b.at = counted, now
	return counted, nil
}

func (b *band) stale() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last = nil
}
