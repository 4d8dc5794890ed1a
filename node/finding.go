package node

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"praxis/internal/search"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// finder keeps the index in step with the store. What a commit changes is noted while it is committed, and read afterwards:
// by the node's own reader, or by whoever looks for something, so that they find what was there when they asked. What is
// withdrawn is hidden with the commit itself.
type finder struct {
	index search.Index
	wake  chan struct{} // capacity 1: there is something to read

	working sync.Mutex // held by who reads documents into the index

	mu    sync.Mutex // guards what follows; never held while the store is asked
	dirty map[dirty]struct{}
	hides uint64 // how often something was hidden
	begun int    // documents that were there at the start

	complete atomic.Bool   // everything that was there at the start was read
	batches  atomic.Uint64 // that changed documents, so that the reader can tell when it is quiet
}

// dirty is a document that changed: by its id or, where only contents came, by its entry.
type dirty struct {
	repository protocol.Repository
	document   protocol.ID
	entry      uint64
}

const (
	chunk     = 32 // documents that are read without looking up
	mostAhead = 64 // documents that who looks for something reads first

	soon = 100 * time.Millisecond // a third of the pause before what came is read
)

// committed notes what a batch changed.
func (f *finder) committed(b *exchange.Batch) {
	if len(b.Documents)+len(b.Contents) == 0 {
		return
	}
	f.batches.Add(1)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dirty == nil {
		f.dirty = make(map[dirty]struct{})
	}
	read := make(map[dirty]bool) // by their entries, what is read as a document
	for _, d := range b.Documents {
		if d.Record.Withdrawn {
			f.index.Hide(d.Document)
			f.hides++
		}
		f.dirty[dirty{repository: d.Repository, document: d.Document}] = struct{}{}
		for _, v := range d.Record.Versions {
			read[dirty{repository: d.Repository, entry: v.Entry}] = true
		}
	}
	for _, c := range b.Contents {
		if at := (dirty{repository: c.Repository, entry: c.Entry}); !read[at] {
			f.dirty[at] = struct{}{}
		}
	}
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// some takes up to a number of documents that changed.
func (f *finder) some(most int) []dirty {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []dirty
	for d := range f.dirty {
		if len(all) == most {
			break
		}
		all = append(all, d)
		delete(f.dirty, d)
	}
	if len(f.dirty) == 0 {
		f.dirty = nil // a map keeps the room that it once needed
	}
	return all
}

// waiting is how many documents are to be read, and how many there were at the start.
func (f *finder) waiting() (n, begun int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.dirty), f.begun
}

// gather notes every document that is held, at the start.
func (n *Node) gather() error {
	states, err := n.repositories()
	if err != nil {
		return err
	}
	for _, s := range states {
		var ids []protocol.ID
		err := n.store.Documents(s.Repository, func(id protocol.ID, _ exchange.Record) error {
			ids = append(ids, id)
			return nil
		})
		if err != nil {
			return err
		}
		n.finder.note(s.Repository, ids)
	}
	n.finder.mu.Lock()
	defer n.finder.mu.Unlock()
	n.finder.begun = max(n.finder.begun, len(n.finder.dirty))
	return nil
}

func (f *finder) note(r protocol.Repository, ids []protocol.ID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dirty == nil {
		f.dirty = make(map[dirty]struct{})
	}
	for _, id := range ids {
		f.dirty[dirty{repository: r, document: id}] = struct{}{}
	}
}

// find is the node's own reader: it reads what is held into the index, and then what changes.
func (n *Node) find(ctx context.Context) {
	if err := n.gather(); err != nil {
		n.log.Error("what is held cannot be listed, so that nothing is found by its words", "error", err)
		return
	}
	for {
		for more := true; more && ctx.Err() == nil; {
			began := time.Now()
			more = n.readSome(chunk) == chunk
			if n.finder.complete.Load() {
				n.finder.rest(ctx, time.Since(began))
			}
		}
		n.finder.complete.Store(true)
		select {
		case <-ctx.Done():
			return
		case <-n.finder.wake:
			n.finder.rest(ctx, soon)
		}
	}
}

