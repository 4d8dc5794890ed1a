package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

var data = flag.String("data", "", "the folder with the corpora: with it, the shipped weights are made again")

// The weights in the repository are those that the corpora give.
func TestTheShippedWeightsAreMadeAgain(t *testing.T) {
	if *data == "" {
		return // the corpora are not part of the project
	}
	m, err := gather(*data)
	if err != nil {
		t.Fatal(err)
	}
	made, err := write(m, "")
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := os.ReadFile("../tagger/weights.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, shipped) {
		t.Error("they differ")
	}
}

// Every language has what a note is made of, and its notes say where their names stand.
func TestNotesAreWhole(t *testing.T) {
	books := phrasebooks()
	if len(books) != 28 {
		t.Errorf("%d languages", len(books))
	}
	for _, p := range books {
		if len(p.months) != 12 || len(p.titles) == 0 || len(p.facilities) == 0 || len(p.sentences) < 5 || len(p.clean) < 2 || len(p.heads) < 8 || numbersOf[p.language] == "" {
			t.Errorf("%s lacks something", p.language)
		}
		for _, k := range []byte("PBIHANFCDGO") {
			if len(p.fields[k]) == 0 {
				t.Errorf("%s has no label for %c", p.language, k)
			}
		}
		m := maker{phrasebook: p, given: []string{"Ada"}, surnames: []string{"Brun"}, towns: []string{"Sliven"}, all: []string{"Cole"}}
		for i := range 50 {
			e := m.note(i)
			last := 0
			for _, s := range e.Spans {
				if s.Start < last || s.End <= s.Start || s.End > len(e.Text) || !utf8.ValidString(e.Text[s.Start:s.End]) {
					t.Fatalf("%s: a span from %d to %d in %q", p.language, s.Start, s.End, e.Text)
				}
				last = s.End
			}
			if strings.ContainsAny(e.Text, "{}") || strings.Contains(e.Text, "|Y") || strings.Contains(e.Text, "%!") {
				t.Fatalf("%s: a slot is left in %q", p.language, e.Text)
			}
		}
	}
}
