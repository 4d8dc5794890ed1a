package web

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"praxis/internal/attach"
	"praxis/internal/draft"
	"praxis/node"
)

func attachmentRoutes() []route {
	writes := who(draft.Person.MayWrite)
	return []route{
		{pattern: "POST /drafts/{id}/attachments", who: writes, handler: attachFile, limit: MaxUpload},
		{pattern: "POST /drafts/{id}/attachments/{number}", who: writes, handler: detachFile},
		{pattern: "GET /drafts/{id}/attachments/{number}", who: readsSomeDraft, handler: attachment},
	}
}

// attachedView is an attachment with what can be read of it.
type attachedView struct {
	node.AttachedText
	Path string // at which it is downloaded
}

func attachedViews(d draft.Draft, all []node.AttachedText) []attachedView {
	views := make([]attachedView, len(all))
	for i, one := range all {
		views[i] = attachedView{one, "/drafts/" + d.ID.String() + "/attachments/" + strconv.Itoa(i+1)}
	}
	return views
}

// attachFile makes a file anew from what can be seen in it, and says what was left behind.
func attachFile(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	f, header, err := r.Upload("attachment")
	if err != nil {
		return Answer{}, err
	}
	if f == nil {
		r.Wrong("attachment", "write.file-needed")
		return draftPage(r, d, st)
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(f)
	if err != nil {
		return Answer{}, err
	}
	_, fresh, err := r.Session.Attach(d.ID, header.Filename, raw)
	if e, ok := errors.AsType[*attach.Refusal](err); ok {
		r.Wrong("attachment", "write.file-refused", "what", e.In(r.Language))
		return draftPage(r, d, st)
	}
	if err != nil {
		return Answer{}, err
	}
	r.Notice("attached.done", "name", fresh.Name)
	if len(fresh.Left) > 0 {
		var left []string
		for _, l := range fresh.Left {
			left = append(left, l.In(r.Language))
		}
		r.Notice("attached.left", "what", strings.Join(left, "; "))
	}
	if fresh.Picture() {
		r.Notice("attached.picture")
	}
	return Go("/drafts/" + d.ID.String())
}

// attachmentNumber is the number of an attachment in the path: its name may tell of a person.
func (r *Request) attachmentNumber() (int, error) {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return 0, NotFound
	}
	return n, nil
}

func detachFile(r *Request) (Answer, error) {
	d, _, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	n, err := r.attachmentNumber()
	if err != nil {
		return Answer{}, err
	}
	if _, err := r.Session.Detach(d.ID, n); err != nil {
		return Answer{}, err
	}
	r.Notice("attached.gone")
	return Go("/drafts/" + d.ID.String())
}

func attachment(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	if st.ReadsFirst && st.Unresolved > 0 {
		return Answer{}, &Problem{http.StatusConflict, "read-first"}
	}
	n, err := r.attachmentNumber()
	if err != nil {
		return Answer{}, err
	}
	file, err := r.Session.Attached(d.ID, n)
	return Answer{File: &File{Name: file.Name, Type: file.Type, Data: file.Bytes}}, err
}

// Next is the number after one, for lists that people count from 1.
func (v View) Next(i int) int { return i + 1 }

// SizeOf writes a size in bytes.
func (v View) SizeOf(n int) string { return v.Bytes(int64(n)) }
