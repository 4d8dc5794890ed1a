package cli

import (
	"context"

	"github.com/spf13/cobra"

	"praxis/protocol"
)

// rekeying is what key change is given.
type rekeying struct {
	old, new string // files of member keys
	years    int
	signing
}

func (a *app) keyChange() *cobra.Command {
	var q rekeying
	c := &cobra.Command{
		Use:   "change --old FILE --new FILE",
		Short: "Put a new member key in the place of the old one",
		Long: "Run it at a node of the organisation. It signs the profile with the new key, and the next version of the charter with both;\n" +
			"keyholders then sign that, as any proposal: praxis charter sign. From then on the old key signs nothing more.\n" +
			"If the old key is lost: praxis request with the new key, and members whose keys are two thirds of all admit the request,\n" +
			"after they have heard its words.",
		Example: "  praxis key change --old old.key --new new.key",
		Args:    exact(),
		RunE:    a.run(func(ctx context.Context, _ []string) error { return a.changeKey(ctx, q) }),
	}
	f := c.Flags()
	f.StringVar(&q.old, "old", "", "file of the old member key")
	f.StringVar(&q.new, "new", "", "file of the new member key, which praxis key new made")
	f.IntVar(&q.years, "years", 2, "after how many years the charter warns that it is old")
	q.flags(f)
	f.Lookup("key").Usage = "file of another keyholder's member key that signs too"
	return c
}

func (a *app) changeKey(ctx context.Context, q rekeying) error {
	if q.old == "" || q.new == "" {
		return wrongUse("give the files of both keys, --old and --new; if the old one is lost, praxis key change --help says what to do")
	}
	n, err := a.anyNode(ctx)
	if err != nil {
		return err
	}
	b, err := a.base(ctx, q.network)
	if err != nil {
		return err
	}
	mine, err := n.Profile(ctx)
	if err != nil {
		return err
	}
	m, listed := b.charter().Value().Member(mine.Identity.Member)
	if !listed {
		return fail(ExitRefused, "the charter does not list this organisation yet: make a request with the new key, praxis request")
	}
	keys, err := a.openKeys(append([]string{q.old, q.new}, q.keys...))
	if err != nil {
		return err
	}
	switch {
	case protocol.KeyOf(keys[0]) != m.Key:
		return fail(ExitRefused, "%s is not the member key that the charter lists for %s: give the one that signs the profile now", q.old, m.Name)
	case keys[0].Equal(keys[1]):
		return wrongUse("both files hold the same key: make a new one with praxis key new")
	}
	raw, err := n.NextProfile(ctx, protocol.KeyOf(keys[1]))
	if err != nil {
		return err
	}
	signed, err := signedProfile(raw, keys[1])
	if err != nil {
		return err
	}
	request, err := protocol.OpenProfile(signed)
	if err != nil {
		return err
	}
	p := request.Value()
	p.Name, p.Country, p.Standing = m.Name, m.Country, m.Standing // the charter changes the key, and nothing else
	now := a.Now()
	amendment := protocol.Amendment{Admit: []protocol.Profile{p}, Created: now.Unix(), Expires: now.AddDate(q.years, 0, 0).Unix()}
	return a.amend(ctx, b, amendment, keys, []protocol.SignedProfile{request}, q.out)
}
