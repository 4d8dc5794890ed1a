package markdown_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"praxis/internal/markdown"
	"praxis/protocol"
)

// head is front matter that is complete, on lines 1 to 6.
const head = "---\nkind: practice-note\nlanguage: en\ntitle: Talks\norigin: own-unpublished\n---\n"

const standardHead = "---\nkind: standard\nlanguage: en\ntitle: Minimum\norigin: published\ninstrument: common-x\nadopter: Forum\nadopted: 2025-01-31\n---\n"

func with(line string) string { return strings.Replace(head, "---\n", "---\n"+line+"\n", 1) }

func TestWhatIsWrongIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct {
		name, file string
		line       int
		words      []string
	}{
		{"empty file", "", 1, []string{"begins with front matter", "kind, language, title and origin"}},
		{"no front matter", "# Title\n", 1, []string{"begins with front matter"}},
		{"no end", "---\nkind: report\n", 1, []string{"has no end", "add a line ---"}},
		{"nothing in it", "---\n---\n", 1, []string{"lacks kind, language, title, origin", "kind: practice-note"}},
		{"missing keys", "---\nkind: report\nlanguage: en\n---\n", 1, []string{"lacks title, origin", `"title: `}},
		{"unknown key", with("topic: [regime]"), 2, []string{`"topic" is not known`, "topics", "place-types"}},
		{"key of another kind", with("cycle: visiting"), 2, []string{`"cycle" belongs to a methodology`, "practice-note", "delete"}},
		{"key twice", with("title: A"), 5, []string{`"title" stands on line 2 already`}},
		{"unknown kind", strings.Replace(head, "practice-note", "note", 1), 2, []string{`not "note"`, "standard, methodology, practice-note, report"}},
		{"empty value", with("summary:"), 2, []string{"summary is empty", "delete the line"}},
		{"no YAML", with("summary: A: b"), 2, []string{"not YAML", "double quotes"}},
		{"not keys", "---\n- a\n---\n", 2, []string{"not a list of keys"}},
		{"list for a value", with("summary: [a, b]"), 2, []string{"summary has a single value"}},
		{"alias", with("summary: &a x"), 2, []string{"summary uses an anchor"}},
		{"tag", with("summary: !!binary eA=="), 2, []string{"a tag of YAML"}},
		{"unknown topic", with("topics: [regime, segregations]"), 2, []string{`topics has no code "segregations"`, "did you mean", "segregation"}},
		{"unknown evidence", with("evidence: sure"), 2, []string{"evidence is one of reported, observed", `not "sure"`}},
		{"no date", with("date: 31.12.2025"), 2, []string{"date is a day such as 2024-05-31"}},
		{"no provision", with("provisions: mandela-45"), 2, []string{"mandela-45", "mandela/45.1"}},
		{"no number", with("version: one"), 2, []string{"version is a number from 1"}},
		{"no id", with("document: x"), 2, []string{"document", "26 letters and digits"}},
		{"no audience", with("audience: all"), 2, []string{`"all" is no audience`, "npms"}},
		{"unknown origin", strings.Replace(head, "own-unpublished", "unknown", 1), 5, []string{"origin is one of published", `not "unknown"`}},
		{"source of what is unpublished", with("source: https://npm.example/"), 2, []string{"source is given only where origin is published"}},
		{"language", strings.Replace(head, "language: en", "language: English", 1), 3, []string{`language is a language code`, `"English"`}},
		{"long title", strings.Replace(head, "Talks", strings.Repeat("a", 257), 1), 4, []string{"title has 257 bytes, more than 256"}},
		{"part of derived-from", with("derived-from: {documents: x}"), 2, []string{`"documents" is not known`, "relation, document, version, body"}},
		{"part of checked", with("checked: {by: x}"), 2, []string{`"by" is not known`, "when, roles, checks"}},
		{"binding", strings.Replace(standardHead, "adopter", "binding: yes\nadopter", 1), 7, []string{"binding is true or false"}},
		{"unknown section", head + "\n## Do {#todo}\n", 8, []string{`no section "todo"`, "problem, context"}},
		{"section twice", head + "## A {#problem}\na\n## B {#problem}\nb\n", 9, []string{`"problem"`, "join the two"}},
		{"level in a note", head + "## A {#problem .rule}\n", 7, []string{"only provisions of a standard", "{#problem}"}},
		{"braces", head + "## A {#problem x}\n", 7, []string{"{#problem x} is not understood"}},
		{"no heading", head + "##\n", 7, []string{"heading is empty"}},
		{"further language without title", head + "a\n\n---\nlanguage: fr\n---\n", 9, []string{"lacks title"}},
		{"further language with another key", head + "---\nlanguage: fr\ntitle: A\ntopics: [regime]\n---\n", 10, []string{`"topics" does not belong to a further language`}},
		{"language twice", head + "---\nlanguage: en\ntitle: A\n---\n", 8, []string{`"en" is given twice`}},
		{"no level", standardHead + "## Rule 1 {#1}\n", 10, []string{`"1" has no level`, "{#1 .rule}"}},
		{"topic of a provision", standardHead + "## Rule 1 {#1 .rule topics=\"prison\"}\n", 10, []string{`"prison"`, "use one of"}},
		{"bad address", standardHead + "## Rule 1 {#1..2 .rule}\n", 10, []string{"common-x/1..2"}},
		{"provision of a translation", standardHead + "## 1 {#1 .rule}\n---\nlanguage: fr\ntitle: A\n---\n## 2 {#2}\n", 15, []string{`no provision "2"`}},
		{"level in a translation", standardHead + "## 1 {#1 .rule}\n---\nlanguage: fr\ntitle: A\n---\n## 1 {#1 .part}\n", 15, []string{"stand in the first language", "{#1}"}},
		{"no instrument", strings.Replace(standardHead, "instrument: common-x\n", "", 1) + "## 1 {#1 .rule}\n", 1, []string{"lacks instrument"}},
		{"not UTF-8", head + "a\n\xff\n", 8, []string{"not UTF-8", "save the file"}},
		{"control character", head + "a\n\nb\ac", 9, []string{"U+0007", "delete"}},
		{"too large", head + strings.Repeat("a", markdown.MaxFile), 0, []string{"8388608", "divide"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := markdown.Parse([]byte(c.file))
			var e *markdown.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			if e.Line != c.line {
				t.Errorf("line %d, want %d: %v", e.Line, c.line, err)
			}
			for _, w := range c.words {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q does not say %q", err, w)
				}
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q has more than one line", err)
			}
		})
	}
}

