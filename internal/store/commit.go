package store

import (
	"encoding/binary"
	"fmt"

	"github.com/cockroachdb/pebble/v2"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// change is a batch on its way into the engine. Its maps are made when first needed: most batches only add.
type change struct {
	s     *Store
	batch *pebble.Batch
	key   []byte // scratch
	err   error  // the first error of the engine's batch

	sizes   map[protocol.RepositoryKey]uint64 // of the logs that this batch changes
	cuts    map[protocol.RepositoryKey]uint64 // entries from here on are not those that the engine knows
	ended   map[entryName]bool                // entries that this batch ends
	roots   map[entryName][]wire.CID          // what the root blocks of this batch link, if anything
	dropped map[reference]bool                // references that this batch removes
	added   map[blockName]bool                // linked blocks that root blocks of this batch name, once any is dropped
	orphans []orphan                          // blocks that may have lost their last reference
	due     []*due                            // what is to be erased
}

type entryName struct {
	repository protocol.RepositoryKey
	entry      uint64
}

type blockName struct {
	repository protocol.RepositoryKey
	cid        wire.CID
}

type reference struct {
	block blockName
	entry uint64
}

type orphan struct {
	block blockName
	due   *due
}

// due is content whose bytes are to be erased: an entry's root block, and the linked blocks that went with it.
type due struct {
	name   entryName
	cause  uint64
	blocks []wire.CID
}

// Commit stores a batch and private records, all or nothing. It returns after all of it is on the disk, if the batch or
// one of the records asks for that. On an error nothing may be taken as stored; after one that wraps [ErrFailed] the
// store takes nothing more. It returns [ErrDiskFull] for growth where the disk is nearly full; withdrawals still pass.
func (s *Store) Commit(b exchange.Batch, records ...Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	if b.Empty() && len(records) == 0 && !b.Sync {
		return nil
	}
	size := batchSize(&b, records)
	if err := s.space.admit(uint64(size), len(b.Ended) > 0 || shrinks(&b, records)); err != nil {
		return err
	}
	c := &change{s: s, batch: s.db.NewBatchWithSize(size), key: make([]byte, 0, 96)}
	defer func() {
		if s.failed() == nil { // else the engine may still be reading it
			_ = c.batch.Close()
		}
	}()
	if err := c.build(&b, records); err != nil {
		return fmt.Errorf("store a batch: %w", err)
	}
	sync := b.Sync
	for _, r := range records {
		sync = sync || r.Sync
	}
	if err := s.apply(c.batch, sync); err != nil {
		return err
	}
	if s.options.Committed != nil {
		s.options.Committed(&b, records)
	}
	return nil
}

func (s *Store) writable() error {
	switch {
	case s.closed:
		return ErrClosed
	case s.options.ReadOnly:
		return ErrReadOnly
	}
	return s.failed()
}

// apply hands a batch to the engine.
func (s *Store) apply(batch *pebble.Batch, sync bool) error {
	o := pebble.NoSync
	if sync {
		o = pebble.Sync
	}
	if batch.Empty() && sync {
		if err := batch.LogData(nil, nil); err != nil {
			return err
		}
	}
	return s.guard(func() error { return s.db.Apply(batch, o) })
}

// build writes the parts in the order that [exchange.Batch] gives. Linked blocks that lost their last reference go at
// the end, so that those which a root block of the same batch links stay.
func (c *change) build(b *exchange.Batch, records []Record) error {
	if err := c.lists(b); err != nil {
		return err
	}
	for i := range b.Logs {
		if err := c.log(&b.Logs[i]); err != nil {
			return err
		}
	}
	for _, d := range b.Documents {
		c.key = documentKey(c.key, d.Repository.Key(), d.Document)
		c.set(c.key, appendRecord(nil, d.Record))
	}
	for _, e := range b.Ended {
		if err := c.end(entryName{e.Repository.Key(), e.Entry}, e.Cause); err != nil {
			return err
		}
	}
	if err := c.contents(b.Contents); err != nil {
		return err
	}
	for _, p := range b.Progress {
		c.key = repositoryKey(c.key, spaceProgress, p.Repository.Key())
		c.set(c.key, binary.BigEndian.AppendUint64(nil, p.Complete))
	}
	if err := c.holdings(b.Holdings); err != nil {
		return err
	}
	c.forks(b.Forks)
	if err := c.records(records); err != nil {
		return err
	}
	if err := c.collect(); err != nil {
		return err
	}
	return c.err
}

// batchSize estimates the bytes of the engine's batch, so that it is allocated once.
func batchSize(b *exchange.Batch, records []Record) int {
	size := 4096 + 64*len(b.Documents) + 128*(2*len(b.Ended)+len(b.Progress)+2*len(b.Contents)) + 1024*(len(b.Profiles)+len(b.Holdings))
	for _, l := range b.Logs {
		size += 512 + 64*len(l.Tiles) + 40*len(l.Entries)
		for _, e := range l.Entries {
			size += len(e)
		}
	}
	for _, c := range b.Contents {
		size += len(c.Block.Bytes())
	}
	for _, r := range records {
		size += 48 + len(r.Value)
	}
	return size
}

// shrinks tells whether a batch adds no content and no record, or only takes some away.
func shrinks(b *exchange.Batch, records []Record) bool {
	for _, r := range records {
		if r.Value != nil {
			return false
		}
	}
	return len(records) > 0 && b.Empty()
}

// size is how many entries the log of a repository has, as of this batch.
func (c *change) size(r protocol.RepositoryKey) (uint64, error) {
	if n, ok := c.sizes[r]; ok {
		return n, nil
	}
	c.key = repositoryKey(c.key, spaceState, r)
	v, err := c.s.get(c.key)
	if err != nil || v == nil {
		return 0, err
	}
	return stateSize(v)
}

// log writes a head with its entries.
func (c *change) log(l *exchange.LogChange) error {
	r := l.Repository.Key()
	size, err := c.size(r)
	if err != nil {
		return fmt.Errorf("read the state of %s: %w", l.Repository, err)
	}
	next := l.Keep + uint64(len(l.Entries))
	if l.Keep > size || l.Edge.Size() != next {
		return fmt.Errorf("the log of %s has %d entries: a change that keeps %d, adds %d and arrives at %d does not fit",
			l.Repository, size, l.Keep, len(l.Entries), l.Edge.Size())
	}
	if l.Keep < size {
		if err := c.cut(r, l.Keep, size); err != nil {
			return err
		}
	}
	for i, e := range l.Entries {
		c.key = entryKey(c.key, spaceEntry, r, l.Keep+uint64(i))
		c.set(c.key, e)
	}
	for _, t := range l.Tiles {
		c.key = entryKey(c.key, spaceTile, r, t.Index)
		c.set(c.key, t.Hash[:])
	}
	c.key = repositoryKey(c.key, spaceState, r)
	c.set(c.key, appendState(nil, *l))
	put(&c.sizes, r, next)
	return nil
}

func put[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = make(map[K]V)
	}
	(*m)[k] = v
}

