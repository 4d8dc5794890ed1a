package cli

import (
	"context"
	"errors"
	"fmt"

	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/attach"
	"praxis/internal/control"
)

// cleaned is a file that was rebuilt.
type cleaned struct {
	File  string               `json:"file"`
	Out   string               `json:"out"`
	Type  string               `json:"type"`
	Bytes int                  `json:"bytes"`
	Left  []control.LeftBehind `json:"left"`
}

func (a *app) attachCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "attach",
		Short: "Make files anew that go with a document",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Args:  cobra.NoArgs,
	}
	c.AddCommand(a.attachCleanCommand(), a.attachAddCommand(), a.attachListCommand(), a.attachSaveCommand(), a.attachRemoveCommand())
	return c
}

func (a *app) attachCleanCommand() *cobra.Command {
	language := "en"
	c := &cobra.Command{
		Use:   "clean IN OUT",
		Short: "Write a file anew from what can be seen in it, without a node",
		Long: "Reads a file as far as somebody sees it, writes a fresh one of that, and says what was left behind: properties, comments,\n" +
			"changes, hidden text and the like. It takes .docx, .odt, .xlsx, .csv, .txt, .md, .pdf, .png, .jpg, .gif and .webp; the last two\n" +
			"become .png. OUT is a file that is not there yet, or a directory. What cannot be rebuilt is refused with exit code 5.",
		Args: exact("IN", "OUT"),
		RunE: a.run(func(_ context.Context, args []string) error {
			if !slices.Contains([]string{"en", "fr", "es"}, language) {
				return wrongUse("--language is en, fr or es, not %q", language)
			}
			return a.attachClean(args[0], args[1], language)
		}),
	}
	c.Flags().StringVar(&language, "language", language, "of what is said: en, fr or es")
	return c
}

func (a *app) attachClean(in, out, language string) error {
	file, err := readAtMost(in, attach.MaxFile, "of a file that is rebuilt")
	if err != nil {
		return wrongUse("%s: %v", in, err)
	}
	f, err := attach.Rebuild(filepath.Base(in), file)
	if r, ok := errors.AsType[*attach.Refusal](err); ok {
		return fail(ExitRefused, "%s: %s", in, r.In(language))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	if out, err = cleanPath(in, out, f.Name); err != nil {
		return err
	}
	if err := writeFresh(out, f.Bytes); err != nil {
		return err
	}
	done := cleaned{File: in, Out: out, Type: f.MediaType, Bytes: len(f.Bytes), Left: []control.LeftBehind{}}
	for _, l := range f.Left {
		done.Left = append(done.Left, control.LeftBehind{Kind: string(l.Kind), Count: l.Count, Words: l.In(language)})
	}
	if a.json {
		return a.line(done)
	}
	a.say("%s: written anew from what can be seen in %s.", out, in)
	a.sayLeft(done.Left, f.Picture())
	return nil
}

// cleanPath is where a rebuilt file goes: the path that was named, or its name in the directory that was named.
func cleanPath(in, out, name string) (string, error) {
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		out = filepath.Join(out, name)
	}
	if !sameEnding(out, name) {
		return "", wrongUse("%s is rebuilt as %s: let OUT end in %s", in, filepath.Ext(name), filepath.Ext(name))
	}
	there, err := os.Stat(out)
	if errors.Is(err, os.ErrNotExist) || err == nil && there.Mode().IsRegular() && there.Size() == 0 {
		return out, nil
	}
	if err != nil {
		return "", wrongUse("%v: name a file in a directory that is there", err)
	}
	return "", wrongUse("%s is there already, and is left as it is: name a file that is not there yet", out)
}

// sameEnding tells whether two names have the ending of one type, or the first has none.
func sameEnding(out, name string) bool {
	usual := func(s string) string {
		switch s = strings.ToLower(filepath.Ext(s)); s {
		case ".jpeg":
			return ".jpg"
		case ".tsv":
			return ".csv"
		case ".text":
			return ".txt"
		case ".markdown":
			return ".md"
		}
		return s
	}
	return usual(out) == "" || usual(out) == usual(name)
}

// writeFresh writes a file that nobody else may read, and leaves none where that fails.
func writeFresh(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return wrongUse("%v: name a file in a directory that is there", err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(path))
	}
	return nil
}
