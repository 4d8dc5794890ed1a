package protocol

import (
	"strings"
	"time"

	"praxis/protocol/wire"
)

// Kind is what a document is.
type Kind string

// The kinds that this Praxis reads and writes. A kind that it does not know is one of a newer Praxis.
const (
	KindStandard     Kind = "standard"
	KindMethodology  Kind = "methodology"
	KindPracticeNote Kind = "practice-note"
	KindReport       Kind = "report"
)

// formatNumber is that of every kind's form here. It rises when the form or a vocabulary changes.
const formatNumber = "/1"

// Kinds lists the kinds, in the order in which they are offered.
func Kinds() []Kind { return []Kind{KindStandard, KindMethodology, KindPracticeNote, KindReport} }

// Format names the form in which versions of this kind are written: "practice-note/1".
func (k Kind) Format() string { return string(k) + formatNumber }

// Known tells whether this Praxis reads the kind.
func (k Kind) Known() bool {
	switch k {
	case KindStandard, KindMethodology, KindPracticeNote, KindReport:
		return true
	}
	return false
}

// words is the kind in a sentence.
func (k Kind) words() string {
	if !k.Known() {
		return "document"
	}
	return strings.ReplaceAll(string(k), "-", " ")
}

// Date is a calendar day, "2006-01-02"; "" is none.
type Date string

// Valid tells whether the date is a day of the calendar.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil && len(d) == len(time.DateOnly)
}

// Handling says how readers may use a document.
type Handling string

// The ways of handling.
const (
	HandlingCiteByName Handling = "cite-by-name" // the default
	HandlingUnnamed    Handling = "cite-unnamed"
	HandlingInternal   Handling = "internal"
	HandlingNoOnward   Handling = "no-onward-sharing"
)

// Attribution says how the body is shown as the author.
type Attribution string

// The ways of attribution. AnNPM hides the name on pages and in print, not from other members' systems.
const (
	AttributionByName Attribution = "by-name" // the default
	AttributionAnNPM  Attribution = "an-npm"
)

// OriginKind is where a text's substance comes from.
type OriginKind string

// The origins. What was received in confidence can be drafted, and is never valid in a shared version.
const (
	OriginPublished    OriginKind = "published"
	OriginUnpublished  OriginKind = "own-unpublished"
	OriginInConfidence OriginKind = "received-in-confidence"
)

// Origin is where a text's substance comes from and, where that is public, the address and the day.
type Origin struct {
	Kind      OriginKind `codec:"kind"`
	Source    string     `codec:"source,omitempty"`    // http or https; of a published text only
	Published Date       `codec:"published,omitempty"` // of a published text only
}

// Status is how a text of one language came about.
type Status string

// The statuses. Exactly one text of a document is the original, except in a translation, whose original is its source's.
const (
	StatusOriginal   Status = "original"
	StatusOfficial   Status = "official"
	StatusUnofficial Status = "unofficial"
	StatusMachine    Status = "machine"
	StatusStale      Status = "stale" // the original has changed since
)

// Relation is how a document was derived from another.
type Relation string

// The relations.
const (
	RelationTranslation Relation = "translation"
	RelationAdaptation  Relation = "adaptation"
)

// Source is the version that a document is derived from. It names the body, so that only that body's withdrawal counts.
type Source struct {
	Body     ID       `codec:"body"`
	Version  uint64   `codec:"version"`
	Document ID       `codec:"document"`
	Relation Relation `codec:"relation"`
}

// Checked is how a version was checked before it was shared: on which day, by which roles (never a name), and which
// checks of the gate it passed.
type Checked struct {
	When   Date     `codec:"when"`
	Roles  []string `codec:"roles"`
	Checks []string `codec:"checks"`
}

