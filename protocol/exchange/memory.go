package exchange

import (
	"fmt"
	"slices"

	"praxis/protocol"
	"praxis/protocol/log"
	"praxis/protocol/wire"
)

// Memory is a [Store] that forgets when the process ends: for a verifier that replays a repository, and for the stories.
// Its contents are purged at once when they end. It is not safe for concurrent use.
type Memory struct {
	lists    Batch // only the fields of lists
	repos    map[protocol.Repository]*memoryLog
	accounts map[accountKey]protocol.SignedHoldings
	forks    map[protocol.Repository][]byte
}

type memoryLog struct {
	state   State
	entries [][]byte
	leaves  []log.Hash
	tiles   map[uint64]log.Hash
	records map[protocol.ID]Record
	ended   map[uint64]bool
	roots   map[uint64]wire.Block
	linked  map[wire.CID]wire.Block
	loose   bool // a root was forgotten in this batch
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{repos: map[protocol.Repository]*memoryLog{}, forks: map[protocol.Repository][]byte{},
		accounts: map[accountKey]protocol.SignedHoldings{}}
}

// Apply stores a batch.
func (s *Memory) Apply(b Batch) error {
	for _, c := range b.Charters {
		n := c.Value().Version - 1
		s.lists.Charters = append(s.lists.Charters[:min(n, uint64(len(s.lists.Charters)))], c)
	}
	s.lists.Profiles = append(s.lists.Profiles, b.Profiles...)
	s.lists.Denials = append(s.lists.Denials, b.Denials...)
	s.lists.Recalls = append(s.lists.Recalls, b.Recalls...)
	s.lists.Groups = append(s.lists.Groups, b.Groups...)
	for _, l := range b.Logs {
		s.log(l.Repository).apply(l)
	}
	for _, d := range b.Documents {
		s.log(d.Repository).records[d.Document] = d.Record
	}
	for _, e := range b.Ended {
		s.log(e.Repository).end(e.Entry)
	}
	for _, c := range b.Contents {
		s.log(c.Repository).keep(c)
	}
	for _, p := range b.Progress {
		s.log(p.Repository).state.Complete = p.Complete
	}
	for _, l := range s.repos {
		l.collect()
	}
	for _, h := range b.Holdings {
		s.account(h)
	}
	for _, f := range b.Forks {
		if len(f.Evidence) == 0 {
			delete(s.forks, f.Repository)
		} else {
			s.forks[f.Repository] = f.Evidence
		}
	}
	return nil
}

// account keeps an account in each of its places where it is the newest.
func (s *Memory) account(h protocol.SignedHoldings) {
	for _, k := range accountKeys(h.Value()) {
		if last, ok := s.accounts[k]; !ok || h.Value().Sequence > last.Value().Sequence {
			s.accounts[k] = h
		}
	}
}

func (s *Memory) log(name protocol.Repository) *memoryLog {
	l, ok := s.repos[name]
	if !ok {
		l = &memoryLog{state: State{Repository: name}, tiles: map[uint64]log.Hash{}, records: map[protocol.ID]Record{},
			ended: map[uint64]bool{}, roots: map[uint64]wire.Block{}, linked: map[wire.CID]wire.Block{}}
		s.repos[name] = l
	}
	return l
}

func (l *memoryLog) apply(c LogChange) {
	l.state.Head, l.state.Edge = c.Head, c.Edge
	for entry := c.Keep; entry < uint64(len(l.entries)); entry++ {
		l.end(entry)
		delete(l.ended, entry)
	}
	l.entries, l.leaves = slices.Clip(l.entries[:c.Keep]), slices.Clip(l.leaves[:c.Keep])
	for index := range l.tiles {
		if (index+1)*log.TileSize > c.Keep {
			delete(l.tiles, index)
		}
	}
	for _, e := range c.Entries {
		l.entries = append(l.entries, e)
		l.leaves = append(l.leaves, log.LeafHash(e))
	}
	for _, t := range c.Tiles {
		l.tiles[t.Index] = t.Hash
	}
}

// end forgets an entry's content.
func (l *memoryLog) end(entry uint64) {
	l.ended[entry] = true
	if _, held := l.roots[entry]; held {
		l.loose = true
		delete(l.roots, entry)
	}
}

// collect forgets the linked blocks that no content links any more. It comes last in a batch, so that a block stays which
// the content of a new version takes over from the one that it ends.
func (l *memoryLog) collect() {
	if !l.loose {
		return
	}
	l.loose = false
	for c := range l.linked {
		if !l.links(c) {
			delete(l.linked, c)
		}
	}
}

func (l *memoryLog) links(c wire.CID) bool {
	for _, root := range l.roots {
		if slices.Contains(root.Links(), c) {
			return true
		}
	}
	return false
}

func (l *memoryLog) keep(c Content) {
	switch {
	case l.ended[c.Entry]:
	case c.Root:
		l.roots[c.Entry] = c.Block
	case slices.Contains(l.roots[c.Entry].Links(), c.Block.CID()):
		l.linked[c.Block.CID()] = c.Block
	}
}

// Network implements [Store].
func (s *Memory) Network() (*protocol.Network, error) {
	return BuildNetwork(s.lists)
}

