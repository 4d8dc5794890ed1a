package control

import (
	"encoding/json"
	"errors"
	"io"
	"time"

	"praxis/internal/draft"
	"praxis/protocol"
)

// names finds the names of persons.
type names map[protocol.ID]string

func (c *call) names() (names, error) {
	all, err := c.n.Persons()
	found := make(names, len(all))
	for _, p := range all {
		found[p.ID] = p.Name
	}
	return found, err
}

func (n names) draft(d draft.Draft) Draft {
	one := Draft{ID: d.ID, Document: d.Document, Version: d.Version, Details: d.Details, State: d.State, Bytes: d.Bytes,
		Created: d.Created, Changed: d.Changed, Returned: d.Returned, Authors: []string{}, Attached: attached(d)}
	for _, a := range d.Authors {
		one.Authors = append(one.Authors, n[a])
	}
	return one
}

// drafts streams the drafts, with ?state=… those of one state.
func (c *call) drafts() (any, error) {
	names, err := c.names()
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "application/x-ndjson")
	state := draft.State(c.r.URL.Query().Get("state"))
	out := c.stream()
	return out.finish(c.person.Drafts(func(d draft.Draft) error {
		if state != "" && d.State != state {
			return nil
		}
		return out.line(names.draft(d))
	}))
}

func (c *call) answerDraft(d draft.Draft, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	return names.draft(d), err
}

func (c *call) addDraft() (any, error) {
	file, err := c.bytes()
	if err != nil {
		return nil, err
	}
	d, err := c.person.AddDraft(file)
	if err != nil {
		return nil, err
	}
	return c.answerDraft(d, nil)
}

// addDrafts takes many files, one JSON line each, and answers with one line each, in the same order.
func (c *call) addDrafts() (any, error) {
	var named []string
	var files [][]byte
	lines := json.NewDecoder(c.r.Body)
	lines.DisallowUnknownFields()
	for {
		var f File
		err := lines.Decode(&f)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unknownField(err)
		}
		named, files = append(named, f.Name), append(files, f.File)
	}
	added, errs, err := c.person.AddDrafts(files)
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "application/x-ndjson")
	out := c.stream()
	for i, name := range named {
		one := Added{Name: name}
		if errs[i] != nil {
			one.Error = errs[i].Error()
		} else {
			one.ID = &added[i].ID
		}
		if err := out.line(one); err != nil {
			return nil, nil // the client has gone
		}
	}
	return nil, nil
}

func (c *call) draft() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	return c.answerDraft(c.person.Draft(id))
}

func (c *call) draftFile() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	file, err := c.person.File(id)
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "text/markdown; charset=utf-8")
	_, _ = c.w.Write(file) // the client has gone if this fails
	return nil, nil
}

func (c *call) editDraft() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	file, err := c.bytes()
	if err != nil {
		return nil, err
	}
	return c.answerDraft(c.person.EditDraft(id, file))
}

func (c *call) approve() (any, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	var q Approve
	if err := c.readIfAny(&q); err != nil {
		return nil, err
	}
	if q.SameText {
		if err := c.person.Confirm(id); err != nil {
			return nil, err
		}
	}
	return c.answerDraft(c.person.Approve(id))
}

// every is how many lines of progress are saved by one.
const every = 64

func (c *call) approvePublished() (any, error) {
	var q ApprovePublished
	if err := c.read(&q); err != nil {
		return nil, err
	}
	audience, err := audienceOf(q.Audience)
	if err != nil {
		return nil, err
	}
	of := 0
	err = c.person.Drafts(func(d draft.Draft) error {
		if d.Origin == draft.OriginPublished && (d.State == draft.StateDraft || d.State == draft.StateReview) {
			of++
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := c.stream()
	approved, seen := 0, 0
	err = c.person.ApprovePublished(audience, func(d draft.Draft, kept error) {
		seen++
		if kept != nil {
			_ = out.line(Progress{Count: approved, Of: of, Draft: d.ID.String(), Title: d.Title, Reason: kept.Error()})
		} else if approved++; seen%every == 0 {
			_ = out.line(Progress{Count: approved, Of: of})
			out.flush()
		}
	})
	if err != nil {
		return out.finish(err)
	}
	return nil, out.line(Progress{Count: approved, Of: of, Done: true})
}

func audienceOf(a protocol.Audience) (protocol.Audience, error) {
	if a == "" {
		return protocol.AudienceNPMs, nil
	}
	if a != protocol.AudienceNPMs && a != protocol.AudienceNetwork {
		return "", fault(KindWrongUse, "%q is no audience to share with: use npms (the default) or network", a)
	}
	return a, nil
}

// share streams its progress.
func (c *call) share() (any, error) {
	var q Share
	if err := c.read(&q); err != nil {
		return nil, err
	}
	withdraw, err := c.ids(q.Withdraw)
	if err != nil {
		return nil, err
	}
	drafts, err := c.toShare(q)
	if err != nil {
		return nil, err
	}
	if len(drafts) == 0 && len(withdraw) == 0 {
		return nil, &Error{Kind: KindState, Message: "there is nothing to share", Hint: "drafts are shared after another person has approved them"}
	}
	out := c.stream()
	began := time.Now()
	err = c.person.Share(c.ctx(), drafts, withdraw, func(shared int) {
		if shared < len(drafts) { // else the last line follows at once
			_ = out.line(Progress{Count: shared, Of: len(drafts)})
			out.flush()
		}
	})
	ended := time.Now()
	if err != nil {
		return out.finish(err)
	}
	return nil, out.line(Progress{Count: len(drafts), Of: len(drafts), Done: true, Seconds: ended.Sub(began).Seconds(), At: ended.UnixMicro(), Heads: c.ownHeads()})
}

// toShare lists the drafts that are asked for, in the order given.
func (c *call) toShare(q Share) (ids []protocol.ID, err error) {
	if ids, err = c.ids(q.Drafts); err != nil {
		return nil, err
	}
	named := make(map[protocol.ID]bool, len(ids))
	for i, id := range ids {
		if named[id] {
			return nil, fault(KindWrongUse, "the draft %s is named twice", q.Drafts[i])
		}
		named[id] = true
	}
	if !q.Approved {
		return ids, nil
	}
	return ids, c.person.Drafts(func(d draft.Draft) error {
		if d.State == draft.StateApproved && !named[d.ID] {
			ids = append(ids, d.ID)
		}
		return nil
	})
}

func notApproved(state draft.State) *Error {
	switch state {
	case draft.StateShared:
		return &Error{Kind: KindState, Message: "this draft is shared already", Hint: "edit it to begin another version"}
	case draft.StateWithdrawn:
		return &Error{Kind: KindState, Message: "the document of this draft is withdrawn, for ever", Hint: "add the text as a new draft"}
	}
	return &Error{Kind: KindRefused, Message: "this draft is not approved", Hint: "run praxis review, and let another person run praxis approve"}
}

// ids reads the ids of documents and drafts.
func (c *call) ids(texts []string) (ids []protocol.ID, err error) {
	for _, text := range texts {
		id, err := c.idOf(text)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (c *call) ownHeads() []Head {
	var own []Head
	for _, h := range c.n.Heads() {
		own = append(own, Head{Body: h.Body, Audience: h.Audience, Epoch: h.Epoch, Sequence: h.Sequence})
	}
	return own
}
