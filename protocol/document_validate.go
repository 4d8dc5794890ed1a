package protocol

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of what a version may hold. Text is counted in bytes of UTF-8.
const (
	MaxTitle      = 256
	MaxSummary    = 4096
	MaxHeading    = 512
	MaxLanguages  = 64
	MaxSections   = 4096 // of one text
	MaxProvisions = 2048 // of a standard's tree, or cited
	MaxQuestions  = 64   // of one section; so with indicators
	MaxQuestion   = 1024
	MaxCodes      = 64 // in a list of codes
	maxRoles      = 16
	maxSource     = 2048
	maxLicence    = 128
)

// Validate checks a version by itself, as it is shared. The error is a *[FieldError]. A text whose sections stand in
// blocks that were not read is checked without them.
func (v Version) Validate() error {
	if err := v.ValidateContent(); err != nil {
		return err
	}
	c := validator{object: v.Kind().words()}
	c.that("document", !v.Document.IsZero(), "is needed")
	c.that("version", v.Number >= 1, "starts at 1")
	c.that("body", !v.Body.IsZero(), "is needed")
	_, err := ParseAudience(string(v.Audience))
	c.that("audience", err == nil, "is npms, network, own, public or a group, not %q", v.Audience)
	c.that("origin", v.Origin.Kind != OriginInConfidence, "is received-in-confidence: what was received in confidence is not shared")
	c.that("supersedes", v.Supersedes < v.Number, "is a version before this one")
	if v.Kind() == KindReport && v.Origin.Kind == OriginPublished {
		c.that("source", v.Origin.Source != "", "is needed for a published report: the address where it was published")
		c.that("published", v.Origin.Published != "", "is needed for a published report: the day of publication")
	}
	c.checked(v.Checked)
	return c.err
}

// ValidateContent checks what an author writes: everything except the fields that sharing adds (document, version,
// body, audience, how it was checked), which may be missing. What was received in confidence passes here.
func (v Version) ValidateContent() error {
	kind := v.Kind()
	c := validator{object: kind.words()}
	c.oneOf("kind", string(kind), KindTerms())
	c.that("kind", v.Format == kind.Format(), "is written in the form %s here, not %q", kind.Format(), v.Format)
	c.oneOf("handling", string(v.Handling), Handlings())
	c.that("attribution", Attributions().Has(string(v.Attribution)), "is by-name or an-npm, not %q", v.Attribution)
	c.line("licence", v.Licence, 0, maxLicence)
	c.date("date", v.Date)
	c.origin(v.Origin)
	c.codes("topics", v.Topics, Topics())
	c.codes("place-types", v.PlaceTypes, PlaceTypes())
	c.codes("populations", v.Populations, Populations())
	c.codes("legal-status", v.LegalStatus, LegalStatuses())
	c.cited(v.Provisions)
	c.source(v)
	c.parts(v)
	c.texts(v)
	c.attachments(v)
	return c.err
}

// line checks text that has one line: no control characters, and no space around it.
func (v *validator) line(field, text string, least, most int) {
	if v.err != nil {
		return
	}
	v.text(field, text, least, most)
	v.that(field, !hasControl(text, false), "holds a control character or a line break")
	v.that(field, strings.TrimSpace(text) == text, "has space around it")
}

// hasControl tells whether UTF-8 text holds a control character (C0, DEL or C1) or, unless it may have lines, a line
// break or a tab. It looks at bytes, since it reads every text that arrives.
func hasControl(text string, lines bool) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 0x20 && c < 0x7f || c > 0xc2:
		case c == 0xc2: // the first byte of U+0080 to U+00BF
			if i+1 < len(text) && text[i+1] < 0xa0 {
				return true
			}
		case c < 0x20 && lines && (c == '\n' || c == '\t'):
		case c < 0x80:
			return true
		}
	}
	return false
}

func (v *validator) date(field string, d Date) {
	v.that(field, d == "" || d.Valid(), "is a day such as 2024-05-31, not %q", d)
}

func (v *validator) codes(field string, codes []string, from Vocabulary) {
	v.that(field, len(codes) <= MaxCodes, "has %d codes, more than %d", len(codes), MaxCodes)
	for i, code := range codes {
		if v.err != nil {
			return
		}
		v.known(field, code, from)
		v.that(field, i == 0 || codes[i-1] < code, "is in order, each once")
	}
}

// known checks a code of a list. What to say is worked out only where it is needed: that costs more than the check.
func (v *validator) known(field, code string, from Vocabulary) {
	if v.err == nil && !from.Has(code) {
		v.that(field, false, "has no code %q: %v", code, from.hint(code))
	}
}

// oneOf checks a single code.
func (v *validator) oneOf(field, code string, from Vocabulary) {
	if v.err == nil && !from.Has(code) {
		v.that(field, false, "is one of %s, not %q", from.codes(), code)
	}
}

// code checks a single, optional code.
func (v *validator) code(field, code string, from Vocabulary) {
	if code != "" {
		v.oneOf(field, code, from)
	}
}

func (v *validator) origin(o Origin) {
	v.oneOf("origin", string(o.Kind), Origins())
	v.that("source", o.Source == "" || o.Kind == OriginPublished, "is given only where origin is published")
	v.that("published", o.Published == "" || o.Kind == OriginPublished, "is given only where origin is published")
	v.that("source", o.Source == "" || isAddress(o.Source), "is an address that begins with https:// or http://, not %q", o.Source)
	v.date("published", o.Published)
}

