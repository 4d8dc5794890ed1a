package table

import (
	"strings"
	"testing"
)

// BenchmarkFind looks for tables where there are none: most of what the gate reads.
func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("The team saw 12 cells, corridors, and yards; it spoke, at length, with staff (see Rule 45).\nEach of them was unlit, cold, and damp.\n\n", 5000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if found := Find(text); len(found) > 0 {
			b.Fatalf("%d tables are found", len(found))
		}
	}
}
