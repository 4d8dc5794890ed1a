package table

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxCount is the largest count. What is larger counts no persons, and sums of a whole table stay far from overflow.
const MaxCount = 1_000_000_000_000

// form is what stands in a cell.
type form int

const (
	formText    form = iota // no number, or one that is none of the others
	formCount               // a whole number that is not negative
	formMeasure             // a decimal, a negative or an absurdly large number: a magnitude
	formPercent
	formBelow   // "<5", "1–4": in the cell's own bounds
	formMissing // nothing, a dash, a sign for "not shown": anything from 0
)

// number is a cell as it was read.
type number struct {
	form   form
	low    int64 // of a count, low = high
	high   int64
	value  float64 // of a measure or a percentage
	places int     // decimals of a percentage
}

// missingSigns stand where no number is shown. Upper case is folded.
var missingSigns = map[string]bool{
	"": true, "-": true, "--": true, "---": true, "x": true, ":": true, ".": true, "..": true, "...": true, "*": true, "**": true, "c": true, "/": true,
	"n/a": true, "na": true, "n.a.": true, "nd": true, "n.d.": true, "n/d": true, "k.a.": true, "s": true, "s.o.": true, "nc": true, "?": true, "i.a.": true,
}

// belowWords come before the number that a hidden count is smaller than.
var belowWords = []string{
	"fewer than", "less than", "under", "below", "moins de", "menos de", "weniger als", "unter", "meno di", "mniej niż", "minder dan", "färre än",
	"færre end", "færre enn", "alle", "méně než", "menej ako", "kevesebb mint", "mai puțin de", "по-малко от", "менше", "меньше", "λιγότερο από", "manje od", "manj kot",
}

// smallWords are small counts in words.
var smallWords = map[string]int64{
	"zero": 0, "none": 0, "nil": 0, "no": 0, "zéro": 0, "aucun": 0, "aucune": 0, "cero": 0, "ninguno": 0, "ninguna": 0, "null": 0, "keine": 0, "keiner": 0, "nessuno": 0,
	"one": 1, "un": 1, "une": 1, "uno": 1, "una": 1, "eins": 1, "ein": 1, "eine": 1, "um": 1, "uma": 1, "jeden": 1, "jedna": 1, "één": 1, "en": 1, "ett": 1, "yksi": 1,
	"two": 2, "deux": 2, "dos": 2, "zwei": 2, "due": 2, "dois": 2, "duas": 2, "dwa": 2, "dwie": 2, "twee": 2, "två": 2, "to": 2, "kaksi": 2, "dva": 2,
	"three": 3, "trois": 3, "tres": 3, "drei": 3, "tre": 3, "três": 3, "trzy": 3, "drie": 3, "kolme": 3, "tři": 3, "tri": 3,
	"four": 4, "quatre": 4, "cuatro": 4, "vier": 4, "quattro": 4, "quatro": 4, "cztery": 4, "fyra": 4, "fire": 4, "neljä": 4, "čtyři": 4,
	"five": 5, "cinq": 5, "cinco": 5, "fünf": 5, "cinque": 5, "pięć": 5, "vijf": 5, "six": 6, "seis": 6, "sechs": 6, "sei": 6, "seven": 7, "sept": 7, "siete": 7,
	"sieben": 7, "sette": 7, "eight": 8, "huit": 8, "ocho": 8, "acht": 8, "otto": 8, "nine": 9, "neuf": 9, "nueve": 9, "neun": 9, "nove": 9,
}

// readNumber reads a cell as people write them in Europe: thousands grouped by a space of any width, a point, a comma or
// an apostrophe; counts with a share in brackets or out of a whole ("12 (30 %)", "3 of 40"), of which the count is taken;
// emphasis and footnotes put aside.
func readNumber(cell string) number {
	s := plain(cell)
	if missingSigns[strings.Trim(s, "()")] {
		return number{form: formMissing, high: MaxCount}
	}
	if n, ok := smallWords[s]; ok {
		return number{form: formCount, low: n, high: n}
	}
	if n, ok := below(s); ok {
		return n
	}
	percent := strings.HasSuffix(s, "%") || strings.HasSuffix(s, "‰")
	if percent && !strings.ContainsAny(s, "(/") {
		return readMeasure(strings.TrimRight(s, "%‰ "), formPercent)
	}
	s = strings.TrimLeft(s, "~≈+ ")
	digits := digitsEnd(s)
	rest := strings.TrimSpace(s[digits:])
	if digits > 0 && follows(rest) {
		s = strings.TrimSpace(s[:digits])
	}
	if n, ok := grouped(s); ok {
		if n > MaxCount {
			return number{form: formMeasure, value: float64(n)}
		}
		return number{form: formCount, low: n, high: n}
	}
	return readMeasure(s, formMeasure)
}

