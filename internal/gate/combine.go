package gate

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"praxis/internal/draft"
)

// combine lets the marks of a passage block where together they single somebody out: three different ones of two kinds or
// more, of places and organisations that have a name, dates with a day or a month, and traits; or traits of three sorts, such
// as an age, an origin and an illness. A passage ends at an empty line, but not behind a heading. Years, countries and offices such
// as "the ministry" don't count: methods speak of them all the time, and a text that nothing else stops is not even shown them.
func (r *reader) combine() {
	r.quasi()
	for from := 0; from < len(r.found); {
		to := from + 1
		for to < len(r.found) && !r.parts(r.found[to-1].end, r.found[to].start) && r.found[to].start-r.found[from].start < longestPassage {
			to++
		}
		r.combinePassage(r.found[from:to])
		from = to
	}
	if !slices.ContainsFunc(r.found, func(f finding) bool { return !f.noted }) {
		r.found = slices.DeleteFunc(r.found, func(f finding) bool { return !r.counts(f) && f.kind.IsQuasi() && !r.maybeName(f) })
		r.nameless()
	}
}

// parts tells whether a passage ends between two places: at an empty line, but for the one behind a heading, which speaks of
// what follows.
func (r *reader) parts(from, to int) bool {
	gap := strings.Index(r.text[from:to], "\n\n")
	if gap < 0 {
		return false
	}
	const longestHeading = 120
	end := from + gap
	line := r.text[max(0, end-longestHeading):end]
	begin := strings.LastIndexByte(line, '\n')
	if begin < 0 && end > longestHeading || strings.HasSuffix(strings.TrimRight(line, " "), ".") {
		return true
	}
	return strings.Contains(r.text[end+2:to], "\n\n")
}

// nameless turns what is left of places and organisations that don't count into unknown words, each different one once.
func (r *reader) nameless() {
	seen := map[string]bool{}
	kept := r.found[:0]
	for _, f := range r.found {
		if words := r.text[f.start:f.end]; !r.counts(f) && f.kind.IsQuasi() {
			if seen[words] {
				continue
			}
			seen[words] = true
			f.kind, f.confidence = draft.KindUnknown, draft.ConfidenceLow
		}
		kept = append(kept, f)
	}
	r.found = kept
}

// maybeName tells whether a place or an organisation that doesn't count has words with a capital that no list explains.
func (r *reader) maybeName(f finding) bool {
	t := r.text[f.start:f.end]
	named := f.kind == draft.KindPlace || f.kind == draft.KindOrganisation
	return named && !r.ordinary(f.start, f.end) && !r.isLegal(f) && strings.IndexFunc(t, unicode.IsUpper) >= 0 && !beginsSentence(r.text, f.start) && !countries[strings.ToLower(t)]
}

// isLegal tells whether a mark covers nothing but short titles of laws and courts.
func (r *reader) isLegal(f finding) bool {
	for w := range strings.FieldsFuncSeq(r.text[f.start:f.end], func(c rune) bool { return !unicode.IsLetter(c) }) {
		if !legalWords[w] && fieldWord(w) == "" {
			return false
		}
	}
	return true
}

// longestPassage bounds a passage, in bytes.
const longestPassage = 1200

func (r *reader) combinePassage(passage []finding) {
	distinct := map[string]bool{}
	kinds := map[draft.Kind]bool{}
	sorts := map[byte]bool{}
	counted := make([]bool, len(passage))
	var days []int64
	for i, f := range passage {
		if counted[i] = r.counts(f); counted[i] {
			if day, known := r.dayOf(f); !known {
				distinct[r.lower(f.start, f.end)] = true
			} else if !slices.ContainsFunc(days, func(first int64) bool { return day-first < week && first-day < week }) {
				days = append(days, day)
				distinct[r.lower(f.start, f.end)] = true
			}
			kinds[family(f.kind)] = true
			if f.kind == draft.KindTrait {
				sorts[r.sortOf(f)] = true
			}
		}
	}
	if len(distinct) < enoughTogether || len(kinds) < 2 && len(sorts) < enoughTogether {
		return
	}
	for i := range passage {
		if f := &passage[i]; f.noted && counted[i] {
			f.noted, f.together = false, true
		}
	}
}

// week is so many days: of those that are nearer to one that was counted, each says no more than that.
const week = 7

