package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	maxWords = 16 // of a query; words beyond are not looked for
	maxWord  = 64 // bytes of a word; a longer one is compared by its beginning
)

// wordsOf are the folded words of a query.
func wordsOf(query string) []string {
	var all []string
	eachWord(query, func(from, to int) bool {
		if w := fold(query[from:to]); w != "" {
			if bare, ok := withoutArticle(w); ok {
				w = bare
			}
			all = append(all, w)
		}
		return len(all) < maxWords
	})
	return all
}

// eachWord calls yield with where each word of a text stands, in bytes, until it returns false. Signs that stand on, under
// or between the letters of a word belong to it.
func eachWord(text string, yield func(from, to int) bool) {
	from := -1
	for at, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || from >= 0 && (unicode.Is(unicode.Mn, r) || r == softHyphen) {
			if from < 0 {
				from = at
			}
			continue
		}
		if from >= 0 && !yield(from, at) {
			return
		}
		from = -1
	}
	if from >= 0 {
		yield(from, len(text))
	}
}

const (
	softHyphen = '\u00ad'
	tatweel    = '\u0640' // stretches an Arabic word, and means nothing
)

// letters that Unicode does not take apart, and what people type for them.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ħ", "h",
	"ى", "ي", "ة", "ه", "ک", "ك", "ی", "ي")

// fold takes case, accents, vowel signs and the like away.
func fold(word string) string {
	plain, lower := true, true
	for i := range len(word) {
		plain = plain && word[i] < utf8.RuneSelf
		lower = lower && (word[i] < 'A' || word[i] > 'Z')
	}
	switch {
	case plain && !lower:
		word = strings.ToLower(word)
	case !plain:
		var b strings.Builder
		for _, r := range norm.NFKD.String(word) {
			if !unicode.Is(unicode.Mn, r) && r != softHyphen && r != tatweel {
				b.WriteRune(unicode.ToLower(r))
			}
		}
		word = letters.Replace(b.String())
	}
	if len(word) > maxWord {
		word = strings.ToValidUTF8(word[:maxWord], "")
	}
	return word
}

// withoutArticle is a folded Arabic word without the article and the particles that are written together with it, where
// three letters are left: who looks for a word finds it with and without.
func withoutArticle(word string) (string, bool) {
	if len(word) < 2 || word[0] < 0xd8 || word[0] > 0xdb { // the first byte of Arabic letters
		return "", false
	}
	for _, article := range []string{"وال", "بال", "فال", "كال", "ال", "لل"} {
		if bare, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(bare) >= 3 {
			return bare, true
		}
	}
	return "", false
}
