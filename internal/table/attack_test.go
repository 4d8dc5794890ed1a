package table

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"
)

// chanceOf is a source of chance whose seed is printed.
func chanceOf(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

func keyOf(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// randomCounts are counts as visits yield them: many zeros, many small, some large.
func randomCounts(r *rand.Rand, rows, columns, most int) ([][]int64, []string, []string) {
	counts := make([][]int64, rows)
	var rowLabels, columnLabels []string
	for i := range counts {
		rowLabels = append(rowLabels, "place "+string(rune('a'+i)))
		for range columns {
			n := int64(r.ExpFloat64() * float64(most) / 3)
			if r.IntN(5) == 0 {
				n = 0
			}
			counts[i] = append(counts[i], min(n, int64(most)))
		}
	}
	for j := range columns {
		columnLabels = append(columnLabels, "group "+string(rune('a'+j)))
	}
	return counts, rowLabels, columnLabels
}

// sees is what somebody who tries all tables knows of each cell of one that is published.
func sees(published *Table) *Table {
	seen := published.clone()
	for i := range seen.Cells {
		for j := range seen.Cells[i] {
			seen.Cells[i][j] = Cell{Low: math.MaxInt64, High: -1}
		}
	}
	every(published, func(x [][]int64) {
		rows, columns := len(x), len(x[0])
		see := func(i, j int, n int64) {
			c := &seen.Cells[i][j]
			c.Low, c.High = min(c.Low, n), max(c.High, n)
		}
		all := int64(0)
		down := make([]int64, columns)
		for i := range x {
			sum := int64(0)
			for j, n := range x[i] {
				see(i, j, n)
				sum, down[j] = sum+n, down[j]+n
			}
			see(i, columns, sum)
			all += sum
		}
		for j, n := range down {
			see(rows, j, n)
		}
		see(rows, columns, all)
	})
	return seen
}

// TestNobodyConcludesFromARoundedTable tries, for small tables, all counts that fit the rounded ones.
func TestNobodyConcludesFromARoundedTable(t *testing.T) {
	r := chanceOf(t)
	for range 150 {
		counts, rows, columns := randomCounts(r, 2, 2, 9)
		full := New(counts, rows, columns, Threshold)
		rounding, ok := full.Round(keyOf(r.Uint64()))
		if !ok {
			t.Fatalf("%v isn't rounded", counts)
		}
		if rounding.Added {
			continue // its totals tell nothing
		}
		for i, row := range sees(full.as(rounding)).Cells {
			for j, c := range row {
				if c.isSmall(Threshold) {
					t.Fatalf("of %v, published as %v, cell %d,%d is known to lie from %d to %d", counts, rounding.Cells, i, j, c.Low, c.High)
				}
				if v := full.Cells[i][j].Low; v < c.Low || v > c.High {
					t.Fatalf("of %v, published as %v, cell %d,%d is no more than %d: the attack is wrong", counts, rounding.Cells, i, j, v)
				}
			}
		}
	}
}

// TestNobodyConcludesFromASuppressedTable tries all counts that fit what is left of small tables.
func TestNobodyConcludesFromASuppressedTable(t *testing.T) {
	r := chanceOf(t)
	done := 0
	for range 80 {
		counts, rows, columns := randomCounts(r, 2, 2, 7)
		full := New(counts, rows, columns, Threshold)
		left, ok := full.Suppress()
		if !ok {
			continue
		}
		done++
		known := left.clone()
		for i := range known.Cells {
			for j := range known.Cells[i] {
				if c := &known.Cells[i][j]; c.Hidden {
					c.High = 14
					if i == 2 || j == 2 {
						c.High = 56
					}
				}
			}
		}
		for i, row := range sees(known).Cells {
			for j, c := range row {
				if v := full.Cells[i][j].Low; c.isSmall(Threshold) || 0 < v && v < Threshold && c.High < Threshold {
					t.Fatalf("of %v, published as %v, cell %d,%d is known to lie from %d to %d", counts, left.Cells, i, j, c.Low, c.High)
				}
			}
		}
	}
	if done == 0 {
		t.Error("no table was suppressed at all")
	}
}

// TestManyPublicationsRoundAlike publishes the same people again and again, in other company, and hopes for other roundings.
func TestManyPublicationsRoundAlike(t *testing.T) {
	r := chanceOf(t)
	key := keyOf(r.Uint64())
	counts, rows, columns := randomCounts(r, 3, 3, 12)
	seen := map[string]int64{}
	for range 100 {
		more := [][]int64{counts[0], counts[1], counts[2], {r.Int64N(40), r.Int64N(40), r.Int64N(40)}}
		full := New(more, append(rows[:3:3], "place z"), columns, Threshold)
		full.Title = "Visits, again"
		for i := range 3 {
			for j := range 3 {
				n := full.rounded(key, i, j, 0)
				id := full.identity(i, j)
				if before, ok := seen[id]; ok && before != n {
					t.Fatalf("%q is rounded to %d and to %d", id, before, n)
				}
				seen[id] = n
			}
		}
	}
	turned := New([][]int64{{counts[0][0], counts[1][0]}, {counts[0][1], counts[1][1]}}, columns[:2], rows[:2], Threshold)
	for i := range 2 {
		for j := range 2 {
			if n := turned.rounded(key, i, j, 0); n != seen[turned.identity(i, j)] {
				t.Errorf("rows as columns: %q is rounded to %d and to %d", turned.identity(i, j), seen[turned.identity(i, j)], n)
			}
		}
	}
}

// TestPartsNeverRoundToMore: a reader who knows that these are some of those must not learn from a contradiction that they are few.
func TestPartsNeverRoundToMore(t *testing.T) {
	r := chanceOf(t)
	for range 200 {
		all, rows, columns := randomCounts(r, 2, 3, 12)
		some := make([][]int64, len(all))
		for i := range all {
			for _, n := range all[i] {
				some[i] = append(some[i], r.Int64N(n+1))
			}
		}
		key := keyOf(r.Uint64())
		whole, part := New(all, rows, columns, Threshold), New(some, rows, columns, Threshold)
		for i := range whole.Cells {
			for j := range whole.Cells[i] {
				if w, p := whole.rounded(key, i, j, 0), part.rounded(key, i, j, 0); p > w {
					t.Fatalf("%d of %d are rounded to %d of %d", part.Cells[i][j].Low, whole.Cells[i][j].Low, p, w)
				}
			}
		}
	}
}

// TestRoundingAddsNothingOnAverage rounds one table under many keys.
func TestRoundingAddsNothingOnAverage(t *testing.T) {
	r := chanceOf(t)
	full := New([][]int64{{1, 2, 3}, {4, 5, 11}}, []string{"a", "b"}, []string{"x", "y", "z"}, Threshold)
	const keys = 4000
	for i := range full.Cells {
		for j, c := range full.Cells[i] {
			sum := 0.0
			for range keys {
				n := full.rounded(keyOf(r.Uint64()), i, j, 0)
				if n%Threshold != 0 || n <= c.Low-Threshold || n >= c.Low+Threshold {
					t.Fatalf("%d is rounded to %d", c.Low, n)
				}
				sum += float64(n)
			}
			if mean, error := sum/keys, 6*2.5/math.Sqrt(keys); math.Abs(mean-float64(c.Low)) > error { // six standard errors
				t.Errorf("%d is rounded to %.3f on average", c.Low, mean)
			}
		}
	}
}

// TestLargerTablesAreRoundedSafely attacks larger tables, and those with subtotals, with the exact bounds.
func TestLargerTablesAreRoundedSafely(t *testing.T) {
	r := chanceOf(t)
	added := 0
	for n := range 200 {
		counts, rows, columns := randomCounts(r, 2+r.IntN(6), 2+r.IntN(5), 10+r.IntN(60))
		full := New(counts, rows, columns, []int64{Threshold, ThresholdHealth}[n%2])
		rounding, ok := full.Round(keyOf(r.Uint64()))
		if !ok {
			t.Fatalf("%v isn't rounded", counts)
		}
		if rounding.Added {
			added++
		}
		if risks, err := full.as(rounding).Risks(); err != nil || len(risks) > 0 {
			t.Fatalf("of %v, published as %v: %v, %v", counts, rounding.Cells, risks, err)
		}
	}
	t.Logf("of 200 tables, the totals of %d are added up", added)
}

// TestLargeTablesAreRoundedToAddUp: what is too large for an audit is proposed so that none is needed, and passes.
func TestLargeTablesAreRoundedToAddUp(t *testing.T) {
	r := chanceOf(t)
	counts, rows, columns := randomCounts(r, 80, 80, 20)
	full := New(counts, rows, columns, Threshold)
	rounding, ok := full.Round(keyOf(r.Uint64()))
	if !ok || !rounding.Added {
		t.Fatalf("a table of 80 by 80 is rounded: %v, and added up: %v", ok, rounding.Added)
	}
	published := full.as(rounding)
	if risks, err := published.Risks(); err != nil || len(risks) > 0 {
		t.Errorf("what is proposed has %d risks, %v", len(risks), err)
	}
	published.Cells[0][80] = around(Exactly(rounding.Cells[0][80]+Threshold), Threshold)
	if _, err := published.Risks(); err != errTooLarge {
		t.Errorf("one that doesn't add up: %v", err)
	}
}
