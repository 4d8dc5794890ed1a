package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
	"praxis/internal/gate/tagger"
)

// birth looks for a date or a year of birth: one that follows a word for being born, with nothing in between but a place,
// or that is followed by one.
func (r *reader) birth(n number, before []word) (finding, bool) {
	if n.token != n.start {
		return finding{}, false
	}
	if f, ok := r.anotherYear(n); ok {
		return f, true
	}
	start, end, full := dateAt(r.text, n, before)
	if end == 0 {
		return finding{}, false
	}
	kind := draft.KindBirthYear
	if full {
		kind = draft.KindBirthDate
	}
	if start < n.start { // the month stands before the day
		before = before[1:]
	}
	if born := bornBefore(before, full); born >= 0 || bornBehind(r.text[end:]) {
		if born >= 0 {
			r.whoWasBorn(before[born:])
		}
		return finding{start: start, end: end, kind: kind, confidence: draft.ConfidenceHigh}, true
	}
	return finding{}, false
}

// anotherYear takes "1996" and "1997" of "born in 1985, 1996 and 1997".
func (r *reader) anotherYear(n number) (finding, bool) {
	if len(r.found) == 0 || !isBirthYear(n.digits(1)) || !endsWord(r.text, n.end(1)) {
		return finding{}, false
	}
	last := r.found[len(r.found)-1]
	if last.kind != draft.KindBirthYear || last.end > n.start || n.start-last.end > 12 {
		return finding{}, false
	}
	between := strings.ToLower(strings.Trim(r.text[last.end:n.start], " ,/"))
	switch between {
	case "", "and", "et", "y", "e", "und", "en", "i", "och", "og", "ja", "a", "és", "și", "и", "та", "και", "ve":
		return finding{start: n.start, end: n.end(1), kind: draft.KindBirthYear, confidence: draft.ConfidenceHigh}, true
	}
	return finding{}, false
}

// whoWasBorn takes for a name the words with a capital right before a word for being born, the nearest first, with a comma or a
// bracket between: "Cas Korstman, geboren op"; likewise two in small letters. Ordinary words of the language in front are none, and one that ends in such a word isn't.
func (r *reader) whoWasBorn(words []word) {
	const longest = 4
	if len(words) < 2 || words[1].gap != ", " && words[1].gap != " (" {
		return
	}
	name := words[1:]
	n := 0
	small := !startsUpper(name[0].as)
	for n < min(len(name), longest) && startsUpper(name[n].as) == !small && !isDigit(name[n].as[0]) && utf8.RuneCountInString(name[n].as) > 1 && (n == 0 || name[n].gap == " " || name[n].gap == "-") {
		n++
	}
	listed := func(w word) bool { return r.lexicon.NamesSomebody(w.as) && (small || !r.lexicon.Knows(w.as)) }
	strange := func(w word) bool { return !r.ordinaryWord(w.as) }
	isName := func(w word) bool { return !tagger.IsTitle(w.as) && fieldWord(w.as) == "" && (listed(w) || strange(w)) }
	if small { // two words side by side, of which the language lacks one at least
		if n = min(n, 2); n < 2 || !isName(name[0]) || !isName(name[1]) || !strange(name[0]) && !strange(name[1]) {
			return
		}
	}
	for n > 0 && !isName(name[n-1]) {
		n--
	}
	if n == 0 || !isName(name[0]) || n == 1 && (r.lexicon.Knows(name[0].as) || r.maybeNoun(name[0].as)) {
		return
	}
	f := finding{start: name[n-1].start, end: name[0].start + len(name[0].as), kind: draft.KindPerson, confidence: draft.ConfidenceHigh, clue: draft.ClueLabel}
	if f.start >= r.lastEnd() {
		r.found = append(r.found, f)
	}
}

// bornBefore tells which of the words before a date makes it one of birth; -1 where none does.
func bornBefore(words []word, full bool) int {
	const reach = 8
	for i, w := range words {
		if i == reach || isDigit(w.text[0]) {
			return -1
		}
		if isBornWord(words[i:]) {
			return i
		}
		if w.breaks() || cohorts[w.text] && !yearFillers[w.text] {
			return -1
		}
		if strings.Contains(w.gap, ".") && !abbreviated(w) {
			return -1
		}
		if first, _ := utf8.DecodeRuneInString(w.as); !full && !yearFillers[w.text] && !unicode.IsUpper(first) {
			return -1
		}
	}
	return -1
}

// isBornWord tells whether words, the nearest first, begin with a word for being born. After a full stop only an
// abbreviation counts.
func isBornWord(words []word) bool {
	w := words[0]
	if w.breaks() {
		return false
	}
	if _, ok := birthPhrases.match(words); ok {
		return true
	}
	if !birthWords[w.text] || w.text == "nato" && w.as == "NATO" {
		return false
	}
	switch w.text { // as other words these would be too common
	case "ur", "nar", "geb", "szül", "synt", "нар", "roj", "rođ", "рођ", "sünd", "dzim", "föd", "γεν":
		return strings.HasPrefix(w.gap, ".") || strings.HasPrefix(w.gap, ":")
	}
	return !strings.HasPrefix(w.gap, ".")
}

func abbreviated(w word) bool { return utf8.RuneCountInString(w.text) <= 3 }

