package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"praxis/internal/control"
	"praxis/node"
)

func filterFlags(f *pflag.FlagSet, to *control.Filter) {
	f.StringVar(&to.Kind, "kind", "", "standard, methodology, practice-note or report")
	f.StringVar(&to.Language, "language", "", "in this language (ISO 639)")
	f.StringVar(&to.Topic, "topic", "", "on this topic")
	f.StringVar(&to.Body, "body", "", "of the body with this id")
}

func (a *app) listCommand() *cobra.Command {
	var filter control.Filter
	c := &cobra.Command{Use: "list", Short: "List the documents that are here", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error {
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			t := a.table()
			defer t.end()
			n := 0
			err = c.Documents(ctx, filter, func(d node.Document) error {
				if n++; a.json {
					return a.line(d)
				}
				t.row(short(d.ID), string(d.Kind), strings.Join(d.Languages, ","), cut(d.Title, 60), cut(d.BodyName, 30), fmt.Sprintf("v%d", d.Version))
				return nil
			})
			if err == nil && n == 0 && !a.json {
				a.say("No documents are here yet. praxis status shows whether other nodes are connected.")
			}
			return err
		})}
	filterFlags(c.Flags(), &filter)
	return c
}

func (a *app) searchCommand() *cobra.Command {
	var filter control.Filter
	limit := 20
	c := &cobra.Command{Use: "search WORDS…", Short: "Find documents by the words in them", Args: between(1, -1),
		Long: "All words must be in the document, in one of its languages. Case and accents do not matter, and beginnings of words are enough.",
		RunE: a.run(func(ctx context.Context, args []string) error {
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			found, err := c.Search(ctx, strings.Join(args, " "), filter, limit)
			if err != nil {
				return err
			}
			return a.print(found, func() {
				if len(found) == 0 {
					a.say("Nothing that is here has all of these words.")
				}
				for _, f := range found {
					a.say("%s  %s\n          %s, %s, %s", short(f.ID), f.Title, f.Kind, strings.Join(f.Languages, ","), f.BodyName)
					if f.Excerpt != "" {
						a.say("          %s", f.Excerpt)
					}
				}
			})
		})}
	filterFlags(c.Flags(), &filter)
	c.Flags().IntVar(&limit, "limit", limit, "how many, best first; 0 is all")
	return c
}

func (a *app) showCommand() *cobra.Command {
	var version uint64
	var bare bool
	var attachments string
	c := &cobra.Command{Use: "show ID", Short: "Show a document", Args: exact("ID"),
		Long: "Prints a document with who shared it and how current that is; with --markdown, only the canonical file, which can be added again.",
		RunE: a.run(func(ctx context.Context, args []string) error {
			if bare && a.json {
				return wrongUse("--markdown and --json are two forms of the same: give one")
			}
			c, err := a.node(ctx)
			if err != nil {
				return err
			}
			d, err := c.Document(ctx, args[0], version)
			if err != nil {
				return err
			}
			if attachments != "" {
				if err := a.saveAttachments(ctx, c, d, attachments); err != nil {
					return err
				}
			}
			if a.json {
				return a.print(d, nil)
			}
			text, err := c.Markdown(ctx, d.ID.String(), d.Version)
			if err != nil {
				return err
			}
			if !bare {
				a.sayDocument(d)
			}
			_, err = a.Stdout.Write(text)
			return err
		})}
	c.Flags().Uint64Var(&version, "version", 0, "this version; the newest if not given")
	c.Flags().BoolVar(&bare, "markdown", false, "only the canonical Markdown file")
	c.Flags().StringVar(&attachments, "attachments", "", "save its attachments in this directory")
	return c
}

func (a *app) sayDocument(d control.Document) {
	a.say("%s\n%s of %s, version %d of %d held, shared with %s. Current as of %s.\n", d.Title, d.Kind, d.BodyName, d.Version, len(d.Versions), d.Audience, moment(d.AsOf))
}
