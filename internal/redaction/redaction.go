// Package redaction takes words out of a draft's file: what the gate marks in a text of the document is replaced in the file
// that the author wrote, in its front matter or its body, and every other byte stays as it was.
//
// The package refuses to guess: a place that it cannot find in the file, or a change after which the file would say
// anything else than the same document with these words replaced, is an error, and nothing is changed. It decides nothing
// about marks, and keeps nothing of what it takes out.
//
// It implements the part "Marks and decisions" of specs/drafts.md.
package redaction

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Place is a place in one text of the document that a file writes.
type Place struct {
	Text       int // its index
	Start, End int // bytes, in the text
}

// Change says what stands at a place instead.
type Change struct {
	Place
	Words string
}

// ErrElsewhere says that a place was not found in the file as it is written there.
var ErrElsewhere = errors.New("the file writes these words in another way, or in a field that is no text: take them out with praxis draft edit")

// ErrOverlap says that two places share words.
var ErrOverlap = errors.New("two places overlap: change one, and look again")

// ErrWords says that some words cannot stand instead.
var ErrWords = errors.New("give other words for what stands instead")

// maxWords bounds what stands instead of something, in bytes.
const maxWords = 500

// Read returns the texts of the document that a file writes, always in the same order.
type Read func(file []byte) ([]string, error)

// Find lists the places at which words stand as whole words in any of the texts, in order.
func Find(texts []string, words string) []Place {
	var all []Place
	for i, t := range texts {
		for at := 0; words != ""; {
			next := strings.Index(t[at:], words)
			if next < 0 {
				break
			}
			start, end := at+next, at+next+len(words)
			if isWhole(t, start, end) {
				all = append(all, Place{Text: i, Start: start, End: end})
			}
			at = end
		}
	}
	return all
}

// isWhole tells whether no letter or digit of a word goes on before or behind.
func isWhole(s string, start, end int) bool {
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	first, _ := utf8.DecodeRuneInString(s[start:])
	last, _ := utf8.DecodeLastRuneInString(s[:end])
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	behind, _ := utf8.DecodeRuneInString(s[end:])
	return !(isWord(first) && isWord(before)) && !(isWord(last) && isWord(behind))
}

// Apply makes changes to a file. It wraps [ErrElsewhere], or says which words cannot stand there.
func Apply(file []byte, read Read, changes []Change) ([]byte, error) {
	texts, err := read(file)
	if err != nil {
		return nil, err
	}
	changes, want, err := expected(texts, changes)
	if err != nil {
		return nil, err
	}
	spans, err := locate(file, read, texts, changes)
	if err != nil {
		return nil, err
	}
	changed := replace(file, spans, changes, false)
	if !says(changed, read, want) {
		changed = replace(file, spans, changes, true)
		if !says(changed, read, want) {
			return nil, ErrElsewhere
		}
	}
	return changed, nil
}

// expected puts changes in order and computes what the texts say after them.
func expected(texts []string, changes []Change) ([]Change, []string, error) {
	changes = slices.Clone(changes)
	slices.SortFunc(changes, func(a, b Change) int {
		if a.Text != b.Text {
			return a.Text - b.Text
		}
		return a.Start - b.Start
	})
	changes = slices.CompactFunc(changes, func(a, b Change) bool { return a.Place == b.Place })
	for i, c := range changes {
		if c.Text < 0 || c.Text >= len(texts) || c.Start < 0 || c.Start >= c.End || c.End > len(texts[c.Text]) {
			return nil, nil, ErrElsewhere
		}
		if i > 0 && changes[i-1].Text == c.Text && c.Start < changes[i-1].End {
			return nil, nil, ErrOverlap
		}
		if strings.TrimSpace(c.Words) != c.Words || c.Words == "" || len(c.Words) > maxWords || strings.ContainsFunc(c.Words, unicode.IsControl) || !utf8.ValidString(c.Words) {
			return nil, nil, fmt.Errorf("%w: it has 1 to %d bytes on one line, without spaces at its ends", ErrWords, maxWords)
		}
	}
	want := make([]string, len(texts))
	rest := changes
	for i, t := range texts {
		var b strings.Builder
		at := 0
		for ; len(rest) > 0 && rest[0].Text == i; rest = rest[1:] {
			b.WriteString(t[at:rest[0].Start])
			b.WriteString(rest[0].Words)
			at = rest[0].End
		}
		b.WriteString(t[at:])
		want[i] = b.String()
	}
	return changes, want, nil
}

// says tells whether a file's texts are those that are wanted.
func says(file []byte, read Read, want []string) bool {
	texts, err := read(file)
	return err == nil && slices.Equal(texts, want)
}

// span is a range of bytes of a file.
type span struct{ start, end int }

// replace writes the changes into the file. Quoted, it puts the value of a line of front matter in quotes where a change
// falls, since what stands there now might mean something to YAML.
func replace(file []byte, spans []span, changes []Change, quoted bool) []byte {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return spans[a].start - spans[b].start })
	var out []byte
	lines := make(map[int]bool) // of front matter, by their first byte
	front := frontMatter(file)
	at := 0
	for _, i := range order {
		out = append(append(out, file[at:spans[i].start]...), changes[i].Words...)
		at = spans[i].end
		if spans[i].start < front {
			lines[bytes.LastIndexByte(file[:spans[i].start], '\n')+1] = true
		}
	}
	out = append(out, file[at:]...)
	if !quoted {
		return out
	}
	// From the end, so that the earlier lines keep their places; each has moved by what was changed before it.
	starts := make([]int, 0, len(lines))
	for at := range lines {
		starts = append(starts, at)
	}
	slices.Sort(starts)
	for _, at := range slices.Backward(starts) {
		moved := at
		for i, s := range spans {
			if s.end <= at {
				moved += len(changes[i].Words) - (s.end - s.start)
			}
		}
		end := moved + bytes.IndexByte(append(out[moved:len(out):len(out)], '\n'), '\n')
		out = slices.Concat(out[:moved], quote(out[moved:end]), out[end:])
	}
	return out
}

// frontMatter is where a file's front matter ends, by the line that closes it.
func frontMatter(file []byte) int {
	first := bytes.Index(file, []byte("---"))
	if first < 0 {
		return 0
	}
	end := bytes.Index(file[first+3:], []byte("\n---"))
	if end < 0 {
		return 0
	}
	return first + 3 + end
}

// quote puts the value of a line of YAML, "key: value" or "- value", in single quotes, unless it has quotes already.
func quote(line []byte) []byte {
	text := strings.TrimRight(string(line), "\r")
	tail := string(line)[len(text):]
	at := strings.Index(text, ": ") + 2
	if at < 2 {
		at = strings.Index(text, "- ") + 2
	}
	if at < 2 {
		return line
	}
	value := strings.TrimSpace(text[at:])
	if value == "" || strings.ContainsAny(value[:1], `'"|>`) {
		return line
	}
	return []byte(text[:at] + "'" + strings.ReplaceAll(value, "'", "''") + "'" + tail)
}
