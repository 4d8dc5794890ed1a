package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// Figure is one line of the table: what was measured, beside what was to be reached.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Floor float64 `json:"floor"` // 0 where there is none
	Reach float64 `json:"reach"` // the most that counts as reached
	Met   bool    `json:"met"`
}

func figure(name string, value float64, unit string, floor, reach float64) Figure {
	return Figure{Name: name, Value: value, Unit: unit, Floor: floor, Reach: reach, Met: value <= reach}
}

// Print writes the figures as a table for people.
func Print(w io.Writer, all []Figure) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "what\tmeasured\tfloor\treach\tmet\t")
	for _, f := range all {
		floor, met := "–", "no"
		if f.Floor > 0 {
			floor = show(f.Floor, f.Unit)
		}
		if f.Met {
			met = "yes"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t\n", f.Name, show(f.Value, f.Unit), floor, show(f.Reach, f.Unit), met)
	}
	return t.Flush()
}

func show(v float64, unit string) string {
	switch {
	case unit == "s" && v < 0.1:
		return fmt.Sprintf("%.2f ms", v*1000)
	case unit == "s":
		return fmt.Sprintf("%.2f s", v)
	case unit == "B" && v >= 1<<20:
		return fmt.Sprintf("%.0f MB", v/1e6)
	case unit == "B" && v >= 10_000:
		return fmt.Sprintf("%.1f KB", v/1e3)
	}
	return fmt.Sprintf("%.0f %s", v, unit)
}

// WriteLines writes the figures as JSON lines.
func WriteLines(w io.Writer, all []Figure) error {
	e := json.NewEncoder(w)
	for _, f := range all {
		if err := e.Encode(f); err != nil {
			return fmt.Errorf("write the figures: %w", err)
		}
	}
	return nil
}

// median returns the middle one, or the mean of the two in the middle; 0 of nothing.
func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(all))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
