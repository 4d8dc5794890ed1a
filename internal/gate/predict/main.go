// Command predict examines documents, one JSON object a line with doc_id, lang and text, and writes for each the places
// that the gate marks, in the form that evaluations of such tools share: doc_id, and spans with start and end in characters, a
// type and a score. It is how the figures of specs/gate.md were measured. It refuses to read anything but its files.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/gate/tagger"
)

type document struct {
	ID       string `json:"doc_id"`
	Language string `json:"lang"`
	Text     string `json:"text"`
}

type span struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Type  string  `json:"type"`
	Score float64 `json:"score"`
}

type prediction struct {
	ID    string `json:"doc_id"`
	Spans []span `json:"spans"`
}

func main() {
	unknowns := flag.Bool("unknowns", false, "write unknown words too")
	blocking := flag.Bool("blocking", false, "write only what blocks")
	weights := flag.String("weights", "", "a file of weights; none: those that are shipped")
	flag.Parse()
	var o gate.Options
	if *weights != "" {
		b, err := os.ReadFile(*weights)
		if err == nil {
			o.Tagger, err = tagger.Parse(b)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	out := bufio.NewWriter(os.Stdout)
	for _, name := range flag.Args() {
		if err := predict(name, out, o, *unknowns, *blocking); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func predict(name string, out io.Writer, o gate.Options, unknowns, blocking bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	write := json.NewEncoder(out)
	for read := json.NewDecoder(bufio.NewReader(f)); ; {
		var d document
		if err := read.Decode(&d); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		p := prediction{ID: d.ID, Spans: []span{}}
		at, characters := 0, 0
		for _, m := range gate.Examine([]gate.Text{{Field: "text", Language: d.Language, Body: d.Text}}, o).Marks() {
			if m.Kind == draft.KindUnknown && !unknowns || blocking && !m.Blocking {
				continue
			}
			characters += utf8.RuneCountInString(d.Text[at:m.Start])
			start := characters
			characters += utf8.RuneCountInString(d.Text[m.Start:m.End])
			at = m.End
			p.Spans = append(p.Spans, span{start, characters, typeOf(m.Kind), scoreOf(m.Confidence)})
		}
		if err := write.Encode(p); err != nil {
			return err
		}
	}
}

// typeOf is the type under which evaluations count a kind.
func typeOf(k draft.Kind) string {
	switch k {
	case draft.KindPerson:
		return "PERSON"
	case draft.KindPlace:
		return "LOC"
	case draft.KindOrganisation:
		return "ORG"
	case draft.KindDate, draft.KindBirthDate, draft.KindBirthYear:
		return "DATETIME"
	case draft.KindTrait:
		return "DEM"
	case draft.KindQuantity:
		return "QUANTITY"
	case draft.KindEvent, draft.KindUnknown:
		return "MISC"
	}
	return "CODE"
}

func scoreOf(c draft.Confidence) float64 {
	switch c {
	case draft.ConfidenceCertain:
		return 1
	case draft.ConfidenceHigh:
		return 0.9
	case draft.ConfidenceMedium:
		return 0.6
	}
	return 0.3
}
