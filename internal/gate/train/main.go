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

type options struct {
	data, out, without string
	fold, folds        int
	settings           tagger.Settings
}

// defaults are how the shipped weights are made.
func defaults() options {
	return options{fold: -1, folds: 5, settings: tagger.Settings{Rounds: 4, Rate: 0.08, Decay: 0.004}}
}

func main() {
	o := defaults()
	flag.StringVar(&o.data, "data", "", "the folder with the corpora and names.tsv")
	flag.StringVar(&o.out, "out", "", "the file for the weights; none: only their hash is printed")
	flag.StringVar(&o.without, "without", "", "a corpus to leave out")
	flag.IntVar(&o.fold, "fold", o.fold, "leave out the documents of tab-en-train whose place, divided by -folds, leaves this remainder")
	flag.IntVar(&o.folds, "folds", o.folds, "how many parts -fold speaks of")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(o options) error {
	start := time.Now()
	lexicon, err := names(filepath.Join(o.data, "names.tsv"))
	if err != nil {
		return err
	}
	var examples []tagger.Example
	for _, c := range corpora {
		if c.name == o.without {
			continue
		}
		docs, err := read(filepath.Join(o.data, c.name+".jsonl"))
		if err != nil {
			return err
		}
		for i, d := range docs {
			if c.name == "tab-en-train" && o.fold >= 0 && i%o.folds == o.fold {
				continue
			}
			examples = append(examples, d.example(c.weight))
		}
	}
	made, err := notes(filepath.Join(o.data, "names.tsv"))
	if err != nil {
		return err
	}
	examples = append(examples, made...)
	lexicon.Common, lexicon.Plain = common(examples), plain(examples)
	fmt.Printf("%d texts read after %s\n", len(examples), time.Since(start).Round(time.Millisecond))
	b, err := tagger.Learn(examples, lexicon, o.settings).Marshal()
	if err != nil {
		return err
	}
	fmt.Printf("%x  weights, %d bytes, after %s\n", sha256.Sum256(b), len(b), time.Since(start).Round(time.Millisecond))
	if o.out == "" {
		return nil
	}
	return os.WriteFile(o.out, b, 0o644)
}
