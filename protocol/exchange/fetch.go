package exchange

import (
	"errors"
	"fmt"
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

// fetch asks connected peers for contents that are missing.
func (m *Machine) fetch(r *repository) {
	for _, p := range m.connectedPeers() {
		s, ok := p.seen[r.Repository]
		if !ok || s.size == 0 || !m.bothMay(p.key, r.Repository) {
			continue
		}
		for p.gets < windows {
			beyond := runs{{From: s.size, Count: 1<<63 - s.size}}
			want := r.missing.next(windowLength, r.asked, p.absent[r.Repository], beyond)
			if len(want) == 0 {
				break
			}
			m.askContents(p, r, want)
		}
	}
}

func (m *Machine) askContents(p *peer, r *repository, want runs) {
	q := &Get{Body: r.Repository.Body, Audience: r.Repository.Audience}
	for _, run := range want {
		r.asked = r.asked.add(run.From, run.end())
		for entry := run.From; entry < run.end(); entry++ {
			part := r.parts[entry]
			if part == nil {
				q.Runs = []Run(runs(q.Runs).add(entry, entry+1))
				continue
			}
			for _, c := range part.lacking {
				q.Blocks = append(q.Blocks, EntryBlock{Entry: entry, CID: c})
			}
		}
	}
	p.gets++
	m.ask(p, q)
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
	}
	return r
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
	p.gets--
	r := m.unasked(q)
	a := e.Reply.(*Contents)
	if r == nil {
		return nil
	}
	if len(a.Blocks) == 0 && len(a.Absent) == 0 {
		m.lacks(p, q)
		return nil
	}
	e.Prepare()
	if err := m.takeContents(p, r, q, a.Absent, e.blocks); err != nil {
		m.note(NoteFault, p.key, r.Repository, "%v", err)
		m.lacks(p, q)
		return nil
	}
	m.progress(r)
	return nil
}

func (m *Machine) takeContents(p *peer, r *repository, q *Get, absent []uint64, blocks []preparedBlock) error {
	positions := q.positions()
	if len(absent)+len(blocks) > len(positions) || !slices.IsSorted(absent) {
		return errors.New("more contents than were asked for")
	}
	at, taken := 0, 0
	for _, position := range positions[:min(len(positions), len(absent)+len(blocks))] {
		if len(absent) > 0 && absent[0] == uint64(at) {
			absent = absent[1:]
			p.absent[r.Repository] = p.absent[r.Repository].add(position.Entry, position.Entry+1)
			at++
			continue
		}
		if taken == len(blocks) {
			break
		}
		if err := blocks[taken].err; err != nil {
			return fmt.Errorf("content of entry %d: %w", position.Entry, err)
		}
		if err := m.takeBlock(r, position, blocks[taken].block); err != nil {
			return err
		}
		taken++
		at++
	}
	if taken > 0 {
		r.settled = false
		m.note(NoteContents, p.key, r.Repository, "%d blocks", taken)
	}
	return nil
}

// takeBlock takes one verified block, if it is the one that the entry names and is still to be held.
func (m *Machine) takeBlock(r *repository, position EntryBlock, b wire.Block) error {
	if !r.missing.has(position.Entry) {
		return nil // withdrawn or ended meanwhile, or here already
	}
	if position.CID != (wire.CID{}) {
		return m.takeLinked(r, position, b)
	}
	raw, err := m.store.Entries(r.Repository, position.Entry, position.Entry+1, 1)
	if err != nil {
		return err
	}
	e, err := protocol.ParseEntry(raw[0])
	if err != nil {
		return err
	}
	if e.Content != b.CID() {
		return fmt.Errorf("content of entry %d: its bytes are not those that the entry names", position.Entry)
	}
	return m.takeRoot(r, position.Entry, b)
}

// takeRoot keeps the root block of an entry's content and finds which of its links are lacking.
func (m *Machine) takeRoot(r *repository, entry uint64, b wire.Block) error {
	m.out.Batch.Contents = append(m.out.Batch.Contents, Content{Repository: r.Repository, Entry: entry, Block: b, Root: true})
	var lacking []wire.CID
	for _, c := range b.Links() {
		held, err := m.store.HasBlock(r.Repository, c)
		if err != nil {
			return err
		}
		if !held && !slices.Contains(lacking, c) {
			lacking = append(lacking, c)
		}
	}
	if len(lacking) == 0 {
		r.missing = r.missing.remove(entry, entry+1)
		return nil
	}
	r.parts[entry] = &parts{lacking: lacking}
	return nil
}

func (m *Machine) takeLinked(r *repository, position EntryBlock, b wire.Block) error {
	if b.CID() != position.CID {
		return fmt.Errorf("a block of entry %d: its bytes are not those that the content names", position.Entry)
	}
	part := r.parts[position.Entry]
	if part == nil || !slices.Contains(part.lacking, b.CID()) {
		return nil
	}
	m.out.Batch.Contents = append(m.out.Batch.Contents, Content{Repository: r.Repository, Entry: position.Entry, Block: b})
	part.lacking = slices.DeleteFunc(part.lacking, func(c wire.CID) bool { return c == b.CID() })
	if len(part.lacking) == 0 {
		delete(r.parts, position.Entry)
		r.missing = r.missing.remove(position.Entry, position.Entry+1)
	}
	return nil
}

// progress records how far the contents are complete; the last of them goes to disk before anybody is told.
func (m *Machine) progress(r *repository) {
	complete := r.missing.first(r.Edge.Size())
	if complete != r.Complete {
		r.Complete = complete
		m.out.Batch.Progress = append(m.out.Batch.Progress, Progress{Repository: r.Repository, Complete: complete})
	}
	if len(r.missing) == 0 && !r.settled {
		m.out.Batch.Sync = true
		r.owe()
	}
}
