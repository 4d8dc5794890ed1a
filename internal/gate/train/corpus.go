package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"praxis/internal/gate/measure"
	"praxis/internal/gate/tagger"
	lists "praxis/internal/gate/words"
)

var classOf = map[string]tagger.Class{
	"PERSON": tagger.Person, "CODE": tagger.Code, "LOC": tagger.Place, "ORG": tagger.Organisation,
	"DATETIME": tagger.Date, "DEM": tagger.Trait, "QUANTITY": tagger.Quantity, "MISC": tagger.Event,
}

func load(name string) ([]byte, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the data: %w", err)
	}
	fmt.Printf("%x  %s\n", sha256.Sum256(b), filepath.Base(name))
	return b, nil
}

func read(name string) ([]measure.Document, error) {
	b, err := load(name)
	if err != nil {
		return nil, err
	}
	docs, err := measure.Read(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return docs, nil
}

// example turns characters into bytes, and leaves out what its annotators would not mask.
func example(d measure.Document, weight float64) tagger.Example {
	offsets := make([]int, 0, len(d.Text)+1)
	for at := range d.Text {
		offsets = append(offsets, at)
	}
	offsets = append(offsets, len(d.Text))
	e := tagger.Example{Name: d.ID, Text: d.Text, Weight: weight, Ordinary: ordinary(d.Language)}
	for _, t := range d.Types {
		e.Known |= 1 << classOf[t]
	}
	for _, s := range d.Spans {
		if s.Ident != measure.Harmless {
			e.Spans = append(e.Spans, tagger.Span{Start: offsets[s.Start], End: offsets[s.End], Class: classOf[s.Type]})
		}
	}
	return e
}

// ordinary are the words of a language.
func ordinary(language string) tagger.Ordinary {
	if set := lists.Of()(language); set != nil {
		return set.KnowsSmall
	}
	return nil
}

// name is one row of names.tsv.
type name struct{ kind, locale, text string }

func nameRows(file string) ([]name, error) {
	b, err := load(file)
	if err != nil {
		return nil, err
	}
	var all []name
	for s := bufio.NewScanner(bytes.NewReader(b)); s.Scan(); {
		if f := strings.Split(s.Text(), "\t"); len(f) >= 3 && f[0] != "kind" {
			all = append(all, name{f[0], f[1], f[2]})
		}
	}
	return all, nil
}

// names makes the lexicon's sets of names: every word of three letters or more of a name.
func names(all []name) tagger.Lexicon {
	by := map[string][]string{}
	for _, n := range all {
		for _, w := range strings.FieldsFunc(n.text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len([]rune(w)) >= 3 {
				by[n.kind] = append(by[n.kind], w)
			}
		}
	}
	return tagger.Lexicon{Given: tagger.NewSet(by["given"]), Surnames: tagger.NewSet(by["surname"]), Towns: tagger.NewSet(by["place"])}
}

// words calls for every word of an example, with the class of the span in which it stands.
func words(e tagger.Example, each func(word string, in tagger.Class)) {
	in := make([]tagger.Class, len(e.Text)+1)
	for _, s := range e.Spans {
		for i := s.Start; i < s.End; i++ {
			in[i] = s.Class
		}
	}
	start := -1
	for i, r := range e.Text + " " {
		switch {
		case unicode.IsLetter(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			each(e.Text[start:i], in[start])
			start = -1
		}
	}
}

// seenIn is the set of words that are counted in so many texts or more.
func seenIn(texts int, in map[string]int) []uint32 {
	var all []string
	for w, n := range in {
		if n >= texts {
			all = append(all, w)
		}
	}
	return tagger.NewSet(all)
}

// common are the words that stand in lower case in two texts or more, but not in a name or an address of somebody.
func common(examples []tagger.Example) []uint32 {
	in := map[string]int{}
	for _, e := range examples {
		here := map[string]bool{}
		words(e, func(w string, of tagger.Class) {
			if of != tagger.Person && of != tagger.Code && w == strings.ToLower(w) && !here[w] {
				here[w] = true
				in[w]++
			}
		})
	}
	return seenIn(2, in)
}

// plain are the words, in whatever case, that three texts or more have and that no annotator took for part of a name: what
// languages write with capitals, such as nouns in German.
func plain(examples []tagger.Example) []uint32 {
	in := map[string]int{}
	named := map[string]bool{}
	for _, e := range examples {
		here := map[string]bool{}
		words(e, func(w string, of tagger.Class) {
			low := strings.ToLower(w)
			switch {
			case of == tagger.Person || of == tagger.Code || of != tagger.Outside && w != low:
				named[low] = true
			case !here[low]:
				here[low] = true
				in[low]++
			}
		})
	}
	for w := range named {
		delete(in, w)
	}
	return seenIn(3, in)
}
