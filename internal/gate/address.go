package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
)

// address looks for where somebody lives or works: a house number beside a street, in the order of the language, and the
// postcode and town that follow.
func (r *reader) address(n number, before []word) (finding, bool) {
	if n.token != n.start || n.size(0) > 4 || n.start > 0 && strings.IndexByte("/-.§", r.text[n.start-1]) >= 0 {
		return finding{}, false
	}
	end := r.houseEnd(n)
	if r.isDayOfMonth(end) {
		return finding{}, false
	}
	if start, ok := streetBefore(before); ok {
		return r.addressFinding(start, r.townAfter(end))
	}
	if stop := streetAfter(r.text, end); stop > 0 {
		return r.addressFinding(n.start, r.townAfter(stop))
	}
	return finding{}, false
}

// isDayOfMonth tells whether a month follows a number, with nothing but a full stop or "of" between.
func (r *reader) isDayOfMonth(at int) bool {
	for range 2 {
		w, end := nextWord(r.text, at)
		if months[w] {
			return true
		}
		if w != "de" && w != "of" && w != "d" && w != "do" {
			return false
		}
		at = end
	}
	return false
}

func (r *reader) addressFinding(start, end int) (finding, bool) {
	if start < r.lastEnd() {
		return finding{}, false
	}
	return finding{start: start, end: end, kind: draft.KindAddress, confidence: draft.ConfidenceHigh, clue: draft.ClueForm}, true
}

// houseEnd is where a house number ends: 12, 12a, 12/4, 12-14, 12 bis.
func (r *reader) houseEnd(n number) int {
	t := r.text
	end := n.end(1)
	for k := 2; k <= min(len(n.groups), 3) && (n.groups[k-2].gap == "/" || n.groups[k-2].gap == "-") && n.size(k-1) <= 4; k++ {
		end = n.end(k)
	}
	if end < len(t) && isLetter(t[end]) && endsWord(t, end+1) {
		return end + 1
	}
	for _, more := range []string{" bis", " ter", " A", " B", " C"} {
		if strings.HasPrefix(t[end:], more) && endsWord(t, end+len(more)) {
			return end + len(more)
		}
	}
	return end
}

// streetBefore tells whether the words before a number, the nearest first, name a street, and where that begins.
func streetBefore(words []word) (start int, ok bool) {
	named := false
	for i, w := range words[:min(len(words), 7)] {
		if len(w.gap) > 4 || strings.ContainsAny(w.gap, "\n;()!?|") || strings.Contains(w.gap, ":") && !(i == 0 && fillers[w.text]) || strings.Contains(w.gap, ".") && !(i == 0 || shortStreet[w.text] || utf8.RuneCountInString(w.text) <= 3) {
			return 0, false
		}
		first, _ := utf8.DecodeRuneInString(w.as)
		switch {
		case streetTypes[w.text] && named && (!dotted[w.text] || strings.HasPrefix(w.gap, ".") || strings.HasPrefix(w.gap, "/")):
			return w.start, true
		case endsLikeStreet(w) && unicode.IsUpper(first):
			return w.start, true
		case lastStreet[w.text] && (len(w.text) > 2 || strings.HasPrefix(w.gap, ".")) && i+1 < len(words) && startsUpper(words[i+1].as) && len(words[i+1].gap) <= 2:
			return begin(words[i+1:]), true
		case unicode.IsUpper(first) && !unicode.IsDigit(first):
			named = true
		case i <= 1 && fillers[w.text], particles[w.text]:
		case isDigit(w.text[0]) && len(w.text) <= 2 && i > 0: // via 4 Novembre
			named = true
		default:
			return 0, false
		}
	}
	return 0, false
}

// begin is where the words with a capital before a street's type begin: "Nagy Lajos" of "Nagy Lajos utca".
func begin(words []word) int {
	start := words[0].start
	for i := 1; i < min(len(words), 4) && startsUpper(words[i].as) && words[i].gap == " " && utf8.RuneCountInString(words[i].as) > 1; i++ {
		start = words[i].start
	}
	return start
}

func startsUpper(w string) bool {
	first, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(first)
}

func endsLikeStreet(w word) bool {
	for _, suffix := range streetSuffixes {
		if strings.HasSuffix(w.text, suffix) && len(w.text) > len(suffix)+2 {
			return true
		}
	}
	return false
}

// streetAfter tells whether a street follows a house number, and where it ends; 0 where none does. In French, the type
// comes first; in English last.
func streetAfter(t string, at int) int {
	at = skip(t, at, ", ", 2)
	first, end := wordAt(t, at)
	if first == "" {
		return 0
	}
	if firstStreet[strings.ToLower(first)] {
		named := 0
		for range 6 {
			next := skip(t, end, " '’-.", 2)
			w, e := wordAt(t, next)
			if w == "" || next == end || !startsUpper(w) && !particles[strings.ToLower(w)] {
				break
			}
			if end = e; startsUpper(w) {
				named = e
			}
		}
		return named
	}
	if !startsUpper(first) {
		return 0
	}
	for range 3 {
		next := skip(t, end, " '’", 1)
		w, e := wordAt(t, next)
		if w == "" || next == end || !startsUpper(w) {
			return 0
		}
		if englishStreet[w] {
			return e
		}
		end = e
	}
	return 0
}

