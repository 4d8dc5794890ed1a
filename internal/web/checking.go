package web

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// longDraft is the size of a draft's file, in bytes, from which its examination is waited for on a page of its own: a shorter
// one is examined before a person looks up.
const longDraft = 100 << 10

// checks are the examinations that are under way, by draft. Each has a goroutine, for which Close waits.
type checks struct {
	all sync.WaitGroup

	mu    sync.Mutex
	under map[protocol.ID]*checking
}

type checking struct {
	began time.Time
	done  chan struct{} // closed when err stands
	err   error

	examined, all atomic.Int64 // bytes of the text; all is 0 before the examination begins
}

// start begins the review of a draft in its person's name, unless one is under way.
func (c *checks) start(s *node.Session, id protocol.ID, audience protocol.Audience, ends bool, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.under == nil {
		c.under = make(map[protocol.ID]*checking)
	}
	if one := c.under[id]; one != nil && !one.over() {
		return
	}
	one := &checking{began: now, done: make(chan struct{})}
	c.under[id] = one
	own := s.Clone() // it outlives the request, and a session that ends meanwhile
	c.all.Go(func() {
		defer own.Close()
		defer close(one.done)
		_, _, one.err = own.ReviewWaiting(id, audience, ends, one.tell)
	})
}

// of is the examination of a draft that is under way or was the last; nil if there was none.
func (c *checks) of(id protocol.ID) *checking {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.under[id]
}

// forget lets the outcome of an examination be told once.
func (c *checks) forget(id protocol.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if one := c.under[id]; one != nil && one.over() {
		delete(c.under, id)
	}
}

func (c *checking) tell(examined, all int) {
	c.all.Store(int64(all))
	c.examined.Store(int64(examined))
}

func (c *checking) over() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

type checkingData struct {
	Draft   draft.Draft
	Seconds int

	Examined, All, Percent int64 // bytes; All is 0 while nothing is known
}

func (r *Request) checkingData(d draft.Draft, c *checking) checkingData {
	made := checkingData{Draft: d, Seconds: int(r.s.Now().Sub(c.began).Seconds()), All: c.all.Load(), Examined: c.examined.Load()}
	if made.All > 0 {
		made.Percent = 100 * made.Examined / made.All
	}
	return made
}

// showChecking waits, on a page of its own, for the examination of a long text.
func showChecking(r *Request) (Answer, error) {
	d, _, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	one := r.s.checks.of(d.ID)
	switch {
	case one == nil:
		return Go("/drafts/" + d.ID.String())
	case one.over():
		r.s.checks.forget(d.ID)
		if one.err != nil {
			return Answer{}, one.err
		}
		return Go("/drafts/" + d.ID.String() + "/marks")
	}
	return Answer{Template: "draft-checking", Title: r.Say("checking.title"), Data: r.checkingData(d, one)}, nil
}

// liveChecking tells a page that waits how far the examination is, and when it is over.
func liveChecking(r *Request) (Answer, error) {
	d, _, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	one := r.s.checks.of(d.ID)
	return Answer{Stream: func(ctx context.Context, send Send) error {
		every := time.NewTicker(time.Second)
		defer every.Stop()
		for one != nil && !one.over() {
			piece, err := r.Piece("draft-checking", "progress", r.checkingData(d, one))
			if err != nil {
				return err
			}
			if err := send("piece", piece); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-one.done:
			case <-every.C:
			}
		}
		return send("done", "")
	}}, nil
}