// Version is one state of a document: the root block of its content. Lists without an order of their own are in
// bytewise order, each value once. Codes are those of the vocabularies in this package.
//
// A Version is plain data. Whether it may leave is decided by package draft; what is here has been checked for form only.
type Version struct {
	Salt         Hash          `codec:"s"`  // random; the only key of one letter, so that it is written first
	Format       string        `codec:"is"` // Kind.Format; the only key of two letters, so that it is written second
	Body         ID            `codec:"body"`
	Date         Date          `codec:"date,omitempty"` // of this state of the text
	Texts        []Text        `codec:"texts"`          // in order of the languages
	Origin       Origin        `codec:"origin"`
	Report       *Report       `codec:"report,omitempty"` // of a report, and only there; so with the other kinds
	Topics       []string      `codec:"topics,omitempty"`
	Checked      *Checked      `codec:"checked,omitempty"`
	Licence      string        `codec:"licence,omitempty"`
	Number       uint64        `codec:"version"` // 1, 2, …
	Audience     Audience      `codec:"audience"`
	Document     ID            `codec:"document"`
	Handling     Handling      `codec:"handling"`
	Standard     *Standard     `codec:"standard,omitempty"`
	Provisions   []string      `codec:"provisions,omitempty"`  // cited: "mandela/45.1"
	Supersedes   uint64        `codec:"supersedes,omitempty"`  // a lower version of this document, 0 for none
	Attachments  []Attachment  `codec:"attachments,omitempty"` // files that go with it, in the order in which they are offered
	Attribution  Attribution   `codec:"attribution"`
	Methodology  *Methodology  `codec:"methodology,omitempty"`
	PlaceTypes   []string      `codec:"place-types,omitempty"`
	Populations  []string      `codec:"populations,omitempty"`
	DerivedFrom  *Source       `codec:"derived-from,omitempty"`
	LegalStatus  []string      `codec:"legal-status,omitempty"`
	PracticeNote *PracticeNote `codec:"practice-note,omitempty"`
}

// WireFormat implements [wire.Object]. The block itself names the narrower [Version.Format].
func (Version) WireFormat() string { return "version/1" }

// Text is a document in one language. Its sections stand here, or in the blocks that it links, never in both.
type Text struct {
	Title    string      `codec:"title"`
	Blocks   []wire.Link `codec:"blocks,omitempty"` // each a [TextBlock]
	Status   Status      `codec:"status"`
	Summary  string      `codec:"summary,omitempty"`
	Language string      `codec:"language"` // ISO 639
	Sections []Section   `codec:"sections,omitempty"`
}

// Section is a part of a text. Its id says which: one of [SectionIDs] of the kind, or in a standard what follows the
// slash in a provision's address. A free section has none. Only the first section may have neither id nor heading.
type Section struct {
	ID         string   `codec:"id,omitempty"`
	Text       string   `codec:"text,omitempty"` // Markdown, without headings that start sections
	Heading    string   `codec:"heading,omitempty"`
	Continued  bool     `codec:"continued,omitempty"`  // in a [TextBlock] only: text that goes on from the section before
	Questions  []string `codec:"questions,omitempty"`  // that a monitor asks; of a provision only
	Indicators []string `codec:"indicators,omitempty"` // of a provision only
}

// TextBlock holds sections of a text that does not stand in the root block. One that did not change from a version to
// the next keeps its bytes, its salt and its CID, so that only what changed travels.
type TextBlock struct {
	Salt     Hash      `codec:"s"`
	Format   string    `codec:"is"` // [TextFormat]
	Language string    `codec:"language"`
	Sections []Section `codec:"sections"`
}

// TextFormat is the form of a [TextBlock].
const TextFormat = "text/1"

// WireFormat implements [wire.Object].
func (TextBlock) WireFormat() string { return TextFormat }

// Level is a provision's place in the tree of a standard.
type Level string

// The levels, from the widest.
const (
	LevelPart      Level = "part"
	LevelSection   Level = "section"
	LevelRule      Level = "rule"
	LevelParagraph Level = "paragraph"
)

// depth is 1 for a part to 4 for a paragraph, and 0 for what is no level.
func (l Level) depth() int {
	switch l {
	case LevelPart:
		return 1
	case LevelSection:
		return 2
	case LevelRule:
		return 3
	case LevelParagraph:
		return 4
	}
	return 0
}

