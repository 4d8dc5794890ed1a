package tagger

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sure is the probability from which a word teaches what it is for the rest of the text, and that a word has which is taught so.
const sure = 0.9

// beside takes the words right beside a name that have a capital and are not ordinary for parts of it.
func (m *Model) beside(t *text, scores []scored, levels Levels) {
	isName := func(i int) bool {
		return i >= 0 && i < len(t.tokens) && scores[i].class == Person && scores[i].score >= levels[Person] && scores[i].best >= 0.5
	}
	adjacent := func(a, b int) bool {
		if a < 0 || b >= len(t.tokens) || t.tokens[b].line {
			return false
		}
		gap := t.tokens[b].start - t.tokens[a].end
		return gap == 1
	}
	for i, tok := range t.tokens { // a word after a title is a name
		if f := t.facts(i); tok.isWord && f.flags&isCapital != 0 && f.length > 1 && f.flags&isCommon == 0 && t.afterTitle(i) && scores[i].score < titled {
			scores[i] = scored{Person, titled, titled}
		}
	}
	take := func(i, from int) {
		f := t.facts(i)
		if i < from && t.begins(i) && f.flags&(isGiven|isSurname) == 0 || titles[t.names[t.tokens[i].word]] {
			return // "Prisoner Smith"
		}
		if t.tokens[i].isWord && f.flags&isCapital != 0 && f.flags&(isCommon|hasDigit) == 0 && f.length > 1 && !t.lowers[f.low] &&
			(scores[i].class != Person || scores[i].score < scores[from].score) {
			scores[i] = scored{Person, scores[from].score, scores[from].best}
		}
	}
	for i := 1; i < len(t.tokens); i++ {
		if adjacent(i-1, i) && isName(i-1) && !isName(i) {
			take(i, i-1)
		}
	}
	for i := len(t.tokens) - 2; i >= 0; i-- {
		if adjacent(i, i+1) && isName(i+1) && !isName(i) {
			take(i, i+1)
		}
	}
}

// titled is how sure a title makes of the word after it.
const titled = 0.95

// titles are those that are written before names, but for those that are other words as well.
var titles = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`Mr Mrs Ms Miss Mme Mlle Monsieur Madame Herr Herrn Frau Sr Sra Srta Don Doña Dña señor señora Sig Sigra signor signora
		dhr mevr mevrouw meneer pan pani Pan Pani pán pán pana gospodin gospođa gospa herra rouva härra proua kungs kundze ponas ponia herr fru hr
		domnul doamna κύριος κυρία κύριο Bay Bayan zoti zonja господин госпожа пан пані Dr dr MUDr`) {
		set[w] = true
	}
	return set
}()

// afterTitle tells whether a title stands right before a token, with a full stop or without.
func (t *text) afterTitle(i int) bool {
	if t.tokens[i].line {
		return false
	}
	if i > 1 && t.body[t.tokens[i-1].start] == '.' {
		i--
	}
	return i > 0 && titles[t.names[t.tokens[i-1].word]]
}

// again finds accepted names again: every capitalised word that has been taken for a part of a name with certainty is one
// wherever else it stands in the text, also in capitals, inflected, and in another script.
func (m *Model) again(t *text, scores []scored, levels Levels) {
	m.beside(t, scores, levels)
	accepted := map[string]Class{}
	stems := map[string][]string{}
	for i, tok := range t.tokens {
		s, f := scores[i], t.facts(i)
		if !tok.isWord || s.best < 0.8 || f.flags&isCapital == 0 || f.length < 3 {
			continue
		}
		if s.class != Person && (s.class != Organisation && s.class != Place || f.flags&isCommon != 0 || s.best < 0.9) {
			continue
		}
		if f.flags&isCommon != 0 && f.flags&(isGiven|isSurname) == 0 || t.lowers[f.low] {
			continue
		}
		key := Latin(t.names[tok.word])
		if was, ok := accepted[key]; !ok || was != Person {
			accepted[key] = s.class
			if s.class == Person {
				stem := stemOf(key)
				if len(stems[stem]) < mostAlike {
					stems[stem] = append(stems[stem], key)
				}
			}
		}
	}
	if len(accepted) == 0 {
		return
	}
	found := make([]Class, len(t.words)) // by word; Outside where it is none
	for i := range t.words {
		f := &t.words[i]
		if f.flags&isCapital == 0 || f.length < 3 {
			continue
		}
		key := Latin(t.names[i])
		if c, ok := accepted[key]; ok {
			found[i] = c
			continue
		}
		for _, name := range stems[stemOf(key)] {
			if alike(name, key) && f.flags&isCommon == 0 {
				found[i] = Person
			}
		}
	}
	for i, tok := range t.tokens {
		if c := found[tok.word]; tok.isWord && c != Outside && (scores[i].score < levels[scores[i].class] || c == Person && scores[i].score < sure) {
			scores[i] = scored{c, max(levels[c], sure), sure}
		}
	}
}

// mostAlike bounds how many names with one beginning a word is compared with, so that no text takes long.
const mostAlike = 32

// stemOf is the beginning that all inflected forms share.
func stemOf(key string) string { return key[:min(4, len(key))] }

// alike tells whether two words differ only in their last letters.
func alike(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 4 && len(a)-n <= 3 && len(b)-n <= 3 && n >= max(len(a), len(b))/2
}

// Latin writes a word in lower-case Latin letters without accents, so that names in Greek and Cyrillic letters meet
// those in Latin.
func Latin(w string) string {
	var b strings.Builder
	for _, r := range w {
		r = unicode.ToLower(r)
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else if s, ok := letters[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// letters are the Latin letters for accented, Cyrillic and Greek ones.
var letters = func() map[rune]string {
	m := map[rune]string{}
	for _, pair := range strings.Fields(`aàáâãäåāăąά cçćčĉċ dďđ eèéêëēėęěέ gğģĝġ hħ iìíîïīįıίϊΐ kķ lĺļľł nñńņň oòóôõöøōőό rŕř sśşšșŝ tţťțŧ
		uùúûüūůűųύϋΰ wŵ yýÿ zźżž aа bб vв gгґ dд eеэє zз iиіїй kк lл mм nн oо pп rр sс tт uу fф hх yы
		aα vβ gγ dδ eε zζ iηι kκ lλ mμ nν xξ oοω pπ rρ sσς tτ yυύ fφ hχ oώ iή`) {
		runes := []rune(pair)
		for _, r := range runes[1:] {
			m[r] = string(runes[0])
		}
	}
	for r, s := range map[rune]string{
		'ж': "z", 'ц': "c", 'ч': "c", 'ш': "s", 'щ': "st", 'ю': "ju", 'я': "ja", 'ъ': "a", 'ь': "", 'ё': "e", 'ћ': "c", 'ђ': "d", 'џ': "dz",
		'љ': "lj", 'њ': "nj", 'ј': "j", 'ѓ': "g", 'ќ': "k", 'ѕ': "dz", 'θ': "th", 'ψ': "ps", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d",
	} {
		m[r] = s
	}
	return m
}()
