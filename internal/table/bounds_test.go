package table

import (
	"math/rand/v2"
	"testing"
)

// every calls f with all whole tables in the bounds of t that fit its totals.
func every(t *Table, f func([][]int64)) {
	rows, columns := len(t.Rows)-1, len(t.Columns)-1
	x := make([][]int64, rows)
	for i := range x {
		x[i] = make([]int64, columns)
	}
	within := func(n int64, c Cell) bool { return c.Low <= n && n <= c.High }
	var fill func(at int)
	fill = func(at int) {
		if at < rows*columns {
			for n := t.Cells[at/columns][at%columns].Low; n <= t.Cells[at/columns][at%columns].High; n++ {
				x[at/columns][at%columns] = n
				fill(at + 1)
			}
			return
		}
		all := int64(0)
		for i := range x {
			sum := int64(0)
			for _, n := range x[i] {
				sum += n
			}
			if all += sum; !within(sum, t.Cells[i][columns]) {
				return
			}
		}
		for j := range columns {
			sum := int64(0)
			for i := range x {
				sum += x[i][j]
			}
			if !within(sum, t.Cells[rows][j]) {
				return
			}
		}
		if within(all, t.Cells[rows][columns]) {
			f(x)
		}
	}
	fill(0)
}

// TestBoundsAreThoseOfAllTables compares the bounds with an enumeration of all tables that fit.
func TestBoundsAreThoseOfAllTables(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for range 150 {
		counts := [][]int64{{r.Int64N(4), r.Int64N(4)}, {r.Int64N(4), r.Int64N(4)}}
		if r.IntN(2) == 0 {
			counts = append(counts, []int64{r.Int64N(3), r.Int64N(3)})
		}
		full := New(counts, []string{"a", "b", "c"}[:len(counts)], []string{"x", "y"}, Threshold)
		for i := range full.Cells {
			for j := range full.Cells[i] {
				c := &full.Cells[i][j]
				switch r.IntN(3) {
				case 0:
					c.Low, c.High = 0, max(c.High, 7)
				case 1:
					c.Low, c.High = max(0, c.Low-2), c.High+2
				}
			}
		}
		want := full.clone()
		for i := range want.Cells {
			for j := range want.Cells[i] {
				want.Cells[i][j].Low, want.Cells[i][j].High = 99, -1
			}
		}
		every(full, func(x [][]int64) {
			see := func(c *Cell, n int64) { c.Low, c.High = min(c.Low, n), max(c.High, n) }
			m := New(x, []string{"a", "b", "c"}[:len(x)], []string{"x", "y"}, Threshold)
			for i := range m.Cells {
				for j := range m.Cells[i] {
					see(&want.Cells[i][j], m.Cells[i][j].Low)
				}
			}
		})
		got, err := full.narrowed(1000)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Cells {
			for j := range got.Cells[i] {
				if got.Cells[i][j].Low != want.Cells[i][j].Low || got.Cells[i][j].High != want.Cells[i][j].High {
					t.Fatalf("of %v, cell %d,%d lies from %d to %d, not as %+v", full.Cells, i, j, want.Cells[i][j].Low, want.Cells[i][j].High, got.Cells[i][j])
				}
			}
		}
	}
}

func TestTotalsThatFitNoTable(t *testing.T) {
	full := New([][]int64{{7, 8}, {9, 10}}, []string{"a", "b"}, []string{"x", "y"}, Threshold)
	full.Cells[0][0] = Cell{High: MaxCount}
	full.Cells[0][2] = Exactly(3)
	if _, err := full.narrowed(Threshold); err != errInconsistent {
		t.Errorf("the error is %v", err)
	}
}
