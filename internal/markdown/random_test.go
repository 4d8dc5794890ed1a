package markdown_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// maker makes valid versions of every kind, with texts that try the file's syntax.
type maker struct{ *rand.Rand }

var lines = []string{
	"plain words", "# one", "### three", "#hash", "---", "- an item", "- [ ] to tick", "  indented", "trailing  ", "", "", "\tTab: x",
	"key: value", "```", "| a | b |", "\\## literal", "español, français, ελληνικά, українська, العربية", "{#x}", "##nospace", "####### seven", "language: en", "--- x", "\u2028",
}

var words = []string{
	"Night", "visits", "à", "l'improviste", "no", "true", "12", "\"quoted\"", "a: b", "#tag", "{x}", "[y]", "'", "\\", "null", "- x", "*", "&a", "!t", "|", ">", "%", "@", "`", "é", "\u00a0x", "😀", "\u200b", "x,y", "~",
}

func pick[T any](m maker, from []T) T { return from[m.IntN(len(from))] }

func (m maker) line(most int) string {
	for {
		n := 1 + m.IntN(5)
		var parts []string
		for range n {
			parts = append(parts, pick(m, words))
		}
		if s := strings.TrimSpace(strings.Join(parts, " ")); s != "" && len(s) <= most && !strings.HasSuffix(s, "}") {
			return s
		}
	}
}

func (m maker) text() string {
	var all []string
	for range m.IntN(12) {
		all = append(all, pick(m, lines))
	}
	for len(all) > 0 && strings.TrimSpace(all[0]) == "" {
		all = all[1:]
	}
	for len(all) > 0 && strings.TrimSpace(all[len(all)-1]) == "" {
		all = all[:len(all)-1]
	}
	for i := range all {
		if i > 0 && all[i-1] == "---" && strings.HasPrefix(all[i], "language:") {
			all[i] = "other"
		}
	}
	return strings.Join(all, "\n")
}

