// Package markdown reads and writes documents as files: front matter in YAML, then Markdown.
//
// [Parse] is strict about the front matter, where a mistyped key would lose what its author meant, and takes the text as
// it is. [Format] writes the one canonical file of a version, which parses to the same version again.
//
// The package refuses to guess: an unknown key, code or section id is an error that names it, with its line and what to
// do. It renders nothing, reads no files, and decides nothing about sharing; what it returns has no wire form.
//
// It implements specs/markdown.md.
package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"praxis/protocol"
)

// MaxFile is the size of the largest file, in bytes: that of a version.
const MaxFile = protocol.MaxVersion

// Manuscript is what an author writes in a file: the fields of a version, of which those that sharing adds may be
// missing. It is a type of its own because it has no wire form: only a conversion, in sight, makes a version of it.
type Manuscript protocol.Version

// Error says what is wrong with a file, where, and what to do.
type Error struct {
	Line  int    // 0 where no single line is to blame
	Field string // which the rule is about, as it is named in a file; "" where the rule says all
	Rule  protocol.Rule
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.In("en")
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.In("en"))
}

// Problem makes an error about a line, or about the file as a whole where line is 0.
func Problem(line int, form string, args ...any) error {
	return &Error{Line: line, Rule: protocol.Rulef(form, args...)}
}

// Parse reads a file. Errors are of type *[Error]. A byte order mark and line ends of either kind are accepted.
func Parse(file []byte) (Manuscript, error) {
	text, err := clean(file)
	if err != nil {
		return Manuscript{}, err
	}
	p := parser{lines: reader{rest: text, more: true}, fields: make(map[string]int)}
	if err := p.file(); err != nil {
		return Manuscript{}, err
	}
	if err := p.version.ValidateContent(); err != nil {
		return Manuscript{}, p.located(err)
	}
	return Manuscript(p.version), nil
}

// clean checks size and characters, and makes line ends the same.
func clean(file []byte) (string, error) {
	if len(file) > MaxFile {
		return "", Problem(0, "the file has %d bytes, and a document has at most %d: divide it", len(file), MaxFile)
	}
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if !utf8.Valid(file) {
		at := 0
		for {
			r, n := utf8.DecodeRune(file[at:])
			if r == utf8.RuneError && n == 1 {
				return "", Problem(lineOf(file, at), "the text is not UTF-8: save the file as UTF-8")
			}
			at += n
		}
	}
	text := string(file)
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	if at := strings.IndexFunc(text, isControl); at >= 0 {
		return "", Problem(lineOf([]byte(text), at), "the control character %U stands here: delete it", []rune(text[at:min(at+4, len(text))])[0])
	}
	return text, nil
}

func isControl(r rune) bool { return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 }

func lineOf(file []byte, at int) int { return 1 + bytes.Count(file[:at], []byte("\n")) }

// reader hands out lines and counts them.
type reader struct {
	rest string
	more bool
	line int // number of the line that next returned last
}

func (r *reader) next() (line string, ok bool) {
	if !r.more {
		return "", false
	}
	line, r.rest, r.more = strings.Cut(r.rest, "\n")
	r.line++
	return line, true
}

// parser builds a version from a file.
type parser struct {
	lines   reader
	version protocol.Version
	fields  map[string]int // line on which the front matter gives a key
}

func (p *parser) file() error {
	if err := p.front(); err != nil {
		return err
	}
	for i := 0; ; i++ {
		more, err := p.text(i)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if err := p.furtherFront(); err != nil {
			return err
		}
	}
	slices.SortFunc(p.version.Texts, func(a, b protocol.Text) int { return strings.Compare(a.Language, b.Language) })
	return nil
}

// located turns the refusal of a field into an error with the line where the field stands, if it is known.
func (p *parser) located(err error) error {
	var f *protocol.FieldError
	if !errors.As(err, &f) {
		return Problem(0, "%v", err)
	}
	key, _, _ := strings.Cut(f.Field, ":")
	return &Error{Line: p.fields[key], Field: f.Field, Rule: f.Rule}
}

const fence = "---"

func isFence(line string) bool { return strings.TrimRight(line, " \t") == fence }

// block returns the lines up to the next fence, and the number of its first line.
func (p *parser) block() (yaml string, first int, err error) {
	begin := p.lines.line
	text := p.lines.rest
	n := 0
	for {
		line, ok := p.lines.next()
		if !ok {
			return "", 0, Problem(begin, "the front matter that begins here has no end: add a line %s", fence)
		}
		if isFence(line) {
			return text[:n], begin + 1, nil
		}
		n += len(line) + 1
	}
}
