package tagger

// Levels are the scores from which a span is found, by class.
type Levels [classes + 1]float64

// Even is the same level for every class.
func Even(level float64) (l Levels) {
	for c := range l {
		l[c] = level
	}
	return l
}

// Word is a word that begins with a capital or has a digit in it, and belongs to no span.
type Word struct {
	Start, End int
	Score      float64 // that it belongs to some class after all
	Begins     bool    // a sentence or a line
	Digit      bool
	Elsewhere  bool // it stands in lower case elsewhere in the text
}

// Tag finds the spans of a text in order, and what else might be a name or a code. Ordinary are the words of its language, and
// names those that are known already, in order: they are found again as well. Words of one class that follow each other, with nothing but spaces or a hyphen,
// an apostrophe, a full stop or a slash between, are one span.
func (m *Model) Tag(body string, levels Levels, ordinary Ordinary, names ...Span) ([]Span, []Word) {
	t := m.borrow()
	defer m.giveBack(t)
	t.read(body, &m.Lexicon, ordinary)
	scores := m.score(t)
	t.tell(scores, names)
	m.again(t, scores, levels)
	var spans []Span
	words := make([]Word, 0, len(t.tokens)/8)
	last := -2 // the token that ended the last span
	for i, tok := range t.tokens {
		s := scores[i]
		if !tok.isWord {
			continue
		}
		if s.class == Outside || s.score < levels[s.class] || s.class == Person && !s.known && t.smallWord(i, s) {
			if f := t.facts(i); f.flags&(isBig|hasDigit) != 0 {
				words = append(words, Word{tok.start, tok.end, s.score, t.begins(i), f.flags&hasDigit != 0, f.elsewhere})
			}
			continue
		}
		if n := len(spans) - 1; n >= 0 && spans[n].Class == s.class && joins(t, last, i) {
			spans[n].End = tok.end
			spans[n].Score, spans[n].Most = min(spans[n].Score, s.score), max(spans[n].Most, s.score)
		} else {
			spans = append(spans, Span{tok.start, tok.end, s.class, s.score, s.score})
		}
		last = i
	}
	return spans, words
}

// smallWord tells of a word in small letters that looks like part of a name whether it is more likely none: it is, unless a
// list has it as a name and nothing else.
func (t *text) smallWord(i int, s scored) bool {
	f := t.facts(i)
	if f.flags&(isBig|hasDigit) != 0 || !hasCase(t.names[t.tokens[i].word]) {
		return false
	}
	return f.flags&(isGiven|isSurname) == 0 || f.flags&(isCommon|isOrdinary|noWords) != 0 || s.score < smallest
}

// tell takes the words of names that somebody else has found for parts of names.
func (t *text) tell(scores []scored, names []Span) {
	i := 0
	for _, n := range names {
		for i < len(t.tokens) && t.tokens[i].start < n.Start {
			i++
		}
		for ; i < len(t.tokens) && t.tokens[i].end <= n.End; i++ {
			if t.tokens[i].isWord {
				scores[i] = scored{Person, told, told, true}
			}
		}
	}
}

// begins tells whether a token is the first of a sentence or a line, but for quotation marks, brackets and bullets.
func (t *text) begins(i int) bool {
	for ; i >= 0; i-- {
		if t.tokens[i].line {
			return true
		}
		p := t.tokens[i-1]
		switch c := t.body[p.start]; {
		case p.isWord:
			return false
		case isStop(c) || c == ':':
			return true
		}
	}
	return true
}

// joins tells whether two tokens belong to one span.
func joins(t *text, a, b int) bool {
	if t.tokens[b].line || b-a > 3 {
		return false
	}
	for i := a + 1; i < b; i++ {
		tok := t.tokens[i]
		if tok.isWord || tok.line {
			return false
		}
		switch t.body[tok.start] {
		case '-', '\'', '/', 0xE2: // the last begins the typographic apostrophe and dashes
		case '.':
			if i == 0 || t.facts(i-1).length > 3 && t.facts(i-1).flags&hasDigit == 0 {
				return false // the end of a sentence
			}
		default:
			return false
		}
	}
	return true
}
