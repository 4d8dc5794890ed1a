package gate

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/draft"
	"praxis/internal/gate/tagger"
)

// reader goes through one folded text once. What the patterns know has a digit, an "@" or a colon in it, so
// only there does it stop and look around.
type reader struct {
	folded
	found []finding
	done  int // everything before this offset is read

	lexicon *tagger.Lexicon

	language   string   // of the text, ISO 639-1; empty where nobody knows
	countries  []string // where it may come from
	lookups    int      // in numbering plans
	searched   bool     // the phrases of the text were looked for
	said       []said   // and are these
	traitsSaid []said   // and those for traits
	stated     []Count  // how many places there are, as the body says
	numbers    int      // that were looked at
	dates      []finding
	ages       []int        // where the ages of somebody begin, in order, once phrases are read
	workers    map[int]bool // where words for professions begin

	lastStop, nextStop int // of the sentence that was last looked at

	groups [maxGroups]group // of the number that is looked at
	before [maxWords]word
}

// longestWord is how many bytes before a digit may belong to its word. No code is as long.
const longestWord = 64

func (r *reader) sort() {
	slices.SortFunc(r.found, func(a, b finding) int { return cmp.Compare(a.start, b.start) })
}

func (r *reader) read() {
	t := r.text
	for r.done < len(t) {
		c := t[r.done]
		switch {
		case isDigit(c):
			r.number(r.done)
		case c == '@' || c == '(' || c == '[':
			at := r.done
			r.done++
			r.email(at)
		case c == ':':
			r.done++
			r.formField(r.done - 1)
		default:
			r.done++
		}
	}
}

// number looks at the first digit of a word.
func (r *reader) number(at int) {
	if r.tooMany() {
		_, n := utf8.DecodeRuneInString(r.text[at:])
		r.found = append(r.found, finding{start: at, end: at + n, kind: draft.KindUnread, confidence: draft.ConfidenceCertain})
		r.done = len(r.text)
		return
	}
	token, low := at, max(0, at-longestWord, r.lastEnd())
	for token > low && isAlnum(r.text[token-1]) {
		token--
	}
	token = max(token, r.lastEnd())
	n := numberAt(r.text, token, at, r.groups[:0])
	before := r.wordsBefore(token, r.before[:0])
	for _, check := range []func(number, []word) (finding, bool){
		r.account, r.national, r.birth, r.caseNumber, r.plate, r.labelled, r.address, r.phone, r.shortNational, r.planned,
	} {
		if f, ok := check(n, before); ok {
			r.found = append(r.found, f)
			r.done = max(f.end, at+1)
			return
		}
	}
	r.day(n, before)
	for r.done = at; r.done < len(r.text) && isDigit(r.text[r.done]); r.done++ {
	}
}

func (r *reader) lastEnd() int {
	if len(r.found) == 0 {
		return 0
	}
	return r.found[len(r.found)-1].end
}

// number is a run of groups of digits with one separator, or a bracket and a space, between each two.
type number struct {
	text   string
	token  int // where its first word begins: it may begin with letters
	start  int // of the first digit
	groups []group
	all    string // their digits
}

// group is some digits, and what stands between them and the next.
type group struct {
	start, end int
	gap        string
	total      int // of digits, this group's with
}

const (
	maxGroups = 12
	maxDigits = 20
)

func numberAt(t string, token, start int, groups []group) number {
	n := number{text: t, token: token, start: start, groups: groups}
	for i, digits := start, 0; len(n.groups) < maxGroups && digits < maxDigits; {
		end := i
		for end < len(t) && isDigit(t[end]) {
			end++
		}
		digits += end - i
		next := end
		for next < len(t) && next-end < 3 && strings.IndexByte(" -./()", t[next]) >= 0 {
			next++
		}
		if next == end || next == len(t) || !isDigit(t[next]) || !isGap(t[end:next]) {
			n.groups = append(n.groups, group{i, end, "", digits})
			break
		}
		n.groups = append(n.groups, group{i, end, t[end:next], digits})
		i = next
	}
	if len(n.groups) > 1 {
		var b [2 * maxDigits]byte
		all := b[:0]
		for _, g := range n.groups {
			all = append(all, t[g.start:g.end]...)
		}
		n.all = string(all)
	}
	return n
}

