package canary

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"praxis/internal/samples"
)

// In every sample a canary is planted in prose, is known again, and taking its sentence out gives the text back.
func TestACanaryIsPlantedInProseAndKnownAgain(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, language := range []string{"en", "fr", "es"} {
			text := string(s.File)
			c, ok := New(text, language, r)
			if !ok {
				t.Fatalf("%s has no prose", s.Name)
			}
			copied, ok := c.Plant(text)
			if !ok || !In(copied.Text()) || !In(c.Sentence) || In(text) {
				t.Errorf("seed %d: %s: %q is not known again", seed, s.Name, c.Sentence)
			}
			if strings.Replace(copied.Text(), " "+c.Sentence, "", 1) != text {
				t.Errorf("seed %d: %s: more than %q was changed", seed, s.Name, c.Sentence)
			}
			if again, _ := c.Plant(text); again != copied {
				t.Errorf("%s: planted twice, it is another copy", s.Name)
			}
			for _, word := range c.Telling {
				if !c.NamedIn("I would know the "+strings.ToUpper(word)+"!") || !strings.Contains(c.Sentence, word) {
					t.Errorf("%q does not name %q", word, c.Sentence)
				}
			}
			if c.NamedIn("the cook, by her hours") {
				t.Error("whoever else is named counts as it")
			}
		}
	}
}

func TestWhereNothingFitsNothingIsPlanted(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, text := range []string{"", "---\ntitle: A sentence.\n---\n", "# A heading.\n\n- a point.\n\n| a | table. |\n\n```\nCode.\n\nMore code.\n```\n"} {
		if c, ok := New(text, "en", r); ok {
			t.Errorf("in %q: %q", text, c.Sentence)
		}
	}
	if _, ok := New("A sentence.", "mt", r); ok {
		t.Error("in a language that it does not write")
	}
	if _, ok := (Canary{Paragraph: 5}).Plant("A sentence."); ok {
		t.Error("in another text")
	}
}

// A copy is to be looked at, and nothing else.
func TestACopyIsNeverKept(t *testing.T) {
	c, ok := Canary{Sentence: "Here."}.Plant("A sentence.")
	if !ok || c.Text() != "A sentence. Here." {
		t.Fatalf("%q", c.Text())
	}
	if b, err := json.Marshal(c); err == nil {
		t.Errorf("it is written as %s", b)
	}
}
