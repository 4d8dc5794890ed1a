package vectors

import (
	"bytes"
	"fmt"
	"strings"

	"praxis/protocol"
	"praxis/protocol/wire"
)

func documents() (File, error) {
	b := &builder{file: File{Name: "documents.json", Page: "documents.md"}}
	b.accept("version-practice-note", "version", b.encode(practiceNote()))
	english, french := b.textBlock("en", provisions("Speak with each person daily.", "Is it every day?")), b.textBlock("fr", provisions("Parler à chacun chaque jour.", "Est-ce chaque jour ?")[:2])
	b.accept("text-block-english", "text", english)
	b.accept("text-block-french", "text", french)
	b.accept("version-standard", "version", b.encode(standard(english, french)), "text-block-english", "text-block-french")
	long := b.textBlock("en", []protocol.Section{{Text: "A text that goes "}, {Continued: true, Text: "on in a piece of its own."}})
	b.accept("text-block-continued", "text", long)
	b.accept("version-continued", "version", b.encode(linked(practiceNote(), long)), "text-block-continued")
	b.accept("version-translation", "version", b.encode(changedNote(func(v *protocol.Version) {
		v.DerivedFrom = &protocol.Source{Body: id("body south"), Document: id("document south"), Version: 3, Relation: protocol.RelationTranslation}
		v.Texts[0].Status = protocol.StatusUnofficial
	})))
	b.accept("version-without-codes", "version", b.encode(changedNote(func(v *protocol.Version) { v.PracticeNote = nil })))
	part := fields("evidence", text("repeated"))
	b.refuse("version-empty-part", "version", append(bytes.TrimSuffix(b.encode(practiceNote()), part), fields()...),
		"a part that says nothing is left out", "not the canonical encoding")
	refusedFormats(b)
	refusedFields(b)
	refusedTexts(b)
	refusedTrees(b, english, french)
	refusedBlocks(b, english, french)
	attachments(b)
	return b.file, b.err
}

func practiceNote() protocol.Version {
	return protocol.Version{
		Salt: protocol.Hash(salt("version")), Format: protocol.KindPracticeNote.Format(), Body: id("body north"), Document: id("document"), Number: 1,
		Audience: protocol.AudienceNPMs, Handling: protocol.HandlingCiteByName, Attribution: protocol.AttributionByName,
		Origin: protocol.Origin{Kind: protocol.OriginUnpublished}, Topics: []string{"segregation"}, Provisions: []string{"mandela/45.1"},
		Checked:      &protocol.Checked{When: "2026-03-02", Roles: []string{"reviewer"}, Checks: []string{"email/1"}},
		PracticeNote: &protocol.PracticeNote{Evidence: "repeated"},
		Texts: []protocol.Text{{Title: "Daily talks in segregation", Status: protocol.StatusOriginal, Language: "en",
			Sections: []protocol.Section{{ID: "problem", Text: "Nobody was spoken to for days."}}}},
	}
}

func changedNote(change func(*protocol.Version)) protocol.Version {
	v := practiceNote()
	change(&v)
	return v
}

func provisions(text, question string) []protocol.Section {
	return []protocol.Section{{ID: "A", Heading: "A"}, {ID: "1", Text: text}, {ID: "1.1", Text: text, Questions: []string{question}}}
}

func (b *builder) textBlock(language string, sections []protocol.Section) []byte {
	return b.encode(protocol.TextBlock{Salt: protocol.Hash(salt("text " + language + fmt.Sprint(len(sections)))), Format: protocol.TextFormat, Language: language, Sections: sections})
}

func linkTo(block []byte) []wire.Link {
	return []wire.Link{{CID: wire.SumCID(wire.DAGCBOR, block)}}
}

func linked(v protocol.Version, block []byte) protocol.Version {
	v.Texts[0].Sections, v.Texts[0].Blocks = nil, linkTo(block)
	return v
}

