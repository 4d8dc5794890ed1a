package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"praxis/internal/control"
)

// productRun is what one pair of nodes measured, in seconds and bytes.
type productRun struct {
	firstWork float64 // of the processors, both processes

	first, nothing                      float64
	one, change                         float64 // from the author's commit to the other's
	oneAsked, changeAsked               float64 // from asking for the share to the other's commit
	share, sharePaused                  float64 // one document, in the node: one after the other, alone, and each after a pause
	shareAsked                          float64 // one after the other, as who asks for it over the control socket sees it
	commit                              float64 // of one document, bare and synced, in turns with those
	peakA, peakB                        float64
	search                              float64 // of one word, which has no figure to reach yet
	oneBytes, changeBytes, nothingBytes float64
	oneTrips, changeTrips, nothingTrips float64
}

// cost counts, while f runs, the payload of the streams of a node, both ways and without contents, and the requests that
// it and another node asked.
func cost(ctx context.Context, a, b *node, f func() error) (bytes, trips float64, err error) {
	beforeA, err := a.client.Traffic(ctx)
	if err != nil {
		return 0, 0, err
	}
	beforeB, err := b.client.Traffic(ctx)
	if err != nil {
		return 0, 0, err
	}
	if err := f(); err != nil {
		return 0, 0, err
	}
	afterA, err := a.client.Traffic(ctx)
	if err != nil {
		return 0, 0, err
	}
	afterB, err := b.client.Traffic(ctx)
	all := afterA.Sent + afterA.Received - afterA.Content - (beforeA.Sent + beforeA.Received - beforeA.Content)
	return float64(all), float64(afterA.Asked + afterB.Asked - beforeA.Asked - beforeB.Asked), err
}

// arrive waits at every node for a head while f runs elsewhere. It returns when f began, and when the last of them held the
// head with all its contents, by their own clocks, which are this machine's.
func arrive(ctx context.Context, at []*node, head control.Head, f func() error) (began, there time.Time, err error) {
	times, failed := make([]time.Time, len(at)), make([]error, len(at))
	var all sync.WaitGroup
	for i, n := range at {
		all.Go(func() {
			r, err := n.client.Wait(ctx, control.Wait{Heads: []control.Head{head}, Timeout: 600_000})
			times[i], failed[i] = time.UnixMicro(r.At), err
		})
	}
	time.Sleep(settle) // until all of them wait
	began = time.Now()
	err = f()
	all.Wait()
	return began, slices.MaxFunc(times, time.Time.Compare), errors.Join(append(failed, err)...)
}

// settle is the pause in which what came before ends: accounts, flushes.
const settle = 150 * time.Millisecond

// run measures everything that two nodes do, with n documents.
func (p *product) run(ctx context.Context, n, repeats int) (r productRun, err error) {
	all, err := p.network(ctx, 2)
	if err != nil {
		return r, err
	}
	a, b := all[0], all[1]
	d, err := newDesk(ctx, a)
	if err != nil {
		return r, err
	}
	alone := min(3*repeats, n/2)
	if err := d.load(ctx, n-alone); err != nil {
		return r, err
	}
	if err := r.measureShare(ctx, d, alone, p.dir); err != nil {
		return r, err
	}
	if err := r.measureFirst(ctx, d, b); err != nil {
		return r, err
	}
	for _, step := range []func(context.Context, *desk, *node, int) error{r.measureNothing, r.measureOne, r.measureChange} {
		time.Sleep(settle)
		if err := step(ctx, d, b, repeats); err != nil {
			return r, err
		}
	}
	began := time.Now()
	_, err = b.client.Search(ctx, "vaifoufi", control.Filter{}, 20)
	r.search = time.Since(began).Seconds()
	return r, err
}

func (r *productRun) measureFirst(ctx context.Context, d *desk, b *node) error {
	for _, n := range []*node{d.node, b} {
		if err := errors.Join(n.rest(), n.resetPeak()); err != nil {
			return err
		}
	}
	var err error
	r.firstWork, err = worked([]*process{d.node.process, b.process}, func() (err error) {
		began, there, err := arrive(ctx, []*node{b}, d.head, func() error { return b.connect(ctx, d.node) })
		r.first = there.Sub(began).Seconds()
		return err
	})
	if err != nil {
		return fmt.Errorf("first synchronisation: %w", err)
	}
	a, errA := d.node.peak()
	c, errB := b.peak()
	r.peakA, r.peakB = float64(a), float64(c)
	return errors.Join(errA, errB, d.node.rest(), b.rest())
}

func (r *productRun) measureNothing(ctx context.Context, d *desk, b *node, repeats int) error {
	var times []float64
	for range repeats {
		bytes, trips, err := cost(ctx, d.node, b, func() error {
			began := time.Now()
			err := b.client.Greet(ctx)
			times = append(times, time.Since(began).Seconds())
			return err
		})
		if err != nil {
			return fmt.Errorf("nothing to do: %w", err)
		}
		r.nothingBytes, r.nothingTrips = bytes, trips
	}
	r.nothing = median(times)
	return nil
}

