// Package search finds documents by the words in them and by what is said of them in codes. Its index is in memory only:
// derived from what is held, disposable, never written down, and rid of a document's words when the document goes.
//
// Words are compared without regard to case and accents, in any script, and match from their beginning: "isol" finds
// "isolation" and "isolé". All words of a query must be in the document, in one of its languages. It refuses to stem or to
// translate, it decides nothing about who may read what, and it never keeps or logs a query.
//
// It implements the section "Search" of specs/node.md.
package search
