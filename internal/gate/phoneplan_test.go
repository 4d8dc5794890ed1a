package gate

import (
	"strings"
	"testing"
	"time"

	"praxis/internal/draft"
)

// phones returns the telephone numbers that block in a text.
func phones(body, language string, o Options) string {
	var found []string
	for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, o).Unresolved() {
		if m.Kind == draft.KindPhone {
			found = append(found, m.Found)
		}
	}
	return strings.Join(found, "; ")
}

// Numbers as people write them at home, where nothing but the country's plan tells that they are telephone numbers.
func TestPhonesOfACountry(t *testing.T) {
	for _, r := range []struct{ language, body, want string }{
		{"es", "Su hermana está en el 612 34 56 78.", "612 34 56 78"},
		{"es", "Su hermana está en el 915 550 123 o el 612345678.", "915 550 123; 612345678"},
		{"fr", "Sa sœur répond au 0612345670 le soir.", "0612345670"}, // though its last digit would be right in Ukraine
		{"pl", "Proszę pytać matkę: 601 234 567.", "601 234 567"},
		{"it", "La sorella risponde al 347 123 4567.", "347 123 4567"},
		{"pt", "A irmã atende pelo 912 345 678.", "912 345 678"},
		{"da", "Hans søster er på 32 12 34 56 om aftenen.", "32 12 34 56"},
		{"nb", "Søsteren hans er på 22 12 34 56 om kvelden.", "22 12 34 56"},
		{"cs", "Sestra je na čísle 601 123 456.", "601 123 456"},
		{"lv", "Māsa ir pie 2123 4567.", "2123 4567"},
		{"et", "Tema õde on numbril 5123 4567.", "5123 4567"},
		{"el", "Η αδελφή του είναι στο 210 123 4567.", "210 123 4567"},
		{"is", "Systir hans er í 551 2345 á kvöldin.", "551 2345"},
		{"hu", "A nővére a 30 123 4567 számon van.", "30 123 4567"},
		{"", "Su hermana está en el 612 34 56 78 por las tardes, y los domingos en el patio.", "612 34 56 78"},
		{"pl", "Budżet to 601 234 567 zł, a wydano 600 000 000.", ""},
		{"es", "Entre 2018 2023 hubo 12 345 678 habitantes y 1 250 000 euros.", ""},
		{"es", "Las celdas 12 14 16 18 y los artículos 15.2.3 y 16.4.12.", ""},
		{"pl", "W latach 2018-2023 było 12 345 osadzonych, 98,7 %.", ""},
		{"da", "Afdelingerne har 12 14 16 pladser, og 3 4 5 senge.", ""},
		{"it", "La legge 354 del 1975 e il decreto 230 2000 valgono per 61 480 persone.", ""},
	} {
		if got := phones(r.body, r.language, Options{}); got != r.want {
			t.Errorf("%s %q: %q, want %q", r.language, r.body, got, r.want)
		}
	}
	const english = "His sister was called on 612 34 56 78 in the evening."
	if phones(english, "en", Options{}) != "" || phones(english, "en", Options{Country: "ES"}) == "" {
		t.Error("the body's country does not tell what its telephone numbers are")
	}
}

// A text of nothing but numbers neither takes long nor passes.
func TestManyNumbersAreNotLookedUpForEver(t *testing.T) {
	body := strings.Repeat("12 34 56 78, ", 20_000)
	began := time.Now()
	e := Examine([]Text{{Field: "text", Language: "da", Body: body}}, Options{})
	if len(e.Unresolved()) < 15_000 {
		t.Errorf("%d marks", len(e.Unresolved()))
	}
	t.Logf("%d bytes in %s", len(body), time.Since(began))
}