func standard(english, french []byte) protocol.Version {
	v := practiceNote()
	v.Format, v.PracticeNote = protocol.KindStandard.Format(), nil
	v.Standard = &protocol.Standard{Instrument: "common-segregation", Adopter: "Secretariat", Adopted: "2025-03-14", Tree: []protocol.Provision{
		{Level: protocol.LevelPart, Address: "common-segregation/A"},
		{Level: protocol.LevelRule, Address: "common-segregation/1", Topics: []string{"regime"}},
		{Level: protocol.LevelParagraph, Address: "common-segregation/1.1"},
	}}
	v.Texts = []protocol.Text{
		{Title: "Common minimum", Status: protocol.StatusOriginal, Language: "en", Blocks: linkTo(english)},
		{Title: "Minimum commun", Status: protocol.StatusOfficial, Language: "fr", Blocks: linkTo(french)},
	}
	return v
}

// refuseNotes adds practice notes, each changed in one place.
func refuseNotes(b *builder, cases []struct {
	name, reason, refusal string
	change                func(*protocol.Version)
}) {
	for _, c := range cases {
		b.refuse("version-"+c.name, "version", b.encode(changedNote(c.change)), c.reason, c.refusal)
	}
}

func refusedFormats(b *builder) {
	refuseNotes(b, []struct {
		name, reason, refusal string
		change                func(*protocol.Version)
	}{
		{"newer", "a form that is not known yet: the bytes are kept, and the reader is told", `not "practice-note/1": it may need a newer Praxis`, func(v *protocol.Version) { v.Format = "practice-note/2" }},
		{"unknown-kind", "a kind that is not known yet", `practice-note/1, report/1": it may need a newer Praxis`, func(v *protocol.Version) { v.Format = "statistic/1" }},
		{"format-zero", "forms count from 1", "block: is names the format", func(v *protocol.Version) { v.Format = "practice-note/0" }},
		{"without-salt", "a hash without salt could be matched by guessing", "s is 32 random bytes", func(v *protocol.Version) { v.Salt = protocol.Hash{} }},
	})
	b.refuse("version-without-format", "version", fields("body", bin(nil), "document", bin(nil)), "a block begins with its salt and its format", "block: is names the format")
}

func refusedFields(b *builder) {
	refuseNotes(b, []struct {
		name, reason, refusal string
		change                func(*protocol.Version)
	}{
		{"without-document", "it names no document", "document is needed", func(v *protocol.Version) { v.Document = protocol.ID{} }},
		{"without-body", "it names no body", "body is needed", func(v *protocol.Version) { v.Body = protocol.ID{} }},
		{"zero", "versions count from 1", "version starts at 1", func(v *protocol.Version) { v.Number = 0 }},
		{"supersedes-itself", "it supersedes a version that is not before it", "supersedes is a version before this one", func(v *protocol.Version) { v.Supersedes = 1 }},
		{"unknown-audience", "there is no such audience", "audience is npms", func(v *protocol.Version) { v.Audience = "everybody" }},
		{"unknown-handling", "there is no such handling", "handling is one of", func(v *protocol.Version) { v.Handling = "secret" }},
		{"unknown-attribution", "there is no such attribution", "attribution is by-name or an-npm", func(v *protocol.Version) { v.Attribution = "nobody" }},
		{"in-confidence", "what was received in confidence is never shared", "received in confidence is not shared", func(v *protocol.Version) { v.Origin.Kind = protocol.OriginInConfidence }},
		{"source-unpublished", "an unpublished text has no public source", "source is given only where origin is published", func(v *protocol.Version) { v.Origin.Source = "https://npm.example/" }},
		{"source-no-address", "the source is no address of the web", "source is an address", func(v *protocol.Version) {
			v.Origin = protocol.Origin{Kind: protocol.OriginPublished, Source: "javascript:alert(1)"}
		}},
		{"no-day", "February has no 30th", "date is a day", func(v *protocol.Version) { v.Date = "2026-02-30" }},
		{"unknown-topic", "the vocabulary has no such topic", `topics has no code "prisons"`, func(v *protocol.Version) { v.Topics = []string{"prisons"} }},
		{"topics-unsorted", "a set has one order", "topics is in order", func(v *protocol.Version) { v.Topics = []string{"segregation", "regime"} }},
		{"unknown-instrument", "the instrument of a provision is not known", `instrument "prisons" is not known`, func(v *protocol.Version) { v.Provisions = []string{"prisons/1"} }},
		{"provision-without-number", "an address is instrument, slash, number", "which is no provision", func(v *protocol.Version) { v.Provisions = []string{"mandela"} }},
		{"unchecked", "it does not say how it was checked", "checked is needed", func(v *protocol.Version) { v.Checked = nil }},
		{"checked-by-nobody", "no role checked it", "checked: roles has 1 to", func(v *protocol.Version) { v.Checked.Roles = nil }},
		{"foreign-part", "a practice note has no part of a report", "report stands in a report only", func(v *protocol.Version) { v.Report = &protocol.Report{Type: "annual"} }},
		{"without-part", "a report has its part", "report is needed", func(v *protocol.Version) { v.Format, v.PracticeNote = protocol.KindReport.Format(), nil }},
		{"derived-from-itself", "a new version supersedes, it is not derived", "derived-from: document is another document", func(v *protocol.Version) {
			v.DerivedFrom = &protocol.Source{Body: v.Body, Document: v.Document, Version: 1, Relation: protocol.RelationAdaptation}
		}},
		{"published-report-without-source", "a published report says where", "source is needed for a published report", func(v *protocol.Version) {
			v.Format, v.PracticeNote, v.Report = protocol.KindReport.Format(), nil, &protocol.Report{Type: "annual"}
			v.Origin.Kind, v.Texts[0].Sections[0].ID, v.Texts[0].Sections[0].Heading = protocol.OriginPublished, "", "Problem"
		}},
	})
}