// BuildNetwork makes the network of stored lists, the charters in order of their versions; nil if there is none. What
// has become invalid by a later charter is left out.
func BuildNetwork(lists Batch) (*protocol.Network, error) {
	if len(lists.Charters) == 0 {
		return nil, nil
	}
	n, err := protocol.NewNetwork(lists.Charters[0])
	if err != nil {
		return nil, fmt.Errorf("stored charter: %w", err)
	}
	for _, c := range lists.Charters[1:] {
		if _, err := n.AddCharter(c); err != nil {
			return nil, fmt.Errorf("stored charter: %w", err)
		}
	}
	for _, p := range lists.Profiles {
		_, _ = n.AddProfile(p) // of a member that a later charter dropped or gave another key
	}
	for _, d := range lists.Denials {
		_, _ = n.AddDenial(d)
	}
	for _, r := range lists.Recalls {
		_, _ = n.AddRecall(r)
	}
	for _, g := range lists.Groups {
		_, _ = n.KeepGroup(g)
	}
	return n, nil
}

// States implements [Store].
func (s *Memory) States() ([]State, error) {
	var all []State
	for _, l := range s.repos {
		if !l.state.Head.IsZero() {
			all = append(all, l.state)
		}
	}
	slices.SortFunc(all, func(a, b State) int { return compareNames(a.Repository, b.Repository) })
	return all, nil
}

// Forks implements [Store].
func (s *Memory) Forks() ([]StoredFork, error) {
	var all []StoredFork
	for name, evidence := range s.forks {
		all = append(all, StoredFork{Repository: name, Evidence: evidence})
	}
	slices.SortFunc(all, func(a, b StoredFork) int { return compareNames(a.Repository, b.Repository) })
	return all, nil
}

// Holdings implements [Store].
func (s *Memory) Holdings() ([]protocol.SignedHoldings, error) {
	var all []protocol.SignedHoldings
	seen := make(map[protocol.Hash]bool)
	for _, h := range s.accounts {
		if !seen[h.Hash()] {
			seen[h.Hash()] = true
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(a, b protocol.SignedHoldings) int { return protocol.Compare(a.Hash(), b.Hash()) })
	return all, nil
}

type memorySource struct{ l *memoryLog }

func (s memorySource) Leaves(from, to uint64) ([]log.Hash, error) {
	if to > uint64(len(s.l.leaves)) || from > to {
		return nil, fmt.Errorf("leaves %d to %d of %d", from, to, len(s.l.leaves))
	}
	return s.l.leaves[from:to], nil
}

func (s memorySource) Tiles(from, to uint64) ([]log.Hash, error) {
	var all []log.Hash
	for i := from; i < to; i++ {
		t, ok := s.l.tiles[i]
		if !ok {
			return nil, fmt.Errorf("tile %d is not there", i)
		}
		all = append(all, t)
	}
	return all, nil
}

// Log implements [Store].
func (s *Memory) Log(name protocol.Repository) log.Source { return memorySource{s.log(name)} }

// Entries implements [Store].
func (s *Memory) Entries(name protocol.Repository, from, to uint64, limit int) ([][]byte, error) {
	l := s.log(name)
	if to > uint64(len(l.entries)) || from >= to {
		return nil, fmt.Errorf("entries %d to %d of %d", from, to, len(l.entries))
	}
	for at := from; at < to; at++ {
		limit -= len(l.entries[at])
		if limit <= 0 {
			to = at + 1
		}
	}
	return l.entries[from:to], nil
}

// Document implements [Store].
func (s *Memory) Document(name protocol.Repository, id protocol.ID) (Record, error) {
	return s.log(name).records[id], nil
}

// Missing implements [Store].
func (s *Memory) Missing(name protocol.Repository, from uint64) ([]Run, error) {
	l := s.log(name)
	var missing runs
	for entry := from; entry < uint64(len(l.entries)); entry++ {
		e, err := protocol.ParseEntry(l.entries[entry])
		if err != nil {
			return nil, err
		}
		if e.Op == protocol.OpPut && !l.ended[entry] && !l.whole(entry) {
			missing = missing.add(entry, entry+1)
		}
	}
	return missing, nil
}

func (l *memoryLog) whole(entry uint64) bool {
	root, ok := l.roots[entry]
	for _, c := range root.Links() {
		_, held := l.linked[c]
		ok = ok && held
	}
	return ok
}

// IsEnded implements [Store].
func (s *Memory) IsEnded(name protocol.Repository, entry uint64) (bool, error) {
	return s.log(name).ended[entry], nil
}

// Root implements [Store].
func (s *Memory) Root(name protocol.Repository, entry uint64) ([]byte, error) {
	return s.log(name).roots[entry].Bytes(), nil
}

// Roots implements [Store].
func (s *Memory) Roots(name protocol.Repository, run Run, yield func(entry uint64, block []byte) bool) error {
	for entry := run.From; entry < run.end(); entry++ {
		if b := s.log(name).roots[entry].Bytes(); b != nil && !yield(entry, b) {
			break
		}
	}
	return nil
}

// Linked implements [Store].
func (s *Memory) Linked(name protocol.Repository, entry uint64, c wire.CID) ([]byte, error) {
	l := s.log(name)
	if !slices.Contains(l.roots[entry].Links(), c) {
		return nil, nil
	}
	return l.linked[c].Bytes(), nil
}

// HasBlock implements [Store].
func (s *Memory) HasBlock(name protocol.Repository, c wire.CID) (bool, error) {
	_, ok := s.log(name).linked[c]
	return ok, nil
}

// Unpurged implements [Store].
func (s *Memory) Unpurged(protocol.Repository) (uint64, bool, error) { return 0, false, nil }
