package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Options say what is measured.
type Options struct {
	Self    string // this program, which is its own floor
	Praxis  string // the praxis binary
	Dir     string // where the stores are; on the disk that is meant
	Sizes   []int  // documents
	Runs    int    // of each size up to 10,000; a larger one runs once
	Repeats int    // of what is short
	Log     io.Writer
}

// Run measures floors and product in turns and returns the figures.
func Run(ctx context.Context, o Options) ([]Figure, error) {
	var all []Figure
	for _, n := range o.Sizes {
		runs := o.Runs
		if n > 10_000 {
			runs = 1
		}
		var fs []floorRun
		var ps []productRun
		for i := range runs {
			fmt.Fprintf(o.Log, "%d documents, run %d of %d\n", n, i+1, runs)
			f, p, err := o.pair(ctx, n)
			if err != nil {
				return nil, fmt.Errorf("%d documents: %w", n, err)
			}
			fmt.Fprintf(o.Log, "  floor   %+v\n  product %+v\n", f, p)
			fs, ps = append(fs, f), append(ps, p)
		}
		all = append(all, figures(n, fs, ps)...)
		if n == 10_000 {
			fmt.Fprintf(o.Log, "pages of a node with %d documents\n", n)
			err := o.in("pages-", func(dir string) error {
				seen, err := pages(ctx, dir, n, o.Repeats)
				all = append(all, seen...)
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("pages: %w", err)
			}
		}
	}
	fmt.Fprintln(o.Log, "ten nodes")
	var floors, committed, asked []float64
	for range o.Runs {
		f, p, err := o.rings(ctx)
		if err != nil {
			return nil, fmt.Errorf("ten nodes: %w", err)
		}
		floors, committed, asked = append(floors, f), append(committed, p.committed), append(asked, p.asked)
	}
	const ten = "ten nodes in a ring with chords, one new document, until the last has it"
	return append(all,
		figure(ten+": from the author's commit", median(committed), "s", median(floors), 0.020),
		figure(ten+": the share before in it", median(asked), "s", median(floors), 0.020)), nil
}

// in gives a measurement a directory of its own, and removes it.
func (o Options) in(name string, f func(dir string) error) error {
	dir, err := os.MkdirTemp(o.Dir, name)
	if err != nil {
		return err
	}
	return errors.Join(f(dir), os.RemoveAll(dir))
}

func (o Options) pair(ctx context.Context, n int) (f floorRun, p productRun, err error) {
	err = o.in("floor-", func(dir string) (err error) {
		all := floors{binary: o.Self, dir: dir}
		f, err = all.run(n, o.Repeats)
		return errors.Join(err, all.stop())
	})
	if err != nil {
		return f, p, err
	}
	err = o.in("praxis-", func(dir string) (err error) {
		all := product{binary: o.Praxis, dir: dir}
		p, err = all.run(ctx, n, o.Repeats)
		return errors.Join(err, all.stop())
	})
	return f, p, err
}

func (o Options) rings(ctx context.Context) (f float64, p ringTime, err error) {
	err = o.in("floor-", func(dir string) (err error) {
		all := floors{binary: o.Self, dir: dir}
		f, err = all.ring(10, o.Repeats)
		return errors.Join(err, all.stop())
	})
	if err != nil {
		return f, p, err
	}
	err = o.in("praxis-", func(dir string) (err error) {
		all := product{binary: o.Praxis, dir: dir}
		p, err = all.ring(ctx, 10, o.Repeats)
		return errors.Join(err, all.stop())
	})
	return f, p, err
}

// figures are the lines about n documents; medians of the runs.
func figures(n int, fs []floorRun, ps []productRun) []Figure {
	floor := func(get func(floorRun) float64) float64 { return mid(fs, get) }
	value := func(get func(productRun) float64) float64 { return mid(ps, get) }
	var all []Figure
	if n >= 10_000 {
		times := 2.5
		if n > 10_000 {
			times = 2
		}
		least := floor(func(r floorRun) float64 { return r.first })
		all = append(all,
			figure(fmt.Sprintf("first synchronisation of %d", n), value(func(r productRun) float64 { return r.first }), "s", least, times*least),
			figure(fmt.Sprintf("first synchronisation of %d: processor time of both", n), value(func(r productRun) float64 { return r.firstWork }), "s",
				floor(func(r floorRun) float64 { return r.firstWork }), times*floor(func(r floorRun) float64 { return r.firstWork })),
			figure(fmt.Sprintf("first synchronisation of %d: memory of the server", n), value(func(r productRun) float64 { return r.peakA }), "B", 0, 200e6),
			figure(fmt.Sprintf("first synchronisation of %d: memory of the newcomer", n), value(func(r productRun) float64 { return r.peakB }), "B", 0, 200e6))
	}
	one := floor(func(r floorRun) float64 { return r.one })
	all = append(all,
		figure(fmt.Sprintf("one new document, %d there: from commit to commit", n), value(func(r productRun) float64 { return r.one }), "s", one, 0.005),
		figure(fmt.Sprintf("one new document, %d there: the share before in it", n), value(func(r productRun) float64 { return r.oneAsked }), "s", one, 0.005),
		figure(fmt.Sprintf("one new document, %d there: bytes", n), value(func(r productRun) float64 { return r.oneBytes }), "B", floor(func(r floorRun) float64 { return float64(r.oneBytes) }), 1000),
		figure(fmt.Sprintf("one new document, %d there: round trips", n), value(func(r productRun) float64 { return r.oneTrips }), "round trips", 1, 1),
		figure(fmt.Sprintf("nothing to do, %d there: bytes", n), value(func(r productRun) float64 { return r.nothingBytes }), "B", floor(func(r floorRun) float64 { return float64(r.nothingBytes) }), 200),
		figure(fmt.Sprintf("nothing to do, %d there: round trips", n), value(func(r productRun) float64 { return r.nothingTrips }), "round trips", 1, 1))
	if n < 10_000 {
		return all
	}
	commit := value(func(r productRun) float64 { return r.commit })
	paused := floor(func(r floorRun) float64 { return r.commitPaused })
	return append(all,
		figure(fmt.Sprintf("100 changed and 10 withdrawn, %d there: from commit to commit", n), value(func(r productRun) float64 { return r.change }), "s", floor(func(r floorRun) float64 { return r.change }), 0.080),
		figure(fmt.Sprintf("100 changed and 10 withdrawn, %d there: the share before in it", n), value(func(r productRun) float64 { return r.changeAsked }), "s", floor(func(r floorRun) float64 { return r.change }), 0.080),
		figure(fmt.Sprintf("100 changed and 10 withdrawn, %d there: bytes", n), value(func(r productRun) float64 { return r.changeBytes }), "B", 0, 8000),
		figure(fmt.Sprintf("share one document, %d there", n), value(func(r productRun) float64 { return r.share }), "s", commit, 3*commit),
		figure(fmt.Sprintf("share one document after a pause, %d there", n), value(func(r productRun) float64 { return r.sharePaused }), "s", paused, 3*paused),
		figure(fmt.Sprintf("share one document over the control socket, %d there", n), value(func(r productRun) float64 { return r.shareAsked }), "s", commit, 3*commit))
}

func mid[T any](all []T, get func(T) float64) float64 {
	values := make([]float64, len(all))
	for i, r := range all {
		values[i] = get(r)
	}
	return median(values)
}
