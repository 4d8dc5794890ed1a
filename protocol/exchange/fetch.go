package exchange

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// preparedBlock is a block of a reply, checked and hashed, or the reason why it cannot be.
type preparedBlock struct {
	block wire.Block
	err   error
}

// Prepare checks and hashes the blocks that a reply carries, which is most of the work of taking it. It may run on any
// goroutine before the event is given to Step, which does the same for an event that was not prepared.
func (e *Answered) Prepare() {
	q, isGet := e.Request.(*Get)
	a, isContents := e.Reply.(*Contents)
	if !isGet || !isContents || e.blocks != nil {
		return
	}
	roots := 0
	for _, r := range q.Runs {
		roots += int(r.Count)
	}
	e.blocks = make([]preparedBlock, len(a.Blocks))
	absent := 0
	for i, b := range a.Blocks {
		for absent < len(a.Absent) && a.Absent[absent] == uint64(i+absent) {
			absent++
		}
		codec := wire.DAGCBOR
		if at := i + absent - roots; at >= 0 && at < len(q.Blocks) {
			codec = q.Blocks[at].CID.Codec()
		}
		e.blocks[i].block, e.blocks[i].err = wire.ParseBlock(codec, b)
	}
}

// fetch asks connected peers for contents that are missing. Of a forked log nothing new is taken. What a peer holds that
// has said nothing of it is found out by asking.
func (m *Machine) fetch(r *repository) {
	if r.forkedIn(r.Head.Value().Epoch) {
		return
	}
	for _, p := range m.connectedPeers() {
		size := r.Edge.Size()
		if s, ok := p.seen[r.Repository]; ok {
			size = s.size
		} else if !p.met {
			continue
		}
		if !m.bothMay(p.key, r.Repository) {
			continue
		}
		for len(p.gets) < windows {
			beyond := runs{{From: size, Count: 1<<63 - size}}
			want := r.missing.next(windowLength, r.asked, p.absent[r.Repository], beyond)
			if len(want) == 0 || !m.askContents(p, r, want) {
				break
			}
		}
	}
}

// askContents asks a peer for the contents of entries, up to a bound, and for no linked block twice. It tells whether
// there was anything to ask for.
func (m *Machine) askContents(p *peer, r *repository, want runs) bool {
	q := &Get{Body: r.Repository.Body, Audience: r.Repository.Audience}
	room := maxAsked
	for _, run := range want {
		for entry := run.From; entry < run.end() && room > 0; entry++ {
			part := r.parts[entry]
			if part == nil {
				q.Runs = []Run(runs(q.Runs).add(entry, entry+1))
				r.asked = r.asked.add(entry, entry+1)
				room--
				continue
			}
			for _, c := range part.lacking {
				if room > 0 && !r.coming[c] {
					q.Blocks = append(q.Blocks, EntryBlock{Entry: entry, CID: c})
					r.coming[c] = true
					r.asked = r.asked.add(entry, entry+1)
					room--
				}
			}
		}
	}
	if len(q.Runs)+len(q.Blocks) == 0 {
		return false
	}
	p.gets[q] = true
	m.ask(p, q)
	return true
}

// positions lists what a request asks for, in the order in which replies count.
func (q *Get) positions() []EntryBlock {
	var all []EntryBlock
	for _, r := range q.Runs {
		for entry := r.From; entry < r.end(); entry++ {
			all = append(all, EntryBlock{Entry: entry})
		}
	}
	return append(all, q.Blocks...)
}

// unasked forgets that a request is under way.
func (m *Machine) unasked(q *Get) *repository {
	r := m.repos[protocol.Repository{Body: q.Body, Audience: q.Audience}]
	if r == nil {
		return nil
	}
	for _, run := range q.Runs {
		r.asked = r.asked.remove(run.From, run.end())
	}
	for _, b := range q.Blocks {
		r.asked = r.asked.remove(b.Entry, b.Entry+1)
		delete(r.coming, b.CID)
	}
	return r
}