// cut removes the entries keep..size-1, which a new epoch does not continue, with their contents. What was due for
// erasure because of an entry that falls away is due because of the cut.
func (c *change) cut(r protocol.RepositoryKey, keep, size uint64) error {
	for entry := keep; entry < size; entry++ {
		if err := c.drop(entryName{r, entry}, keep); err != nil {
			return err
		}
		c.key = entryKey(c.key, spaceEntry, r, entry)
		c.delete(c.key)
	}
	for index := keep / log.TileSize; index < size/log.TileSize; index++ {
		c.key = entryKey(c.key, spaceTile, r, index)
		c.delete(c.key)
	}
	last, ok := c.cuts[r]
	if !ok {
		last = size
	}
	put(&c.cuts, r, min(last, keep))
	if err := c.deleteFrom(entryKey(nil, spaceEnded, r, keep), after(repositoryKey(nil, spaceEnded, r))); err != nil {
		return err
	}
	return c.s.each(entryKey(nil, spaceDue, r, keep+1), after(repositoryKey(nil, spaceDue, r)), func(key, value []byte) (bool, error) {
		c.delete(key)
		c.set(dueKey(nil, r, keep, lastNumber(key)), value)
		return true, nil
	})
}

// known tells whether what the engine holds of an entry is about the entry of that number now.
func (c *change) known(n entryName) bool {
	keep, cut := c.cuts[n.repository]
	return !cut || n.entry < keep
}
