package gate

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
)

// plateForms are number plates that little else is written like: capitals and digits in three groups or more, or with
// hyphens where their countries have them. In each, @ is a capital letter of any alphabet of Europe, ~ a
// consonant, and _ a space. Plates that look like
// other codes, such as ABC 123, are only found with a word in front.
var plateForms = func() *regexp.Regexp {
	const letters = `[A-ZÄÖÜČŠŽĐĆАВЕКМНОРСТХІЁЄЈЉЊЦ]`
	var all []string
	for form := range strings.FieldsSeq(`
		@@-\d{3}-@@ @@_\d{3}_@@  @{2}\d{2}_@{3}  \d{4}[_-]~{3}  @{1,3}-@{1,2}_\d{1,4}[HE]?
		\d{2}-@{2,3}-\d{1,2} @{2}-\d{2}-@{2} @{2}-\d{2}-\d{2} \d{2}-\d{2}-@{2} @-\d{3}-@{2} @{2}-\d{3}-@ \d-@{3}-\d{2,3} \d{2}-@{2}-@{2} @{2}-@{2}-\d{2}
		\d{2,3}-@{1,2}-\d{1,6}  \d@\d_\d{4}  @@[_-]\d{3,4}[_-]@@  @@-\d{3}@@  (?:B|[A-Z]{2})_\d{2,3}_[A-Z]{3}  \d{2}_@{1,3}_\d{2,4} @{2}_@{2}-\d{3}`) {
		all = append(all, strings.NewReplacer("@", letters, "~", "[BCDFGHJKLMNPRSTVWXYZ]", "_", " ").Replace(form))
	}
	one := regexp.MustCompile(`^(?:` + strings.Join(all, "|") + `)(?:[^\pL\pN]|$)`)
	one.Longest()
	return one
}()

// plate looks for the number plate of a vehicle: in a form of its own, or any code after a word for it.
func (r *reader) plate(n number, before []word) (finding, bool) {
	if f, ok := r.labelledPlate(n, before); ok {
		return f, true
	}
	start := n.token
	if len(before) > 0 && len(before[0].as) <= 6 && (before[0].gap == " " || before[0].gap == "-") && isCapitals(before[0].as) {
		start = before[0].start
		if len(before) > 1 && before[1].gap == "-" && isCapitals(before[1].as) && before[0].gap == " " { // M-AB 1234
			start = before[1].start
		}
	}
	for _, from := range []int{start, n.token} {
		if f, ok := r.plateAt(from); ok && f.end > n.start {
			return f, true
		}
		if start == n.token {
			break
		}
	}
	return finding{}, false
}

