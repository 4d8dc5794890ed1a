package table

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func readOne(t *testing.T, text string) *Table {
	t.Helper()
	read, ok := Parse(Find(text)[0], "")
	if !ok {
		t.Fatalf("no table of counts: %s", text)
	}
	return read
}

func TestDifferencesBetweenTables(t *testing.T) {
	const all = "Detainees on 1 May 2024\n\n| | under 30 | older | Total |\n|---|---|---|---|\n| East | 40 | 52 | 92 |\n| West | 61 | 33 | 94 |\n| Total | 101 | 85 | 186 |"
	for name, tt := range map[string]struct {
		earlier, later string
		want           []string
	}{
		"all, and then the men": {all,
			"Men detained on 1 May 2024\n\n| | under 30 | older | Total |\n|---|---|---|---|\n| East | 37 | 45 | 82 |\n| West | 55 | 31 | 86 |\n| Total | 92 | 76 | 168 |",
			[]string{"37", "31"}},
		"the same, with rows as columns": {all,
			"Detainees in May 2024\n\n| | East | West |\n|---|---|---|\n| under 30 | 40 | 61 |\n| older | 54 | 33 |", []string{"54"}},
		"a line that the title names": {"Detainees on 1 May 2024\n\n| | men | women |\n|---|---|---|\n| East | 40 | 12 |\n| West | 61 | 33 |",
			"Women detained in May 2024\n\n| | number |\n|---|---|\n| East | 12 |\n| West | 31 |", []string{"31"}},
		"under other names": {"By place, 2024\n\n| | a | b | c |\n|---|---|---|---|\n| East | 40 | 52 | 11 |\n| West | 61 | 33 | 17 |",
			"By facility, 2024\n\n| | x | y | z |\n|---|---|---|---|\n| first | 40 | 53 | 11 |\n| second | 61 | 33 | 17 |", []string{"53"}},
		"of another year": {all,
			"Detainees on 1 May 2025\n\n| | under 30 | older | Total |\n|---|---|---|---|\n| East | 41 | 52 | 93 |\n| West | 61 | 33 | 94 |\n| Total | 102 | 85 | 187 |", nil},
		"the same again": {all, all, nil},
		"of something else": {all,
			"Complaints in 2024\n\n| | heard | not heard |\n|---|---|---|\n| East | 41 | 51 |\n| West | 60 | 32 |", nil},
		"rounded otherwise": {"Complaints in 2024\n\n| | men | women |\n|---|---|---|\n| East | 5 | 20 |\n| West | 15 | 30 |\n\nRounded to base 5.",
			"Complaints in 2024\n\n| | men | women |\n|---|---|---|\n| East | 0 | 20 |\n| West | 15 | 30 |\n\nRounded to base 5.", []string{"0"}},
		"rounded alike": {"Complaints in 2024\n\n| | men | women |\n|---|---|---|\n| East | 5 | 20 |\n| West | 15 | 30 |\n\nRounded to base 5.",
			"Complaints in 2024\n\n| | men | women |\n|---|---|---|\n| East | 5 | 25 |\n| West | 15 | 30 |\n\nRounded to base 5.", nil},
	} {
		later, key := readOne(t, tt.later), []byte("key")
		var got, veiled []string
		for _, r := range Against(later.Veiled(key), []Record{{Table: readOne(t, tt.earlier).Veiled(key)}}) {
			veiled = append(veiled, tt.later[r.Start:r.End])
		}
		for _, r := range Against(later, []Record{{Document: "the earlier one", Table: readOne(t, tt.earlier)}}) {
			if r.With != "the earlier one" || r.Kind != Difference {
				t.Errorf("%s: the risk is %+v", name, r)
			}
			got = append(got, tt.later[r.Start:r.End])
		}
		if !slices.Equal(veiled, tt.want) {
			t.Errorf("%s: with veiled words, marked are %q, not %q", name, veiled, tt.want)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: marked are %q, not %q", name, got, tt.want)
		}
	}
}

// TestARecordTellsAsMuchAsItsTable keeps a record as JSON and reads it again.
func TestARecordTellsAsMuchAsItsTable(t *testing.T) {
	text := "2024\n\n| | men | women | Total |\n|---|---|---|---|\n| East | 40 | – | 52 |\n| West | 61 | 33 | 94 |\n| Total | 101 | 45 | 146 |"
	kept, err := json.Marshal(Record{Document: "a", Time: 1, Table: readOne(t, text).Veiled([]byte("key"))})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(kept), `"men"`) || strings.Contains(string(kept), "East") || !strings.Contains(string(kept), "2024") {
		t.Errorf("kept is %s", kept)
	}
	var again Record
	if err := json.Unmarshal(kept, &again); err != nil {
		t.Fatal(err)
	}
	later := readOne(t, "2024\n\n| | men | women |\n|---|---|---|\n| East | 41 | 12 |\n| West | 61 | 33 |")
	if got := Against(later.Veiled([]byte("key")), []Record{again}); len(got) != 1 || got[0].Kind != Difference {
		t.Errorf("marked is %v", fmt.Sprint(got))
	}
}

// TestTwoTablesRoundedByOneNodeDontTell rounds tables of all and of some of them, and compares them as a reader could.
func TestTwoTablesRoundedByOneNodeDontTell(t *testing.T) {
	r := chanceOf(t)
	refused := 0
	for range 300 {
		all, rows, columns := randomCounts(r, 2+r.IntN(3), 2+r.IntN(3), 30)
		some := make([][]int64, len(all))
		for i := range all {
			for _, n := range all[i] {
				some[i] = append(some[i], max(0, n-r.Int64N(4)))
			}
		}
		key := keyOf(r.Uint64())
		whole, part := New(all, rows, columns, Threshold), New(some, rows, columns, Threshold)
		first, _ := whole.Round(key)
		second, _ := part.Round(key)
		if len(Against(part.as(second), []Record{{Table: whole.as(first)}})) > 0 {
			refused++
		}
	}
	if refused > 30 {
		t.Errorf("%d of 300 rounded pairs are refused", refused)
	}
	t.Logf("%d of 300 rounded pairs are refused", refused)
}

func TestDominance(t *testing.T) {
	for _, tt := range []struct {
		contributions       []float64
		dominated, withinTo bool // by one of more than 75 %; to within 10 %
	}{
		{[]float64{80, 10, 10}, true, false},
		{[]float64{70, 15, 15}, false, false},
		{[]float64{50, 46, 4}, false, true},
		{[]float64{50, 45, 5}, false, false},
		{[]float64{5}, true, true},
		{[]float64{0, 0}, false, false},
		{nil, false, false},
	} {
		if got := Dominated(tt.contributions, 1, 75); got != tt.dominated {
			t.Errorf("dominance of %v is %v", tt.contributions, got)
		}
		if got := WithinPercent(tt.contributions, 10); got != tt.withinTo {
			t.Errorf("%v can be told to within 10 %%: %v", tt.contributions, got)
		}
	}
}
