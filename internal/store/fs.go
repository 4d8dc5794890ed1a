package store

import "github.com/cockroachdb/pebble/v2/vfs"

// FS is the file system that a store lives in.
type FS = vfs.FS

// Disk is the machine's file system.
func Disk() FS { return vfs.Default }

// NewMemory returns a file system that forgets when the process ends.
func NewMemory() FS { return vfs.NewMem() }

// forgetfulFS never writes into an old file's bytes: what a file no longer says must not stay readable behind what it
// says now.
type forgetfulFS struct{ vfs.FS }

// ReuseForWrite removes the old file and begins an empty one.
func (f forgetfulFS) ReuseForWrite(oldname, newname string, category vfs.DiskWriteCategory) (vfs.File, error) {
	if err := f.FS.Remove(oldname); err != nil {
		return nil, err
	}
	return f.FS.Create(newname, category)
}

// Unwrap implements [vfs.FS].
func (f forgetfulFS) Unwrap() vfs.FS { return f.FS }
