package web

import (
	"slices"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func homeRoutes() []route {
	return []route{{pattern: "GET /{$}", who: signedIn, handler: home}}
}

// mostWaiting is how many drafts home names of each kind; it counts the others.
const mostWaiting = 10

type homeData struct {
	Lists     []waiting
	Network   node.Status
	Connected int
	Documents uint64 // entries of others that are held
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
	return Answer{Template: "home", Title: r.Say("home.title"), Data: d}, nil
}

func waitingFor(r *Request) ([]waiting, error) {
	review, own, approved := waiting{Key: "home.to-review"}, waiting{Key: "home.being-written"}, waiting{Key: "home.to-share"}
	err := r.Session.DraftsIn([]draft.State{draft.StateDraft, draft.StateReview, draft.StateApproved}, func(d draft.Draft) error {
		mine := slices.Contains(d.Authors, r.Person.ID)
		switch {
		case d.State == draft.StateReview && !mine && r.Person.MayReview(d):
			review.add(d)
		case (d.State == draft.StateDraft || d.State == draft.StateReview) && mine:
			own.add(d)
		case d.State == draft.StateApproved && r.Person.MayShare():
			approved.add(d)
		}
		return nil
	})
	return []waiting{review, approved, own}, err
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
