package tagger

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Latin writes a word in lower-case Latin letters without accents, so that names in Greek, Cyrillic, Arabic, Armenian and
// Georgian letters meet those in Latin.
func Latin(w string) string {
	if isLatin(w) {
		return w // as most words
	}
	var b strings.Builder
	b.Grow(len(w))
	for _, r := range w {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r |= 0x20
			}
			b.WriteByte(byte(r))
			continue
		}
		r = unicode.ToLower(r)
		if s, ok := letters[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isLatin tells whether a word is written so already.
func isLatin(w string) bool {
	for i := range len(w) {
		if c := w[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// letters are the Latin letters for accented ones and for those of other alphabets.
var letters = func() map[rune]string {
	m := map[rune]string{}
	for _, pair := range strings.Fields(`aàáâãäåāăąά cçćčĉċ dďđ eèéêëēėęěέ gğģĝġ hħ iìíîïīįıίϊΐ kķ lĺļľł nñńņň oòóôõöøōőό rŕř sśşšșŝ tţťțŧ
		uùúûüūůűųύϋΰ wŵ yýÿ zźżž aа bб vв gгґ dд eеэє zз iиіїй кk lл mм nн oо pп rр sс tт uу fф hх yы
		aα vβ gγ dδ eε zζ iηι kκ lλ mμ nν xξ oοω pπ rρ sσς tτ yυύ fφ hχ oώ iή
		bب tتط jج hحه dدضذ rر zزظ sسص fف qق kك lل mم nن wو yيى aاأآإع tث
		aա bբ gգ dդ eեէը zզ tթտ zժ iի lլ xխ ckծ kկ hհ mմ yյ nն oոօ pպփ jջ rռր sս vվ uւ fֆ qք
		aა bბ gგ dდ eე vვ zზ tთტ iი kკქ lლ mმ nნ oო pპფ rრ sს uუ qყ hჰ jჯ`) {
		runes := []rune(pair)
		for _, r := range runes[1:] {
			m[r] = string(runes[0])
		}
	}
	for r, s := range map[rune]string{
		'ж': "z", 'ц': "c", 'ч': "c", 'ш': "s", 'щ': "st", 'ю': "ju", 'я': "ja", 'ъ': "a", 'ь': "", 'ё': "e", 'ћ': "c", 'ђ': "d", 'џ': "dz",
		'љ': "lj", 'њ': "nj", 'ј': "j", 'ѓ': "g", 'ќ': "k", 'ѕ': "dz", 'θ': "th", 'ψ': "ps", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d", 'к': "k",
		'ش': "sh", 'خ': "kh", 'غ': "gh", 'ة': "a", 'ء': "", 'ئ': "y", 'ؤ': "w",
		'ծ': "ts", 'ձ': "dz", 'ղ': "gh", 'ճ': "ch", 'շ': "sh", 'չ': "ch", 'ց': "ts", 'ჟ': "zh", 'ღ': "gh", 'შ': "sh", 'ჩ': "ch", 'ც': "ts", 'ძ': "dz", 'წ': "ts", 'ჭ': "ch", 'ხ': "kh",
	} {
		m[r] = s
	}
	return m
}()

// script is an alphabet.
type script uint8

const (
	scriptOther script = iota
	scriptLatin
	scriptCyrillic
	scriptGreek
	scriptArabic

	scripts
)

func scriptOf(w string) script {
	r, _ := utf8.DecodeRuneInString(w)
	switch {
	case r < utf8.RuneSelf || unicode.Is(unicode.Latin, r):
		return scriptLatin
	case unicode.Is(unicode.Cyrillic, r):
		return scriptCyrillic
	case unicode.Is(unicode.Greek, r):
		return scriptGreek
	case unicode.Is(unicode.Arabic, r):
		return scriptArabic
	}
	return scriptOther
}

// hasCase tells whether a word begins with a letter that has capitals.
func hasCase(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.ToUpper(r) != r || unicode.ToLower(r) != r
}

// fewestBones is how many consonants a name needs to be compared across scripts.
const fewestBones = 3

// sounds are groups of letters that one script writes with one letter and another with several, and how they are compared.
// Letters that no group has are vowels here, or are as often left out as written.
var sounds = func() (all [256][]sound) { // by the first letter
	for _, pair := range strings.Fields(`tsch=s sch=s shch=s dzh=s dsch=s chr=kr ck=k sh=s zh=s ch=s kh=- gh=k th=t ph=f tz=s ts=s dz=s cz=s sz=s rz=s dj=s
		ce=s ci=s cy=s c=k b=p p=p d=t t=t k=k g=k q=k f=f v=f w=f l=l m=m n=n r=r s=s z=s x=ks`) {
		from, to, _ := strings.Cut(pair, "=")
		all[from[0]] = append(all[from[0]], sound{from, strings.Trim(to, "-")})
	}
	return all
}()

type sound struct{ from, to string }

// skeleton are the consonants of a word in Latin letters, those alike taken for one, so that a name and what another script
// makes of it have the same.
func skeleton(latin string) string {
	var room [32]byte
	b := room[:0]
	for i := 0; i < len(latin); {
		if i > 0 && latin[i] == latin[i-1] {
			i++
			continue
		}
		n := 1
		for _, s := range sounds[latin[i]] {
			if strings.HasPrefix(latin[i:], s.from) {
				b, n = append(b, s.to...), len(s.from)
				break
			}
		}
		i += n
	}
	return string(b)
}

// withoutParticles are a word, and what it is without what Arabic writes as one word with it.
func withoutParticles(latin string) []string {
	all := []string{latin}
	for _, p := range []string{"al", "w", "l", "b", "wal", "f"} {
		if rest, ok := strings.CutPrefix(latin, p); ok && len(rest) > 2 {
			all = append(all, rest)
		}
	}
	return all
}
