package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// risksIn are the words marked in a text, with the kind of each.
func risksIn(t *testing.T, text string) []string {
	t.Helper()
	var all []string
	for _, f := range Find(text) {
		read, ok := Parse(f, "")
		if !ok {
			continue
		}
		risks, err := read.Risks()
		if err != nil {
			all = append(all, "error")
		}
		for _, r := range risks {
			all = append(all, fmt.Sprintf("%s %s", text[r.Start:r.End], r.Kind))
		}
	}
	return all
}

func TestRisksOfTables(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"a small count and its margin": {"| | men | women | Total |\n|---|---|---|---|\n| A | 12 | 3 | 15 |\n| B | 20 | 1 | 21 |\n| **Total** | 32 | **4** | 36 |", []string{"3 small", "1 small", "**4** small"}},
		"nothing small":                {"| | men | women | Total |\n|---|---|---|---|\n| A | 12 | 7 | 19 |\n| B | 20 | 9 | 29 |\n| Total | 32 | 16 | 48 |", nil},
		"zeros are not small":          {"| | men | women |\n|---|---|---|\n| A | 12 | 0 |\n| B | 20 | 9 |", nil},
		"health counts to ten":         {"| Facility | self-harm | visits |\n|---|---|---|\n| A | 7 | 30 |\n| B | 11 | 25 |", []string{"7 small"}},
		"ill-treatment in French":      {"Allégations de mauvais traitements (violences)\n\n| Lieu | femmes | hommes |\n|---|---|---|\n| A | 7 | 30 |\n| B | 11 | 25 |", []string{"7 small"}},
		"hidden, and told by a total":  {"| | men | women | Total |\n|---|---|---|---|\n| A | 12 | – | 15 |\n| B | 20 | 9 | 29 |\n| Total | 32 | 12 | 44 |", []string{"– derivable"}},
		"bounds of its own narrowed":   {"| | men | women | Total |\n|---|---|---|---|\n| A | 12 | <5 | 15 |\n| B | 20 | 9 | 29 |\n| Total | 32 | 12 | 44 |", []string{"<5 derivable"}},
		"bounds of its own":            {"| | men | women |\n|---|---|---|\n| A | 12 | <5 |\n| B | 20 | 9 |", nil},
		"all of one category":          {"| | sentenced | remand | Total |\n|---|---|---|---|\n| A | 12 | 0 | 12 |\n| B | 20 | 9 | 29 |\n| Total | 32 | 9 | 41 |", []string{"12 one-category", "9 one-category"}},
		"a rest that no line names":    {"| | detainees |\n|---|---|\n| A | 40 |\n| B | 55 |\n| Total | 98 |", []string{"98 difference"}},
		"of which":                     {"| | detainees | of which men |\n|---|---|---|\n| A | 40 | 38 |\n| B | 55 | 30 |", []string{"38 difference"}},
		"percent of few":               {"| | detainees | with a lawyer (%) |\n|---|---|---|\n| A | 40 | 7.5 |\n| B | 55 | 50 |", []string{"7.5 derivable"}},
		"hours of few":                 {"| | persons | total of hours |\n|---|---|---|\n| A | 2 | 31 |\n| B | 55 | 800 |", []string{"2 small", "31 dominance"}},
		"thousands":                    {"| | men | women |\n|---|---|---|\n| A | 12 345 | 3 |\n| B | 1.200 | 7’100 |", []string{"3 small"}},
		"CSV":                          {"place;men;women\nA;12;3\nB;20;9\n", []string{"3 small"}},
		"CSV with commas":              {"place,men,women\n\"A, north\",12,3\nB,20,9\n", []string{"3 small"}},
		"tabs":                         {"place\tmen\twomen\nA\t12\t3\nB\t20\t9", []string{"3 small"}},
		"spaces":                       {"place   men   women\nA       12    3\nB       20    9", []string{"3 small"}},
		"without dashes":               {"place | men | women\nA | 12 | 3\nB | 20 | 9", []string{"3 small"}},
		"in a quotation":               {"> | place | men |\n> |---|---|\n> | A | 12 |\n> | B | 3 |", []string{"3 small"}},
		"rows as columns":              {"| | A | B |\n|---|---|---|\n| men | 12 | 20 |\n| women | 3 | 9 |", []string{"3 small"}},
		"counts below years":           {"| | 2023 | 2024 |\n|---|---|---|\n| complaints | 12 | 3 |", []string{"3 small"}},
		"years are labels":             {"| Year | complaints |\n|---|---|\n| 2023 | 12 |\n| 2024 | 15 |", nil},
		"rounded, as it says":          {"| | men | women | Total |\n|---|---|---|---|\n| A | 10 | 5 | 15 |\n| B | 20 | 0 | 20 |\n| Total | 30 | 5 | 40 |\n\nCounts are randomly rounded to base 5.", nil},
		"rounded, but told":            {"| | men | women | Total |\n|---|---|---|---|\n| A | 5 | 5 | 0 |\n| B | 20 | 0 | 20 |\n| Total | 30 | 5 | 30 |\n\nCounts are randomly rounded to base 5.", []string{"5 derivable", "5 derivable", "0 derivable", "5 derivable"}},
		"rounded, but it isn't":        {"| | men |\n|---|---|\n| A | 3 |\n| B | 20 |\n\nRounded to base 5.", []string{"3 small"}},
		"negatives are changes":        {"| | change |\n|---|---|\n| A | -3 |\n| B | -1 |", nil},
		"measures of a standard":       {"| Persons | Area (m²) |\n|---|---|\n| 1 | 6 |\n| 2 | 10 |\n| 3 | 14 |", nil},
		"steps":                        {"| Step | Minutes | Who |\n|---|---|---|\n| 1 | 15 | lead |\n| 2 | 30 | doctor |", nil},
		"words":                        {"| Question | Yes | No |\n|---|---|---|\n| Is there light? | | |\n| Is there air? | | |", nil},
		"rules":                        {"| Topic | Rule |\n|---|---|\n| light | 14 |\n| searches | 3 |", nil},
		"prose with commas":            {"The team saw cells, corridors, and yards.\nIt then spoke, at length, with staff.", nil},
	} {
		if got := risksIn(t, tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%s: marked are %q, not %q", name, got, tt.want)
		}
	}
}

