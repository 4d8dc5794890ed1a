package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/node"
	"praxis/protocol"
)

func markRoutes() []route {
	return []route{
		{pattern: "POST /drafts/{id}/check", who: draft.Person.MayWrite, handler: startCheck},
		{pattern: "GET /drafts/{id}/checking", who: readsSomeDraft, handler: showChecking},
		{pattern: "GET /drafts/{id}/checking/live", who: readsSomeDraft, handler: liveChecking},
		{pattern: "GET /drafts/{id}/marks", who: readsSomeDraft, handler: showMarks},
		{pattern: "POST /drafts/{id}/marks", who: readsSomeDraft, handler: resolveMarks},
		{pattern: "POST /drafts/{id}/words", who: readsSomeDraft, handler: clearWords},
	}
}

// startCheck freezes what would leave, for the audience that was chosen, and has the gate examine it.
func startCheck(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	audience, err := protocol.ParseAudience(r.Form.Get("audience"))
	if err != nil {
		r.Wrong("audience", "draft.audience-needed")
		return draftPage(r, d, st)
	}
	if d.Bytes >= longDraft {
		r.s.checks.start(r.Session, d.ID, audience, r.Form.Has("ends", "yes"), r.s.Now())
		return Go("/drafts/" + d.ID.String() + "/checking")
	}
	if _, _, err := r.Session.Review(d.ID, audience, r.Form.Has("ends", "yes")); err != nil {
		return Answer{}, err
	}
	return Go("/drafts/" + d.ID.String() + "/marks")
}

const (
	marksOnPage = 20    // places that are decided about at once
	wholeText   = 12000 // bytes up to which a text is shown whole beside its marks
	around      = 200   // bytes of a longer one that are shown before and after a mark
	mostNoted   = 200   // noted places that are listed
)

type marksData struct {
	Draft      draft.Draft
	Standing   node.Standing
	Open       int // places about which nothing is decided
	Decided    []placeView
	Places     []placeView // to be decided about, at most marksOnPage
	Passages   []passage
	Unknown    []string
	Noted      []notedView
	Mine       bool
	Writes     bool
	Recipients recipientsData
	Tables     []string // rounded tables that may take the place of others
	Audiences  []Choice
}

// placeView is a place that is marked, with what may be done about it.
type placeView struct {
	Number    int
	Mark      draft.Mark
	Count     int // how often the words stand in the field
	Field     string
	KindLabel string
	Why       string
	Redaction string
	Choices   []Choice
	Kept      bool     // may be kept
	Author    bool     // the person may take the words out
	Hex       string   // of its place
	Also      []string // of the places in pieces of a long text that blocks divide, where the same words stand
	Decision  string
	Reason    string
	By        string
	Error     string
}

type notedView struct {
	Kind  string
	Words []string
}

// passage is a part of the text, with its marks in place.
type passage struct {
	Field, Language string
	Pieces          []piece
}

// piece is a run of text; Number is that of the place which is marked there, 0 for none.
type piece struct {
	Text    string
	Number  int
	Decided bool
	Gap     bool
}

func showMarks(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	return marksPage(r, d, st)
}

// marksPage shows the text with its marks, and what may be done about each.
func marksPage(r *Request, d draft.Draft, st node.Standing) (Answer, error) {
	if d.State == draft.StateDraft || st.ReadsFirst {
		return Go("/drafts/" + d.ID.String())
	}
	review, err := r.Session.Reviewed(d.ID)
	if err != nil {
		return Answer{}, err
	}
	v, marks, err := r.s.Node.ReadMarks(review)
	if err != nil {
		return Answer{}, err
	}
	names, err := r.names()
	if err != nil {
		return Answer{}, err
	}
	data := marksData{Draft: d, Standing: st, Mine: slices.Contains(d.Authors, r.Person.ID), Writes: r.Person.MayWrite(), Audiences: r.audienceChoices(st.Audience)}
	places, noted := r.placesOf(marks, review.Examination.Resolutions(), names)
	for _, p := range places {
		p.Author, p.Hex = data.Mine && data.Writes, protocol.Hash(p.Mark.Place).String()
		switch {
		case p.Decision != "":
			data.Decided = append(data.Decided, p)
		case len(data.Places) < marksOnPage:
			data.Places = append(data.Places, p)
			data.Open++
		default:
			data.Open++
		}
		if p.Mark.Rounded != "" {
			data.Tables = append(data.Tables, p.Mark.Rounded)
		}
	}
	data.Noted, data.Unknown = r.notedOf(noted)
	data.Passages = r.passagesOf(gate.TextsOf(v), marks, data.Places, data.Decided)
	if data.Recipients, err = r.recipients(st.Audience); err != nil {
		return Answer{}, err
	}
	return Answer{Template: "draft-marks", Title: r.Say("marks.title"), Data: data}, nil
}

