package protocol

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// The example stands in specs/profiles.md.
func TestWordsOfAKnownHash(t *testing.T) {
	var h Hash
	for i := range h {
		h[i] = byte(i * 21)
	}
	const want = "babij fomuz jidon lupig pofut tarol"
	if got := strings.Join(Words(h), " "); got != want {
		t.Errorf("the words are %q, not %q", got, want)
	}
}

func TestEveryWordIsReadBack(t *testing.T) {
	seen := make(map[string]bool, 1<<16)
	for n := range 1 << 16 {
		b := []byte{byte(n >> 8), byte(n)}
		word := Spell(b)[0]
		if seen[word] {
			t.Fatalf("%q stands for two numbers", word)
		}
		seen[word] = true
		if back, err := ParseWords(word); err != nil || !bytes.Equal(back, b) {
			t.Fatalf("%q is read back as %x (%v), not %x", word, back, err, b)
		}
	}
}

func TestWordsAsPeopleTypeThem(t *testing.T) {
	var h Hash
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range h {
		h[i] = byte(rng.Uint32())
	}
	words := Words(h)
	for _, text := range []string{
		strings.Join(words, " "), strings.ToUpper(strings.Join(words, "-")), " " + strings.Join(words, ",  ") + ".\n", strings.Join(words, "\n"),
	} {
		if ok, err := SaysWords(h, text); !ok || err != nil {
			t.Errorf("%q is not taken for the words (%v)", text, err)
		}
	}
	swapped := append([]string{words[1], words[0]}, words[2:]...)
	if ok, err := SaysWords(h, strings.Join(swapped, " ")); ok || err != nil {
		t.Errorf("words in another order are taken (%v)", err)
	}
	h[11] ^= 1
	if ok, _ := SaysWords(h, strings.Join(words, " ")); ok {
		t.Error("the words of another hash are taken")
	}
	for text, name := range map[string]string{
		strings.Join(words[:5], " "):                "six words, not 5",
		strings.Join(words, " ") + " babab":         "six words, not 7",
		strings.Join(words[:5], " ") + " praxis":    `"praxis"`,
		strings.Join(words[:5], " ") + " b\xc3\xa9": `"b`,
		"": "not 0",
	} {
		if _, err := SaysWords(h, text); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%q: the error is %v and should name %s", text, err, name)
		}
	}
}
