// Command score prints how well the gate marks texts whose answers are known, by language, with intervals: the figures of
// specs/gate.md. It refuses to read anything but its files, and shows words of them only where -misses asks for it.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/gate/measure"
	"praxis/internal/gate/tagger"
)

func main() {
	data := flag.String("data", "", "a folder: everything in it that the figures of specs/gate.md are measured on")
	weights := flag.String("weights", "", "a file of weights; none: those that are shipped")
	blocking := flag.Bool("blocking", false, "count only what blocks")
	misses := flag.Int("misses", 0, "show so many mentions that are not covered, the direct ones first")
	flag.Parse()
	names := flag.Args()
	if *data != "" {
		for _, name := range []string{"tab-en-dev.jsonl", "meddocan-es-dev.jsonl", "npm-synthetic-train.jsonl", "national-ids.tsv"} {
			names = append(names, filepath.Join(*data, name))
		}
	}
	if len(names) == 0 {
		fmt.Fprintln(os.Stderr, "name files of documents with answers, or a folder of them with -data")
		os.Exit(2)
	}
	if err := run(os.Stdout, names, *weights, *blocking, *misses); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(to io.Writer, names []string, weights string, blocking bool, misses int) error {
	var o gate.Options
	if weights != "" {
		b, err := os.ReadFile(weights)
		if err == nil {
			o.Tagger, err = tagger.Parse(b)
		}
		if err != nil {
			return fmt.Errorf("read weights: %w", err)
		}
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".tsv") {
			err = numbers(to, f, o)
		} else {
			err = documents(to, f, o, blocking, misses)
		}
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func documents(to io.Writer, from io.Reader, o gate.Options, blocking bool, misses int) error {
	docs, err := measure.Read(from)
	if err != nil {
		return err
	}
	report := measure.NewReport()
	for _, d := range docs {
		report.Add(d, measure.Examined(d, o, blocking))
	}
	report.Print(to)
	report.PrintMissed(to, misses)
	return nil
}

// numbers counts how many of the valid personal numbers are found with no word in front, and how many with a digit changed
// are taken for certain: lines of a country, a kind, a number and whether its check digits are right.
func numbers(to io.Writer, from io.Reader, o gate.Options) error {
	b, err := io.ReadAll(io.LimitReader(from, measure.MaxDocument))
	if err != nil {
		return err
	}
	valid, found, wrong, certain := 0, 0, 0, 0
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 || f[0] == "country" {
			continue
		}
		marks := gate.Examine([]gate.Text{{Body: "x " + f[2] + " y"}}, o).Marks()
		seen, sure := false, false
		for _, m := range marks {
			seen = seen || strings.Contains(m.Found, f[2])
			sure = sure || m.Kind == draft.KindIdentityNumber && m.Confidence == draft.ConfidenceCertain
		}
		if f[3] == "1" {
			valid++
			if seen {
				found++
			}
			continue
		}
		wrong++
		if sure {
			certain++
		}
	}
	_, err = fmt.Fprintf(to, "national numbers: %d of %d valid ones found with no word in front; %d of %d with a digit changed at the top\n", found, valid, certain, wrong)
	return err
}
