package web

import (
	"fmt"
	"slices"
	"strings"

	"praxis/protocol"
)

// chart is a figure: shapes of up to four classes, and words beside them. Its numbers are units of the drawing.
type chart struct {
	Width, Height int
	Shapes        [5]string // path data by class, "f0" to "f4"
	Words         []chartWord
}

type chartWord struct {
	X, Y   int
	Text   string
	Anchor string // start, middle or end
}

func compareNames(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

const (
	cell     = 22
	labels   = 300 // units that the topics' names take
	mostWord = 40  // characters of a name in a figure
)

// coverageChart is a grid: a row for each topic, a column for each body, darker where more was shared. One path for each
// shade keeps it small.
func coverageChart(d coverageData) chart {
	c := chart{Width: labels + cell*max(len(d.Bodies), 1), Height: cell * (len(d.Rows) + 1)}
	var shapes [5]strings.Builder
	for x := range d.Bodies {
		c.Words = append(c.Words, chartWord{labels + x*cell + cell/2, cell - 7, fmt.Sprint(x + 1), "middle"})
	}
	for y, row := range d.Rows {
		c.Words = append(c.Words, chartWord{labels - 8, (y+2)*cell - 7, shortened(row.Label, mostWord), "end"})
		for x, n := range row.Counts {
			fmt.Fprintf(&shapes[shade(n)], "M%d %dh%dv%dh-%dz", labels+x*cell+1, (y+1)*cell+1, cell-2, cell-2, cell-2)
		}
	}
	for i := range shapes {
		c.Shapes[i] = shapes[i].String()
	}
	return c
}

// shade is none, one, a few (to 4), many (to 9) or more.
func shade(n int) int {
	switch {
	case n == 0:
		return 0
	case n == 1:
		return 1
	case n < 5:
		return 2
	case n < 10:
		return 3
	}
	return 4
}

// event is something that happened to a document, on a day.
type event struct {
	Day     protocol.Date
	What    string // a sentence, said already
	Version uint64
	shape   int
}

// timelineChart puts the events in their order on a line, with the distance that time has, but never on top of each other.
func timelineChart(r *Request, all []event) chart {
	const width, least = 710, 26
	c := chart{Width: width, Height: least*len(all) + 20}
	var shapes [5]strings.Builder
	for i, e := range all {
		y := 20 + i*least
		fmt.Fprintf(&shapes[e.shape], "M%d %da7 7 0 1 0 14 0a7 7 0 1 0 -14 0z", 213, y)
		c.Words = append(c.Words, chartWord{200, y + 5, r.Day(string(e.Day)), "end"}, chartWord{240, y + 5, shortened(e.What, 64), "start"})
	}
	if len(all) > 1 {
		fmt.Fprintf(&shapes[0], "M219 20h2v%dh-2z", least*(len(all)-1))
	}
	for i := range shapes {
		c.Shapes[i] = shapes[i].String()
	}
	return c
}

// timeline gathers what is known to have happened to a document, the earliest first.
func (r *Request) timeline(v protocol.Version, versions []versionLine) []event {
	var all []event
	add := func(day protocol.Date, shape int, version uint64, key string, arguments ...any) {
		if day.Valid() {
			all = append(all, event{day, r.Say(key, arguments...), version, shape})
		}
	}
	add(v.Origin.Published, 3, 0, "document.event-published")
	if v.Standard != nil {
		add(v.Standard.Adopted, 2, 0, "document.event-adopted")
		for _, day := range v.Standard.Revised {
			add(day, 2, 0, "document.event-revised")
		}
	}
	for _, one := range versions {
		if !one.Held {
			continue
		}
		add(one.Content.Date, 1, one.Number, "document.event-version", "number", one.Number)
		if c := one.Content.Checked; c != nil {
			add(c.When, 1, one.Number, "document.event-checked", "number", one.Number)
		}
	}
	slices.SortStableFunc(all, func(a, b event) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return all[max(0, len(all)-24):]
}
