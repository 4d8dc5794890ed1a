package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/markdown"
	"praxis/protocol"
)

// editable returns a draft that the person may write in now, with its file.
func (r *Request) editable() (draft.Draft, []byte, error) {
	id, err := r.PathID("id")
	if err != nil {
		return draft.Draft{}, nil, err
	}
	d, err := r.Session.Draft(id)
	if err != nil {
		return d, nil, err
	}
	if d.State == draft.StateWithdrawn {
		return d, nil, &Problem{http.StatusConflict, "state"}
	}
	file, err := r.Session.File(id)
	return d, file, err
}

// editing prepares the form of a draft.
func (r *Request) editing(d draft.Draft, kind protocol.Kind, file []byte) Answer {
	w := r.writing(kind)
	w.Draft, w.Back = d, "/drafts/"+d.ID.String()
	w.Path, w.Unsaved = w.Back+"/edit", w.Back+"/unsaved"
	w.Frozen = d.State == draft.StateReview || d.State == draft.StateApproved
	_, _, others := split(string(file))
	w.Others = others != ""
	if w.Base = r.Form.Get("base"); w.Base == "" || len(r.Form.Errors) > 0 {
		w.Base = d.FileHash.String()
	}
	w.Changed = w.Base != d.FileHash.String()
	return Answer{Template: "draft-write", Title: w.title(r), Data: w}
}

func edit(r *Request) (Answer, error) {
	d, file, err := r.editable()
	if err != nil {
		return Answer{}, err
	}
	values, kind, err := fieldsOf(file)
	if err != nil {
		return Go("/drafts/" + d.ID.String() + "/file")
	}
	r.Form.Values = values
	restored, err := r.restore(d.ID.String())
	if err != nil {
		return Answer{}, err
	}
	a := r.editing(d, kind, file)
	w := a.Data.(writingData)
	w.Restored = restored
	a.Data = w
	return a, nil
}

func saveEdit(r *Request) (Answer, error) {
	d, file, err := r.editable()
	if err != nil {
		return Answer{}, err
	}
	kind := protocol.Kind(d.Kind)
	if base := r.Form.Get("base"); base != "" && base != d.FileHash.String() {
		r.Wrong("", "write.changed-meanwhile")
		return r.editing(d, kind, file), nil
	}
	changed := r.compose(kind, file)
	if changed == nil {
		return r.editing(d, kind, file), nil
	}
	return r.saved(d, changed)
}

// saved keeps a draft's changed file.
func (r *Request) saved(d draft.Draft, file []byte) (Answer, error) {
	if d.Holds(file) {
		r.Notice("write.nothing-changed")
	} else if _, err := r.Session.EditDraft(d.ID, file); err != nil {
		return Answer{}, err
	} else {
		r.Notice("write.saved")
	}
	if err := r.Session.ForgetUnsaved(unsavedForm(d.ID.String())); err != nil {
		return Answer{}, err
	}
	return Go("/drafts/" + d.ID.String())
}

func keepEdit(r *Request) (Answer, error) {
	d, _, err := r.editable()
	if err != nil {
		return Answer{}, err
	}
	return r.keep(d.ID.String())
}

func forgetEdit(r *Request) (Answer, error) {
	d, _, err := r.editable()
	if err != nil {
		return Answer{}, err
	}
	if err := r.Session.ForgetUnsaved(unsavedForm(d.ID.String())); err != nil {
		return Answer{}, err
	}
	r.Notice("write.given-up")
	return Go("/drafts/" + d.ID.String() + "/edit")
}

type fileData struct {
	Draft  draft.Draft
	Base   string
	Frozen bool
}

// editFile shows a draft's whole file, for what the form does not show.
func editFile(r *Request) (Answer, error) {
	d, file, err := r.editable()
	if err != nil {
		return Answer{}, err
	}
	r.Form.Values = url.Values{"file": {string(file)}}
	return r.filePage(d), nil
}

func (r *Request) filePage(d draft.Draft) Answer {
	return Answer{Template: "draft-file", Title: r.Say("write.file-title"),
		Data: fileData{Draft: d, Base: d.FileHash.String(), Frozen: d.State == draft.StateReview || d.State == draft.StateApproved}}
}

func saveFile(r *Request) (Answer, error) {
	d, _, err := r.editable()
	if err != nil {
		return Answer{}, err
	}
	if r.Form.Get("base") != d.FileHash.String() {
		r.Wrong("file", "write.changed-meanwhile")
		return r.filePage(d), nil
	}
	file := []byte(strings.ReplaceAll(r.Form.Get("file"), "\r\n", "\n"))
	if _, err := markdown.Parse(file); err != nil {
		e, _ := errors.AsType[*markdown.Error](err)
		r.Wrong("file", "write.line-wrong", "line", e.Line, "what", e.In(r.Language))
		return r.filePage(d), nil
	}
	return r.saved(d, file)
}
