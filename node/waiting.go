package node

import (
	"errors"

	"praxis/protocol"
)

// DocumentState says how a document stands at this node.
type DocumentState string

// The states of a document.
const (
	DocumentHere      DocumentState = "here"      // a version is held whole
	DocumentExpected  DocumentState = "expected"  // its entry is here, its content is not
	DocumentWithdrawn DocumentState = "withdrawn" // taken back, for ever
	DocumentUnknown   DocumentState = "unknown"   // not even its entry is here
)

// DocumentState says how a document stands here, in whichever repository it is live, or else withdrawn.
func (n *Node) DocumentState(id protocol.ID) (DocumentState, error) {
	states, err := n.repositories()
	if err != nil {
		return "", err
	}
	found := DocumentUnknown
	for _, s := range states {
		rec, err := n.store.Document(s.Repository, id)
		if err != nil {
			return "", err
		}
		switch {
		case rec.Withdrawn:
			if found == DocumentUnknown {
				found = DocumentWithdrawn
			}
			continue
		case len(rec.Versions) == 0:
			continue
		}
		_, err = n.content(s.Repository, rec.Versions[len(rec.Versions)-1])
		if err == nil {
			return DocumentHere, nil
		}
		if !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrNewer) {
			return "", err
		}
		found = DocumentExpected
	}
	return found, nil
}

// Changed returns a channel that is closed when something that this node holds or knows changes. Take it before looking.
func (n *Node) Changed() <-chan struct{} { return n.changes.wait() }
