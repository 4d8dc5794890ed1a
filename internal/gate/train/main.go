// Command train makes the weights of the tagger from corpora in a folder, the same ones bit by bit each time, and prints the
// SHA-256 of every file it read and of what it wrote. It reads only the corpora that the decision about the tagger's weights in
// specs/decisions lists, and what stands beside it.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"praxis/internal/gate/measure"
	"praxis/internal/gate/tagger"
)

// corpus is a file of annotated documents.
type corpus struct {
	name   string
	weight float64 // by word: corpora of plain entities say less about what leads to a person
}

// corpora are those whose licences let weights be shared under any terms: MIT, CC BY and CC0.
var corpora = []corpus{
	{"tab-en-train", 1}, {"echr-fr-manual-train", 1}, {"echr-es-manual-train", 1}, {"meddocan-es-train", 1}, {"npm-synthetic-train", 1},
	{"echr-fr-projected-train", 0.3}, {"echr-es-projected-train", 0.3},
	{"lener-pt-train", 0.3}, {"ler-de-train", 0.3}, {"ronec-ro-train", 0.3}, {"estner-et-train", 0.3},
}

func main() {
	data := flag.String("data", "", "the folder with the corpora and names.tsv")
	out := flag.String("out", "", "the file for the weights; none: only their hash is printed")
	validate := flag.Bool("cross-validate", false, "print how good weights are on texts that they were not trained on, and make none")
	only := flag.String("only", "", "with -cross-validate: only trials whose names begin so")
	misses := flag.Int("misses", 0, "with -cross-validate: show so many mentions that are not covered")
	flag.Parse()
	m, err := gather(*data)
	switch {
	case err != nil:
	case *validate:
		err = crossValidate(os.Stdout, m, *only, *misses)
	default:
		_, err = write(m, *out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// settings are how the shipped weights are made.
var settings = tagger.Settings{Rounds: 4, Rate: 0.08, Decay: 0.004}

// material is what weights are made from.
type material struct {
	texts []text
	names []name
}

// text is a document of a corpus, and how much its words weigh.
type text struct {
	corpus
	measure.Document
}

// gather reads everything that the weights are made from, except for the notes, which are made up from the names.
func gather(folder string) (material, error) {
	var m material
	var err error
	if m.names, err = nameRows(filepath.Join(folder, "names.tsv")); err != nil {
		return m, err
	}
	for _, c := range corpora {
		docs, err := read(filepath.Join(folder, c.name+".jsonl"))
		if err != nil {
			return m, err
		}
		for _, d := range docs {
			m.texts = append(m.texts, text{c, d})
		}
	}
	return m, nil
}

// learn makes a model of the material, without notes in some languages.
func (m material) learn(without ...string) *tagger.Model {
	var examples []tagger.Example
	for i, t := range m.texts {
		e := example(t.Document, t.weight)
		examples = append(examples, e)
		if i%often == 0 {
			examples = append(examples, otherwise(e))
		}
	}
	examples = append(examples, notes(m.names, without)...)
	lexicon := names(m.names)
	lexicon.Common, lexicon.Plain = common(examples), plain(examples)
	return tagger.Learn(examples, lexicon, settings)
}

// write makes the weights and returns them.
func write(m material, out string) ([]byte, error) {
	start := time.Now()
	b, err := m.learn().Marshal()
	if err != nil {
		return nil, err
	}
	fmt.Printf("%x  weights, %d bytes, after %s\n", sha256.Sum256(b), len(b), time.Since(start).Round(time.Millisecond))
	if out == "" {
		return b, nil
	}
	return b, os.WriteFile(out, b, 0o644)
}
