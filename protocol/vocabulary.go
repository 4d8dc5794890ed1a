package protocol

import (
	"regexp"
	"strings"
)

// Term is a code of a vocabulary and its labels. Codes are stable and never reused; labels may be worded better.
type Term struct {
	Code    string
	Broader string // code of the broader term, "" if there is none
	English string
	French  string
	Spanish string
}

// Label is the term's label in a language, in English where there is none.
func (t Term) Label(language string) string {
	switch language {
	case "fr":
		return t.French
	case "es":
		return t.Spanish
	}
	return t.English
}

// Vocabulary is a controlled list of terms.
type Vocabulary struct {
	name  string
	terms []Term
}

// Name is the vocabulary's name, as fields of documents bear it.
func (v Vocabulary) Name() string { return v.name }

// Terms are the terms in the order in which they are offered. They must not be changed.
func (v Vocabulary) Terms() []Term { return v.terms }

// Term is the term of a code.
func (v Vocabulary) Term(code string) (Term, bool) {
	for i := range v.terms {
		if v.terms[i].Code == code {
			return v.terms[i], true
		}
	}
	return Term{}, false
}

// Has tells whether the vocabulary has the code.
func (v Vocabulary) Has(code string) bool {
	_, ok := v.Term(code)
	return ok
}

// Label is a code's label in a language, or the code itself where it is not known.
func (v Vocabulary) Label(code, language string) string {
	if t, ok := v.Term(code); ok {
		return t.Label(language)
	}
	return code
}

// Narrower are the codes at and below a code, the code itself first.
func (v Vocabulary) Narrower(code string) []string {
	codes := []string{code}
	for i := 0; i < len(codes); i++ {
		for _, t := range v.terms {
			if t.Broader == codes[i] {
				codes = append(codes, t.Code)
			}
		}
	}
	return codes
}

func (v Vocabulary) codes() string {
	names := make([]string, len(v.terms))
	for i, t := range v.terms {
		names[i] = t.Code
	}
	return strings.Join(names, ", ")
}

// hint names codes that somebody who wrote an unknown one may have meant: all of a short vocabulary, the close ones of
// a long one.
func (v Vocabulary) hint(code string) Rule {
	if len(v.terms) <= 12 {
		return Rulef("use %s", v.codes())
	}
	if near := v.Near(code); len(near) > 0 {
		return Rulef("did you mean %s?", strings.Join(near, ", "))
	}
	return Rulef("`%s` has a list of codes", v.name)
}

// Near lists up to five codes that resemble a word: one holds the other, or they begin alike, or a label holds the word.
func (v Vocabulary) Near(word string) []string {
	word = strings.ToLower(strings.TrimSpace(word))
	if len(word) < 3 {
		return nil
	}
	stem := word[:min(5, len(word))]
	var near []string
	for _, t := range v.terms {
		labels := strings.ToLower(t.English + "\n" + t.French + "\n" + t.Spanish)
		if strings.Contains(t.Code, stem) || strings.Contains(word, t.Code) || strings.Contains(labels, word) {
			if near = append(near, t.Code); len(near) == 5 {
				break
			}
		}
	}
	return near
}

var (
	nationalForm = regexp.MustCompile(`^national-[A-Z]{2}$`)
	commonForm   = regexp.MustCompile(`^common-[a-z0-9]+(-[a-z0-9]+){0,7}$`)
)

// KnownInstrument tells whether a prefix of provision addresses is one of [Instruments], a country's own law
// ("national-FR") or a common standard of the network ("common-segregation").
func KnownInstrument(prefix string) bool {
	if Instruments().Has(prefix) {
		return true
	}
	return len(prefix) <= maxProvision && (nationalForm.MatchString(prefix) || commonForm.MatchString(prefix))
}
