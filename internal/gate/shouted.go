package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"praxis/internal/gate/tagger"
)

// shoutedLine bounds how much of a line is looked at, in bytes.
const shoutedLine = 200

// isShouted tells whether the line around a place is all in capitals, so that they tell nothing of its words.
func (r *reader) isShouted(start, end int) bool {
	from, to := max(0, start-shoutedLine), min(len(r.text), end+shoutedLine)
	if i := strings.LastIndexByte(r.text[from:start], '\n'); i >= 0 {
		from += i + 1
	}
	if i := strings.IndexByte(r.text[end:to], '\n'); i >= 0 {
		to = end + i
	}
	return strings.IndexFunc(r.text[from:to], unicode.IsLower) < 0
}

// isShoutedNoise tells whether the tagger is not sure of a span in a line all of capitals, and the text's language has all of its
// words, none of which names somebody or a town.
func (r *reader) isShoutedNoise(start, end int, s tagger.Span) bool {
	named := s.Class == tagger.Person || s.Class == tagger.Place || s.Class == tagger.Organisation
	if !named || s.Score >= likely || r.ordinaryWords() == nil || !r.isShouted(start, end) {
		return false
	}
	for at := start; at < end; {
		from, to := wordIn(r.text, at, end)
		if to == 0 {
			break
		}
		if !r.isPlain(r.text[from:to]) {
			return false
		}
		at = to
	}
	return true
}

// isPlain tells whether a word is ordinary in the text's language, and no name.
func (r *reader) isPlain(w string) bool {
	return utf8.RuneCountInString(w) > 1 && r.ordinaryWord(w) && !r.lexicon.NamesSomebody(w) && !r.lexicon.NamesTown(w)
}
