package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"praxis/internal/attach"
	"praxis/internal/draft"
	"praxis/internal/markdown"
	"praxis/internal/web/messages"
	"praxis/protocol"
)

func writeRoutes() []route {
	writes := who(draft.Person.MayWrite)
	return []route{
		{pattern: "GET /write", who: writes, handler: newDraft},
		{pattern: "POST /write", who: writes, handler: importDraft, limit: MaxUpload},
		{pattern: "GET /write/{kind}", who: writes, handler: writeNew},
		{pattern: "POST /write/{kind}", who: writes, handler: saveNew, limit: MaxText},
		{pattern: "POST /write/{kind}/unsaved", who: writes, handler: keepNew, limit: MaxText},
		{pattern: "POST /write/{kind}/unsaved/forget", who: writes, handler: forgetNew},
		{pattern: "GET /drafts/{id}/edit", who: writes, handler: edit},
		{pattern: "POST /drafts/{id}/edit", who: writes, handler: saveEdit, limit: MaxText},
		{pattern: "POST /drafts/{id}/unsaved", who: writes, handler: keepEdit, limit: MaxText},
		{pattern: "POST /drafts/{id}/unsaved/forget", who: writes, handler: forgetEdit},
		{pattern: "GET /drafts/{id}/file", who: writes, handler: editFile},
		{pattern: "POST /drafts/{id}/file", who: writes, handler: saveFile, limit: MaxText},
	}
}

// kindChoices are the kinds of documents that can be written.
func (r *Request) kindChoices() []Choice {
	var all []Choice
	for _, k := range protocol.Kinds() {
		all = append(all, Choice{Value: string(k), Label: protocol.KindTerms().Label(string(k), r.Language), Hint: r.Say("write-kind." + string(k))})
	}
	return all
}

type newData struct {
	Kinds, Languages, Origins []Choice
}

func newDraftPage(r *Request) Answer {
	return Answer{Template: "draft-new", Title: r.Say("write.new-title"),
		Data: newData{Kinds: r.kindChoices(), Languages: r.languageChoices(""), Origins: r.termChoices(protocol.Origins(), "write-origin.", "")}}
}

func newDraft(r *Request) (Answer, error) { return newDraftPage(r), nil }

// termChoices are the terms of a vocabulary to choose among, each with a hint where there is one; with none, "" comes first.
func (r *Request) termChoices(v protocol.Vocabulary, hints, none string) []Choice {
	var all []Choice
	if none != "" {
		all = append(all, Choice{Label: r.Say(none)})
	}
	for _, t := range v.Terms() {
		c := Choice{Value: t.Code, Label: v.Label(t.Code, r.Language)}
		if hints != "" && r.Has(hints+t.Code) {
			c.Hint = r.Say(hints + t.Code)
		}
		all = append(all, c)
	}
	return all
}

// languageChoices are the languages in which people here write: those of the pages and of the body first.
func (r *Request) languageChoices(more string) []Choice {
	codes := messages.Languages()
	if i, err := r.s.Node.Identity(); err == nil {
		codes = slices.Concat(i.Languages, codes)
	}
	codes = append(codes, strings.Fields("ar be bg bs ca cs da de el et fa fi ga he hr hu hy is it ja ka lb lt lv mk mt nl no pl pt ro ru sk sl sq sr sv tr uk ur zh")...)
	codes = append(codes, more)
	var all []Choice
	for _, code := range codes {
		if code != "" && !slices.ContainsFunc(all, func(c Choice) bool { return c.Value == code }) {
			all = append(all, Choice{Value: code, Label: nameOfLanguage(code) + " (" + code + ")", Lang: code})
		}
	}
	return all
}

