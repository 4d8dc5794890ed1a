package draft

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"praxis/protocol"
)

func markOf(kind Kind, found string) Mark {
	return Mark{Field: "text", End: len(found), Kind: kind, Blocking: true, Place: PlaceOf("text", kind, found), Found: found}
}

func TestWhatIdentifiesAPersonIsNeverKept(t *testing.T) {
	for _, kind := range Kinds() {
		m := markOf(kind, "words")
		e := NewExamination(protocol.Hash{1}, []string{"gate/1"}, []Mark{m})
		if e.Clean() || len(e.Unresolved()) != 1 {
			t.Errorf("%s: clean with a mark", kind)
		}
		r := Resolution{Place: m.Place, Kind: kind, Decision: Kept, Reason: "it is an office's", Person: protocol.ID{3}, Time: 9}
		got, err := e.Resolve(r)
		if kind.MayBeKept() {
			if err != nil || !got.Clean() || e.Clean() {
				t.Errorf("%s: kept with a reason: %v", kind, err)
			}
			r.Reason = " "
			if _, err := e.Resolve(r); err == nil {
				t.Errorf("%s: kept without a reason", kind)
			}
			continue
		}
		if !errors.Is(err, ErrNeverKept) {
			t.Errorf("%s: Resolve says %v", kind, err)
		}
		forged := e
		forged.resolutions = []Resolution{r}
		if forged.Clean() {
			t.Errorf("%s: a forged record makes it clean", kind)
		}
	}
	for _, kind := range []Kind{KindIdentityNumber, KindAccountNumber, KindBirthDate, KindBirthYear, KindFileNumber, KindPlate} {
		if kind.MayBeKept() {
			t.Errorf("%s may be kept", kind)
		}
	}
}

// Somebody who calls an identity number a telephone number does not get it past.
func TestTheKindOfADecisionIsTheKindOfItsMark(t *testing.T) {
	m := markOf(KindIdentityNumber, "words")
	e := NewExamination(protocol.Hash{1}, []string{"gate/1"}, []Mark{m})
	r := Resolution{Place: m.Place, Kind: KindPhone, Decision: Kept, Reason: "an office", Person: protocol.ID{3}}
	if _, err := e.Resolve(r); err == nil {
		t.Error("accepted")
	}
	e.resolutions = []Resolution{r}
	if e.Clean() {
		t.Error("a forged record makes it clean")
	}
}

func TestWordsThatStillStandAreNotRedacted(t *testing.T) {
	m := markOf(KindEmail, "a@b.example")
	e := NewExamination(protocol.Hash{1}, []string{"gate/1"}, []Mark{m})
	for _, decision := range []Decision{Redacted, Generalised} {
		r := Resolution{Place: m.Place, Kind: m.Kind, Decision: decision, Person: protocol.ID{3}}
		if _, err := e.Resolve(r); err == nil {
			t.Errorf("%s, and the words still stand there", decision)
		}
		after := NewExamination(protocol.Hash{2}, []string{"gate/1"}, nil)
		after, err := after.Resolve(r)
		if err != nil || len(after.Resolutions()) != 1 || !after.Clean() {
			t.Errorf("%s, and the words are gone: %v", decision, err)
		}
	}
}

func TestADecisionHoldsForTheSameWordsInTheSameFieldOnly(t *testing.T) {
	m := markOf(KindPhone, "112")
	r := Resolution{Place: m.Place, Kind: m.Kind, Decision: Kept, Reason: "an emergency number", Person: protocol.ID{3}}
	elsewhere, other := m, markOf(KindPhone, "113")
	elsewhere.Start, elsewhere.End = 50, 53
	e, err := NewExamination(protocol.Hash{1}, []string{"gate/1"}, []Mark{m, elsewhere, other}).Resolve(r)
	if err != nil {
		t.Fatal(err)
	}
	if open := e.Unresolved(); len(open) != 1 || open[0].Found != "113" {
		t.Errorf("left: %v", open)
	}
	if PlaceOf("title", KindPhone, "112") == m.Place {
		t.Error("fields share a place")
	}
}

func TestEveryKindIsExplainedInThreeLanguages(t *testing.T) {
	seen := map[string]Kind{}
	for _, kind := range append(Kinds(), "unheard-of") {
		for _, language := range []string{"en", "fr", "es"} {
			why := Mark{Kind: kind}.Why(language)
			if other, taken := seen[why]; taken || len(why) < 40 {
				t.Errorf("%s in %s says %q, as %s does", kind, language, why, other)
			}
			seen[why] = kind
		}
		if (Mark{Kind: kind}).Why("de") != (Mark{Kind: kind}).Why("en") {
			t.Errorf("%s: another language is not English", kind)
		}
	}
}

// Every mark says by what the gate tells and how sure it is, each in words of its own, in three languages.
func TestEveryClueAndConfidenceIsExplainedInThreeLanguages(t *testing.T) {
	for _, language := range []string{"en", "fr", "es"} {
		seen := map[string]string{}
		for _, kind := range Kinds() {
			plain := Mark{Kind: kind}.Why(language)
			for _, clue := range Clues() {
				for _, sure := range []Confidence{ConfidenceCertain, ConfidenceHigh, ConfidenceMedium, ConfidenceLow} {
					why := Mark{Kind: kind, Clue: clue, Confidence: sure}.Why(language)
					unsaid := Mark{Kind: kind, Confidence: sure}.Why(language)
					name := fmt.Sprintf("%s, %s, %s in %s", kind, clue, sure, language)
					if !strings.HasPrefix(why, plain) || why == unsaid || unsaid == plain {
						t.Errorf("%s says only %q", name, why)
					}
					if other := seen[why]; other != "" {
						t.Errorf("%s says what %s says", name, other)
					}
					seen[why] = name
				}
			}
		}
	}
}
