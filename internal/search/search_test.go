package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"praxis/protocol"
)

func id(n int) protocol.ID { return protocol.ID{byte(n >> 8), byte(n), 1} }

func put(x *Index, n int, v protocol.Version) {
	v.Document, v.Format = id(n), protocol.KindPracticeNote.Format()
	if len(v.Texts) == 1 {
		v.Texts[0].Status = protocol.StatusOriginal
	}
	x.Put(Read(Place{Repository: protocol.Repository{Body: id(9000 + n%3), Audience: protocol.AudienceNPMs}, Entry: uint64(n), Versions: []uint64{1}}, v))
}

func version(texts ...protocol.Text) protocol.Version { return protocol.Version{Texts: texts} }

func TestMatch(t *testing.T) {
	var x Index
	put(&x, 1, version(
		protocol.Text{Language: "en", Title: "Night visits to police custody", Summary: "What to look at between ten and six",
			Sections: []protocol.Section{{Heading: "Cells", Text: "Ask whether the isolation cell was used. Look at the register."}}},
		protocol.Text{Language: "fr", Title: "Visites de nuit en garde à vue", Sections: []protocol.Section{{Text: "La cellule d’isolement était-elle occupée ? Vérifier l'état."}}},
		protocol.Text{Language: "ar", Title: "زيارات ليلية", Sections: []protocol.Section{{Text: "هل استُخدمت غرفة العزل الانفرادي؟ والكرامة الإنسانية مصونة."}}},
		protocol.Text{Language: "uk", Title: "Нічні відвідування", Sections: []protocol.Section{{Text: "Чи хтось перебував в ізоляції? Її журнал."}}},
	))
	tests := []struct {
		query, language string
		found           bool
	}{
		{"night visits", "en", true},
		{"ISOLATION register", "en", true},
		{"isola", "en", true},
		{"isole", "fr", true},
		{"solation", "", false}, // words match from their beginning
		{"etait", "fr", true},
		{"État", "fr", true},
		{"night nuit", "", false}, // all words in one language
		{"استخدمت", "ar", true},   // without vowel signs
		{"عزل", "ar", true},       // without the article
		{"العزل", "ar", true},
		{"كرامة", "ar", true},
		{"كرامه", "ar", true},
		{"ІЗОЛЯЦ", "uk", true},
		{"відвiдування", "", false}, // a Latin letter in it is another word
		{"", "en", true},            // everything is browsed
		{"!!!", "", false},
		{strings.Repeat("visits ", 100), "en", true},
	}
	for _, tt := range tests {
		r := x.Find(Query{Words: tt.query, Languages: []string{"en"}})
		if (len(r.Found) == 1) != tt.found || tt.found && r.Found[0].Language != tt.language {
			t.Errorf("%q: found %+v, want %v in %q", tt.query, r.Found, tt.found, tt.language)
		}
	}
}

func TestATitleCountsMoreThanText(t *testing.T) {
	var x Index
	put(&x, 1, version(protocol.Text{Language: "en", Title: "Other", Sections: []protocol.Section{{Text: "restraint restraint restraint"}}}))
	put(&x, 2, version(protocol.Text{Language: "en", Title: "Restraint"}))
	put(&x, 3, version(protocol.Text{Language: "en", Title: "Third", Sections: []protocol.Section{{Text: "restraints everywhere"}}}))
	r := x.Find(Query{Words: "restraint"})
	if r.Total != 3 || r.Found[0].ID != id(2) || r.Found[1].ID != id(1) {
		t.Errorf("found %+v", r.Found)
	}
	page := x.Find(Query{Words: "restraint", Offset: 1, Limit: 1})
	if page.Total != 3 || len(page.Found) != 1 || page.Found[0].ID != id(1) {
		t.Errorf("the second page is %+v", page.Found)
	}
	if beyond := x.Find(Query{Words: "restraint", Offset: 50}); beyond.Total != 3 || len(beyond.Found) != 0 {
		t.Errorf("beyond the end is %+v", beyond.Found)
	}
}

func TestTheReadersLanguageComesFirst(t *testing.T) {
	var x Index
	put(&x, 1, version(protocol.Text{Language: "en", Title: "Segregation segregation"}))
	put(&x, 2, version(protocol.Text{Language: "fr", Title: "Autre", Sections: []protocol.Section{{Text: "segregation"}}}))
	r := x.Find(Query{Words: "segregation", Languages: []string{"fr"}})
	if r.Found[0].ID != id(2) || r.Found[1].ID != id(1) {
		t.Errorf("found %+v", r.Found)
	}
}