// importDraft takes over a file: Markdown with front matter as it is, any other as the text of a form that is still to be
// filled in.
func importDraft(r *Request) (Answer, error) {
	f, header, err := r.Upload("file")
	if err != nil {
		return Answer{}, err
	}
	if f == nil {
		r.Wrong("file", "write.file-needed")
		return newDraftPage(r), nil
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(f)
	if err != nil {
		return Answer{}, err
	}
	ending := strings.ToLower(path.Ext(header.Filename))
	if text := strings.TrimPrefix(string(raw), "\ufeff"); (ending == ".md" || ending == ".markdown") && strings.HasPrefix(text, "---") {
		d, err := r.Session.AddDraft(raw)
		if e, ok := errors.AsType[*markdown.Error](err); ok {
			r.Wrong("file", "write.import-wrong", "line", e.Line, "what", e.In(r.Language))
			return newDraftPage(r), nil
		}
		if err != nil {
			return Answer{}, err
		}
		r.Notice("write.imported")
		return Go("/drafts/" + d.ID.String())
	}
	kind := protocol.Kind(r.Form.Get("kind"))
	if !kind.Known() {
		r.Wrong("kind", "write.kind-needed")
		return newDraftPage(r), nil
	}
	got, err := attach.Markdown(header.Filename, raw)
	if e, ok := errors.AsType[*attach.Refusal](err); ok {
		r.Wrong("file", "write.file-refused", "what", e.In(r.Language))
		return newDraftPage(r), nil
	}
	if err != nil {
		return Answer{}, err
	}
	return r.importedPage(kind, got), nil
}

// importedPage shows what was taken over of a file in the form of its kind, to be completed and saved.
func (r *Request) importedPage(kind protocol.Kind, got attach.Imported) Answer {
	values := url.Values{"title": {oneLine(got.Title)}, textField: {got.Text}, "handling": {string(protocol.HandlingCiteByName)}, "attribution": {string(protocol.AttributionByName)}}
	for _, name := range []string{"language", "origin"} {
		values.Set(name, r.Form.Get(name))
	}
	r.Form.Values = values
	d := r.writing(kind)
	d.Imported = true
	for _, l := range got.Left {
		d.Left = append(d.Left, l.In(r.Language))
	}
	return Answer{Template: "draft-write", Title: d.title(r), Data: d}
}

// writingData is what the form of a draft needs besides what is typed.
type writingData struct {
	Kind      protocol.Kind
	Draft     draft.Draft // without an id, of a new one
	Path      string      // at which the form is saved
	Unsaved   string      // at which it is kept while somebody types
	Base      string      // of the file that is edited
	Back      string
	Restored  int64 // when what was not saved was kept; 0 where nothing was
	Imported  bool
	Left      []string // what was left behind of a file
	Languages []Choice
	Sections  []writingSection
	Details   []detail
	Lines     []detail
	Long      bool // the text is one field
	Changed   bool // somebody saved it meanwhile
	Frozen    bool // saving ends a review
	Others    bool // there are texts in further languages
}

type writingSection struct{ Field, Heading, Label, Hint string }

// detail is a field with choices.
type detail struct {
	Name, Label string
	Choices     []Choice
	Open        bool // something is chosen
	Count       int
}

func (d writingData) title(r *Request) string {
	kind := protocol.KindTerms().Label(string(d.Kind), r.Language)
	if d.Draft.ID.IsZero() {
		return r.Say("write.title-new", "kind", kind)
	}
	return r.Say("write.title-edit", "kind", kind)
}

// writing prepares the form of a kind. Who typed what is in the request's form.
func (r *Request) writing(kind protocol.Kind) writingData {
	base := "/write/" + string(kind)
	d := writingData{Kind: kind, Path: base, Unsaved: base + "/unsaved", Back: "/drafts", Languages: r.languageChoices(r.Form.Get("language"))}
	for i, c := range d.Languages {
		d.Languages[i].Chosen = c.Value == r.Form.Get("language")
	}
	for _, id := range protocol.SectionIDs(kind) {
		d.Sections = append(d.Sections, writingSection{Field: sectionField + id, Heading: sectionField + id + "-heading",
			Label: protocol.SectionTerms().Label(id, r.Language), Hint: r.Say("write-section." + id)})
	}
	d.Long = len(d.Sections) == 0
	for _, l := range listFields(kind) {
		one := detail{Name: l.name, Label: r.Say("write-list." + l.name), Choices: r.termChoices(l.vocabulary, "", "")}
		one.Count = len(l.known(r.Form.Values[l.name]))
		one.Open = one.Count > 0
		d.Details = append(d.Details, one)
	}
	codes := []struct {
		name       string
		vocabulary protocol.Vocabulary
		of         protocol.Kind
	}{{"evidence", protocol.EvidenceStrengths(), protocol.KindPracticeNote}, {"response", protocol.Responses(), protocol.KindPracticeNote},
		{"cycle", protocol.CycleSteps(), protocol.KindMethodology}, {"report", protocol.ReportTypes(), protocol.KindReport}}
	for _, c := range codes {
		if c.of == kind {
			d.Lines = append(d.Lines, detail{Name: c.name, Label: r.Say("write-line." + c.name), Choices: r.termChoices(c.vocabulary, "", "write.nothing-said")})
		}
	}
	return d
}

// Origins and Handlings are to choose among, with what each means.
func (v View) Origins() []Choice { return v.termChoices(protocol.Origins(), "write-origin.", "") }

// Handlings say how readers may use what is written.
func (v View) Handlings() []Choice { return v.termChoices(protocol.Handlings(), "write-handling.", "") }

// Attributions say how the body is shown as the author.
func (v View) Attributions() []Choice {
	return v.termChoices(protocol.Attributions(), "write-attribution.", "")
}

// unsavedForm names the form of a draft, or of a new one of a kind, for what is kept while somebody types.
func unsavedForm(of string) string { return "draft " + of }

// keep keeps what somebody has typed and not saved. It is answered while they go on typing.
func (r *Request) keep(of string) (Answer, error) {
	fields := url.Values{}
	for name, values := range r.Form.Values {
		if name != tokenField {
			fields[name] = values
		}
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return Answer{}, err
	}
	if err := r.Session.KeepUnsaved(unsavedForm(of), raw); err != nil {
		return Answer{}, err
	}
	said := r.Say("write.kept", "time", r.Clock(r.s.Now().Unix()))
	return Answer{File: &File{Name: "kept.txt", Type: "text/plain; charset=utf-8", Data: []byte(said)}}, nil
}

// restore puts what somebody had typed and not saved into the form, and tells when that was; 0 where there is nothing.
func (r *Request) restore(of string) (int64, error) {
	u, ok, err := r.Session.Unsaved(unsavedForm(of))
	if err != nil || !ok {
		return 0, err
	}
	fields := url.Values{}
	if err := json.Unmarshal(u.Fields, &fields); err != nil {
		return 0, err
	}
	r.Form.Values = fields
	return u.Time, nil
}

func (r *Request) kindOfPath() (protocol.Kind, error) {
	kind := protocol.Kind(r.PathValue("kind"))
	if !kind.Known() {
		return "", NotFound
	}
	return kind, nil
}

func writeNew(r *Request) (Answer, error) {
	kind, err := r.kindOfPath()
	if err != nil {
		return Answer{}, err
	}
	r.Form.Values = url.Values{"handling": {string(protocol.HandlingCiteByName)}, "attribution": {string(protocol.AttributionByName)}, "language": {r.Language}}
	if i, err := r.s.Node.Identity(); err == nil && len(i.Languages) > 0 {
		r.Form.Set("language", i.Languages[0])
	}
	restored, err := r.restore(string(kind))
	if err != nil {
		return Answer{}, err
	}
	d := r.writing(kind)
	d.Restored = restored
	return Answer{Template: "draft-write", Title: d.title(r), Data: d}, nil
}

func saveNew(r *Request) (Answer, error) {
	kind, err := r.kindOfPath()
	if err != nil {
		return Answer{}, err
	}
	file := r.compose(kind, nil)
	if file == nil {
		d := r.writing(kind)
		return Answer{Template: "draft-write", Title: d.title(r), Data: d}, nil
	}
	made, err := r.Session.AddDraft(file)
	if err != nil {
		return Answer{}, err
	}
	if err := r.Session.ForgetUnsaved(unsavedForm(string(kind))); err != nil {
		return Answer{}, err
	}
	r.Notice("write.saved")
	return Go("/drafts/" + made.ID.String())
}

func keepNew(r *Request) (Answer, error) {
	kind, err := r.kindOfPath()
	if err != nil {
		return Answer{}, err
	}
	return r.keep(string(kind))
}

func forgetNew(r *Request) (Answer, error) {
	kind, err := r.kindOfPath()
	if err != nil {
		return Answer{}, err
	}
	if err := r.Session.ForgetUnsaved(unsavedForm(string(kind))); err != nil {
		return Answer{}, err
	}
	r.Notice("write.given-up")
	return Go("/write/" + string(kind))
}
