package search

import (
	"strings"

	"praxis/protocol"
)

// Piece is a piece of an excerpt.
type Piece struct {
	Text string
	Hit  bool // it is a word that was looked for
}

// Plain is an excerpt as a line of text.
func Plain(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// excerptLength is about how much of a text is shown around a word, in bytes.
const excerptLength = 200

// Excerpt cuts a piece out of a text, around the first of the words of a query that stands in the summary, a heading or
// a section. It is empty where they stand in the title alone.
func Excerpt(query string, t protocol.Text) []Piece {
	words := wordsOf(query)
	if len(words) == 0 {
		return nil
	}
	for part := range parts(t) {
		at := -1
		eachWord(part, func(from, to int) bool {
			if hits(words, part[from:to]) {
				at = from
			}
			return at < 0
		})
		if at >= 0 {
			return cut(words, part, at)
		}
	}
	return nil
}

// parts are the texts in which an excerpt may lie, the most telling first: what is said in a sentence before headings.
func parts(t protocol.Text) func(func(string) bool) {
	return func(yield func(string) bool) {
		if !yield(t.Summary) {
			return
		}
		for _, s := range t.Sections {
			if !yield(s.Text) {
				return
			}
			for _, line := range append(append([]string(nil), s.Questions...), s.Indicators...) {
				if !yield(line) {
					return
				}
			}
		}
		for _, s := range t.Sections {
			if !yield(s.Heading) {
				return
			}
		}
	}
}

// hits tells whether a word begins like one of those that are looked for.
func hits(words []string, raw string) bool {
	word := fold(raw)
	bare, ok := withoutArticle(word)
	for _, w := range words {
		if strings.HasPrefix(word, w) || ok && strings.HasPrefix(bare, w) {
			return true
		}
	}
	return false
}

// cut takes about excerptLength bytes of a text around a place, from whole word to whole word, with every blank a single
// one and without the signs with which Markdown begins lines.
func cut(words []string, text string, at int) []Piece {
	from, to := max(0, at-excerptLength/2), min(len(text), at+excerptLength/2)
	for least := max(0, from-maxWord); from > least && !isBlank(text[from-1]); {
		from--
	}
	for most := min(len(text), to+maxWord); to < most && !isBlank(text[to]); {
		to++
	}
	var plain []string
	for line := range strings.Lines(strings.ToValidUTF8(text[from:to], "")) {
		plain = append(plain, strings.Fields(strings.TrimLeft(line, "#>-*+| \t"))...)
	}
	line := strings.Join(plain, " ")
	if from > 0 {
		line = "… " + line
	}
	if to < len(text) {
		line += " …"
	}
	return highlight(words, line)
}

func isBlank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }

// highlight divides a line at the words that are looked for, which are folded.
func highlight(words []string, line string) []Piece {
	var all []Piece
	last := 0
	eachWord(line, func(from, to int) bool {
		if hits(words, line[from:to]) {
			if from > last {
				all = append(all, Piece{Text: line[last:from]})
			}
			all = append(all, Piece{line[from:to], true})
			last = to
		}
		return true
	})
	if last < len(line) {
		all = append(all, Piece{Text: line[last:]})
	}
	return all
}

// Divide divides a line at the words of a query.
func Divide(query, line string) []Piece { return highlight(wordsOf(query), line) }