func isGap(s string) bool {
	return len(s) == 1 || s == " (" || s == ") " || s == ")-" || s == " - "
}

// digits are the digits of the first k groups.
func (n number) digits(k int) string {
	if k == 1 {
		return n.text[n.groups[0].start:n.groups[0].end]
	}
	return n.all[:n.total(k)]
}

func (n number) end(k int) int { return n.groups[k-1].end }

// size is how many digits group k has; 0 past the last.
func (n number) size(k int) int {
	if k >= len(n.groups) {
		return 0
	}
	return n.groups[k].end - n.groups[k].start
}

// endsWord tells that no letter or digit follows.
func endsWord(t string, at int) bool {
	if at >= len(t) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(t[at:])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isAlnum(c byte) bool  { return isDigit(c) || isLetter(c) }

// word is a word before a number, in lower case, and what stands between it and the next.
type word struct {
	text  string
	as    string // as it is written
	gap   string
	start int
}

const (
	maxWords  = 10
	maxBefore = 120 // bytes
)

// wordsBefore appends the words before an offset, the nearest first. A word is letters, or digits.
func (l lettering) wordsBefore(at int, words []word) []word {
	t := l.text
	low := max(0, at-maxBefore)
	for i := at; i > low && len(words) < maxWords; {
		end := backOver(t, i, low, false)
		start := backOver(t, end, low, true)
		if start == end {
			break
		}
		words = append(words, word{l.lower(start, end), t[start:end], t[end:i], start})
		i = start
	}
	return words
}

// backOver goes back over letters and digits, or over everything else.
func backOver(t string, i, low int, alnum bool) int {
	for i > low {
		if c := t[i-1]; c < utf8.RuneSelf {
			if isAlnum(c) != alnum {
				break
			}
			i--
			continue
		}
		r, n := utf8.DecodeLastRuneInString(t[:i])
		if (unicode.IsLetter(r) || unicode.IsDigit(r)) != alnum {
			break
		}
		i -= n
	}
	return max(i, low)
}

func back(t string, i, low int, while func(rune) bool) int {
	for i > low {
		r, n := utf8.DecodeLastRuneInString(t[:i])
		if !while(r) {
			break
		}
		i -= n
	}
	return i
}

// breaks tells that a thought ends between a word and the next: a semicolon, an empty line, or a full stop that is not
// an abbreviation's.
func (w word) breaks() bool {
	if strings.ContainsAny(w.gap, ";!?") || strings.Count(w.gap, "\n") > 1 {
		return true
	}
	return strings.HasPrefix(w.gap, ".") && utf8.RuneCountInString(w.text) > 5
}

// labelBefore finds the nearest label of a list in front of a number, with nothing but words for "number" in between, and
// returns its class.
func labelBefore(words []word, list labels) (class, bool) {
	for i := 0; i < len(words) && i <= maxFillers; i++ {
		if words[i].breaks() || len(words[i].gap) > 12 {
			return 0, false
		}
		if c, ok := list.match(words[i:]); ok {
			return c, true
		}
		if !fillers[words[i].text] {
			return 0, false
		}
	}
	return 0, false
}

// finding marks from the number's first word to the end of its first k groups, with the bracket that they close.
func (n number) finding(k int, kind draft.Kind, c draft.Confidence) (finding, bool) {
	start := n.token
	if start > 0 && n.text[start-1] == '(' && strings.Contains(n.text[start:n.end(k)], ")") {
		start--
	}
	return finding{start: start, end: n.end(k), kind: kind, confidence: c}, true
}

// trim takes from both ends of a place what is neither letter nor digit.
func trim(t string, start, end int) (int, int) {
	for start < end {
		c, n := utf8.DecodeRuneInString(t[start:end])
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			break
		}
		start += n
	}
	return start, back(t, end, start, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}
