package gate

import (
	"strings"

	"praxis/internal/draft"
)

// accountLengths are the lengths of bank account numbers by country (ISO 13616, SWIFT's register).
var accountLengths = map[string]int{
	"AD": 24, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
	"FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20,
	"LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19,
	"SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}

// account looks for an international bank account number, in one piece or in groups.
func (r *reader) account(n number, _ []word) (finding, bool) {
	t := r.text
	if n.start-n.token != 2 || n.token > 0 && !endsWord(t, n.token-1) {
		return finding{}, false
	}
	want := accountLengths[strings.ToUpper(t[n.token:n.start])]
	if want == 0 {
		return finding{}, false
	}
	number := make([]byte, 0, want)
	i := n.token
	for ; i < len(t) && len(number) < want; i++ {
		switch c := t[i]; {
		case isAlnum(c):
			number = append(number, c)
		case (c == ' ' || c == '-') && i+1 < len(t) && isAlnum(t[i+1]):
		default:
			return finding{}, false
		}
	}
	if len(number) < want || !endsWord(t, i) || accountRemainder(strings.ToUpper(string(number))) != 1 {
		return finding{}, false
	}
	return finding{start: n.token, end: i, kind: draft.KindAccountNumber, confidence: draft.ConfidenceCertain}, true
}

// accountRemainder is the remainder modulo 97 (ISO 7064) of the number with its first four characters moved to the end and
// letters as 10 to 35.
func accountRemainder(number string) int {
	remainder := 0
	for _, c := range number[4:] + number[:4] {
		if c >= 'A' {
			remainder = (remainder*100 + int(c-'A') + 10) % 97
		} else {
			remainder = (remainder*10 + int(c-'0')) % 97
		}
	}
	return remainder
}
