package web

import (
	"errors"
	"slices"

	"praxis/internal/draft"
	"praxis/node"
)

// approve signs, in the person's name, exactly what the review froze.
func approve(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	if slices.Contains(d.Authors, r.Person.ID) {
		return Answer{}, draft.ErrReviewerIsAuthor
	}
	if !r.Form.Has("sure", "yes") {
		r.Wrong("sure", "review.sure-needed")
		return reviewPage(r, d, st)
	}
	if r.Form.Get("seen") != st.Hash.String() { // what the page showed is no longer what would be signed
		return Answer{}, draft.ErrChanged
	}
	if st.ShortWay {
		if err := r.Session.Confirm(d.ID); err != nil {
			return Answer{}, err
		}
	}
	d, err = r.Session.Approve(d.ID)
	if err != nil {
		return Answer{}, err
	}
	if d.State == draft.StateApproved {
		r.Notice("review.approved")
	} else {
		r.Notice("review.approved-more")
	}
	return Go("/drafts/" + d.ID.String())
}

// sendBack ends the review with a note for the authors.
func sendBack(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	err = r.Session.SendBack(d.ID, r.Form.Get("note"))
	if errors.Is(err, node.ErrNoteNeeded) {
		r.Wrong("note", "review.note-needed")
		return reviewPage(r, d, st)
	}
	if err != nil {
		return Answer{}, err
	}
	r.Notice("review.sent-back")
	return Go("/drafts/" + d.ID.String())
}
