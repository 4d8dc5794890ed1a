package gate

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"praxis/internal/draft"
)

// form is a national personal number that can be told by itself: the sizes of its groups, as they are written, and a
// check over its digits.
type form struct {
	shapes string // sizes of the groups with what stands between; "|" between alternatives
	check  func(d string) bool
	kind   strength
}

// strength is what a form proves.
type strength int

const (
	strong  strength = iota // check digits in a form that little else has
	noCheck                 // a form with a date and nothing to check it by
	short                   // check digits, in a form that telephone numbers and counts have too
)

// forms are numbers made of digits. The country is in the comment; the sources are the publications of the issuing
// authorities.
var forms = []form{
	{"11", pesel, strong},                                   // PL
	{"11", baltic, strong},                                  // EE, LT
	{"11|6 5", norwegian, strong},                           // NO
	{"11", turkish, strong},                                 // TR
	{"11|2 3 3 3", croatian, strong},                        // HR, DE (tax)
	{"11|2.2.2-3.2|6-3.2|6-3-2", belgian, strong},           // BE
	{"11", greek, strong},                                   // GR
	{"11|6-5", latvian, strong},                             // LV
	{"11|1 6 4|1-6-4", hungarian, strong},                   // HU
	{"10", bulgarian, strong},                               // BG
	{"10|6/4", czech, strong},                               // CZ, SK
	{"10|6-4|8-4|12", swedish, strong},                      // SE
	{"6-4", danish, noCheck},                                // DK
	{"10|6-4", icelandic, strong},                           // IS
	{"10|4 6", austrian, strong},                            // AT
	{"13", romanian, strong},                                // RO
	{"13", yugoslav, strong},                                // RS, BA, ME, MK, SI
	{"13", moldovan, strong},                                // MD
	{"13", luxembourgish, strong},                           // LU
	{"3 3 4", britishHealth, strong},                        // GB
	{"13|3.4.4.2", swiss, strong},                           // CH, LI
	{"15|13 2|1 2 2 2 3 3 2|1 2 2 2 3 3-2", french, strong}, // FR
	{"10", britishHealth, short},                            // GB
	{"10", ukrainian, short},                                // UA
	{"9|3 3 3|3-3-3", hungarianHealth, short},               // HU
	{"9|3 3 3|4.2.3|4 2 3", dutch, short},                   // NL
	{"9|3 3 3|3.3.3", portuguese, short},                    // PT
}

// national looks for a personal number whose form and check digits suffice without a word in front.
func (r *reader) national(n number, before []word) (finding, bool) {
	if f, ok := lettered(r.text, n); ok {
		if labelsIdentity(before) && strings.IndexFunc(r.text[f.start:f.end], unicode.IsLetter) >= 0 {
			f.confidence = draft.ConfidenceCertain
		}
		f.clue = proof(before)
		return f, true
	}
	return r.digitsOnly(n, before, false)
}

// shortNational looks, after every other check, for forms that telephone numbers have too.
func (r *reader) shortNational(n number, before []word) (finding, bool) {
	if n.start > 0 && strings.IndexByte("+.,", r.text[n.start-1]) >= 0 || r.continues(n, before) {
		return finding{}, false
	}
	return r.digitsOnly(n, before, true)
}

func (r *reader) digitsOnly(n number, before []word, shorts bool) (finding, bool) {
	t := r.text
	if n.token != n.start || n.start > 0 && !endsWord(t, n.start-1) {
		return finding{}, false
	}
	for k := min(len(n.groups), 7); k > 0; k-- {
		if size := n.total(k); size < fewest || size > most || !endsWord(t, n.end(k)) {
			continue
		}
		passed, doubtful := n.passes(k)
		for _, f := range passed {
			if !shorts && f.kind == short {
				continue
			}
			c := draft.ConfidenceHigh
			switch labelled := labelsIdentity(before); {
			case labelled && f.kind == strong && !doubtful:
				c = draft.ConfidenceCertain
			case !labelled && f.kind == short:
				c = draft.ConfidenceMedium
			}
			found, ok := n.finding(k, draft.KindIdentityNumber, c)
			if found.clue = proof(before); f.kind == noCheck {
				found.clue = draft.ClueForm
			}
			return found, ok
		}
	}
	return finding{}, false
}

// A personal number of digits alone has so many.
const (
	fewest = 9
	most   = 15
)

// total is how many digits the first k groups have.
func (n number) total(k int) int { return n.groups[k-1].total }

// passes returns the forms whose checks the first k groups pass. They are doubtful where another country writes its numbers
// so too: a number of that country with a typing error passes here by chance.
func (n number) passes(k int) (passed []form, doubtful bool) {
	d := n.digits(k)
	for _, f := range formsOf[min(n.total(k), most+1)] {
		switch {
		case !f.written(n, k):
		case f.check(d):
			passed = append(passed, f.form)
			doubtful = doubtful || f.kind == noCheck
		default:
			doubtful = true
		}
	}
	return passed, doubtful
}

// fails tells whether the first k groups are written as some country's numbers are, and no country's check digits are
// right.
func (n number) fails(k int) bool {
	passed, _ := n.passes(k)
	if len(passed) > 0 {
		return false
	}
	return slices.ContainsFunc(formsOf[min(n.total(k), most+1)], func(f sized) bool { return f.written(n, k) })
}

// proof is by what a number whose check digits are right is told.
func proof(before []word) draft.Clue {
	if labelsIdentity(before) {
		return draft.ClueBoth
	}
	return draft.ClueCheck
}

// labelsIdentity tells whether the words before a number call it a personal number.
func labelsIdentity(before []word) bool {
	c, ok := labelBefore(before, numberLabels)
	return ok && c == classIdentity
}

// sized is a form with those of its shapes that have as many digits.
type sized struct {
	form
	shapes [][]group // of each only the gaps count, and the totals
}

// formsOf are the forms by how many digits they have.
var formsOf = func() (all [most + 2][]sized) {
	for _, f := range forms {
		by := map[int][][]group{}
		for shape := range strings.SplitSeq(f.shapes, "|") {
			groups, total := shapeOf(shape)
			by[total] = append(by[total], groups)
		}
		for total, shapes := range by {
			all[total] = append(all[total], sized{f, shapes})
		}
	}
	return all
}()

// shapeOf reads a shape such as "6-4".
func shapeOf(shape string) (groups []group, total int) {
	for shape != "" {
		digits := len(shape) - len(strings.TrimLeft(shape, "0123456789"))
		size, _ := strconv.Atoi(shape[:digits])
		total += size
		shape = shape[digits:]
		gap := shape[:min(1, len(shape))]
		groups = append(groups, group{gap: gap, total: total})
		shape = shape[len(gap):]
	}
	return groups, total
}

// written tells whether the first k groups have one of the form's shapes.
func (f sized) written(n number, k int) bool {
	for _, shape := range f.shapes {
		if len(shape) == k && fits(shape, n.groups[:k]) {
			return true
		}
	}
	return false
}

// fits compares groups with those of a shape, whose last gap is empty.
func fits(shape, groups []group) bool {
	for i, g := range shape {
		if groups[i].total != g.total || i < len(shape)-1 && groups[i].gap != g.gap {
			return false
		}
	}
	return true
}