// placesOf puts the marks that block together by their place, in the order of the text, and returns those that do not block.
func (r *Request) placesOf(marks []draft.Mark, resolutions []draft.Resolution, names personNames) (places []placeView, noted []draft.Mark) {
	for _, m := range marks {
		if !m.Blocking {
			noted = append(noted, m)
			continue
		}
		if at := slices.IndexFunc(places, func(p placeView) bool { return p.Mark.Place == m.Place }); at >= 0 {
			places[at].Count++
			continue
		}
		if at := slices.IndexFunc(places, func(p placeView) bool { return isPiece(m) && p.Mark.Kind == m.Kind && p.Mark.Found == m.Found }); at >= 0 {
			if hex := protocol.Hash(m.Place).String(); !slices.Contains(places[at].Also, hex) {
				places[at].Also = append(places[at].Also, hex)
			}
			continue
		}
		p := r.placeOf(m)
		p.Number = len(places) + 1
		for _, one := range resolutions {
			if one.Place == m.Place && one.Decision == draft.Kept {
				p.Decision, p.Reason, p.By = string(one.Decision), one.Reason, names[one.Person]
			}
		}
		places = append(places, p)
	}
	return places, noted
}

// isPiece tells whether a mark stands in a piece of a long text that blocks divide, where the same words are marked once more
// than in the text itself. They go with the text; where they are kept, they are kept in both.
func isPiece(m draft.Mark) bool { return strings.HasPrefix(m.Field, "block ") }

func (r *Request) placeOf(m draft.Mark) placeView {
	p := placeView{Mark: m, Count: 1, Field: r.fieldLabel(m.Field), KindLabel: r.Say("mark-kind." + string(m.Kind)), Why: m.Why(r.Language),
		Redaction: m.Kind.Redaction(m.Language), Kept: m.Kind.MayBeKept()}
	if strings.TrimSpace(m.Found) == "" {
		return p
	}
	for i, words := range m.Proposals {
		p.Choices = append(p.Choices, Choice{Value: "proposal-" + strconv.Itoa(i), Hint: strconv.Itoa(i), Label: words, Lang: m.Language})
	}
	return p
}

// fieldLabel is what the part of a text is called in which a mark stands.
func (r *Request) fieldLabel(field string) string {
	if protocol.SectionTerms().Has(field) {
		return protocol.SectionTerms().Label(field, r.Language)
	}
	if key := "mark-field." + field; r.Has(key) {
		return r.Say(key)
	}
	return field
}

// notedOf lists what does not block, each words once, by kind; and the unknown words by themselves.
func (r *Request) notedOf(noted []draft.Mark) (all []notedView, unknown []string) {
	by := map[draft.Kind]int{}
	for i, m := range noted {
		if m.Kind == draft.KindUnknown {
			if !slices.Contains(unknown, m.Found) && len(unknown) < mostNoted {
				unknown = append(unknown, m.Found)
			}
			continue
		}
		if i >= mostNoted {
			continue
		}
		at, ok := by[m.Kind]
		if !ok {
			at = len(all)
			by[m.Kind], all = at, append(all, notedView{Kind: r.Say("mark-kind." + string(m.Kind))})
		}
		if !slices.Contains(all[at].Words, m.Found) {
			all[at].Words = append(all[at].Words, m.Found)
		}
	}
	return all, unknown
}

// passagesOf divides the texts at their marks. A long text is shown around its marks only.
func (r *Request) passagesOf(texts []gate.Text, marks []draft.Mark, shown ...[]placeView) []passage {
	numbers, decided := map[draft.Place]int{}, map[draft.Place]bool{}
	for _, list := range shown {
		for _, p := range list {
			numbers[p.Mark.Place], decided[p.Mark.Place] = p.Number, p.Decision != ""
		}
	}
	size := 0
	for _, t := range texts {
		size += len(t.Body)
	}
	var all []passage
	for _, t := range texts {
		var here []draft.Mark
		for _, m := range marks {
			if m.Field == t.Field && m.Language == t.Language && numbers[m.Place] > 0 && m.End <= len(t.Body) && t.Body[m.Start:m.End] == m.Found {
				here = append(here, m)
			}
		}
		if size > wholeText && len(here) == 0 {
			continue
		}
		slices.SortFunc(here, func(a, b draft.Mark) int { return cmp.Compare(a.Start, b.Start) })
		p := passage{Field: r.fieldLabel(t.Field), Language: t.Language}
		p.Pieces = piecesOf(t.Body, here, numbers, decided, size > wholeText)
		all = append(all, p)
	}
	return all
}

func piecesOf(body string, marks []draft.Mark, numbers map[draft.Place]int, decided map[draft.Place]bool, shorten bool) []piece {
	var all []piece
	at := 0
	plain := func(text string, first, last bool) {
		if text == "" {
			return
		}
		if shorten && len(text) > 3*around {
			before, after := cut(text, around), cutEnd(text, around)
			if !first {
				all = append(all, piece{Text: before})
			}
			all = append(all, piece{Gap: true})
			if !last {
				all = append(all, piece{Text: after})
			}
			return
		}
		all = append(all, piece{Text: text})
	}
	for i, m := range marks {
		if m.Start < at { // it overlaps the one before
			continue
		}
		plain(body[at:m.Start], i == 0, false)
		all = append(all, piece{Text: body[m.Start:m.End], Number: numbers[m.Place], Decided: decided[m.Place]})
		at = m.End
	}
	plain(body[at:], len(marks) == 0, true)
	return all
}

// cut is the beginning of a text, of about n bytes, up to a blank.
func cut(text string, n int) string {
	if at := strings.IndexByte(text[n:], ' '); at >= 0 {
		return text[:n+at]
	}
	return text
}

// cutEnd is the end of a text, of about n bytes, from a blank.
func cutEnd(text string, n int) string {
	if at := strings.LastIndexByte(text[:len(text)-n], ' '); at >= 0 {
		return text[at:]
	}
	return text
}
