package protocol_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// salter returns salts that differ at each call.
func salter(first byte) func() protocol.Hash {
	var n byte
	return func() protocol.Hash {
		n++
		return protocol.Hash{first, n, 31: 1}
	}
}

func note() protocol.Version {
	return protocol.Version{
		Format: protocol.KindPracticeNote.Format(), Document: protocol.ID{1}, Body: protocol.ID{2}, Number: 1,
		Audience: protocol.AudienceNPMs, Handling: protocol.HandlingCiteByName, Attribution: protocol.AttributionByName,
		Origin:  protocol.Origin{Kind: protocol.OriginUnpublished},
		Checked: &protocol.Checked{When: "2026-02-03", Roles: []string{"author", "reviewer"}, Checks: []string{"email/1"}},
		Topics:  []string{"segregation"}, PlaceTypes: []string{"prison"}, Provisions: []string{"mandela/45.1"},
		PracticeNote: &protocol.PracticeNote{Evidence: "repeated", Ask: "head of visits"},
		Texts: []protocol.Text{{Language: "en", Status: protocol.StatusOriginal, Title: "Daily talks in segregation", Sections: []protocol.Section{
			{Text: "What this is about."}, {ID: "problem", Heading: "The problem", Text: "Nobody was spoken to for days."},
		}}},
	}
}

func standard() protocol.Version {
	v := note()
	v.Format, v.PracticeNote = protocol.KindStandard.Format(), nil
	v.Standard = &protocol.Standard{Instrument: "common-segregation", Adopter: "Secretariat", Adopted: "2025-01-31", Tree: []protocol.Provision{
		{Level: protocol.LevelPart, Address: "common-segregation/A"},
		{Level: protocol.LevelRule, Address: "common-segregation/1", Topics: []string{"segregation"}},
		{Level: protocol.LevelParagraph, Address: "common-segregation/1.1"},
	}}
	v.Texts = []protocol.Text{
		{Language: "en", Status: protocol.StatusOriginal, Title: "Minimum", Sections: []protocol.Section{
			{ID: "A", Heading: "General"}, {ID: "1", Heading: "Rule 1", Text: "Speak."},
			{ID: "1.1", Text: "Every day.", Questions: []string{"Is it every day?"}, Indicators: []string{"Talks per week"}},
		}},
		{Language: "fr", Status: protocol.StatusOfficial, Title: "Minimum", Sections: []protocol.Section{{ID: "1", Text: "Parler."}}},
	}
	return v
}

func store(c protocol.Content) func(wire.CID) ([]byte, bool) {
	blocks := make(map[wire.CID][]byte)
	for _, b := range c {
		blocks[b.CID()] = b.Bytes()
	}
	return func(c wire.CID) ([]byte, bool) {
		b, ok := blocks[c]
		return b, ok
	}
}

