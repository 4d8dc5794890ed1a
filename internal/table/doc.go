// Package table checks tables of counts for statistical disclosure, and proposes what may be shared instead. Its terms are
// those of the field (Hundepool et al., Statistical Disclosure Control, Wiley 2012): small cells, dominance (n, k), the p %
// rule, attribute disclosure by a line wholly in one category, differencing, random rounding, suppression with an audit.
//
// It is pure: chance comes as a key, and the tables that a node shared before come as records. It refuses to change a
// table by itself, to guess what a number that it cannot read means, and to call a suppressed or rounded table safe before
// it has shown, for every cell that it protects, a table of whole numbers that fits everything published.
//
// It implements the page tables.md of specs/.
package table