func parse(t *testing.T, file string) protocol.Version {
	t.Helper()
	m, err := markdown.Parse([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return protocol.Version(m)
}

func TestQuestionsAndIndicatorsLeaveTheText(t *testing.T) {
	v := parse(t, standardHead+"## 1 {#1 .rule}\nSpeak.\n- [?] Every day,\n  or less often?\n- an item\n- [i] Talks\nListen.\n\n## Notes\n- [?] stays\n")
	s, _ := v.Texts[0].Section("1")
	if s.Text != "Speak.\n- an item\nListen." || len(s.Questions) != 1 || s.Questions[0] != "Every day, or less often?" || len(s.Indicators) != 1 {
		t.Errorf("got %+v", s)
	}
	if notes := v.Texts[0].Sections[1]; notes.Text != "- [?] stays" || notes.Questions != nil {
		t.Errorf("a free section gave up its list: %+v", notes)
	}
}

func TestHeadingsBelowTheSecondLevelStayInTheText(t *testing.T) {
	v := parse(t, head+"# One\n\n## Two\n\n### Three\n\ntext\n")
	if len(v.Texts[0].Sections) != 2 || v.Texts[0].Sections[1].Text != "### Three\n\ntext" {
		t.Errorf("got %+v", v.Texts[0].Sections)
	}
}

func TestSetsAreSorted(t *testing.T) {
	v := parse(t, with("topics: [segregation, regime, segregation]"))
	if strings.Join(v.Topics, " ") != "regime segregation" {
		t.Errorf("got %q", v.Topics)
	}
}

func TestWhatWasReceivedInConfidenceCanBeDraftedOnly(t *testing.T) {
	v := parse(t, strings.Replace(head, "own-unpublished", "received-in-confidence", 1))
	v.Document, v.Body, v.Number, v.Audience = protocol.ID{1}, protocol.ID{1}, 1, protocol.AudienceNPMs
	v.Checked = &protocol.Checked{When: "2026-03-02", Roles: []string{"reviewer"}, Checks: []string{"email/1"}}
	var field *protocol.FieldError
	if err := v.Validate(); !errors.As(err, &field) || field.Field != "origin" {
		t.Errorf("got %v", err)
	}
}

func TestALargeFileIsRead(t *testing.T) {
	text := strings.Repeat("A line of an annex that somebody pasted in.\n", 100_000)
	v := parse(t, head+text)
	if got := v.Texts[0].Sections[0].Text; got != strings.TrimSpace(text) {
		t.Errorf("%d bytes came back of %d", len(got), len(text))
	}
	if !bytes.HasSuffix(markdown.Format(v), []byte("pasted in.\n")) {
		t.Error("the end is missing")
	}
}
