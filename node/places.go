package node

import (
	"cmp"
	"fmt"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/store"
	"praxis/protocol/exchange"
)

// placesRecord is the place of the counts among the settings.
var placesRecord = [16]byte{0: 'p'}

// counted are the numbers of places that the body stated, for the gate.
func (n *Node) counted() ([]draft.Counted, error) {
	var all []draft.Counted
	_, err := n.read(store.KindSetting, placesRecord, &all)
	return all, err
}

// countsOf are the same as the gate takes them.
func countsOf(all []draft.Counted) []gate.Count {
	counts := make([]gate.Count, 0, len(all))
	for _, c := range all {
		counts = append(counts, gate.Count{Country: c.Country, PlaceType: c.PlaceType, Population: c.Population, Places: c.Places})
	}
	return counts
}

// Places are the numbers of places that the body stated, by country and type. Whoever sees the allowed words sees them.
func (s *Session) Places() ([]draft.Counted, error) {
	if err := s.may(func(p draft.Person) bool { return p.MaySee(draft.Allowed) }); err != nil {
		return nil, err
	}
	return s.n.counted()
}

// CountPlaces states how many places of a type a country has, in place of what was stated of them before. Types of fewer than
// five name a place. Reviews that were started before are as they were: another one is started for it.
func (s *Session) CountPlaces(country, placeType, population string, places int) error {
	n := s.n
	one, err := draft.NewCounted(country, placeType, population, places, s.person.ID, n.now())
	if err != nil {
		return err
	}
	return s.changePlaces(DeedPlacesCounted, func(all []draft.Counted) ([]draft.Counted, error) {
		all = append(slices.DeleteFunc(all, one.Same), one)
		if len(all) > draft.MaxCounted {
			return nil, fmt.Errorf("%w: %d types of places are counted, forget some first", draft.ErrState, draft.MaxCounted)
		}
		return all, nil
	})
}

// ForgetPlaces takes back what was stated of a type of place: there are taken to be few again.
func (s *Session) ForgetPlaces(country, placeType, population string) error {
	gone := draft.Counted{Country: country, PlaceType: placeType, Population: population}
	return s.changePlaces(DeedPlacesForgotten, func(all []draft.Counted) ([]draft.Counted, error) {
		if !slices.ContainsFunc(all, gone.Same) {
			return nil, fmt.Errorf("nobody counted these places: %w", ErrNotFound)
		}
		return slices.DeleteFunc(all, gone.Same), nil
	})
}

func (s *Session) changePlaces(deed Deed, change func([]draft.Counted) ([]draft.Counted, error)) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(draft.Person.MayCount); err != nil {
		return err
	}
	all, err := n.counted()
	if err != nil {
		return err
	}
	if all, err = change(all); err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b draft.Counted) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.PlaceType, b.PlaceType), cmp.Compare(a.Population, b.Population))
	})
	r, err := record(store.KindSetting, placesRecord, all)
	if err != nil {
		return err
	}
	r.Sync = true
	return n.store.Commit(exchange.Batch{}, r, n.line(s.person.ID, deed))
}
