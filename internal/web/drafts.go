package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/markdown"
	"praxis/node"
	"praxis/protocol"
)

func draftRoutes() []route {
	writes := who(draft.Person.MayWrite)
	return slices.Concat(writeRoutes(), markRoutes(), reviewRoutes(), attachmentRoutes(), []route{
		{pattern: "GET /drafts", who: readsSomeDraft, handler: drafts},
		{pattern: "GET /drafts/{id}", who: readsSomeDraft, handler: oneDraft},
		{pattern: "POST /drafts/{id}/experts", who: writes, handler: nameExperts},
		{pattern: "GET /drafts/{id}/download", who: readsSomeDraft, handler: downloadDraft},
	})
}

// readsSomeDraft tells whether a person reads drafts at all: an outside expert reads those that name them.
func readsSomeDraft(p draft.Person) bool {
	return p.MayRead(draft.Draft{Experts: []protocol.ID{p.ID}})
}

// draftsOnPage is how many drafts a page of the list has.
const draftsOnPage = 40

type draftsData struct {
	Groups []Choice // by state, with how many there are
	State  draft.State
	Rows   []draftRow
	Pages  Pages
}

type draftRow struct {
	draft.Draft
	By   []string
	Mine bool
}

// drafts lists the drafts that the person may read, the latest first.
func drafts(r *Request) (Answer, error) {
	state := draft.State(r.URL.Query().Get("state"))
	counts := map[draft.State]int{}
	var all []draft.Draft
	err := r.Session.Drafts(func(d draft.Draft) error {
		counts[d.State]++
		if state == "" || d.State == state {
			all = append(all, d)
		}
		return nil
	})
	if err != nil {
		return Answer{}, err
	}
	slices.SortFunc(all, func(a, b draft.Draft) int {
		if a.Changed != b.Changed {
			return int(min(1, max(-1, b.Changed-a.Changed)))
		}
		return protocol.Compare(a.ID, b.ID)
	})
	of := max(1, (len(all)+draftsOnPage-1)/draftsOnPage)
	data := draftsData{State: state, Pages: Pages{Path: "/drafts", Now: r.page(of), Of: of}}
	if state != "" {
		data.Pages.Path += "?state=" + url.QueryEscape(string(state))
	}
	data.Pages.More = data.Pages.Now < of
	names, err := r.names()
	if err != nil {
		return Answer{}, err
	}
	for _, d := range all[(data.Pages.Now-1)*draftsOnPage : min(len(all), data.Pages.Now*draftsOnPage)] {
		data.Rows = append(data.Rows, draftRow{Draft: d, By: names.of(d.Authors), Mine: slices.Contains(d.Authors, r.Person.ID)})
	}
	if total := sum(counts); total > 0 {
		data.Groups = append(data.Groups, Choice{Label: r.Say("drafts.all", "count", total), Chosen: state == ""})
		for _, s := range []draft.State{draft.StateDraft, draft.StateReview, draft.StateApproved, draft.StateShared, draft.StateWithdrawn} {
			if counts[s] > 0 {
				data.Groups = append(data.Groups, Choice{Value: string(s), Label: r.Say("drafts-of."+string(s), "count", counts[s]), Chosen: state == s})
			}
		}
	}
	return Answer{Template: "drafts", Title: r.Say("drafts.title"), Data: data}, nil
}

func sum(counts map[draft.State]int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}

// personNames are the names of those who work or worked here.
type personNames map[protocol.ID]string

func (r *Request) names() (personNames, error) {
	all, err := r.s.Node.Persons()
	names := make(personNames, len(all))
	for _, p := range all {
		names[p.ID] = p.Name
	}
	return names, err
}

func (n personNames) of(ids []protocol.ID) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = n[id]
	}
	return all
}

// step is one step of a draft's way, for the line of steps.
type step struct {
	Key        string
	Done, Here bool
}

// steps are a draft's way from the first word to the network.
func steps(d draft.Draft, st node.Standing) []step {
	at := 0
	switch d.State {
	case draft.StateReview:
		if at = 2; st.Unresolved > 0 {
			at = 1
		}
	case draft.StateApproved:
		at = 3
	case draft.StateShared, draft.StateWithdrawn:
		at = 4
	}
	all := []step{{Key: "draft.step-write"}, {Key: "draft.step-check"}, {Key: "draft.step-read"}, {Key: "draft.step-share"}}
	for i := range all {
		all[i].Done, all[i].Here = i < at, i == at
	}
	return all
}

type draftData struct {
	Draft     draft.Draft
	Standing  node.Standing
	Steps     []step
	Authors   []string
	Mine      bool // the person wrote in it
	Writes    bool // may write
	Reviews   bool // may review it, and did not write in it
	Shares    bool
	Hidden    bool // the person reads the bare text before they see more
	Version   protocol.Version
	Pages     Pages // of a long text
	Notes     []draftNote
	Audiences []Choice
	Experts   []Choice
	Unsaved   bool
	Approvals []approvalLine
	Wrong     string // why the file is no document
	Alone     bool   // nobody else could approve it
}

type draftNote struct {
	By   string
	Time int64
	Text string
}

