package gate

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTheWorkedExampleOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../specs/gate.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(page), "```\n", 5)
	if len(parts) < 5 {
		t.Fatal("the page has no example")
	}
	body := strings.TrimSuffix(parts[1], "\n")
	var got strings.Builder
	for _, m := range Examine([]Text{{Field: "text", Body: body}}, Options{}).Marks() {
		fmt.Fprintf(&got, "%-8s %-16s %-8s %s\n", fmt.Sprintf("%d-%d", m.Start, m.End), m.Kind, m.Confidence, m.Found)
	}
	if got.String() != parts[3] {
		t.Errorf("the page says\n%s\nand the gate\n%s", parts[3], got.String())
	}
	if want := fmt.Sprintf("%d bytes long", len(body)); !strings.Contains(parts[0], want) {
		t.Errorf("the text is %s", want)
	}
}
