package measure

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// MaxDocument bounds one document with its answers, in bytes.
const MaxDocument = 64 << 20

// Document is a text with its answers. Offsets count Unicode code points.
type Document struct {
	ID         string   `json:"doc_id"`
	Language   string   `json:"lang"`
	Source     string   `json:"source"`
	Types      []string `json:"annotated_types"` // those that were looked for; none: all
	Annotators int      `json:"annotators"`      // how many; 0 is one
	Text       string   `json:"text"`
	Spans      []Answer `json:"spans"`
}

// Answer is what one annotator thinks of a place.
type Answer struct {
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Type      string `json:"type"`
	Ident     Ident  `json:"ident"`
	Entity    string `json:"entity_id"`
	Annotator int    `json:"annotator"` // from 0
}

// Ident is whether a place must be masked.
type Ident string

// The values of Ident.
const (
	Direct      Ident = "DIRECT"  // leads to a person by itself
	Quasi       Ident = "QUASI"   // leads to a person together with others
	Unspecified Ident = "UNSPEC"  // a name, of which nobody decided whether it must be masked
	Harmless    Ident = "NO_MASK" // may stay
)

// Clean tells whether nothing in the document must be masked.
func (d Document) Clean() bool { return len(d.Spans) == 0 }

// Read reads documents, one JSON object a line.
func Read(r io.Reader) ([]Document, error) {
	var all []Document
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, MaxDocument)
	n := 1
	for ; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var d Document
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("line %d is no document with answers (%w): write one JSON object a line", n, err)
		}
		if err := d.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		all = append(all, d)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, fmt.Errorf("line %d has more than %d MiB: divide the document", n, MaxDocument>>20)
	}
	return all, lines.Err()
}

func (d Document) check() error {
	size := 0
	for range d.Text {
		size++
	}
	for _, a := range d.Spans {
		switch {
		case a.Start < 0 || a.End <= a.Start || a.End > size:
			return fmt.Errorf("an answer from %d to %d is outside its text of %d characters: correct it", a.Start, a.End, size)
		case a.Annotator < 0 || a.Annotator >= max(1, d.Annotators):
			return fmt.Errorf("an answer of annotator %d among %d: correct it", a.Annotator, max(1, d.Annotators))
		case a.Ident != Direct && a.Ident != Quasi && a.Ident != Unspecified && a.Ident != Harmless:
			return fmt.Errorf("an answer with the decision %q: write DIRECT, QUASI, UNSPEC or NO_MASK", a.Ident)
		}
	}
	return nil
}
