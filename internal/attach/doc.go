// Package attach makes attachments anew from what is visible in a file.
//
// A file is not stripped: it is read as far as a reader would see it, and a fresh, minimal file is written of that. What
// nobody sees (properties, comments, tracked changes, hidden text, embedded objects, earlier states) is not found and
// removed; it is never carried over. [Rebuild] makes a clean file, [Text] reads the words of one that was rebuilt, for the
// gate, and [Markdown] turns a file into the text of a draft.
//
// The package refuses to guess: what it cannot read as a whole, or does not know, is refused with a sentence that says
// what to do. It opens no files, keeps nothing, and runs nothing that a file holds. Its bounds are those of [Limits].
//
// It implements specs/attachments.md.
package attach
