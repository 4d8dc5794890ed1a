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