func refusedTexts(b *builder) {
	section := func(v *protocol.Version) *protocol.Section { return &v.Texts[0].Sections[0] }
	further := protocol.Text{Title: "Parler", Status: protocol.StatusUnofficial, Language: "fr"}
	refuseNotes(b, []struct {
		name, reason, refusal string
		change                func(*protocol.Version)
	}{
		{"without-text", "it has no language", "texts has 1 to", func(v *protocol.Version) { v.Texts = nil }},
		{"language-no-code", "a language is two or three letters", "language is a language code", func(v *protocol.Version) { v.Texts[0].Language = "English" }},
		{"texts-unsorted", "texts are in order of their languages", "texts is in order", func(v *protocol.Version) { v.Texts = []protocol.Text{further, v.Texts[0]} }},
		{"two-originals", "one text is the original", "status is original in exactly one language, not in 2", func(v *protocol.Version) {
			further.Status = protocol.StatusOriginal
			v.Texts = append(v.Texts, further)
		}},
		{"no-original", "only a translation has its original elsewhere", "status is original in exactly one language, not in 0", func(v *protocol.Version) { v.Texts[0].Status = protocol.StatusMachine }},
		{"without-title", "a text has a title", "title is needed", func(v *protocol.Version) { v.Texts[0].Title = "" }},
		{"long-title", "a title has at most 256 bytes", "title has 257 bytes", func(v *protocol.Version) { v.Texts[0].Title = strings.Repeat("a", 257) }},
		{"long-summary", "a summary has at most 4,096 bytes", "summary has 4097 bytes", func(v *protocol.Version) { v.Texts[0].Summary = strings.Repeat("a", 4097) }},
		{"title-of-two-lines", "a title is one line", "title holds a control character or a line break", func(v *protocol.Version) { v.Texts[0].Title = "a\nb" }},
		{"unknown-section", "practice notes know no such section", `sections has the id "checklist"`, func(v *protocol.Version) { section(v).ID = "checklist" }},
		{"section-twice", "an id stands once in a text", `sections has the id "problem" twice`, func(v *protocol.Version) { v.Texts[0].Sections = append(v.Texts[0].Sections, *section(v)) }},
		{"section-without-heading", "only the first section has neither id nor heading", "sections has a free section without a heading", func(v *protocol.Version) {
			v.Texts[0].Sections = append(v.Texts[0].Sections, protocol.Section{Text: "More."})
		}},
		{"heading-in-text", "a heading of level two starts a section", "starts a section of its own", func(v *protocol.Version) { section(v).Text = "a\n## b" }},
		{"language-in-text", "these lines would start another language in a file", "start another language", func(v *protocol.Version) { section(v).Text = "a\n---\nlanguage: fr" }},
		{"text-with-control", "a bell is no text", "text holds a control character", func(v *protocol.Version) { section(v).Text = "a\ab" }},
		{"questions-in-a-note", "questions belong to provisions", "questions stand in a provision", func(v *protocol.Version) { section(v).Questions = []string{"Why?"} }},
		{"continued-inline", "a section is continued in a block only", "sections goes on from nothing", func(v *protocol.Version) { section(v).Continued = true }},
	})
}

