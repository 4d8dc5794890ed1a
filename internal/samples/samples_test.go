package samples_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/markdown"
	"praxis/internal/samples"
	"praxis/protocol"
)

func all(t *testing.T) map[string]protocol.Version {
	t.Helper()
	files, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	versions := make(map[string]protocol.Version, len(files))
	for _, s := range files {
		m, err := markdown.Parse(s.File)
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		versions[s.Name] = protocol.Version(m)
	}
	return versions
}

func TestEverySampleIsADocument(t *testing.T) {
	for name, v := range all(t) {
		t.Run(name, func(t *testing.T) {
			v.Document, v.Body, v.Number, v.Audience = protocol.ID{1}, protocol.ID{2}, 1, protocol.AudienceNPMs
			v.Checked = &protocol.Checked{When: "2026-02-03", Roles: []string{"reviewer"}, Checks: []string{"read"}}
			if err := v.Validate(); err != nil {
				t.Fatal(err)
			}
			if _, err := protocol.BuildVersion(v, nil, func() protocol.Hash { return protocol.Hash{1} }); err != nil {
				t.Error(err)
			}
			first := markdown.Format(v)
			again, err := markdown.Parse(first)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, markdown.Format(protocol.Version(again))) {
				t.Error("it does not format to the same file twice")
			}
			words := 0
			for _, text := range v.Texts {
				for _, s := range text.Sections {
					words += len(strings.Fields(s.Heading + " " + s.Text + " " + strings.Join(s.Questions, " ") + " " + strings.Join(s.Indicators, " ")))
				}
			}
			if words < 300 || words > 1200 {
				t.Errorf("it has %d words, not 300 to 1200", words)
			}
		})
	}
}

func TestSamplesShowEveryKindAndLanguage(t *testing.T) {
	kinds, originals, texts := map[protocol.Kind]int{}, map[string]int{}, map[string]int{}
	for _, v := range all(t) {
		kinds[v.Kind()]++
		primary, _ := v.Primary()
		originals[primary.Language]++
		for _, text := range v.Texts {
			texts[text.Language]++
		}
	}
	for _, kind := range protocol.Kinds() {
		if kinds[kind] < 2 {
			t.Errorf("%d samples are a %s", kinds[kind], kind)
		}
	}
	for _, language := range []string{"en", "fr", "es"} {
		if originals[language] < 3 || texts[language] < 5 {
			t.Errorf("%s: %d originals, %d texts", language, originals[language], texts[language])
		}
	}
}

// A methodology or practice note in the samples is worth reading only if it says all that its kind asks for.
func TestMethodologiesAreComplete(t *testing.T) {
	for name, v := range all(t) {
		if v.Kind() != protocol.KindMethodology {
			continue
		}
		primary, _ := v.Primary()
		for _, id := range []string{"purpose", "team", "duration", "steps", "checklist", "sources", "safeguards", "consent", "limits"} {
			if s, ok := primary.Section(id); !ok || s.Text == "" {
				t.Errorf("%s says nothing of %s", name, id)
			}
		}
	}
}

// Provisions of common standards that samples cite are there.
func TestCitedCommonProvisionsExist(t *testing.T) {
	there := map[string]bool{}
	versions := all(t)
	for _, v := range versions {
		if v.Standard != nil {
			for _, p := range v.Standard.Tree {
				there[p.Address] = true
			}
		}
	}
	for name, v := range versions {
		for _, p := range v.Provisions {
			if strings.HasPrefix(p, "common-") && !there[p] {
				t.Errorf("%s cites %s, which no sample has", name, p)
			}
		}
	}
}

// The gate stops no string of a sample: the demo shares them without a resolution.
func TestSamplesPassTheGate(t *testing.T) {
	for name, v := range all(t) {
		var texts []gate.Text
		for _, text := range v.Texts {
			add := func(field, body string) {
				texts = append(texts, gate.Text{Field: field, Language: text.Language, Body: body})
			}
			add("title", text.Title)
			add("summary", text.Summary)
			for _, s := range text.Sections {
				add("heading", s.Heading)
				add("text", s.Text)
				add("questions", strings.Join(s.Questions, "\n"))
				add("indicators", strings.Join(s.Indicators, "\n"))
			}
		}
		texts = append(texts, gate.Text{Field: "source", Body: v.Origin.Source}, gate.Text{Field: "licence", Body: v.Licence})
		if v.PracticeNote != nil {
			texts = append(texts, gate.Text{Field: "ask", Body: v.PracticeNote.Ask})
		}
		if v.Standard != nil {
			texts = append(texts, gate.Text{Field: "adopter", Body: v.Standard.Adopter})
		}
		for _, mark := range gate.Examine(texts, gate.Options{}).Marks() {
			if mark.Blocking {
				t.Errorf("%s: %+v", name, mark)
			}
		}
	}
}

// Neither does it stop the bytes that would leave, as a review examines them: with every string that the documents carry
// besides their texts.
func TestSamplesPassTheGateAsTheyLeave(t *testing.T) {
	for name, v := range all(t) {
		v.Document, v.Body, v.Number, v.Audience = protocol.ID{1}, protocol.ID{2}, 1, protocol.AudienceNPMs
		v.Checked = &protocol.Checked{When: "2026-02-03", Roles: []string{"author", "reviewer"}, Checks: slices.Sorted(slices.Values(gate.Checks()))}
		content, err := protocol.BuildVersion(v, nil, func() protocol.Hash { return protocol.Hash{1} })
		if err != nil {
			t.Fatal(err)
		}
		out := draft.Outgoing{Document: v.Document, Version: 1, Audience: v.Audience}
		for _, b := range content {
			out.Blocks = append(out.Blocks, b.Bytes())
		}
		e, err := gate.ExamineOutgoing(out, gate.TextsOf(v), gate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, mark := range e.Unresolved() {
			t.Errorf("%s: %s %s %q in %s", name, mark.Confidence, mark.Kind, mark.Found, mark.Field)
		}
	}
}

// Comparing is worth it where bodies do one thing differently: of segregation there are three methods, each in another
// language, of which no two say the same in a section that they share.
func TestOneTopicIsSeenInThreeWays(t *testing.T) {
	said, languages := map[string]string{}, map[string]bool{}
	for name, v := range all(t) {
		if v.Kind() != protocol.KindMethodology || !slices.Contains(v.Topics, "segregation") {
			continue
		}
		primary, _ := v.Primary()
		languages[primary.Language] = true
		for _, id := range []string{"purpose", "steps", "sampling", "sources"} {
			s, ok := primary.Section(id)
			if other := said[s.Text]; !ok || other != "" {
				t.Errorf("%s says of %s what %q says", name, id, other)
			}
			said[s.Text] = name
		}
	}
	if len(languages) != 3 || len(said) != 12 {
		t.Errorf("%d texts in %d languages", len(said), len(languages))
	}
}
