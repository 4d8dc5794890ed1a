package difference

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func show(all []Part) string {
	marks := map[Kind]string{Same: "%s", Gone: "[-%s-]", New: "{+%s+}"}
	var b strings.Builder
	for _, p := range all {
		fmt.Fprintf(&b, marks[p.Kind], p.Words)
	}
	return b.String()
}

func TestWordsAreCompared(t *testing.T) {
	for _, c := range []struct{ was, is, want string }{
		{"", "", ""},
		{"Same.", "Same.", "Same."},
		{"", "New.", "{+New.+}"},
		{"Born in Sliven on 3 May.", "Born in [place] on 3 May.", "Born in [-Sliven-]{+[place]+} on 3 May."},
		{"He was born.", "He was.", "He was[- born-]."},
		{"Überfüllt, naïve", "Überfüllt, naiv", "Überfüllt, [-naïve-]{+naiv+}"},
	} {
		if got := show(Between(c.was, c.is)); got != c.want {
			t.Errorf("%q and %q: %s, not %s", c.was, c.is, got, c.want)
		}
	}
}

func TestChangesAreSaidInThreeLanguages(t *testing.T) {
	all := slices.Concat(Between("in Sliven", "in [place]"), Between("a tall man", "a man"), Between("now", "now, soon"))
	for language, want := range map[string][]string{
		"en": {"“Sliven” became “[place]”.", "“tall” is gone.", "“, soon” is new."},
		"fr": {"« Sliven » est devenu « [place] ».", "« tall » a disparu.", "« , soon » est nouveau."},
		"es": {"«Sliven» pasó a ser «[place]».", "«tall» ya no está.", "«, soon» es nuevo."},
	} {
		if got := Said(all, language); !slices.Equal(got, want) {
			t.Errorf("%s: %q, of %s", language, got, show(all))
		}
	}
	if got := Said(all, "mt"); !slices.Equal(got, Said(all, "en")) {
		t.Errorf("another language: %q", got)
	}
}

// Whatever the texts are, the parts put both together again; however long they are, it takes bounded time.
func TestPartsMakeBothTexts(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	words := []string{"a", "b ", "Zürich", "\n", "42", "[…]", " ", "\xff", "e\u0301", "𐍈", "\ud7ff"}
	text := func(n int) string {
		var b strings.Builder
		for range r.IntN(n + 1) {
			b.WriteString(words[r.IntN(len(words))])
		}
		return b.String()
	}
	long := strings.Repeat("One word after the other, and no end. ", 20_000)
	var many strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&many, "word%d ", i)
	}
	pairs := [][2]string{{long, strings.ReplaceAll(long, "other", "next")}, {many.String(), long}, {many.String(), many.String()[1:]}}
	for range 300 {
		pairs = append(pairs, [2]string{text(40), text(40)})
	}
	for _, p := range pairs {
		var was, is strings.Builder
		all := Between(p[0], p[1])
		for _, part := range all {
			if part.Kind != New {
				was.WriteString(part.Words)
			}
			if part.Kind != Gone {
				is.WriteString(part.Words)
			}
		}
		if was.String() != p[0] || is.String() != p[1] {
			t.Fatalf("seed %d: the parts of %.60q and %.60q do not make them again: %.200s", seed, p[0], p[1], show(all))
		}
		if Changed(all) != (p[0] != p[1]) {
			t.Errorf("seed %d: %.60q and %.60q count as changed: %v", seed, p[0], p[1], Changed(all))
		}
	}
}
