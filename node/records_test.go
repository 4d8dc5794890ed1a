package node

import (
	"encoding/json"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/protocol"
)

func reviewOf(t *testing.T, id byte, source string) (protocol.ID, []byte) {
	t.Helper()
	r := draft.Review{Draft: protocol.ID{id}, Source: source}
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return r.Draft, raw
}

func TestAChangedReviewIsDecodedAnew(t *testing.T) {
	var d decoded
	for _, source := range []string{"first", "first", "second"} {
		id, raw := reviewOf(t, 1, source)
		if r, err := d.review(id, raw); err != nil || r.Source != source {
			t.Fatalf("%q is read as %q: %v", source, r.Source, err)
		}
	}
	id, raw := reviewOf(t, 1, "third")
	if _, err := d.review(id, raw[:len(raw)-1]); err == nil {
		t.Error("a cut record is read")
	}
}

func TestRememberedReviewsAreBounded(t *testing.T) {
	var d decoded
	for i := range 20 {
		id, raw := reviewOf(t, byte(i), strings.Repeat("a", 1<<20))
		if _, err := d.review(id, raw); err != nil {
			t.Fatal(err)
		}
	}
	if d.size > mostDecoded || len(d.known) != 3 || len(d.order) != 3 {
		t.Errorf("%d reviews of %d bytes are remembered", len(d.known), d.size)
	}
	if _, ok := d.known[protocol.ID{19}]; !ok {
		t.Error("the last one is forgotten")
	}
	for i := range 20 {
		d.forget(protocol.ID{byte(i)})
	}
	if id, raw := reviewOf(t, 1, strings.Repeat("a", mostDecoded)); true {
		if _, err := d.review(id, raw); err != nil {
			t.Fatal(err)
		}
	}
	if d.size != 0 || len(d.known) != 0 || len(d.order) != 0 {
		t.Errorf("%d bytes are remembered of nothing", d.size)
	}
}
