package gate

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"praxis/internal/draft"
	"praxis/protocol"
)

const complaints = "Who complained:\n\n| | men | women | Total |\n|---|---|---|---|\n| East | 23 | 3 | 26 |\n| West | 41 | 12 | 53 |\n| Total | 64 | 15 | 79 |\n\nThe team asked why."

// cells are the kinds and words of what tables got marked.
func cells(marks []draft.Mark) []string {
	var all []string
	for _, m := range marks {
		if m.Check == tableCheck {
			all = append(all, fmt.Sprintf("%s %s %v", m.Kind, m.Found, m.Blocking))
		}
	}
	return all
}

func TestSmallCellsBlock(t *testing.T) {
	texts := []Text{{Field: "title", Language: "en", Body: "Complaints in 2024"}, {Field: "text", Language: "en", Body: complaints}}
	marks := Examine(texts, Options{Rounding: []byte("key")}).Unresolved()
	if got := cells(marks); !slices.Equal(got, []string{"small-cell 3 true"}) {
		t.Fatalf("marked are %q", got)
	}
	i := slices.IndexFunc(marks, func(m draft.Mark) bool { return m.Kind == draft.KindSmallCell })
	m := marks[i]
	if complaints[m.Start:m.End] != "3" || complaints[m.Start-2:m.End+2] != "| 3 |" {
		t.Errorf("the mark stands at %d", m.Start)
	}
	for _, language := range []string{"en", "fr", "es"} {
		if m.Rounded == "" || m.Why(language) == (draft.Mark{Kind: m.Kind, Confidence: m.Confidence, Clue: m.Clue}).Why(language) {
			t.Errorf("no rounded table is proposed in %s: %s", language, m.Why(language))
		}
	}
	if m.Combined != "" {
		t.Errorf("two places are put together, and one is left:\n%s", m.Combined)
	}
	texts[1].Body = m.Rounded
	if got := Examine(texts, Options{Rounding: []byte("key")}).Unresolved(); len(got) > 0 {
		t.Errorf("the proposal is stopped: %v\n%s", got, m.Rounded)
	}
}

func TestCombinedTablesPass(t *testing.T) {
	texts := []Text{{Field: "text", Language: "fr", Body: strings.Replace(complaints, "| Total | 64 | 15 | 79 |", "| South | 30 | 9 | 39 |\n| Total | 94 | 24 | 118 |", 1)}}
	marks := Examine(texts, Options{Rounding: []byte("key")}).Unresolved()
	if len(marks) != 1 || !strings.Contains(marks[0].Combined, "| East + West |") {
		t.Fatalf("the marks are %+v", marks)
	}
	texts[0].Body = marks[0].Combined
	if got := Examine(texts, Options{Rounding: []byte("key")}).Unresolved(); len(got) > 0 {
		t.Errorf("the proposal is stopped: %v", got)
	}
}

func TestTablesAreReadUnderTheirHeading(t *testing.T) {
	body := "| | men | women |\n|---|---|---|\n| East | 23 | 8 |\n| West | 41 | 12 |"
	version := protocol.Version{Texts: []protocol.Text{{Language: "en", Title: "Notes", Sections: []protocol.Section{{Heading: "Self-harm", Text: body}, {Heading: "Visits", Text: body}}}}}
	texts := TextsOf(version)
	if got := cells(Examine(texts, Options{}).Marks()); !slices.Equal(got, []string{"small-cell 8 true"}) {
		t.Errorf("under a heading on health and under another, marked are %q", got)
	}
}

