package web

import (
	"errors"
	"html/template"
	"slices"
	"strings"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func packRoutes() []route {
	may := draft.Person.MayReadDocuments
	return []route{
		{pattern: "GET /packs", who: may, handler: packList},
		{pattern: "POST /packs", who: may, handler: packBegin},
		{pattern: "GET /packs/{id}", who: may, handler: packOne},
		{pattern: "GET /packs/{id}/choose", who: may, handler: packChoose},
		{pattern: "POST /packs/{id}/choose", who: may, handler: packKeep},
		{pattern: "GET /packs/{id}/pack.html", who: may, handler: packHTML},
		{pattern: "GET /packs/{id}/pack.md", who: may, handler: packMarkdown},
		{pattern: "POST /packs/{id}/erase", who: may, handler: packErase},
	}
}

type packListData struct {
	Packs      []node.Pack
	PlaceTypes []Choice
	Topics     []Choice
}

// packList shows the person's own packs, and the form for another.
func packList(r *Request) (Answer, error) {
	own, err := r.Session.Packs()
	if err != nil {
		return Answer{}, err
	}
	d := packListData{Packs: own, PlaceTypes: []Choice{{Value: "", Label: r.Say("pack.choose-one")}}}
	for _, t := range protocol.PlaceTypes().Terms() {
		d.PlaceTypes = append(d.PlaceTypes, Choice{Value: t.Code, Label: t.Label(r.Language)})
	}
	for _, t := range protocol.Topics().Terms() {
		d.Topics = append(d.Topics, Choice{Value: t.Code, Label: t.Label(r.Language)})
	}
	slices.SortFunc(d.Topics, func(a, b Choice) int { return compareLabels(a.Label, b.Label) })
	return Answer{Template: "packs", Title: r.Say("pack.title"), Data: d}, nil
}

func compareLabels(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

func packBegin(r *Request) (Answer, error) {
	p := node.Pack{Name: r.Form.Text("name"), PlaceType: r.Form.Get("place-type"), Topics: slices.Compact(slices.Sorted(slices.Values(r.Form.Values["topic"])))}
	if p.Name == "" || len(p.Name) > node.MaxPackName {
		r.Wrong("name", "pack.name-wrong")
	}
	if !protocol.PlaceTypes().Has(p.PlaceType) {
		r.Wrong("place-type", "pack.place-wrong")
	}
	if len(p.Topics) == 0 || slices.ContainsFunc(p.Topics, func(t string) bool { return !protocol.Topics().Has(t) }) {
		r.Wrong("topic", "pack.topic-wrong")
	}
	if len(r.Form.Errors) > 0 {
		return packList(r)
	}
	kept, err := r.Session.KeepPack(p)
	if errors.Is(err, node.ErrManyPacks) {
		r.Wrong("name", "pack.many", "most", int64(node.MaxPacks))
		return packList(r)
	}
	if err != nil {
		return Answer{}, err
	}
	return Go("/packs/" + kept.ID.String() + "/choose")
}

func (r *Request) pack() (node.Pack, error) {
	id, err := r.PathID("id")
	if err != nil {
		return node.Pack{}, err
	}
	return r.Session.Pack(id)
}

type packChooseData struct {
	Pack      node.Pack
	Documents []proposal
	More      bool // there were more documents than are proposed
}

func packChoose(r *Request) (Answer, error) {
	p, err := r.pack()
	if err != nil {
		return Answer{}, err
	}
	return r.packChoices(p)
}

func (r *Request) packChoices(p node.Pack) (Answer, error) {
	d := packChooseData{Pack: p}
	var err error
	if d.Documents, d.More, err = r.proposals(p); err != nil {
		return Answer{}, err
	}
	if typed, ok := r.Form.Values["item"]; ok || len(r.Form.Errors) > 0 {
		for _, one := range d.Documents {
			for i := range one.Choices {
				one.Choices[i].Chosen = slices.Contains(typed, one.Choices[i].Value)
			}
		}
	}
	return Answer{Template: "pack-choose", Title: r.Say("pack.choose-title"), Data: d}, nil
}

func packKeep(r *Request) (Answer, error) {
	p, err := r.pack()
	if err != nil {
		return Answer{}, err
	}
	p.Items = nil
	for _, value := range r.Form.Values["item"] {
		item, ok := parseItem(value)
		if !ok {
			return Answer{}, BadForm
		}
		if !slices.Contains(p.Items, item) && len(p.Items) <= node.MaxPackItems {
			p.Items = append(p.Items, item)
		}
	}
	p.Chosen, p.Notes = true, r.Form.Text("notes")
	switch {
	case len(p.Items) == 0:
		r.Wrong("items", "pack.nothing-wrong")
	case len(p.Items) > node.MaxPackItems:
		r.Wrong("items", "pack.much-wrong", "most", int64(node.MaxPackItems))
	}
	if len(p.Notes) > node.MaxPackNotes {
		r.Wrong("notes", "pack.notes-wrong")
	}
	if len(r.Form.Errors) > 0 {
		return r.packChoices(p)
	}
	if _, err := r.Session.KeepPack(p); err != nil {
		return Answer{}, err
	}
	return Go("/packs/" + p.ID.String())
}

func packErase(r *Request) (Answer, error) {
	id, err := r.PathID("id")
	if err == nil {
		err = r.Session.ErasePack(id)
	}
	if err != nil {
		return Answer{}, err
	}
	r.Notice("pack.erased")
	return Go("/packs")
}

func packOne(r *Request) (Answer, error) {
	p, err := r.pack()
	if err != nil {
		return Answer{}, err
	}
	if !p.Chosen {
		return Go("/packs/" + p.ID.String() + "/choose")
	}
	contents, err := r.packContents(p)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Template: "pack", Title: r.Say("pack.one-title"), Data: contents}, nil
}

// packFile is the pack as one page that needs nothing else: it is kept for where there is no connection and no node.
type packFile struct {
	packContents
	Style template.CSS
}

func packHTML(r *Request) (Answer, error) {
	p, err := r.pack()
	if err != nil {
		return Answer{}, err
	}
	contents, err := r.packContents(p)
	if err != nil {
		return Answer{}, err
	}
	page, err := r.Piece("pack", "pack-file", packFile{contents, template.CSS(r.s.static.files["praxis.css"])})
	if err != nil {
		return Answer{}, err
	}
	return Answer{File: &File{Name: "visit-pack.html", Type: "text/html; charset=utf-8", Data: []byte(page)}}, nil
}

func packMarkdown(r *Request) (Answer, error) {
	p, err := r.pack()
	if err != nil {
		return Answer{}, err
	}
	contents, err := r.packContents(p)
	if err != nil {
		return Answer{}, err
	}
	return Answer{File: &File{Name: "visit-pack.md", Type: "text/markdown; charset=utf-8", Data: []byte(contents.markdown(View{Request: r}))}}, nil
}
