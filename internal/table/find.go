package table

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxCells bounds a table that is checked. A larger one is found and not read.
const MaxCells = 100_000

// Found is a table in a text: its cells as they are written, before anything is known of what they mean.
type Found struct {
	Title  string // the line before it
	Note   string // the line after it
	Start  int    // bytes, in the text
	End    int    // bytes, exclusive
	Large  bool   // it has more than MaxCells cells, and no rows are given
	header bool   // the first row is certainly one
	rows   [][]piece
}

// piece is a cell's text and where it stands.
type piece struct {
	text       string
	start, end int
}

var delimiterRow = regexp.MustCompile(`^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)

// separators of columns, in the order in which they are tried.
var separators = []string{"|", "｜", "│", "\t", ";", ",", "  "}

// isBar tells whether a separator is one of Markdown, or looks like it.
func isBar(separator string) bool {
	return separator == "|" || separator == "｜" || separator == "│"
}

// Find finds the tables in a text: of Markdown, with or without its row of dashes, and lines that are divided by tabs,
// semicolons, commas (CSV, RFC 4180) or two spaces and more. Two lines make a table, by commas or spaces three; by
// semicolons, commas or spaces only where numbers stand under each other.
func Find(text string) []Found {
	var all []Found
	lines := linesOf(text)
	separators := slices.DeleteFunc(slices.Clone(separators), func(s string) bool { return !strings.Contains(text, s) })
	for i := 0; i < len(lines); {
		n, separator := tableAt(lines[i:], separators)
		if n == 0 {
			i++
			continue
		}
		f := Found{Start: lines[i].start, End: lines[i+n-1].end, Title: before(lines[:i]), Note: after(lines[i+n:])}
		f.fill(lines[i:i+n], separator)
		all = append(all, f)
		i += n
	}
	return all
}

func linesOf(text string) []piece {
	var all []piece
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text) - start
		}
		all = append(all, piece{strings.TrimSuffix(text[start:start+end], "\r"), start, start + end})
		start += end + 1
	}
	return all
}

// maxTitle bounds what is taken as title or note, in bytes.
const maxTitle = 300

func before(lines []piece) string {
	for i := len(lines) - 1; i >= max(0, len(lines)-3); i-- {
		if s := strings.TrimSpace(lines[i].text); s != "" {
			return short(strings.TrimLeft(s, "#* "))
		}
	}
	return ""
}

func after(lines []piece) string {
	for _, l := range lines[:min(3, len(lines))] {
		if s := strings.TrimSpace(l.text); s != "" {
			return short(s)
		}
	}
	return ""
}

func short(s string) string {
	if len(s) <= maxTitle {
		return s
	}
	end := maxTitle
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// tableAt is how many of the first lines are a table, and which of the separators its columns have.
func tableAt(lines []piece, separators []string) (int, string) {
	first := strings.TrimSpace(lines[0].text)
	for _, s := range separators {
		if !strings.Contains(first, s) || s == "  " && !spaced(lines[0].text) {
			continue
		}
		n := 1
		if isBar(s) || s == "\t" {
			for n < len(lines) && strings.Contains(lines[n].text, s) {
				n++
			}
		} else {
			n = numbersBelow(lines, s)
		}
		if n >= 2 && (n >= 3 || s != "," && s != "  ") {
			return n, s
		}
	}
	return 0, ""
}

func spaced(line string) bool { return len(divide(line, "  ")) > 1 }

// patience is after how many lines without any number a table of numbers isn't expected any more.
const patience = 20

// numbersBelow is how many of the first lines have as many cells as the first and, from the second, nothing but numbers in one column at
// least: so are counts told from prose. It is 0 where there are no counts.
func numbersBelow(lines []piece, separator string) int {
	if len(lines) < 2 || !strings.Contains(lines[1].text, separator) && strings.IndexByte(lines[0].text, '"') < 0 {
		return 0 // as most lines of prose with a comma in them
	}
	width := len(divide(lines[0].text, separator))
	good, some := make([]bool, width), make([]bool, width)
	for j := range good {
		good[j] = true
	}
	counted := 0
	for n := 1; n < len(lines); n++ {
		line := lines[n].text
		if strings.Count(line, separator) < width-1 {
			return enough(n, counted)
		}
		cells := divide(line, separator)
		if len(cells) != width {
			return enough(n, counted)
		}
		next := 0
		for j, c := range cells {
			f := formText
			if good[j] {
				f = readNumber(c.text).form
			}
			good[j] = f != formText
			some[j] = some[j] || f == formCount || f == formBelow
			if good[j] && some[j] {
				next++
			}
		}
		if next == 0 && (counted > 0 || n == patience || !slices.Contains(good, true)) {
			return enough(n, counted)
		}
		counted = max(counted, next)
	}
	return enough(len(lines), counted)
}

func enough(lines, counted int) int {
	if counted == 0 {
		return 0
	}
	return lines
}

// fill divides the lines into cells.
func (f *Found) fill(lines []piece, separator string) {
	cells := 0
	for i, l := range lines {
		if isBar(separator) && i > 0 && delimiterRow.MatchString(strings.ReplaceAll(l.text, separator, "|")) {
			f.header = f.header || i == 1
			continue
		}
		row := divide(l.text, separator)
		if cells += len(row); cells > MaxCells {
			f.Large, f.rows = true, nil
			return
		}
		for j := range row {
			row[j].start += l.start
			row[j].end += l.start
		}
		f.rows = append(f.rows, row)
	}
	width := 0
	for _, row := range f.rows {
		width = max(width, len(row))
	}
	if f.Large = width*len(f.rows) > MaxCells; f.Large { // a ragged one is filled up
		f.rows = nil
	}
}

// divide divides a line at a separator, but not inside quotation marks (for CSV) nor after a backslash (for Markdown).
func divide(line, separator string) []piece {
	start, end := 0, len(line)
	if isBar(separator) {
		for start < end && strings.IndexByte(" \t>", line[start]) >= 0 {
			start++
		}
		if strings.HasPrefix(line[start:], separator) {
			start += len(separator)
		}
		if t := strings.TrimRight(line, " \t"); strings.HasSuffix(t, separator) && !strings.HasSuffix(t, `\`+separator) && len(t) > start {
			end = len(t) - len(separator)
		}
	}
	var all []piece
	quoted, begin := false, start
	cut := func(to int) { all = append(all, trimmed(line, begin, to)) }
	for i := start; i < end; i++ {
		switch {
		case line[i] == '"' && !isBar(separator):
			quoted = !quoted
		case line[i] == '\\' && isBar(separator):
			i++
		case !quoted && strings.HasPrefix(line[i:end], separator):
			cut(i)
			for separator == "  " && i+2 < end && line[i+2] == ' ' {
				i++
			}
			i += len(separator) - 1
			begin = i + 1
		}
	}
	cut(end)
	if separator == "  " { // what indents a line is no cell
		all = slices.DeleteFunc(all, func(p piece) bool { return p.text == "" })
	}
	return all
}

func trimmed(line string, start, end int) piece {
	for start < end && strings.IndexByte(" \t\r", line[start]) >= 0 {
		start++
	}
	for end > start && strings.IndexByte(" \t\r", line[end-1]) >= 0 {
		end--
	}
	if end-start >= 2 && line[start] == '"' && line[end-1] == '"' {
		start, end = start+1, end-1
	}
	return piece{line[start:end], start, end}
}