func (m maker) codes(v protocol.Vocabulary) []string {
	var codes []string
	for _, t := range v.Terms() {
		if m.IntN(8) == 0 {
			codes = append(codes, t.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

func (m maker) code(v protocol.Vocabulary) string {
	if m.IntN(3) == 0 {
		return ""
	}
	return pick(m, v.Terms()).Code
}

func (m maker) date() protocol.Date {
	return protocol.Date(fmt.Sprintf("20%02d-%02d-%02d", m.IntN(100), 1+m.IntN(12), 1+m.IntN(28)))
}

func (m maker) id() (id protocol.ID) {
	for i := range id {
		id[i] = byte(1 + m.IntN(255))
	}
	return id
}

func (m maker) lines(n int) []string {
	var all []string
	for range n {
		all = append(all, m.line(protocol.MaxName))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (m maker) version() protocol.Version {
	kind := pick(m, protocol.Kinds())
	v := protocol.Version{
		Format: kind.Format(), Document: m.id(), Body: m.id(), Number: 1 + m.Uint64N(1000), Audience: protocol.AudienceNPMs,
		Origin:   protocol.Origin{Kind: protocol.OriginUnpublished},
		Handling: protocol.Handling(pick(m, protocol.Handlings().Terms()).Code), Attribution: protocol.AttributionAnNPM,
		Topics: m.codes(protocol.Topics()), PlaceTypes: m.codes(protocol.PlaceTypes()), Populations: m.codes(protocol.Populations()),
		LegalStatus: m.codes(protocol.LegalStatuses()),
		Checked:     &protocol.Checked{When: m.date(), Roles: m.lines(2), Checks: m.lines(3)},
	}
	if m.IntN(2) == 0 {
		v.Origin = protocol.Origin{Kind: protocol.OriginPublished, Source: "https://npm.example/a?b=c&d=%20#e", Published: m.date()}
		v.Licence, v.Date, v.Supersedes = m.line(100), m.date(), v.Number-1
		v.Provisions = []string{"common-segregation/2", "mandela/45.1", "national-FR/63-1"}
	}
	if m.IntN(3) == 0 {
		v.Attachments = m.attachments()
		v.DerivedFrom = &protocol.Source{Body: m.id(), Document: m.id(), Version: 3, Relation: protocol.RelationAdaptation}
	}
	m.part(&v, kind)
	original := m.IntN(2)
	for i, language := range []string{"en", "fr", "uk"}[:1+m.IntN(3)] {
		t := protocol.Text{Language: language, Title: m.line(protocol.MaxTitle), Status: protocol.Status(pick(m, protocol.Statuses().Terms()[1:]).Code)}
		if m.IntN(2) == 0 {
			t.Summary = m.line(1000) + "\n\n" + m.line(1000)
		}
		t.Sections = m.sections(v, kind)
		v.Texts = append(v.Texts, t)
		if i == original || i == 0 {
			for k := range v.Texts {
				v.Texts[k].Status = protocol.StatusUnofficial
			}
			v.Texts[i].Status = protocol.StatusOriginal
		}
	}
	if v.Standard != nil {
		m.shorten(&v)
	}
	return v
}

func (m maker) part(v *protocol.Version, kind protocol.Kind) {
	switch kind {
	case protocol.KindStandard:
		v.Standard = &protocol.Standard{Instrument: "common-segregation", Adopter: m.line(100), Adopted: "1999-12-31", Binding: m.IntN(2) == 0}
		if m.IntN(2) == 0 {
			v.Standard.Revised = []protocol.Date{m.date()}
		}
		levels := []protocol.Level{protocol.LevelPart, protocol.LevelSection, protocol.LevelRule, protocol.LevelParagraph}
		last := 0
		for i := range m.IntN(12) {
			level := m.IntN(len(levels))
			if last < 2 && level == 3 {
				level = 2
			}
			last = level
			v.Standard.Tree = append(v.Standard.Tree, protocol.Provision{Level: levels[level], Topics: m.codes(protocol.Topics()), Address: fmt.Sprintf("common-segregation/%d.%d", i/3, i%3)})
		}
	case protocol.KindMethodology:
		v.Methodology = &protocol.Methodology{Cycle: m.code(protocol.CycleSteps()), Times: m.codes(protocol.VisitTimes()), Notice: m.codes(protocol.Notices()),
			Purposes: m.codes(protocol.VisitPurposes()), Composition: m.codes(protocol.Compositions()), Steps: m.codes(protocol.VisitSteps())}
	case protocol.KindPracticeNote:
		v.PracticeNote = &protocol.PracticeNote{Evidence: m.code(protocol.EvidenceStrengths()), Response: m.code(protocol.Responses()), Country: pick(m, []string{"", "NO", "FR"})}
		if m.IntN(2) == 0 {
			v.PracticeNote.Ask = m.line(protocol.MaxName)
		}
	case protocol.KindReport:
		v.Report = &protocol.Report{Type: pick(m, protocol.ReportTypes().Terms()).Code, Since: "1999-01-01", Until: m.date()}
	}
}

func (m maker) sections(v protocol.Version, kind protocol.Kind) []protocol.Section {
	var all []protocol.Section
	if s := (protocol.Section{Text: m.text()}); s.Text != "" {
		all = append(all, s)
	}
	add := func(id string, provision bool) {
		s := protocol.Section{ID: id, Text: m.text()}
		if id == "" || m.IntN(2) == 0 {
			s.Heading = m.line(200)
		}
		if provision {
			for range m.IntN(3) {
				s.Questions = append(s.Questions, m.line(200))
				s.Indicators = append(s.Indicators, m.line(200))
			}
		}
		all = append(all, s)
	}
	if kind == protocol.KindStandard {
		for _, p := range v.Standard.Tree {
			_, rest, _ := strings.Cut(p.Address, "/")
			add(rest, true)
		}
		return all
	}
	for _, id := range protocol.SectionIDs(kind) {
		if m.IntN(2) == 0 {
			add(id, false)
		}
	}
	for range m.IntN(3) {
		add("", false)
	}
	return all
}

// shorten leaves provisions out of the translations.
func (m maker) shorten(v *protocol.Version) {
	for i := range v.Texts {
		if t := &v.Texts[i]; t.Status != protocol.StatusOriginal {
			t.Sections = slices.DeleteFunc(t.Sections, func(s protocol.Section) bool { return s.ID != "" && m.IntN(3) == 0 })
			if len(t.Sections) == 0 {
				t.Sections = nil
			}
		}
	}
}

// attachments are files whose blocks are nowhere: a version's file names them only.
func (m maker) attachments() []protocol.Attachment {
	var all []protocol.Attachment
	for i := range m.IntN(4) {
		a := protocol.Attachment{Name: pick(m, fileNames) + strconv.Itoa(i) + ".pdf", Type: "application/pdf", Size: 1 + m.Uint64N(1<<20)}
		for range (a.Size + 262_111) / 262_112 {
			a.Blocks = append(a.Blocks, wire.Link{CID: wire.SumCID(wire.Raw, []byte(strconv.FormatUint(m.Uint64(), 10)))})
		}
		all = append(all, a)
	}
	return all
}

var fileNames = []string{"bells 2024", "Tür & Hof", "l'écoute (1)", "true", "12", "a, b", "#x", "[y]", "- z", "κελί"}