func (r *reader) plateAt(start int) (finding, bool) {
	const longest = 24
	t := r.text
	if start > 0 && (!endsWord(t, start-1) || strings.IndexByte("-/.", t[start-1]) >= 0) || start < r.lastEnd() {
		return finding{}, false
	}
	rest := t[start:min(len(t), start+longest)]
	if strings.IndexFunc(rest[:min(len(rest), 12)], unicode.IsUpper) < 0 {
		return finding{}, false
	}
	if !maybePlate(rest) {
		return finding{}, false
	}
	best := strings.TrimRightFunc(plateForms.FindString(rest), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	if !endsWord(t, start+len(best)) {
		return finding{}, false
	}
	behind := t[start+len(best):]
	if best == "" || len(behind) > 1 && strings.IndexByte("-/.", behind[0]) >= 0 && isAlnum(behind[1]) || r.plateOfTheField(best) || isDigit(best[0]) && strings.Count(best, " ") == 2 && r.language != "tr" && r.language != "hy" {
		return finding{}, false
	}
	return finding{start: start, end: start + len(best), kind: draft.KindPlate, confidence: draft.ConfidenceMedium, clue: draft.ClueForm}, true
}

// maybePlate tells whether a capital stands at a place, or behind a number and at most one space or hyphen there, as in every form.
func maybePlate(t string) bool {
	rest := strings.TrimLeft(t, "0123456789")
	if len(rest) < len(t) && rest != "" && (rest[0] == ' ' || rest[0] == '-') {
		rest = rest[1:]
	}
	c, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsUpper(c)
}

// plateOfTheField tells whether a code is a year or a country with an abbreviation of the field, such as "2015 CPT", or a
// time with a month in short.
func (r *reader) plateOfTheField(code string) bool {
	words := strings.FieldsFunc(code, func(c rune) bool { return c == ' ' || c == '-' })
	for i, w := range words {
		if looksLikeYear(w) && (len(words) == 2 && i == 0 || i == len(words)-1) || fieldWord(w) != "" || legalWords[w] || months[strings.ToLower(w)] || currencies[strings.ToLower(w)] || measures[w] {
			return true
		}
	}
	return false
}

// measures are capitals that stand between or behind numbers as units and ranges.
var measures = newWords("GB MB KB TB KWH KM CM MM LUX DB PPM TO BIS UND AND VON AM PM UHR NR NO ART ABS PAR CET EET GMT UTC NPM MNP LGBT HIV TBC ADHD PTSD ECG PCR")

func isCapitals(w string) bool {
	for _, c := range w {
		if !unicode.IsUpper(c) {
			return false
		}
	}
	return w != "" && utf8.RuneCountInString(w) <= 3
}

// labelledPlate takes the code after a word for a number plate, up to three groups with a capital or a digit each.
func (r *reader) labelledPlate(n number, before []word) (finding, bool) {
	start, rest := n.token, before
	for len(rest) > 0 && isCapitals(rest[0].as) && (rest[0].gap == " " || rest[0].gap == "-") && start-rest[0].start <= 8 {
		if _, ok := plateLabels.match(rest); ok {
			break
		}
		start, rest = rest[0].start, rest[1:]
	}
	if _, ok := labelBefore(rest, plateLabels); !ok {
		return finding{}, false
	}
	end, digits, groups := start, 0, 0
	for i := start; i < len(r.text) && groups < 4; groups++ {
		j := i
		for j < len(r.text) {
			c, size := utf8.DecodeRuneInString(r.text[j:])
			if !unicode.IsUpper(c) && !unicode.IsDigit(c) {
				break
			}
			if unicode.IsDigit(c) {
				digits++
			}
			j += size
		}
		if j == i || !endsWord(r.text, j) {
			break
		}
		if end = j; j+1 >= len(r.text) || r.text[j] != ' ' && r.text[j] != '-' {
			break
		}
		i = j + 1
	}
	if digits < 2 || digits > 8 || utf8.RuneCountInString(r.text[start:end]) < 4 {
		return finding{}, false
	}
	return finding{start: start, end: end, kind: draft.KindPlate, confidence: draft.ConfidenceHigh, clue: draft.ClueLabel}, true
}

// plateLabels are words for a vehicle's number, in the languages of the members.
var plateLabels = newLabels(map[class]string{classFile: `number plate, numberplate, licence plate, license plate, plate, vehicle registration, registration plate, car registration, reg,
	plaque, plaque d immatriculation, immatriculation, immatriculé, immatriculée, minéralogique, matrícula, placa, matriculado, matriculada, kennzeichen, kfz kennzeichen, autokennzeichen, nummernschild, kontrollschild,
	targa, targato, targata, kenteken, kentekenplaat, nummerplaat, tablica rejestracyjna, tablicach rejestracyjnych, rejestracyjny, rejestracyjnych, nr rej, rej,
	spz, registrační značka, registrační značky, poznávací značka, eč, evidenčné číslo, evidenčným, štátna poznávacia značka, rendszám, rendszámú, forgalmi rendszám,
	înmatriculare, înmatriculat, înmatriculată, registracija, registracije, registarska oznaka, registarske oznake, registarskih oznaka, registarskih tablica, tablica, tablice, registrska, registrska oznaka, registrske oznake,
	регистрационен, регистрационен номер, рег, регистрација, регистарска ознака, регистарских ознака, таблица, номерний знак, державний номер, держномер, госномер, номерной знак,
	αριθμός κυκλοφορίας, αριθμό κυκλοφορίας, πινακίδα, πινακίδες, αρ κυκλ, plaka, plakalı, plakası, registreringsnummer, registreringsskylt, regnummer, nummerplade, nummerplate, skilt, kjennemerke,
	rekisterinumero, rekisteritunnus, rekno, numbrimärk, numbrimärgiga, registreerimismärk, numura zīme, numura zīmi, reģistrācijas, valstybinis, valstybinis numeris, valst, targë, targën, targa, pjanċa, skráningarnúmer, bílnúmer, համարանիշ, matrícules`})