// bornBehind tells whether the words after a date make it one of birth, as in Turkish, Hungarian and German.
func bornBehind(t string) bool {
	t = t[:min(len(t), 40)]
	i := -1
	for w := range strings.FieldsFuncSeq(t, func(c rune) bool { return !unicode.IsLetter(c) && c != '.' && c != ';' }) {
		i++
		w = strings.ToLower(w)
		if bornAfter[w] {
			return true
		}
		if i == 2 || len(w) > 2 && strings.ContainsAny(w, ".;") {
			return false
		}
	}
	return false
}

func isBirthYear(d string) bool { return len(d) == 4 && d >= "1900" && d <= "2099" }

// dateAt reads the date or the year of which n is the first number. It returns an end of 0 where there is none. The start
// is before n where the month's name is.
func dateAt(t string, n number, before []word) (start, end int, full bool) {
	if e, ok := numericDate(n); ok {
		return n.start, e, true
	}
	day := n.size(0) <= 2 && n.digits(1) != "0" && n.digits(1) != "00"
	if day {
		if e := monthThenYear(t, n.end(1)); e > 0 {
			return n.start, e, true
		}
		if len(before) > 0 && months[before[0].text] {
			if e := yearAfter(t, n.end(1)); e > 0 {
				return before[0].start, e, true
			}
		}
		return 0, 0, false
	}
	if !isBirthYear(n.digits(1)) || !endsWord(t, n.end(1)) {
		return 0, 0, false
	}
	if len(before) > 0 && months[before[0].text] { // "born in May 1972"
		return before[0].start, n.end(1), true
	}
	return n.start, n.end(1), false
}

// numericDate reads three groups with the same separator: day or month first, or the year.
func numericDate(n number) (end int, ok bool) {
	if len(n.groups) < 3 || n.groups[0].gap != n.groups[1].gap || n.token != n.start {
		return 0, false
	}
	small := func(k, most int) bool {
		d := n.text[n.groups[k].start:n.groups[k].end]
		v := 0
		for _, c := range d {
			v = v*10 + int(c-'0')
		}
		return len(d) <= 2 && v >= 1 && v <= most
	}
	year := func(k int) bool {
		return n.size(k) == 2 || isBirthYear(n.text[n.groups[k].start:n.groups[k].end])
	}
	dayFirst := year(2) && (small(0, 31) && small(1, 12) || small(0, 12) && small(1, 31))
	yearFirst := n.size(0) == 4 && year(0) && small(1, 12) && small(2, 31)
	return n.end(3), (dayFirst || yearFirst) && endsWord(n.text, n.end(3))
}

// monthThenYear reads " May 1972", ". Mai 1972", " de mayo de 1972", "th of May, 1972".
func monthThenYear(t string, at int) int {
	named := false
	for range 4 {
		w, end := nextWord(t, at)
		switch {
		case months[w]:
			named = true
		case w == "de" || w == "of" || w == "d" || w == "do":
		case !named && (w == "st" || w == "nd" || w == "rd" || w == "th" || w == "er" || w == "º"):
		default:
			return 0
		}
		at = end
		if named {
			if e := yearAfter(t, at); e > 0 {
				return e
			}
		}
	}
	return 0
}

// nextWord returns the next word in lower case, and where it ends; "" where anything but spaces, dots and commas comes
// first.
func nextWord(t string, at int) (string, int) {
	start := at
	for start < len(t) && start-at < 4 && strings.IndexByte(" .,'-/\n", t[start]) >= 0 {
		start++
	}
	end := start
	for end < len(t) {
		r, n := utf8.DecodeRuneInString(t[end:])
		if !unicode.IsLetter(r) {
			break
		}
		end += n
	}
	return strings.ToLower(t[start:end]), end
}

// yearAfter returns where a year ends that follows with nothing but spaces and commas between; 0 where none does.
func yearAfter(t string, at int) int {
	for i := 0; at < len(t) && i < 3 && strings.IndexByte(" ,.-/\n", t[at]) >= 0; i++ {
		at++
	}
	if at+4 <= len(t) && isBirthYear(t[at:at+4]) && isDigit(t[at+2]) && isDigit(t[at+3]) && endsWord(t, at+4) {
		return at + 4
	}
	return 0
}

// months are the names of the months in the members' languages, and their usual short forms.
var months = newWords(`january february march april may june july august september october november december
	jan feb mar apr jun jul aug sep sept oct nov dec
	janvier février mars avril mai juin juillet août septembre octobre novembre décembre
	enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
	januar jänner februar märz juni juli oktober dezember
	gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
	janeiro fevereiro março maio junho julho setembro outubro dezembro
	januari februari maart mei augustus maj augusti december
	stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
	tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
	ledna února března dubna května června července srpna září října listopadu prosince
	januára februára apríla mája júna júla augusta septembra októbra novembra decembra
	január február március április május június július augusztus szeptember október
	ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie
	siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
	januara aprila juna jula avgusta oktobra jaanuar veebruar märts aprill juuni juuli
	janvāra februāra aprīļa maija jūnija jūlija augusta sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
	ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
	января февраля марта апреля мая июня июля августа сентября октября ноября декабря
	січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
	януари февруари март април май юни юли август септември октомври ноември декември
	ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
	janar shkurt prill qershor korrik gusht shtator tetor nëntor dhjetor`)
