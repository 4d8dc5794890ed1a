package search_test

import (
	"testing"

	"praxis/internal/search"
	"praxis/protocol"
)

func version(texts ...protocol.Text) protocol.Version { return protocol.Version{Texts: texts} }

func TestMatch(t *testing.T) {
	v := version(
		protocol.Text{Language: "en", Title: "Night visits to police custody", Summary: "What to look at between ten and six",
			Sections: []protocol.Section{{Heading: "Cells", Text: "Ask whether the isolation cell was used. Look at the register."}}},
		protocol.Text{Language: "fr", Title: "Visites de nuit en garde à vue", Sections: []protocol.Section{{Text: "La cellule d’isolement était-elle occupée ? Vérifier l'état."}}},
	)
	tests := []struct {
		query, language string
		found           bool
	}{
		{"night visits", "en", true},
		{"ISOLATION register", "en", true},
		{"isol", "en", true},
		{"solation", "", false}, // words match from their beginning
		{"etait", "fr", true},
		{"État", "fr", true},
		{"night nuit", "", false}, // all words in one language
		{"", "", false},
		{"!!!", "", false},
	}
	for _, tt := range tests {
		h, ok := search.Parse(tt.query).Match(v)
		if ok != tt.found || ok && h.Language != tt.language {
			t.Errorf("%q: found %v in %q, want %v in %q", tt.query, ok, h.Language, tt.found, tt.language)
		}
	}
}

func TestATitleCountsMoreThanText(t *testing.T) {
	inTitle := version(protocol.Text{Language: "en", Title: "Restraint"})
	inText := version(protocol.Text{Language: "en", Title: "Other", Sections: []protocol.Section{{Text: "restraint restraint restraint"}}})
	a, _ := search.Parse("restraint").Match(inTitle)
	b, _ := search.Parse("restraint").Match(inText)
	if a.Score <= b.Score {
		t.Errorf("title %d, text %d", a.Score, b.Score)
	}
}

func TestAnExcerptShowsTheWord(t *testing.T) {
	long := "À é è ü. "
	for range 100 {
		long += "Some other words stand here é. "
	}
	v := version(protocol.Text{Language: "en", Title: "T", Sections: []protocol.Section{{Text: long + "The seclusion room had no call bell. " + long}}})
	h, ok := search.Parse("seclusion").Match(v)
	if !ok {
		t.Fatal("not found")
	}
	if want := "seclusion room"; !contains(h.Excerpt, want) {
		t.Errorf("excerpt %q lacks %q", h.Excerpt, want)
	}
}

func contains(s, sub string) bool {
	for i := 0; i+len(sub) <= len(s); i++ {
		if s[i:i+len(sub)] == sub {
			return true
		}
	}
	return false
}
