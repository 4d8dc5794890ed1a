package gate

import (
	"unicode/utf8"

	"praxis/internal/draft"
)

// The bounds of an examination. What goes beyond one gets a mark that blocks, so that no text takes long and none passes
// unread. They depend on the text alone, so that two examinations of it say the same.
const (
	// MaxText is how much of one text is examined, in bytes. A version has at most as much.
	MaxText = 8 << 20
	// MaxTexts is how much is examined at once, in bytes.
	MaxTexts = 3 * MaxText

	// freeNumbers are looked at in any text; a text may have one more for every bytesPerNumber bytes. A table has one for
	// every ten or so.
	freeNumbers    = 50_000
	bytesPerNumber = 16

	// freeUnfolded bytes, and mostUnfolded for every byte of a text, are read of what it unfolds to. Some characters stand for
	// eighteen; no text in a language of people comes near.
	freeUnfolded = 64 << 10
	mostUnfolded = 3
)

// within cuts a text to what is examined of it, whole characters, and tells how much is left for others.
func within(body string, left int) (examined string, rest int) {
	most := min(MaxText, left)
	if len(body) <= most {
		return body, left - len(body)
	}
	for most > 0 && !utf8.RuneStart(body[most]) {
		most--
	}
	return body[:most], left - most
}

// bounded cuts a folded text that is many times as long as the original, and returns from which byte of the original on it is not
// read; 0 where all of it is.
func (f *folded) bounded() (at int) {
	most := mostUnfolded*f.size + freeUnfolded
	if len(f.text) <= most {
		return 0
	}
	for most > 0 && !utf8.RuneStart(f.text[most]) {
		most--
	}
	p := f.pieces[f.piece(most)]
	at = p.original + most - p.at
	if p.replaced { // no character is read in part
		most, at = p.at, p.original
	}
	f.text = f.text[:most]
	return at
}

// unread marks a place from which on a text was not examined: a little of it, to show where.
func unread(t Text, at int) draft.Mark {
	const shown = 60
	end := min(len(t.Body), at+shown)
	for end < len(t.Body) && !utf8.RuneStart(t.Body[end]) {
		end++
	}
	words := t.Body[at:end]
	return draft.Mark{
		Field: t.Field, Language: t.Language, Start: at, End: end, Kind: draft.KindUnread, Confidence: draft.ConfidenceCertain,
		Blocking: true, Check: checkOf(draft.KindUnread), Place: draft.PlaceOf(t.Field, draft.KindUnread, words), Found: words,
	}
}

// tooMany tells whether a text has so many numbers that no more are looked at.
func (r *reader) tooMany() bool {
	r.numbers++
	return r.numbers > freeNumbers+len(r.text)/bytesPerNumber
}
