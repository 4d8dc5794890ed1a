package node_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"praxis/internal/store"
	"praxis/protocol"
)

// heldFS is a file system whose logs are synced only while nobody holds them.
type heldFS struct {
	vfs.FS
	mu      sync.RWMutex // held, for writing, by who holds the disk up
	waiting chan struct{}
}

func (f *heldFS) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	file, err := f.FS.Create(name, category)
	if err != nil || !strings.HasSuffix(name, ".log") {
		return file, err
	}
	return heldFile{file, f}, nil
}

func (f *heldFS) Unwrap() vfs.FS { return f.FS }

type heldFile struct {
	vfs.File
	fs *heldFS
}

func (f heldFile) wait() {
	if f.fs.mu.TryRLock() {
		f.fs.mu.RUnlock()
		return
	}
	select {
	case f.fs.waiting <- struct{}{}:
	default:
	}
	f.fs.mu.RLock()
	defer f.fs.mu.RUnlock()
}

func (f heldFile) Sync() error {
	f.wait()
	return f.File.Sync()
}

func (f heldFile) SyncData() error {
	f.wait()
	return f.File.SyncData()
}

func (f heldFile) SyncTo(length int64) (bool, error) {
	f.wait()
	return f.File.SyncTo(length)
}

// A node that loses its power must not hear from others of what it shared and does not know any more: nothing is at a peer
// before it is on the node's own disk.
func TestNothingLeavesBeforeItIsStored(t *testing.T) {
	disk := &heldFS{FS: store.NewMemory(), waiting: make(chan struct{}, 1)}
	a, b := &place{t: t, key: newKey(t), member: newKey(t), files: disk}, newPlace(t)
	a.open()
	t.Cleanup(func() { a.close() })
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	first := share(t, author, reviewer, note("First", "Text."), protocol.AudienceNPMs)
	eventually(t, "the first is at the peer", func() bool { return b.has(first) })

	second := approved(t, author, reviewer, note("Second", "Text."), protocol.AudienceNPMs)
	disk.mu.Lock()
	shared := make(chan error, 1)
	go func() { shared <- author.Share(t.Context(), []protocol.ID{second}, nil, func(int) {}) }()
	<-disk.waiting
	time.Sleep(500 * time.Millisecond) // many times what a push takes; longer changes nothing
	if all, err := b.Repositories(t.Context()); err != nil {
		t.Error(err)
	} else {
		for _, r := range all {
			if r.Entries > 1 {
				t.Errorf("the peer holds %d entries, and one is on the author's disk", r.Entries)
			}
		}
	}
	disk.mu.Unlock()
	if err := <-shared; err != nil {
		t.Fatal(err)
	}
	eventually(t, "the second is at the peer", func() bool { return b.has(second) })
}
