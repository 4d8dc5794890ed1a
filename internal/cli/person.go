package cli

import (
	"context"
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
			"An inspector writes, a reviewer approves, a director signs off where the body asks for it; an administrator runs the node and\n" +
			"does not read drafts.",
		RunE: a.run(func(ctx context.Context, args []string) error { return a.addPerson(ctx, args[0], roles) })}
	add.Flags().StringSliceVar(&roles, "role", []string{"inspector", "reviewer"}, "inspector, reviewer, director or administrator")
	c.AddCommand(add, &cobra.Command{Use: "list", Short: "List the persons", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error { return a.listPersons(ctx) })})
	return c
}

func (a *app) addPerson(ctx context.Context, name string, roles []string) error {
	q := control.NewPerson{Name: name}
	for _, text := range roles {
		r, err := draft.ParseRole(text)
		if err != nil {
			return wrongUse("--role: %v", err)
		}
		q.Roles = append(q.Roles, r)
	}
	c, err := a.anyNode(ctx)
	if err != nil {
		return err
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

func roleNames(roles []draft.Role) string {
	var names []string
	for _, r := range roles {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

func (a *app) listPersons(ctx context.Context) error {
	c, err := a.anyNode(ctx)
	if err != nil {
		return err
	}
	all, err := c.Persons(ctx)
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
			t.row(p.Name, roleNames(p.Roles))
		}
	})
}