// rest leaves the processors to what stores documents: three times as long as some were read, and on while more is being
// stored, up to a bound. Who looks for something meanwhile reads what is missing themselves.
func (f *finder) rest(ctx context.Context, read time.Duration) {
	const quiet, longest = 250 * time.Millisecond, 20
	pause := 3 * read
	for range longest {
		before := f.batches.Load()
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		if f.batches.Load() == before {
			return
		}
		pause = quiet // something came
	}
}

// catchUp reads what changed before somebody looks for something, where that is little.
func (n *Node) catchUp() {
	if !n.finder.complete.Load() {
		return
	}
	for range mostAhead / chunk {
		if n.readSome(chunk) < chunk {
			return
		}
	}
}

// readSome reads up to a number of documents into the index and returns how many it took.
func (n *Node) readSome(most int) int {
	f := &n.finder
	f.working.Lock() // also waits for what another is reading
	defer f.working.Unlock()
	some := f.some(most)
	if len(some) == 0 {
		f.index.Sweep()
		return 0
	}
	states, err := n.repositories()
	if err == nil {
		for _, d := range some {
			if err = n.readDirty(states, d); err != nil {
				break
			}
		}
	}
	if err != nil {
		n.log.Error("what is held cannot be read for the search", "error", err)
	}
	f.index.Sweep()
	return len(some)
}

// readDirty brings the index up to date about one document.
func (n *Node) readDirty(states []exchange.State, d dirty) error {
	if d.document.IsZero() {
		raw, err := n.store.Entries(d.repository, d.entry, d.entry+1, 1)
		if err != nil {
			return nil // the log was cut: the documents that this changed are noted themselves
		}
		e, err := protocol.ParseEntry(raw[0])
		if err != nil {
			return err
		}
		d.document = e.Document
	}
	f := &n.finder
	f.mu.Lock()
	hides := f.hides
	f.mu.Unlock()
	known, isKnown := f.index.Get(d.document)
	var best *Document
	for _, s := range states {
		if s.Repository != d.repository && (!isKnown || known.Repository == d.repository) {
			continue // it is in one repository alone, as nearly every document is
		}
		rec, err := n.store.Document(s.Repository, d.document)
		if err != nil {
			return err
		}
		one, err := n.newest(s, d.document, rec)
		if err != nil {
			return err
		}
		if one != nil && (best == nil || one.Version > best.Version) {
			best = one
		}
	}
	if best == nil {
		return n.gone(states, d, isKnown && known.Repository == d.repository)
	}
	r := search.Read(search.Place{Repository: best.Repository, Entry: best.Entry, Versions: best.Versions}, best.Content)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.hides != hides { // it may have been withdrawn meanwhile: read it again
		f.dirty[dirty{repository: d.repository, document: d.document}] = struct{}{}
		return nil
	}
	f.index.Put(r)
	return nil
}

// gone takes a document out that its repository shows no more, and looks for it in the others.
func (n *Node) gone(states []exchange.State, d dirty, wasThere bool) error {
	f := &n.finder
	if !wasThere {
		if _, ok := f.index.Get(d.document); ok {
			return nil // what is known of it lies elsewhere
		}
	}
	f.index.Remove(d.document)
	for _, s := range states {
		if s.Repository == d.repository {
			continue
		}
		rec, err := n.store.Document(s.Repository, d.document)
		if err != nil {
			return err
		}
		if len(rec.Versions) > 0 && !rec.Withdrawn {
			if one, err := n.newest(s, d.document, rec); err != nil || one == nil {
				continue
			}
			return n.readDirty(states, dirty{repository: s.Repository, document: d.document})
		}
	}
	return nil
}

// committed follows every batch and record that was stored, in their order.
func (n *Node) committed(b *exchange.Batch, records []store.Record) {
	n.finder.committed(b)
	n.tally.committed(records)
}
