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
	e := tagger.Example{Name: d.ID, Text: d.Text, Weight: weight}
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
	words := map[string][]string{}
	for _, n := range all {
		for _, w := range strings.FieldsFunc(n.text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len([]rune(w)) >= 3 {
				words[n.kind] = append(words[n.kind], w)
			}
		}
	}
	return tagger.Lexicon{Given: tagger.NewSet(words["given"]), Surnames: tagger.NewSet(words["surname"]), Towns: tagger.NewSet(words["place"])}
}

// common are the words that stand in lower case in two texts or more.
func common(examples []tagger.Example) []uint32 {
	in := map[string]int{}
	for _, e := range examples {
		here := map[string]bool{}
		for _, w := range strings.FieldsFunc(e.Text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if w == strings.ToLower(w) && !here[w] {
				here[w] = true
				in[w]++
			}
		}
	}
	var words []string
	for w, n := range in {
		if n >= 2 {
			words = append(words, w)
		}
	}
	return tagger.NewSet(words)
}

// plain are the words, in whatever case, that three texts or more have and that no annotator took for part of a name: what
// languages write with capitals, such as nouns in German.
func plain(examples []tagger.Example) []uint32 {
	in, named := map[string]int{}, map[string]bool{}
	for _, e := range examples {
		inside := make([]bool, len(e.Text)+1)
		for _, s := range e.Spans {
			for i := s.Start; i < s.End; i++ {
				inside[i] = true
			}
		}
		here := map[string]bool{}
		for i := 0; i < len(e.Text); {
			n := strings.IndexFunc(e.Text[i:], unicode.IsLetter)
			if n < 0 {
				break
			}
			i += n
			end := strings.IndexFunc(e.Text[i:], func(r rune) bool { return !unicode.IsLetter(r) })
			if end < 0 {
				end = len(e.Text) - i
			}
			w := strings.ToLower(e.Text[i : i+end])
			if inside[i] && w != e.Text[i:i+end] {
				named[w] = true
			} else if !here[w] {
				here[w] = true
				in[w]++
			}
			i += end
		}
	}
	var words []string
	for w, n := range in {
		if n >= 3 && !named[w] {
			words = append(words, w)
		}
	}
	return tagger.NewSet(words)
}
