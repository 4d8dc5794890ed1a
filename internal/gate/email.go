package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
)

// maxEmail bounds how far an address reaches to either side of its "@", in bytes (RFC 5321, section 4.5.3.1).
const maxEmail = 255

// email looks at an "@", or at a bracket that may hold "at" in its place.
func (r *reader) email(at int) {
	t, after := r.text, at+1
	if t[at] != '@' {
		w := bracketed(t[at:])
		if w == "" || !atWords[strings.ToLower(strings.Trim(w, "()[] "))] {
			return
		}
		after = at + len(w)
	}
	obfuscated := t[at] != '@'
	left, right := at, after
	if obfuscated {
		left = len(strings.TrimRight(t[:at], " "))
		right = len(t) - len(strings.TrimLeft(t[after:], " "))
	}
	start := back(t, left, max(r.lastEnd(), left-maxEmail), isLocal)
	start += len(t[start:left]) - len(strings.TrimLeft(t[start:left], ".-+'"))
	end, dots := domain(t, right, obfuscated)
	if start == left || dots == 0 {
		return
	}
	r.found = append(r.found, finding{start: start, end: end, kind: draft.KindEmail, confidence: draft.ConfidenceCertain})
	r.done = end
}

func isLocal(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(".!#$%&*+-/=?^_~'", c)
}

var (
	atWords  = newWords("at arroba arobase ät chiocciola")
	dotWords = newWords("dot punto point punkt ponto")
)

// bracketed returns a short bracket at the start, such as "(at)"; "" where there is none.
func bracketed(s string) string {
	const longest = 14
	if s == "" || s[0] != '(' && s[0] != '[' {
		return ""
	}
	end := strings.IndexAny(s[:min(len(s), longest)], ")]")
	return s[:end+1]
}

// domain reads labels with dots between, or, in an obfuscated address, "(dot)" or " dot ". It returns where the last
// label ends that is followed by no other, and how many dots there were.
func domain(t string, at int, obfuscated bool) (end, dots int) {
	label := func(from int) int {
		i := from
		for i < len(t) && i-from < 64 {
			c, n := utf8.DecodeRuneInString(t[i:])
			if !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' {
				break
			}
			i += n
		}
		return i
	}
	end = label(at)
	if end == at {
		return end, 0
	}
	for end-at < maxEmail {
		next := end + 1
		if end >= len(t) || t[end] != '.' {
			if next = end + dotLength(t[end:]); !obfuscated || next == end {
				break
			}
		}
		stop := label(next)
		if stop == next {
			break
		}
		end, dots = stop, dots+1
	}
	return end, dots
}

// dotLength is the length of a spelled-out dot at the start, with the spaces around it; 0 where there is none.
func dotLength(s string) int {
	const longest = 24
	s = s[:min(len(s), longest)]
	rest := strings.TrimLeft(s, " ")
	w := bracketed(rest)
	if w == "" {
		if w, _, _ = strings.Cut(rest, " "); len(s) == len(rest) {
			return 0
		}
	}
	if !dotWords[strings.ToLower(strings.Trim(w, "()[]"))] {
		return 0
	}
	rest = rest[len(w):]
	return len(s) - len(strings.TrimLeft(rest, " "))
}