func TestCountsSayWhatAnotherChoiceWouldFind(t *testing.T) {
	var x Index
	for n, topics := range [][]string{{"mental-health"}, {"health-care"}, {"searches"}, {"searches", "health-care"}} {
		v := version(protocol.Text{Language: []string{"en", "fr"}[n%2], Title: "One of them"})
		v.Topics, v.PlaceTypes, v.Date, v.Provisions = topics, []string{"prison"}, "2025-03-04", []string{"mandela/45", "mandela/46"}
		if n == 3 {
			v.Attribution = protocol.AttributionAnNPM
		}
		put(&x, n, v)
	}
	r := x.Find(Query{Words: "one", Only: map[Facet]string{FacetTopic: "health-care"}})
	want := map[Facet][]Count{
		FacetTopic:      {{"health-care", 3}, {"searches", 2}, {"mental-health", 1}}, // as if no topic were chosen
		FacetLanguage:   {{"fr", 2}, {"en", 1}},
		FacetPlaceType:  {{"prison", 3}},
		FacetInstrument: {{"mandela", 3}},
		FacetYear:       {{"2025", 3}},
		FacetBody:       {{Unnamed, 1}, {id(9000).String(), 1}, {id(9001).String(), 1}},
	}
	for f, counts := range want {
		slices.SortFunc(r.Facets[f], func(a, b Count) int {
			return strings.Compare(fmt.Sprint(9-b.Count, a.Code), fmt.Sprint(9-a.Count, b.Code))
		})
		slices.SortFunc(counts, func(a, b Count) int {
			return strings.Compare(fmt.Sprint(9-b.Count, a.Code), fmt.Sprint(9-a.Count, b.Code))
		})
		if !slices.Equal(r.Facets[f], counts) {
			t.Errorf("%v: %v, want %v", f, r.Facets[f], counts)
		}
	}
	if r.Total != 3 {
		t.Errorf("found %d", r.Total)
	}
	if none := x.Find(Query{Only: map[Facet]string{FacetTopic: "staff"}}); none.Total != 0 {
		t.Errorf("a code that nothing has finds %d", none.Total)
	}
}

func TestAnExcerptShowsTheWord(t *testing.T) {
	long := "À é è ü. "
	for range 100 {
		long += "Some other words stand here é. "
	}
	text := protocol.Text{Language: "en", Title: "T", Sections: []protocol.Section{{Text: long + "\n- The *Séclusion* room had no call bell. " + long}}}
	pieces := Excerpt("seclusion bell", text)
	if line := Plain(pieces); !strings.Contains(line, "Séclusion* room had no call bell") || len(line) > 400 {
		t.Errorf("the excerpt is %q", line)
	}
	var hit []string
	for _, p := range pieces {
		if p.Hit {
			hit = append(hit, p.Text)
		}
	}
	if !slices.Equal(hit, []string{"Séclusion", "bell"}) {
		t.Errorf("hits are %q", hit)
	}
	if got := Excerpt("x", protocol.Text{Sections: []protocol.Section{{Text: strings.Repeat("x", 1<<20)}}}); len(Plain(got)) > 1000 {
		t.Errorf("an excerpt of a word without end has %d bytes", len(Plain(got)))
	}
}

// TestTheIndexAgreesWithReading puts, replaces and removes documents at random and compares what is found with what
// reading every text finds; at the end, nothing is left of what is gone.
func TestTheIndexAgreesWithReading(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	word := func() string {
		return string("abcdé"[r.IntN(4)]) + string("abcd"[r.IntN(4)]) + string("abcd"[r.IntN(4)])
	}
	var x Index
	held := map[int]protocol.Version{}
	for step := range 2000 {
		n := r.IntN(40)
		if k := r.IntN(6); k < 2 {
			if x.Hide(id(n)); k == 0 {
				x.Sweep()
			}
			delete(held, n)
		} else {
			v := version(protocol.Text{Language: "en", Title: word(), Sections: []protocol.Section{{Text: word() + " " + word()}}}, protocol.Text{Language: "fr", Title: word()})
			put(&x, n, v)
			held[n] = v
		}
		if step%20 != 0 {
			continue
		}
		q := word()[:1+r.IntN(3)] + " " + word()[:1]
		want := 0
		for _, v := range held {
			if slices.ContainsFunc(v.Texts, func(t protocol.Text) bool { return reads(q, t) }) {
				want++
			}
		}
		if got := x.Find(Query{Words: q}).Total; got != want {
			t.Fatalf("%q finds %d, reading finds %d", q, got, want)
		}
	}
	for n := range held {
		x.Remove(id(n))
	}
	if len(x.numbers) != 0 || len(x.sorted)+len(x.fresh) != 0 || x.Len() != 0 {
		t.Errorf("%d words and %d documents are left", len(x.numbers), x.Len())
	}
	for _, l := range x.lists {
		if l.word != "" {
			t.Errorf("the word %q is left", l.word)
		}
	}
}

func reads(q string, t protocol.Text) bool {
	all := strings.Fields(t.Title)
	for _, s := range t.Sections {
		all = append(all, strings.Fields(s.Text)...)
	}
	for _, w := range strings.Fields(q) {
		if !slices.ContainsFunc(all, func(have string) bool { return strings.HasPrefix(have, w) }) {
			return false
		}
	}
	return true
}
