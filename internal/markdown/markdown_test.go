package markdown_test

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"praxis/internal/markdown"
	"praxis/protocol"
)

// plain is a file as somebody writes it who knows nothing of known sections.
const plain = `---
kind: practice-note
language: en
title: Daily talks in segregation
origin: published
topics: [segregation, regime]
---
Free text.

## First

More text.
`

func TestAPlainFileIsADocument(t *testing.T) {
	got := parse(t, plain)
	want := protocol.Version{
		Format: "practice-note/1", Origin: protocol.Origin{Kind: protocol.OriginPublished}, Topics: []string{"regime", "segregation"},
		Handling: protocol.HandlingCiteByName, Attribution: protocol.AttributionByName, PracticeNote: &protocol.PracticeNote{},
		Texts: []protocol.Text{{Title: "Daily talks in segregation", Status: protocol.StatusOriginal, Language: "en",
			Sections: []protocol.Section{{Text: "Free text."}, {Heading: "First", Text: "More text."}}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

var example = regexp.MustCompile("(?ms)^```markdown example=(\\w+)\n(.*?)^```$")

func TestTheWorkedExampleHolds(t *testing.T) {
	page, err := os.ReadFile("../../specs/markdown.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := map[string]string{}
	for _, m := range example.FindAllSubmatch(page, -1) {
		examples[string(m[1])] = string(m[2])
	}
	if examples["written"] == "" || examples["canonical"] == "" {
		t.Fatalf("the page has the examples %q", examples)
	}
	if got := string(markdown.Format(parse(t, examples["written"]))); got != examples["canonical"] {
		t.Errorf("the written file formats to\n%s", got)
	}
	if got := string(markdown.Format(parse(t, examples["canonical"]))); got != examples["canonical"] {
		t.Errorf("the canonical file formats to\n%s", got)
	}
}

func TestAValueIsItsText(t *testing.T) {
	for given, want := range map[string]string{"1984": "1984", "yes": "yes", "2026-02-01": "2026-02-01", "0x10": "0x10", "'a'": "a", "\"a: b\"": "a: b", "|\n  a\n  b": "a\nb"} {
		if got := parse(t, with("summary: "+given)).Texts[0].Summary; got != want {
			t.Errorf("%s is read as %q, want %q", given, got, want)
		}
	}
	if got := parse(t, with("country: NO")).PracticeNote.Country; got != "NO" {
		t.Errorf("Norway is read as %q", got)
	}
}
