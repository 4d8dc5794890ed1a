// Package difference says what differs between two texts, word by word, for pages that show it and for people who hear it.
//
// The package refuses to judge: it does not know which of the texts leaves. It compares strings, in bounded time, and a
// comparison that was cut short says more than it must, never less.
//
// It implements the part "What is shown after that" of specs/drafts.md.
package difference

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Kind says in which of two texts words stand.
type Kind string

// The kinds.
const (
	Same Kind = "same" // in both
	Gone Kind = "gone" // in the first alone
	New  Kind = "new"  // in the second alone
)

// Part is a run of words, with the spaces between and behind them.
type Part struct {
	Kind  Kind   `json:"kind"`
	Words string `json:"words"`
}

const (
	// timeout bounds how long two texts are compared; after it, what is left counts as changed.
	timeout = 500 * time.Millisecond
	// maxDistinct bounds how many different words two texts may have to be compared word by word.
	maxDistinct = 0xd000
)

// Between compares two texts. The parts that are not new make the first text, those that are not gone the second.
func Between(was, is string) []Part {
	if was == is {
		return parts(Part{Same, was})
	}
	a := alphabet{letters: make(map[string]rune)}
	first, second := a.spell(was), a.spell(is)
	if len(a.words) > maxDistinct {
		return parts(Part{Gone, was}, Part{New, is})
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = timeout
	var all []Part
	for _, one := range d.DiffMainRunes(first, second, false) {
		kind := map[diffmatchpatch.Operation]Kind{diffmatchpatch.DiffEqual: Same, diffmatchpatch.DiffDelete: Gone, diffmatchpatch.DiffInsert: New}[one.Type]
		all = append(all, Part{kind, a.read(one.Text)})
	}
	return parts(all...)
}

// parts gathers neighbouring changes, with nothing but spaces between them, into what is gone and what is new: so a name
// that became another is one change.
func parts(all ...Part) []Part {
	var out []Part
	var gone, young, between string // of the change under way, and the spaces after it
	end := func() {
		for _, p := range []Part{{Gone, gone}, {New, young}, {Same, between}} {
			switch {
			case p.Words == "":
			case len(out) > 0 && out[len(out)-1].Kind == p.Kind:
				out[len(out)-1].Words += p.Words
			default:
				out = append(out, p)
			}
		}
		gone, young, between = "", "", ""
	}
	for _, p := range all {
		changing := gone != "" || young != ""
		switch {
		case p.Kind == Same && changing && between == "" && strings.TrimSpace(p.Words) == "":
			between = p.Words
		case p.Kind == Same:
			end()
			between = p.Words
			end()
		case p.Kind == Gone:
			gone, young, between = gone+between+p.Words, young+between, ""
		case p.Kind == New:
			gone, young, between = gone+between, young+between+p.Words, ""
		}
	}
	end()
	return out
}

// alphabet writes each different word as one letter, so that a comparison of letters is one of words.
type alphabet struct {
	letters map[string]rune
	words   []string
}

// spell writes a text: each run of letters and digits is a word, and so is each other character.
func (a *alphabet) spell(text string) []rune {
	var spelt []rune
	for text != "" {
		end := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) })
		switch {
		case end < 0:
			end = len(text)
		case end == 0:
			_, end = utf8.DecodeRuneInString(text)
		}
		word := text[:end]
		letter, ok := a.letters[word]
		if !ok {
			letter = rune(len(a.words) + 1) // below the surrogates, as maxDistinct sees to
			a.letters[word] = letter
			a.words = append(a.words, word)
		}
		spelt, text = append(spelt, letter), text[end:]
	}
	return spelt
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func (a *alphabet) read(spelt string) string {
	var b strings.Builder
	for _, letter := range spelt {
		b.WriteString(a.words[letter-1])
	}
	return b.String()
}

// Changed tells whether anything differs.
func Changed(all []Part) bool {
	for _, p := range all {
		if p.Kind != Same {
			return true
		}
	}
	return false
}

// sentences say a change, in English, French and Spanish: words became others, are gone, are new.
var sentences = map[string][3]string{
	"en": {"“%s” became “%s”.", "“%s” is gone.", "“%s” is new."},
	"fr": {"« %s » est devenu « %s ».", "« %s » a disparu.", "« %s » est nouveau."},
	"es": {"«%s» pasó a ser «%s».", "«%s» ya no está.", "«%s» es nuevo."},
}

// Said says each change in a sentence, in the language "en", "fr" or "es"; in any other it is English.
func Said(all []Part, language string) []string {
	say, ok := sentences[language]
	if !ok {
		say = sentences["en"]
	}
	var said []string
	for i := 0; i < len(all); i++ {
		words := strings.TrimSpace(all[i].Words)
		switch {
		case all[i].Kind == Gone && i+1 < len(all) && all[i+1].Kind == New:
			said = append(said, fmt.Sprintf(say[0], words, strings.TrimSpace(all[i+1].Words)))
			i++
		case words == "": // a space is not worth a sentence
		case all[i].Kind == Gone:
			said = append(said, fmt.Sprintf(say[1], words))
		case all[i].Kind == New:
			said = append(said, fmt.Sprintf(say[2], words))
		}
	}
	return said
}
