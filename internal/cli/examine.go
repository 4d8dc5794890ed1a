package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/markdown"
	tables "praxis/internal/table"
	"praxis/protocol"
)

// maxExamined bounds a file that is examined, in bytes.
const maxExamined = 20 << 20

// examining is what examine is given.
type examining struct {
	language    string
	country     string
	predictions bool
	table       bool
	threshold   int64
	method      string
}

// examined is a file and its marks.
type examined struct {
	File  string         `json:"file"`
	Marks []examinedMark `json:"marks"`

	text      string // the file's, in which positions are counted
	document  error  // why it is no document, though it begins like one
	published bool
	options   gate.Options
}

// examinedMark is a mark, with its place in the file where that is known.
type examinedMark struct {
	Field      string           `json:"field"`
	Language   string           `json:"language,omitempty"`
	Start      int              `json:"start"` // bytes, in the field
	End        int              `json:"end"`
	Line       int              `json:"line,omitempty"` // from 1; 0 where the file writes the field otherwise
	Column     int              `json:"column,omitempty"`
	Kind       draft.Kind       `json:"kind"`
	Confidence draft.Confidence `json:"confidence"`
	Blocking   bool             `json:"blocking"`
	Clue       draft.Clue       `json:"clue,omitempty"`
	Why        string           `json:"why"`
	Found      string           `json:"found"`
	Proposals  []string         `json:"proposals,omitempty"` // what may stand there instead, from the most exact to the most general
	Rounded    string           `json:"rounded,omitempty"`   // the table that may take the place of the one in which the mark is the first
	Combined   string           `json:"combined,omitempty"`  // the same with lines put together

	at int // bytes from the beginning of the file's text; -1 where that is not known
}

func (a *app) examineCommand() *cobra.Command {
	var q examining
	c := &cobra.Command{
		Use:   "examine FILE… | DIRECTORY…",
		Short: "Point at what may lead to a person in files, without a node",
		Long: "Examines files as a review would, and keeps nothing of them: documents by field, any other text as it is (- is standard\n" +
			"input). Of a directory, all files that end in .md or .txt are taken, however deep. Says for each place what it may reveal,\n" +
			"how sure that is and why, and proposes what may stand there instead. The exit code is 5 if something blocks.\n" +
			"With --predictions the files hold one JSON object a line, with doc_id, lang and text, and each is answered with a line of\n" +
			"doc_id and spans: start and end in characters, type and score, in the form that evaluations of such tools share. Unknown words are not among them.\n" +
			"With --table the files hold one table of counts a line, with id, cells, rows, cols and total, and each is answered with what may be\n" +
			"published of it: as it is, rounded or with counts left out. Each run rounds by a chance of its own: publish the answers of one.",
		Args: between(1, -1),
		RunE: a.run(func(ctx context.Context, args []string) error {
			switch {
			case q.predictions:
				return a.predict(ctx, args)
			case q.table:
				return a.protectTables(ctx, args, q)
			}
			return a.examine(ctx, args, q)
		}),
	}
	c.Flags().StringVar(&q.language, "language", "en", "of the explanations: en, fr or es")
	c.Flags().StringVar(&q.country, "country", "", "of the body, such as FR: how telephone numbers are written there; otherwise the text's language tells")
	c.Flags().BoolVar(&q.predictions, "predictions", false, "read documents and write marks as JSON lines")
	c.Flags().BoolVar(&q.table, "table", false, "read tables of counts and write what may be published of them, as JSON lines")
	c.Flags().Int64Var(&q.threshold, "threshold", 0, "with --table: smaller counts are protected; 0 is 10 for health and ill-treatment and 5 otherwise")
	c.Flags().StringVar(&q.method, "method", string(tables.MethodRound), "with --table: round or suppress")
	return c
}

func (a *app) examine(ctx context.Context, args []string, q examining) error {
	if !slices.Contains([]string{"en", "fr", "es"}, q.language) {
		return wrongUse("--language is en, fr or es, not %q", q.language)
	}
	if q.country != "" && !isCountry(q.country) {
		return wrongUse("--country has two letters, such as FR, not %q", q.country)
	}
	paths, err := a.examinable(args)
	if err != nil {
		return err
	}
	blocking, failed := 0, 0
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		e, err := a.examineFile(path, q)
		switch {
		case err != nil && len(paths) == 1:
			return wrongUse("%s: %v", path, err)
		case err != nil:
			failed++
			a.note("%s: %v", path, err)
			continue
		}
		blocking += e.blocking()
		if err := a.showExamined(e); err != nil {
			return err
		}
	}
	switch {
	case failed > 0:
		return wrongUse("%s could not be examined: see above, correct them and examine them again", count(failed, "file"))
	case blocking == 1:
		return fail(ExitRefused, "1 place blocks: take it out, or say it in general terms")
	case blocking > 1:
		return fail(ExitRefused, "%d places block: take them out, or say them in general terms", blocking)
	}
	return nil
}