// townAfter goes on over the postcode and the town that follow an address, up to two commas away.
func (r *reader) townAfter(end int) int {
	t := r.text
	for range 2 {
		at := skip(t, end, ", \n", 3)
		if at == end {
			break
		}
		code := postcode(t, at)
		next := at
		if code > at {
			next = skip(t, code, " ", 1)
		} else if !strings.HasPrefix(t[end:], ",") {
			break
		}
		stop := townEnd(t, next)
		switch {
		case stop > 0 && (code > at || r.lexicon.NamesTown(firstWord(t[next:stop]))):
			end = stop
		case code > at:
			end = code
		default:
			return end
		}
	}
	return end
}

// townEnd is where a town's name of up to three words ends, without a word that begins the next field; 0 where there is none.
func townEnd(t string, at int) int {
	stop, last := 0, 0
	for range 3 {
		w, e := wordAt(t, at)
		if !startsUpper(w) || utf8.RuneCountInString(w) < 2 {
			return stop
		}
		last, stop = stop, e
		if e < len(t) && t[e] == ':' {
			return last
		}
		if at = skip(t, e, " -", 1); at == e {
			break
		}
	}
	return stop
}

func firstWord(t string) string { w, _ := wordAt(t, 0); return w }

// postcode is where a postcode ends that begins at a place: four to six digits, with a country or a letter in front, a gap or
// letters behind, as the countries of Europe write them; the place itself where there is none.
func postcode(t string, at int) int {
	i := at
	if w, e := wordAt(t, i); len(w) <= 2 && w != "" && isCapitals(w) && e < len(t) && (t[e] == '-' || t[e] == ' ') {
		i = e + 1
	}
	from := i
	for i < len(t) && isDigit(t[i]) {
		i++
	}
	switch n := i - from; {
	case n < 2 || n > 6:
		return at
	case (n == 2 || n == 3 || n == 4) && i+1 < len(t) && (t[i] == '-' || t[i] == ' ') && isDigit(t[i+1]): // 00-950, 123 45, 1000-001
		j := i + 1
		for j < len(t) && isDigit(t[j]) {
			j++
		}
		if total := n + j - i - 1; total >= 5 && total <= 7 && endsWord(t, j) {
			return j
		}
		return at
	case n == 4:
		if w, e := wordAt(t, skip(t, i, " ", 1)); len(w) == 2 && isCapitals(w) { // 1017 AB
			return e
		}
	case n < 4:
		return at
	}
	if !endsWord(t, i) {
		return at
	}
	return i
}

func skip(t string, at int, set string, most int) int {
	for n := 0; at < len(t) && n < most; n++ {
		c, size := utf8.DecodeRuneInString(t[at:])
		if !strings.ContainsRune(set, c) {
			break
		}
		at += size
	}
	return at
}

// wordAt is the word that begins at a place, and where it ends; "" where there is none, or one that is too long to be a word.
func wordAt(t string, at int) (string, int) {
	end := at
	for end < len(t) {
		c, size := utf8.DecodeRuneInString(t[end:])
		if !unicode.IsLetter(c) {
			break
		}
		if end += size; end-at > longestSaid {
			return "", at
		}
	}
	return t[at:end], end
}

// particles may stand within the name of a street.
var particles = newWords(`o de la le les du des d l del della dei degli delle di da do dos das e y i v van von der den dem den het ten ter zum zur am an im in sv svetog svete sv św ks gen dr prof de's of the saint`)

// streetTypes come before the name of a street whose number follows it.
var streetTypes = newWords(`via viale piazza piazzale corso vicolo largo contrada borgo calle avenida avda paseo plaza plza carretera ronda travesía camino c rua travessa praça alameda estrada beco
	ul ulica ulicy ulici ulice ulicu al aleja aleje alei aleji pl plac os osiedle třída tř náměstí nám trg nábřeží námestie trieda strada str stradă bulevardul bd bdul calea aleea șoseaua șos piața intrarea
	улица ул булевард бул площад пл жк вулиця вул проспект просп пр провулок пров вулиці бульвар переулок пер шоссе οδός οδού λεωφόρος λεωφ πλατεία
	rruga rr bulevardi triq sqaq carrer avinguda passeig plaça kalea փողոց bulevar šetalište obala straße strasse laan`)

// dotted are abbreviations that are other words without their full stop.
var dotted = newWords(`al pl os tř nám str bd pr per c sok cad rr пл пер`)

// shortStreet are the abbreviations among them, behind which a full stop stands.
var shortStreet = newWords(`ul al pl os tř nám str bd șos ул бул пл вул просп пр пров пер λεωφ rr avda plza c bul sok cad mah gen dr prof`)

// lastStreet come after the name of a street, before its number.
var lastStreet = newWords(`utca utcai út tér körút sétány köz tn tänav mnt maantee pst puiestee iela bulvāris prospekts gatvė g prospektas pr alėja sokak sokağı sk sok cadde caddesi cad cd bulvarı mahallesi street road`)

// streetSuffixes end the names of streets that are one word.
var streetSuffixes = strings.Fields(`straße strasse str gasse weg allee platz damm ufer straat laan plein gracht kade dijk gatan gata vägen vägan vei veien vej vejen gade gaten veg vegen torget gränd plads stræde
	katu kuja tie polku vegur stígur braut`)

// firstStreet come between the house number and the name, in French.
var firstStreet = newWords(`rue avenue av boulevard bd bld place impasse allée allee chemin quai route cours square passage ruelle faubourg sentier résidence hameau`)

// englishStreet end the names of streets that follow a house number, in English and Irish.
var englishStreet = newWords(`Street St Road Rd Lane Ln Avenue Ave Drive Close Square Terrace Crescent Gardens Grove Row Hill Mews Walk Parade Quay Boulevard Highway`)
