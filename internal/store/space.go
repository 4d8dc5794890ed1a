package store

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// ErrDiskFull is wrapped by the refusal of growth on a disk that is nearly full.
var ErrDiskFull = errors.New("the disk is nearly full")

const ballastName = "ballast"

// space watches how much of the disk is free. The ballast is a file that says nothing: it is given up so that what is
// withdrawn can be removed from a full disk, since removing needs room first.
type space struct {
	fs      FS
	dir     string
	reserve uint64
	free    func(dir string) (uint64, error) // nil for a file system without a size: in memory
}

func newSpace(fsys FS, dir string, o Options) *space {
	w := &space{fs: fsys, dir: dir, reserve: o.Reserve, free: o.FreeSpace}
	if w.free != nil {
		return w
	}
	if _, err := fsys.GetDiskUsage(dir); !errors.Is(err, vfs.ErrUnsupported) {
		w.free = func(dir string) (uint64, error) {
			u, err := fsys.GetDiskUsage(dir)
			return u.AvailBytes, err
		}
	}
	return w
}

func (w *space) path() string { return w.fs.PathJoin(w.dir, ballastName) }

// watched gives the ballast up when the disk refuses a write, which is then tried once more.
func (w *space) watched(fsys FS) FS {
	return vfs.OnDiskFull(fsys, func() { _ = w.fs.Remove(w.path()) })
}

// layBallast makes the ballast where it is not there and the disk has room for it several times over.
func (w *space) layBallast() error {
	if _, err := w.fs.Stat(w.path()); err == nil || w.free == nil {
		return nil
	}
	free, err := w.free(w.dir)
	if err != nil {
		return fmt.Errorf("ask how much of the disk is free: %w", err)
	}
	if free < 4*w.reserve {
		return nil
	}
	f, err := w.fs.Create(w.path(), vfs.WriteCategoryUnspecified)
	if err != nil {
		return fmt.Errorf("lay ballast: %w", err)
	}
	zeros := make([]byte, 1<<20)
	for left := w.reserve; left > 0 && err == nil; left -= min(left, uint64(len(zeros))) {
		_, err = f.Write(zeros[:min(left, uint64(len(zeros)))])
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("lay ballast: %w", err), w.fs.Remove(w.path()))
	}
	return nil
}

// admit decides whether a batch of that many bytes may be written. What takes content away always may.
func (w *space) admit(size uint64, shrinks bool) error {
	if w.free == nil {
		return nil
	}
	free, err := w.free(w.dir)
	if err != nil {
		return fmt.Errorf("ask how much of the disk is free: %w", err)
	}
	if free >= w.reserve+2*size {
		return nil
	}
	if shrinks {
		_ = w.fs.Remove(w.path())
		return nil
	}
	return fmt.Errorf("%w: %d MB are left where %s is; make room there, then try again. Reading and withdrawing still work", ErrDiskFull, free>>20, w.dir)
}