type approvalLine struct {
	Name string
	Time int64
}

// theDraft reads the draft of the path, as far as the person may.
func (r *Request) theDraft() (draft.Draft, node.Standing, error) {
	id, err := r.PathID("id")
	if err != nil {
		return draft.Draft{}, node.Standing{}, err
	}
	d, err := r.Session.Draft(id)
	if err != nil {
		return d, node.Standing{}, err
	}
	st, err := r.Session.Standing(id)
	return d, st, err
}

func oneDraft(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	return draftPage(r, d, st)
}

// draftPage shows a draft, how far it has come, and what comes next.
func draftPage(r *Request, d draft.Draft, st node.Standing) (Answer, error) {
	names, err := r.names()
	if err != nil {
		return Answer{}, err
	}
	data := draftData{Draft: d, Standing: st, Steps: steps(d, st), Authors: names.of(d.Authors), Hidden: st.ReadsFirst,
		Mine: slices.Contains(d.Authors, r.Person.ID), Writes: r.Person.MayWrite(), Shares: r.Person.MayShare()}
	data.Reviews = r.Person.MayReview(d) && !data.Mine
	for _, a := range st.Approvals {
		data.Approvals = append(data.Approvals, approvalLine{names[a.Person], a.Time})
	}
	if data.Hidden {
		return Answer{Template: "draft", Title: d.Title, Data: data}, nil
	}
	if err := r.fillDraft(&data, names); err != nil {
		return Answer{}, err
	}
	return Answer{Template: "draft", Title: d.Title, Data: data}, nil
}

// fillDraft adds the text, the notes of readers, and what may be chosen.
func (r *Request) fillDraft(data *draftData, names personNames) error {
	id := data.Draft.ID
	file, err := r.Session.File(id)
	if err != nil {
		return err
	}
	m, err := markdown.Parse(file)
	if e, ok := errors.AsType[*markdown.Error](err); ok {
		data.Wrong = e.In(r.Language)
	} else if err != nil {
		return err
	}
	data.Version = protocol.Version(m)
	if parts := textsInParts(data.Version.Texts); len(parts) > 1 {
		now := r.page(len(parts))
		data.Pages = Pages{Path: "/drafts/" + data.Draft.ID.String(), Now: now, Of: len(parts), More: now < len(parts)}
		data.Version.Texts = parts[now-1]
	}
	notes, err := r.Session.Notes(id)
	if err != nil {
		return err
	}
	for _, n := range slices.Backward(notes) {
		data.Notes = append(data.Notes, draftNote{names[n.Person], n.Time, n.Words})
	}
	if data.Writes {
		if _, data.Unsaved, err = r.Session.Unsaved(unsavedForm(id.String())); err != nil {
			return err
		}
	}
	data.Audiences = r.audienceChoices(data.Standing.Audience)
	return r.fillExperts(data)
}

// fillExperts adds the outside experts who may be named, and finds out whether anybody here could approve the draft.
func (r *Request) fillExperts(data *draftData) error {
	all, err := r.s.Node.Persons()
	if err != nil {
		return err
	}
	data.Alone = true
	for _, p := range all {
		if p.Left == 0 && p.HasRole(draft.RoleOutsideExpert) {
			data.Experts = append(data.Experts, Choice{Value: p.ID.String(), Label: p.Name, Chosen: slices.Contains(data.Draft.Experts, p.ID)})
		}
		if p.MayReview(data.Draft) && p.HasKey() && !slices.Contains(data.Draft.Authors, p.ID) {
			data.Alone = false
		}
	}
	return nil
}

// audienceChoices are the audiences that a document can have, with how many bodies each reaches now.
func (r *Request) audienceChoices(chosen protocol.Audience) []Choice {
	if chosen == "" {
		chosen = protocol.AudienceNPMs
	}
	var all []Choice
	for _, a := range []protocol.Audience{protocol.AudienceNPMs, protocol.AudienceNetwork} {
		count := 0
		if to, err := r.s.Node.Recipients(a); err == nil {
			count = len(to.EEA) + len(to.Others) + len(to.Observers) + len(to.Secretariat)
		}
		all = append(all, Choice{Value: string(a), Label: r.Say("audience." + string(a)), Hint: r.Say("draft.audience-reaches", "count", count), Chosen: a == chosen})
	}
	return all
}

func nameExperts(r *Request) (Answer, error) {
	d, _, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	var experts []protocol.ID
	for _, text := range r.Form.Values["expert"] {
		id, err := parseID(text)
		if err != nil {
			return Answer{}, BadForm
		}
		experts = append(experts, id)
	}
	if _, err := r.Session.NameExperts(d.ID, experts...); err != nil {
		return Answer{}, err
	}
	r.Notice("draft.experts-named")
	return Go("/drafts/" + d.ID.String())
}

// downloadDraft gives a draft's file, byte for byte.
func downloadDraft(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	if st.ReadsFirst {
		return Answer{}, &Problem{http.StatusForbidden, "read-first"}
	}
	file, err := r.Session.File(d.ID)
	return Answer{File: &File{Name: d.Title + ".md", Type: "text/markdown; charset=utf-8", Data: file}}, err
}
