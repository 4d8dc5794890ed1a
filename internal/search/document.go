package search

import (
	"slices"
	"strings"

	"praxis/protocol"
)

// Facet is something by which documents are told apart.
type Facet uint8

// The facets. Of the codes, those of topics count for the broader topic too.
const (
	FacetKind Facet = iota
	FacetTopic
	FacetPlaceType
	FacetPopulation
	FacetInstrument
	FacetBody     // the id of the body, or [Unnamed]
	FacetLanguage // ISO 639
	FacetYear
	facets
)

// Unnamed is the code of bodies that share a document as "an NPM".
const Unnamed = "an-npm"

// Facets are all facets, in the order in which they are offered.
func Facets() []Facet {
	return []Facet{FacetKind, FacetTopic, FacetPlaceType, FacetPopulation, FacetInstrument, FacetBody, FacetLanguage, FacetYear}
}

// String is the facet's name, as it stands in addresses.
func (f Facet) String() string {
	return [...]string{"kind", "topic", "place-type", "population", "instrument", "body", "language", "year"}[f]
}

// Place is where the newest version of a document is held.
type Place struct {
	Repository protocol.Repository
	Entry      uint64
	Versions   []uint64 // all that are held, ascending; the last is the newest
}

// Document is what the index keeps of a document besides its words.
type Document struct {
	ID protocol.ID
	Place
	Kind     protocol.Kind
	Unnamed  bool          // its body is shown as "an NPM"
	Date     protocol.Date // of this state of the text, or on which it was checked; "" where neither is said
	Original string        // the language that the others follow
	Texts    []Title       // in order of the languages
	Topics   []string
	Source   *protocol.Source // that it is derived from; nil if it is not
	words    []uint32         // numbers of the texts, as Texts
	codes    []uint16
}

// Title is a text without its sections.
type Title struct{ Language, Title, Summary string }

// Newest is the number of the newest version.
func (d *Document) Newest() uint64 { return d.Versions[len(d.Versions)-1] }

// In is the title in the first of some languages that there is, else in the original.
func (d *Document) In(languages ...string) Title {
	for _, l := range append(slices.Clone(languages), d.Original) {
		for _, t := range d.Texts {
			if t.Language == l {
				return t
			}
		}
	}
	return d.Texts[0]
}

func describe(p Place, v protocol.Version) *Document {
	primary, _ := v.Primary()
	d := &Document{ID: v.Document, Place: p, Kind: v.Kind(), Unnamed: v.Attribution == protocol.AttributionAnNPM, Date: v.Date,
		Original: primary.Language, Topics: v.Topics, Source: v.DerivedFrom}
	if d.Date == "" && v.Checked != nil {
		d.Date = v.Checked.When
	}
	for _, t := range v.Texts {
		d.Texts = append(d.Texts, Title{t.Language, t.Title, t.Summary})
	}
	return d
}

// codesOf calls yield with every code of a document, some of them twice.
func codesOf(d *Document, v protocol.Version, yield func(Facet, string)) {
	yield(FacetKind, string(v.Kind()))
	topics := protocol.Topics()
	for _, code := range v.Topics {
		for depth := 0; code != "" && depth < 4; depth++ {
			yield(FacetTopic, code)
			term, _ := topics.Term(code)
			code = term.Broader
		}
	}
	for _, code := range v.PlaceTypes {
		yield(FacetPlaceType, code)
	}
	for _, code := range v.Populations {
		yield(FacetPopulation, code)
	}
	for _, address := range v.Provisions {
		instrument, _, _ := strings.Cut(address, "/")
		yield(FacetInstrument, instrument)
	}
	if v.Standard != nil {
		yield(FacetInstrument, v.Standard.Instrument)
	}
	if d.Unnamed {
		yield(FacetBody, Unnamed)
	} else {
		yield(FacetBody, d.Repository.Body.String())
	}
	for _, t := range v.Texts {
		yield(FacetLanguage, t.Language)
	}
	if len(d.Date) >= 4 {
		yield(FacetYear, string(d.Date[:4]))
	}
}
