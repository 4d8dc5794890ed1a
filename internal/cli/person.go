package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/internal/draft"
)

func (a *app) personCommand() *cobra.Command {
	c := &cobra.Command{Use: "person", Short: "Who works at this node", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	var roles []string
	add := &cobra.Command{Use: "add NAME --role ROLE", Short: "Add a person, with a passphrase of their own", Args: exact("NAME"),
		Long: "The person types the passphrase, which nobody else is to know: it unlocks the key with which they approve.\n" +
			"A reader reads what is shared, an author writes drafts, a reviewer approves, a director signs off where the body asks for it,\n" +
			"a coordinator speaks for the body in the network; an outside-expert reads the drafts that name them; an administrator runs the node and\n" +
			"does not read drafts. As soon as there is a director or an administrator, only they add persons, change what a person is to\n" +
			"do and note that one has left: --as NAME, whose passphrase is asked for first. Name two, in case one forgets it.",
		Example: "  praxis person add Dora --role director\n  praxis person add Ines --role author,reviewer --as Dora",
		RunE:    a.run(func(ctx context.Context, args []string) error { return a.addPerson(ctx, args[0], roles) })}
	add.Flags().StringSliceVar(&roles, "role", []string{"author", "reviewer"}, roleNames(draft.Roles()))
	var others []string
	change := &cobra.Command{Use: "change NAME --role ROLE --as NAME", Short: "Change what a person is to do", Args: exact("NAME"),
		RunE: a.run(func(ctx context.Context, args []string) error { return a.changePerson(ctx, args[0], others) })}
	change.Flags().StringSliceVar(&others, "role", nil, roleNames(draft.Roles())+": all that the person is to have")
	c.AddCommand(add, change,
		&cobra.Command{Use: "leave NAME --as NAME", Short: "Note that a person has left: they sign in no more, and stay named as author", Args: exact("NAME"),
			RunE: a.run(func(ctx context.Context, args []string) error { return a.markLeft(ctx, args[0]) })},
		&cobra.Command{Use: "list", Short: "List the persons", Args: exact(),
			RunE: a.run(func(ctx context.Context, _ []string) error { return a.listPersons(ctx) })})
	return c
}

func parseRoles(texts []string) ([]draft.Role, error) {
	var roles []draft.Role
	for _, text := range texts {
		r, err := draft.ParseRole(text)
		if err != nil {
			return nil, wrongUse("--role: %v", err)
		}
		roles = append(roles, r)
	}
	return roles, nil
}

func (a *app) addPerson(ctx context.Context, name string, roles []string) error {
	q := control.NewPerson{Name: name}
	var err error
	if q.Roles, err = parseRoles(roles); err != nil {
		return err
	}
	c, all, err := a.persons(ctx)
	if err != nil {
		return err
	}
	if a.as == "" && slices.ContainsFunc(all, func(p control.Person) bool { return p.Manages }) {
		return fail(ExitNotSigned, "%s: say who you are with --as NAME", managersOf(all))
	}
	if a.as != "" {
		if err := a.signIn(ctx, c); err != nil {
			return err
		}
	}
	if q.Passphrase, err = a.newPassphrase("New passphrase of " + name); err != nil {
		return err
	}
	p, err := c.AddPerson(ctx, q)
	if err != nil {
		return err
	}
	return a.print(p, func() { a.say("%s works here now, as %s.", p.Name, roleNames(p.Roles)) })
}

// persons are those who work at the node, and a client of it, which need not run.
func (a *app) persons(ctx context.Context) (*control.Client, []control.Person, error) {
	c, err := a.anyNode(ctx)
	if err != nil {
		return nil, nil, err
	}
	all, err := c.Persons(ctx)
	return c, all, err
}

// managersOf says who decides who works here.
func managersOf(all []control.Person) string {
	var names []string
	for _, p := range all {
		if p.Manages {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, " or ") + " decides who works here"
}

// personNamed signs in the person of --as and finds the one who is meant.
func (a *app) personNamed(ctx context.Context, name string) (*control.Client, control.Person, error) {
	if a.as == "" {
		return nil, control.Person{}, fail(ExitNotSigned, "say who you are with --as NAME: a director or an administrator decides who works here")
	}
	c, all, err := a.persons(ctx)
	if err != nil {
		return nil, control.Person{}, err
	}
	at := slices.IndexFunc(all, func(p control.Person) bool { return strings.EqualFold(p.Name, strings.TrimSpace(name)) })
	if at < 0 {
		return nil, control.Person{}, fail(ExitNotFound, "nobody of the name %q works at this node: praxis person list shows who does", name)
	}
	return c, all[at], a.signIn(ctx, c)
}

func (a *app) changePerson(ctx context.Context, name string, texts []string) error {
	roles, err := parseRoles(texts)
	if err != nil {
		return err
	}
	if len(roles) == 0 {
		return wrongUse("say what %s is to do: --role with one or more of %s", name, roleNames(draft.Roles()))
	}
	c, p, err := a.personNamed(ctx, name)
	if err != nil {
		return err
	}
	if p, err = c.ChangeRoles(ctx, p.ID, roles); err != nil {
		return err
	}
	return a.print(p, func() { a.say("%s is %s from now on.", p.Name, roleNames(p.Roles)) })
}

func (a *app) markLeft(ctx context.Context, name string) error {
	c, p, err := a.personNamed(ctx, name)
	if err != nil {
		return err
	}
	if p, err = c.MarkLeft(ctx, p.ID); err != nil {
		return err
	}
	return a.print(p, func() { a.say("%s has left. What they approved and is not shared yet needs another approval.", p.Name) })
}

func roleNames(roles []draft.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

func (a *app) listPersons(ctx context.Context) error {
	_, all, err := a.persons(ctx)
	if err != nil {
		return err
	}
	return a.print(all, func() {
		if len(all) == 0 {
			a.say("Nobody works here yet: praxis person add NAME")
		}
		t := a.table()
		defer t.end()
		for _, p := range all {
			how := roleNames(p.Roles)
			if p.Left {
				how = "has left"
			}
			by := ""
			if at := slices.IndexFunc(all, func(o control.Person) bool { return o.ID == p.By }); at >= 0 {
				by = "added by " + all[at].Name
			}
			t.row(p.Name, how, by)
		}
	})
}
