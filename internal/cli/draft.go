package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
)

func (a *app) draftCommand() *cobra.Command {
	c := &cobra.Command{Use: "draft", Short: "Add, list, show and edit drafts, and read notes on them", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	var state string
	list := &cobra.Command{Use: "list --as NAME", Short: "List the drafts", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error { return a.listDrafts(ctx, state) })}
	list.Flags().StringVar(&state, "state", "", "only those in this state: draft, review, approved, shared, withdrawn")
	c.AddCommand(a.accountCommands()...)
	c.AddCommand(
		&cobra.Command{Use: "add --as NAME FILE… | DIRECTORY…", Short: "Keep Markdown files as drafts", Args: between(1, -1),
			Long: "A file begins with front matter: kind, language, title and origin are required. Of a directory, all files that end in .md\n" +
				"are taken, however deep. A file that cannot be read is named with the reason, and the others are kept.",
			RunE: a.run(a.addDrafts)},
		list,
		&cobra.Command{Use: "show --as NAME ID", Short: "Print a draft's file, byte for byte", Args: exact("ID"),
			RunE: a.run(func(ctx context.Context, args []string) error { return a.showDraft(ctx, args[0]) })},
		&cobra.Command{Use: "edit --as NAME ID [FILE]", Short: "Replace a draft's file, or edit it", Args: between(1, 2),
			Long: "With FILE (- is standard input) its content replaces the draft's. Without, the editor that VISUAL or EDITOR names opens it, in\n" +
				"memory only. Editing makes reviews and approvals void; editing what is shared begins the next version.",
			RunE: a.run(a.editDraft)},
	)
	return c
}

func (a *app) addDrafts(ctx context.Context, args []string) error {
	paths, err := filesOf(args, ".md")
	if err != nil {
		return err
	}
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	if len(paths) == 1 {
		return a.addOneDraft(ctx, c, paths[0])
	}
	bar := a.progress("adding", len(paths))
	defer bar.end()
	kept, failed := 0, 0
	for chunk := range slices.Chunk(paths, filesAtOnce) {
		added, err := a.addChunk(ctx, c, chunk)
		if err != nil {
			return err
		}
		for _, one := range added {
			if one.Error != "" {
				failed++
				a.note("%s: %s", one.Name, one.Error)
			} else {
				kept++
			}
			if a.json {
				if err := a.line(one); err != nil {
					return err
				}
			}
		}
		bar.at(kept+failed, len(paths))
	}
	bar.end()
	if !a.json {
		a.say("%s added.", count(kept, "draft"))
	}
	if failed > 0 {
		return wrongUse("%s could not be added: see above, correct them and add them again", count(failed, "file"))
	}
	return nil
}

// filesAtOnce is how many files go in one request, and are on the disk when it is answered.
const filesAtOnce = 512

// bytesAtOnce bounds the same, so that a request stays below its limit.
const bytesAtOnce = control.MaxBulk / 2

func (a *app) addChunk(ctx context.Context, c *control.Client, paths []string) ([]control.Added, error) {
	var all []control.Added
	var batch []control.File
	size := 0
	send := func() error {
		if len(batch) == 0 {
			return nil
		}
		added, err := c.AddDrafts(ctx, batch)
		all, batch, size = append(all, added...), nil, 0
		return err
	}
	for _, path := range paths {
		b, err := readDocument(path)
		if err != nil {
			all = append(all, control.Added{Name: path, Error: err.Error()})
			continue
		}
		if size+len(b) > bytesAtOnce {
			if err := send(); err != nil {
				return all, err
			}
		}
		batch, size = append(batch, control.File{Name: path, File: b}), size+len(b)
	}
	return all, send()
}

// readDocument reads a document's file, and no more of it than a document may have.
func readDocument(path string) ([]byte, error) {
	return readAtMost(path, control.MaxFile, "of a document")
}

// readAtMost reads a file, unless it has more bytes than something may have.
func readAtMost(path string, most int64, something string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("the file has more than the %d MiB %s: divide it", most>>20, something)
	}
	return b, nil
}

func (a *app) addOneDraft(ctx context.Context, c *control.Client, path string) error {
	b, err := readDocument(path)
	if err != nil {
		return wrongUse("%s: %v", path, err)
	}
	d, err := c.AddDraft(ctx, b)
	if err != nil {
		if e, ok := errors.AsType[*control.Error](err); ok && e.Kind == control.KindInvalid {
			return wrongUse("%s: %v", path, err)
		}
		return err
	}
	return a.print(d, func() { a.say("Draft %s: %s", short(d.ID), d.Title) })
}

