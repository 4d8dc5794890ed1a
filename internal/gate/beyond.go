package gate

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"praxis/internal/draft"
)

// beyond looks for what lies beyond persons: sources, visits to come, details of security and what is not published. It comes
// after every other check, because a phrase tells only together with what else its sentence says.
func (r *reader) beyond(now int64) {
	all := slices.Clone(r.phrases())
	slices.SortStableFunc(all, func(a, b said) int { return cmp.Compare(a.start, b.start) })
	var added []finding
	done := map[draft.Kind]int{} // up to where a kind is told of
	for i, s := range all {
		if strings.IndexByte("svnku", s.tells) < 0 {
			continue
		}
		from, to := sentence(r.text, s.start)
		kind, ok := r.beyondKind(s, all, i, from, to, now)
		if ok && s.start >= done[kind] {
			done[kind] = to
			if kind == draft.KindSecurity { // each detail by itself
				done[kind] = s.end
			}
			added = append(added, finding{start: s.start, end: s.end, kind: kind, confidence: draft.ConfidenceMedium, clue: draft.ClueWords})
		}
	}
	r.merge(added)
}

func (r *reader) beyondKind(s said, all []said, i, from, to int, now int64) (draft.Kind, bool) {
	if to > from && r.text[to-1] == '?' {
		return "", false // a question asks, and tells nothing
	}
	switch s.tells {
	case 's':
		return draft.KindSource, true
	case 'v':
		return draft.KindVisit, r.isComing(all, i, from, to, now)
	case 'n':
		return draft.KindVisit, now > 0 && r.hasDateAfter(from, to, now)
	case 'k':
		return draft.KindSecurity, r.isPrecise(s, from, to)
	case 'u':
		if near(all, i, 'f', from, to) {
			return draft.KindForeign, true
		}
		return draft.KindUnpublished, true
	}
	return "", false
}

// near tells whether another phrase of the sentence tells something.
func near(all []said, i int, tells byte, from, to int) bool {
	for k := i - 1; k >= 0 && all[k].start >= from; k-- {
		if all[k].tells == tells {
			return true
		}
	}
	for k := i + 1; k < len(all) && all[k].start < to; k++ {
		if all[k].tells == tells {
			return true
		}
	}
	return false
}

// isComing tells whether a sentence about a visit to come says when or where: a day, a time that is near, or a place with a
// name. A day that is over tells of a visit that was made.
func (r *reader) isComing(all []said, i, from, to int, now int64) bool {
	if near(all, i, 't', from, to) {
		return true
	}
	dated := false
	for _, f := range r.within(from, to) {
		switch f.kind {
		case draft.KindDate:
			dated = dated || r.isDay(f)
		case draft.KindPlace, draft.KindOrganisation, draft.KindAddress, draft.KindUnknown:
			_, typed := placeType(r.text[f.start:f.end])
			if (typed || f.kind != draft.KindUnknown && r.counts(f)) && (now == 0 || !r.hasDateBefore(from, to, now)) {
				return true
			}
		}
	}
	return dated && (now == 0 || !r.hasDateBefore(from, to, now))
}

// isPrecise tells whether a sentence about security says more than that there is a problem: a number, a time, a wing.
func (r *reader) isPrecise(s said, from, to int) bool {
	word := func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }
	inside := strings.FieldsFunc(r.text[s.start:s.end], word)
	if len(inside) > 1 && isDigit(inside[1][0]) || slices.ContainsFunc(inside, func(w string) bool { return directions[strings.ToLower(w)] }) {
		return true // "camera 4", "the east gate", but not "the keys of 3 doors"
	}
	for w := range strings.FieldsFuncSeq(r.text[from:s.start]+" "+r.text[s.end:to], word) {
		if isDigit(w[0]) && !looksLikeYear(w) || directions[strings.ToLower(w)] {
			return true
		}
	}
	for _, f := range r.within(from, to) {
		if f.kind == draft.KindCode || (f.kind == draft.KindPlace || f.kind == draft.KindOrganisation) && r.counts(f) {
			return true
		}
	}
	return false
}

// directions say where something is, more exactly than that it is there.
var directions = newWords(`north south east west northern southern eastern western left right basement attic rear behind nord sud est ouest gauche droite sous cave norte sur este oeste izquierda derecha sótano
	süd ost links rechts keller hinter nordflügel südflügel ostflügel westflügel nordtor südtor osttor westtor destra sinistra esquerda direita noord zuid oost północn południow wschodn zachodn lewej prawej piwnic sever jih východ západ vlevo vpravo észak dél kelet nyugat bal jobb
	stânga dreapta sjever jug istok zapad lijevo desno север юг изток запад ляво дясно північ південь схід захід βόρεια νότια δεξιά αριστερά kuzey güney doğu batı sol sağ norra södra östra västra pohjois etelä itä länsi põhja lõuna`)

