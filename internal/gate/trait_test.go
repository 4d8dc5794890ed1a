package gate

import (
	"os"
	"slices"
	"strings"
	"testing"

	"praxis/internal/draft"
)

// What few have is seen where it is told of one person, in small letters too, and not where a text speaks of many or of anyone.
func TestTraitsAreSeenWhereTheyAreToldOfOnePerson(t *testing.T) {
	b, err := os.ReadFile("testdata/traits.txt")
	if err != nil {
		t.Fatal(err)
	}
	told, untold := map[string]int{}, map[string]int{}
	for line := range strings.Lines(string(b)) {
		if line[0] == '#' {
			continue
		}
		language, body := line[:2], strings.TrimSpace(line[3:])
		var want []string
		for i, part := range strings.FieldsFunc(" "+body, func(c rune) bool { return c == '«' || c == '»' }) {
			if i%2 == 1 {
				want = append(want, part)
			}
		}
		plain := strings.NewReplacer("«", "", "»", "").Replace(body)
		var got []string
		for _, m := range Examine([]Text{{Field: "text", Language: language, Body: plain}}, Options{}).Marks() {
			if m.Kind == draft.KindTrait && m.Clue == draft.ClueWords {
				got = append(got, m.Found)
			}
		}
		for _, w := range want {
			if !slices.ContainsFunc(got, func(g string) bool { return strings.Contains(g, w) }) {
				t.Errorf("%s %q: %q is not seen in %q", language, plain, w, got)
			}
		}
		if len(got) > len(want) {
			t.Errorf("%s %q: %q, want %q", language, plain, got, want)
		}
		if len(want) > 0 {
			told[language]++
		} else {
			untold[language]++
		}
	}
	if len(told) < 25 || len(untold) < 17 {
		t.Errorf("tried in %d languages, against in %d", len(told), len(untold))
	}
}

// Three traits of different sorts in one passage stop a text: an age, an origin and an illness.
func TestThreeSortsOfTraitsStopAText(t *testing.T) {
	for language, body := range map[string]string{
		"en": "The Roma woman, aged 34, suffers from anorexia.",
		"fr": "Une détenue colombienne âgée de 34 ans est atteinte de drépanocytose.",
		"es": "Una interna colombiana de 34 años de edad padece hemofilia.",
		"de": "Eine nigerianische Gefangene im Alter von 34 Jahren leidet an Magersucht.",
		"it": "Una detenuta nigeriana di 34 anni di età soffre di anoressia.",
		"pt": "Uma reclusa angolana de 34 anos de idade sofre de anorexia.",
	} {
		if e := Examine([]Text{{Language: language, Body: body}}, Options{}); len(e.Unresolved()) < 3 {
			t.Errorf("%s: %+v", language, e.Marks())
		}
	}
	const only = "The only woman, a Roma prisoner, is 34 years old."
	if e := Examine([]Text{{Language: "en", Body: only}}, Options{}); len(e.Unresolved()) < 3 {
		t.Errorf("the only one, an origin and an age: %+v", e.Marks())
	}
	const two = "A Roma woman was not allowed to shower. A deaf woman was not either."
	if e := Examine([]Text{{Language: "en", Body: two}}, Options{}); len(e.Unresolved()) > 0 {
		t.Errorf("two sorts: %+v", e.Unresolved())
	}
}

// A place, a day and a nationality stop a text in whichever language they are told.
func TestAPlaceADayAndANationalityStopAText(t *testing.T) {
	for language, body := range map[string]string{
		"en": "On 3 May 2024 a colombian prisoner at Ashford Prison said that she could not shower.",
		"fr": "Le 3 mai 2024, à la maison d'arrêt de Fresnes, une détenue colombienne a dit ne pas pouvoir se doucher.",
		"es": "En la prisión de Alcalá-Meco, el 3 de mayo de 2024, una interna colombiana dijo que no podía ducharse.",
		"de": "Am 3. Mai 2024 sagte eine nigerianische Gefangene in der JVA Landsberg, sie dürfe nicht duschen.",
		"it": "Il 3 maggio 2024 una detenuta colombiana del carcere di Bollate ha detto di non poter fare la doccia.",
		"pt": "No dia 3 de maio de 2024, uma reclusa angolana do Estabelecimento Prisional de Tires disse que não podia tomar banho.",
		"nl": "Op 3 mei 2024 zei een Colombiaanse gedetineerde in PI Nieuwersluis dat zij niet mocht douchen.",
		"pl": "W dniu 3 maja 2024 r. kobieta romska w Zakładzie Karnym w Grudziądzu nie mogła się umyć.",
		"ro": "La 3 mai 2024, o femeie romă din Penitenciarul Târgșor nu a putut face duș.",
	} {
		stops := map[draft.Kind]bool{}
		for _, m := range Examine([]Text{{Language: language, Body: body}}, Options{}).Unresolved() {
			stops[m.Kind] = true
		}
		if !stops[draft.KindTrait] || !stops[draft.KindDate] {
			t.Errorf("%s: only %v stop %q", language, stops, body)
		}
	}
}

