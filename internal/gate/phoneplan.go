package gate

import (
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"praxis/internal/draft"
)

// planned looks for a number as it is dialled within a country, without a zero or a word in front: grouped as telephone
// numbers are, and valid in the numbering plan of a country where the text may come from.
func (r *reader) planned(n number, before []word) (finding, bool) {
	if n.token != n.start || n.start > 0 && strings.IndexByte("+.,/-(#:§", r.text[n.start-1]) >= 0 && !opensPhone(n) || r.continues(n, before) {
		return finding{}, false
	}
	for k := min(len(n.groups), 5); k > 0; k-- {
		if !endsWord(r.text, n.end(k)) || !groupedLikePhone(n, k) || r.amount(n.start, n.end(k)) {
			continue
		}
		if behind := r.text[n.end(k):]; strings.HasPrefix(behind, "%") || strings.HasPrefix(behind, " %") {
			continue
		}
		if r.inPlan(n.digits(k)) {
			f, ok := n.finding(k, draft.KindPhone, draft.ConfidenceMedium)
			f.clue = draft.CluePlan
			return f, ok
		}
	}
	return finding{}, false
}

// opensPhone tells that the number begins with an area in brackets.
func opensPhone(n number) bool {
	return n.text[n.start-1] == '(' && strings.HasPrefix(n.groups[0].gap, ")")
}

// groupedLikePhone tells whether the first k groups may be a telephone number: seven to eleven digits in groups of two to
// four, or nine or ten in one, that are no date, no years and no count.
func groupedLikePhone(n number, k int) bool {
	total := n.total(k)
	if total < 7 || total > 11 || isDate(n, k) && (k == 3 || n.groups[0].gap != " ") || k < len(n.groups) && strings.Trim(n.groups[k-1].gap, " ()") != "" {
		return false
	}
	if rest := n.total(len(n.groups)) - total; rest > 0 && rest < 7 {
		return false // it goes on, and no other number begins
	}
	if k == 1 {
		return total == 9 || total == 10
	}
	thousands, years := n.size(0) <= 3, true
	for i := range k {
		size := n.size(i)
		if size > 4 && (k > 2 || size > 7) || size < 2 && !(i == 0 && k > 2) {
			return false
		}
		if i > 0 && i < k-1 && n.groups[i].gap != n.groups[0].gap && (i > 1 || n.groups[0].gap == "." || n.groups[i].gap == "/") {
			return false
		}
		thousands = thousands && (i == 0 || size == 3)
		years = years && looksLikeYear(n.text[n.groups[i].start:n.groups[i].end])
	}
	if n.groups[0].gap == "." && k < 3 || n.groups[0].gap == "/" && (total < 9 || k == 2 && n.size(1) < 6) || years || looksLikeYear(n.text[n.groups[0].start:n.groups[0].end]) && k == 2 {
		return false
	}
	if thousands { // 601 234 567 may be called or counted
		gap := n.groups[0].gap
		return total == 9 && (gap == " " || gap == "-") && !strings.HasSuffix(n.digits(k), "000")
	}
	return true
}

// freeLookups is how many numbers of any text are looked up in the numbering plans; a text may have one more for every
// bytesPerLookup bytes. What goes beyond is marked unseen, so that no text takes long and none passes.
const (
	freeLookups    = 500
	bytesPerLookup = 500
)

// inPlan tells whether digits are a valid number in one of the countries where the text may come from.
func (r *reader) inPlan(digits string) bool {
	for _, country := range r.countries {
		if r.lookups++; r.lookups > freeLookups+len(r.text)/bytesPerLookup {
			return true
		}
		p, err := phonenumbers.Parse(digits, country)
		if err == nil && phonenumbers.IsValidNumberForRegion(p, country) {
			return true
		}
	}
	return false
}

// home are the countries where a text may come from: the body's, and those of its language.
func home(country, language string) []string {
	const most = 3
	all := countriesOf(language)
	if country = strings.ToUpper(country); country != "" {
		all = append([]string{country}, slices.DeleteFunc(all, func(c string) bool { return c == country })...)
	}
	return all[:min(len(all), most)]
}
