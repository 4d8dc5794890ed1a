package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/attach"
	"praxis/internal/control"
	"praxis/node"
)

func (a *app) attachAddCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "add ID FILE…",
		Short: "Let files go with a draft, each written anew from what can be seen in it",
		Args:  between(2, -1),
		RunE: a.run(func(ctx context.Context, args []string) error {
			c, err := a.person(ctx)
			if err != nil {
				return err
			}
			for _, path := range args[1:] {
				file, err := readAtMost(path, attach.MaxFile, "of a file that is attached")
				if err != nil {
					return wrongUse("%s: %v", path, err)
				}
				done, err := c.Attach(ctx, args[0], filepath.Base(path), file)
				if err != nil {
					return err
				}
				if a.json {
					if err := a.line(done); err != nil {
						return err
					}
					continue
				}
				a.say("%s goes with %q, as attachment %d.", done.Attached.Name, done.Draft.Title, done.Attached.Number)
				a.sayLeft(done.Left, strings.HasPrefix(done.Attached.Type, "image/"))
			}
			return nil
		}),
	}
}

// sayLeft says what a rebuilt file does not have any more.
func (a *app) sayLeft(left []control.LeftBehind, picture bool) {
	if len(left) > 0 {
		a.say("Left behind:")
	}
	for _, l := range left {
		a.say("     %s", l.Words)
	}
	if picture {
		a.say("Nothing reads what a picture shows: look at it yourself.")
	}
}

func (a *app) attachListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list ID",
		Short: "List the attachments of a draft",
		Args:  exact("ID"),
		RunE: a.run(func(ctx context.Context, args []string) error {
			c, err := a.person(ctx)
			if err != nil {
				return err
			}
			d, err := c.Draft(ctx, args[0])
			if err != nil {
				return err
			}
			return a.print(d.Attached, func() {
				if len(d.Attached) == 0 {
					a.say("Nothing is attached to %q.", d.Title)
				}
				for _, one := range d.Attached {
					a.say("%d  %s  %s, %d bytes", one.Number, one.Name, one.Type, one.Bytes)
				}
			})
		}),
	}
}

func (a *app) attachSaveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "save ID DIRECTORY",
		Short: "Save the attachments of a draft as they would leave, to look at them",
		Args:  exact("ID", "DIRECTORY"),
		RunE: a.run(func(ctx context.Context, args []string) error {
			c, err := a.person(ctx)
			if err != nil {
				return err
			}
			d, err := c.Draft(ctx, args[0])
			if err != nil {
				return err
			}
			var names []string
			for _, one := range d.Attached {
				names = append(names, one.Name)
			}
			return a.save(args[1], names, func(number int) ([]byte, error) { return c.DraftAttachment(ctx, args[0], number) })
		}),
	}
}

func (a *app) attachRemoveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "remove ID NUMBER",
		Short: "Take an attachment out of a draft",
		Args:  exact("ID", "NUMBER"),
		RunE: a.run(func(ctx context.Context, args []string) error {
			number, err := strconv.Atoi(args[1])
			if err != nil || number < 1 {
				return wrongUse("an attachment has a number from 1, not %q: praxis attach list says them", args[1])
			}
			c, err := a.person(ctx)
			if err != nil {
				return err
			}
			d, err := c.Detach(ctx, args[0], number)
			if err != nil {
				return err
			}
			return a.print(d, func() { a.say("%q goes with %s now.", d.Title, count(len(d.Attached), "attachment")) })
		}),
	}
}

// saveAttachments saves what goes with a document.
func (a *app) saveAttachments(ctx context.Context, c *control.Client, d control.Document, dir string) error {
	var names []string
	all, _ := d.Content["attachments"].([]any)
	for _, one := range all {
		fields, _ := one.(map[string]any)
		name, _ := fields["name"].(string)
		names = append(names, name)
	}
	return a.save(dir, names, func(number int) ([]byte, error) { return c.Attachment(ctx, d.ID.String(), d.Version, number) })
}

// save writes files into a directory, and over none that is there.
func (a *app) save(dir string, names []string, file func(number int) ([]byte, error)) error {
	if len(names) == 0 {
		a.note("There is no attachment.")
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return wrongUse("%v: name a directory", err)
	}
	for i, name := range names {
		path := filepath.Join(dir, filepath.Base(name)) // the protocol allows no path; a name is believed no further
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			return wrongUse("%s is there already, and is left as it is: name another directory", path)
		}
		b, err := file(i + 1)
		if err != nil {
			return err
		}
		if err := writeFresh(path, b); err != nil {
			return err
		}
		a.note("Saved %s", path)
	}
	return nil
}

// sayAttached prints what can be read of attachments, each after its name.
func (a *app) sayAttached(all []node.AttachedText) {
	for _, one := range all {
		a.say("%s\nAttachment %s:", strings.Repeat("─", 60), one.Name)
		if one.Text == "" {
			a.say("a picture: look at it with praxis attach save")
			continue
		}
		a.say("%s", one.Text)
	}
}
