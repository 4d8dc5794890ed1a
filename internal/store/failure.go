package store

import (
	"errors"
	"fmt"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// The engine cannot go on after a write that failed: in places it panics where nobody can recover, in others it carries
// on as if nothing had been. So a failed write never comes back to it. The first one marks the store as failed, and the
// engine's goroutine that met it stays where it is until the process ends; whoever waits for it is told by the mark.

// breakage is the first failure of a store.
type breakage struct {
	once   sync.Once
	err    error         // set before broken is closed
	broken chan struct{} // closed by the first failure
	tell   func(error)
}

func newBreakage(tell func(error)) *breakage {
	return &breakage{broken: make(chan struct{}), tell: tell}
}

func (b *breakage) fail(cause error) {
	b.once.Do(func() {
		b.err = fmt.Errorf("%w: %w", ErrFailed, cause)
		close(b.broken)
		b.tell(cause)
	})
}

// failed returns why the store takes nothing more, or nil.
func (b *breakage) failed() error {
	select {
	case <-b.broken:
		return b.err
	default:
		return nil
	}
}

// guard runs work on the engine that writes, and returns when it is done or the store has failed, whichever is first.
// Whatever work says, it did not succeed if the store has failed by then.
func (b *breakage) guard(work func() error) error {
	if err := b.failed(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				b.fail(fmt.Errorf("%v", r))
				done <- b.err
			}
		}()
		done <- work()
	}()
	select {
	case err := <-done:
		return errors.Join(b.failed(), err)
	case <-b.broken:
		return b.err
	}
}

// check lets a success through, and does not return from a failure.
func (b *breakage) check(what, name string, err error) {
	if err == nil {
		return
	}
	b.fail(fmt.Errorf("%s %s: %w", what, name, err))
	select {}
}

// brittleFS is a file system whose first failed write breaks the store. Removing is no write: the engine tries again.
type brittleFS struct {
	vfs.FS
	b *breakage
}

func (f brittleFS) Unwrap() vfs.FS { return f.FS }

func (f brittleFS) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	file, err := f.FS.Create(name, category)
	f.b.check("create", name, err)
	return brittleFile{file, f.b, name}, nil
}

func (f brittleFS) ReuseForWrite(oldname, newname string, category vfs.DiskWriteCategory) (vfs.File, error) {
	file, err := f.FS.ReuseForWrite(oldname, newname, category)
	f.b.check("create", newname, err)
	return brittleFile{file, f.b, newname}, nil
}

func (f brittleFS) OpenDir(name string) (vfs.File, error) {
	file, err := f.FS.OpenDir(name)
	if err != nil {
		return nil, err
	}
	return brittleFile{file, f.b, name}, nil
}

func (f brittleFS) Rename(oldname, newname string) error {
	f.b.check("rename", oldname, f.FS.Rename(oldname, newname))
	return nil
}

type brittleFile struct {
	vfs.File
	b    *breakage
	name string
}

func (f brittleFile) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	f.b.check("write", f.name, err)
	return n, nil
}

func (f brittleFile) WriteAt(p []byte, offset int64) (int, error) {
	n, err := f.File.WriteAt(p, offset)
	f.b.check("write", f.name, err)
	return n, nil
}

func (f brittleFile) Sync() error {
	f.b.check("sync", f.name, f.File.Sync())
	return nil
}

func (f brittleFile) SyncData() error {
	f.b.check("sync", f.name, f.File.SyncData())
	return nil
}

func (f brittleFile) SyncTo(length int64) (bool, error) {
	full, err := f.File.SyncTo(length)
	f.b.check("sync", f.name, err)
	return full, nil
}

func (f brittleFile) Close() error {
	f.b.check("close", f.name, f.File.Close())
	return nil
}
