package gate

import (
	"strings"

	"praxis/internal/draft"
)

// phone looks for a telephone number: international (ITU-T E.164, at most 15 digits), labelled, or with a leading zero in
// the groupings that telephone numbers have. Digits in one group with nothing but a leading zero are a personal number first, if
// their check digits are right and no country where the text may come from has such a telephone number.
func (r *reader) phone(n number, before []word) (finding, bool) {
	if n.token != n.start {
		return finding{}, false
	}
	t := r.text
	plus := strings.HasSuffix(t[:n.start], "+") || strings.HasSuffix(t[:n.start], "+(")
	inside := r.continues(n, before)
	c, labelled := labelBefore(before, numberLabels)
	labelled = labelled && c == classPhone
	for k := len(n.groups); k > 0; k-- {
		if !endsWord(t, n.end(k)) || isDate(n, k) {
			continue
		}
		d := n.digits(k)
		switch {
		case plus && len(d) >= 8 && len(d) <= 15+1: // the one is a zero in brackets
			start := strings.LastIndexByte(t[:n.start], '+')
			return finding{start: start, end: n.end(k), kind: draft.KindPhone, confidence: draft.ConfidenceCertain}, true
		case !inside && strings.HasPrefix(d, "00") && d[2:] != "" && d[2] != '0' && len(d) >= 11 && len(d) <= 17 && n.size(0) >= 2:
			return n.finding(k, draft.KindPhone, draft.ConfidenceHigh)
		case k == 1 && looksLikeYear(d):
		case len(d) >= 6 && len(d) <= 15:
			if labelled {
				return n.finding(k, draft.KindPhone, draft.ConfidenceHigh)
			}
			if !inside && isNational(n, k, d) {
				if f, ok := r.shortNational(n, before); ok && k == 1 && !r.inPlan(d) {
					return f, true
				}
				return n.finding(k, draft.KindPhone, draft.ConfidenceMedium)
			}
		}
	}
	return finding{}, false
}

// continues tells whether the number goes on from another one before it that got no mark, as the end of a longer code does.
func (r *reader) continues(n number, before []word) bool {
	if len(before) == 0 || before[0].gap != " " && before[0].gap != "-" || n.start-len(before[0].gap) == r.lastEnd() {
		return false
	}
	w := before[0].text
	return isDigit(w[len(w)-1])
}

// isNational tells whether the first k groups look like a number as it is dialled within a country: a zero and eight to
// eleven digits more, alike in their separators. Years, dates, times and decimal numbers don't look so.
func isNational(n number, k int, d string) bool {
	if d[0] != '0' || d[1] == '0' || len(d) < 9 || len(d) > 12 || n.size(0) < 2 {
		return false
	}
	if n.start > 0 && strings.IndexByte(".,/-", n.text[n.start-1]) >= 0 || strings.Trim(n.groups[k-1].gap, " ()") != "" {
		return false // it is part of something longer
	}
	if k == 1 {
		return len(d) >= 10 && len(d) <= 11
	}
	if k == 2 {
		return n.size(0) <= 5 && n.size(1) >= 5
	}
	for i := range k {
		if n.size(i) < 2 || n.size(i) > 5 || i > 0 && i < k-1 && n.groups[i].gap != n.groups[1].gap {
			return false
		}
	}
	return !isDate(n, 3)
}

// isDate tells whether the first groups are a date, day first or year first, and so no telephone number.
func isDate(n number, k int) bool {
	if k < 3 || len(n.groups) < 3 {
		return false
	}
	_, ok := numericDate(n)
	return ok
}

func looksLikeYear(d string) bool {
	return len(d) == 4 && (d[:2] == "19" || d[:2] == "20")
}
