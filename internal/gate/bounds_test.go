package gate

import (
	"strings"
	"testing"

	"praxis/internal/draft"
)

// hostile are texts that cost much or confuse, each repeated to a size in bytes.
func hostile(size int) map[string]string {
	all := map[string]string{}
	for name, s := range map[string]string{
		"spaced digits": "1 2 3 4 5 6 7 8 9 0 ", "one number": "1234567890", "one code": "A1", "slashes": "1/", "cases": "1/20 ", "dates": "1.2.03-", "one word": "a", "one word in capitals": "A",
		"invalid UTF-8": "\xff\xfe\xc0", "turned around": "\u202eabc\u202c ", "invisible": "a\u200b", "only invisible": "\u200b", "accents": "\u0301", "ligatures": "ﷺ", "at": "a@", "spelled at": "a (at) ",
		"brackets": "([{", "colons": "a:\n", "lines": "\n", "two alphabets": "аa", "disguises": "Pаul Еrik ", "divided": "a-\n", "names": "Mr Bogdan Wiśniewski, ", "born": "born 3.4.", "file": "file no. ",
		"dots": ".", "hyphens": "Aa-", "labels": "Name: ", "quotes": "\"'“", "tabs": "\t|", "ideographs": "漢字", "phrases": "not told will visit the only ", "phrases that are found": "a guard told us of a blind prisoner ", "streets": "via A ", "plates": "AB-12 A1 ", "traits": "is blind ", "people": "a woman is a ", "prisons": "prison of A ", "measures": "1 mg ", "headings": "Ab\n\n", "small names": "prisoner zzyx ",
	} {
		all[name] = strings.Repeat(s, size/len(s))
	}
	return all
}

// Hostile texts are examined like any other: what names somebody among them is marked. Work that grew with the square of a
// text would not end here.
func TestHostileTextsAreExamined(t *testing.T) {
	const name = "\n\nThe nurse met Mr Bogdan Wiśniewski.\n"
	for what, s := range hostile(64 << 10) {
		found := false
		for _, m := range Examine([]Text{{Body: s + name}}, Options{}).Marks() {
			found = found || m.Start >= len(s) && strings.Contains(m.Found, "Wiśniewski") || m.Kind == draft.KindUnread
		}
		if !found {
			t.Errorf("%s: the name behind is not found", what)
		}
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, s := range hostile(256 << 10) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Examine([]Text{{Body: s}}, Options{})
			}
		})
	}
}

// A text that unfolds to many times its size is read up to a bound, and what is beyond blocks.
func TestWhatUnfoldsTooFarIsNotRead(t *testing.T) {
	body := strings.Repeat("ﷺ", 64<<10) + " Bogdan Wiśniewski"
	var open []draft.Mark
	for _, m := range Examine([]Text{{Body: body}}, Options{}).Unresolved() {
		if m.Kind == draft.KindUnread {
			open = append(open, m)
		}
	}
	if len(open) != 1 || open[0].End > len(body) || open[0].Start >= len(body) {
		t.Errorf("%d marks say that the text was not read", len(open))
	}
	r := newFolded(body)
	if cut := r.bounded(); cut == 0 || len(r.text) > mostUnfolded*len(body)+freeUnfolded {
		t.Errorf("%d bytes are read of %d", len(r.text), len(body))
	}
	const ordinary = "The Prophet ﷺ said so. "
	for _, m := range Examine([]Text{{Body: strings.Repeat(ordinary, 4<<10)}}, Options{}).Marks() {
		if m.Kind == draft.KindUnread {
			t.Fatal("an ordinary text is not read")
		}
	}
}

// What is not examined blocks, says so in words, and may not be kept.
func TestWhatIsNotExaminedBlocks(t *testing.T) {
	long := strings.Repeat("The rooms are clean. ", MaxText/21+1) + "Bogdan Wiśniewski"
	numbers := strings.Repeat("1 2 3 4 5 6 7 8 9 0 ", 8<<10)
	for name, texts := range map[string][]Text{
		"a long text": {{Body: long}}, "many numbers": {{Body: numbers}},
	} {
		var open []draft.Mark
		for _, m := range Examine(texts, Options{}).Unresolved() {
			if m.Kind == draft.KindUnread {
				open = append(open, m)
			}
		}
		if len(open) != 1 || open[0].Kind.MayBeKept() || len(open[0].Found) > 100 || !strings.Contains(open[0].Why("en"), "could not examine") {
			t.Errorf("%s: %+v", name, open)
		}
		if e := Examine(texts, Options{Published: true}); e.Clean() {
			t.Errorf("%s: passes because it is published", name)
		}
	}
	left := MaxTexts
	for i, want := range []int{MaxText, MaxText, MaxText - 5, 5, 0} {
		body := long[:MaxText]
		if i == 2 {
			body = body[:want]
		}
		var examined string
		if examined, left = within(body, left); len(examined) != want {
			t.Errorf("of text %d %d bytes are examined, not %d", i, len(examined), want)
		}
	}
	if examined, _ := within("aé", 2); examined != "a" {
		t.Errorf("a character is cut: %q", examined)
	}
}

// Whatever the bytes are, every mark slices the text, and what was not read blocks.
func FuzzExamineHostile(f *testing.F) {
	for _, s := range hostile(256) {
		f.Add(s, "Mr Bogdan Wiśniewski")
	}
	f.Fuzz(func(t *testing.T, around, name string) {
		body := around + "\n" + name + "\n" + around
		last := 0
		for _, m := range Examine([]Text{{Body: body}}, Options{}).Marks() {
			if m.Start < last || m.End <= m.Start || m.End > len(body) || body[m.Start:m.End] != m.Found {
				t.Fatalf("a mark of %s from %d to %d after %d in %q", m.Kind, m.Start, m.End, last, body)
			}
			last = m.End
		}
	})
}
