package gate

import (
	"strings"

	"praxis/internal/draft"
)

// form is a national personal number that can be told by itself: the sizes of its groups, as they are written, and a
// check over its digits.
type form struct {
	shapes string // sizes of the groups with what stands between; "|" between alternatives
	check  func(d string) bool
	sure   draft.Confidence
}

// forms are numbers made of digits. The country is in the comment; the sources are the publications of the issuing
// authorities, summed up in specs/gate.md.
var forms = []form{
	{"11", pesel, draft.ConfidenceCertain},                                   // PL
	{"11", baltic, draft.ConfidenceCertain},                                  // EE, LT
	{"11|6 5", norwegian, draft.ConfidenceCertain},                           // NO
	{"11", turkish, draft.ConfidenceCertain},                                 // TR
	{"11|2 3 3 3", croatian, draft.ConfidenceHigh},                           // HR, DE (tax)
	{"11|2.2.2-3.2|6-3.2|6-3-2", belgian, draft.ConfidenceCertain},           // BE
	{"11", greek, draft.ConfidenceCertain},                                   // GR
	{"11|6-5", latvian, draft.ConfidenceHigh},                                // LV
	{"10", bulgarian, draft.ConfidenceCertain},                               // BG
	{"10|6/4", czech, draft.ConfidenceCertain},                               // CZ, SK
	{"10|6-4|8-4|12", swedish, draft.ConfidenceCertain},                      // SE
	{"6-4", danish, draft.ConfidenceHigh},                                    // DK
	{"10|6-4", icelandic, draft.ConfidenceCertain},                           // IS
	{"10|4 6", austrian, draft.ConfidenceHigh},                               // AT
	{"13", romanian, draft.ConfidenceCertain},                                // RO
	{"13", yugoslav, draft.ConfidenceCertain},                                // RS, BA, ME, MK, SI
	{"13", moldovan, draft.ConfidenceHigh},                                   // MD
	{"13", luxembourgish, draft.ConfidenceHigh},                              // LU
	{"3 3 4", britishHealth, draft.ConfidenceHigh},                           // GB
	{"13|3.4.4.2", swiss, draft.ConfidenceCertain},                           // CH, LI
	{"15|13 2|1 2 2 2 3 3 2|1 2 2 2 3 3-2", french, draft.ConfidenceCertain}, // FR
}

// national looks for a personal number whose form and check digits suffice without a word in front.
func (r *reader) national(n number, _ []word) (finding, bool) {
	t := r.text
	if f, ok := lettered(t, n); ok {
		return f, true
	}
	if n.token != n.start || n.start > 0 && !endsWord(t, n.start-1) {
		return finding{}, false
	}
	for k := min(len(n.groups), 7); k > 0; k-- {
		if n.end(k)-n.start < 10 || !endsWord(t, n.end(k)) {
			continue
		}
		d := n.digits(k)
		for _, f := range forms {
			if f.written(n, k) && f.check(d) {
				return n.finding(k, draft.KindIdentityNumber, f.sure)
			}
		}
	}
	return finding{}, false
}

// written tells whether the first k groups have one of the form's shapes.
func (f form) written(n number, k int) bool {
	for shape := range strings.SplitSeq(f.shapes, "|") {
		if fits(shape, n, k) {
			return true
		}
	}
	return false
}

// fits compares a shape such as "6-4" with the first k groups.
func fits(shape string, n number, k int) bool {
	for i := range k {
		size := 0
		for shape != "" && isDigit(shape[0]) {
			size, shape = size*10+int(shape[0]-'0'), shape[1:]
		}
		if n.size(i) != size {
			return false
		}
		if i == k-1 {
			return shape == ""
		}
		gap := n.groups[i].gap
		if !strings.HasPrefix(shape, gap) {
			return false
		}
		shape = shape[len(gap):]
	}
	return false
}
