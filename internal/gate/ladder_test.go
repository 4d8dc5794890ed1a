package gate

import (
	"slices"
	"strings"
	"testing"

	"praxis/internal/draft"
)

// proposed are the proposals for the first mark of a kind.
func proposed(language, body string, kind draft.Kind) string {
	for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, Options{}).Marks() {
		if m.Kind == kind {
			return strings.Join(m.Proposals, "; ")
		}
	}
	return "no mark"
}

// A mark offers what may stand in its place, in the language of the text, from the most exact to the most general.
func TestMarksOfferMoreGeneralWords(t *testing.T) {
	const passage = "Turkish nationals aged 93 and 94 were seen. "
	for _, r := range []struct {
		language, body string
		kind           draft.Kind
		want           string
	}{
		{"en", "On 13 September 2024 " + passage + "All this happened at Ashford Secure Hospital.", draft.KindDate, "quarter 3 of 2024; 2024"},
		{"en", "On 13 September 2024 " + passage + "All this happened at Ashford Secure Hospital.", draft.KindOrganisation, "a hospital; an establishment"},
		{"fr", "Le détenu Aurélien Castaing a été vu le 12 mai 2022 à la maison d'arrêt de Valmondois.", draft.KindDate, "trimestre 2 de 2022; 2022"},
		{"fr", "Le détenu Aurélien Castaing a été vu le 12 mai 2022.", draft.KindPerson, "une personne"},
		{"de", "Herr Wiesbauer kam am 3. Oktober 2021 in die JVA Landsberg.", draft.KindDate, "4. Quartal 2021; 2021"},
		{"es", "Nacido el 3 de mayo de 1972.", draft.KindBirthDate, "1970–1979"},
		{"it", "Abita in via Giuseppe Verdi 45, 40121 Bologna.", draft.KindAddress, "una città"},
	} {
		if got := proposed(r.language, r.body, r.kind); got != r.want {
			t.Errorf("%s %q: %s offers %q, want %q", r.language, r.body, r.kind, got, r.want)
		}
	}
}

func TestStepsOfLadders(t *testing.T) {
	for _, r := range []struct{ language, kind, words, want string }{
		{"en", "trait", "aged 34", "30 to 39 years old"},
		{"de", "trait", "19 Jahre", "18 bis 19 Jahre alt"},
		{"fr", "trait", "15 ans", "une personne mineure"},
		{"es", "trait", "enfermera", "un profesional sanitario"},
		{"pl", "trait", "ukraińskiej, Ukrainian", "cudzoziemiec"},
		{"hu", "organisation", "Szegedi Börtön", "egy büntetés-végrehajtási intézet; egy intézmény"},
		{"cs", "organisation", "Vazební věznice Brno", "věznice; zařízení"},
		{"uk", "date", "3 травня 2024", "2-й квартал 2024 року; 2024"},
		{"el", "date", "3 Μαΐου 2024", "2ο τρίμηνο του 2024; 2024"},
		{"xx", "date", "2024-11-03", "quarter 4 of 2024; 2024"},
		{"en", "date", "2024", ""},
	} {
		reader := reader{folded: newFolded(r.words), language: r.language}
		got := strings.Join(reader.proposalsFor(finding{end: len(r.words), kind: draft.Kind(r.kind)}), "; ")
		if got != r.want {
			t.Errorf("%s: %q becomes %q, want %q", r.language, r.words, got, r.want)
		}
	}
}

// Every language in which the gate tells where a text comes from has every step, or is said not to have them.
func TestLaddersAreWhole(t *testing.T) {
	without := []string{"nn", "ga", "hy", "ka", "az"} // they get English words
	for _, l := range tongues {
		if ladders[l.code] == nil && !slices.Contains(without, l.code) {
			t.Errorf("%s has no ladders", l.code)
		}
	}
	for language, words := range ladders {
		for i, w := range words[1:] {
			if strings.TrimSpace(w) == "" {
				t.Errorf("%s: step %d is empty", language, i+1)
			}
		}
		if !strings.Contains(words[rungQuarter], "%q") || !strings.Contains(words[rungQuarter], "%y") || !strings.Contains(words[rungAges], "%a") || !strings.Contains(words[rungAges], "%b") {
			t.Errorf("%s: %q, %q", language, words[rungQuarter], words[rungAges])
		}
	}
	for words, month := range map[string]int{"siječnja": 1, "marraskuuta": 11, "srpna": 8, "srpnja": 7, "lipca": 7, "lipnja": 6, "липня": 7, "července": 7, "června": 6, "rugsėjo": 9, "листопада": 11, "listopada": 11} {
		if got := (&reader{language: "pl"}).monthNumber(words); got != month {
			t.Errorf("%s is month %d, not %d", words, month, got)
		}
	}
	for month := range months {
		if (&reader{}).monthNumber(month) == 0 {
			t.Errorf("the month %q has no number", month)
		}
	}
}