// TestLargeTablesAreFoundAndNotRead gives tables of ten thousand columns and more, in bounded time.
func TestLargeTablesAreFoundAndNotRead(t *testing.T) {
	wide := strings.Repeat("| 3 ", 10_000) + "|\n"
	f := Find("|" + strings.Repeat(" h |", 10_000) + "\n" + strings.Repeat("|-", 10_000) + "|\n" + wide + wide)
	if len(f) != 1 || f[0].Large {
		t.Fatalf("30,000 cells are found as %d tables", len(f))
	}
	read, ok := Parse(f[0], "")
	if !ok {
		t.Fatal("it counts nothing")
	}
	if risks, err := read.Risks(); err != nil || len(risks) < 10_000 {
		t.Errorf("%d risks of 20,000 small counts, %v", len(risks), err)
	}
	f = Find(strings.Repeat(wide, 100))
	if len(f) != 1 || !f[0].Large {
		t.Errorf("a million cells are read")
	}
	ragged := "| a |\n| b |\n" + strings.Repeat("| 1 |\n", 5000) + wide
	if f = Find(ragged); len(f) != 1 || !f[0].Large {
		t.Errorf("5,000 rows of which one has 10,000 columns are read")
	}
}

// TestProposalsPass rounds the tables of the cases above and examines what is proposed.
func TestProposalsPass(t *testing.T) {
	text := "## Visits\n\n| | men | women | share of women | Total |\n|---|---|---|---|---|\n| A | 12 | 3 (20 %) | 20 % | 15 |\n| B | 20 | 1 | 5 % | 21 |\n| Total | 32 | 4 | 11 % | 36 |\n\nMore.\n"
	r := chanceOf(t)
	for _, language := range []string{"en", "fr", "es", "de"} {
		for range 50 {
			f := Find(text)[0]
			read, _ := Parse(f, "")
			proposal, ok := read.Proposal(text, f, keyOf(r.Uint64()), language)
			if !ok {
				t.Fatal("nothing is proposed")
			}
			if risks := risksIn(t, proposal); len(risks) > 0 || strings.Contains(proposal, "%") || !strings.Contains(proposal, "| A |") {
				t.Fatalf("%q in\n%s", risks, proposal)
			}
			again, _ := Parse(Find(proposal)[0], "")
			if again.Rounded != Threshold {
				t.Fatalf("the proposal isn't seen to be rounded:\n%s", proposal)
			}
		}
	}
}

func FuzzTablesAreReadWithoutHarm(f *testing.F) {
	for _, s := range []string{"| a | 3 |\n|---|---|\n| Total | 3 |", "a;3\nb;4\nTotal;7", "|||\n|||", "\"a,\n1,2", "a  1\nb  2", "|\\||\n|3|", "| 0 |\n| 0 |\n| 0 |\n| 0 |"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, found := range Find(s) {
			read, ok := Parse(found, "")
			if !ok {
				continue
			}
			risks, err := read.Risks()
			for _, r := range risks {
				if r.Start < found.Start || r.End > found.End || r.Start > r.End {
					t.Errorf("a risk at %d-%d of a table at %d-%d", r.Start, r.End, found.Start, found.End)
				}
			}
			proposal, ok := read.Proposal(s, found, []byte("key"), "en")
			if ok && err == nil && strings.Count(proposal, "|") < strings.Count(s[found.Start:found.End], "|") {
				t.Errorf("the proposal %q lost a part of %q", proposal, s[found.Start:found.End])
			}
		}
	})
}
