package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/node"
	"praxis/protocol"
)

func (a *app) charterCommand() *cobra.Command {
	c := &cobra.Command{Use: "charter", Short: "Who belongs to the network, and who may change that", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	c.AddCommand(
		&cobra.Command{Use: "show", Short: "The members, their standing, the keyholders, and who is shut out", Args: exact(),
			RunE: a.run(func(ctx context.Context, _ []string) error {
				return a.withHistory(ctx, a.sayMembers)
			})},
		&cobra.Command{Use: "history", Short: "What each version changed, and whose keys signed it", Args: exact(),
			RunE: a.run(func(ctx context.Context, _ []string) error {
				return a.withHistory(ctx, a.sayHistory)
			})},
		&cobra.Command{Use: "save FILE", Short: "Write the network's file, with which others join or are brought up to date", Args: exact("FILE"),
			RunE: a.run(func(ctx context.Context, args []string) error {
				b, err := a.base(ctx, "")
				if err != nil {
					return err
				}
				raw, err := control.EncodeLists(b.lists)
				if err != nil {
					return err
				}
				return writeNetwork(args[0], raw)
			})},
		a.charterChange(), a.charterSign())
	return c
}

func (a *app) withHistory(ctx context.Context, say func(node.CharterHistory)) error {
	n, err := a.anyNode(ctx)
	if err != nil {
		return err
	}
	h, err := n.CharterHistory(ctx)
	if err != nil {
		return err
	}
	return a.print(h, func() { say(h) })
}

func (a *app) sayMembers(h node.CharterHistory) {
	a.say("%s, charter %d: %d of %d keys sign the next.", h.Name, h.Version, h.Threshold, h.Keys)
	t := a.table()
	for _, m := range h.Members {
		note := ""
		if m.Keyholder {
			note = "keyholder"
		}
		t.row("  "+m.Name, m.Country, string(m.Standing), note)
	}
	t.end()
	for _, d := range h.Denials {
		if d.InForce {
			a.say("Shut out until %s, unless a charter confirms it: %s. Reason: %s", day(d.Lapses), strings.Join(d.Names, ", "), d.Reason)
		}
	}
}

func (a *app) sayHistory(h node.CharterHistory) {
	for _, v := range h.Versions {
		a.say("Charter %d, %s, signed for %s", v.Version, day(v.Created), strings.Join(v.Signers, ", "))
		for _, change := range v.Changes {
			a.say("  %s", sayChange(change, v.Name, v.Threshold, v.Keys))
		}
	}
}

// sayChange says in a sentence what a version of a charter changed.
func sayChange(change node.ChangeShown, network string, threshold uint64, keys int) string {
	name := change.Name
	switch change.Kind {
	case protocol.ChangeAdmitted:
		return fmt.Sprintf("%s is admitted as %s", name, change.Standing)
	case protocol.ChangeFormer:
		return name + " becomes a former member"
	case protocol.ChangeLeftOut:
		return name + " is left out"
	case protocol.ChangeKey:
		return "the member key of " + name + " is another one"
	case protocol.ChangeStanding:
		return fmt.Sprintf("%s is %s from now on", name, change.Standing)
	case protocol.ChangeKeyholder:
		return name + " becomes a keyholder"
	case protocol.ChangeNoKeyholder:
		return name + " is a keyholder no more"
	case protocol.ChangeThreshold:
		return fmt.Sprintf("%d of %d keys sign the next", threshold, keys)
	}
	if name == "" {
		return fmt.Sprintf("the network is called %q", network)
	}
	return "the name or the country of " + name + " is another one"
}

// amendment is what charter change is given; members are named.
type amendment struct {
	former, keyholders, noKeyholders []string
	threshold                        uint64
	years                            int
	signing
}

func (a *app) charterChange() *cobra.Command {
	var q amendment
	c := &cobra.Command{
		Use:   "change --key FILE",
		Short: "Make a member a former one, or change who signs charters",
		Long: "Makes the next version of the charter and signs it with the member keys given. Where more signatures are needed, a proposal\n" +
			"is written, which the next keyholder completes with praxis charter sign. Members are named as praxis charter show does.\n" +
			"A former member receives nothing new. It still hears of withdrawals of what it holds.",
		Example: "  praxis charter change --former \"Example NPM\" --key office.key\n  praxis charter change --keyholder \"Example NPM\" --threshold 3 --key office.key",
		Args:    exact(),
		RunE:    a.run(func(ctx context.Context, _ []string) error { return a.changeCharter(ctx, q) }),
	}
	f := c.Flags()
	f.StringArrayVar(&q.former, "former", nil, "a member that becomes a former one")
	f.StringArrayVar(&q.keyholders, "keyholder", nil, "a member whose key signs charters from now on")
	f.StringArrayVar(&q.noKeyholders, "no-keyholder", nil, "a member whose key signs no more charters")
	f.Uint64Var(&q.threshold, "threshold", 0, "how many keys sign a charter")
	f.IntVar(&q.years, "years", 2, "after how many years the charter warns that it is old")
	q.flags(f)
	return c
}

func (a *app) changeCharter(ctx context.Context, q amendment) error {
	if len(q.keys) == 0 {
		return errNoKeys()
	}
	if len(q.former)+len(q.keyholders)+len(q.noKeyholders) == 0 && q.threshold == 0 {
		return wrongUse("say what changes: --former, --keyholder, --no-keyholder or --threshold")
	}
	b, err := a.base(ctx, q.network)
	if err != nil {
		return err
	}
	now := a.Now()
	change := protocol.Amendment{Threshold: q.threshold, Created: now.Unix(), Expires: now.AddDate(q.years, 0, 0).Unix()}
	for _, of := range []struct {
		names []string
		ids   *[]protocol.ID
	}{{q.former, &change.Former}, {q.keyholders, &change.Keyholders}, {q.noKeyholders, &change.NoKeyholders}} {
		for _, name := range of.names {
			m, err := b.member(name)
			if err != nil {
				return err
			}
			*of.ids = append(*of.ids, m.ID)
		}
	}
	keys, err := a.openKeys(q.keys)
	if err != nil {
		return err
	}
	return a.amend(ctx, b, change, keys, nil, q.out)
}

// member finds a member by its name or its id.
func (b *base) member(name string) (protocol.Member, error) {
	name = strings.TrimSpace(name)
	var found []protocol.Member
	var names []string
	for _, m := range b.charter().Value().Members {
		if strings.EqualFold(m.Name, name) || m.ID.String() == strings.ToLower(name) {
			found = append(found, m)
		}
		names = append(names, m.Name)
	}
	switch len(found) {
	case 0:
		slices.Sort(names)
		return protocol.Member{}, fail(ExitNotFound, "no member is called %q: there are %s", name, strings.Join(names, ", "))
	case 1:
		return found[0], nil
	}
	return protocol.Member{}, wrongUse("%d members are called %q: name one by its id, which praxis charter show --json has", len(found), name)
}

func (a *app) charterSign() *cobra.Command {
	var s signing
	c := &cobra.Command{
		Use:   "sign PROPOSAL --key FILE",
		Short: "Sign a proposal; the last signature completes it",
		Long:  "Shows what the proposal changes and signs it. The complete charter goes to the node and into the network's file.",
		Args:  exact("PROPOSAL"),
		RunE: a.run(func(ctx context.Context, args []string) error {
			given, err := readFiles(args)
			if err != nil {
				return err
			}
			if given.proposal == nil {
				return wrongUse("%s holds no proposal: requests are admitted with praxis admit", args[0])
			}
			if len(s.keys) == 0 {
				return errNoKeys()
			}
			return a.signProposal(ctx, given, s)
		}),
	}
	s.flags(c.Flags())
	return c
}
