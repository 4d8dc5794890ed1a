package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/cockroachdb/pebble/v2"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// ErrNotPurged is wrapped when bytes that are due for erasure may still be in a file.
var ErrNotPurged = errors.New("not purged yet")

// Grouping of keys into ranges that are rewritten together: entries that lie this near, and linked blocks of one
// repository where there are more than this many.
const (
	nearEntries = 1024
	manyBlocks  = 16
	maxRewrites = 8
)

// Erase removes the bytes of all content and private records that were deleted from every file of the directory, and
// returns the repositories for which something was due. When it returns without an error those bytes are gone, also
// after a loss of power. It wraps [ErrNotPurged] if they are not, because a caller still reads or ctx ended first: what
// is due stays due. Only what is due when it is called counts; commits go on meanwhile.
func (s *Store) Erase(ctx context.Context) (erased []protocol.Repository, err error) {
	s.erasing.Lock()
	defer s.erasing.Unlock()
	s.mu.Lock()
	err = s.writable()
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	work, err := s.dueWork()
	if err != nil {
		return nil, fmt.Errorf("read what is due for erasure: %w", err)
	}
	if len(work.items) == 0 {
		return nil, nil
	}
	if err := s.guard(func() error { return s.rewrite(ctx, work.ranges()) }); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPurged, err)
	}
	return s.settleDue(work)
}

// work is what one call of Erase has to do.
type work struct {
	items        [][]byte // keys of what is due
	roots        []entryName
	blocks       map[protocol.RepositoryKey][]wire.CID
	records      [][]byte // keys of private records
	repositories []protocol.RepositoryKey
}

func (s *Store) dueWork() (*work, error) {
	w := &work{blocks: map[protocol.RepositoryKey][]wire.CID{}}
	err := s.space1(spaceDue, func(key, value []byte) (bool, error) {
		r := protocol.RepositoryKey(key[1:17])
		if len(value) < 8 {
			return false, errShort
		}
		links, err := parseLinks(value[8:])
		w.items = append(w.items, slices.Clone(key))
		w.roots = append(w.roots, entryName{r, binary.BigEndian.Uint64(value)})
		w.blocks[r] = append(w.blocks[r], links...)
		if n := len(w.repositories); n == 0 || w.repositories[n-1] != r {
			w.repositories = append(w.repositories, r)
		}
		return true, err
	})
	if err != nil {
		return nil, err
	}
	return w, s.space1(spaceDuePrivate, func(key, value []byte) (bool, error) {
		w.items = append(w.items, slices.Clone(key))
		w.records = append(w.records, slices.Clone(value))
		return true, nil
	})
}

// keyRange is a range of keys, both ends included.
type keyRange struct{ first, last []byte }

// ranges groups the keys whose old values are to go, so that few files are rewritten, and each once.
func (w *work) ranges() []keyRange {
	var all []keyRange
	slices.SortFunc(w.roots, func(a, b entryName) int {
		if c := bytes.Compare(a.repository[:], b.repository[:]); c != 0 {
			return c
		}
		return int(min(max(int64(a.entry)-int64(b.entry), -1), 1))
	})
	for i, n := range w.roots {
		key := entryKey(nil, spaceRoot, n.repository, n.entry)
		if i > 0 && n.repository == w.roots[i-1].repository && n.entry-w.roots[i-1].entry <= nearEntries {
			all[len(all)-1].last = key
			continue
		}
		all = append(all, keyRange{key, key})
	}
	for _, r := range w.repositories {
		keys := make([][]byte, len(w.blocks[r]))
		for i, c := range w.blocks[r] {
			keys[i] = blockKey(nil, spaceLinked, r, c)
		}
		slices.SortFunc(keys, bytes.Compare)
		if len(keys) > manyBlocks {
			all = append(all, keyRange{keys[0], keys[len(keys)-1]})
			continue
		}
		for _, k := range keys {
			all = append(all, keyRange{k, k})
		}
	}
	for _, k := range w.records {
		all = append(all, keyRange{k, k})
	}
	return all
}

// rewrite moves everything out of the logs and rewrites the files that hold the ranges, until no older value of a
// deleted key is in any file that the engine needs, and no other file is left.
func (s *Store) rewrite(ctx context.Context, ranges []keyRange) error {
	logs, err := s.files(".log")
	if err != nil {
		return err
	}
	// A write of no consequence makes sure that the present log is not empty, and so is closed by the flush.
	if err := s.db.Set([]byte{spaceFormat}, binary.BigEndian.AppendUint64(nil, format), pebble.NoSync); err != nil {
		return err
	}
	if err := s.db.Flush(); err != nil {
		return err
	}
	for _, r := range ranges {
		if err := s.compact(ctx, r); err != nil {
			return err
		}
	}
	return s.awaitRemoval(ctx, logs)
}

