package redaction

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"praxis/internal/markdown"
	"praxis/internal/samples"
	"praxis/protocol"
)

// read reads title, summary and sections of the first text, and whom to ask.
func read(file []byte) ([]string, error) {
	m, err := markdown.Parse(file)
	if err != nil {
		return nil, err
	}
	v := protocol.Version(m)
	texts := []string{v.Texts[0].Title, v.Texts[0].Summary}
	if v.PracticeNote != nil {
		texts = append(texts, v.PracticeNote.Ask)
	}
	for _, s := range v.Texts[0].Sections {
		texts = append(texts, s.Text)
	}
	return texts, nil
}

const file = "\ufeff---\r\nkind: practice-note\r\nlanguage: en\r\ntitle: Sliven, seen at night\r\nsummary: 'It''s of Sliven'\r\n" +
	"place-types: [prison]\r\norigin:   own-unpublished\r\nask: the desk in Sliven\r\n---\r\n\r\n## Problem {#problem}\r\n\r\nIn Sliven the prison is\r\ncalled  Old\r\nMill. Slivenites go to prison; Sliven does not.\r\n\r\n\r\n"

func apply(t *testing.T, in, words, instead string) (string, error) {
	t.Helper()
	texts, err := read([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	var changes []Change
	for _, p := range Find(texts, words) {
		changes = append(changes, Change{p, instead})
	}
	if len(changes) == 0 {
		t.Fatalf("%q is nowhere", words)
	}
	out, err := Apply([]byte(in), read, changes)
	return string(out), err
}

// Every other byte stays: line ends, the byte order mark, spaces, the way in which the front matter is written.
func TestOnlyTheMarkedWordsChange(t *testing.T) {
	for _, c := range []struct{ words, instead, was, is string }{
		{"night", "[date]", "seen at night", "seen at [date]"},
		{"Slivenites", "people", "Slivenites", "people"},
		{"Mill", "[…]", "Old\r\nMill", "Old\r\n[…]"},
		{"does not", "stays", "does not", "stays"},
	} {
		got, err := apply(t, file, c.words, c.instead)
		if want := strings.Replace(file, c.was, c.is, 1); err != nil || got != want {
			t.Errorf("%q: %v\n%q, not\n%q", c.words, err, got, want)
		}
	}
}

// Whole words are found wherever they stand; what is a code of the front matter, or part of another word, is not touched.
func TestEveryOccurrenceChanges(t *testing.T) {
	got, err := apply(t, file, "Sliven", "a town")
	want := strings.NewReplacer("Slivenites", "Slivenites", "Sliven", "a town").Replace(file)
	if err != nil || got != want {
		t.Errorf("%v\n%q, not\n%q", err, got, want)
	}
	got, err = apply(t, file, "prison", "place")
	want = strings.Replace(strings.Replace(file, "the prison is", "the place is", 1), "to prison;", "to place;", 1)
	if err != nil || got != want {
		t.Errorf("a word that is a code too: %v\n%q, not\n%q", err, got, want)
	}
}

// What would mean something else to YAML is put in quotes.
func TestFrontMatterIsQuotedWhereItMust(t *testing.T) {
	got, err := apply(t, file, "Sliven", "[place]")
	if err != nil || !strings.Contains(got, "title: '[place], seen at night'\r\n") || !strings.Contains(got, "ask: 'the desk in [place]'\r\n") {
		t.Errorf("%v\n%q", err, got)
	}
	texts, err := read([]byte(got))
	if err != nil {
		t.Fatal(err)
	}
	if left := Find(texts, "Sliven"); len(left) > 0 {
		t.Errorf("left at %v", left)
	}
}

// Words over a broken line are found.
func TestABrokenLineIsFound(t *testing.T) {
	texts, err := read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		start := strings.Index(text, "called")
		end := strings.Index(text, "Mill") + 4
		if start < 0 {
			continue
		}
		got, err := Apply([]byte(file), read, []Change{{Place{i, start, end}, "shut"}})
		if want := strings.Replace(file, "called  Old\r\nMill", "shut", 1); err != nil || string(got) != want {
			t.Errorf("%v\n%q", err, got)
		}
		return
	}
	t.Fatal("the text is not there")
}

func TestWhatCannotStandThereIsRefused(t *testing.T) {
	for _, instead := range []string{"", " x", "x\ny", strings.Repeat("x", 501), "\xff"} {
		if _, err := apply(t, file, "night", instead); err == nil {
			t.Errorf("%q was taken", instead)
		}
	}
	folded := strings.Replace(file, "summary: 'It''s of Sliven'", `summary: "In \u0053liven"`, 1)
	texts, err := read([]byte(folded))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range Find(texts, "Sliven") {
		if p.Text != 1 {
			continue
		}
		if _, err := Apply([]byte(folded), read, []Change{{p, "x"}}); !errors.Is(err, ErrElsewhere) {
			t.Errorf("words that the file writes otherwise: %v", err)
		}
	}
	if _, err := Apply([]byte(file), read, []Change{{Place{0, 0, 4}, "x"}, {Place{0, 2, 6}, "y"}}); err == nil {
		t.Error("places that overlap were changed")
	}
	if _, err := Apply([]byte(file), read, []Change{{Place{99, 0, 1}, "x"}}); !errors.Is(err, ErrElsewhere) {
		t.Errorf("a text that is not there: %v", err)
	}
}

// Of the samples, whatever words are taken out, the file says the same otherwise, and putting them back restores it.
func TestWordsOfSamplesGoAndComeBack(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		texts, err := read(s.File)
		if err != nil {
			t.Fatal(err)
		}
		i := r.IntN(len(texts))
		words := strings.Fields(texts[i] + " a")
		word := strings.Trim(words[r.IntN(len(words))], `.,;:!?"'()[]-–*_`)
		if len(word) < 4 {
			continue
		}
		name := fmt.Sprintf("%s, %q, seed %d", s.Name, word, seed)
		places := Find(texts, word)
		changes := make([]Change, len(places))
		for i, p := range places {
			changes[i] = Change{p, "Zzyzx"}
		}
		out, err := Apply(s.File, read, changes)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Count(out, []byte("Zzyzx")) != len(places) {
			t.Errorf("%s: %d of %d places were changed", name, bytes.Count(out, []byte("Zzyzx")), len(places))
		}
		back := bytes.ReplaceAll(out, []byte("Zzyzx"), []byte(word))
		if !bytes.Equal(back, s.File) {
			t.Errorf("%s: putting them back does not restore the file", name)
		}
	}
}
