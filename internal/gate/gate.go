package gate

import (
	"slices"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/gate/tagger"
	"praxis/internal/table"
	"praxis/protocol"
)

// Text is one string of a draft, and the name of the field in which it stands.
type Text struct {
	Field    string
	Language string // ISO 639-1; may be empty: every check knows the words of every language that it has
	Body     string
	Under    string // the title and the heading under which it stands; tables are read with it
}

// Options bend the examination. The zero value is the strictest.
type Options struct {
	// Allowed are words that get no mark wherever they stand, such as the body's own address or the number of a public
	// hotline; case and spaces don't count. Kinds that may never be kept are marked all the same.
	Allowed List

	// Cleared are unknown words that somebody has looked at and that name nobody: they are not noted again. Case and spaces
	// don't count. They excuse no other kind of mark.
	Cleared List

	// Country is the body's, ISO 3166 alpha-2: how it writes telephone numbers. Where it is empty the text's language says.
	Country string

	// Now is the time in Unix seconds, after which a visit is still to come; zero where it is not known.
	Now int64

	// Counts are the places of a type that the body knows of in a country. Where it states none, there are taken to be few.
	Counts []Count

	// Published says that the text is public already, at a source that another person compares it with. Names, places, dates,
	// what else may tell only in company and what lies beyond persons are then pointed at without blocking; what belongs to a person by its form (a
	// personal number, a date of birth, an address, a case) blocks as ever.
	Published bool

	// Rounding is the secret key with which tables of counts are rounded where a rounded one is proposed; empty proposes nothing
	// for tables.
	Rounding []byte

	// Shared are the tables that the node shared before, with which a reader can compare those of the text, as [TablesOf] gave
	// them with the key Rounding.
	Shared []table.Record

	// Tagger finds names; nil is the one that is shipped.
	Tagger *tagger.Model

	// Levels are the scores from which the tagger's spans are marks; nil are those that are shipped.
	Levels *tagger.Levels

	// Progress is told, before the first text and after each, how many bytes of all are examined, so that whoever waits sees
	// how far it is. It is called where the examination runs, and changes nothing of it; nil is nobody who waits.
	Progress func(examined, all int)
}

// tell says how far the examination is.
func (o Options) tell(examined, all int) {
	if o.Progress != nil {
		o.Progress(examined, all)
	}
}

// levels are those that the options ask for.
func (o Options) levels() tagger.Levels {
	if o.Levels != nil {
		return *o.Levels
	}
	return levels
}

// Checks are the names of the checks, with their versions. A name's version rises whenever what it marks changes.
func Checks() []string {
	return []string{"gate/4", "e-mail/1", "phone/3", "identity-number/5", "account-number/1", "birth/2", "case-number/1", "file-number/2", namesCheck, "unknown/2", "plate/1", "address/1", beyondCheck, tableCheck, "unread/2", "picture/1"}
}

// checkOf names the check that makes marks of a kind.
func checkOf(kind draft.Kind) string {
	switch kind {
	case draft.KindBirthDate, draft.KindBirthYear:
		return "birth/2"
	case draft.KindIdentityNumber:
		return "identity-number/5"
	case draft.KindFileNumber:
		return "file-number/2"
	case draft.KindPhone:
		return "phone/3"
	case draft.KindUnread:
		return "unread/2"
	case draft.KindUnknown:
		return "unknown/2"
	case draft.KindVisit, draft.KindSource, draft.KindSecurity, draft.KindUnpublished, draft.KindForeign:
		return beyondCheck
	case draft.KindSmallCell, draft.KindDerivable, draft.KindOneCategory, draft.KindDifference, draft.KindDominance, draft.KindUnreadTable:
		return tableCheck
	}
	if kind == draft.KindCode || kind == draft.KindPerson || kind.IsQuasi() {
		return namesCheck
	}
	return string(kind) + "/1"
}

// beyondCheck is the check of what lies beyond persons.
const beyondCheck = "beyond-persons/2"

// namesCheck is the check that the tagger makes.
const namesCheck = "names/4"

// Examine reads loose texts, while somebody writes. What it returns is of no outgoing bytes, and supports no review.
func Examine(texts []Text, o Options) draft.Examination {
	return draft.NewExamination(protocol.Hash{}, Checks(), marks(texts, o))
}

