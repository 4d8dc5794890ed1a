package tagger

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// again finds accepted names again: every capitalised word that has been taken for a part of a name with certainty is one
// wherever else it stands in the text, also in capitals, inflected, and in another script.
func (m *Model) again(t *text, scores []scored, levels Levels) {
	const sure = 0.8
	accepted := map[string]Class{}
	stems := map[string][]string{}
	for i, tok := range t.tokens {
		s, f := scores[i], t.facts(i)
		if !tok.isWord || s.best < sure || f.flags&isCapital == 0 || f.length < 3 {
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
				stems[stem] = append(stems[stem], key)
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
		if c := found[tok.word]; tok.isWord && c != Outside && scores[i].score < levels[scores[i].class] {
			scores[i] = scored{c, max(levels[c], 0.5), 0.5}
		}
	}
}

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
