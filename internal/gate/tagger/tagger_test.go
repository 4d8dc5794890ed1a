package tagger

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
)

// examples are two sentences whose names are known.
func examples() []Example {
	make := func(name, body string) Example {
		e := Example{Name: name, Weight: 1, Known: 1 << Person}
		for {
			before, rest, ok := strings.Cut(body, "[")
			e.Text += before
			if !ok {
				return e
			}
			inside, after, _ := strings.Cut(rest, "]")
			e.Spans = append(e.Spans, Span{Start: len(e.Text), End: len(e.Text) + len(inside), Class: Person})
			e.Text += inside
			body = after
		}
	}
	return []Example{
		make("a", "The nurse [Ada Brun] spoke with Mr [Cole] about the garden. The garden is large."),
		make("b", "The doctor [Dora Eck] spoke with Mr [Finn] about the rooms. The rooms are small."),
		make("c", "Mr [Gall] asked the nurse [Hanna Ihle] about the kitchen."),
	}
}

func learnt(t *testing.T) []byte {
	t.Helper()
	b, err := Learn(examples(), Lexicon{Common: NewSet([]string{"the", "garden"})}, Settings{Rounds: 20, Rate: 0.1}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheSameExamplesGiveTheSameWeights(t *testing.T) {
	if !bytes.Equal(learnt(t), learnt(t)) {
		t.Error("two runs differ")
	}
}

func TestWhatWasLearntIsFoundInOtherWords(t *testing.T) {
	m, err := Parse(learnt(t))
	if err != nil {
		t.Fatal(err)
	}
	body := "Mr Jarl spoke with the nurse Kira Lund about the garden."
	spans, _ := m.Tag(body, Even(0.5), nil)
	var got []string
	for _, s := range spans {
		got = append(got, body[s.Start:s.End])
	}
	if all := strings.Join(got, " "); strings.TrimPrefix(all, "Mr ") != "Jarl Kira Lund" {
		t.Errorf("found %q", got)
	}
}

// A word that its own features put far from every class is looked at no further: it has none then, whatever the levels are.
func TestWhatIsOfNoClassIsNoSpan(t *testing.T) {
	m, err := Parse(learnt(t))
	if err != nil {
		t.Fatal(err)
	}
	m.scale = 1e3 // so that little is far
	const body = "The garden is large and the kitchen is small."
	if m.hopeless() != 0 {
		t.Fatal("nothing is put far")
	}
	spans, words := m.Tag(body, Levels{Person: 0.5}, nil)
	for _, s := range spans {
		if s.Class == Outside {
			t.Errorf("%q is a span of no class", body[s.Start:s.End])
		}
	}
	if len(words) == 0 {
		t.Error("its capital word belongs to no span, and is not told of")
	}
}

func TestBrokenWeightsAreRefused(t *testing.T) {
	b := learnt(t)
	for name, broken := range map[string][]byte{
		"empty": {}, "cut": b[:len(b)/2], "other": []byte("something else altogether"), "magic only": b[:len(magic)],
	} {
		if _, err := Parse(broken); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// What is shipped stays within the size that the specification allows.
func TestShippedWeightsAreSmall(t *testing.T) {
	if len(weights) > 4<<20 {
		t.Errorf("%d bytes", len(weights))
	}
	if !Shipped().Lexicon.Knows("prison") || Shipped().Lexicon.Knows("qvorkl") {
		t.Error("the lexicon does not know its words")
	}
}

func TestScriptsMeet(t *testing.T) {
	for _, pair := range [][2]string{{"Богдан", "Bogdan"}, {"Νίκος", "Nikos"}, {"Wiśniewski", "Wisniewski"}, {"Çağlar", "Caglar"}} {
		if Latin(pair[0]) != Latin(pair[1]) {
			t.Errorf("%s is %s, and %s is %s", pair[0], Latin(pair[0]), pair[1], Latin(pair[1]))
		}
	}
}

func FuzzTag(f *testing.F) {
	for _, s := range []string{"Mr Jarl", "Name: Kira\nBorn: 3.4.1990", "\xff\xfe", "a:\n:\n::", strings.Repeat("A", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		spans, words := Shipped().Tag(s, Even(0.1), nil)
		last := 0
		for _, p := range spans {
			if p.Start < last || p.End <= p.Start || p.End > len(s) || p.Class == Outside || !(p.Score > 0 && p.Score <= 1) {
				t.Fatalf("%q: %+v", s, p)
			}
			last = p.End
		}
		for _, w := range words {
			if w.Start >= w.End || w.End > len(s) {
				t.Fatalf("%q: %+v", s, w)
			}
		}
	})
}

// Forms of one name are alike, and other words are not.
func TestFormsOfANameAreAlike(t *testing.T) {
	for _, pair := range [][2]string{{"marek", "markovi"}, {"pavel", "pavla"}, {"pekka", "pekan"}, {"wisniewski", "wisniewskiego"}, {"jonas", "jono"}} {
		if !alike(pair[0], pair[1]) {
			t.Errorf("%s and %s are not alike", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"marek", "mandat"}, {"jonas", "jesen"}, {"wisniewski", "wisla"}, {"anna", "anniversary"}} {
		if alike(pair[0], pair[1]) {
			t.Errorf("%s and %s are alike", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"محمد", "Mohammed"}, {"Вишневский", "Wiśniewski"}, {"Καραπάνος", "Karapanos"}} {
		if skeleton(Latin(pair[0])) != skeleton(Latin(pair[1])) {
			t.Errorf("%s is %s, and %s is %s", pair[0], skeleton(Latin(pair[0])), pair[1], skeleton(Latin(pair[1])))
		}
	}
}

// A text gets the same spans whatever was read before it and at the same time, though room is used again.
func TestWhatWasReadBeforeChangesNothing(t *testing.T) {
	texts := []string{
		"We spoke with Dafydd Pemberton, born in Kettlewick.", "SHORT", "", strings.Repeat("Mr Okonkwo and floy wisniewski wrote to cell B12. ", 200),
		"The registers are read each month.", "ALL OF THIS LINE STANDS IN CAPITALS LIKE TOMASZ WISNIEWSKI.",
	}
	first := make([][]Span, len(texts))
	for i, text := range texts {
		m, err := Parse(weights)
		if err != nil {
			t.Fatal(err)
		}
		first[i], _ = m.Tag(text, Even(0.2), nil)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for n := range 3 * len(texts) {
				i := n * 5 % len(texts)
				if again, _ := Shipped().Tag(texts[i], Even(0.2), nil); !slices.Equal(first[i], again) {
					t.Errorf("%.40q: %v, and then %v", texts[i], first[i], again)
				}
			}
		})
	}
	all.Wait()
}
