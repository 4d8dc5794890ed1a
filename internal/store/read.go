package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

var _ exchange.Store = (*Store)(nil)

// readers counts the iterators that callers hold open for a time of their own choosing.
type readers struct{ n atomic.Int64 }

// get returns a copy of a value; nil if there is none. An empty value is not nil.
func (s *Store) get(key []byte) ([]byte, error) {
	v, closer, err := s.db.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b := make([]byte, len(v))
	copy(b, v)
	return b, closer.Close()
}

func (s *Store) has(key []byte) (bool, error) {
	_, closer, err := s.db.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, closer.Close()
}

// each yields keys and values from lower to below upper, in order, until yield returns false. What it yields is valid
// only until the next.
func (s *Store) each(lower, upper []byte, yield func(key, value []byte) (bool, error)) (err error) {
	it, err := s.db.NewIter(&pebble.IterOptions{LowerBound: lower, UpperBound: upper})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	for it.First(); it.Valid(); it.Next() {
		v, err := it.ValueAndErr()
		if err != nil {
			return err
		}
		if more, err := yield(it.Key(), v); err != nil || !more {
			return err
		}
	}
	return it.Error()
}

func (s *Store) space1(space byte, yield func(key, value []byte) (bool, error)) error {
	return s.each([]byte{space}, []byte{space + 1}, yield)
}

// opened remembers the heads that were read and verified, one for each repository, so that whoever reads documents does not
// verify every repository's head each time.
type opened struct {
	mu    sync.Mutex // guards heads
	heads map[protocol.Repository]protocol.SignedHead
}

// openHead opens a stored head, which is the one opened before if it has the same bytes.
func (s *Store) openHead(name protocol.Repository, raw []byte) (protocol.SignedHead, error) {
	s.opened.mu.Lock()
	defer s.opened.mu.Unlock()
	if h, ok := s.opened.heads[name]; ok && bytes.Equal(h.Bytes(), raw) {
		return h, nil
	}
	h, err := protocol.Open[protocol.Head](raw)
	if err == nil {
		put(&s.opened.heads, name, h)
	}
	return h, err
}

