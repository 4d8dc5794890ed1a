package web

import (
	"slices"

	"praxis/internal/difference"
	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/markdown"
	"praxis/node"
	"praxis/protocol"
)

func reviewRoutes() []route {
	shares := who(draft.Person.MayShare)
	return []route{
		{pattern: "GET /drafts/{id}/read", who: readsSomeDraft, handler: readBare},
		{pattern: "POST /drafts/{id}/read", who: readsSomeDraft, handler: answerBare},
		{pattern: "GET /drafts/{id}/review", who: readsSomeDraft, handler: showReview},
		{pattern: "POST /drafts/{id}/approve", who: readsSomeDraft, handler: approve},
		{pattern: "POST /drafts/{id}/back", who: readsSomeDraft, handler: sendBack},
		{pattern: "GET /drafts/{id}/share", who: shares, handler: beforeSharing},
		{pattern: "POST /drafts/{id}/share", who: shares, handler: share},
		{pattern: "GET /drafts/{id}/shared", who: readsSomeDraft, handler: shared},
	}
}

type bareData struct {
	Draft    draft.Draft
	Attached []attachedView
	Planted  *draft.Planted // of the copy that was read before
	Version  protocol.Version
	Question string
	Nothing  []Choice
}

// readBare shows exactly what would leave, as its readers would get it, and asks what would let the person recognise someone.
func readBare(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	return barePage(r, d, st)
}

func barePage(r *Request, d draft.Draft, st node.Standing) (Answer, error) {
	if !st.ReadsFirst || st.Unresolved > 0 {
		return Go("/drafts/" + d.ID.String())
	}
	b, err := r.Session.Read(d.ID)
	if err != nil {
		return Answer{}, err
	}
	m, err := markdown.Parse([]byte(b.Text))
	if err != nil {
		return Answer{}, err
	}
	return Answer{Template: "draft-bare", Title: r.Say("bare.title"), Data: bareData{Draft: b.Draft, Attached: attachedViews(b.Draft, b.Attached), Planted: b.Planted, Version: protocol.Version(m), Question: draft.Question(r.Language),
		Nothing: []Choice{{Value: "nothing", Label: r.Say("bare.nothing"), Hint: r.Say("bare.nothing-hint")}, {Value: "someone", Label: r.Say("bare.someone"), Hint: r.Say("bare.someone-hint")}}}}, nil
}

func answerBare(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	if !st.ReadsFirst {
		return Go("/drafts/" + d.ID.String())
	}
	words := r.Form.Text("words")
	switch answer := r.Form.Get("answer"); {
	case answer != "nothing" && answer != "someone":
		r.Wrong("answer", "bare.answer-needed")
	case answer == "nothing" && words != "":
		r.Wrong("answer", "bare.contradiction")
	case answer == "someone" && (words == "" || len(words) > draft.MaxNote):
		r.Wrong("words", "bare.words-needed")
	case answer == "nothing":
		if err := r.Session.FoundNothing(d.ID); err != nil {
			return Answer{}, err
		}
		return r.afterReading()
	default:
		if err := r.Session.Recognise(d.ID, words); err != nil {
			return Answer{}, err
		}
		return r.afterReading()
	}
	return barePage(r, d, st)
}

// afterReading leads to what follows an answer: the bare text, if what was read was a copy with a made-up detail in it; the
// original beside it; or the draft, which is back with its authors.
func (r *Request) afterReading() (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	path := "/drafts/" + d.ID.String()
	switch {
	case d.State == draft.StateDraft:
		r.Notice("review.sent-back")
		return Go(path)
	case st.ReadsFirst:
		return Go(path + "/read")
	}
	return Go(path + "/review")
}

// recipientsData are those to whom something goes, by group.
type recipientsData struct {
	Audience protocol.Audience
	Groups   []recipientGroup
	Count    int
}

type recipientGroup struct {
	Key string
	All []node.Recipient
}

func (r *Request) recipients(audience protocol.Audience) (recipientsData, error) {
	d := recipientsData{Audience: audience}
	if audience == "" {
		return d, nil
	}
	to, err := r.s.Node.Recipients(audience)
	if err != nil {
		return d, err
	}
	for _, g := range []recipientGroup{{"recipients.eea", to.EEA}, {"recipients.others", to.Others}, {"recipients.observers", to.Observers}, {"recipients.secretariat", to.Secretariat}} {
		if len(g.All) > 0 {
			d.Groups = append(d.Groups, g)
			d.Count += len(g.All)
		}
	}
	return d, nil
}

type reviewData struct {
	Draft      draft.Draft
	Standing   node.Standing
	Version    protocol.Version
	Recipients recipientsData
	Rows       []changedRow // original and outgoing, part by part
	Changed    int          // parts that differ
	Long       bool         // only what differs is shown
	Words      []wordChange // the differences in words
	Kept       []placeView
	Noted      []notedView
	Decided    []decidedLine
	Mine       bool
	Reviews    bool
	Approved   bool // by this person already
	Source     string
	Published  string
	Approvals  []approvalLine
	Attached   []attachedView
}

// changedRow is a part of the text as it was written and as it would leave.
type changedRow struct {
	Field, Language string
	Before, After   []difference.Part
	Same            bool
}

// wordChange is a difference in words.
type wordChange struct {
	Said  string // a sentence
	Count int
}

