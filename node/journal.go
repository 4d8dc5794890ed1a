package node

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Deed is what somebody did, as the journal names it.
type Deed string

// The deeds.
const (
	DeedSignedIn        Deed = "signed-in"
	DeedSignedOut       Deed = "signed-out"
	DeedPersonAdded     Deed = "person-added"
	DeedRolesChanged    Deed = "roles-changed"
	DeedPersonLeft      Deed = "person-left"
	DeedInvited         Deed = "invited"
	DeedChosePassphrase Deed = "chose-passphrase"
	DeedExpertsNamed    Deed = "experts-named"
	DeedDraftAdded      Deed = "draft-added"
	DeedDraftEdited     Deed = "draft-edited"
	DeedReviewAsked     Deed = "review-asked"
	DeedFoundNothing    Deed = "found-nothing"
	DeedCompared        Deed = "compared"
	DeedMarksDecided    Deed = "marks-decided"
	DeedWordsListed     Deed = "words-listed"
	DeedWordsForgotten  Deed = "words-forgotten"
	DeedPlacesCounted   Deed = "places-counted"
	DeedPlacesForgotten Deed = "places-forgotten"
	DeedApproved        Deed = "approved"
	DeedShared          Deed = "shared"
	DeedSentBack        Deed = "sent-back"
	DeedWithdrew        Deed = "withdrew"
)

// Deeds lists the deeds.
func Deeds() []Deed {
	return []Deed{DeedSignedIn, DeedSignedOut, DeedPersonAdded, DeedRolesChanged, DeedPersonLeft, DeedInvited, DeedChosePassphrase, DeedExpertsNamed,
		DeedDraftAdded, DeedDraftEdited, DeedReviewAsked, DeedFoundNothing, DeedCompared, DeedMarksDecided, DeedWordsListed, DeedWordsForgotten,
		DeedPlacesCounted, DeedPlacesForgotten,
		DeedApproved, DeedSentBack, DeedShared, DeedWithdrew}
}

// Line is a line of the journal, the node's own account of who did what. It holds no text: no title, no name, no word of
// a draft.
type Line struct {
	Time   int64       `json:"time"`
	Person protocol.ID `json:"person,omitzero"` // who did it; zero where nobody had signed in
	Deed   Deed        `json:"deed"`
	On     protocol.ID `json:"on,omitzero"`     // the draft, document or person that it was done to
	Count  int         `json:"count,omitempty"` // of those that it was done to at once, where they are several
}

// line is the record of a deed done to one thing, or to several at once. It is stored with what was done, where that is
// one batch; its id makes lines follow each other in time. It panics if chance fails, as crypto/rand does.
func (n *Node) line(by protocol.ID, deed Deed, on ...protocol.ID) store.Record {
	now := n.options.Now()
	var id [16]byte
	binary.BigEndian.PutUint64(id[:8], uint64(now.UnixNano()))
	if _, err := io.ReadFull(n.options.Random, id[8:]); err != nil {
		panic(fmt.Sprintf("node: no random bytes: %v", err))
	}
	l := Line{Time: now.Unix(), Person: by, Deed: deed}
	switch len(on) {
	case 0:
	case 1:
		l.On = on[0]
	default:
		l.Count = len(on)
	}
	r, err := record(store.KindJournal, id, l)
	if err != nil {
		panic(err) // a line has only numbers and a word
	}
	return r
}

// note stores a deed by itself, after it was done. Nothing done to nothing is no deed.
func (n *Node) note(by protocol.ID, deed Deed, on ...protocol.ID) error {
	return n.store.Commit(exchange.Batch{}, n.line(by, deed, on...))
}

// Journal returns the newest lines of the journal, the newest first, after leaving out skip of them; at most limit.
func (s *Session) Journal(skip, limit int) ([]Line, error) {
	if err := s.may(draft.Person.MayReadJournal); err != nil {
		return nil, err
	}
	var newest [][]byte // at most skip+limit
	err := s.n.store.Records(store.KindJournal, func(_ [16]byte, raw []byte) bool {
		if newest = append(newest, raw); len(newest) > 2*(skip+limit) {
			newest = slices.Clone(newest[len(newest)-skip-limit:])
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	slices.Reverse(newest)
	newest = newest[min(skip, len(newest)):]
	lines := make([]Line, min(limit, len(newest)))
	for i := range lines {
		if err := json.Unmarshal(newest[i], &lines[i]); err != nil {
			return nil, err
		}
	}
	return lines, nil
}
