package gate

import (
	"strings"
	"unicode/utf8"

	"praxis/internal/draft"
)

// day notes the dates that are written out, with a day or a month and a year, as the numbers are read.
func (r *reader) day(n number, before []word) {
	if n.token != n.start {
		return
	}
	start, end, full := dateAt(r.text, n, before)
	if !full || start < n.start && n.size(0) == 4 && end == n.end(1) && !startsUpper(r.text[start:]) && r.language == "en" {
		return // "may 2024"
	}
	const shortest = 8 // "1.2.2024"; what is shorter may be the number of a rule
	if end-start < shortest || strings.Count(r.text[start:end], " ") == 0 && !hasYear(r.text[start:end]) {
		return
	}
	if k := len(r.dates) - 1; k >= 0 && r.dates[k].end > start {
		return
	}
	r.dates = append(r.dates, finding{start: start, end: end, kind: draft.KindDate, confidence: draft.ConfidenceHigh, noted: true, clue: draft.ClueForm})
}

// hasYear tells whether one of the numbers of a date has four digits.
func hasYear(t string) bool {
	for w := range strings.FieldsFuncSeq(t, func(c rune) bool { return c < '0' || c > '9' }) {
		if looksLikeYear(w) {
			return true
		}
	}
	return false
}

// weekAt takes a week for a date if it says which one: its number, its month, or a day of the last one.
func (r *reader) weekAt(s said, to int) (end int, ok bool) {
	const reach = 4
	at := s.end
	for range reach {
		start, stop := following(r.text, at)
		if stop == 0 || stop > to {
			break
		}
		w := strings.ToLower(r.text[start:stop])
		if isDigit(w[0]) || months[w] {
			end = stop
		} else if end > 0 && utf8.RuneCountInString(w) > 2 {
			break
		}
		at = stop
	}
	if end > 0 {
		return end, true
	}
	return s.end, relativeDay(r.text[s.start:s.end])
}

// relativeDay tells whether a phrase names a day of the week: it ends, or begins, with one.
func relativeDay(t string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(t)) {
		if weekdays[w] {
			return true
		}
	}
	return false
}

var weekdays = newWords(`monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
	montag dienstag mittwoch donnerstag freitag samstag sonntag lunedì martedì mercoledì giovedì venerdì sabato domenica feira
	maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedziałek wtorek środę czwartek piątek sobotę niedzielę`)

// nameBeside is the name that stands right behind a word for an establishment, with short words between, or else right before:
// "carcere di Bollate", "Tartu Vangla".
func (r *reader) nameBeside(s said, from, to int) (start, end int, ok bool) {
	const links, longestLink = 2, 4
	at := s.end
	for n := 0; n <= links; n++ {
		begin, stop := following(r.text, at)
		if stop == 0 || stop > to || strings.ContainsAny(r.text[at:begin], ",(\n") {
			break
		}
		w := r.text[begin:stop]
		if startsUpper(w) {
			return begin, stop, r.isPlaceName(w, n > 0)
		}
		if utf8.RuneCountInString(w) > longestLink {
			break
		}
		at = stop
	}
	begin, stop := preceding(r.text, s.start)
	if !nameFirst[s.language] || stop == 0 || begin < from || r.text[stop:s.start] != " " || !startsUpper(r.text[begin:]) || !r.isPlaceName(r.text[begin:stop], false) {
		return 0, 0, false
	}
	return begin, stop, !beginsSentence(r.text, begin) || !r.ordinaryWord(r.text[begin:stop])
}

// nameFirst are the languages in which a place's name stands before the word for what it is.
var nameFirst = newWords("en nl de sv da nb fi et hu tr lv lt")

// ordinaryWord tells whether the text's language has a word, or whether nobody knows.
func (r *reader) ordinaryWord(w string) bool {
	known := r.ordinaryWords()
	return known == nil || known.Knows(w)
}

// isPlaceName tells whether a word with a capital names a place and is no ordinary one, of the field, or of the calendar. Behind a
// short word such as "de", ordinary words have no capital but in German.
func (r *reader) isPlaceName(w string, linked bool) bool {
	low := strings.ToLower(w)
	if utf8.RuneCountInString(w) < 3 || countries[low] || countryCodes[low] != "" || months[low] || legalWords[w] || fieldWord(w) != "" || r.lexicon.Knows(w) {
		return false
	}
	return linked && r.language != "de" || r.ordinaryWords() == nil || !r.ordinaryWord(w) || r.lexicon.NamesTown(w)
}