func refusedTrees(b *builder, english, french []byte) {
	for _, c := range []struct {
		name, reason, refusal string
		change                func(*protocol.Standard)
	}{
		{"address-twice", "an address is given once", "is given twice", func(s *protocol.Standard) { s.Tree[2].Address = s.Tree[1].Address }},
		{"foreign-address", "addresses begin with the standard's own instrument", "does not begin with the instrument", func(s *protocol.Standard) { s.Tree[0].Address = "mandela/A" }},
		{"paragraph-without-rule", "a paragraph lies in a rule", "no rule stands before it", func(s *protocol.Standard) { s.Tree[1].Level = protocol.LevelParagraph }},
		{"unknown-level", "there are four levels", "is part, section, rule or paragraph", func(s *protocol.Standard) { s.Tree[1].Level = "book" }},
		{"without-adopter", "a standard says who adopted it", "adopter is needed", func(s *protocol.Standard) { s.Adopter = "" }},
		{"revised-before-adopted", "a revision follows the adoption", "revised is in order, after adopted", func(s *protocol.Standard) { s.Revised = []protocol.Date{"2020-01-01"} }},
		{"without-provision", "the original has every provision of the tree", "has 3 of the 4 provisions", func(s *protocol.Standard) {
			s.Tree = append(s.Tree, protocol.Provision{Level: protocol.LevelRule, Address: "common-segregation/2"})
		}},
		{"without-tree", "a text names provisions of the tree only", "which is not in the tree", func(s *protocol.Standard) { s.Tree = nil }},
	} {
		v := standard(english, french)
		c.change(v.Standard)
		b.refuse("standard-"+c.name, "version", b.encode(v), c.reason, c.refusal, "text-block-english", "text-block-french")
	}
}

func refusedBlocks(b *builder, english, french []byte) {
	b.refuse("version-incomplete", "version", b.encode(standard(english, french)), "the French block is not here", "a block of the version is not here", "text-block-english")
	swapped := standard(english, french)
	swapped.Texts[0].Blocks, swapped.Texts[1].Blocks = swapped.Texts[1].Blocks, swapped.Texts[0].Blocks
	b.refuse("version-swapped-blocks", "version", b.encode(swapped), "a block of another language", `language is "fr", and stands in the text in "en"`, "text-block-english", "text-block-french")
	both := linked(practiceNote(), english)
	both.Texts[0].Sections = practiceNote().Texts[0].Sections
	b.refuse("version-sections-twice", "version", b.encode(both), "sections stand in the root or in blocks", "sections do not both stand in a text", "text-block-english")
	b.refuse("text-block-newer", "text", b.encode(protocol.TextBlock{Salt: protocol.Hash(salt("text")), Format: "text/2", Language: "en"}), "a form that is not known yet", "may need a newer Praxis")
	b.refuse("text-block-without-salt", "text", b.encode(protocol.TextBlock{Format: protocol.TextFormat, Language: "en", Sections: provisions("x", "y")}), "a hash without salt could be matched by guessing", "s is 32 random bytes")
	on := b.textBlock("en", []protocol.Section{{Continued: true, Text: "on from the block before."}})
	b.accept("text-block-going-on", "text", on)
	b.refuse("version-continues-nothing", "version", b.encode(linked(practiceNote(), on)), "there is no section to go on from", "continued stands only where text goes on", "text-block-going-on")
	b.refuse("text-block-continued-with-heading", "text", b.textBlock("en", []protocol.Section{{Text: "a"}, {Continued: true, Heading: "b"}}), "what is continued has text only", "continued is a section that has text and nothing else")
}
