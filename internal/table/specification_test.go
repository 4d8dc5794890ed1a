package table

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestTheWorkedExampleOfThePage reads the page and computes its marks and its rounded table again.
func TestTheWorkedExampleOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../specs/tables.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(page), "```\n", 7)
	if len(parts) < 7 {
		t.Fatal("the page has no example")
	}
	text := parts[1]
	f := Find(text)[0]
	read, _ := Parse(f, "")
	risks, err := read.Risks()
	if err != nil {
		t.Fatal(err)
	}
	var marked strings.Builder
	for _, r := range risks {
		fmt.Fprintf(&marked, "%-4s %-12s %s\n", text[r.Start:r.End], r.Kind, r.Place)
	}
	if marked.String() != parts[3] {
		t.Errorf("the page says\n%s\nand the table\n%s", parts[3], marked.String())
	}
	proposal, ok := read.Proposal(text, f, []byte("an example, and no node's secret"), "en")
	if !ok || proposal != parts[5] {
		t.Errorf("the page says\n%s\nand the rounding\n%s", parts[5], proposal)
	}
}
