package exchange

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRunsAreASet compares runs with a set that lists its members one by one.
func TestRunsAreASet(t *testing.T) {
	random := rand.New(rand.NewPCG(drawn(t), 1))
	for range 300 {
		var s, without runs
		set, other := make(map[uint64]bool), make(map[uint64]bool)
		for range 40 {
			from := random.Uint64N(60)
			to := from + random.Uint64N(12)
			switch random.IntN(4) {
			case 0:
				s = s.remove(from, to)
				for i := from; i < to; i++ {
					delete(set, i)
				}
			case 1:
				without = without.add(from, to)
				for i := from; i < to; i++ {
					other[i] = true
				}
			default:
				s = s.add(from, to)
				for i := from; i < to; i++ {
					set[i] = true
				}
			}
			checkRuns(t, s, set)
			checkNext(t, s, without, set, other, random.Uint64N(20))
		}
	}
}

func checkRuns(t *testing.T, s runs, set map[uint64]bool) {
	t.Helper()
	lowest := uint64(1000)
	for i := range uint64(80) {
		if s.has(i) != set[i] {
			t.Fatalf("%v: has(%d) is %v", s, i, s.has(i))
		}
		if set[i] {
			lowest = min(lowest, i)
		}
	}
	if s.count() != uint64(len(set)) || s.first(1000) != lowest {
		t.Fatalf("%v: count %d, first %d", s, s.count(), s.first(1000))
	}
	for i, r := range s {
		if r.Count == 0 || i > 0 && s[i-1].end() >= r.From {
			t.Fatalf("%v: runs touch, overlap or are empty", s)
		}
	}
}

func checkNext(t *testing.T, s, without runs, set, other map[uint64]bool, n uint64) {
	t.Helper()
	var want runs
	for i := range uint64(80) {
		if set[i] && !other[i] && want.count() < n {
			want = want.add(i, i+1)
		}
	}
	if got := s.next(n, without, nil, runs{{From: 70, Count: 10}}); !slices.Equal(got, want) {
		t.Fatalf("%v without %v: the next %d are %v, not %v", s, without, n, got, want)
	}
}
