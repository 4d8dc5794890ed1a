package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"praxis/internal/draft"
	"praxis/internal/web/messages"
	"praxis/protocol"
)

//go:embed templates
var templateFiles embed.FS

// templates are the pages, each with the layout and the parts that all share. A page is made when it is first opened: its
// copy of the shared parts takes memory, and most nodes open few pages in a day.
type templates struct {
	pages map[string]func() (*template.Template, error)
}

// page is a page by its name.
func (t *templates) page(name string) (*template.Template, error) {
	made, ok := t.pages[name]
	if !ok {
		return nil, fmt.Errorf("there is no template %s", name)
	}
	return made()
}

// loadTemplates reads templates/*.html: those whose names begin with "shared-" are shared; each other one is a page, which
// defines "main".
func loadTemplates() (*templates, error) {
	t := &templates{pages: make(map[string]func() (*template.Template, error))}
	shared, err := template.New("shared").ParseFS(templateFiles, "templates/shared-*.html")
	if err != nil {
		return nil, err
	}
	all, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, file := range all {
		if strings.HasPrefix(path.Base(file), "shared-") {
			continue
		}
		t.pages[strings.TrimSuffix(path.Base(file), ".html")] = sync.OnceValues(func() (*template.Template, error) {
			one, err := shared.Clone()
			if err != nil {
				return nil, err
			}
			return one.ParseFS(templateFiles, file)
		})
	}
	return t, nil
}

// View is what a template sees: the request with its language and person, and the page's data.
type View struct {
	*Request
	Title   string
	Data    any
	Notices []string
	Band    *Band // what is private and what has left; nil where nobody has signed in
}

