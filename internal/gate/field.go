package gate

import (
	"strings"
	"unicode"

	"praxis/internal/gate/tagger"
)

// fieldWords are the beginnings of words that name the instruments and public bodies of this field, in Latin letters
// without accents (tagger.Latin): no person is found by them. Inflected forms and other scripts begin alike.
var fieldWords = strings.Fields(`cpt spt opcat opcat npm mnp mnpt cat echr cedh tedh egmr ecthr hrc ohchr un onu oun uno osce odihr apt fra cpt/inf kpi kpt kzk gdpr rgpd dsgvo iso
	europ evrop euroop eirop avrup nelson mandel istanbul bangkok havan beijing tokio tokyo mendez genev geneve ginebra genf protocol protokol protocole
	convention convencion konvent konvenc unit nations nazioni naciones vereinte council conseil consejo rat rada subcommittee sub committee comite komit ausschuss
	national nacional nazionale preventi mechanism mecanism mecanisme ombuds ombudsman defens mediateur provedor contro rule regle regla regel regul pravil regol kanon kanun rregull reegl noteikum taisykl saant szabaly
	sub praxis forum article articulo artikel strasb estrasb hudoc luxemb iccpr crpd crc udhr epr mandela commissi comision kommiss parliament parlament parlement`)

// fieldStems are they by their first letter, in the same order.
var fieldStems = func() (all [256][]string) {
	for _, stem := range fieldWords {
		all[stem[0]] = append(all[stem[0]], stem)
	}
	return all
}()

// together are pairs of field words that only name the field side by side.
var pairs = map[string]string{"nelson": "mandel", "mandel": "nelson"}

// ofTheField tells whether all words with a capital in a place belong to the names of instruments and public bodies, but for
// an ordinary word that begins its sentence.
func (r *reader) ofTheField(start, end int) bool {
	if first, _, more := strings.Cut(r.text[start:end], " "); more && beginsSentence(r.text, start) && fieldWord(first) == "" && r.allOrdinary(start, start+len(first)) {
		start += len(first)
	}
	some := false
	for w := range strings.FieldsFuncSeq(r.text[start:end], func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if strings.IndexFunc(w, unicode.IsDigit) >= 0 {
			return false
		}
		if w == strings.ToLower(w) {
			continue
		}
		stem := fieldWord(w)
		if stem == "" {
			return false
		}
		if other := pairs[stem]; other != "" && !r.near(start, end, other) {
			return false
		}
		some = true
	}
	return some
}

// fieldWord returns the beginning that a word of the field has; "" for any other word. Abbreviations must be whole, or have
// the s of the plural: NPMs.
func fieldWord(w string) string {
	latin := tagger.Latin(w)
	if latin == "" {
		return ""
	}
	for _, stem := range fieldStems[latin[0]] {
		if latin == stem || len(latin) == len(stem)+1 && latin[len(stem)] == 's' && strings.HasPrefix(latin, stem) || len(stem) > 4 && len(latin) <= len(stem)+5 && strings.HasPrefix(latin, stem) {
			return stem
		}
	}
	return ""
}

// near tells whether a word of the field stands right before, in or after a place.
func (r *reader) near(start, end int, stem string) bool {
	const around = 24
	return strings.Contains(tagger.Latin(r.text[max(0, start-around):min(len(r.text), end+around)]), stem)
}