type decidedLine struct {
	Name, Kind, Decision string
	Time                 int64
	Places               int
}

func showReview(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	return reviewPage(r, d, st)
}

// reviewPage shows who approves what they need for it: original and outgoing side by side, every decision, the recipients.
func reviewPage(r *Request, d draft.Draft, st node.Standing) (Answer, error) {
	if d.State != draft.StateReview && d.State != draft.StateApproved || st.ReadsFirst {
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
	data := reviewData{Draft: d, Standing: st, Version: v, Source: review.Source, Published: review.Published, Mine: slices.Contains(d.Authors, r.Person.ID)}
	data.Reviews = r.Person.MayReview(d) && !data.Mine
	attached, err := node.AttachedTexts(review)
	if err != nil {
		return Answer{}, err
	}
	data.Attached = attachedViews(d, attached)
	if data.Recipients, err = r.recipients(st.Audience); err != nil {
		return Answer{}, err
	}
	for _, a := range st.Approvals {
		data.Approvals = append(data.Approvals, approvalLine{names[a.Person], a.Time})
		data.Approved = data.Approved || a.Person == r.Person.ID
	}
	places, noted := r.placesOf(marks, review.Examination.Resolutions(), names)
	for _, p := range places {
		if p.Decision != "" {
			data.Kept = append(data.Kept, p)
		}
	}
	data.Noted, _ = r.notedOf(noted)
	if err := r.fillDecided(&data, names); err != nil {
		return Answer{}, err
	}
	if err := r.fillChanges(&data, v); err != nil {
		return Answer{}, err
	}
	return Answer{Template: "draft-review", Title: r.Say("review.title"), Data: data}, nil
}

func (r *Request) fillDecided(data *reviewData, names personNames) error {
	decided, err := r.Session.Decisions(data.Draft.ID)
	if err != nil {
		return err
	}
	for _, one := range decided {
		if one.Version == data.Draft.Version {
			data.Decided = append(data.Decided, decidedLine{Name: names[one.Person], Kind: r.Say("mark-kind." + string(one.Kind)),
				Decision: r.Say("review-was." + string(one.Decision)), Time: one.Time, Places: one.Places})
		}
	}
	return nil
}

// fillChanges compares the draft's original with what would leave, part by part.
func (r *Request) fillChanges(data *reviewData, v protocol.Version) error {
	file, err := r.Session.Original(data.Draft.ID)
	if err != nil {
		return err
	}
	m, err := markdown.Parse(file)
	if err != nil {
		return err
	}
	type name struct {
		field, language string
		number          int
	}
	was, seen := map[name]string{}, map[name]int{}
	next := func(t gate.Text) name {
		n := name{t.Field, t.Language, 0}
		seen[n]++
		return name{t.Field, t.Language, seen[n]}
	}
	var order []name
	for _, t := range gate.TextsOf(protocol.Version(m)) {
		n := next(t)
		was[n], order = t.Body, append(order, n)
	}
	clear(seen)
	outgoing, size := gate.TextsOf(v), 0
	for _, t := range outgoing {
		size += len(t.Body)
	}
	data.Long = size > 5*wholeText
	for _, t := range outgoing {
		n := next(t)
		data.addRow(r, n.field, n.language, was[n], t.Body)
		delete(was, n)
	}
	for _, n := range order {
		if gone, ok := was[n]; ok {
			data.addRow(r, n.field, n.language, gone, "")
		}
	}
	return nil
}

// addRow adds a part of the text, and says in words what differs in it, each difference once.
func (d *reviewData) addRow(r *Request, field, language, was, is string) {
	row := changedRow{Field: r.fieldLabel(field), Language: language, Same: was == is}
	if d.Long && (row.Same || d.Changed >= mostChanged) {
		if !row.Same {
			d.Changed++
		}
		return
	}
	parts := difference.Between(was, is)
	said := difference.Said(parts, r.Language)
	if d.Long {
		parts = onlyAround(parts)
	}
	for _, p := range parts {
		if p.Kind != difference.New {
			row.Before = append(row.Before, p)
		}
		if p.Kind != difference.Gone {
			row.After = append(row.After, p)
		}
	}
	d.Rows = append(d.Rows, row)
	if row.Same {
		return
	}
	d.Changed++
	for _, said := range said {
		if at := slices.IndexFunc(d.Words, func(w wordChange) bool { return w.Said == said }); at >= 0 {
			d.Words[at].Count++
			continue
		}
		if len(d.Words) < mostChanged {
			d.Words = append(d.Words, wordChange{Said: said, Count: 1})
		}
	}
}

// mostChanged is how many differences of a long text a page shows.
const mostChanged = 200

// onlyAround leaves of what is the same in a long text only what stands around the differences, and of those the first.
func onlyAround(parts []difference.Part) []difference.Part {
	changes := 0
	for i, p := range parts {
		if p.Kind != difference.Same {
			if changes++; changes > mostChanged {
				return append(parts[:i:i], difference.Part{Kind: difference.Same, Words: " […]"})
			}
			continue
		}
		if len(p.Words) > 3*around {
			before, after := cut(p.Words, around), cutEnd(p.Words, around)
			switch i {
			case 0:
				before = ""
			case len(parts) - 1:
				after = ""
			}
			parts[i].Words = before + " […] " + after
		}
	}
	return parts
}
