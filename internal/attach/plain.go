package attach

import "strings"

// plain is a document's text as the gate reads it: paragraphs with an empty line between, and tables in the form that
// Markdown has for them, so that counts in them are found. Nothing else is added, and nothing is escaped but what would
// divide a cell.
func (d document) plain() string {
	var b strings.Builder
	for i, one := range d.blocks {
		if i > 0 {
			b.WriteString("\n\n")
		}
		if one.rows == nil {
			b.WriteString(one.labelled())
			continue
		}
		pipes(&b, one.rows, func(p paragraph) string { return strings.ReplaceAll(p.labelled(), "|", `\|`) })
	}
	return b.String()
}

// pipes writes a table in Markdown. Its first row is the head.
func pipes(b *strings.Builder, rows [][]cell, text func(paragraph) string) {
	for y, row := range rows {
		if y > 0 {
			b.WriteByte('\n')
		}
		for _, c := range row {
			words := make([]string, len(c))
			for i, p := range c {
				words[i] = strings.Join(strings.FieldsFunc(text(p), func(r rune) bool { return r == '\n' || r == '\t' }), " ")
			}
			b.WriteString("| " + strings.Join(words, " ") + " ")
		}
		b.WriteString("|")
		if y == 0 {
			b.WriteString("\n" + strings.Repeat("| --- ", len(row)) + "|")
		}
	}
}