// Every line of the words for traits and people is of a language and of a sort that the gate knows, and every trait is found where it stands.
func TestEveryTraitIsFound(t *testing.T) {
	known := map[string]bool{anyLanguage: true}
	for _, l := range tongues {
		known[l.code] = true
	}
	for line := range strings.Lines(peopleFile) {
		if line[0] != '#' && (!known[line[2:4]] || cuesOf[line[0]] == 0) {
			t.Errorf("what is %q?", line[:5])
		}
	}
	for line := range strings.Lines(traitFile) {
		if line[0] == '#' {
			continue
		}
		if !known[line[2:4]] || strings.IndexByte("cnljmsk", line[0]) < 0 {
			t.Errorf("what is %q?", line[:5])
		}
		language := strings.TrimSuffix(line[2:4], anyLanguage)
		for text := range strings.SplitSeq(strings.TrimSpace(line[5:]), ";") {
			var words []string
			for w := range strings.FieldsSeq(text) {
				first, _, _ := strings.Cut(w, "/")
				if first == "*" {
					first = "qqq"
				}
				words = append(words, strings.NewReplacer("*", "", "…", "qqq").Replace(first))
			}
			body := "Qqq " + strings.Join(words, " ") + " qqq."
			if !slices.ContainsFunc(find(letters(body), tellingsOf[language]().book)[0], func(s said) bool { return s.tells == line[0] }) {
				t.Errorf("%s %q is not found in %q", line[2:4], text, body)
			}
		}
	}
}

// A relative and somebody young are noted where a text stops, in any of these languages, and don't count in combinations: nearly
// everybody has a mother.
func TestRelativesAreNotedAndDontCount(t *testing.T) {
	for _, relative := range []struct{ language, body, found string }{
		{"en", "His mother was called. Write to a.b@example.org.", "mother"},
		{"fr", "Sa sœur a été prévenue. Écrire à a.b@example.org.", "sœur"},
		{"es", "Se preguntó a la joven. Escriba a a.b@example.org.", "joven"},
		{"es", "La madre no pudo entrar. Escriba a a.b@example.org.", "madre"},
		{"de", "Seine Mutter wurde angerufen. Schreiben Sie an a.b@example.org.", "Mutter"},
		{"it", "Sua sorella non è entrata. Scrivere a a.b@example.org.", "sorella"},
		{"pt", "A sua mãe não entrou. Escreva para a.b@example.org.", "mãe"},
		{"nl", "Zijn moeder werd gebeld. Schrijf naar a.b@example.org.", "moeder"},
		{"pl", "Jego matka nie weszła. Pisać na a.b@example.org.", "matka"},
		{"sv", "Hans mor fick inte komma in. Skriv till a.b@example.org.", "mor"},
	} {
		noted := false
		for _, m := range Examine([]Text{{Language: relative.language, Body: relative.body}}, Options{}).Marks() {
			noted = noted || m.Kind == draft.KindTrait && m.Found == relative.found && !m.Blocking
		}
		if !noted {
			t.Errorf("%s: %q is not noted in %q", relative.language, relative.found, relative.body)
		}
	}
	for _, body := range []string{
		"On 3 May 2024 his mother waited at the gate of the prison in Ashford.",
		"Every girl may call the mother or father whom she names.",
	} {
		if marks := Examine([]Text{{Language: "en", Body: body}}, Options{}).Unresolved(); len(marks) > 0 {
			t.Errorf("%q: %+v", body, marks)
		}
	}
}

// A common illness of one person stops a text together with a place and a day, as a rare one does.
func TestACommonIllnessCounts(t *testing.T) {
	for language, body := range map[string]string{
		"en": "On 3 May 2024 a prisoner with diabetes at Ashford Prison said that no insulin had come.",
		"fr": "Le 3 mai 2024, à la maison d'arrêt de Fresnes, une détenue atteinte d'un cancer a dit ne pas être soignée.",
		"es": "En la prisión de Alcalá-Meco, el 3 de mayo de 2024, un interno con diabetes dijo que no tenía insulina.",
		"de": "Am 3. Mai 2024 sagte ein Gefangener mit Diabetes in der JVA Landsberg, er bekomme kein Insulin.",
	} {
		stops := map[draft.Kind]bool{}
		for _, m := range Examine([]Text{{Language: language, Body: body}}, Options{}).Unresolved() {
			stops[m.Kind] = true
		}
		if !stops[draft.KindTrait] {
			t.Errorf("%s: only %v stop %q", language, stops, body)
		}
	}
}