func isCountry(code string) bool {
	return len(code) == 2 && strings.Trim(strings.ToUpper(code), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

const standardInput = "-"

func (a *app) examinable(args []string) ([]string, error) {
	if len(args) == 1 && args[0] == standardInput {
		return args, nil
	}
	return filesOf(args, ".md", ".txt")
}

func (a *app) readExamined(path string) ([]byte, error) {
	if path != standardInput {
		return readAtMost(path, maxExamined, "that are examined at once")
	}
	b, err := io.ReadAll(io.LimitReader(a.Stdin, maxExamined+1))
	if err == nil && len(b) > maxExamined {
		err = fmt.Errorf("standard input has more than the %d MiB that are examined at once: divide it", maxExamined>>20)
	}
	return b, err
}

func (a *app) examineFile(path string, q examining) (examined, error) {
	b, err := a.readExamined(path)
	if err != nil {
		return examined{}, err
	}
	if !utf8.Valid(b) {
		return examined{}, errors.New("this is no text in UTF-8: save it as text, in UTF-8")
	}
	e := examined{File: path, Marks: []examinedMark{}, text: string(b)}
	e.options = gate.Options{Country: q.country, Now: a.Now().Unix()}
	if e.options.Rounding, err = a.roundingKey(); err != nil {
		return examined{}, err
	}
	texts := []gate.Text{{Field: "text", Body: e.text}}
	where := func(_, start int) int { return start }
	if m, err := markdown.Parse(b); err == nil {
		e.text = string(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")))
		e.published = m.Origin.Kind == protocol.OriginPublished
		e.options.Published = e.published
		texts = gate.TextsOf(protocol.Version(m))
		where = fieldsIn(e.text, texts).at
	} else if bytes.HasPrefix(bytes.TrimPrefix(b, []byte(byteOrderMark)), []byte("---")) {
		e.document = err
	}
	e.take(texts, where, q.language)
	return e, nil
}

// take examines the texts. where says at which byte of the file a byte of one of them stands; -1 is nobody knows where.
func (e *examined) take(texts []gate.Text, where func(text, start int) int, language string) {
	numbered := slices.Clone(texts) // several have the same name
	number := make(map[string]int, len(texts))
	for i := range numbered {
		numbered[i].Field = strconv.Itoa(i)
		number[numbered[i].Field] = i
	}
	for _, m := range gate.Examine(numbered, e.options).Marks() {
		i := number[m.Field]
		one := examinedMark{Field: texts[i].Field, Language: m.Language, Start: m.Start, End: m.End, Kind: m.Kind, Confidence: m.Confidence,
			Blocking: m.Blocking, Clue: m.Clue, Why: m.Why(language), Found: m.Found, Proposals: m.Proposals, Rounded: m.Rounded, Combined: m.Combined, at: where(i, m.Start)}
		e.Marks = append(e.Marks, one)
	}
	slices.SortStableFunc(e.Marks, func(m, other examinedMark) int { return cmp.Compare(uint(m.at), uint(other.at)) }) // -1 is last
	place := newPosition(e.text)
	for i := range e.Marks {
		if m := &e.Marks[i]; m.at >= 0 {
			m.Line, m.Column = place.of(m.at)
		}
	}
}

func (e *examined) blocking() int {
	n := 0
	for _, m := range e.Marks {
		if m.Blocking {
			n++
		}
	}
	return n
}

func (a *app) showExamined(e examined) error {
	if a.json {
		return a.line(e)
	}
	if e.document != nil {
		a.note("%s: examined as plain text, for it is no document: %v", e.File, e.document)
	}
	if e.published {
		a.say("%s says that it is published: only what belongs to a person by its form blocks.", e.File)
	}
	if len(e.Marks) == 0 {
		a.say("%s: %s", e.File, foundNothing)
		return nil
	}
	colors := a.colors()
	var noted []control.Mark
	for _, m := range e.Marks {
		if !m.Blocking {
			noted = append(noted, control.Mark{Kind: m.Kind, Found: m.Found})
			continue
		}
		at := e.File
		if m.Line > 0 {
			at += fmt.Sprintf(":%d:%d", m.Line, m.Column)
		}
		a.say("%s: %q in %s (%s, %s) blocks", at, m.Found, m.Field, m.Kind, m.Confidence)
		if colors && m.at >= 0 {
			a.say("     %s", e.around(m))
		}
		a.say("     %s", m.Why)
		for i, p := range m.Proposals {
			a.say("     proposal %d: %s", i+1, p)
		}
		if m.Rounded != "" {
			a.say("     The rounded table:\n\n%s", strings.TrimSuffix(m.Rounded, "\n"))
		}
		if m.Combined != "" {
			a.say("     The table with lines put together:\n\n%s", strings.TrimSuffix(m.Combined, "\n"))
		}
	}
	if len(noted) == len(e.Marks) {
		a.say("%s: nothing blocks.", e.File)
	}
	a.sayNoted(noted)
	return nil
}

// around is the line in which a mark stands, with its words in red.
func (e examined) around(m examinedMark) string {
	const most = 60 // characters on each side
	before, after := e.text[:m.at], e.text[min(m.at+len(m.Found), len(e.text)):]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	if n := utf8.RuneCountInString(before); n > most {
		before = "…" + string([]rune(before)[n-most:])
	}
	after, _, _ = strings.Cut(after, "\n")
	return printable(before) + "\x1b[1;31m" + printable(m.Found) + "\x1b[0m" + printable(cut(after, most))
}

// printable keeps a text from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

const byteOrderMark = "\ufeff"

// position counts lines and columns, from 1, in characters.
type position struct {
	text             string
	at, line, column int
}

func newPosition(text string) *position {
	p := &position{text: text, line: 1, column: 1}
	if strings.HasPrefix(text, byteOrderMark) {
		p.at = len(byteOrderMark)
	}
	return p
}

func (p *position) of(at int) (line, column int) {
	if at < p.at {
		*p = *newPosition(p.text)
	}
	passed := p.text[p.at:max(at, p.at)]
	p.at += len(passed)
	if last := strings.LastIndexByte(passed, '\n'); last >= 0 {
		p.line, p.column, passed = p.line+strings.Count(passed, "\n"), 1, passed[last+1:]
	}
	p.column += utf8.RuneCountInString(passed)
	return p.line, p.column
}

// fields are where a document's texts stand in its file.
type fields struct {
	file  string
	texts []gate.Text
	from  []int // the text stands after this byte
	begin []int // at which byte it begins; -1 where the file writes it otherwise, such as over several lines
}

// fieldsIn looks for each text where the order of the file has it.
func fieldsIn(file string, texts []gate.Text) *fields {
	f := &fields{file: file, texts: texts}
	front, section, end, name := 0, 0, 0, ""
	for _, t := range texts {
		inFront := t.Language == "" || t.Field == "title" || t.Field == "summary" && name == "title"
		from := 0
		switch {
		case inFront:
			if t.Field == "title" {
				front, end = frontOf(file, t.Language)
			}
			from = max(indexFrom(file, front, "\n"+t.Field+":"), front)
		case t.Field == "heading" || t.Field != name:
			section = end
			fallthrough
		default:
			from = section
		}
		begin := indexFrom(file, from, t.Body)
		if begin >= 0 && !inFront {
			end = max(end, begin+len(t.Body))
		}
		f.from, f.begin, name = append(f.from, from), append(f.begin, begin), t.Field
	}
	return f
}

// frontOf finds the front matter of a language.
func frontOf(file, language string) (begin, end int) {
	at := regexp.MustCompile(`(?m)^language:[ \t]*["']?` + regexp.QuoteMeta(language) + `\b`).FindStringIndex(file)
	if at == nil {
		return 0, 0
	}
	return max(strings.LastIndex(file[:at[0]], "---\n"), 0), max(indexFrom(file, at[1], "\n---"), at[1])
}

// indexFrom is where a text stands after a byte; -1 is nowhere.
func indexFrom(file string, from int, text string) int {
	if at := strings.Index(file[from:], text); at >= 0 {
		return from + at
	}
	return -1
}

// at is the byte of the file at which a byte of a text stands. Where the text as a whole isn't there, its line may be.
func (f *fields) at(text, start int) int {
	if f.begin[text] >= 0 {
		return f.begin[text] + start
	}
	body := f.texts[text].Body
	line := strings.LastIndexByte(body[:start], '\n') + 1
	rest, _, _ := strings.Cut(body[line:], "\n")
	if at := indexFrom(f.file, f.from[text], rest); at >= 0 {
		return at + start - line
	}
	return -1
}
