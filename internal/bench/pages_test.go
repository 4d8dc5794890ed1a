package bench

import "testing"

// TestPagesAreMeasured measures with few documents: that it measures, not what.
func TestPagesAreMeasured(t *testing.T) {
	all, err := pages(t.Context(), t.TempDir(), 40, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 5 {
		t.Fatalf("there are %d figures", len(all))
	}
	for _, f := range all {
		if f.Value == 0 {
			t.Errorf("%s was not measured", f.Name)
		}
	}
}