// Standard is what a standard says of itself, whatever the language.
type Standard struct {
	Tree       []Provision `codec:"tree,omitempty"` // in the order of the text
	Adopted    Date        `codec:"adopted"`
	Adopter    string      `codec:"adopter"` // who adopted it
	Binding    bool        `codec:"binding"`
	Revised    []Date      `codec:"revised,omitempty"`
	Instrument string      `codec:"instrument"` // prefix of its provisions' addresses
}

// Provision is a place in a standard. It lies in the nearest one before it that has a wider level.
type Provision struct {
	Level   Level    `codec:"level"`
	Topics  []string `codec:"topics,omitempty"`
	Address string   `codec:"address"` // "mandela/45.1", never given to another provision
}

// Methodology is what a methodology says of itself in codes; the rest are sections. Where it
// says nothing it is left out on the wire; a version that was read has it all the same.
type Methodology struct {
	Cycle       string   `codec:"cycle,omitempty"` // step of the monitoring cycle
	Steps       []string `codec:"steps,omitempty"` // of the visit, in order
	Times       []string `codec:"times,omitempty"`
	Notice      []string `codec:"notice,omitempty"`
	Purposes    []string `codec:"purposes,omitempty"` // of the visit
	Composition []string `codec:"composition,omitempty"`
}

// PracticeNote is what a practice note says of itself in codes; the rest are sections. Where it
// says nothing it is left out on the wire; a version that was read has it all the same.
type PracticeNote struct {
	Ask      string `codec:"ask,omitempty"` // whom: a role, never a name
	Country  string `codec:"country,omitempty"`
	Evidence string `codec:"evidence,omitempty"` // how strong it is
	Response string `codec:"response,omitempty"` // the authorities'
}

// Report is what a report says of itself.
type Report struct {
	Type  string `codec:"type"`            // visit, thematic or annual
	Since Date   `codec:"since,omitempty"` // the period, both days included
	Until Date   `codec:"until,omitempty"`
}

// IsEmpty tells whether m says nothing.
func (m Methodology) IsEmpty() bool {
	return m.Cycle == "" && len(m.Steps)+len(m.Times)+len(m.Notice)+len(m.Purposes)+len(m.Composition) == 0
}

// IsEmpty tells whether n says nothing.
func (n PracticeNote) IsEmpty() bool { return n == PracticeNote{} }

// Kind is the document's kind.
func (v Version) Kind() Kind {
	kind, _, _ := strings.Cut(v.Format, "/")
	return Kind(kind)
}

// Primary is the text that the others follow: the original or, in a translation, the first. ok is false without texts.
func (v Version) Primary() (text Text, ok bool) {
	for _, t := range v.Texts {
		if t.Status == StatusOriginal {
			return t, true
		}
	}
	if len(v.Texts) == 0 {
		return Text{}, false
	}
	return v.Texts[0], true
}

// In is the text in a language.
func (v Version) In(language string) (text Text, ok bool) {
	for _, t := range v.Texts {
		if t.Language == language {
			return t, true
		}
	}
	return Text{}, false
}

// Section is the text's section of that id.
func (t Text) Section(id string) (Section, bool) {
	for _, s := range t.Sections {
		if s.ID == id {
			return s, true
		}
	}
	return Section{}, false
}

// Matches checks that a version is the one that an entry of a repository puts: document, version, body and audience.
func (v Version) Matches(r Repository, e Entry) error {
	c := validator{object: v.Kind().words()}
	c.that("document", v.Document == e.Document, "is %s, and the entry puts %s", v.Document, e.Document)
	c.that("version", v.Number == e.Version, "is %d, and the entry puts %d", v.Number, e.Version)
	c.that("body", v.Body == r.Body, "is %s, and the repository is that of %s", v.Body, r.Body)
	c.that("audience", v.Audience == r.Audience, "is %q, and the repository is for %q", v.Audience, r.Audience)
	return c.err
}
