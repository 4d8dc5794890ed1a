package store

import (
	"fmt"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Documents calls yield with what a repository's entries say of each document, in order of the ids, until it returns an
// error. While yield runs nothing is erased: it should not wait for anything.
func (s *Store) Documents(r protocol.Repository, yield func(protocol.ID, exchange.Record) error) error {
	s.readers.n.Add(1)
	defer s.readers.n.Add(-1)
	prefix := repositoryKey(nil, spaceDocument, r.Key())
	return s.each(prefix, after(prefix), func(key, value []byte) (bool, error) {
		rec, err := parseRecord(value)
		if err != nil {
			return false, fmt.Errorf("read the record of a document: %w", err)
		}
		if err := yield(protocol.ID(key[len(prefix):]), rec); err != nil {
			return false, err
		}
		return true, nil
	})
}
