package words

import (
	"strconv"
	"testing"
)

// A set knows its words, in any case, and about one in a hundred others.
func TestASetKnowsItsWords(t *testing.T) {
	var list []string
	for i := range 20_000 {
		list = append(list, "w"+strconv.Itoa(i))
	}
	of, err := Parse(Encode(map[string][]string{"xx": list, "yy": {"alone"}}))
	if err != nil {
		t.Fatal(err)
	}
	others := 0
	for i := range 20_000 {
		if !of("xx").Knows("W" + strconv.Itoa(i)) {
			t.Fatalf("w%d is not known", i)
		}
		if of("xx").Knows("v" + strconv.Itoa(i)) {
			others++
		}
	}
	if others > 300 {
		t.Errorf("%d of 20,000 other words are taken for known ones", others)
	}
	if !of("yy").Knows("Alone") || of("yy").Knows("w1") || of("zz").Knows("alone") {
		t.Error("languages are mixed up")
	}
}

func TestShippedWordsAreSmallAndKnowLanguages(t *testing.T) {
	const most = 1_600_000 // with the weights of the tagger at most 4 MB
	if len(shipped) > most {
		t.Errorf("%d bytes", len(shipped))
	}
	for language, word := range map[string]string{
		"en": "whether", "fr": "toujours", "es": "siempre", "de": "Gefängnis", "it": "sempre", "pl": "zawsze", "cs": "vždy", "hu": "mindig", "bg": "винаги", "uk": "завжди",
		"el": "πάντα", "tr": "her", "fi": "aina", "lt": "visada", "sq": "gjithmonë", "ka": "არის", "hy": "միշտ", "mt": "dejjem", "is": "alltaf", "sr": "увек",
	} {
		if !Of()(language).Knows(word) {
			t.Errorf("%s: %s is not known", language, word)
		}
	}
	if Of()("fr").Knows("Wiśniewski") && Of()("fr").Knows("Szymborska") {
		t.Error("names are known")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Encode(map[string][]string{"xx": {"a", "b"}}))
	f.Add([]byte("\x02xx\x05\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		of, err := Parse(b)
		if err == nil {
			of("xx").Knows("a")
		}
	})
}
