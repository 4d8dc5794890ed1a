package table

import (
	"slices"
	"testing"
)

func TestCombinedLinesAreSafeAndCountTheSame(t *testing.T) {
	r := chanceOf(t)
	combined := 0
	for range 200 {
		counts, rows, columns := randomCounts(r, 2+r.IntN(6), 2+r.IntN(5), 40)
		full := New(counts, rows, columns, Threshold)
		byRow, byColumn, ok := full.Combine()
		if !ok {
			continue
		}
		combined++
		left := full.combined(byRow, byColumn)
		if risks, err := left.Risks(); err != nil || len(risks) > 0 {
			t.Fatalf("%v, combined to %v, has %v, %v", counts, left.Cells, risks, err)
		}
		whole := slices.Concat(byRow...)
		slices.Sort(whole)
		if !slices.Equal(whole, upTo(len(full.Rows))) || left.Cells[len(left.Rows)-1][len(left.Columns)-1] != Exactly(full.Cells[len(rows)][len(columns)].Low) {
			t.Fatalf("%v, combined by %v and %v, lost something: %v", counts, byRow, byColumn, left.Cells)
		}
	}
	if combined < 50 {
		t.Errorf("only %d of 200 tables are combined", combined)
	}
}

func TestACombinedTableIsProposed(t *testing.T) {
	read := readOne(t, "| | men | women | Total |\n|---|---|---|---|\n| East | 23 | 3 | 26 |\n| North | 18 | 6 | 24 |\n| South | 41 | 12 | 53 |\n| Total | 82 | 21 | 103 |")
	got, ok := read.CombinedProposal()
	want := "|  | men | women | Total |\n| --- | --- | --- | --- |\n| East + North | 41 | 9 | 50 |\n| South | 41 | 12 | 53 |\n| Total | 82 | 21 | 103 |\n"
	if !ok || got != want {
		t.Errorf("proposed is\n%s", got)
	}
	if risks := risksIn(t, got); len(risks) > 0 {
		t.Errorf("it has %q", risks)
	}
	if _, ok := readOne(t, "| | men | women |\n|---|---|---|\n| East | 1 | 3 |\n| North | 2 | 0 |").CombinedProposal(); ok {
		t.Error("a table of few is combined to two rows of few")
	}
	if _, ok := readOne(t, "| | men | women |\n|---|---|---|\n| East | 10 | <5 |\n| North | 2 | 0 |").CombinedProposal(); ok {
		t.Error("a table with hidden counts is combined")
	}
}
