package gate

import (
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/protocol"
)

// block encodes text strings as a DAG-CBOR map {"a": [texts…], "s": 32 bytes}.
func block(texts ...string) []byte {
	b := append([]byte{0xa2, 0x61, 'a', 0x98, byte(len(texts))}, ""...)
	for _, s := range texts {
		b = append(b, 0x79, byte(len(s)>>8), byte(len(s)))
		b = append(b, s...)
	}
	b = append(b, 0x61, 's', 0x58, 32)
	return append(b, make([]byte, 32)...)
}

func outgoing(blocks ...[]byte) draft.Outgoing {
	return draft.Outgoing{Document: protocol.ID{1}, Version: 1, Audience: protocol.AudienceNPMs, Blocks: blocks}
}

func TestNothingLeavesUnread(t *testing.T) {
	body, hidden := "Nothing to see here.", "born on 3 May 1972"
	o := outgoing(block("title", body), block(hidden, "more"))
	e, err := ExamineOutgoing(o, []Text{{Field: "text", Language: "en", Body: body}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := e.Unresolved()
	if len(m) != 1 || m[0].Found != "3 May 1972" || !strings.HasPrefix(m[0].Field, "block 1") || e.Clean() {
		t.Errorf("marks: %+v", m)
	}
	if e.Of() != o.Hash() {
		t.Error("the examination is not of the outgoing bytes")
	}
}

func TestATextThatIsNamedIsReadOnce(t *testing.T) {
	body := "born on 3 May 1972"
	e, err := ExamineOutgoing(outgoing(block(body)), []Text{{Field: "problem", Language: "en", Body: body}}, Options{})
	if err != nil || len(e.Unresolved()) != 1 || e.Marks()[0].Field != "problem" {
		t.Errorf("marks: %+v, %v", e.Marks(), err)
	}
}

func TestBlocksThatCannotBeReadAreRefused(t *testing.T) {
	good := block("text")
	long := append([]byte{0x59, 0x01, 0x00}, make([]byte, 256)...)
	long[10] = 0xff
	for name, b := range map[string][]byte{
		"empty": {}, "cut": good[:len(good)-1], "more": append(good, 0), "indefinite": {0x9f, 0xff}, "bad length": {0x1c},
		"an attachment": long, "bad text": {0x61, 0xff}, "a huge array": {0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		"a huge map": {0xbb, 0x80, 0, 0, 0, 0, 0, 0, 0}, "deep": []byte(strings.Repeat("\x81", 1<<20)),
	} {
		if _, err := ExamineOutgoing(outgoing(b), nil, Options{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzStringsOf(f *testing.F) {
	f.Add(block("a", "b"))
	f.Add([]byte{0xd8, 0x2a, 0x41, 0x00})
	f.Fuzz(func(t *testing.T, b []byte) {
		texts, err := stringsOf(0, b)
		total := 0
		for _, s := range texts {
			total += len(s.Body)
		}
		if err == nil && total > len(b) {
			t.Fatalf("%d bytes of text in a block of %d", total, len(b))
		}
	})
}
