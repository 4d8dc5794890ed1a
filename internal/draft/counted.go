package draft

import (
	"fmt"

	"praxis/protocol"
)

// Counted is how many places of a type a body knows of in a country. Where there are few, the type names one of them.
type Counted struct {
	Country    string      `json:"country"`              // ISO 3166 alpha-2
	PlaceType  string      `json:"place-type"`           // of the vocabulary
	Population string      `json:"population,omitempty"` // for whom they are, of the vocabulary; empty for everybody
	Places     int         `json:"places"`
	Person     protocol.ID `json:"person"` // who counted them
	Time       int64       `json:"time"`
}

// MaxCounted bounds how many types of places a body counts.
const MaxCounted = 2_000

// NewCounted makes a count.
func NewCounted(country, placeType, population string, places int, person protocol.ID, now int64) (Counted, error) {
	const most = 1_000_000
	c := Counted{Country: country, PlaceType: placeType, Population: population, Places: places, Person: person, Time: now}
	switch {
	case len(country) != 2 || country[0] < 'A' || country[0] > 'Z' || country[1] < 'A' || country[1] > 'Z':
		return Counted{}, fmt.Errorf("%q is no country: write two capitals, such as PT", country)
	case !protocol.PlaceTypes().Has(placeType):
		return Counted{}, fmt.Errorf("%q is no type of place: write one of the vocabulary, such as prison or mental-health", placeType)
	case population != "" && !protocol.Populations().Has(population):
		return Counted{}, fmt.Errorf("%q is no population: write one of the vocabulary, such as women, or none", population)
	case places < 0 || places > most:
		return Counted{}, fmt.Errorf("%d is no number of places: write one from 0 to %d", places, most)
	}
	return c, nil
}

// Same tells whether two counts are of the same places.
func (c Counted) Same(o Counted) bool {
	return c.Country == o.Country && c.PlaceType == o.PlaceType && c.Population == o.Population
}

// MayCount tells whether a person says how many places there are: the gate stops less where there are enough.
func (p Person) MayCount() bool { return p.works(RoleDirector, RoleAdministrator) }
