package gate

import (
	"regexp"
	"strings"

	"praxis/internal/draft"
)

// Numbers with letters, each anchored where its word begins.
var (
	spanishForm = regexp.MustCompile(`^(?:[0-9]{8}|[XYZxyz]-?[0-9]{7})-?[A-Za-z]`)
	italianForm = regexp.MustCompile(`^(?i)[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]`)
	britishForm = regexp.MustCompile(`^(?i)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]`)
	finnishForm = regexp.MustCompile(`^(?i)[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]`)
	germanForm  = regexp.MustCompile(`^[0-9]{2} ?[0-9]{6} ?[A-Za-z] ?[0-9]{3}`)
	portuForm   = regexp.MustCompile(`^[0-9]{8} ?[0-9] ?[A-Za-z0-9]{2}[0-9]`)
	irishForm   = regexp.MustCompile(`^(?i)[0-9]{7}[A-W][A-IW]?`)
)

// lettered looks for personal numbers with letters in them.
func lettered(t string, n number) (finding, bool) {
	start := n.token
	if before := letterBefore(t, start); before < start {
		if f, ok := letteredAt(t, before); ok {
			return f, true
		}
	}
	if start == n.start && n.size(0) < 6 && n.size(1) != 6 { // German ones may begin with two digits and a space
		return finding{}, false
	}
	return letteredAt(t, start)
}

func letteredAt(t string, start int) (finding, bool) {
	if start > 0 && !endsWord(t, start-1) {
		return finding{}, false
	}
	rest := t[start:min(len(t), start+24)]
	if !maybeLettered(rest) {
		return finding{}, false
	}
	for _, form := range []struct {
		pattern *regexp.Regexp
		check   func(string) bool
	}{
		{spanishForm, spanish}, {italianForm, italian}, {britishForm, british}, {finnishForm, finnish}, {irishForm, irish}, {germanForm, german}, {portuForm, portugueseCard},
	} {
		m := form.pattern.FindString(rest)
		if m == "" || !endsWord(t, start+len(m)) {
			continue
		}
		if form.check(strings.ToUpper(joined.Replace(m))) || form.pattern == finnishForm && finnish(strings.ToUpper(m)) {
			return finding{start: start, end: start + len(m), kind: draft.KindIdentityNumber, confidence: draft.ConfidenceHigh}, true
		}
	}
	return finding{}, false
}

// joined takes out what may stand between the groups of a form.
var joined = strings.NewReplacer(" ", "", "-", "")

// maybeLettered tells whether a form may begin so, which most numbers do not: with six digits and more, or with two and a space and
// six; with two letters and as many digits, or X, Y or Z; or with six letters.
func maybeLettered(t string) bool {
	letters := 0
	for letters < len(t) && isLetter(t[letters]) {
		letters++
	}
	const few = 6
	digits := 0
	for i := letters; i < len(t) && digits < few && (isDigit(t[i]) || t[i] == ' ' || t[i] == '-'); i++ {
		if isDigit(t[i]) {
			digits++
		}
	}
	return letters >= few || digits == few && (letters != 1 || strings.IndexByte("XYZxyz", t[0]) >= 0)
}

// letterBefore steps over the hyphen of a form such as X-1234567-L, and over the space of QQ 12 34 56 C.
func letterBefore(t string, start int) int {
	if start >= 3 && t[start-1] == ' ' && isLetter(t[start-2]) && isLetter(t[start-3]) && (start == 3 || endsWord(t, start-4)) {
		return start - 3
	}
	if start >= 2 && t[start-1] == '-' && strings.IndexByte("XYZxyz", t[start-2]) >= 0 && (start == 2 || endsWord(t, start-3)) {
		return start - 2
	}
	return start
}

func spanish(s string) bool {
	digits := s[:len(s)-1]
	if i := strings.IndexByte("XYZ", digits[0]); i >= 0 {
		digits = string(rune('0'+i)) + digits[1:]
	}
	return len(digits) == 8 && "TRWAGMYFPDXBNJZSQVHLCKE"[num(digits)%23] == s[len(s)-1]
}

// italian is the check of the codice fiscale: characters at odd places have values of their own.
func italian(s string) bool {
	const odd = "BAKPLCQDREVOSFTGUHMINJWZYX" // the letter of rank v has value v at an odd place
	sum := 0
	for i := range 15 {
		c := s[i]
		if isDigit(c) {
			c = 'A' + c - '0'
		}
		if i%2 == 0 {
			sum += strings.IndexByte(odd, c)
		} else {
			sum += int(c - 'A')
		}
	}
	return byte('A'+sum%26) == s[15]
}

func british(s string) bool {
	switch s[:2] {
	case "BG", "GB", "NK", "KN", "TN", "NT", "ZZ":
		return false
	}
	return true
}

func finnish(s string) bool {
	if len(s) != 11 {
		return false
	}
	return isDay(num(s[2:4]), num(s[:2])) && "0123456789ABCDEFHJKLMNPRSTUVWXY"[num(s[:6]+s[7:10])%31] == s[10]
}

func irish(s string) bool {
	sum := weighted(s, 8, 7, 6, 5, 4, 3, 2)
	if len(s) == 9 && s[8] != 'W' {
		sum += 9 * int(s[8]-'A'+1)
	}
	return "WABCDEFGHIJKLMNOPQRSTUV"[sum%23] == s[7]
}

// german pension numbers weigh their digits, the letter being two of them, and add the digits of each product.
func german(s string) bool {
	if day := num(s[2:4]) % 50; !isDay(num(s[4:6]), day) {
		return false
	}
	rank := int(s[8]-'A') + 1
	digits := s[:8] + string(rune('0'+rank/10)) + string(rune('0'+rank%10)) + s[9:11]
	sum := 0
	for i, w := range []int{2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1} {
		v := int(digits[i]-'0') * w
		sum += v/10 + v%10
	}
	return sum%10 == last(s)
}

// portugueseCard is Luhn's check over digits and letters, A being ten.
func portugueseCard(s string) bool {
	sum := 0
	for i := range len(s) {
		v := int(s[i] - '0')
		if isLetter(s[i]) {
			v = int(s[i]-'A') + 10
		}
		if i%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}
