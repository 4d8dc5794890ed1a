package gate_test

import (
	"slices"
	"strings"
	"testing"

	"praxis/internal/gate"
)

// TestProgressCountsTheBytesThatAreExamined waits for three texts, and finds the same marks as without waiting.
func TestProgressCountsTheBytesThatAreExamined(t *testing.T) {
	texts := []gate.Text{
		{Field: "title", Language: "en", Body: "Doors at night"},
		{Field: "text", Language: "en", Body: strings.Repeat("The doors were locked at night. ", 40)},
		{Field: "ask", Language: "en", Body: "Write to anna@example.org."},
	}
	all, sums := 0, []int{0}
	for _, one := range texts {
		all += len(one.Body)
		sums = append(sums, all)
	}
	var told []int
	waited := gate.Examine(texts, gate.Options{Progress: func(examined, of int) {
		told = append(told, examined)
		if of != all {
			t.Errorf("all are %d bytes, not %d", of, all)
		}
	}})
	if !slices.Equal(told, sums) {
		t.Errorf("it told of %v, not %v", told, sums)
	}
	marks, alone := waited.Marks(), gate.Examine(texts, gate.Options{}).Marks()
	if len(marks) == 0 || len(marks) != len(alone) {
		t.Errorf("%d marks while somebody waits, %d else", len(marks), len(alone))
	}
}
