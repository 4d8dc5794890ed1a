package store

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// neverWhole tells whether the directory is one of a store that was not made to its end. A power cut while the engine makes
// its first files can leave a directory that it cannot open. Nothing was stored there if there is no table and no log with
// anything in it: opening a store writes its format to the log, and waits for the disk, before it takes a commit.
func (s *Store) neverWhole() bool {
	if s.options.ReadOnly {
		return false
	}
	names, err := s.fs.List(s.dir)
	if err != nil {
		return false
	}
	for _, n := range names {
		if strings.HasSuffix(n, ".sst") {
			return false
		}
		if !strings.HasSuffix(n, ".log") {
			continue
		}
		if info, err := s.fs.Stat(s.fs.PathJoin(s.dir, n)); err != nil || info.Size() > 0 {
			return false
		}
	}
	return true
}

// removeAll removes the engine's files, so that the store is made anew. The lock and the ballast are kept.
func (s *Store) removeAll() error {
	names, err := s.fs.List(s.dir)
	if err != nil {
		return err
	}
	for _, n := range names {
		if n == "LOCK" || s.fs.PathJoin(s.dir, n) == s.space.path() {
			continue
		}
		if err := s.fs.Remove(s.fs.PathJoin(s.dir, n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove what a power cut left of a new store: %w", err)
		}
	}
	return nil
}
