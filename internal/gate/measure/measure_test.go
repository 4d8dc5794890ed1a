package measure

import (
	"strings"
	"testing"

	"praxis/internal/gate"
)

// document is one with two annotators, who agree on the name and not on the town.
func document() Document {
	return Document{
		ID: "a", Language: "en", Annotators: 2, Text: "Mr Bo Ekdal of Sliven and the nurse. Ekdal slept.",
		Spans: []Answer{
			{0, 11, "PERSON", Direct, "ekdal", 0}, {0, 11, "PERSON", Direct, "ekdal", 1}, {37, 42, "PERSON", Direct, "ekdal", 0}, {37, 42, "PERSON", Direct, "ekdal", 1},
			{15, 21, "LOC", Quasi, "sliven", 0}, {15, 21, "LOC", Harmless, "sliven", 1},
		},
	}
}

func TestAnswersAsMarksAreAllRight(t *testing.T) {
	got := Of(document(), []gate.Span{{Start: 0, End: 11, Type: "PERSON"}, {Start: 37, End: 42}, {Start: 15, End: 21, Type: "LOC"}})
	if got.Direct != (Ratio{2, 2}) || got.Quasi != (Ratio{1, 1}) || got.Leaks != (Ratio{0, 1}) || len(got.Missed) != 0 {
		t.Errorf("%+v", got)
	}
	if got.Some != (Ratio{10, 10}) || got.Precision != (Ratio{9, 10}) {
		t.Errorf("some %v, each %v: five words are marked, and one annotator leaves Sliven", got.Some, got.Precision)
	}
}

func TestNoMarksProtectNobody(t *testing.T) {
	got := Of(document(), nil)
	if got.Direct != (Ratio{0, 2}) || got.Leaks != (Ratio{1, 1}) || got.Bare != (Ratio{1, 1}) || got.Some.All != 0 || len(got.Missed) != 5 {
		t.Errorf("%+v", got)
	}
}

// An entity is protected only with all of its mentions, a mention without its title, and a wrong mark lowers precision.
func TestWhatCounts(t *testing.T) {
	for name, one := range map[string]struct {
		marks  []gate.Span
		direct float64
		some   float64
	}{
		"without the title":   {[]gate.Span{{Start: 3, End: 11}, {Start: 37, End: 42}}, 1, 1},
		"half of a word":      {[]gate.Span{{Start: 3, End: 9}, {Start: 37, End: 42}}, 0, 1},
		"one mention of two":  {[]gate.Span{{Start: 3, End: 11}}, 0, 1},
		"the nurse as well":   {[]gate.Span{{Start: 3, End: 11}, {Start: 30, End: 35}, {Start: 37, End: 42}}, 1, 0.75},
		"in a span too large": {[]gate.Span{{Start: -4, End: 900}}, 1, 0.5},
	} {
		got := Of(document(), one.marks)
		if got.Direct.Value() != one.direct || got.Some.Value() != one.some {
			t.Errorf("%s: direct %v, right %v", name, got.Direct, got.Some)
		}
	}
	d := document()
	d.Types = []string{"LOC"}
	if got := Of(d, []gate.Span{{Start: 3, End: 11, Type: "PERSON"}}); got.Direct.Of != 0 || got.Marked.Of != 0 {
		t.Errorf("a type that nobody looked for counts: %+v", got)
	}
}

func TestIntervalsHoldTheValue(t *testing.T) {
	var all []Tally
	for i := range 40 {
		all = append(all, Tally{Direct: Ratio{float64(i % 4), 4}})
	}
	direct := func(t Tally) Ratio { return t.Direct }
	low, high := Interval(all, direct)
	if again, _ := Interval(all, direct); again != low {
		t.Error("another interval the second time")
	}
	if v := Sum(all).Direct.Value(); low >= v || high <= v || high-low > 0.3 {
		t.Errorf("from %.3f to %.3f around %.3f", low, high, v)
	}
	if low, high := Wilson(Ratio{0, 15}); low != 0 || high < 0.19 || high > 0.21 {
		t.Errorf("none of fifteen: from %.3f to %.3f", low, high)
	}
}

func TestBrokenAnswersAreRefused(t *testing.T) {
	for _, line := range []string{
		`{"doc_id":"a","text":"ab","spans":[{"start":0,"end":3,"ident":"DIRECT"}]}`, `{"doc_id":"a","text":"ab","spans":[{"start":1,"end":1,"ident":"DIRECT"}]}`,
		`{"doc_id":"a","text":"ab","spans":[{"start":0,"end":1,"ident":"MAYBE"}]}`, `{"doc_id":"a","text":"ab","spans":[{"start":0,"end":1,"ident":"DIRECT","annotator":1}]}`, `{`,
	} {
		if _, err := Read(strings.NewReader(line)); err == nil {
			t.Errorf("accepted %s", line)
		}
	}
	if docs, err := Read(strings.NewReader("\n" + `{"doc_id":"é","text":"éa","spans":[{"start":1,"end":2,"ident":"QUASI"}]}`)); err != nil || len(docs) != 1 {
		t.Errorf("%v, %d documents", err, len(docs))
	}
}

// The table has a line for all and one for each language, and speaks of clean texts apart.
func TestTheTableIsByLanguage(t *testing.T) {
	r := NewReport()
	d := document()
	r.Add(d, Of(d, nil))
	d.Language, d.Spans = "fr", nil
	clean := Of(d, nil)
	clean.Blocking = 2
	r.Add(d, clean)
	var b strings.Builder
	r.Print(&b)
	r.PrintMissed(&b, 1)
	for _, want := range []string{"\nall       2  0.0000", "\nen        1  0.0000", "\nfr        1  -", "clean 1 texts, 10 words: in 1,000 words 200.0 blocking", `missed DIRECT PERSON a "Mr Bo Ekdal"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
