package node

import (
	"errors"
	"fmt"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/markdown"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// ErrNotFound says that there is nothing of that id.
var ErrNotFound = errors.New("there is nothing of that id here")

// details reads from a file what lists of drafts show.
func details(file []byte) (markdown.Manuscript, draft.Details, error) {
	m, err := markdown.Parse(file)
	if err != nil {
		return m, draft.Details{}, err
	}
	if len(m.Attachments) > 0 {
		return m, draft.Details{}, markdown.Problem(0, markdown.NamesAttachments)
	}
	text, _ := protocol.Version(m).Primary()
	return m, draft.Details{Kind: string(protocol.Version(m).Kind()), Language: text.Language, Title: text.Title,
		Origin: draft.Origin(m.Origin.Kind), Source: m.Origin.Source, Published: string(m.Origin.Published)}, nil
}

// AddDraft keeps a file, byte for byte, as a new draft.
func (s *Session) AddDraft(file []byte) (draft.Draft, error) {
	all, errs, err := s.AddDrafts([][]byte{file})
	if err == nil {
		err = errs[0]
	}
	if err != nil {
		return draft.Draft{}, err
	}
	return all[0], nil
}

// AddDrafts keeps many files as new drafts, on disk when it returns. A file that cannot be read as a document is left out,
// with its error in its place.
func (s *Session) AddDrafts(files [][]byte) ([]draft.Draft, []error, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(draft.Person.MayWrite); err != nil {
		return nil, nil, err
	}
	added, errs, records := make([]draft.Draft, len(files)), make([]error, len(files)), make([][]store.Record, len(files))
	spread(len(files), func(i int) {
		if added[i], errs[i] = s.newDraft(files[i]); errs[i] == nil {
			records[i], errs[i] = draftRecords(added[i], files[i])
		}
	})
	rs := slices.Concat(records...)
	for i := range rs {
		rs[i].Sync = true
	}
	if len(rs) == 0 {
		return added, errs, nil
	}
	var ids []protocol.ID
	for i, d := range added {
		if errs[i] == nil {
			ids = append(ids, d.ID)
		}
	}
	return added, errs, n.store.Commit(exchange.Batch{}, append(rs, n.line(s.person.ID, DeedDraftAdded, ids...))...)
}

// newDraft makes a draft. It has the id of the document that it becomes: one draft carries all versions of a document.
func (s *Session) newDraft(file []byte) (draft.Draft, error) {
	_, about, err := details(file)
	if err != nil {
		return draft.Draft{}, err
	}
	id, err := s.n.newID()
	if err != nil {
		return draft.Draft{}, err
	}
	return draft.New(id, id, s.person.ID, file, about, s.n.now())
}

// EditDraft replaces a draft's file. After sharing, it begins the next version.
func (s *Session) EditDraft(id protocol.ID, file []byte) (draft.Draft, error) {
	n := s.n
	_, about, err := details(file)
	if err != nil {
		return draft.Draft{}, err
	}
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(draft.Person.MayWrite); err != nil {
		return draft.Draft{}, err
	}
	d, err := s.Draft(id)
	if err != nil {
		return draft.Draft{}, err
	}
	gone, err := n.endsWith(d)
	if err != nil {
		return draft.Draft{}, err
	}
	if d, err = d.Edit(s.person.ID, file, about, n.now()); err != nil {
		return draft.Draft{}, err
	}
	changed, err := draftRecords(d, file)
	if err != nil {
		return draft.Draft{}, err
	}
	void, err := n.void(id)
	if err != nil {
		return draft.Draft{}, err
	}
	changed = lasting(changed) // what was taken out is not to stay on the disk
	if err := n.keepDrafts(append(slices.Concat(changed, void, gone), n.line(s.person.ID, DeedDraftEdited, id))...); err != nil {
		return draft.Draft{}, err
	}
	n.due()
	return d, nil
}

// endsWith is what goes, besides the review, when a draft as it is stored changes: with an approval its report; and, when it
// begins its document's next version, the original of the one before.
func (n *Node) endsWith(d draft.Draft) ([]store.Record, error) {
	switch d.State {
	case draft.StateShared:
		return n.forget(d.ID, store.KindOriginal)
	case draft.StateApproved:
		return n.withoutReport(d)
	}
	return nil, nil
}

// Draft returns a draft; [Node.File] has its file.
func (n *Node) Draft(id protocol.ID) (draft.Draft, error) {
	var d draft.Draft
	ok, err := n.read(store.KindDraft, id, &d)
	if err == nil && !ok {
		err = fmt.Errorf("draft %s: %w: praxis draft list shows what there is", id, ErrNotFound)
	}
	return d, err
}

// Drafts calls yield with each draft, in no order that means anything, until it returns an error.
func (n *Node) Drafts(yield func(draft.Draft) error) error {
	return eachRecord(n, store.KindDraft, yield)
}