// filesOf lists the files that are named, and those of directories that have one of the endings.
func filesOf(args []string, endings ...string) ([]string, error) {
	var paths []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, wrongUse("%v: name a file or a directory that is there", err)
		}
		if !info.IsDir() {
			paths = append(paths, arg)
			continue
		}
		found := 0
		err = filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() && slices.Contains(endings, strings.ToLower(filepath.Ext(path))) {
				paths = append(paths, path)
				found++
			}
			return err
		})
		if err != nil {
			return nil, wrongUse("%v", err)
		}
		if found == 0 {
			return nil, wrongUse("%s has no file that ends in %s", arg, strings.Join(endings, " or "))
		}
	}
	return paths, nil
}

func (a *app) listDrafts(ctx context.Context, state string) error {
	if !slices.Contains([]string{"", "draft", "review", "approved", "shared", "withdrawn"}, state) {
		return wrongUse("--state is draft, review, approved, shared or withdrawn, not %q", state)
	}
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	t := a.table()
	defer t.end()
	n := 0
	err = c.Drafts(ctx, state, func(d control.Draft) error {
		if n++; a.json {
			return a.line(d)
		}
		state := string(d.State)
		if d.Returned != 0 {
			state = "sent back"
		}
		t.row(short(d.ID), state, d.Kind, d.Language, cut(d.Title, 60), strings.Join(d.Authors, ", "), day(d.Changed))
		return nil
	})
	if err == nil && n == 0 && !a.json {
		a.say("There are no drafts: praxis draft add FILE")
	}
	return err
}

func (a *app) showDraft(ctx context.Context, id string) error {
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	if a.json {
		d, err := c.Draft(ctx, id)
		if err != nil {
			return err
		}
		return a.print(d, nil)
	}
	b, err := c.DraftFile(ctx, id)
	if err != nil {
		return err
	}
	_, err = a.Stdout.Write(b)
	return err
}

func (a *app) editDraft(ctx context.Context, args []string) error {
	var file []byte
	var err error
	if len(args) == 2 {
		if file, err = a.readArgument(args[1]); err != nil {
			return err
		}
	}
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	if len(args) == 1 {
		was, err := c.DraftFile(ctx, args[0])
		if err != nil {
			return err
		}
		if file, err = a.editor(ctx, was); err != nil {
			return err
		}
		if bytes.Equal(file, was) {
			a.note("Nothing was changed.")
			return nil
		}
	}
	d, err := c.EditDraft(ctx, args[0], file)
	if err != nil {
		return err
	}
	return a.print(d, func() { a.say("Draft %s, version %d: %s", short(d.ID), d.Version, d.Title) })
}

func (a *app) readArgument(path string) ([]byte, error) {
	if path == "-" {
		if a.passphraseFD == 0 {
			return nil, wrongUse("standard input cannot hold both the file and the passphrase: give another --passphrase-fd")
		}
		return io.ReadAll(io.LimitReader(a.Stdin, control.MaxFile+1))
	}
	b, err := readDocument(path)
	if err != nil {
		return nil, wrongUse("%s: %v", path, err)
	}
	return b, nil
}

// inMemory is a directory whose files are never on a disk.
const inMemory = "/dev/shm"

// editor lets the person edit a text. It lies in memory, so that no draft stays on a disk outside the store.
func (a *app) editor(ctx context.Context, was []byte) ([]byte, error) {
	command := a.Env("VISUAL")
	if command == "" {
		command = a.Env("EDITOR")
	}
	words := strings.Fields(command)
	if len(words) == 0 {
		return nil, wrongUse("no editor is named by VISUAL or EDITOR: name one, or give the edited file after the id")
	}
	if _, err := os.Stat(inMemory); err != nil {
		return nil, fail(ExitFailed, "this computer has no files in memory, and a draft is not written to the disk: give the edited file after the id")
	}
	dir, err := os.MkdirTemp(inMemory, "praxis-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // it is gone with the next start at the latest
	path := filepath.Join(dir, "draft.md")
	if err := os.WriteFile(path, was, 0o600); err != nil {
		return nil, err
	}
	edit := exec.CommandContext(ctx, words[0], append(words[1:], path)...)
	edit.Stdin, edit.Stdout, edit.Stderr = a.Stdin, a.Stderr, a.Stderr
	if err := edit.Run(); err != nil {
		return nil, fail(ExitFailed, "the editor %s did not end well (%v): the draft is as it was", words[0], err)
	}
	return os.ReadFile(path)
}