// unaskAll gives up the requests for a repository's contents: its entries no longer have the numbers that they had.
func (m *Machine) unaskAll(r *repository) {
	for _, p := range m.peers {
		for q := range p.gets {
			if q.Body == r.Repository.Body && q.Audience == r.Repository.Audience {
				delete(p.gets, q)
			}
		}
		delete(p.absent, r.Repository)
	}
	r.asked = nil
	clear(r.coming)
}

// lacks notes that a peer gave nothing for a request, so that others are asked.
func (m *Machine) lacks(p *peer, q *Get) {
	name := protocol.Repository{Body: q.Body, Audience: q.Audience}
	for _, at := range q.positions() {
		p.absent[name] = p.absent[name].add(at.Entry, at.Entry+1)
	}
}

// got takes the reply to a request for contents.
func (m *Machine) got(p *peer, q *Get, e *Answered) error {
	if !p.gets[q] {
		return nil
	}
	delete(p.gets, q)
	r := m.unasked(q)
	a := e.Reply.(*Contents)
	if r == nil {
		return nil
	}
	if len(a.Blocks) == 0 && len(a.Absent) == 0 { // it does not serve the repository
		p.absent[r.Repository] = runs{{From: 0, Count: protocol.MaxEntries}}
		return nil
	}
	e.Prepare()
	fault, err := m.takeContents(p, r, q, a.Absent, e.blocks)
	if err != nil {
		return err
	}
	if fault != nil {
		m.note(NoteFault, p.key, r.Repository, "%v", fault)
		m.lacks(p, q)
	}
	m.progress(r)
	return nil
}

// takeContents takes the blocks of a reply as far as they are what was asked for; fault says what was not.
func (m *Machine) takeContents(p *peer, r *repository, q *Get, absent []uint64, blocks []preparedBlock) (fault, err error) {
	positions := q.positions()
	named, err := m.named(r, q)
	if err != nil {
		return nil, err
	}
	if len(absent)+len(blocks) > len(positions) || !slices.IsSorted(absent) {
		return errors.New("more contents than were asked for"), nil
	}
	taken := 0
	for at, position := range positions[:len(absent)+len(blocks)] {
		if len(absent) > 0 && absent[0] == uint64(at) {
			absent = absent[1:]
			p.absent[r.Repository] = p.absent[r.Repository].add(position.Entry, position.Entry+1)
			continue
		}
		if taken == len(blocks) {
			return errors.New("what is absent is not in order"), nil
		}
		if err := blocks[taken].err; err != nil {
			return fmt.Errorf("content of entry %d: %w", position.Entry, err), nil
		}
		if fault, err := m.takeBlock(r, position, named, blocks[taken].block); fault != nil || err != nil {
			return fault, err
		}
		taken++
	}
	if taken > 0 {
		m.note(NoteContents, p.key, r.Repository, "%d blocks", taken)
	}
	return nil, nil
}

// named returns the root blocks that the entries of a request's runs name. A run is read at once: one by one, reading
// entries cost more than hashing their contents.
func (m *Machine) named(r *repository, q *Get) (map[uint64]wire.CID, error) {
	cids := make(map[uint64]wire.CID)
	for _, run := range q.Runs {
		if run.end() > r.Edge.Size() {
			continue // the log was cut meanwhile
		}
		raw, err := m.store.Entries(r.Repository, run.From, run.end(), math.MaxInt)
		if err != nil {
			return nil, err
		}
		for i, b := range raw {
			e, err := protocol.ParseEntry(b)
			if err != nil {
				return nil, err
			}
			cids[run.From+uint64(i)] = e.Content
		}
	}
	return cids, nil
}

