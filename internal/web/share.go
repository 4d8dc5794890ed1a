package web

import (
	"errors"
	"net/http"
	"strings"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

type shareData struct {
	Draft      draft.Draft
	Standing   node.Standing
	Version    protocol.Version
	Recipients recipientsData
	Approvals  []approvalLine
	Holders    node.Holders
	When       int64
	Withdrawn  bool
}

// beforeSharing shows once more what leaves and to whom.
func beforeSharing(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	if d.State != draft.StateApproved {
		return Go("/drafts/" + d.ID.String())
	}
	review, err := r.Session.Reviewed(d.ID)
	if err != nil {
		return Answer{}, err
	}
	data := shareData{Draft: d, Standing: st}
	if data.Version, _, err = r.s.Node.ReadMarks(review); err != nil {
		return Answer{}, err
	}
	if err := r.fillShare(&data); err != nil {
		return Answer{}, err
	}
	return Answer{Template: "draft-share", Title: r.Say("share.title"), Data: data}, nil
}

func (r *Request) fillShare(data *shareData) (err error) {
	if data.Recipients, err = r.recipients(data.Standing.Audience); err != nil {
		return err
	}
	names, err := r.names()
	for _, a := range data.Standing.Approvals {
		data.Approvals = append(data.Approvals, approvalLine{names[a.Person], a.Time})
	}
	return err
}

// share makes the approved draft a version of its document.
func share(r *Request) (Answer, error) {
	d, _, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	err = r.Session.Share(r.Context(), []protocol.ID{d.ID}, nil, func(int) {})
	if errors.Is(err, node.ErrTold) {
		return Answer{}, &Problem{http.StatusConflict, "told"}
	}
	if err != nil {
		return Answer{}, err
	}
	return Go("/drafts/" + d.ID.String() + "/shared")
}

// shared says what left, to whom, and when.
func shared(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	if d.State != draft.StateShared && d.State != draft.StateWithdrawn {
		return Go("/drafts/" + d.ID.String())
	}
	data := shareData{Draft: d, Standing: st, Withdrawn: d.State == draft.StateWithdrawn}
	if err := r.fillShare(&data); err != nil {
		return Answer{}, err
	}
	if data.Holders, err = r.s.Node.Holders(r.Context(), d.Document); err != nil && !errors.Is(err, node.ErrNotFound) {
		return Answer{}, err
	}
	data.When = d.Shared
	return Answer{Template: "draft-shared", Title: r.Say("shared.title"), Data: data}, nil
}

// HolderState is how far a holder says that it holds a document, in words.
func (v View) HolderState(state string) string {
	return v.Say("holder." + strings.ReplaceAll(state, " ", "-"))
}
