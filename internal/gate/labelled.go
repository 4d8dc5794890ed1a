package gate

import (
	"strings"

	"praxis/internal/draft"
)

// labelled looks for what the words before call a paper, a file or an account: the whole code after them, with its
// letters.
func (r *reader) labelled(n number, before []word) (finding, bool) {
	if n.token < n.start && n.token > 0 && !endsWord(r.text, n.token-1) {
		return finding{}, false
	}
	// A short code in front of the digits, as in "file no. KA-2041/17", is part of the number.
	start := n.token
	for k := 0; k < 2 && len(before) > 0 && isCode(before[0]); k++ { // two as in "sygn. II Kk 55/22"
		start, before = before[0].start, before[1:]
	}
	c, ok := labelBefore(before, numberLabels)
	if !ok && start < n.token { // the code was the label itself, as in "PV-2041"
		return finding{}, false
	}
	if !ok {
		return finding{}, false
	}
	end, digits := codeEnd(r.text, n.token)
	if isPlainDate(n, end) {
		return finding{}, false
	}
	code := r.text[n.token:end]
	switch c {
	case classIdentity:
		if digits >= 5 {
			return finding{start: start, end: end, kind: draft.KindIdentityNumber, confidence: n.trust(end), clue: n.told(end)}, true
		}
	case classAccount:
		if digits >= 8 {
			return finding{start: start, end: end, kind: draft.KindAccountNumber, confidence: draft.ConfidenceHigh}, true
		}
	case classFile, classCase:
		if digits >= 3 && !looksLikeYear(code) && (digits >= 5 || strings.ContainsAny(code, "/-.") || named(before)) {
			return finding{start: start, end: end, kind: draft.KindFileNumber, confidence: draft.ConfidenceHigh}, true
		}
	}
	return finding{}, false
}

// isCode tells whether a word belongs to the code after it: one to four capitals with a hyphen, a slash or nothing but a
// space behind.
func isCode(w word) bool {
	if len(w.as) > 4 || w.as != strings.ToUpper(w.as) || isDigit(w.as[0]) || !isLetter(w.as[0]) {
		return false
	}
	_, isLabel := numberLabels[w.text]
	return !isLabel && !fillers[w.text] && (w.gap == "-" || w.gap == "/" || w.gap == " ")
}

// named tells whether a word for "number" stands before the code: "file 204" may be the title of a form, "file no. 204" is
// a file.
func named(before []word) bool {
	if len(before) == 0 {
		return false
	}
	w := before[0]
	return fillers[w.text] && strings.HasPrefix(w.text, "n") || strings.ContainsAny(w.gap, ":#°№")
}

// codeEnd reads letters, digits and single separators. Groups without a digit count where a hyphen, a slash or a dot joins
// them, and where they are an abbreviation with a capital in it between two others, as in "3 Js 2041/17".
func codeEnd(t string, at int) (end, digits int) {
	const longest = 40
	end = at
	for i := at; i < len(t) && i-at < longest; {
		j, here := i, 0
		for j < len(t) && j-at <= longest && isAlnum(t[j]) {
			if isDigit(t[j]) {
				here++
			}
			j++
		}
		if j == i || here == 0 && j-i > 3 || !endsWord(t, j) {
			break
		}
		joined := here > 0 || end > at && strings.IndexByte("-/.", t[end]) >= 0
		if !joined && strings.ToLower(t[i:j]) == t[i:j] {
			break
		}
		if joined {
			end, digits = j, digits+here
		}
		if j >= len(t) || strings.IndexByte(" -./", t[j]) < 0 {
			break
		}
		i = j + 1
	}
	return end, digits
}

// isPlainDate tells whether the code is only a date: "file of 3.4.2021".
func isPlainDate(n number, end int) bool {
	stop, ok := numericDate(n)
	return ok && stop >= end
}

// trust is how sure a labelled personal number is. One that is written as such numbers are and has wrong check digits may
// still be a person's, with a typing error.
func (n number) trust(end int) draft.Confidence {
	for k := 1; k <= len(n.groups); k++ {
		if n.end(k) == end && n.token == n.start && n.fails(k) {
			return draft.ConfidenceMedium
		}
	}
	return draft.ConfidenceHigh
}

// told is by what a labelled personal number is told.
func (n number) told(end int) draft.Clue {
	if n.trust(end) == draft.ConfidenceMedium {
		return draft.ClueWrongCheck
	}
	return draft.ClueLabel
}
