package attach

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// markdown is a document's text as Markdown. A heading of level n becomes one of level n+1, so that the widest start
// sections; the title, which stands elsewhere, is returned by itself.
func (d document) markdown() (title, text string) {
	var b strings.Builder
	depth := 0 // of the list that is being written
	for _, one := range d.blocks {
		if one.title && title == "" && one.rows == nil {
			title = one.line()
			continue
		}
		item := one.rows == nil && listed(one.paragraph)
		one.level = min(one.level, depth+1) // deeper, it would be code
		if b.Len() > 0 {
			b.WriteString("\n")
			if !item || depth == 0 {
				b.WriteString("\n")
			}
		}
		if depth = 0; item {
			depth = one.level
		}
		switch {
		case one.rows != nil:
			pipes(&b, one.rows, func(p paragraph) string { return strings.ReplaceAll(marked(p), "|", `\|`) })
		case one.title || one.heading > 0:
			b.WriteString(strings.Repeat("#", min(max(one.heading, 1)+1, 6)) + " " + strings.TrimSpace(one.label+" "+one.line()))
		default:
			b.WriteString(one.item())
		}
	}
	return title, b.String()
}

// line is a paragraph's text without breaks, as in a heading.
func (p paragraph) line() string { return strings.Join(strings.Fields(p.text()), " ") }

// listed tells whether a paragraph is an item of a list in Markdown.
func listed(p paragraph) bool { return p.level > 0 && p.label != "" }

// item is a paragraph in Markdown: an item of a list, if it has a bullet or a number that Markdown knows; else its label
// stands in front as text, in a list as an item with a bullet.
func (p paragraph) item() string {
	text := marked(p)
	if !listed(p) {
		if p.label != "" {
			return unlisted(p.label) + " " + text
		}
		return text
	}
	indent := strings.Repeat("    ", p.level-1)
	mark := "-"
	switch {
	case p.label == bullet:
	case isOrdinal(p.label):
		mark = p.label
	default:
		text = p.label + " " + text
	}
	return indent + mark + " " + strings.ReplaceAll(text, "\n", "\n"+indent+"    ")
}

// unlisted keeps a label at the beginning of a line from starting a list.
func unlisted(label string) string {
	if isOrdinal(label) {
		return label[:len(label)-1] + `\` + label[len(label)-1:]
	}
	return guarded(label)
}

// isOrdinal tells whether a label is a number that begins an item in CommonMark: up to nine digits, a point or a bracket.
func isOrdinal(label string) bool {
	n := len(label) - 1
	return n >= 1 && n <= 9 && (label[n] == '.' || label[n] == ')') && strings.Trim(label[:n], "0123456789") == ""
}

// marked is a paragraph's text with bold, italic and links in Markdown.
func marked(p paragraph) string {
	var b strings.Builder
	for i, r := range p.runs {
		text := literal(r.text)
		core := strings.TrimSpace(text)
		if core == "" {
			b.WriteString(text)
			continue
		}
		at := strings.Index(text, core)
		before, after := text[:at], text[at+len(core):]
		if r.link != "" {
			core = "[" + core + "](" + r.link + ")"
			if strings.ContainsAny(r.link, "()") {
				core = strings.TrimSuffix(core, "("+r.link+")") + "(<" + r.link + ">)"
			}
		}
		if s := strong(r); s != "" && stands(p.runs, i, before, after) {
			core = s + core + s
		}
		b.WriteString(before + core + after)
	}
	lines := strings.Split(strings.ReplaceAll(b.String(), "\t", " "), "\n")
	kept := lines[:0]
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, guarded(line))
		}
	}
	return strings.Join(kept, "  \n") // a line break within a paragraph
}

func strong(r run) string {
	switch {
	case r.bold && r.italic:
		return "***"
	case r.bold:
		return "**"
	case r.italic:
		return "*"
	}
	return ""
}

// stands tells whether emphasis is understood here: CommonMark asks for space or punctuation on its outer sides.
func stands(runs []run, i int, before, after string) bool {
	left, right := true, true
	if before == "" && i > 0 {
		r, _ := utf8.DecodeLastRuneInString(runs[i-1].text)
		left = unicode.IsSpace(r) || unicode.IsPunct(r)
	}
	if after == "" && i+1 < len(runs) {
		r, _ := utf8.DecodeRuneInString(runs[i+1].text)
		right = unicode.IsSpace(r) || unicode.IsPunct(r)
	}
	return left && right
}

// literal is text in which no character means more than itself.
func literal(s string) string {
	var b strings.Builder
	for i, r := range s {
		if strings.ContainsRune("\\`*[]<", r) || r == '_' && !within(s, i) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// within tells whether the character at i stands inside a word.
func within(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return word(before) && word(after)
}

// guarded keeps a line from starting a heading, a list, a quotation, a table, a rule or another language.
func guarded(line string) string {
	if line == "" {
		return line
	}
	switch line[0] {
	case '#', '>', '+', '=', '~', '|':
		return `\` + line
	case '-':
		if strings.HasPrefix(line, "- ") || strings.Trim(line, "- ") == "" {
			return `\` + line
		}
	}
	if label, _, _ := strings.Cut(line, " "); isOrdinal(label) {
		return label[:len(label)-1] + `\` + line[len(label)-1:]
	}
	return line
}