// ExamineOutgoing reads exactly what would leave: the texts, which name the fields, and besides them every string of every
// block that is not one of the texts, so that nothing leaves unread, whatever the caller says; and the text of every
// attachment. It refuses a block that it cannot read, and an attachment that was not rebuilt. A text is best given as the one string that it is in its block; otherwise its marks appear twice.
func ExamineOutgoing(out draft.Outgoing, texts []Text, o Options) (draft.Examination, error) {
	inside, pictures, raw, err := attached(out)
	if err != nil {
		return draft.Examination{}, err
	}
	all := slices.Concat(texts, inside)
	named := make(map[string]bool, len(all))
	for _, t := range all {
		named[t.Body] = true
	}
	for i, block := range out.Blocks {
		if raw[i] {
			continue // its file was read above, as a whole
		}
		rest, err := stringsOf(i, block)
		if err != nil {
			return draft.Examination{}, err
		}
		for _, t := range rest {
			if !named[t.Body] {
				named[t.Body] = true
				all = append(all, t)
			}
		}
	}
	return draft.NewExamination(out.Hash(), Checks(), append(marks(all, o), pictures...)), nil
}

func marks(texts []Text, o Options) []draft.Mark {
	model := o.Tagger
	if model == nil {
		model = tagger.Shipped()
	}
	var all []draft.Mark
	var tables examinedTables
	left, size, examined := MaxTexts, sizeOf(texts), 0
	o.tell(0, size)
	for _, t := range texts {
		whole := t
		t.Body, left = within(t.Body, left)
		r := reader{folded: newFolded(t.Body), lexicon: &model.Lexicon, stated: o.Counts}
		cut := r.bounded()
		r.lettering = letters(r.text)
		r.language = speaks(t.Language, r.text)
		r.countries = home(o.Country, r.language)
		r.read()
		if !isCoded(t.Body) {
			r.named(model, o.levels())
		}
		r.beyond(o.Now)
		r.propose()
		found := make([]draft.Mark, 0, len(r.found))
		for _, f := range r.found {
			words := r.text[f.start:f.end]
			if f.kind.MayBeKept() && o.Allowed.has(words) || f.kind == draft.KindUnknown && o.Cleared.has(words) {
				continue
			}
			if o.Published && (checkOf(f.kind) == namesCheck || checkOf(f.kind) == beyondCheck) {
				f.noted, f.together = true, false
			}
			found = withMark(found, markOf(t, r.folded, f))
		}
		if found = o.tables(t, found, &tables); all == nil {
			all = found
		} else {
			all = append(all, found...)
		}
		if cut == 0 && len(t.Body) < len(whole.Body) {
			cut = len(t.Body)
		}
		if cut > 0 {
			all = append(all, unread(whole, cut))
		}
		examined += len(whole.Body)
		o.tell(examined, size)
	}
	return all
}

// sizeOf is the size of texts in bytes.
func sizeOf(texts []Text) (all int) {
	for _, t := range texts {
		all += len(t.Body)
	}
	return all
}

// withMark adds a mark behind others. One character may stand for several words; where two marks are of the same place, the
// one that blocks remains, or else the first.
func withMark(marks []draft.Mark, m draft.Mark) []draft.Mark {
	n := len(marks)
	if n == 0 || marks[n-1].End <= m.Start {
		return append(marks, m)
	}
	if m.Blocking && !marks[n-1].Blocking && (n == 1 || marks[n-2].End <= m.Start) {
		marks[n-1] = m
	}
	return marks
}

// isCoded tells whether a text is one code, date or web address, in which there is no name to find.
func isCoded(s string) bool {
	const longest = 200
	return len(s) <= longest && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-/.:") == ""
}

func markOf(t Text, folded folded, f finding) draft.Mark {
	start, end := folded.original(f.start, f.end)
	words := t.Body[start:end]
	return draft.Mark{
		Field: t.Field, Language: t.Language, Start: start, End: end, Kind: f.kind, Confidence: f.confidence,
		Blocking: !f.noted, Together: f.together, Check: checkOf(f.kind), Place: draft.PlaceOf(t.Field, f.kind, words), Found: words,
		Clue: f.seen(), Proposals: f.proposals,
	}
}

// seen is by what a finding is told, where its check doesn't say.
func (f finding) seen() draft.Clue {
	switch {
	case f.clue != "":
		return f.clue
	case f.kind == draft.KindUnknown:
		return draft.ClueNothing
	case checkOf(f.kind) == namesCheck:
		return draft.ClueLikeness
	case f.kind == draft.KindAccountNumber && f.confidence == draft.ConfidenceCertain:
		return draft.ClueCheck
	case f.kind == draft.KindEmail || f.kind == draft.KindCaseNumber || f.kind == draft.KindPhone:
		return draft.ClueForm
	}
	return draft.ClueLabel
}

// squeeze is the form in which allowed words are compared.
func squeeze(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}

// finding is a mark to be, in folded text.
type finding struct {
	start, end int
	kind       draft.Kind
	confidence draft.Confidence
	noted      bool // it does not block by itself
	together   bool // it blocks because of others
	clue       draft.Clue
	tells      byte // of a trait, which sort it is: the letter of its phrase; 0 where nobody knows
	proposals  []string
}
