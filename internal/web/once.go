package web

import (
	"context"
	"sync"
	"time"
)

const (
	remembered = time.Hour // that the answer to a form is kept for its second posting
	mostKept   = 4096      // answers
)

// once lets each form act once: who posts it again, by a double click or by going back, gets the first answer.
type once struct {
	now func() time.Time

	mu      sync.Mutex
	answers map[string]*posted // by the id of the form's token
}

type posted struct {
	at     time.Time
	done   chan struct{} // closed when the answer stands
	answer Answer
	acted  bool // the form was taken, and is not to act again
}

func newOnce(now func() time.Time) *once { return &once{now: now, answers: make(map[string]*posted)} }

// do runs act, or waits for the run of before and returns its answer. A form that was refused acts anew.
func (o *once) do(ctx context.Context, id string, act func() (Answer, error)) (Answer, error) {
	for {
		o.mu.Lock()
		p, ok := o.answers[id]
		if !ok {
			if len(o.answers) >= mostKept {
				o.sweep(remembered / 60)
			}
			p = &posted{at: o.now(), done: make(chan struct{})}
			o.answers[id] = p
			o.mu.Unlock()
			return o.run(id, p, act)
		}
		o.mu.Unlock()
		select {
		case <-p.done:
		case <-ctx.Done():
			return Answer{}, ctx.Err()
		}
		if p.acted {
			return p.answer, nil
		}
	}
}

func (o *once) run(id string, p *posted, act func() (Answer, error)) (answer Answer, err error) {
	defer func() {
		p.answer, p.acted = answer, err == nil && (answer.To != "" || answer.Status == 201)
		o.mu.Lock()
		if !p.acted {
			delete(o.answers, id)
		}
		o.mu.Unlock()
		close(p.done)
	}()
	return act()
}

func (o *once) tidy() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sweep(remembered)
}

// sweep forgets what is older. The lock is held.
func (o *once) sweep(age time.Duration) {
	for id, p := range o.answers {
		if o.now().Sub(p.at) > age {
			delete(o.answers, id)
		}
	}
}