func TestTablesOfOneTextAndOfThoseSharedBeforeAreCompared(t *testing.T) {
	men := strings.NewReplacer("23", "20", "41", "31", "Who", "Men who", "| 3 |", "| 7 |").Replace("Who complained:\n\n| | under 30 | older |\n|---|---|---|\n| East | 23 | 30 |\n| West | 41 | 52 |")
	all := "Who complained:\n\n| | under 30 | older |\n|---|---|---|\n| East | 23 | 30 |\n| West | 41 | 52 |"
	if got := cells(Examine([]Text{{Field: "text", Language: "en", Body: all + "\n\nAnd of them:\n\n" + men}}, Options{}).Marks()); !slices.Equal(got, []string{"difference 20 true"}) {
		t.Errorf("in one text, marked are %q", got)
	}
	shared := TablesOf([]Text{{Field: "text", Language: "en", Body: all}}, []byte("key"))
	shared[0].Document = "Complaints of last month"
	o := Options{Shared: shared, Rounding: []byte("key")}
	marks := Examine([]Text{{Field: "text", Language: "en", Body: men}}, o).Marks()
	if got := cells(marks); !slices.Equal(got, []string{"difference 20 true"}) {
		t.Fatalf("after another document, marked are %q", got)
	}
	i := slices.IndexFunc(marks, func(m draft.Mark) bool { return m.Kind == draft.KindDifference })
	for _, language := range []string{"en", "fr", "es"} {
		if !strings.Contains(marks[i].Why(language), "Complaints of last month") {
			t.Errorf("in %s it isn't said with what: %s", language, marks[i].Why(language))
		}
	}
}

func TestEqualCellsAreTwoDecisions(t *testing.T) {
	body := "| | men | women |\n|---|---|---|\n| east | 3 | 8 |\n| west | 41 | 3 |"
	marks := Examine([]Text{{Field: "text", Language: "en", Body: body}}, Options{}).Marks()
	if len(marks) != 2 || marks[0].Found != marks[1].Found || marks[0].Place == marks[1].Place {
		t.Errorf("the marks are %+v", marks)
	}
}

func TestPublishedTablesAreNoted(t *testing.T) {
	if got := cells(Examine([]Text{{Field: "text", Language: "en", Body: complaints}}, Options{Published: true}).Marks()); !slices.Equal(got, []string{"small-cell 3 false"}) {
		t.Errorf("marked are %q", got)
	}
}

// TestTablesThatCannotBeCheckedBlock: more cells than are read, ten thousand columns, totals that fit nothing. Nothing of it passes, and none may
// be kept.
func TestTablesThatCannotBeCheckedBlock(t *testing.T) {
	wide := "|" + strings.Repeat(" 3 |", 10_000) + "\n"
	fitless := "| | a | b | Total |\n|---|---|---|---|\n| East | 7 | – | 8 |\n| West | 8 | – | 9 |\n| Total | 15 | 9 | – |"
	for name, body := range map[string]string{"more cells than are read": strings.Repeat(wide, 11), "totals that fit nothing": fitless, "thousands of tables": strings.Repeat(complaints+"\n\n", 3000), "many hidden": strings.Repeat("|"+strings.Repeat(" <9 |", 100)+"\n", 100)} {
		start := time.Now()
		e := Examine([]Text{{Field: "text", Language: "en", Body: body}}, Options{Published: true})
		open := e.Unresolved()
		t.Logf("%s: %v", name, time.Since(start))
		if i := slices.IndexFunc(open, func(m draft.Mark) bool { return m.Kind == draft.KindUnreadTable }); i < 0 || open[i].Kind.MayBeKept() {
			t.Errorf("%s: open are %d marks", name, len(open))
		}
	}
	start := time.Now()
	if got := cells(Examine([]Text{{Field: "text", Language: "en", Body: strings.Repeat(wide, 3)}}, Options{Rounding: []byte("key")}).Marks()); len(got) < 30_000 {
		t.Errorf("of 30,000 small cells %d are marked", len(got))
	}
	t.Logf("a table of ten thousand columns takes %v", time.Since(start))
}

func TestDisguisedTablesAreRead(t *testing.T) {
	for name, body := range map[string]string{
		"full width":    "｜ ｜ men ｜ women ｜\n｜---｜---｜---｜\n｜ East ｜ １２ ｜ ３ ｜\n｜ West ｜ ２０ ｜ １１ ｜",
		"zero width":    "| | men | women |\n|---|---|---|\n| East | 1\u200b2 | \u200b3\u200b |\n| West | 20 | 11 |",
		"arabic digits": "| | men | women |\n|---|---|---|\n| East | ١٢ | ٣ |\n| West | ٢٠ | ١١ |",
		"no dashes":     "East | 12 | 3\nWest | 20 | 11",
	} {
		if got := cells(Examine([]Text{{Field: "text", Language: "en", Body: body}}, Options{}).Marks()); len(got) != 1 || !strings.HasPrefix(got[0], "small-cell") {
			t.Errorf("%s: marked are %q", name, got)
		}
	}
}
