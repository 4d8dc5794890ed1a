// Package pdf reads the text that somebody sees on the pages of a PDF file (ISO 32000-2), and writes text as a fresh one.
//
// [Read] follows the drawing of each page and drops what cannot be seen: invisible and tiny letters, letters in the colour
// of their ground, off the page, cut away, in layers that are switched off, or painted over afterwards. Earlier states of
// the file, notes, form data, embedded files and scripts are not text on a page, and are never read. [Write] writes lines
// of text and nothing else.
//
// The package refuses to decrypt, to run what a file holds, and to guess at letters that the file does not name. It finds
// objects by going through the file once instead of following its tables: the last state of an object counts, and no
// table can lead it in a circle. What it reads wrongly, others see wrongly too, since only what was read is written.
// Bounds on objects, unpacked bytes and drawing steps hold for every file.
//
// It implements specs/attachments.md.
package pdf