// dayOf is the day of a date that is written out, in days since 1970. Dates without a year are of one of their own.
func (r *reader) dayOf(f finding) (day int64, known bool) {
	if f.kind != draft.KindDate || f.tells == tellsWeek {
		return 0, false
	}
	text := r.text[f.start:f.end]
	year, month := r.yearAndMonth(text)
	numbers := strings.FieldsFunc(text, func(c rune) bool { return c < '0' || c > '9' })
	named := strings.IndexFunc(text, unicode.IsLetter) >= 0
	numbers = slices.DeleteFunc(numbers, func(n string) bool { return n == year })
	if month == 0 || named && len(numbers) != 1 || !named && (len(numbers) != 2 || year == "") { // several days, or none
		return 0, false
	}
	at := 0
	if strings.HasPrefix(text, year) && !named { // 2024-05-03
		at = 1
	}
	y, _ := strconv.Atoi(year) // 0 without one
	d, err := strconv.Atoi(numbers[at])
	if date := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC); err == nil && date.Day() == d {
		return date.Unix() / (24 * 60 * 60), true
	}
	return 0, false
}

// enoughTogether is how many different marks of a passage stop a text.
const enoughTogether = 3

// sortOf is which sort a trait is of: by its phrase, or else by its words.
func (r *reader) sortOf(f finding) byte {
	if f.tells != 0 {
		return f.tells
	}
	if r.hasDigits(f.start, f.end) {
		return tellsAge
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(r.text[f.start:f.end]), func(c rune) bool { return !unicode.IsLetter(c) }) {
		if g, ok := groupOf(w); ok && g == rungForeigner {
			return tellsOrigin
		}
	}
	return 0
}

// family takes places and organisations as one.
func family(k draft.Kind) draft.Kind {
	if k == draft.KindOrganisation {
		return draft.KindPlace
	}
	return k
}

// counts tells whether a mark narrows the search for a person.
func (r *reader) counts(f finding) bool {
	if f.confidence == draft.ConfidenceLow {
		return false
	}
	switch f.kind {
	case draft.KindPerson:
		return true
	case draft.KindTrait:
		return f.tells != tellsRelative && !r.isOfMany(f)
	case draft.KindPlace, draft.KindOrganisation:
		return !r.ordinary(f.start, f.end) && !r.isLegal(f) && !countries[r.lower(f.start, f.end)]
	case draft.KindDate:
		return f.tells == tellsWeek || r.isDay(f)
	}
	return false
}

// isOfMany tells whether a number that looks like an age counts people: "50 prisoners".
func (r *reader) isOfMany(f finding) bool {
	if strings.Trim(r.text[f.start:f.end], "0123456789") != "" {
		return false
	}
	start, end := following(r.text, f.end)
	return end > 0 && r.cue(r.tellings(), start, end)&cueMany != 0
}

// isDay tells whether a date names a day or a month.
func (r *reader) isDay(f finding) bool {
	digits := 0
	for _, c := range r.text[f.start:f.end] {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(r.text[f.start:f.end]), func(c rune) bool { return strings.ContainsRune(" .,-/", c) }) {
		if months[w] && digits > 0 {
			return true
		}
	}
	return digits > 4
}

// countries of the Council of Europe, as English, French and Spanish write them.
var countries = newList(`albania, andorra, armenia, austria, azerbaijan, belgium, bosnia and herzegovina, bulgaria, croatia, cyprus, czechia, czech republic, denmark, estonia,
	finland, france, georgia, germany, greece, hungary, iceland, ireland, italy, latvia, liechtenstein, lithuania, luxembourg, malta, moldova, monaco, montenegro, netherlands,
	the netherlands, north macedonia, norway, poland, portugal, romania, russia, san marino, serbia, slovakia, slovenia, spain, sweden, switzerland, turkey, türkiye, ukraine,
	united kingdom, the united kingdom, england, scotland, wales, morocco, tunisia, europe,
	albanie, andorre, arménie, autriche, azerbaïdjan, belgique, bosnie-herzégovine, bulgarie, croatie, chypre, tchéquie, danemark, estonie, finlande, géorgie, allemagne, grèce,
	hongrie, islande, irlande, italie, lettonie, lituanie, malte, moldavie, monténégro, pays-bas, macédoine du nord, norvège, pologne, roumanie, russie, saint-marin, serbie,
	slovaquie, slovénie, espagne, suède, suisse, turquie, royaume-uni, maroc, tunisie,
	azerbaiyán, bélgica, bosnia y herzegovina, croacia, chipre, chequia, dinamarca, eslovaquia, eslovenia, españa, finlandia, francia, alemania, grecia, hungría, islandia, irlanda,
	italia, letonia, lituania, luxemburgo, mónaco, noruega, países bajos, polonia, reino unido, rumania, rumanía, rusia, suecia, suiza, turquía, ucrania, marruecos, túnez, europa`)

// newList makes a set of phrases with commas between.
func newList(list string) map[string]bool {
	set := map[string]bool{}
	for phrase := range strings.SplitSeq(list, ",") {
		set[strings.Join(strings.Fields(phrase), " ")] = true
	}
	return set
}