// States implements [exchange.Store].
func (s *Store) States() ([]exchange.State, error) {
	var all []exchange.State
	err := s.space1(spaceState, func(key, value []byte) (bool, error) {
		state, err := parseState(value, s.openHead)
		if err != nil {
			return false, err
		}
		complete, err := s.get(repositoryKey(nil, spaceProgress, protocol.RepositoryKey(key[1:])))
		if err != nil {
			return false, err
		}
		if len(complete) == 8 {
			state.Complete = binary.BigEndian.Uint64(complete)
		}
		if !state.Head.IsZero() {
			all = append(all, state)
		}
		return true, nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the repositories: %w", err)
	}
	slices.SortFunc(all, func(a, b exchange.State) int { return compareNames(a.Repository, b.Repository) })
	return all, nil
}

func compareNames(a, b protocol.Repository) int {
	if c := protocol.Compare(a.Body, b.Body); c != 0 {
		return c
	}
	return slices.Compare([]byte(a.Audience), []byte(b.Audience))
}

// Forks implements [exchange.Store].
func (s *Store) Forks() ([]exchange.StoredFork, error) {
	var all []exchange.StoredFork
	err := s.space1(spaceFork, func(_, value []byte) (bool, error) {
		name, evidence, err := cutName(value)
		all = append(all, exchange.StoredFork{Repository: name, Evidence: slices.Clone(evidence)})
		return true, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the evidence of forks: %w", err)
	}
	slices.SortFunc(all, func(a, b exchange.StoredFork) int { return compareNames(a.Repository, b.Repository) })
	return all, nil
}

// source reads the log of one repository.
type source struct {
	s *Store
	r protocol.RepositoryKey
}

// Log implements [exchange.Store].
func (s *Store) Log(r protocol.Repository) log.Source { return source{s, r.Key()} }

// Leaves implements [log.Source]: leaf hashes are computed from the entries.
func (o source) Leaves(from, to uint64) ([]log.Hash, error) {
	return o.hashes(spaceEntry, from, to, log.LeafHash)
}

// Tiles implements [log.Source].
func (o source) Tiles(from, to uint64) ([]log.Hash, error) {
	return o.hashes(spaceTile, from, to, func(b []byte) log.Hash {
		var h log.Hash
		copy(h[:], b)
		return h
	})
}

func (o source) hashes(space byte, from, to uint64, hash func([]byte) log.Hash) ([]log.Hash, error) {
	if from > to {
		return nil, fmt.Errorf("%d to %d is no range", from, to)
	}
	all := make([]log.Hash, 0, min(to-from, log.TileSize*4))
	err := o.s.each(entryKey(nil, space, o.r, from), entryKey(nil, space, o.r, to), func(key, value []byte) (bool, error) {
		if lastNumber(key) != from+uint64(len(all)) {
			return false, fmt.Errorf("number %d is not there", from+uint64(len(all)))
		}
		all = append(all, hash(value))
		return true, nil
	})
	if err == nil && uint64(len(all)) != to-from {
		err = fmt.Errorf("number %d is not there", from+uint64(len(all)))
	}
	return all, err
}

// Entries implements [exchange.Store].
func (s *Store) Entries(r protocol.Repository, from, to uint64, limit int) ([][]byte, error) {
	key := r.Key()
	var all [][]byte
	room, next := limit, from
	err := s.each(entryKey(nil, spaceEntry, key, from), entryKey(nil, spaceEntry, key, to), func(k, v []byte) (bool, error) {
		if lastNumber(k) != next {
			return false, fmt.Errorf("entry %d is not there", next)
		}
		next++
		all = append(all, slices.Clone(v))
		room -= len(v)
		return room > 0, nil
	})
	if err == nil && (from >= to || next < to && room > 0) {
		err = fmt.Errorf("entry %d is not there", next)
	}
	if err != nil {
		return nil, fmt.Errorf("read entries %d to %d: %w", from, to, err)
	}
	return all, nil
}

// Document implements [exchange.Store].
func (s *Store) Document(r protocol.Repository, id protocol.ID) (exchange.Record, error) {
	v, closer, err := s.db.Get(documentKey(nil, r.Key(), id))
	if errors.Is(err, pebble.ErrNotFound) {
		return exchange.Record{}, nil
	}
	if err != nil {
		return exchange.Record{}, fmt.Errorf("read the record of document %s: %w", id, err)
	}
	rec, err := parseRecord(v)
	return rec, errors.Join(err, closer.Close())
}

// IsEnded implements [exchange.Store].
func (s *Store) IsEnded(r protocol.Repository, entry uint64) (bool, error) {
	return s.has(entryKey(nil, spaceEnded, r.Key(), entry))
}

// Root implements [exchange.Store].
func (s *Store) Root(r protocol.Repository, entry uint64) ([]byte, error) {
	return s.get(entryKey(nil, spaceRoot, r.Key(), entry))
}

// Roots implements [exchange.Store].
func (s *Store) Roots(r protocol.Repository, run exchange.Run, yield func(entry uint64, block []byte) bool) error {
	lower, upper := entryKey(nil, spaceRoot, r.Key(), run.From), entryKey(nil, spaceRoot, r.Key(), run.From+run.Count)
	return s.each(lower, upper, func(key, block []byte) (bool, error) {
		return yield(binary.BigEndian.Uint64(key[len(key)-8:]), slices.Clone(block)), nil
	})
}

// Linked implements [exchange.Store].
func (s *Store) Linked(r protocol.Repository, entry uint64, c wire.CID) ([]byte, error) {
	key := r.Key()
	if links, err := s.has(referenceKey(nil, key, c, entry)); err != nil || !links {
		return nil, err
	}
	return s.get(blockKey(nil, spaceLinked, key, c))
}

// HasBlock implements [exchange.Store].
func (s *Store) HasBlock(r protocol.Repository, c wire.CID) (bool, error) {
	return s.has(blockKey(nil, spaceLinked, r.Key(), c))
}

// Unpurged implements [exchange.Store].
func (s *Store) Unpurged(r protocol.Repository) (cause uint64, any bool, err error) {
	prefix := repositoryKey(nil, spaceDue, r.Key())
	err = s.each(prefix, after(prefix), func(key, _ []byte) (bool, error) {
		cause, any = binary.BigEndian.Uint64(key[len(prefix):]), true
		return false, nil
	})
	return cause, any, err
}
