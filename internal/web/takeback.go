package web

import (
	"context"
	"errors"
	"html/template"
	"slices"
	"time"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func takeBackRoutes() []route {
	may := draft.Person.MayShare
	return []route{
		{pattern: "GET /take-back", who: may, handler: takeBackList},
		{pattern: "GET /take-back/{id}", who: may, handler: takeBackOne},
		{pattern: "POST /take-back/{id}", who: may, handler: takeBackDo},
		{pattern: "GET /take-back/{id}/live", who: may, handler: takeBackLive},
		{pattern: "POST /take-back/{id}/breach", who: may, handler: breachDo},
		{pattern: "POST /take-back/{id}/erase", who: may, handler: takeBackErase},
		{pattern: "GET /take-back/{id}/notice/{language}", who: may, handler: noticeOne},
		{pattern: "POST /take-back/{id}/notice/{language}", who: may, handler: noticeKeep},
	}
}

const takeBackPage = 20

type takeBackListData struct {
	Documents []takeBackLine
	Pages     Pages
}

type takeBackLine struct {
	draft.Draft
	Withdrawn bool
	Holders   node.Holders
}

// takeBackList shows what this body has shared, with what can be taken back and what was, the newest first.
func takeBackList(r *Request) (Answer, error) {
	var all []draft.Draft
	err := r.Session.Drafts(func(d draft.Draft) error {
		if d.State == draft.StateShared || d.State == draft.StateWithdrawn || d.Version > 1 {
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
	of := max(1, (len(all)+takeBackPage-1)/takeBackPage)
	d := takeBackListData{Pages: Pages{Path: "/take-back", Now: r.page(of), Of: of}}
	d.Pages.More = d.Pages.Now < of
	first := (d.Pages.Now - 1) * takeBackPage
	for _, one := range all[first:min(len(all), first+takeBackPage)] {
		line := takeBackLine{Draft: one, Withdrawn: one.State == draft.StateWithdrawn}
		line.Holders, err = r.s.Node.Holders(r.Context(), one.Document)
		if errors.Is(err, node.ErrNotFound) { // of a repository that was not taken back yet
			continue
		}
		if err != nil {
			return Answer{}, err
		}
		d.Documents = append(d.Documents, line)
	}
	return Answer{Template: "take-back-list", Title: r.Say("takeback.list-title"), Data: d}, nil
}

type takeBackData struct {
	ID       protocol.ID
	Title    string
	Language string // of the title
	Holders  node.Holders
	To       node.Recipients
	Kept     *node.TakenBack // nil where nothing is kept
	By       string          // who took it back
	Clock    *breachClock
	Since    int64 // when it was taken back; 0 where it is not known
	Answers  []Choice
	Sure     []Choice
	Found    string   // the time of discovery, as a field has it
	Notices  []Choice // the languages of the notice
	Live     bool     // something may still change
}

// breachClock is how the 72 hours stand.
type breachClock struct {
	Discovered, Due int64
	Passed          int // hours since the discovery, 72 at most
	Hours, Minutes  int // that are left
	Over            bool
}

func newBreachClock(b *node.Breach, now time.Time) *breachClock {
	if b == nil {
		return nil
	}
	left := time.Unix(b.Due(), 0).Sub(now)
	c := &breachClock{Discovered: b.Discovered, Due: b.Due(), Over: left <= 0}
	if left > 0 {
		c.Hours, c.Minutes = int(left.Hours()), int(left.Minutes())%60
	}
	c.Passed = int(min(node.BreachTime, now.Sub(time.Unix(b.Discovered, 0))).Hours())
	return c
}

// takingBack reads how a document of this body stands. Whose it is not finds nothing.
func takingBack(ctx context.Context, r *Request, id protocol.ID) (takeBackData, error) {
	d := takeBackData{ID: id}
	var err error
	if d.Holders, err = r.s.Node.Holders(ctx, id); err != nil {
		return d, err
	}
	d.Title = d.Holders.Title
	if own, err := r.Session.Draft(id); err == nil {
		d.Language = own.Language
		if d.Title == "" {
			d.Title = own.Title
		}
	} else if shown, err := r.s.Node.Show(id, 0); err == nil {
		d.Language = shown.Language
	}
	if d.Title == "" {
		d.Title, d.Language = r.Say("takeback.untitled"), r.Speaker.Language
	}
	if d.To, err = r.s.Node.Recipients(widest(d.Holders.Audiences)); err != nil {
		return d, err
	}
	kept, err := r.Session.TakenBack(id)
	if err != nil && !errors.Is(err, node.ErrNoTakenBack) {
		return d, err
	}
	if err == nil {
		d.Kept, d.Since, d.By = &kept, kept.Time, r.personName(kept.By)
		d.Clock = newBreachClock(kept.Breach, r.s.Now())
		if kept.Time != 0 {
			d.To = kept.To
		}
	}
	d.Live = d.Holders.IsWithdrawn && (d.Holders.Withdrawn < d.Holders.Of || d.Clock != nil && !d.Clock.Over)
	for _, c := range (View{Request: r}).Languages() {
		d.Notices = append(d.Notices, Choice{Value: c.Value, Label: c.Label, Lang: c.Lang})
	}
	return d, nil
}

// widest is the audience that has the most members.
func widest(all []protocol.Audience) protocol.Audience {
	if slices.Contains(all, protocol.AudienceNetwork) || len(all) == 0 {
		return protocol.AudienceNetwork
	}
	return all[0]
}

// personName is how colleagues know a person; "" where nobody is known.
func (r *Request) personName(id protocol.ID) string {
	all, err := r.s.Node.Persons()
	if err != nil {
		return ""
	}
	for _, p := range all {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

func (d *takeBackData) ask(r *Request) {
	d.Sure = []Choice{{Value: "yes", Label: r.Say("takeback.sure-yes")}}
	if d.Kept != nil && d.Kept.Breach != nil {
		d.Found = time.Unix(d.Kept.Breach.Discovered, 0).In(r.s.Where).Format(localTime)
	}
	for _, value := range []string{"no", "yes"} {
		chosen := value == "no"
		if d.Kept != nil && d.Kept.Breach != nil {
			chosen = value == "yes"
		}
		d.Answers = append(d.Answers, Choice{Value: value, Label: r.Say("takeback-identifies." + value), Chosen: chosen})
	}
}

// Breach is what is kept about people; nothing where nothing is.
func (d takeBackData) Breach() node.Breach {
	if d.Kept == nil || d.Kept.Breach == nil {
		return node.Breach{}
	}
	return *d.Kept.Breach
}

func takeBackOne(r *Request) (Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return Answer{}, err
	}
	return takeBackShow(r, id)
}

func takeBackShow(r *Request, id protocol.ID) (Answer, error) {
	d, err := takingBack(r.Context(), r, id)
	if err != nil {
		return Answer{}, err
	}
	d.ask(r)
	title := r.Say("takeback.title")
	if d.Holders.IsWithdrawn {
		title = r.Say("takeback.done-title")
	}
	return Answer{Template: "take-back", Title: title, Data: d}, nil
}

func takeBackDo(r *Request) (Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return Answer{}, err
	}
	breach := r.readBreach()
	if r.Form.Text("reason") == "" {
		r.Wrong("reason", "takeback.reason-wrong")
	}
	if !r.Form.Has("sure", "yes") {
		r.Wrong("sure", "takeback.sure-wrong")
	}
	if len(r.Form.Errors) > 0 {
		return takeBackShow(r, id)
	}
	switch err = r.Session.TakeBack(r.Context(), id, r.Form.Text("reason"), breach); {
	case errors.Is(err, node.ErrLongReason):
		r.Wrong("reason", "takeback.long")
		return takeBackShow(r, id)
	case errors.Is(err, node.ErrWithdrawn):
		r.Notice("takeback.already")
	case errors.Is(err, node.ErrNotOurs):
		return Answer{}, NotFound
	case err != nil:
		return Answer{}, err
	}
	return Go("/take-back/" + protocol.ID(id).String())
}

// localTime is how a browser's field for a day and a time writes it.
const localTime = "2006-01-02T15:04"

// readBreach reads what was typed about a breach; nil where nobody is identified.
func (r *Request) readBreach() *node.Breach {
	switch {
	case r.Form.Has("identifies", "no"):
		return nil
	case !r.Form.Has("identifies", "yes"):
		r.Wrong("identifies", "takeback.identifies-wrong")
		return nil
	}
	at, err := time.ParseInLocation(localTime, r.Form.Text("discovered"), r.s.Where)
	if err != nil || at.After(r.s.Now()) || at.Unix() <= 0 {
		r.Wrong("discovered", "takeback.discovered-wrong")
	}
	return &node.Breach{Discovered: at.Unix(), What: r.Form.Text("what"), AtRisk: r.Form.Text("at-risk"), Measures: r.Form.Text("measures")}
}

func breachDo(r *Request) (Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return Answer{}, err
	}
	breach := r.readBreach()
	if len(r.Form.Errors) == 0 {
		err = r.Session.NoteBreach(id, breach)
		if errors.Is(err, node.ErrLongReason) {
			r.Wrong("what", "takeback.long")
		} else if err != nil {
			return Answer{}, err
		}
	}
	if len(r.Form.Errors) > 0 {
		return takeBackShow(r, id)
	}
	r.Notice("takeback.kept")
	return Go("/take-back/" + protocol.ID(id).String())
}

func takeBackErase(r *Request) (Answer, error) {
	id, err := r.PathID("id")
	if err == nil {
		err = r.Session.EraseTakenBack(id)
	}
	if err != nil {
		return Answer{}, err
	}
	r.Notice("takeback.erased")
	return Go("/take-back/" + protocol.ID(id).String())
}

// liveTime is how often a page that waits looks for what no event tells, such as who is connected.
const liveTime = 5 * time.Second

// takeBackLive sends how far every holder has erased the content, as often as that changes.
func takeBackLive(r *Request) (Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return Answer{}, err
	}
	if _, err := r.s.Node.Holders(r.Context(), id); err != nil {
		return Answer{}, err
	}
	return Answer{Stream: func(ctx context.Context, send Send) error {
		return r.whileChanging(ctx, send, func() (template.HTML, bool, error) {
			d, err := takingBack(ctx, r, id)
			if err != nil {
				return "", false, err
			}
			piece, err := r.Piece("take-back", "holders", d)
			return piece, !d.Live, err
		})
	}}, nil
}

// whileChanging sends a piece whenever it is another than before, until it says that it is done, or the browser goes.
func (r *Request) whileChanging(ctx context.Context, send Send, piece func() (template.HTML, bool, error)) error {
	again := time.NewTicker(liveTime)
	defer again.Stop()
	var last template.HTML
	for {
		changed := r.s.Node.Changed()
		now, done, err := piece()
		if err != nil {
			return err
		}
		if now != last {
			if err := send("piece", now); err != nil {
				return err
			}
			last = now
		}
		if done {
			return send("done", "")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		case <-again.C:
		}
	}
}
