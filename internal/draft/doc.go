// Package draft holds the private words of drafting: persons and their keys, drafts, what would leave, what the gate
// said about it, reviews and approvals, and the one way in which a draft becomes something that may be shared.
//
// It is pure and does no input or output. It refuses to decide where records are kept and how anything travels: no type
// here has a wire form, and the package never imports protocol/wire. Records are kept as JSON in the private keyspaces of
// the store. Times are Unix seconds, and come from outside, as chance does.
//
// The safety of the product rests on three properties of this package. Only [Approve] makes an [Approved] that is not
// zero. Only package gate makes an [Examination]. The reviewer is compared with the authors on one line, in approve.go.
//
// It implements the page drafts.md of specs/.
package draft
