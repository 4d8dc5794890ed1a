package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"praxis/protocol"
)

// print writes a value as JSON with --json, and in words otherwise.
func (a *app) print(v any, words func()) error {
	if !a.json {
		words()
		return nil
	}
	e := json.NewEncoder(a.Stdout)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// line writes a value as one line of JSON.
func (a *app) line(v any) error { return json.NewEncoder(a.Stdout).Encode(v) }

func (a *app) say(format string, args ...any) { fmt.Fprintf(a.Stdout, format+"\n", args...) }

// note tells people something that is not the answer.
func (a *app) note(format string, args ...any) { fmt.Fprintf(a.Stderr, format+"\n", args...) }

// colors tells whether standard output is a terminal that shows them, and nobody minds.
func (a *app) colors() bool {
	out, ok := a.Stdout.(*os.File)
	return ok && term.IsTerminal(int(out.Fd())) && a.Env("NO_COLOR") == "" && a.Env("TERM") != "dumb"
}

// table lines up columns; empty columns at a line's end are left out.
type table struct{ w *tabwriter.Writer }

func (a *app) table() *table { return &table{tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)} }

func (t *table) row(cells ...string) {
	fmt.Fprintln(t.w, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
}

func (t *table) end() { _ = t.w.Flush() } // the terminal has gone if this fails

// short is the beginning of an id, which is enough to name it.
func short(id protocol.ID) string { return id.String()[:8] }

// cut shortens a text for a column.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

func day(unix int64) string {
	if unix == 0 {
		return "never"
	}
	return time.Unix(unix, 0).UTC().Format("2 Jan 2006")
}

func moment(unix int64) string {
	if unix == 0 {
		return "never"
	}
	return time.Unix(unix, 0).UTC().Format("2 Jan 2006 15:04 UTC")
}

// progress shows how far something is, on standard error, if that is a terminal.
type progress struct{ bar *progressbar.ProgressBar }

func (a *app) progress(what string, of int) *progress {
	f, ok := a.Stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &progress{}
	}
	return &progress{progressbar.NewOptions(of, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond))}
}

func (p *progress) at(done, of int) {
	if p.bar == nil {
		return
	}
	if of > 0 {
		p.bar.ChangeMax(of)
	}
	_ = p.bar.Set(done) // the terminal has gone if this fails
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish() // as above
	}
}
