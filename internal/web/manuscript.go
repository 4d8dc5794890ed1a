package web

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"praxis/internal/markdown"
	"praxis/protocol"
)

// A draft is a file; the form shows it field by field, and what is typed becomes a file again. What the form does not
// show, such as texts in further languages, stays as it is.

// sectionField is the name of the field of a section; a text as a whole is in textField.
const (
	sectionField = "section-"
	textField    = "text"
)

// listFields are the fields that hold several codes, with the vocabulary that each takes them from.
func listFields(kind protocol.Kind) []listField {
	all := []listField{
		{"topics", protocol.Topics(), func(v *protocol.Version) *[]string { return &v.Topics }},
		{"place-types", protocol.PlaceTypes(), func(v *protocol.Version) *[]string { return &v.PlaceTypes }},
		{"populations", protocol.Populations(), func(v *protocol.Version) *[]string { return &v.Populations }},
		{"legal-status", protocol.LegalStatuses(), func(v *protocol.Version) *[]string { return &v.LegalStatus }},
	}
	if kind == protocol.KindMethodology {
		all = append(all,
			listField{"purposes", protocol.VisitPurposes(), func(v *protocol.Version) *[]string { return &v.Methodology.Purposes }},
			listField{"notice", protocol.Notices(), func(v *protocol.Version) *[]string { return &v.Methodology.Notice }},
			listField{"times", protocol.VisitTimes(), func(v *protocol.Version) *[]string { return &v.Methodology.Times }},
			listField{"composition", protocol.Compositions(), func(v *protocol.Version) *[]string { return &v.Methodology.Composition }},
			listField{"steps", protocol.VisitSteps(), func(v *protocol.Version) *[]string { return &v.Methodology.Steps }})
	}
	return all
}

type listField struct {
	name       string
	vocabulary protocol.Vocabulary
	of         func(*protocol.Version) *[]string
}

// lineFields are the fields that hold one line, or one code.
func lineFields(v *protocol.Version) map[string]*string {
	fields := map[string]*string{
		"origin": (*string)(&v.Origin.Kind), "source": &v.Origin.Source, "published": (*string)(&v.Origin.Published),
		"handling": (*string)(&v.Handling), "attribution": (*string)(&v.Attribution), "licence": &v.Licence, "date": (*string)(&v.Date),
	}
	switch {
	case v.PracticeNote != nil:
		fields["evidence"], fields["response"] = &v.PracticeNote.Evidence, &v.PracticeNote.Response
		fields["country"], fields["ask"] = &v.PracticeNote.Country, &v.PracticeNote.Ask
	case v.Methodology != nil:
		fields["cycle"] = &v.Methodology.Cycle
	case v.Report != nil:
		fields["report"], fields["since"], fields["until"] = &v.Report.Type, (*string)(&v.Report.Since), (*string)(&v.Report.Until)
	case v.Standard != nil:
		fields["instrument"], fields["adopter"], fields["adopted"] = &v.Standard.Instrument, &v.Standard.Adopter, (*string)(&v.Standard.Adopted)
	}
	return fields
}

// newVersion is an empty text of a kind.
func newVersion(kind protocol.Kind) protocol.Version {
	v := protocol.Version{Format: kind.Format(), Handling: protocol.HandlingCiteByName, Attribution: protocol.AttributionByName}
	switch kind {
	case protocol.KindStandard:
		v.Standard = &protocol.Standard{}
	case protocol.KindMethodology:
		v.Methodology = &protocol.Methodology{}
	case protocol.KindPracticeNote:
		v.PracticeNote = &protocol.PracticeNote{}
	case protocol.KindReport:
		v.Report = &protocol.Report{}
	}
	return v
}