func isAddress(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return false
		}
	}
	host, _, _ := strings.Cut(rest, "/")
	named := host != "" && !strings.ContainsAny(host, "@?#\\") && host[0] != '.' && host[0] != ':'
	return named && len(s) <= maxSource && utf8.ValidString(s) && !hasControl(s, false) && !strings.ContainsAny(s, " \"<>`")
}

func (v *validator) cited(addresses []string) {
	v.that("provisions", len(addresses) <= MaxProvisions, "has more than %d", MaxProvisions)
	for i, a := range addresses {
		if v.err != nil {
			return
		}
		if _, _, err := ParseAddress(a); err != nil {
			v.that("provisions", false, "has %v", err)
		}
		v.that("provisions", i == 0 || addresses[i-1] < a, "is in order, each once")
	}
}

func (v *validator) source(d Version) {
	s := d.DerivedFrom
	if s == nil {
		return
	}
	v.that("derived-from: document", !s.Document.IsZero(), "is needed")
	v.that("derived-from: document", s.Document != d.Document, "is another document: a new version of this one supersedes")
	v.that("derived-from: body", !s.Body.IsZero(), "is needed")
	v.that("derived-from: version", s.Version >= 1, "starts at 1")
	v.that("derived-from: relation", s.Relation == RelationTranslation || s.Relation == RelationAdaptation,
		"is translation or adaptation, not %q", s.Relation)
}

func (v *validator) checked(c *Checked) {
	v.that("checked", c != nil, "is needed: how the version was checked")
	if v.err != nil {
		return
	}
	v.that("checked: when", c.When.Valid(), "is a day such as 2024-05-31, not %q", c.When)
	v.that("checked: roles", len(c.Roles) >= 1 && len(c.Roles) <= maxRoles, "has 1 to %d", maxRoles)
	v.that("checked: checks", len(c.Checks) >= 1 && len(c.Checks) <= MaxCodes, "has 1 to %d", MaxCodes)
	for i, r := range c.Roles {
		v.line("checked: roles", r, 1, MaxName)
		v.that("checked: roles", i == 0 || c.Roles[i-1] < r, "is in order, each once")
	}
	for i, r := range c.Checks {
		v.line("checked: checks", r, 1, MaxName)
		v.that("checked: checks", i == 0 || c.Checks[i-1] < r, "is in order, each once")
	}
}

// parts checks that a version has the part of its kind, and no other.
func (v *validator) parts(d Version) {
	kind := d.Kind()
	for _, part := range []struct {
		kind  Kind
		given bool
	}{
		{KindStandard, d.Standard != nil}, {KindMethodology, d.Methodology != nil},
		{KindPracticeNote, d.PracticeNote != nil}, {KindReport, d.Report != nil},
	} {
		v.that(string(part.kind), !part.given || kind == part.kind, "stands in a %s only", part.kind.words())
		v.that(string(part.kind), part.given || kind != part.kind, "is needed")
	}
	if v.err != nil {
		return
	}
	switch {
	case d.Standard != nil:
		v.standard(*d.Standard)
	case d.Methodology != nil:
		v.methodology(*d.Methodology)
	case d.PracticeNote != nil:
		v.practiceNote(*d.PracticeNote)
	case d.Report != nil:
		v.report(*d.Report)
	}
}

func (v *validator) practiceNote(n PracticeNote) {
	v.code("evidence", n.Evidence, EvidenceStrengths())
	v.code("response", n.Response, Responses())
	v.country("country", n.Country)
	v.line("ask", n.Ask, 0, MaxName)
}

func (v *validator) methodology(m Methodology) {
	v.code("cycle", m.Cycle, CycleSteps())
	v.codes("times", m.Times, VisitTimes())
	v.codes("notice", m.Notice, Notices())
	v.codes("purposes", m.Purposes, VisitPurposes())
	v.codes("composition", m.Composition, Compositions())
	for i, s := range m.Steps {
		v.known("steps", s, VisitSteps())
		v.that("steps", !slices.Contains(m.Steps[:i], s), "names each step once")
	}
}

func (v *validator) report(r Report) {
	v.oneOf("report", r.Type, ReportTypes())
	v.date("since", r.Since)
	v.date("until", r.Until)
	v.that("until", r.Since == "" || r.Until == "" || r.Since <= r.Until, "is not before since")
}

// ParseAddress splits a provision's address, "mandela/45.1", into its instrument and what follows the slash.
func ParseAddress(address string) (instrument, rest string, err error) {
	instrument, rest, ok := strings.Cut(address, "/")
	if !ok {
		return "", "", Rulef("%q, which is no provision: write instrument, slash and number, such as mandela/45.1", address)
	}
	if !KnownInstrument(instrument) {
		return "", "", Rulef("%q, whose instrument %q is not known: use one of %s, national-XX or common-NAME", address, instrument, Instruments().codes())
	}
	if !isProvision(rest) {
		return "", "", Rulef("%q: what follows the slash is letters and digits, joined by dots or hyphens", address)
	}
	return instrument, rest, nil
}

const maxProvision = 64

func isProvision(rest string) bool {
	joined := true // a joint may not come first, last or twice
	for _, r := range []byte(rest) {
		alnum := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !alnum && (joined || r != '.' && r != '-') {
			return false
		}
		joined = !alnum
	}
	return !joined && len(rest) <= maxProvision
}
