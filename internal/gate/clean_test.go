package gate

import (
	"os"
	"strings"
	"testing"

	"praxis/internal/draft"
)

// Texts about methods are not stopped, and hardly a word of them is unknown, whatever the language.
func TestCleanTextsPassInEveryLanguage(t *testing.T) {
	b, err := os.ReadFile("testdata/clean.txt")
	if err != nil {
		t.Fatal(err)
	}
	total, blocked, unknown, languages := 0, 0, 0, 0
	for line := range strings.Lines(string(b)) {
		if line[0] == '#' {
			continue
		}
		languages++
		body := strings.TrimSpace(line[3:])
		n := len(strings.Fields(body))
		var here []string
		stops := 0
		for _, m := range Examine([]Text{{Field: "text", Language: line[:2], Body: body}}, Options{}).Marks() {
			switch {
			case m.Blocking:
				stops++
				t.Errorf("%s is stopped by %s %q", line[:2], m.Kind, m.Found)
			case m.Kind == draft.KindUnknown:
				here = append(here, m.Found)
			}
		}
		if len(here)*1000 > 25*n {
			t.Errorf("%s: unknown in %d words: %q", line[:2], n, here)
		}
		total, blocked, unknown = total+n, blocked+stops, unknown+len(here)
	}
	t.Logf("%d languages, %d words: %d block, %d are unknown", languages, total, blocked, unknown)
}

// unknownsOf are the words of a text that nothing explains.
func unknownsOf(language, body string) string {
	var found []string
	for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, Options{}).Marks() {
		if m.Kind == draft.KindUnknown {
			found = append(found, m.Found)
		}
	}
	return strings.Join(found, " ")
}

// A word that the language doesn't have is noted, as unknown or as a name, even where a capital says nothing, at the beginning of a sentence.
func TestUnknownWordsAtTheBeginningOfASentence(t *testing.T) {
	for language, body := range map[string]string{
		"fi": "Huoneet ovat siistejä. Tervokanen on joka huoneessa.",
		"lt": "Kambariai švarūs. Tervokanen yra kiekviename kambaryje.",
	} {
		got := unknownsOf(language, body)
		for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, Options{}).Marks() {
			if m.Kind == draft.KindPerson {
				got += m.Found
			}
		}
		if got != "Tervokanen" {
			t.Errorf("%s: %q", language, got)
		}
	}
}

// Laws and courts are known by their short titles, and instruments by their numbers.
func TestLegalReferencesAreExplained(t *testing.T) {
	for language, body := range map[string]string{
		"en": "See section 117 of PACE, A/RES/70/175, CM/Rec(2006)2-rev, CPT/Inf(2015)44, the ECtHR and Article 3 ECHR; also OJ L 142 and TFEU.",
		"de": "Vgl. § 88 StVollzG, Art. 3 EMRK, § 119 StPO, die Entscheidung des BVerfG und das Recht der EU.",
		"fr": "Voir l'article 3 de la CEDH, le CPP, le CESEDA, la CNDA et le PIDCP.",
		"es": "Véanse la LOGP, la LECrim, la doctrina del TEDH, el TS y el BOE.",
		"pl": "Zob. art. 212 KKW, KPK, Dz. U. oraz orzecznictwo ETPC i TSUE.",
	} {
		if got := unknownsOf(language, body); got != "" {
			t.Errorf("%s: %q", language, got)
		}
	}
}
