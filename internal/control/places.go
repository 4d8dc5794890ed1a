package control

import (
	"context"
	"net/http"
)

// Places is how many places of a type a country has.
type Places struct {
	Country    string `json:"country"`              // ISO 3166 alpha-2
	PlaceType  string `json:"place-type"`           // of the vocabulary
	Population string `json:"population,omitempty"` // for whom they are; empty for everybody
	Places     int    `json:"places"`
}

// CountedPlaces is such a number, and who stated it.
type CountedPlaces struct {
	Places
	Person string `json:"person"` // a name
	Time   int64  `json:"time"`
}

func (c *call) places() (any, error) {
	all, err := c.person.Places()
	if err != nil {
		return nil, err
	}
	names, err := c.names()
	shown := make([]CountedPlaces, 0, len(all))
	for _, one := range all {
		shown = append(shown, CountedPlaces{Places{one.Country, one.PlaceType, one.Population, one.Places}, names[one.Person], one.Time})
	}
	return shown, err
}

func (c *call) countPlaces() (any, error) {
	var q Places
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if err := c.person.CountPlaces(q.Country, q.PlaceType, q.Population, q.Places); err != nil {
		if classify(err).Kind == KindFailed {
			err = fault(KindWrongUse, "%v", err)
		}
		return nil, err
	}
	return c.places()
}

func (c *call) forgetPlaces() (any, error) {
	var q Places
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if err := c.person.ForgetPlaces(q.Country, q.PlaceType, q.Population); err != nil {
		return nil, err
	}
	return c.places()
}

// Places are the numbers of places that the body stated.
func (c *Client) Places(ctx context.Context) (all []CountedPlaces, err error) {
	return all, c.call(ctx, http.MethodGet, "/v1/places", nil, &all)
}

// CountPlaces states how many places of a type a country has.
func (c *Client) CountPlaces(ctx context.Context, p Places) error {
	return c.call(ctx, http.MethodPost, "/v1/places", p, nil)
}

// ForgetPlaces takes back what was stated of a type of place.
func (c *Client) ForgetPlaces(ctx context.Context, p Places) error {
	return c.call(ctx, http.MethodPost, "/v1/places/forget", p, nil)
}