// within are the findings that begin in a part of the text.
func (r *reader) within(from, to int) []finding {
	first, _ := slices.BinarySearchFunc(r.found, from, func(f finding, at int) int { return cmp.Compare(f.start, at) })
	last := first
	for last < len(r.found) && r.found[last].start < to {
		last++
	}
	return r.found[first:last]
}

func (r *reader) hasDateAfter(from, to int, now int64) bool {
	return slices.ContainsFunc(r.daysIn(from, to), func(day int64) bool { return day > now })
}

func (r *reader) hasDateBefore(from, to int, now int64) bool {
	days := r.daysIn(from, to)
	return len(days) > 0 && !slices.ContainsFunc(days, func(day int64) bool { return day > now })
}

// daysIn are the dates of a part of the text that have a month and a year, as the last second of their month.
func (r *reader) daysIn(from, to int) []int64 {
	var all []int64
	for _, f := range r.within(from, to) {
		if f.kind != draft.KindDate {
			continue
		}
		year, month := r.yearAndMonth(r.text[f.start:f.end])
		if n, err := strconv.Atoi(year); err == nil && month > 0 {
			all = append(all, time.Date(n, time.Month(month)+1, 1, 0, 0, -1, 0, time.UTC).Unix())
		}
	}
	return all
}

// mostOfSentence is how many bytes of a sentence are looked at to both sides of a place.
const mostOfSentence = 400

// sentenceAt is sentence, without going over the text again for every place of it.
func (r *reader) sentenceAt(at int) (from, to int) {
	if at < r.lastStop {
		return sentence(r.text, at)
	}
	for r.nextStop <= at {
		r.lastStop = r.nextStop
		i := r.nextStop
		for i < len(r.text) && !endsSentence(r.text, i) {
			i++
		}
		r.nextStop = i + 1
	}
	return max(r.lastStop, at-mostOfSentence), min(r.nextStop, len(r.text), at+mostOfSentence)
}

// sentence is the part of a text, from one full stop to the next, in which a place stands; at most some hundred bytes to both
// sides. A full stop behind a number or an abbreviation ends none.
func sentence(t string, at int) (from, to int) {
	low, high := max(0, at-mostOfSentence), min(len(t), at+mostOfSentence)
	from = low
	for i := at - 1; i >= low; i-- {
		if endsSentence(t, i) {
			from = i + 1
			break
		}
	}
	to = high
	for i := at; i < high; i++ {
		if endsSentence(t, i) {
			to = i + 1
			break
		}
	}
	return from, to
}

func endsSentence(t string, i int) bool {
	switch t[i] {
	case '?', '!':
		return true
	case '\n':
		return i+1 < len(t) && t[i+1] == '\n' || i+1 < len(t) && strings.IndexByte("-*#|", t[i+1]) >= 0
	case '.':
		const shortest = 3 // letters of a word that is no abbreviation
		if i+1 < len(t) && t[i+1] != ' ' && t[i+1] != '\n' {
			return false
		}
		word := 0
		for k := i - 1; k >= 0 && (t[k] >= 0x80 || isLetter(t[k])); k-- {
			word++
		}
		return word >= shortest || word == 0 && i > 0 && !isDigit(t[i-1])
	}
	return false
}

// merge adds findings, in the order of the text, in one go: each grows over the noted ones that it meets and gives way to those
// that block.
func (r *reader) merge(added []finding) {
	if len(added) == 0 {
		return
	}
	old, at := r.found, 0
	merged := make([]finding, 0, len(old)+len(added))
	for _, f := range added {
		for at < len(old) && old[at].end <= f.start {
			merged = append(merged, old[at])
			at++
		}
		for at < len(old) && old[at].start < f.end && f.start < f.end {
			g := old[at]
			switch {
			case g.noted:
				f.start, f.end = min(f.start, g.start), max(f.end, g.end)
			case g.start-f.start >= f.end-g.end: // what is left is longer before it
				f.end = g.start
				continue
			default:
				f.start = g.end
				merged = append(merged, g)
			}
			at++
		}
		if n := len(merged) - 1; n >= 0 && merged[n].end > f.start {
			if merged[n].noted && f.noted {
				merged[n].end = max(merged[n].end, f.end)
				continue
			}
			f.start = merged[n].end
		}
		if f.start < f.end {
			if f.start, f.end = trim(r.text, f.start, f.end); f.start < f.end {
				merged = append(merged, f)
			}
		}
	}
	r.found = append(merged, old[at:]...)
}