// render makes a page in memory, so that a template that fails half-way leaves nothing half.
func (r *Request) render(a Answer) ([]byte, error) {
	page, err := r.s.templates.page(a.Template)
	if err != nil {
		return nil, err
	}
	v := View{Request: r, Title: a.Title, Data: a.Data}
	if r.open != nil {
		v.Notices = r.open.said()
		band, err := r.s.band.of(r.s.Node, r.s.Now())
		if err != nil {
			return nil, err
		}
		v.Band = band
	}
	var out bytes.Buffer
	if err := page.ExecuteTemplate(&out, "layout", v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Piece renders a named part of a page, for a live page.
func (r *Request) Piece(page, part string, data any) (template.HTML, error) {
	t, err := r.s.templates.page(page)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = t.ExecuteTemplate(&out, part, View{Request: r, Data: data})
	return template.HTML(out.String()), err
}

// With is the view with other data, for a part of a page.
func (v View) With(data any) View {
	v.Data = data
	return v
}

// T says a sentence of the catalogue.
func (v View) T(key string, arguments ...any) string { return v.Say(key, arguments...) }

// Prose renders Markdown, safely.
func (v View) Prose(markdown string) template.HTML { return v.s.prose.HTML(markdown) }

// File is the address of a file of the pages' own: it changes with the file, so that browsers keep it.
func (v View) File(name string) string { return v.s.static.address(name) }

// Dir is the direction in which a language is written, for the attribute beside lang.
func (v View) Dir(language string) string { return direction(language) }

func direction(language string) string {
	base, _, _ := strings.Cut(language, "-")
	switch base {
	case "ar", "he", "fa", "ur", "yi", "ps", "sd", "ckb", "dv":
		return "rtl"
	}
	return "ltr"
}

// Label is the label of a code, of whatever kind of text, of a controlled vocabulary, by the vocabulary's name in documents.
func (v View) Label(vocabulary string, is any) string {
	code := fmt.Sprint(is)
	for _, one := range vocabularies() {
		if one.Name() == vocabulary {
			return one.Label(code, v.Language)
		}
	}
	return code
}

func vocabularies() []protocol.Vocabulary {
	return []protocol.Vocabulary{protocol.KindTerms(), protocol.Origins(), protocol.Handlings(), protocol.Attributions(), protocol.Statuses(),
		protocol.Levels(), protocol.Relations(), protocol.ReportTypes(), protocol.EvidenceStrengths(), protocol.Responses(), protocol.SectionTerms(),
		protocol.Instruments(), protocol.PlaceTypes(), protocol.Populations(), protocol.LegalStatuses(), protocol.Topics(),
		protocol.VisitPurposes(), protocol.Notices(), protocol.VisitTimes(), protocol.Compositions(), protocol.VisitSteps(), protocol.CycleSteps()}
}

// Day writes a day that stands as YYYY-MM-DD, in whatever kind of text; what is none stays as it is.
func (v View) Day(day any) string { return v.Speaker.Day(fmt.Sprint(day)) }

// Role is a role in words.
func (v View) Role(r draft.Role) string { return v.Say("role." + string(r)) }

// Languages are the languages of the pages, for the switch.
func (v View) Languages() []Choice {
	var all []Choice
	for i, language := range messages.Languages() {
		all = append(all, Choice{Value: language, Label: messages.Names()[i], Chosen: language == v.Language, Lang: language})
	}
	return all
}

// Program is the version of the program.
func (v View) Program() string { return v.s.Program }

// Body is whose node this is; "" before it is set up.
func (v View) Body() string {
	i, err := v.s.Node.Identity()
	if err != nil {
		return ""
	}
	return i.BodyName
}

// Here is the path of the page.
func (v View) Here() string { return v.URL.Path }

// Ends is when the session ends by itself (Unix seconds); 0 where nobody has signed in.
func (v View) Ends() int64 {
	if v.open == nil {
		return 0
	}
	return v.open.ends().Unix()
}

// Place is a line of the navigation.
type Place struct {
	Path string
	Key  string // of its words
	who  who
	Now  bool // the page is at or below it
}

// places is the navigation, in order. Whoever adds a part of the pages adds its place here.
func places() []Place {
	return []Place{
		{Path: "/", Key: "nav.home", who: signedIn},
		{Path: "/documents", Key: "nav.documents", who: draft.Person.MayReadDocuments},
		{Path: "/new", Key: "nav.new", who: draft.Person.MayReadDocuments},
		{Path: "/standards", Key: "nav.standards", who: draft.Person.MayReadDocuments},
		{Path: "/compare", Key: "nav.compare", who: draft.Person.MayReadDocuments},
		{Path: "/packs", Key: "nav.packs", who: draft.Person.MayReadDocuments},
		{Path: "/drafts", Key: "nav.drafts", who: readsSomeDraft},
		{Path: "/take-back", Key: "nav.take-back", who: draft.Person.MayShare},
		{Path: "/network", Key: "nav.network", who: signedIn},
		{Path: "/persons", Key: "nav.persons", who: draft.Person.ManagesPersons},
		{Path: "/journal", Key: "nav.journal", who: draft.Person.MayReadJournal},
		{Path: "/help", Key: "nav.help", who: signedIn},
	}
}

// Nav is the navigation of who has signed in, by their roles.
func (v View) Nav() []Place {
	if v.Session == nil {
		return nil
	}
	all := slices.DeleteFunc(places(), func(p Place) bool { return !p.who(v.Person) })
	for i := range all {
		all[i].Now = v.URL.Path == all[i].Path || all[i].Path != "/" && strings.HasPrefix(v.URL.Path, all[i].Path+"/")
	}
	return all
}

// Choice is one of several to choose among.
type Choice struct {
	Value, Label, Hint string
	Chosen             bool
	Lang               string // of the label, where it is not the page's
}

// Field is a field of a form, as the parts "text", "area", "choice", "ticks" and "file" show it.
type Field struct {
	ID, Name, Label, Hint, Value, Error string
	Type, Autocomplete, Lang            string
	Required                            bool
	Rows                                int
	Choices                             []Choice
}

// Field makes a field of the page's form from its name, the key of its label, and more, each "word" or "word=value":
// required, hint=KEY, type=TYPE, autocomplete=WORD, rows=NUMBER, lang=LANGUAGE, value=WHAT STANDS THERE AT FIRST.
func (v View) Field(name, label string, more ...string) Field {
	f := Field{ID: "field-" + name, Name: name, Label: v.Say(label), Type: "text", Rows: 6, Error: v.Form.Error(name)}
	for _, m := range more {
		word, value, _ := strings.Cut(m, "=")
		switch word {
		case "required":
			f.Required = true
		case "hint":
			f.Hint = v.Say(value)
		case "type":
			f.Type = value
		case "autocomplete":
			f.Autocomplete = value
		case "rows":
			_, _ = fmt.Sscanf(value, "%d", &f.Rows) // what is no number leaves the usual height
		case "lang":
			f.Lang = value
		case "value":
			f.Value = value
		}
	}
	if typed, ok := v.Form.Values[name]; ok && f.Type != "password" {
		f.Value = strings.Join(typed, "\n")
	}
	return f
}

// Of gives a field what is to be chosen among. What was chosen before stays chosen.
func (v View) Of(f Field, choices []Choice) Field {
	f.Choices = slices.Clone(choices)
	if typed, ok := v.Form.Values[f.Name]; ok {
		for i := range f.Choices {
			f.Choices[i].Chosen = slices.Contains(typed, f.Choices[i].Value)
		}
	}
	return f
}