// fieldsOf are the fields of the form that show a draft's file.
func fieldsOf(file []byte) (url.Values, protocol.Kind, error) {
	m, err := markdown.Parse(file)
	if err != nil {
		return nil, "", err
	}
	v := protocol.Version(m)
	values := url.Values{}
	for name, field := range lineFields(&v) {
		values.Set(name, *field)
	}
	for _, l := range listFields(v.Kind()) {
		values[l.name] = slices.Clone(*l.of(&v))
	}
	values.Set("provisions", strings.Join(v.Provisions, ", "))
	if v.Standard != nil {
		var revised []string
		for _, d := range v.Standard.Revised {
			revised = append(revised, string(d))
		}
		values.Set("revised", strings.Join(revised, ", "))
		if v.Standard.Binding {
			values.Set("binding", "yes")
		}
	}
	text, _ := v.Primary()
	values.Set("language", text.Language)
	values.Set("title", text.Title)
	values.Set("summary", text.Summary)
	_, body, _ := split(string(file))
	if known := protocol.SectionIDs(v.Kind()); len(known) == 0 {
		values.Set(textField, strings.TrimSpace(body))
	} else {
		var free strings.Builder
		for _, s := range text.Sections {
			if s.ID != "" {
				values.Set(sectionField+s.ID, s.Text)
				values.Set(sectionField+s.ID+"-heading", s.Heading)
				continue
			}
			if s.Heading != "" {
				free.WriteString("\n\n## " + s.Heading)
			}
			free.WriteString("\n\n" + s.Text)
		}
		values.Set(textField, strings.TrimSpace(free.String()))
	}
	return values, v.Kind(), nil
}

// split divides a file into its front matter, the text of its first language, and the texts of the others.
func split(file string) (front, body, others string) {
	lines := strings.SplitAfter(strings.ReplaceAll(strings.TrimPrefix(file, "\ufeff"), "\r\n", "\n"), "\n")
	isFence := func(i int) bool { return strings.TrimRight(lines[i], " \t\n") == "---" }
	at := 1
	for at < len(lines) && !isFence(at) {
		at++
	}
	end := min(at+1, len(lines))
	for i := end; i < len(lines); i++ {
		if i+1 < len(lines) && isFence(i) && protocol.StartsText(strings.TrimRight(lines[i], "\n"), lines[i+1]) {
			return strings.Join(lines[:end], ""), strings.Join(lines[end:i], ""), strings.Join(lines[i:], "")
		}
	}
	return strings.Join(lines[:end], ""), strings.Join(lines[end:], ""), ""
}

// compose makes a draft's file of what was typed. before is the file as it was, nil for a new draft. What is wrong is noted
// at its field, and the file is nil then.
func (r *Request) compose(kind protocol.Kind, before []byte) []byte {
	v, others := newVersion(kind), ""
	if before != nil {
		m, err := markdown.Parse(before)
		if err == nil {
			v = protocol.Version(m)
			_, _, others = split(string(before))
		}
	}
	r.checkTyped(kind)
	if len(r.Form.Errors) > 0 {
		return nil
	}
	primary, _ := v.Primary()
	if primary.Status == "" {
		primary.Status = protocol.StatusOriginal
	}
	primary.Language, primary.Title, primary.Summary = r.Form.Text("language"), oneLine(r.Form.Get("title")), tidy(r.Form.Get("summary"))
	primary.Sections = nil
	v.Texts = []protocol.Text{primary}
	for name, field := range lineFields(&v) {
		*field = oneLine(r.Form.Get(name))
	}
	if v.Origin.Kind != protocol.OriginPublished {
		v.Origin.Source, v.Origin.Published = "", ""
	}
	if v.PracticeNote != nil {
		v.PracticeNote.Country = strings.ToUpper(v.PracticeNote.Country)
	}
	for _, l := range listFields(kind) {
		*l.of(&v) = l.known(r.Form.Values[l.name])
	}
	v.Provisions = parts(r.Form.Get("provisions"))
	if v.Standard != nil {
		v.Standard.Tree, v.Standard.Binding, v.Standard.Revised = nil, r.Form.Has("binding", "yes"), nil
		for _, day := range parts(r.Form.Get("revised")) {
			v.Standard.Revised = append(v.Standard.Revised, protocol.Date(day))
		}
	}
	file := []byte(string(markdown.Format(v)) + "\n" + r.body(kind) + "\n" + others)
	if _, err := markdown.Parse(file); err != nil {
		r.wrongFile(err)
		return nil
	}
	return file
}

