package gate

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"praxis/internal/draft"
)

// MaxPredicted bounds a line that [Predict] reads, in bytes.
const MaxPredicted = 20 << 20

// Prediction is what the gate marks in a document, in the form that evaluations of such tools share.
type Prediction struct {
	ID    string `json:"doc_id"`
	Spans []Span `json:"spans"`
}

// Span is a mark in a [Prediction]. Start and End count Unicode code points of the text; End is exclusive.
type Span struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Type  string  `json:"type"`  // one of the eight of Pilán et al. (2022)
	Score float64 `json:"score"` // how sure the gate is, from 0 to 1
}

// Predict reads documents, one JSON object a line with doc_id, lang and text, and writes a [Prediction] for each, a line
// each, of the marks that are wanted. Further keys, such as the answers of an evaluation, are passed over unread.
func Predict(from io.Reader, to io.Writer, o Options, wanted func(draft.Mark) bool) error {
	write := json.NewEncoder(to)
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, MaxPredicted)
	n := 1
	for ; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var d struct {
			ID       *string `json:"doc_id"`
			Language string  `json:"lang"`
			Text     *string `json:"text"`
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return fmt.Errorf("line %d is no document (%w): write one JSON object a line, with doc_id, lang and text", n, err)
		}
		if d.ID == nil || d.Text == nil {
			return fmt.Errorf("line %d lacks doc_id or text: give both", n)
		}
		p := Prediction{ID: *d.ID, Spans: Spans(*d.Text, Examine([]Text{{Field: "text", Language: d.Language, Body: *d.Text}}, o).Marks(), wanted)}
		if err := write.Encode(p); err != nil {
			return fmt.Errorf("write the prediction of line %d: %w", n, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d has more than %d MiB: divide the document", n, MaxPredicted>>20)
	}
	return lines.Err()
}

// Spans counts in characters what the wanted marks of one text, which are in its order, count in bytes.
func Spans(text string, marks []draft.Mark, wanted func(draft.Mark) bool) []Span {
	spans := []Span{}
	at, characters := 0, 0
	for _, m := range marks {
		if !wanted(m) {
			continue
		}
		start := characters + utf8.RuneCountInString(text[at:m.Start])
		characters = start + utf8.RuneCountInString(text[m.Start:m.End])
		at = m.End
		spans = append(spans, Span{start, characters, typeOf(m.Kind), scoreOf(m.Confidence)})
	}
	return spans
}

// typeOf is the type under which evaluations count a kind.
func typeOf(k draft.Kind) string {
	switch k {
	case draft.KindPerson:
		return "PERSON"
	case draft.KindPlace, draft.KindAddress:
		return "LOC"
	case draft.KindOrganisation:
		return "ORG"
	case draft.KindDate, draft.KindBirthDate, draft.KindBirthYear:
		return "DATETIME"
	case draft.KindTrait:
		return "DEM"
	case draft.KindQuantity, draft.KindSmallCell, draft.KindDerivable, draft.KindOneCategory, draft.KindDifference, draft.KindDominance, draft.KindUnreadTable:
		return "QUANTITY"
	case draft.KindEvent, draft.KindUnknown, draft.KindVisit, draft.KindSource, draft.KindSecurity, draft.KindUnpublished, draft.KindForeign:
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
