package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/internal/draft"
)

// accountCommands show what is kept with a draft besides its file.
func (a *app) accountCommands() []*cobra.Command {
	about := func(use, short string, show func(context.Context, *control.Client, string) error) *cobra.Command {
		return &cobra.Command{Use: use + " --as NAME ID", Short: short, Args: exact("ID"),
			RunE: a.run(func(ctx context.Context, args []string) error {
				c, err := a.person(ctx)
				if err != nil {
					return err
				}
				return show(ctx, c, args[0])
			})}
	}
	var forget bool
	original := about("original", "Print a draft's file as it was before words were taken out", func(ctx context.Context, c *control.Client, id string) error {
		return a.original(ctx, c, id, forget)
	})
	original.Flags().BoolVar(&forget, "forget", false, "erase it instead")
	again := &cobra.Command{Use: "again --as NAME [ID…]", Short: "What better checks found in what was shared; with ID, you have seen it", Args: between(0, -1),
		RunE: a.run(a.examinedAgain)}
	canaries := &cobra.Command{Use: "canaries --as NAME", Short: "How often readers named a made-up detail", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error {
			c, err := a.person(ctx)
			if err != nil {
				return err
			}
			n, err := c.Canaries(ctx)
			if err != nil {
				return err
			}
			return a.print(n, func() { a.say("Made-up details planted: %d; named by their readers: %d.", n.Planted, n.Named) })
		})}
	return []*cobra.Command{
		original, again, canaries,
		about("decisions", "Who decided what about marks, and when", a.decisions),
		about("notes", "What readers of your draft would recognise someone by", a.draftNotes),
		about("report", "How approved versions were examined, read and approved", a.report),
	}
}

func (a *app) report(ctx context.Context, c *control.Client, id string) error {
	all, err := c.Reports(ctx, id)
	if err != nil {
		return err
	}
	return a.print(all, func() {
		if len(all) == 0 {
			a.say("No version of this draft is approved.")
		}
		for _, r := range all {
			a.sayApproved(r)
		}
	})
}

func (a *app) sayApproved(r control.Report) {
	a.say("Version %d, for %s", r.Version, r.Audience)
	for _, one := range []struct {
		what string
		by   []control.By
	}{{"read bare, found nothing", r.Read}, {"found the same as its source", r.Compared}, {"approved", r.Approved}} {
		for _, by := range one.by {
			a.say("  %s: %s, %s", one.what, by.Person, day(by.Time))
		}
	}
	a.say("  examined by %s", strings.Join(r.Checks, ", "))
	for _, one := range r.Counts {
		a.say("  %s: %s", one.Kind, countOf(one))
	}
	for _, one := range r.Decided {
		a.say("  %s: %s %s, %s", day(one.Time), one.Person, one.Decision, one.Kind)
	}
	if r.Again != nil {
		a.say("  examined again on %s by %s", day(r.Again.Time), strings.Join(r.Again.Checks, ", "))
		for _, one := range r.Again.New {
			a.say("    new: %s: %s", one.Kind, countOf(one))
		}
	}
}

// countOf says how many marks there were and what became of them.
func countOf(c draft.Count) string {
	var parts []string
	for _, one := range []struct {
		n    int
		what string
	}{{c.Blocking, "blocking"}, {c.Kept, "kept"}, {c.Redacted, "redacted"}, {c.Generalised, "generalised"}, {c.Noted, "noted"}} {
		if one.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", one.n, one.what))
		}
	}
	return strings.Join(parts, ", ")
}

func (a *app) examinedAgain(ctx context.Context, ids []string) error {
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := c.TakeNote(ctx, id); err != nil {
			return err
		}
	}
	all, err := c.ExaminedAgain(ctx)
	if err != nil {
		return err
	}
	return a.print(all, func() {
		if len(all) == 0 {
			a.say("Nothing more was found in what was shared, or it was seen.")
		}
		for _, one := range all {
			a.say("%s, version %d of %q, examined again on %s: %s that would block now", short(one.Draft.ID), one.Version, one.Draft.Title,
				day(one.Again.Time), count(one.Again.Blocking(), "new mark"))
			for _, n := range one.Again.New {
				a.say("  %s: %s", n.Kind, countOf(n))
			}
		}
		if len(all) > 0 {
			a.say("Look at them, and withdraw a document or share another version if need be. What you have seen: praxis draft again ID")
		}
	})
}

func (a *app) original(ctx context.Context, c *control.Client, id string, forget bool) error {
	if forget {
		if err := c.ForgetOriginal(ctx, id); err != nil {
			return err
		}
		a.note("The draft is as it is; what it was before is erased.")
		return nil
	}
	b, err := c.Original(ctx, id)
	if err != nil {
		return err
	}
	_, err = a.Stdout.Write(b)
	return err
}

func (a *app) decisions(ctx context.Context, c *control.Client, id string) error {
	all, err := c.Decisions(ctx, id)
	if err != nil {
		return err
	}
	return a.print(all, func() {
		t := a.table()
		defer t.end()
		for _, one := range all {
			t.row(day(one.Time), one.Person, string(one.Decision), string(one.Kind), count(one.Places, "place"))
		}
		if len(all) == 0 {
			a.say("Nothing was decided.")
		}
	})
}

func (a *app) draftNotes(ctx context.Context, c *control.Client, id string) error {
	notes, err := c.Notes(ctx, id)
	if err != nil {
		return err
	}
	return a.print(notes, func() {
		if len(notes) == 0 {
			a.say("There are no notes for you.")
		}
		for _, one := range notes {
			a.say("%s, %s, of version %d:\n%s\n", one.Person, day(one.Time), one.Version, one.Words)
		}
	})
}