// body is the text of the first language, as it was typed.
func (r *Request) body(kind protocol.Kind) string {
	var preface, sections strings.Builder
	for _, id := range protocol.SectionIDs(kind) {
		text := deepen(tidy(r.Form.Get(sectionField + id)))
		if text == "" {
			continue
		}
		heading := oneLine(r.Form.Get(sectionField + id + "-heading"))
		if term, _ := protocol.SectionTerms().Term(id); heading == "" || slices.Contains([]string{term.English, term.French, term.Spanish}, heading) {
			heading = protocol.SectionTerms().Label(id, r.Form.Text("language"))
		}
		sections.WriteString("## " + heading + " {#" + id + "}\n\n" + text + "\n\n")
	}
	rest := tidy(r.Form.Get(textField))
	if sections.Len() == 0 {
		return rest + "\n"
	}
	// What stands before the first heading of its own comes first: a section without a heading is the first.
	for line := range strings.Lines(rest) {
		if protocol.StartsSection(strings.TrimRight(line, "\n")) {
			break
		}
		preface.WriteString(line)
	}
	rest = strings.TrimPrefix(rest, preface.String())
	return preface.String() + "\n" + sections.String() + rest + "\n"
}

// deepen keeps a heading that somebody types into a field from starting another section.
func deepen(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if bare := strings.TrimRight(line, "\n"); protocol.StartsSection(bare) && strings.HasPrefix(bare, "## ") && !strings.HasSuffix(strings.TrimSpace(bare), "}") {
			line = "#" + line
		}
		b.WriteString(line)
	}
	return b.String()
}

// checkTyped notes what is missing or cannot be, field by field.
func (r *Request) checkTyped(kind protocol.Kind) {
	title := oneLine(r.Form.Get("title"))
	if title == "" || len(title) > protocol.MaxTitle {
		r.Wrong("title", "write.title-wrong")
	}
	if len(r.Form.Get("summary")) > protocol.MaxSummary {
		r.Wrong("summary", "write.summary-wrong")
	}
	if !protocol.Origins().Has(r.Form.Get("origin")) {
		r.Wrong("origin", "write.origin-wrong")
	}
	if !protocol.Handlings().Has(r.Form.Get("handling")) {
		r.Wrong("handling", "write.handling-wrong")
	}
	if r.Form.Get("origin") == string(protocol.OriginPublished) {
		if at := r.Form.Text("source"); at != "" && !strings.HasPrefix(at, "https://") && !strings.HasPrefix(at, "http://") {
			r.Wrong("source", "write.source-wrong")
		}
	}
	days := []string{"date", "published"}
	switch kind {
	case protocol.KindReport:
		days = append(days, "since", "until")
		if !protocol.ReportTypes().Has(r.Form.Get("report")) {
			r.Wrong("report", "write.report-needed")
		}
	case protocol.KindStandard:
		days = append(days, "adopted")
		for _, name := range []string{"instrument", "adopter", "adopted"} {
			if r.Form.Text(name) == "" {
				r.Wrong(name, "write.needed")
			}
		}
	}
	for _, name := range days {
		if day := r.Form.Text(name); day != "" && !protocol.Date(day).Valid() {
			r.Wrong(name, "write.day-wrong")
		}
	}
}

// wrongFile says what a file's reader found, at the field where it was typed if that is known.
func (r *Request) wrongFile(err error) {
	e, ok := errors.AsType[*markdown.Error](err)
	if !ok {
		r.Wrong("", "write.not-a-document", "what", err.Error())
		return
	}
	fields := []string{"language", "provisions", "country", "ask", "instrument", "revised", "since", "until", "source", "licence", "title", "summary"}
	if slices.Contains(fields, e.Field) {
		r.Wrong(e.Field, "write.field-wrong", "what", e.RuleIn(r.Language))
		return
	}
	if e.Line > 0 {
		r.Wrong("", "write.line-wrong", "line", e.Line, "what", e.In(r.Language))
		return
	}
	r.Wrong("", "write.not-a-document", "what", e.In(r.Language))
}

// oneLine is text on one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// tidy is text as browsers send it, with the line ends of files.
func tidy(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

// parts are what stands between commas, in order, each once.
func parts(text string) []string {
	var all []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// known are the codes of a vocabulary among those that were sent, each once. Those of sets are sorted; the steps of a visit
// stay in the order of the visit.
func (l listField) known(codes []string) []string {
	var all []string
	for _, one := range l.vocabulary.Terms() {
		if slices.Contains(codes, one.Code) {
			all = append(all, one.Code)
		}
	}
	if l.name != "steps" {
		slices.Sort(all)
	}
	return all
}
