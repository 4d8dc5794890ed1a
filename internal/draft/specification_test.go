package draft

import (
	"crypto/ed25519"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"praxis/protocol"
)

// The worked example of the page is computed again: a line "name  value" for each step.
func TestTheWorkedExampleHolds(t *testing.T) {
	page, err := os.ReadFile("../../specs/drafts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```\n")
	example, _, ok := strings.Cut(rest, "```\n")
	if !ok {
		t.Fatal("the page has no example")
	}
	written := map[string]string{}
	for line := range strings.Lines(example) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "  ")
		written[name] = strings.TrimSpace(value)
	}
	o := Outgoing{
		Document: protocol.ID([]byte("document-number1")), Version: 2, Audience: protocol.AudienceNPMs, Ends: true,
		Blocks: [][]byte{[]byte("root"), []byte("text")},
	}
	r := Review{Hash: o.Hash(), Outgoing: o, Examination: NewExamination(o.Hash(), []string{"gate/1"}, nil)}
	digest := r.Examination.digest()
	person := protocol.ID([]byte("person-number-02"))
	statement := Statement(r, person, 1_800_000_000)
	private := ed25519.NewKeyFromSeed([]byte("a seed of exactly 32 bytes here!"))
	for name, want := range map[string]string{
		"outgoing":    r.Hash.String(),
		"examination": digest.String(),
		"statement":   hex.EncodeToString(statement),
		"key":         protocol.KeyOf(private).String(),
		"signature":   hex.EncodeToString(ed25519.Sign(private, statement)),
	} {
		if written[name] != want {
			t.Errorf("%s is %s on the page, and is %s", name, written[name], want)
		}
	}
}
