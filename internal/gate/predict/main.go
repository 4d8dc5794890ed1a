// Command predict writes what the gate marks in documents, as praxis examine --predictions does, with weights that are not
// shipped, for a cross-validation, or with a choice of marks. It is how the figures of specs/gate.md were measured. It refuses
// to read anything but its files.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/gate/tagger"
)

func main() {
	unknowns := flag.Bool("unknowns", false, "write unknown words too")
	blocking := flag.Bool("blocking", false, "write only what blocks")
	weights := flag.String("weights", "", "a file of weights; none: those that are shipped")
	flag.Parse()
	wanted := func(m draft.Mark) bool {
		return (m.Kind != draft.KindUnknown || *unknowns) && (m.Blocking || !*blocking)
	}
	if err := run(flag.Args(), *weights, wanted); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(names []string, weights string, wanted func(draft.Mark) bool) error {
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
	out := bufio.NewWriter(os.Stdout)
	for _, name := range names {
		if err := predict(name, out, o, wanted); err != nil {
			return err
		}
	}
	return out.Flush()
}

func predict(name string, out io.Writer, o gate.Options, wanted func(draft.Mark) bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := gate.Predict(f, out, o, wanted); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
