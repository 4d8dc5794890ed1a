package protocol_test

import (
	"regexp"
	"testing"

	"praxis/protocol"
)

func vocabularies() []protocol.Vocabulary {
	return []protocol.Vocabulary{
		protocol.Topics(), protocol.PlaceTypes(), protocol.Populations(), protocol.LegalStatuses(), protocol.VisitPurposes(), protocol.Notices(),
		protocol.VisitTimes(), protocol.Compositions(), protocol.VisitSteps(), protocol.CycleSteps(), protocol.Instruments(), protocol.KindTerms(),
		protocol.Origins(), protocol.Handlings(), protocol.Attributions(), protocol.Statuses(), protocol.Levels(), protocol.Relations(),
		protocol.ReportTypes(), protocol.EvidenceStrengths(), protocol.Responses(), protocol.SectionTerms(),
	}
}

func TestEveryCodeHasOneLabelInEachLanguage(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, v := range vocabularies() {
		codes, labels := map[string]bool{}, map[string]bool{}
		for _, term := range v.Terms() {
			if !form.MatchString(term.Code) || codes[term.Code] {
				t.Errorf("%s: the code %q is no code, or stands twice", v.Name(), term.Code)
			}
			codes[term.Code] = true
			for _, language := range []string{"en", "fr", "es"} {
				label := language + term.Label(language)
				if len(label) < 6 || labels[label] {
					t.Errorf("%s: the label %q of %s is too short, or stands twice", v.Name(), label, term.Code)
				}
				labels[label] = true
			}
			if term.Broader != "" && !v.Has(term.Broader) {
				t.Errorf("%s: the broader term %s of %s is missing", v.Name(), term.Broader, term.Code)
			}
		}
	}
}

func TestNarrowerReachesTheWholeBranch(t *testing.T) {
	got := protocol.Topics().Narrower("use-of-force")
	want := map[string]bool{"use-of-force": true, "restraint": true, "chemical-restraint": true, "electrical-discharge-weapons": true}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
	for _, code := range got {
		if !want[code] {
			t.Errorf("%s is not below use-of-force", code)
		}
	}
}

func TestKindsAndSectionsHaveLabels(t *testing.T) {
	for _, kind := range protocol.Kinds() {
		if !protocol.KindTerms().Has(string(kind)) {
			t.Errorf("the kind %s has no label", kind)
		}
		for _, id := range protocol.SectionIDs(kind) {
			if !protocol.SectionTerms().Has(id) {
				t.Errorf("the section %s of a %s has no label", id, kind)
			}
		}
	}
}

func TestInstruments(t *testing.T) {
	for prefix, known := range map[string]bool{
		"mandela": true, "eu-2023-681": true, "national-FR": true, "common-segregation": true, "common-a-b-2": true,
		"": false, "Mandela": false, "national-fr": false, "national-": false, "common-": false, "common--a": false, "common-A": false,
	} {
		if protocol.KnownInstrument(prefix) != known {
			t.Errorf("%q: known is not %v", prefix, known)
		}
	}
}

func TestAddresses(t *testing.T) {
	for address, valid := range map[string]bool{
		"mandela/45.1": true, "echr/3": true, "cpt/CPT-Inf-92-3": true, "national-FR/63-1": true,
		"mandela": false, "mandela/": false, "mandela/.1": false, "mandela/1.": false, "mandela/1..2": false, "mandela/1/2": false, "mandela/1 2": false, "mandela/é": false,
	} {
		if _, _, err := protocol.ParseAddress(address); (err == nil) != valid {
			t.Errorf("%q: %v", address, err)
		}
	}
}