// compact brings a range into one sorted level. There each key has one value, its newest, or none.
func (s *Store) compact(ctx context.Context, r keyRange) error {
	for range maxRewrites {
		levels, err := s.levels(r)
		if err != nil || len(levels) == 0 || len(levels) == 1 && levels[0] > 0 {
			return err
		}
		if err := s.db.Compact(ctx, r.first, append(slices.Clone(r.last), 0), false); err != nil {
			return err
		}
	}
	return errors.New("the engine does not bring the files into order")
}

// levels returns the levels whose files may hold a key of the range, highest first.
func (s *Store) levels(r keyRange) ([]int, error) {
	tables, err := s.db.SSTables()
	if err != nil {
		return nil, err
	}
	var levels []int
	for level, files := range tables {
		for _, f := range files {
			if bytes.Compare(f.Smallest.UserKey, r.last) <= 0 && bytes.Compare(f.Largest.UserKey, r.first) >= 0 {
				levels = append(levels, level)
				break
			}
		}
	}
	return levels, nil
}

// awaitRemoval waits until the given logs, and all tables that the engine does not need any more, are gone from the
// directory, and makes that last.
func (s *Store) awaitRemoval(ctx context.Context, logs []string) error {
	suspects, err := s.idleTables()
	if err != nil {
		return err
	}
	suspects = append(suspects, logs...)
	for {
		if err := s.stuck.remove(s.fs); err != nil {
			return err
		}
		if suspects, err = s.remaining(suspects); err != nil {
			return err
		}
		if len(suspects) == 0 {
			return s.syncDirectory()
		}
		if s.readers.n.Load() > 0 {
			return errors.New("files are still being read")
		}
		select {
		case <-s.cleaned:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// stuck are files that the engine could not remove, and does not try again.
type stuck struct {
	mu    sync.Mutex // guards paths
	paths []string
}

func (k *stuck) add(path string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.paths = append(k.paths, path)
}

// remove tries again to remove them all.
func (k *stuck) remove(fsys FS) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.paths) > 0 {
		if err := fsys.Remove(k.paths[0]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove an old file: %w", err)
		}
		k.paths = k.paths[1:]
	}
	return nil
}

// files lists the names in the directory that have an ending.
func (s *Store) files(ending string) ([]string, error) {
	names, err := s.fs.List(s.dir)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(names, func(n string) bool { return !strings.HasSuffix(n, ending) }), nil
}

// idleTables lists the tables that are in the directory and not in use by the engine's newest state.
func (s *Store) idleTables() ([]string, error) {
	names, err := s.files(".sst")
	if err != nil {
		return nil, err
	}
	tables, err := s.db.SSTables()
	if err != nil {
		return nil, err
	}
	used := make(map[string]bool)
	for _, level := range tables {
		for _, f := range level {
			used[fmt.Sprintf("%06d.sst", uint64(f.BackingSSTNum))] = true
			used[fmt.Sprintf("%06d.sst", uint64(f.FileNum))] = true
		}
	}
	return slices.DeleteFunc(names, func(n string) bool { return used[n] }), nil
}

// remaining drops from suspects what is gone, and tables that were being written and are in use now.
func (s *Store) remaining(suspects []string) ([]string, error) {
	idle, err := s.idleTables()
	if err != nil {
		return nil, err
	}
	logs, err := s.files(".log")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(suspects, func(n string) bool { return !slices.Contains(idle, n) && !slices.Contains(logs, n) }), nil
}

func (s *Store) syncDirectory() error {
	d, err := s.fs.OpenDir(s.dir)
	if err != nil {
		return err
	}
	d = brittleFile{d, s.breakage, s.dir}
	return errors.Join(d.Sync(), d.Close())
}

// settleDue takes what was erased off the list, and names the repositories that it was of.
func (s *Store) settleDue(w *work) ([]protocol.Repository, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	moved, err := s.movedCauses(w)
	if err != nil {
		return nil, err
	}
	batch := s.db.NewBatch()
	for _, key := range append(moved, w.items...) {
		if err := batch.Delete(key, nil); err != nil {
			return nil, err
		}
	}
	if err := s.apply(batch, true); err != nil {
		return nil, err
	}
	var names []protocol.Repository
	for _, r := range w.repositories {
		v, err := s.get(repositoryKey(nil, spaceState, r))
		if err != nil {
			return nil, err
		}
		var state exchange.State
		if v != nil {
			if state, err = parseState(v, s.openHead); err != nil {
				return nil, err
			}
			names = append(names, state.Repository)
		}
	}
	return names, nil
}

// movedCauses finds what was erased under the keys that a cut gave it meanwhile: its random number tells.
func (s *Store) movedCauses(w *work) (moved [][]byte, err error) {
	done := make(map[uint64]bool, len(w.items))
	for _, key := range w.items {
		if key[0] == spaceDue {
			done[lastNumber(key)] = true
		}
	}
	err = s.space1(spaceDue, func(key, _ []byte) (bool, error) {
		if done[lastNumber(key)] {
			moved = append(moved, slices.Clone(key))
		}
		return true, nil
	})
	return moved, err
}
