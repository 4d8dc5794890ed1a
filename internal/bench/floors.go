package bench

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// floors are pairs and rings of floor processes.
type floors struct {
	binary string // of this program, which is its own floor
	dir    string
	all    []*process
}

func (f *floors) start() (*process, error) {
	p, err := start(f.binary, "floor", filepath.Join(f.dir, fmt.Sprintf("floor-%d", len(f.all))))
	if err == nil {
		f.all = append(f.all, p)
	}
	return p, err
}

func (f *floors) stop() (err error) {
	for _, p := range f.all {
		err = errors.Join(err, p.stop())
	}
	return err
}

// floorRun is what one pair of floor processes measured, in seconds and bytes.
type floorRun struct {
	firstWork float64 // of the processors, both processes

	first, one, change, nothing         float64
	commitPaused                        float64 // one document, synced, each after a pause
	oneBytes, changeBytes, nothingBytes int64
}

// run measures the floor of everything that two nodes do, with n documents.
func (f *floors) run(n, repeats int) (r floorRun, err error) {
	a, err := f.start()
	if err != nil {
		return r, err
	}
	b, err := f.start()
	if err != nil {
		return r, err
	}
	at, err := a.tell(order{Do: "address"})
	if err != nil {
		return r, err
	}
	to, err := b.tell(order{Do: "address"})
	if err != nil {
		return r, err
	}
	for _, step := range []struct {
		p *process
		o order
	}{{a, order{Do: "load", Count: n}}, {b, order{Do: "connect", Address: at.Address}}, {a, order{Do: "connect", Address: to.Address}}} {
		if _, err := step.p.tell(step.o); err != nil {
			return r, err
		}
	}
	if err := errors.Join(a.rest(), b.rest()); err != nil {
		return r, err
	}
	var pulled result
	r.firstWork, err = worked([]*process{a, b}, func() (err error) {
		pulled, err = b.tell(order{Do: "pull"})
		return err
	})
	if err = errors.Join(err, a.rest(), b.rest()); err != nil {
		return r, err
	}
	r.first = pulled.Seconds
	var ones, nothings []float64
	for i := range repeats {
		one, err := a.tell(order{Do: "push", From: n + i, Count: 1})
		if err != nil {
			return r, err
		}
		asked, err := b.tell(order{Do: "ask"})
		if err != nil {
			return r, err
		}
		ones, nothings = append(ones, one.Seconds), append(nothings, asked.Seconds)
		r.oneBytes, r.nothingBytes = one.Bytes-int64(len(File(n+i, 0))), asked.Bytes
	}
	r.one, r.nothing = median(ones), median(nothings)
	var changes []float64
	for i := range 3 {
		change, err := a.tell(order{Do: "push", From: 0, Count: min(100, n), Revision: i + 1, Withdraw: 10})
		if err != nil {
			return r, err
		}
		changes = append(changes, change.Seconds)
		r.changeBytes = change.Bytes
	}
	r.change = median(changes)
	paused, err := a.tell(order{Do: "commit", From: 2 * n, Count: repeats})
	r.commitPaused = paused.Seconds
	return r, err
}

// ring measures how long a document takes until the last of count floors has it.
func (f *floors) ring(count, repeats int) (float64, error) {
	all := make([]*process, count)
	for i := range all {
		var err error
		if all[i], err = f.start(); err != nil {
			return 0, err
		}
	}
	for i, p := range all {
		for _, k := range chords {
			to, err := all[(i+k)%count].tell(order{Do: "address"})
			if err != nil {
				return 0, err
			}
			if _, err := p.tell(order{Do: "link", Address: to.Address}); err != nil {
				return 0, err
			}
		}
	}
	var times []float64
	for i := range repeats {
		began, err := all[0].tell(order{Do: "announce", From: i})
		if err != nil {
			return 0, err
		}
		last := int64(0)
		for _, p := range all {
			there, err := p.tell(order{Do: "arrival"})
			if err != nil {
				return 0, err
			}
			last = max(last, there.At)
		}
		times = append(times, time.Duration(last-began.At).Seconds())
	}
	return median(times), nil
}

// chords are the steps to the neighbours of a node in the ring.
var chords = []int{1, 3}
