package store

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// Missing implements [exchange.Store]. It walks entries, ended marks and held roots side by side, and reads no content.
func (s *Store) Missing(r protocol.Repository, from uint64) (missing []exchange.Run, err error) {
	w := walk{s: s, r: r.Key(), from: from}
	defer func() { err = errors.Join(err, w.close()) }()
	entries, ended, held := w.iterator(spaceEntry), w.iterator(spaceEnded), w.iterator(spaceHeld)
	if w.err != nil {
		return nil, w.err
	}
	for entries.First(); entries.Valid(); entries.Next() {
		number := lastNumber(entries.Key())
		put, err := isPut(entries)
		if err != nil {
			return nil, fmt.Errorf("read entry %d: %w", number, err)
		}
		if !put || at(ended, number) {
			continue
		}
		whole := at(held, number)
		if whole {
			if whole, err = w.linksHeld(held); err != nil {
				return nil, err
			}
		}
		if whole {
			continue
		}
		if n := len(missing); n > 0 && missing[n-1].From+missing[n-1].Count == number {
			missing[n-1].Count++
		} else {
			missing = append(missing, exchange.Run{From: number, Count: 1})
		}
	}
	return missing, errors.Join(entries.Error(), ended.Error(), held.Error())
}

// walk holds the iterators over one repository from one entry on, all on the same state.
type walk struct {
	s    *Store
	r    protocol.RepositoryKey
	from uint64
	open []*pebble.Iterator
	err  error
}

func (w *walk) iterator(space byte) *pebble.Iterator {
	if w.err != nil {
		return nil
	}
	prefix := repositoryKey(nil, space, w.r)
	o := &pebble.IterOptions{LowerBound: entryKey(nil, space, w.r, w.from), UpperBound: after(prefix)}
	var it *pebble.Iterator
	if len(w.open) == 0 {
		it, w.err = w.s.db.NewIter(o)
	} else {
		it, w.err = w.open[0].Clone(pebble.CloneOptions{IterOptions: o})
	}
	if w.err == nil {
		it.First()
		w.open = append(w.open, it)
	}
	return it
}

func (w *walk) close() (err error) {
	for _, it := range w.open {
		err = errors.Join(err, it.Close())
	}
	return err
}

// at moves an iterator forward to a number and tells whether it is there. Numbers asked for only rise.
func at(it *pebble.Iterator, number uint64) bool {
	for it.Valid() && lastNumber(it.Key()) < number {
		it.Next()
	}
	return it.Valid() && lastNumber(it.Key()) == number
}

func isPut(it *pebble.Iterator) (bool, error) {
	b, err := it.ValueAndErr()
	if err != nil {
		return false, err
	}
	e, err := protocol.ParseEntry(b)
	return e.Op == protocol.OpPut, err
}

// linksHeld tells whether every block that a held root links is held.
func (w *walk) linksHeld(held *pebble.Iterator) (bool, error) {
	b, err := held.ValueAndErr()
	if err != nil {
		return false, err
	}
	links, err := parseLinks(b)
	if err != nil {
		return false, err
	}
	var key [1 + 16 + len(wire.CID{})]byte
	for _, c := range links {
		if have, err := w.s.has(blockKey(key[:], spaceLinked, w.r, c)); err != nil || !have {
			return false, err
		}
	}
	return true, nil
}
