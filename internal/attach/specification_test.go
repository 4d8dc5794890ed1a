package attach

import (
	"os"
	"strings"
	"testing"
)

// The worked example of the page is rebuilt, and what it says is compared.
func TestTheWorkedExampleHolds(t *testing.T) {
	page, err := os.ReadFile("../../specs/attachments.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.SplitN(string(page), "```", 7)
	if len(blocks) < 7 {
		t.Fatal("the page has no example")
	}
	body := strings.TrimPrefix(blocks[1], "xml\n")
	f := rebuildAs(t, "note.docx", word(t, strings.ReplaceAll(body, "\n", "")))
	if want := strings.Trim(blocks[3], "\n"); f.Text != want {
		t.Errorf("the text is\n%s\nand on the page\n%s", f.Text, want)
	}
	var left []string
	for _, l := range f.Left {
		left = append(left, l.In("en"))
	}
	if got, want := strings.Join(left, "\n"), strings.Trim(blocks[5], "\n"); got != want {
		t.Errorf("left behind is\n%s\nand on the page\n%s", got, want)
	}
}
