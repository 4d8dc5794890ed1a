package gate

import (
	"strings"
	"testing"

	"praxis/internal/draft"
)

// quasiOf are the traits and places that the words themselves tell of.
func quasiOf(language, body string, o Options) string {
	var found []string
	for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, o).Marks() {
		if m.Clue == draft.ClueWords && m.Kind.IsQuasi() || m.Clue == draft.ClueFew {
			found = append(found, string(m.Kind)+":"+m.Found)
		}
	}
	return strings.Join(found, "; ")
}

func TestWhatSinglesOutTogetherWithMore(t *testing.T) {
	for _, r := range []struct{ language, body, want string }{
		{"en", "She was the only woman on the wing.", "trait:the only woman"},
		{"fr", "Elle était la seule femme du quartier.", "trait:la seule femme"},
		{"es", "Era la única mujer del módulo.", "trait:la única mujer"},
		{"de", "Sie war die einzige Frau auf der Station.", "trait:die einzige Frau"},
		{"pl", "Była jedyną kobietą na oddziale.", "trait:jedyną kobietą"},
		{"en", "A blind prisoner was placed there.", "trait:blind"},
		{"fr", "Un détenu en fauteuil roulant y était placé.", "trait:fauteuil roulant"},
		{"de", "Ein gehörloser Gefangener war dort.", "trait:gehörloser"},
		{"en", "The juvenile institution in Portugal has a school.", "organisation:juvenile institution in Portugal"},
		{"es", "La cárcel de mujeres en Portugal tiene escuela.", "organisation:cárcel de mujeres en Portugal"},
		{"en", "The prison in Malta has a school.", "organisation:prison in Malta"},
		{"en", "The prison in France has a school.", ""},
		{"en", "The only way to learn this is to ask. In a women's prison, ask about children.", ""},
		{"en", "Are blind people and wheelchair users able to reach the yard?", ""},
		{"fr", "Le seul moyen est de demander. Dans une prison pour femmes, demandez cela.", ""},
	} {
		if got := quasiOf(r.language, r.body, Options{}); got != r.want {
			t.Errorf("%s %q: %q, want %q", r.language, r.body, got, r.want)
		}
	}
	const body = "The juvenile institution in Portugal has a school."
	if got := quasiOf("en", body, Options{Counts: []Count{{"PT", "young-offender-institution", "", 6}}}); got != "" {
		t.Errorf("with six of them: %q", got)
	}
	if got := quasiOf("en", body, Options{Counts: []Count{{"PT", "young-offender-institution", "", 4}}}); got == "" {
		t.Error("with four of them: nothing")
	}
}

// An age is a trait, whichever check sees it.
func TestAgesAreTraits(t *testing.T) {
	for language, body := range map[string]string{"en": "The detainee is 34 years old.", "hu": "A fogvatartott 34 éves.", "fi": "Vanki on 34-vuotias."} {
		found := false
		for _, m := range Examine([]Text{{Field: "text", Language: language, Body: body}}, Options{}).Marks() {
			found = found || m.Kind == draft.KindTrait && strings.Contains(m.Found, "34")
		}
		if !found {
			t.Errorf("%s: no trait in %q", language, body)
		}
	}
}

// A type of place that names one, a day and something that few have stop a text; without the day they don't.
func TestAFewPlacesADayAndARareTraitStopAText(t *testing.T) {
	body := "In the women's prison in Portugal the team met a blind prisoner on 3 May 2024."
	e := Examine([]Text{{Language: "en", Body: body}}, Options{})
	if len(e.Unresolved()) < 3 {
		t.Errorf("together: %+v", e.Marks())
	}
	body = "In the women's prison in Portugal the team met a blind prisoner."
	if e := Examine([]Text{{Language: "en", Body: body}}, Options{}); len(e.Unresolved()) > 0 {
		t.Errorf("without a day: %+v", e.Unresolved())
	}
}

// What a heading names belongs to the passage under it, and the passage before to neither.
func TestAHeadingBelongsToItsPassage(t *testing.T) {
	const under = "Fresnes prison\n\nOn 3 May 2024 a colombian prisoner said that she could not shower."
	if e := Examine([]Text{{Language: "en", Body: under}}, Options{}); len(e.Unresolved()) < 3 {
		t.Errorf("under a heading: %+v", e.Marks())
	}
	const apart = "The team wrote about the prison of Fresnes.\n\nA colombian prisoner said that she could not shower.\n\nThe report is of 3 May 2024."
	if e := Examine([]Text{{Language: "en", Body: apart}}, Options{}); len(e.Unresolved()) > 0 {
		t.Errorf("apart: %+v", e.Unresolved())
	}
}
