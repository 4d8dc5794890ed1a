// Package canary plants a made-up detail that identifies somebody in the copy of a text that a reviewer reads, to learn how
// often people catch what machines miss.
//
// The package refuses to give such a copy back as anything but something to look at: a [Copy] has no bytes, no encoding and
// no way into a document. And every name that it plants is one that it knows again, in whatever text: see [In].
//
// It implements the part "Canaries" of specs/drafts.md.
package canary

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
)

// names are nobody's: they were made up for this, and stand in no document that may be approved.
var names = []string{"Tarvendole", "Mirkowandt", "Ostrevalde", "Kellimbard", "Vandrassyk", "Bohrenzuk", "Castirroa", "Delmontrey",
	"Fennigradt", "Gruvalinde", "Halbroszek", "Jantovareil", "Lorpescune", "Nisterwold", "Pradomirel", "Quistabeck"}

// telling are trades that few people have, in English, French and Spanish.
var telling = map[string][]string{
	"en": {"clockmaker", "falconer", "lighthouse keeper", "organ builder", "glass blower", "puppeteer"},
	"fr": {"horloger", "fauconnier", "gardien de phare", "facteur d’orgues", "souffleur de verre", "marionnettiste"},
	"es": {"relojero", "cetrero", "farero", "organero", "soplador de vidrio", "titiritero"},
}

// sentences take a name and a trade.
var sentences = map[string][]string{
	"en": {"Mr %s, who used to be a %s, had noticed the same.", "The only one to complain was a former %[2]s, Mr %[1]s.", "A former %[2]s by the name of %[1]s told us more."},
	"fr": {"M. %s, ancien %s, avait remarqué la même chose.", "Le seul à s’en plaindre était un ancien %[2]s, M. %[1]s.", "Un ancien %[2]s du nom de %[1]s nous en a dit davantage."},
	"es": {"El Sr. %s, antiguo %s, había notado lo mismo.", "El único que se quejó fue un antiguo %[2]s, el Sr. %[1]s.", "Un antiguo %[2]s llamado %[1]s nos contó más."},
}

// Canary is a made-up detail, and where it is planted.
type Canary struct {
	Sentence  string   `json:"sentence"`
	Telling   []string `json:"telling"`   // who names one of these has caught it
	Paragraph int      `json:"paragraph"` // of those of the text that are prose, from 0
}

// Copy is a text with a canary in it, for a reviewer to read. It cannot be shared: nothing makes a document of it.
type Copy struct{ text string }

// Text is what the reviewer reads.
func (c Copy) Text() string { return c.text }

// MarshalJSON refuses: a copy is shown, and never kept or sent.
func (c Copy) MarshalJSON() ([]byte, error) {
	return nil, fmt.Errorf("a text with a made-up detail in it is not kept")
}

// New makes a canary for a text in a language, Markdown with front matter or without. There is none for a language but
// English, French and Spanish, nor for a text without prose.
func New(text, language string, random *rand.Rand) (Canary, bool) {
	places := prose(text)
	if len(places) == 0 || sentences[language] == nil {
		return Canary{}, false
	}
	pick := func(all []string) string { return all[random.IntN(len(all))] }
	name, trade := pick(names), pick(telling[language])
	return Canary{Sentence: fmt.Sprintf(pick(sentences[language]), name, trade), Telling: []string{name, trade}, Paragraph: random.IntN(len(places))}, true
}

// Plant makes the copy of a text that a reviewer reads. The text must be the one that the canary was made for.
func (c Canary) Plant(text string) (Copy, bool) {
	places := prose(text)
	if c.Paragraph < 0 || c.Paragraph >= len(places) {
		return Copy{}, false
	}
	at := places[c.Paragraph]
	return Copy{text[:at] + " " + c.Sentence + text[at:]}, true
}

// NamedIn tells whether an answer names the canary.
func (c Canary) NamedIn(answer string) bool {
	answer = strings.ToLower(answer)
	for _, word := range c.Telling {
		if strings.Contains(answer, strings.ToLower(word)) {
			return true
		}
	}
	return false
}

// In tells whether a name that is ever planted stands in a text.
func In(text string) bool {
	for _, name := range names {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}

// prose finds where paragraphs end that are prose: behind the front matter, not a heading, a list, a table, a quotation or
// code, and a sentence at least.
func prose(text string) []int {
	at := 0
	if strings.HasPrefix(text, "---\n") {
		if end := strings.Index(text[4:], "\n---\n"); end >= 0 {
			at = 4 + end + 5
		}
	}
	var ends []int
	code := false
	for at < len(text) {
		next := strings.Index(text[at:], "\n\n")
		if next < 0 {
			next = len(text) - at
		}
		paragraph := strings.TrimRight(text[at:at+next], "\n ")
		body := strings.TrimLeft(paragraph, "\n")
		if fences := strings.Count(body, "```"); fences > 0 {
			code = code != (fences%2 == 1)
		} else if !code && isProse(body) {
			ends = append(ends, at+len(paragraph))
		}
		at += next + 2
	}
	return ends
}

func isProse(paragraph string) bool {
	first := []rune(paragraph + " ")[0]
	return unicode.IsLetter(first) && strings.ContainsAny(paragraph, ".!?") && strings.HasSuffix(paragraph, ".") && !strings.Contains(paragraph, "|")
}
