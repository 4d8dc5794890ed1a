package web

import (
	"errors"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func newsRoutes() []route {
	may := draft.Person.MayReadDocuments
	return []route{
		{pattern: "GET /new", who: may, handler: news},
		{pattern: "POST /new", who: may, handler: newsSeen},
		{pattern: "GET /new/topics", who: may, handler: topics},
		{pattern: "POST /new/topics", who: may, handler: topicsFollow},
	}
}

type newsData struct {
	node.News
	InFollowed, Others []node.New
}

// news shows what came from others since the person last pressed the button.
func news(r *Request) (Answer, error) {
	all, err := r.Session.News(r.Language)
	if err != nil {
		return Answer{}, err
	}
	d := newsData{News: all}
	for _, one := range all.New {
		if one.Followed {
			d.InFollowed = append(d.InFollowed, one)
		} else {
			d.Others = append(d.Others, one)
		}
	}
	return Answer{Template: "news", Title: r.Say("news.title"), Data: d}, nil
}

func newsSeen(r *Request) (Answer, error) {
	if err := r.Session.Seen(); err != nil {
		return Answer{}, err
	}
	r.Notice("news.seen")
	return Go("/new")
}

func topics(r *Request) (Answer, error) {
	followed, err := r.Session.Followed()
	if err != nil {
		return Answer{}, err
	}
	if len(r.Form.Values) == 0 {
		r.Form.Values = map[string][]string{"topic": followed}
	}
	var all []Choice
	for _, t := range protocol.Topics().Terms() {
		all = append(all, Choice{Value: t.Code, Label: t.Label(r.Language)})
	}
	return Answer{Template: "topics", Title: r.Say("news.topics"), Data: all}, nil
}

func topicsFollow(r *Request) (Answer, error) {
	err := r.Session.Follow(r.Form.Values["topic"])
	if errors.Is(err, node.ErrNoTopic) {
		r.Wrong("topic", "news.no-topic")
		return topics(r)
	}
	if err != nil {
		return Answer{}, err
	}
	r.Notice("news.followed")
	return Go("/new")
}