// plain is a cell without emphasis and footnotes, in lower case, with one kind of digit, dash and space.
func plain(cell string) string {
	s := strings.ToLower(norm.NFKC.String(withoutFootnotes(cell)))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '−' || unicode.Is(unicode.Dash, r):
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r) || r == '`' || r == '_':
			return -1
		case r > '9' && unicode.IsDigit(r):
			return digitOf(r)
		}
		return r
	}, s)
	s = strings.TrimSpace(strings.ReplaceAll(s, "**", ""))
	if len(s) > 2 || strings.Trim(s, "*") != "" {
		s = strings.Trim(s, "*†‡ ")
	}
	return s
}

// digitOf maps the decimal digits of any script: each script's ten stand in a row, and every row begins where a
// predecessor is no digit.
func digitOf(r rune) rune {
	zero := r
	for unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	return '0' + (r - zero)
}

// withoutFootnotes drops "[^1]", "[1]" and raised digits after a number.
func withoutFootnotes(s string) string {
	if at := strings.IndexByte(s, '['); at > 0 {
		s = s[:at]
	}
	trimmed := strings.TrimRight(s, "¹²³⁰⁴⁵⁶⁷⁸⁹")
	if trimmed == "" {
		return s
	}
	return trimmed
}

// follows tells whether what stands after a count leaves it the count of the cell.
func follows(rest string) bool {
	if rest == "" || rest[0] == '(' || rest[0] == '/' {
		return true
	}
	for _, word := range []string{"of ", "out of ", "sur ", "de ", "von ", "su ", "z ", "van ", "av ", "af "} {
		if strings.HasPrefix(rest, word) && len(rest) > len(word) && isDigit(rest[len(word)]) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digitsEnd is the end of the digits and separators with which s begins.
func digitsEnd(s string) int {
	end := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			end = i + 1
		case strings.ContainsRune(" .,'’", r):
		default:
			return end
		}
	}
	return end
}

// grouped reads a whole number, with thousands grouped by one separator or not at all.
func grouped(s string) (int64, bool) {
	if s == "" || !isDigit(s[0]) {
		return 0, false
	}
	separator, group, whole := rune(0), 0, int64(0)
	groups := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			group++
			if whole <= MaxCount {
				whole = whole*10 + int64(r-'0')
			}
		case strings.ContainsRune(" .,'’", r) && (separator == 0 || r == separator):
			if groups == 0 && group > 3 || groups > 0 && group != 3 {
				return 0, false
			}
			separator, group, groups = r, 0, groups+1
		default:
			return 0, false
		}
	}
	if groups > 0 && (group != 3 || s[0] == '0') {
		return 0, false
	}
	return whole, true
}

// readMeasure reads a decimal with a point or a comma, maybe negative.
func readMeasure(s string, f form) number {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" '’", r) {
			return -1
		}
		return r
	}, s)
	if point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ','); comma > point {
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	} else {
		s = strings.ReplaceAll(s, ",", "")
	}
	if strings.Trim(s, "0123456789.-") != "" {
		return number{}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return number{}
	}
	n := number{form: f, value: v}
	if at := strings.IndexByte(s, '.'); at >= 0 {
		n.places = len(s) - at - 1
	}
	return n
}

// below reads "<5", "≤ 4", "1-4" and "fewer than 5".
func below(s string) (number, bool) {
	for _, sign := range append([]string{"<", "≤", "=<"}, belowWords...) {
		rest, ok := strings.CutPrefix(s, sign)
		if !ok {
			continue
		}
		n, whole := grouped(strings.TrimSpace(strings.TrimPrefix(rest, "=")))
		if !whole || n > MaxCount {
			continue
		}
		if sign != "≤" && sign != "=<" && !strings.HasPrefix(rest, "=") {
			n--
		}
		return number{form: formBelow, high: max(n, 0)}, true
	}
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		return number{}, false
	}
	low, one := grouped(strings.TrimSpace(from))
	high, other := grouped(strings.TrimSpace(to))
	if !one || !other || low >= high || high > MaxCount {
		return number{}, false
	}
	return number{form: formBelow, low: low, high: high}, true
}