// takeBlock takes one verified block, if it is the one that the entry names and is still to be held.
func (m *Machine) takeBlock(r *repository, position EntryBlock, named map[uint64]wire.CID, b wire.Block) (fault, err error) {
	if position.CID != (wire.CID{}) {
		if b.CID() != position.CID {
			return fmt.Errorf("a block of entry %d: its bytes are not those that the content names", position.Entry), nil
		}
		m.takeLinked(r, position.Entry, b)
		return nil, nil
	}
	if !r.missing.has(position.Entry) || r.parts[position.Entry] != nil {
		return nil, nil // withdrawn or ended meanwhile, or here already
	}
	if named[position.Entry] != b.CID() {
		return fmt.Errorf("content of entry %d: its bytes are not those that the entry names", position.Entry), nil
	}
	return nil, m.takeRoot(r, position.Entry, b)
}

// takeRoot keeps the root block of an entry's content and finds which of its links are lacking.
func (m *Machine) takeRoot(r *repository, entry uint64, b wire.Block) error {
	m.out.Batch.Contents = append(m.out.Batch.Contents, Content{Repository: r.Repository, Entry: entry, Block: b, Root: true})
	var lacking []wire.CID
	links := b.Links()
	seen := make(map[wire.CID]bool, len(links))
	for _, c := range links {
		if seen[c] {
			continue
		}
		seen[c] = true
		held, err := m.hasBlock(r, c)
		if err != nil {
			return err
		}
		if !held {
			lacking = append(lacking, c)
		}
	}
	if len(lacking) == 0 {
		r.missing = r.missing.remove(entry, entry+1)
		return nil
	}
	m.makeRoom(r, len(lacking))
	r.parts[entry] = &parts{lacking: lacking}
	return nil
}

// makeRoom forgets what contents still lack of which nothing is under way, where there is so much of it that a writer
// could fill the memory with links that lead nowhere. Their root blocks are asked for again with the next exchanges.
func (m *Machine) makeRoom(r *repository, more int) {
	for _, part := range r.parts {
		more += len(part.lacking)
	}
	if more <= maxLacking {
		return
	}
	for entry := range r.parts {
		if r.asked.has(entry) {
			continue
		}
		delete(r.parts, entry)
		for _, p := range m.peers {
			p.absent[r.Repository] = p.absent[r.Repository].add(entry, entry+1)
		}
	}
}

// hasBlock tells whether a linked block is held or comes with this step. One that goes with a version which this step ends
// stays if the root that is taken now links it.
func (m *Machine) hasBlock(r *repository, c wire.CID) (bool, error) {
	for _, held := range m.out.Batch.Contents {
		if held.Repository == r.Repository && !held.Root && held.Block.CID() == c {
			return true, nil
		}
	}
	return m.store.HasBlock(r.Repository, c)
}

// takeLinked keeps a linked block, if an entry's content lacks it, and completes every content that lacked it.
func (m *Machine) takeLinked(r *repository, entry uint64, b wire.Block) {
	if part := r.parts[entry]; part == nil || !slices.Contains(part.lacking, b.CID()) {
		return
	}
	m.out.Batch.Contents = append(m.out.Batch.Contents, Content{Repository: r.Repository, Entry: entry, Block: b})
	for entry, part := range r.parts {
		part.lacking = slices.DeleteFunc(part.lacking, func(c wire.CID) bool { return c == b.CID() })
		if len(part.lacking) == 0 {
			delete(r.parts, entry)
			r.missing = r.missing.remove(entry, entry+1)
		}
	}
}

// progress records how far the contents are complete; the last of them goes to disk before anybody is told.
func (m *Machine) progress(r *repository) {
	complete := r.missing.first(r.Edge.Size())
	if complete != r.Complete {
		r.Complete = complete
		m.out.Batch.Progress = append(m.out.Batch.Progress, Progress{Repository: r.Repository, Complete: complete})
	}
	lacked := r.lacking
	r.lacking = len(r.missing) > 0
	if lacked && !r.lacking {
		m.out.Batch.Sync = true
		r.owe()
		r.pass = true
	}
}
