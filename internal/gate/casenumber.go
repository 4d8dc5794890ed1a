package gate

import (
	"strings"

	"praxis/internal/draft"
)

// caseNumber looks for the number of a case before a court or a committee: a number, a slash and a year, after a word for
// a case or in the form that only such numbers have.
func (r *reader) caseNumber(n number, before []word) (finding, bool) {
	t := r.text
	if start, ok := reporter(before, n.token, t); ok {
		end := n.end(1)
		for end < len(t) && (isAlnum(t[end]) || (t[end] == ':' || t[end] == '.') && end+1 < len(t) && isAlnum(t[end+1])) {
			end++
		}
		return finding{start: start, end: end, kind: draft.KindCaseNumber, confidence: draft.ConfidenceCertain}, true
	}
	if start, ok := unionCourt(n, t); ok {
		return finding{start: start, end: n.end(2), kind: draft.KindCaseNumber, confidence: draft.ConfidenceHigh}, true
	}
	if n.token != n.start || len(n.groups) < 2 || n.groups[0].gap != "/" || !endsWord(t, n.end(2)) || len(n.groups) > 2 && n.groups[1].gap == "/" {
		return finding{}, false
	}
	serial, year := n.digits(1), t[n.groups[1].start:n.groups[1].end]
	if len(serial) > 6 || len(year) != 2 && !looksLikeYear(year) {
		return finding{}, false
	}
	if n.start > 0 && strings.IndexByte("/-.", t[n.start-1]) >= 0 {
		return finding{}, false // an instrument's, such as A/60/21 or X-1234/56
	}
	c, labelled := labelBefore(before, numberLabels)
	switch {
	case labelled && c == classCase, r.anotherCase(n):
		return n.finding(2, draft.KindCaseNumber, draft.ConfidenceHigh)
	case len(serial) >= 4 && len(year) == 2 && !looksLikeYear(serial):
		return n.finding(2, draft.KindCaseNumber, draft.ConfidenceMedium)
	}
	return finding{}, false
}

// anotherCase takes the second of "nos. 12345/03 and 6789/04".
func (r *reader) anotherCase(n number) bool {
	if len(r.found) == 0 {
		return false
	}
	last := r.found[len(r.found)-1]
	if last.kind != draft.KindCaseNumber || last.end > n.start || n.start-last.end > 12 {
		return false
	}
	between := strings.Trim(r.text[last.end:n.start], " ,;&")
	switch strings.ToLower(between) {
	case "", "and", "et", "y", "e", "und", "en", "i", "och", "og", "ja", "a", "és", "și", "и", "та", "και", "ve":
		return true
	}
	return false
}

// reporter recognises the European Case Law Identifier, ECLI:country:court:year:number, at its year.
func reporter(before []word, token int, t string) (int, bool) {
	for i, w := range before[:min(len(before), 3)] {
		if w.gap != ":" {
			break
		}
		if w.text == "ecli" && i == 2 {
			return w.start, token < len(t)
		}
	}
	return 0, false
}

// unionCourt recognises the numbers of the courts of the European Union, such as C-1/05 or T-123/99 P.
func unionCourt(n number, t string) (int, bool) {
	if n.token != n.start || n.start < 2 || t[n.start-1] != '-' || len(n.groups) < 2 || n.groups[0].gap != "/" {
		return 0, false
	}
	letter := n.start - 2
	if strings.IndexByte("CTF", t[letter]) < 0 || letter > 0 && (isAlnum(t[letter-1]) || t[letter-1] == '/') {
		return 0, false
	}
	return letter, n.size(0) <= 4 && n.size(1) == 2 && endsWord(t, n.end(2))
}
