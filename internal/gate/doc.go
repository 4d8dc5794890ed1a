// Package gate is the disclosure check between a draft and a document: it reads texts and points at places that may lead
// to a person, with what each may reveal, how sure it is, and why.
//
// It is pure, reads no clock and keeps nothing, so that other software can use it. It refuses to change a text, to decide
// whether a mark may stay, and to call a text anonymous: a text without marks is one in which these checks found nothing.
// It knows nothing of how objects are encoded beyond finding every string in an outgoing block, because it takes nobody's
// word for what leaves.
//
// It implements the page gate.md of specs/.
package gate
