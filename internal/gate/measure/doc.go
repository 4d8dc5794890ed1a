// Package measure counts how well marks protect persons in texts whose answers are known, after Pilán et al. (2022): which
// identifiers are wholly covered, how many documents leak one, and how many of the marked words somebody would have marked;
// with intervals, because fifteen documents say little.
//
// It is pure: it reads answers and marks that it is given. It refuses to say what is good enough.
//
// It implements the part "How good it is" of the page gate.md of specs/.
package measure
