package exchange

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestTheWorkedExampleHolds has one new document travel and looks for its sizes on the page. The page is read from the
// tree: it is part of what is tested.
func TestTheWorkedExampleHolds(t *testing.T) {
	page, err := os.ReadFile("../../specs/exchange.md")
	if err != nil {
		t.Fatal(err)
	}
	w := worldOf(t, 2)
	w.connect(w.node("A"), w.node("B"))
	w.settle()
	w.tellBulk([]string{"A", "111", ""})
	w.settle()
	w.tellShares([]string{"A", "note-200", "", "", ""})
	w.bytes, w.content = 0, 0
	w.deliver(0)
	push := w.bytes - w.content
	w.settle()
	pushed := w.bytes - w.content - push
	for _, line := range []string{fmt.Sprintf("%d bytes and the block", push), fmt.Sprintf(" %d bytes\n", pushed)} {
		if !strings.Contains(string(page), line) {
			t.Errorf("the page does not say %q", line)
		}
	}
	w.bytes, w.content = 0, 0
	w.restart(w.node("A"))
	w.queue = w.queue[:1] // one hello
	w.deliver(0)
	w.deliver(0)
	if line := fmt.Sprintf("a greeting, %d bytes", w.bytes); !strings.Contains(string(page), line) {
		t.Errorf("the page does not say %q", line)
	}
}
