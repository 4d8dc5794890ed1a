// Package search finds documents by the words in them. It keeps no index: a query is matched against each version as it
// is read, so that nothing has to be erased when a document is withdrawn, and what is found is what is held.
//
// Words are compared without regard to case and accents, and match from their beginning: "isol" finds "isolation" and
// "isolé". All words of a query must be in the document, in one of its languages. It refuses to stem or to translate, and
// it never keeps or logs a query.
//
// It implements the section "Search" of specs/node.md.
package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"praxis/protocol"
)

// Query is what somebody looks for.
type Query struct{ words []string }

// maxWords bounds a query.
const maxWords = 16

// Parse reads a query; words beyond the sixteenth are not looked for. An empty one finds nothing.
func Parse(text string) Query {
	words := strings.FieldsFunc(fold(text), func(r rune) bool { return !isWord(r) })
	return Query{words: words[:min(len(words), maxWords)]}
}

// Empty tells whether there is no word to look for.
func (q Query) Empty() bool { return len(q.words) == 0 }

// Hit is how well a version answers a query, and where.
type Hit struct {
	Score    int    // higher is better: words in the title count most, then in the summary
	Language string // of the text that answers best
	Excerpt  string // from that text, around the first word found
}

// Match tells whether a version answers the query. Of its texts, the one that answers best counts.
func (q Query) Match(v protocol.Version) (Hit, bool) {
	var best Hit
	found := false
	for _, t := range v.Texts {
		if h, ok := q.matchText(t); ok && (!found || h.Score > best.Score) {
			best, found = h, true
		}
	}
	return best, found
}

func (q Query) matchText(t protocol.Text) (Hit, bool) {
	if q.Empty() {
		return Hit{}, false
	}
	parts := []part{{weight: 20, text: t.Title}, {weight: 5, text: t.Summary}}
	for _, s := range t.Sections {
		parts = append(parts, part{weight: 3, text: s.Heading}, part{weight: 1, text: s.Text})
		for _, line := range append(append([]string(nil), s.Questions...), s.Indicators...) {
			parts = append(parts, part{weight: 1, text: line})
		}
	}
	h := Hit{Language: t.Language}
	for _, word := range q.words {
		score := 0
		for i := range parts {
			n, at := count(parts[i].folded(), word)
			score += parts[i].weight * min(n, 5)
			if n > 0 && h.Excerpt == "" && parts[i].weight < 20 {
				h.Excerpt = excerpt(parts[i].text, at, len(parts[i].folded()))
			}
		}
		if score == 0 {
			return Hit{}, false
		}
		h.Score += score
	}
	return h, true
}

type part struct {
	weight int
	text   string
	low    string
}

func (p *part) folded() string {
	if p.low == "" && p.text != "" {
		p.low = fold(p.text)
	}
	return p.low
}

// count returns how often words of text begin with word, and where the first does, in bytes of the folded text.
func count(text, word string) (n, first int) {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return n, first
		}
		at += from
		if at == 0 || !isWordBefore(text, at) {
			if n == 0 {
				first = at
			}
			n++
		}
		from = at + len(word)
	}
}

func isWordBefore(text string, at int) bool {
	r := []rune(text[max(0, at-4):at])
	return len(r) > 0 && isWord(r[len(r)-1])
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// fold takes case and accents away.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// excerptLength is how much of a text is shown around a word, in characters.
const excerptLength = 160

// excerpt cuts a piece of text around a place that was found in its folded form, whose length may differ a little.
func excerpt(text string, at, foldedLength int) string {
	runes := []rune(text)
	middle := at * len(runes) / max(foldedLength, 1)
	from := max(0, middle-excerptLength/2)
	to := min(len(runes), from+excerptLength)
	for from > 0 && isWord(runes[from-1]) {
		from--
	}
	for to < len(runes) && isWord(runes[to]) {
		to++
	}
	cut := strings.Join(strings.Fields(string(runes[from:to])), " ")
	if from > 0 {
		cut = "… " + cut
	}
	if to < len(runes) {
		cut += " …"
	}
	return cut
}
