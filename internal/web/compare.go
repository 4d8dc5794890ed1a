package web

import (
	"slices"
	"strings"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// mostCompared is how many documents stand beside each other.
const mostCompared = 4

func compareRoutes() []route {
	may := draft.Person.MayReadDocuments
	return []route{
		{pattern: "GET /compare", who: may, handler: compareTopics},
		{pattern: "GET /compare/{topic}", who: may, handler: compareTopic},
		{pattern: "POST /compare/{topic}", who: may, handler: compareChosen},
		{pattern: "GET /compare/{topic}/{documents}", who: may, handler: compareSide},
	}
}

type topicLine struct {
	Code, Label       string
	Documents, Bodies int
}

// compareTopics lists the topics on which there is something here.
func compareTopics(r *Request) (Answer, error) {
	all, err := r.s.Node.Catalogue()
	if err != nil {
		return Answer{}, err
	}
	counts, bodies := make(map[string]int), make(map[string]map[string]bool)
	for _, d := range all {
		for _, t := range d.Topics {
			if bodies[t] == nil {
				bodies[t] = make(map[string]bool)
			}
			counts[t]++
			bodies[t][r.bodyName(d)] = true
		}
	}
	var lines []topicLine
	for code, n := range counts {
		lines = append(lines, topicLine{code, protocol.Topics().Label(code, r.Language), n, len(bodies[code])})
	}
	slices.SortFunc(lines, func(a, b topicLine) int { return compareLabels(a.Label, b.Label) })
	return Answer{Template: "compare-topics", Title: r.Say("compare.title"), Data: lines}, nil
}

type compareTopicData struct {
	Code, Topic string
	Documents   []proposal
	Shares      []bodyShare
	Figure      shareFigure
	Kinds       []protocol.Kind
}

// onTopic are the documents about a topic, or about what lies in it.
func (r *Request) onTopic(topic string) ([]node.Document, error) {
	if !protocol.Topics().Has(topic) {
		return nil, NotFound
	}
	all, err := r.s.Node.Catalogue()
	if err != nil {
		return nil, err
	}
	codes := protocol.Topics().Narrower(topic)
	return slices.DeleteFunc(slices.Clone(all), func(d node.Document) bool {
		return !slices.ContainsFunc(d.Topics, func(t string) bool { return slices.Contains(codes, t) })
	}), nil
}

func compareTopic(r *Request) (Answer, error) {
	topic := r.PathValue("topic")
	all, err := r.onTopic(topic)
	if err != nil {
		return Answer{}, err
	}
	d := compareTopicData{Code: topic, Topic: protocol.Topics().Label(topic, r.Language), Kinds: protocol.Kinds()}
	for _, one := range all {
		value := one.ID.String()
		d.Documents = append(d.Documents, proposal{reading: r.reading(one.Content), Document: one, Body: r.bodyName(one),
			Choices: []Choice{{Value: value, Chosen: r.Form.Has("document", value)}}})
	}
	slices.SortStableFunc(d.Documents, func(a, b proposal) int { return compareLabels(a.Body, b.Body) })
	d.Shares = r.shares(all)
	d.Figure = drawShares(d.Shares)
	return Answer{Template: "compare-topic", Title: r.Say("compare.topic-title", "topic", d.Topic), Data: d}, nil
}

// compareChosen goes on to the documents that were ticked. Their ids stand in the path, so that the page can be opened again.
func compareChosen(r *Request) (Answer, error) {
	topic := r.PathValue("topic")
	if !protocol.Topics().Has(topic) {
		return Answer{}, NotFound
	}
	chosen := slices.Compact(slices.Clone(r.Form.Values["document"]))
	for _, id := range chosen {
		if _, err := parseID(id); err != nil {
			return Answer{}, BadForm
		}
	}
	if len(chosen) < 2 || len(chosen) > mostCompared {
		r.Wrong("document", "compare.number-wrong")
		return compareTopic(r)
	}
	return Go("/compare/" + topic + "/" + strings.Join(chosen, "+"))
}

// compareSide shows documents column by column.
func compareSide(r *Request) (Answer, error) {
	topic := r.PathValue("topic")
	if !protocol.Topics().Has(topic) {
		return Answer{}, NotFound
	}
	ids := strings.Split(r.PathValue("documents"), "+")
	if len(ids) < 2 || len(ids) > mostCompared {
		return Answer{}, NotFound
	}
	data := sideData{Code: topic, Topic: protocol.Topics().Label(topic, r.Language)}
	for _, text := range ids {
		id, err := parseID(text)
		if err != nil {
			return Answer{}, NotFound
		}
		d, err := r.s.Node.Show(id, 0)
		if err != nil {
			return Answer{}, err
		}
		data.Columns = append(data.Columns, column{reading: r.reading(d.Content), Document: d, Body: r.bodyName(d)})
	}
	data.Rows = r.rows(data.Columns, topic)
	return Answer{Template: "compare", Title: r.Say("compare.side-title", "topic", data.Topic), Data: data}, nil
}