// measureOne shares one document after another, each after a pause.
func (r *productRun) measureOne(ctx context.Context, d *desk, b *node, repeats int) error {
	var times, asked, shares, costs, trips []float64
	for range repeats {
		id, err := d.approved(ctx)
		if err != nil {
			return err
		}
		time.Sleep(settle)
		bytes, trip, err := cost(ctx, d.node, b, func() error {
			began, there, err := arrive(ctx, []*node{b}, d.next(), func() error { return d.share(ctx, control.Share{Drafts: []string{id}}) })
			shares, asked, times = append(shares, d.took), append(asked, there.Sub(began).Seconds()), append(times, there.Sub(d.committed).Seconds())
			time.Sleep(settle) // what follows belongs to it
			return err
		})
		if err != nil {
			return fmt.Errorf("one document: %w", err)
		}
		costs, trips = append(costs, bytes), append(trips, trip)
	}
	r.one, r.oneAsked, r.sharePaused = median(times), median(asked), median(shares)
	r.oneBytes, r.oneTrips = median(costs), median(trips)
	return nil
}

// measureShare shares documents one after the other, in turns with bare commits beside them: what a disk takes to sync
// changes from minute to minute. Nobody is connected who would store the same on the same disk at the same time.
func (r *productRun) measureShare(ctx context.Context, d *desk, count int, dir string) error {
	bare, err := openFloorStore(filepath.Join(dir, "bare"))
	if err != nil {
		return err
	}
	defer func() { _ = bare.Close() }()
	var ids []string
	for range count {
		id, err := d.approved(ctx)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if err := d.node.rest(); err != nil {
		return err
	}
	var times, asked, commits []float64
	for i, id := range ids {
		commit, err := commitOne(bare, File(i, 0), i)
		if err != nil {
			return err
		}
		commits = append(commits, commit)
		began := time.Now()
		if err := d.share(ctx, control.Share{Drafts: []string{id}}); err != nil {
			return fmt.Errorf("share one after the other: %w", err)
		}
		times, asked = append(times, d.took), append(asked, time.Since(began).Seconds())
	}
	r.share, r.shareAsked, r.commit = median(times), median(asked), median(commits)
	return nil
}

// measureChange has one head bring 100 new versions and 10 withdrawals.
func (r *productRun) measureChange(ctx context.Context, d *desk, b *node, _ int) error {
	const changed, withdrawn = 100, 10
	n := len(d.drafts)
	var times, asked, costs, trips []float64
	for i := range 3 {
		if n < (i+1)*withdrawn+changed {
			break
		}
		ids, err := d.revised(ctx, n-changed, changed, i+1)
		if err != nil {
			return err
		}
		wish := control.Share{Drafts: ids}
		for k := range withdrawn {
			wish.Withdraw = append(wish.Withdraw, d.drafts[i*withdrawn+k].String())
		}
		time.Sleep(settle)
		bytes, trip, err := cost(ctx, d.node, b, func() error {
			began, there, err := arrive(ctx, []*node{b}, d.next(), func() error { return d.share(ctx, wish) })
			asked, times = append(asked, there.Sub(began).Seconds()), append(times, there.Sub(d.committed).Seconds())
			time.Sleep(4 * settle) // what follows belongs to it: erasing, and saying so
			return err
		})
		if err != nil {
			return fmt.Errorf("%d changed, %d withdrawn: %w", changed, withdrawn, err)
		}
		costs, trips = append(costs, bytes), append(trips, trip)
	}
	r.change, r.changeAsked, r.changeBytes, r.changeTrips = median(times), median(asked), median(costs), median(trips)
	return nil
}

// ringTime is how long one new document takes until the last of some nodes holds it, in seconds: from the author's commit,
// and from asking for the share.
type ringTime struct{ committed, asked float64 }

// ring measures count nodes, each connected with its neighbours and some further ones.
func (p *product) ring(ctx context.Context, count, repeats int) (r ringTime, err error) {
	all, err := p.network(ctx, count)
	if err != nil {
		return r, err
	}
	d, err := newDesk(ctx, all[0])
	if err != nil {
		return r, err
	}
	for i, n := range all {
		for _, k := range chords {
			if err := n.connect(ctx, all[(i+k)%count]); err != nil {
				return r, err
			}
		}
	}
	for _, n := range all {
		if _, err := n.client.Wait(ctx, control.Wait{Connected: 2 * len(chords)}); err != nil {
			return r, err
		}
	}
	if err := d.load(ctx, 1); err != nil {
		return r, err
	}
	var committed, asked []float64
	for range repeats {
		id, err := d.approved(ctx)
		if err != nil {
			return r, err
		}
		time.Sleep(2 * settle)
		began, there, err := arrive(ctx, all[1:], d.next(), func() error { return d.share(ctx, control.Share{Drafts: []string{id}}) })
		if err != nil {
			return r, fmt.Errorf("a document round the ring: %w", err)
		}
		committed, asked = append(committed, there.Sub(d.committed).Seconds()), append(asked, there.Sub(began).Seconds())
	}
	return ringTime{median(committed), median(asked)}, nil
}
