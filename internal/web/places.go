package web

import (
	"strconv"
	"strings"

	"praxis/internal/draft"
	"praxis/protocol"
)

func countRoutes() []route {
	counts := who(draft.Person.MayCount)
	return []route{
		{pattern: "GET /places", who: counts, handler: counted},
		{pattern: "POST /places", who: counts, handler: countPlaces},
		{pattern: "POST /places/forget", who: counts, handler: forgetPlaces},
	}
}

type countedRow struct {
	draft.Counted
	By string
}

type countedData struct {
	Rows        []countedRow
	Country     string // of the body, where nothing was typed yet
	PlaceTypes  []Choice
	Populations []Choice
}

// counted shows how many places of a type the body has said that a country has, and the form for another number.
func counted(r *Request) (Answer, error) {
	all, err := r.Session.Places()
	if err != nil {
		return Answer{}, err
	}
	persons, err := r.s.Node.Persons()
	if err != nil {
		return Answer{}, err
	}
	names := make(map[protocol.ID]string)
	for _, p := range persons {
		names[p.ID] = p.Name
	}
	var d countedData
	for _, c := range all {
		d.Rows = append(d.Rows, countedRow{c, names[c.Person]})
	}
	if i, err := r.s.Node.Identity(); err == nil {
		d.Country = i.Country
	}
	d.PlaceTypes = []Choice{{Value: "", Label: r.Say("pack.choose-one")}}
	for _, t := range protocol.PlaceTypes().Terms() {
		d.PlaceTypes = append(d.PlaceTypes, Choice{Value: t.Code, Label: t.Label(r.Language)})
	}
	d.Populations = []Choice{{Value: "", Label: r.Say("places.everybody")}}
	for _, t := range protocol.Populations().Terms() {
		d.Populations = append(d.Populations, Choice{Value: t.Code, Label: t.Label(r.Language)})
	}
	return Answer{Template: "places", Title: r.Say("places.title"), Data: d}, nil
}

func countPlaces(r *Request) (Answer, error) {
	country, placeType, population := strings.ToUpper(r.Form.Text("country")), r.Form.Get("place-type"), r.Form.Get("population")
	number, err := strconv.Atoi(r.Form.Text("number"))
	if err != nil {
		r.Wrong("number", "places.number-wrong")
	}
	if !protocol.PlaceTypes().Has(placeType) {
		r.Wrong("place-type", "pack.place-wrong")
	}
	if len(r.Form.Errors) > 0 {
		return counted(r)
	}
	if _, err := draft.NewCounted(country, placeType, population, 0, r.Person.ID, 0); err != nil {
		r.Wrong("country", "places.country-wrong")
		return counted(r)
	}
	if _, err := draft.NewCounted(country, placeType, population, number, r.Person.ID, 0); err != nil {
		r.Wrong("number", "places.number-wrong")
		return counted(r)
	}
	if err := r.Session.CountPlaces(country, placeType, population, number); err != nil {
		return Answer{}, err
	}
	r.Notice("places.kept")
	return Go("/places")
}

func forgetPlaces(r *Request) (Answer, error) {
	if err := r.Session.ForgetPlaces(r.Form.Get("country"), r.Form.Get("place-type"), r.Form.Get("population")); err != nil {
		return Answer{}, err
	}
	return Go("/places")
}
