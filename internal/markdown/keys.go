package markdown

import (
	"strings"

	"praxis/protocol"
)

// keys are all that front matter may have, in the order in which errors offer them.
var keys = []key{
	{"kind", "", func(*protocol.Version, value) error { return nil }}, // read before the others
	{"language", "", text(func(v *protocol.Version) *string { return &lastText(v).Language })},
	{"title", "", text(func(v *protocol.Version) *string { return &lastText(v).Title })},
	{"summary", "", text(func(v *protocol.Version) *string { return &lastText(v).Summary })},
	{"status", "", text(func(v *protocol.Version) *protocol.Status { return &lastText(v).Status })},
	{"origin", "", text(func(v *protocol.Version) *protocol.OriginKind { return &v.Origin.Kind })},
	{"source", "", text(func(v *protocol.Version) *string { return &v.Origin.Source })},
	{"published", "", text(func(v *protocol.Version) *protocol.Date { return &v.Origin.Published })},
	{"date", "", text(func(v *protocol.Version) *protocol.Date { return &v.Date })},
	{"topics", "", list(func(v *protocol.Version) *[]string { return &v.Topics })},
	{"place-types", "", list(func(v *protocol.Version) *[]string { return &v.PlaceTypes })},
	{"populations", "", list(func(v *protocol.Version) *[]string { return &v.Populations })},
	{"legal-status", "", list(func(v *protocol.Version) *[]string { return &v.LegalStatus })},
	{"provisions", "", list(func(v *protocol.Version) *[]string { return &v.Provisions })},
	{"instrument", protocol.KindStandard, text(func(v *protocol.Version) *string { return &v.Standard.Instrument })},
	{"adopter", protocol.KindStandard, text(func(v *protocol.Version) *string { return &v.Standard.Adopter })},
	{"adopted", protocol.KindStandard, text(func(v *protocol.Version) *protocol.Date { return &v.Standard.Adopted })},
	{"revised", protocol.KindStandard, list(func(v *protocol.Version) *[]protocol.Date { return &v.Standard.Revised })},
	{"binding", protocol.KindStandard, readBinding},
	{"cycle", protocol.KindMethodology, text(func(v *protocol.Version) *string { return &v.Methodology.Cycle })},
	{"purposes", protocol.KindMethodology, list(func(v *protocol.Version) *[]string { return &v.Methodology.Purposes })},
	{"notice", protocol.KindMethodology, list(func(v *protocol.Version) *[]string { return &v.Methodology.Notice })},
	{"times", protocol.KindMethodology, list(func(v *protocol.Version) *[]string { return &v.Methodology.Times })},
	{"composition", protocol.KindMethodology, list(func(v *protocol.Version) *[]string { return &v.Methodology.Composition })},
	{"steps", protocol.KindMethodology, list(func(v *protocol.Version) *[]string { return &v.Methodology.Steps })},
	{"evidence", protocol.KindPracticeNote, text(func(v *protocol.Version) *string { return &v.PracticeNote.Evidence })},
	{"response", protocol.KindPracticeNote, text(func(v *protocol.Version) *string { return &v.PracticeNote.Response })},
	{"country", protocol.KindPracticeNote, text(func(v *protocol.Version) *string { return &v.PracticeNote.Country })},
	{"ask", protocol.KindPracticeNote, text(func(v *protocol.Version) *string { return &v.PracticeNote.Ask })},
	{"report", protocol.KindReport, text(func(v *protocol.Version) *string { return &v.Report.Type })},
	{"since", protocol.KindReport, text(func(v *protocol.Version) *protocol.Date { return &v.Report.Since })},
	{"until", protocol.KindReport, text(func(v *protocol.Version) *protocol.Date { return &v.Report.Until })},
	{"licence", "", text(func(v *protocol.Version) *string { return &v.Licence })},
	{"handling", "", text(func(v *protocol.Version) *protocol.Handling { return &v.Handling })},
	{"attribution", "", text(func(v *protocol.Version) *protocol.Attribution { return &v.Attribution })},
	{"audience", "", readAudience},
	{"document", "", id(func(v *protocol.Version) *protocol.ID { return &v.Document })},
	{"version", "", number(func(v *protocol.Version) *uint64 { return &v.Number })},
	{"supersedes", "", number(func(v *protocol.Version) *uint64 { return &v.Supersedes })},
	{"body", "", id(func(v *protocol.Version) *protocol.ID { return &v.Body })},
	{"derived-from", "", readDerivedFrom},
	{"checked", "", readChecked},
	{"attachments", "", readAttachments},
}

// lastText is the text whose front matter is being read.
func lastText(v *protocol.Version) *protocol.Text { return &v.Texts[len(v.Texts)-1] }

func text[T ~string](field func(*protocol.Version) *T) func(*protocol.Version, value) error {
	return func(v *protocol.Version, given value) error {
		s, err := given.text()
		*field(v) = T(strings.TrimSpace(s))
		return err
	}
}

func list[T ~string](field func(*protocol.Version) *[]T) func(*protocol.Version, value) error {
	return func(v *protocol.Version, given value) error {
		all, err := given.list()
		for _, s := range all {
			*field(v) = append(*field(v), T(strings.TrimSpace(s)))
		}
		return err
	}
}

func number(field func(*protocol.Version) *uint64) func(*protocol.Version, value) error {
	return func(v *protocol.Version, given value) (err error) {
		*field(v), err = given.number()
		return err
	}
}

func id(field func(*protocol.Version) *protocol.ID) func(*protocol.Version, value) error {
	return func(v *protocol.Version, given value) (err error) {
		*field(v), err = given.id()
		return err
	}
}

func readBinding(v *protocol.Version, given value) error {
	s, err := given.text()
	if err != nil {
		return err
	}
	if s != "true" && s != "false" {
		return Problem(given.line, "binding is true or false, not %q", s)
	}
	v.Standard.Binding = s == "true"
	return nil
}

func readAudience(v *protocol.Version, given value) error {
	s, err := given.text()
	if err != nil {
		return err
	}
	if v.Audience, err = protocol.ParseAudience(s); err != nil {
		return Problem(given.line, "audience: %v", err)
	}
	return nil
}

func readDerivedFrom(v *protocol.Version, given value) error {
	values, err := mapping(given.node, 0)
	if err != nil {
		return err
	}
	s := &protocol.Source{}
	for _, part := range values {
		switch part.key {
		case "relation":
			var relation string
			relation, err = part.text()
			s.Relation = protocol.Relation(relation)
		case "document":
			s.Document, err = part.id()
		case "version":
			s.Version, err = part.number()
		case "body":
			s.Body, err = part.id()
		default:
			err = Problem(part.line, "the key %q is not known: derived-from has relation, document, version, body", part.key)
		}
		if err != nil {
			return err
		}
	}
	v.DerivedFrom = s
	return nil
}

func readChecked(v *protocol.Version, given value) error {
	values, err := mapping(given.node, 0)
	if err != nil {
		return err
	}
	c := &protocol.Checked{}
	for _, part := range values {
		switch part.key {
		case "when":
			var when string
			when, err = part.text()
			c.When = protocol.Date(when)
		case "roles":
			c.Roles, err = part.list()
		case "checks":
			c.Checks, err = part.list()
		default:
			err = Problem(part.line, "the key %q is not known: checked has when, roles, checks", part.key)
		}
		if err != nil {
			return err
		}
	}
	v.Checked = c
	return nil
}
