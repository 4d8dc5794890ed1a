// Package tagger finds names, places, organisations, dates, traits, codes and amounts in a text by their words and
// surroundings, in the languages of Europe: a linear model over hashed features, trained by the command next to it, small
// enough to stand in the repository.
//
// It is pure and deterministic: the same text and weights give the same spans on every machine, and the same examples the
// same weights. It refuses to decide what a span means for a draft, to read files, and to learn from drafts.
//
// It implements the part "The tagger" of the page gate.md of specs/.
package tagger