func build(t *testing.T, v protocol.Version, previous protocol.Content, salts func() protocol.Hash) protocol.Content {
	t.Helper()
	c, err := protocol.BuildVersion(v, previous, salts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func assemble(t *testing.T, c protocol.Content) protocol.Version {
	t.Helper()
	v, err := protocol.AssembleVersion(c[0], store(c))
	if err != nil {
		t.Fatal(err)
	}
	v.Salt = protocol.Hash{}
	return v
}

// long is text of about n bytes whose runes do not fall on the borders of pieces.
func long(n int) string { return "x" + strings.Repeat("énoncé ", n/9) + "end" }

func TestContentIsTheVersionAgain(t *testing.T) {
	big := note()
	big.Texts[0].Sections[1].Text = long(700 << 10)
	pair := note()
	pair.Texts = append(pair.Texts, protocol.Text{Language: "fr", Status: protocol.StatusUnofficial, Title: "Parler", Sections: []protocol.Section{{Text: "Ce dont il s'agit."}}})
	empty := note()
	empty.Texts[0].Sections = nil
	for name, c := range map[string]struct {
		version protocol.Version
		blocks  int
	}{
		"one language":   {note(), 1},
		"without text":   {empty, 1},
		"two languages":  {pair, 3},
		"a standard":     {standard(), 3},
		"a long section": {big, 5},
	} {
		t.Run(name, func(t *testing.T) {
			content := build(t, c.version, nil, salter(1))
			if len(content) != c.blocks {
				t.Errorf("it takes %d blocks, want %d", len(content), c.blocks)
			}
			if got := assemble(t, content); !reflect.DeepEqual(got, c.version) {
				t.Errorf("got  %+v\nwant %+v", got, c.version)
			}
		})
	}
}

func TestAnUnchangedLanguageKeepsItsBlock(t *testing.T) {
	first := standard()
	before := build(t, first, nil, salter(1))
	second := standard()
	second.Number, second.Supersedes = 2, 1
	second.Texts[0].Sections[1].Text = "Speak and listen."
	after := build(t, second, before, salter(2))
	if before[1].CID() == after[1].CID() {
		t.Error("the English block changed and kept its CID")
	}
	if before[2].CID() != after[2].CID() {
		t.Error("the French block did not change and got another CID")
	}
	if before[0].CID() == after[0].CID() {
		t.Error("the root block kept its CID")
	}
	if got := assemble(t, after); !reflect.DeepEqual(got, second) {
		t.Errorf("got %+v", got)
	}
}

func TestOnlyTheChangedPartOfALongTextGetsANewBlock(t *testing.T) {
	v := note()
	v.Texts[0].Sections = nil
	for i := range 40 {
		v.Texts[0].Sections = append(v.Texts[0].Sections, protocol.Section{Heading: "Part " + string(rune('a'+i%26)), Text: long(20<<10 + i)})
	}
	before := build(t, v, nil, salter(1))
	v.Number = 2
	v.Texts[0].Sections[20].Text += " and more"
	after := build(t, v, before, salter(2))
	held := store(before)
	fresh := 0
	for _, b := range after[1:] {
		if _, ok := held(b.CID()); !ok {
			fresh++
		}
	}
	if fresh != 1 || len(after) < 4 {
		t.Errorf("%d of %d blocks are new, want 1", fresh, len(after))
	}
	if got := assemble(t, after); !reflect.DeepEqual(got, v) {
		t.Error("the version came back changed")
	}
}

func TestBlocksStayWithinTheirLimit(t *testing.T) {
	v := note()
	v.Texts[0].Sections[1].Text = long(7 << 20)
	for _, b := range build(t, v, nil, salter(1)) {
		if len(b.Bytes()) > wire.MaxBlock {
			t.Errorf("a block of %d bytes", len(b.Bytes()))
		}
	}
	v.Texts[0].Sections[1].Text = long(8 << 20)
	_, err := protocol.BuildVersion(v, nil, salter(1))
	var field *protocol.FieldError
	if !errors.As(err, &field) || field.Field != "texts" {
		t.Errorf("a version over its limit: %v", err)
	}
}

func TestAMissingBlockIsNamed(t *testing.T) {
	c := build(t, standard(), nil, salter(1))
	_, err := protocol.AssembleVersion(c[0], store(c[:2]))
	if !errors.Is(err, protocol.ErrIncomplete) || !strings.Contains(err.Error(), c[2].CID().String()) {
		t.Errorf("got %v", err)
	}
}

func TestOtherBytesForACIDAreRefused(t *testing.T) {
	c := build(t, standard(), nil, salter(1))
	_, err := protocol.AssembleVersion(c[0], func(wire.CID) ([]byte, bool) { return c[1].Bytes(), true })
	if err == nil || !strings.Contains(err.Error(), "other bytes") {
		t.Errorf("got %v", err)
	}
}

func TestAVersionMatchesItsEntryOnly(t *testing.T) {
	v := note()
	r := protocol.Repository{Body: v.Body, Audience: v.Audience}
	e := protocol.Entry{Op: protocol.OpPut, Document: v.Document, Version: 1}
	if err := v.Matches(r, e); err != nil {
		t.Error(err)
	}
	for field, change := range map[string]func(){
		"document": func() { e.Document = protocol.ID{9} },
		"version":  func() { e.Version = 2 },
		"body":     func() { r.Body = protocol.ID{9} },
		"audience": func() { r.Audience = protocol.AudienceNetwork },
	} {
		keepR, keepE := r, e
		change()
		var f *protocol.FieldError
		if err := v.Matches(r, e); !errors.As(err, &f) || f.Field != field {
			t.Errorf("another %s: %v", field, err)
		}
		r, e = keepR, keepE
	}
}

func TestAPartThatSaysNothingIsReadBack(t *testing.T) {
	v := note()
	word := "word"
	v.PracticeNote = &protocol.PracticeNote{Ask: word[len(word):]} // empty, and yet not the zero value in memory
	if got := assemble(t, build(t, v, nil, salter(1))); got.PracticeNote == nil {
		t.Error("the part of the kind is gone")
	}
}
