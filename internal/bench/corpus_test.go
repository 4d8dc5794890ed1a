package bench

import (
	"bytes"
	"slices"
	"testing"

	"praxis/internal/markdown"
)

func TestDocumentsAreTheSameEachTimeAndOfTheSizesMeant(t *testing.T) {
	const n = 2000
	sizes, sum := make([]int, n), 0
	for i := range n {
		file := File(i, 0)
		if !bytes.Equal(file, File(i, 0)) {
			t.Fatalf("document %d is another the second time", i)
		}
		if bytes.Equal(file, File(i, 1)) || bytes.Equal(File(i, 1), File(i, 2)) {
			t.Fatalf("document %d does not change with its revision", i)
		}
		sizes[i] = len(file)
		sum += len(file)
	}
	slices.Sort(sizes)
	if median, mean := sizes[n/2], sum/n; median < 4000 || median > 5000 || mean < 5500 || mean > 7000 {
		t.Errorf("median %d, mean %d", median, mean)
	}
}

func TestDocumentsCanBeDrafted(t *testing.T) {
	for i := range 50 {
		if _, err := markdown.Parse(File(i, i%3)); err != nil {
			t.Errorf("document %d: %v", i, err)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, tt := range []struct {
		all  []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{5, 1, 3}, 3}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := median(tt.all); got != tt.want {
			t.Errorf("median of %v: %v, want %v", tt.all, got, tt.want)
		}
	}
}
