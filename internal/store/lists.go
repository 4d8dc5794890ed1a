package store

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// lists writes the charters, profiles, denials, recalls and group lists of a batch.
func (c *change) lists(b *exchange.Batch) error {
	for _, l := range b.Charters {
		n := l.Value().Version
		if err := c.deleteFrom(numberKey(spaceCharter, n+1), []byte{spaceCharter + 1}); err != nil {
			return err
		}
		c.set(numberKey(spaceCharter, n), l.Bytes())
	}
	for _, l := range b.Profiles {
		v := l.Value()
		c.set(join(spaceProfile, v.Member[:], v.Key[:]), l.Bytes())
	}
	for _, l := range b.Denials {
		h := l.Hash()
		c.set(join(spaceDenial, h[:]), l.Bytes())
	}
	for _, l := range b.Recalls {
		v := l.Value()
		c.set(join(spaceRecall, v.Body[:], v.Document[:]), l.Bytes())
	}
	for _, l := range b.Groups {
		v := l.Value()
		c.set(binary.BigEndian.AppendUint64(join(spaceGroup, v.ID[:]), v.Version), l.Bytes())
	}
	return nil
}

func join(space byte, parts ...[]byte) []byte {
	key := []byte{space}
	for _, p := range parts {
		key = append(key, p...)
	}
	return key
}

func numberKey(space byte, n uint64) []byte { return binary.BigEndian.AppendUint64([]byte{space}, n) }

// deleteFrom deletes the few keys of a range one by one.
func (c *change) deleteFrom(lower, upper []byte) error {
	return c.s.each(lower, upper, func(key, _ []byte) (bool, error) {
		c.delete(key)
		return true, nil
	})
}

// holdings keeps an account for each place it has: a daily one for its audience, another for each body that it is about.
// An account older than the one in a place does not take it.
func (c *change) holdings(all []protocol.SignedHoldings) error {
	newest := make(map[string]uint64)
	for _, a := range all {
		v := a.Value()
		audience := sha256.Sum256([]byte(v.Audience))
		bodies := []protocol.ID{{}}
		if !v.Daily {
			bodies = bodies[:0]
			for _, h := range v.Held {
				bodies = append(bodies, h.Body)
			}
		}
		for _, body := range bodies {
			key := join(spaceHoldings, v.Node[:], audience[:16], body[:])
			last, known := newest[string(key)]
			if !known {
				held, err := c.s.get(key)
				if err != nil {
					return fmt.Errorf("read an account of holdings: %w", err)
				}
				if known = len(held) >= 8; known {
					last = binary.BigEndian.Uint64(held)
				}
			}
			if known && last >= v.Sequence {
				continue
			}
			newest[string(key)] = v.Sequence
			c.set(key, append(binary.BigEndian.AppendUint64(nil, v.Sequence), a.Bytes()...))
		}
	}
	return nil
}

func (c *change) forks(all []exchange.StoredFork) {
	for _, f := range all {
		key := repositoryKey(nil, spaceFork, f.Repository.Key())
		if len(f.Evidence) == 0 {
			c.delete(key)
		} else {
			c.set(key, append(appendName(nil, f.Repository), f.Evidence...))
		}
	}
}

// Network implements [exchange.Store].
func (s *Store) Network() (*protocol.Network, error) {
	lists, err := s.Lists()
	if err != nil {
		return nil, err
	}
	return exchange.BuildNetwork(lists)
}

// Lists returns the charters in order of their versions, and the profiles, denials, recalls and group lists as stored;
// the other fields are empty.
func (s *Store) Lists() (lists exchange.Batch, err error) {
	if lists.Charters, err = readSigned[protocol.Charter](s, spaceCharter); err != nil {
		return lists, err
	}
	if lists.Profiles, err = readSigned[protocol.Profile](s, spaceProfile); err != nil {
		return lists, err
	}
	if lists.Denials, err = readSigned[protocol.Denial](s, spaceDenial); err != nil {
		return lists, err
	}
	if lists.Recalls, err = readSigned[protocol.Recall](s, spaceRecall); err != nil {
		return lists, err
	}
	lists.Groups, err = readSigned[protocol.GroupList](s, spaceGroup)
	return lists, err
}

func readSigned[T interface{ WireFormat() string }](s *Store, space byte) (all []protocol.Signed[T], err error) {
	err = s.space1(space, func(_, value []byte) (bool, error) {
		o, err := protocol.Open[T](value)
		if err != nil {
			return false, fmt.Errorf("stored list: %w", err)
		}
		all = append(all, o)
		return true, nil
	})
	return all, err
}

// Holdings implements [exchange.Store].
func (s *Store) Holdings() ([]protocol.SignedHoldings, error) {
	var all []protocol.SignedHoldings
	seen := make(map[protocol.Hash]bool)
	err := s.space1(spaceHoldings, func(_, value []byte) (bool, error) {
		if len(value) < 8 {
			return false, errShort
		}
		a, err := protocol.Open[protocol.Holdings](value[8:])
		if err != nil {
			return false, fmt.Errorf("stored holdings: %w", err)
		}
		if h := a.Hash(); !seen[h] {
			seen[h] = true
			all = append(all, a)
		}
		return true, nil
	})
	slices.SortFunc(all, func(a, b protocol.SignedHoldings) int { return protocol.Compare(a.Hash(), b.Hash()) })
	return all, err
}

// set and delete add to the batch under way. The engine's batch keeps copies.
func (c *change) set(key, value []byte) {
	c.keep(c.batch.Set(key, value, nil))
}

func (c *change) delete(key []byte) {
	c.keep(c.batch.Delete(key, nil))
}

func (c *change) keep(err error) {
	if c.err == nil {
		c.err = err
	}
}
