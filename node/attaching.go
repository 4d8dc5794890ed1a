package node

import (
	"fmt"
	"slices"

	"praxis/internal/attach"
	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/wire"
)

// Attach rebuilds a file from what can be seen in it, and keeps the fresh one with a draft; of the file that was given
// nothing is kept. The error wraps *[attach.Refusal] where it cannot be rebuilt.
func (s *Session) Attach(id protocol.ID, name string, file []byte) (draft.Draft, attach.File, error) {
	fresh, err := attach.Rebuild(name, file)
	if err != nil {
		return draft.Draft{}, attach.File{}, fmt.Errorf("%s: %w", name, err)
	}
	d, err := s.changeAttached(id, func(files []protocol.File) ([]protocol.File, error) {
		return append(files, protocol.File{Name: fresh.Name, Type: fresh.MediaType, Bytes: fresh.Bytes}), nil
	})
	return d, fresh, err
}

// Detach takes an attachment, counted from 1, out of a draft. Its bytes are erased.
func (s *Session) Detach(id protocol.ID, number int) (draft.Draft, error) {
	return s.changeAttached(id, func(files []protocol.File) ([]protocol.File, error) {
		if number < 1 || number > len(files) {
			return nil, noAttachment(number, len(files))
		}
		return slices.Delete(files, number-1, number), nil
	})
}

func noAttachment(number, there int) error {
	return fmt.Errorf("attachment %d: %w: there are %d", number, ErrNotFound, there)
}

// changeAttached replaces the attachments of a draft. Review and approval are void.
func (s *Session) changeAttached(id protocol.ID, change func([]protocol.File) ([]protocol.File, error)) (draft.Draft, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(draft.Person.MayWrite); err != nil {
		return draft.Draft{}, err
	}
	d, err := s.Draft(id)
	if err != nil {
		return draft.Draft{}, err
	}
	files, err := n.attachedTo(d)
	if err != nil {
		return draft.Draft{}, err
	}
	gone, err := n.endsWith(d)
	if err != nil {
		return draft.Draft{}, err
	}
	if files, err = change(files); err != nil {
		return draft.Draft{}, err
	}
	if d, err = d.Attach(s.person.ID, files, n.now()); err != nil {
		return draft.Draft{}, err
	}
	about, err := record(store.KindDraft, d.ID, d)
	if err != nil {
		return draft.Draft{}, err
	}
	void, err := n.void(id)
	if err != nil {
		return draft.Draft{}, err
	}
	kept := store.Record{Kind: store.KindAttached, ID: d.ID, Value: draft.EncodeFiles(files)} // nil, if there is none, deletes it
	changed := lasting([]store.Record{about, kept})
	if err := n.keepDrafts(append(slices.Concat(changed, void, gone), n.line(s.person.ID, DeedDraftEdited, id))...); err != nil {
		return draft.Draft{}, err
	}
	n.due()
	return d, nil
}

// Attached returns an attachment of a draft, counted from 1, for whoever may read the draft.
func (s *Session) Attached(id protocol.ID, number int) (protocol.File, error) {
	d, err := s.Draft(id)
	if err != nil {
		return protocol.File{}, err
	}
	files, err := s.n.attachedTo(d)
	if err == nil && (number < 1 || number > len(files)) {
		err = noAttachment(number, len(files))
	}
	if err != nil {
		return protocol.File{}, err
	}
	return files[number-1], nil
}

// attachedTo are the files that go with a draft.
func (n *Node) attachedTo(d draft.Draft) ([]protocol.File, error) {
	if len(d.Attached) == 0 {
		return nil, nil
	}
	b, err := n.store.Record(store.KindAttached, d.ID)
	if err != nil {
		return nil, err
	}
	files, err := draft.DecodeFiles(b)
	if err == nil && !d.HoldsAttached(files) {
		err = fmt.Errorf("the attachments of draft %s are damaged or lost: take them out, and attach the files again", d.ID)
	}
	return files, err
}

// AttachedText is what can be read of an attachment: the gate examines it, and a reviewer reads it.
type AttachedText struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Text string `json:"text"` // "" of a picture, which has to be looked at
}

// AttachedTexts reads the texts of the attachments in what a review froze.
func AttachedTexts(r draft.Review) ([]AttachedText, error) {
	files, _, err := protocol.OutgoingFiles(r.Outgoing.Blocks)
	if err != nil {
		return nil, err
	}
	var all []AttachedText
	for _, f := range files {
		text, err := attach.Text(f.Type, f.Bytes)
		if err != nil {
			return nil, fmt.Errorf("attachment %s: %w", f.Name, err)
		}
		all = append(all, AttachedText{Name: f.Name, Type: f.Type, Text: text})
	}
	return all, nil
}

// Attachment returns an attachment of a document, counted from 1, in the newest version (0) or in another. One whose
// blocks have not all arrived wraps [ErrNotFound].
func (n *Node) Attachment(id protocol.ID, version uint64, number int) (protocol.File, error) {
	d, err := n.Show(id, version)
	if err != nil {
		return protocol.File{}, err
	}
	if number < 1 || number > len(d.Content.Attachments) {
		return protocol.File{}, noAttachment(number, len(d.Content.Attachments))
	}
	a := d.Content.Attachments[number-1]
	var failed error
	b, err := a.Read(func(c wire.CID) ([]byte, bool) {
		b, err := n.store.Linked(d.Repository, d.Entry, c)
		if err != nil {
			failed = err
		}
		return b, b != nil
	})
	if failed != nil {
		return protocol.File{}, failed
	}
	if err != nil {
		return protocol.File{}, fmt.Errorf("attachment %d of document %s has not all arrived yet: %w: praxis why %s says more", number, id, ErrNotFound, id)
	}
	return protocol.File{Name: a.Name, Type: a.Type, Bytes: b}, nil
}
