package web

import (
	"slices"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func homeRoutes() []route {
	return []route{
		{pattern: "GET /{$}", who: signedIn, handler: home},
		{pattern: "POST /noted/{id}", who: draft.Person.MayWrite, handler: takeNote},
	}
}

// mostWaiting is how many drafts home names of each kind; it counts the others.
const mostWaiting = 10

type homeData struct {
	Lists     []waiting
	Network   node.Status
	Connected int
	Documents uint64               // entries of others that are held
	News      *node.NewsCount      // nil where the person reads no documents
	Again     []node.ExaminedAgain // what better checks found in what was shared
	Clocks    []homeClock          // of what was taken back because it identifies somebody
}

// homeClock is a document that was taken back, whose 72 hours have not ended.
type homeClock struct {
	Document protocol.ID
	Clock    *breachClock
}

// waiting are drafts that wait for the person, for one reason.
type waiting struct {
	Key    string // of the heading
	Drafts []draft.Draft
	Count  int
}

// home shows what waits for the person, and how the node stands.
func home(r *Request) (Answer, error) {
	var d homeData
	var err error
	if d.Network, err = r.s.Node.Status(r.Context()); err != nil {
		return Answer{}, err
	}
	for _, one := range d.Network.Repositories {
		if !one.Own {
			d.Documents += one.Entries
		}
	}
	d.Connected = d.Network.Connected
	if r.Session.MayReadDrafts() == nil {
		if d.Lists, err = waitingFor(r); err != nil {
			return Answer{}, err
		}
	}
	if err := d.more(r); err != nil {
		return Answer{}, err
	}
	return Answer{Template: "home", Title: r.Say("home.title"), Data: d}, nil
}

// more adds what else waits for the person, by their roles.
func (d *homeData) more(r *Request) (err error) {
	if r.Person.MayReadDocuments() {
		if d.News, err = r.Session.NewsCount(); err != nil {
			return err
		}
	}
	if r.Person.MayWrite() {
		if d.Again, err = r.Session.ExaminedAgain(); err != nil {
			return err
		}
		d.Again = d.Again[:min(len(d.Again), mostWaiting)]
	}
	if !r.Person.MayShare() {
		return nil
	}
	all, err := r.Session.TakenBacks()
	for _, t := range all {
		if c := newBreachClock(t.Breach, r.s.Now()); c != nil && !c.Over {
			d.Clocks = append(d.Clocks, homeClock{t.Document, c})
		}
	}
	slices.SortFunc(d.Clocks, func(a, b homeClock) int { return int(min(1, max(-1, a.Clock.Due-b.Clock.Due))) })
	return err
}

// takeNote takes note of what better checks found in a document that was shared.
func takeNote(r *Request) (Answer, error) {
	id, err := r.PathID("id")
	if err == nil {
		err = r.Session.TakeNote(id)
	}
	if err != nil {
		return Answer{}, err
	}
	r.Notice("home.noted")
	return Go("/")
}

func waitingFor(r *Request) ([]waiting, error) {
	resolve := waiting{Key: "home.to-resolve"}
	review, own, approved := waiting{Key: "home.to-review"}, waiting{Key: "home.being-written"}, waiting{Key: "home.to-share"}
	err := r.Session.DraftsIn([]draft.State{draft.StateDraft, draft.StateReview, draft.StateApproved}, func(d draft.Draft) error {
		mine := slices.Contains(d.Authors, r.Person.ID)
		switch {
		case d.State == draft.StateReview && !mine && r.Person.MayReview(d):
			review.add(d)
		case mine && d.State == draft.StateDraft && d.Returned != 0:
			resolve.add(d)
		case mine && d.State == draft.StateReview:
			st, err := r.Session.Standing(d.ID)
			if err != nil {
				return err
			}
			if st.Unresolved > 0 {
				resolve.add(d)
			} else {
				own.add(d)
			}
		case mine && d.State == draft.StateDraft:
			own.add(d)
		case d.State == draft.StateApproved && r.Person.MayShare():
			approved.add(d)
		}
		return nil
	})
	return []waiting{resolve, review, approved, own}, err
}

func (w *waiting) add(d draft.Draft) {
	w.Count++
	at, _ := slices.BinarySearchFunc(w.Drafts, d, func(a, b draft.Draft) int {
		if a.Changed != b.Changed {
			return int(min(1, max(-1, b.Changed-a.Changed)))
		}
		return protocol.Compare(a.ID, b.ID)
	})
	w.Drafts = slices.Insert(w.Drafts, at, d)
	w.Drafts = w.Drafts[:min(len(w.Drafts), mostWaiting)]
}
