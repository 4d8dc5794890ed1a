package cli

import (
	"context"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/protocol"
)

func (a *app) approveCommand() *cobra.Command {
	var all, same bool
	var audience string
	c := &cobra.Command{
		Use:   "approve --as NAME ID… | --all",
		Short: "Approve what a review froze, in your own name",
		Long: "Signs exactly the bytes that the review shows, with your key. Whoever wrote in a draft cannot approve it, nor can whoever has\n" +
			"not read the bare text and said what would let them recognise someone: see praxis review.\n" +
			"A text that is published, and names where and since when, is compared with its source instead: --same-text confirms that it\n" +
			"is the same. --all reviews and approves every draft whose origin is published, and confirms this of each.",
		Args: between(0, -1),
		RunE: a.run(func(ctx context.Context, args []string) error {
			if all == (len(args) > 0) {
				return wrongUse("name the drafts to approve, or give --all for those that are published already")
			}
			if all && same {
				return wrongUse("--all confirms of each that it is the same text: leave --same-text out")
			}
			if audience != "" && !all {
				return wrongUse("--audience goes with --all: a single draft's audience is part of its review")
			}
			c, err := a.person(ctx)
			if err != nil {
				return err
			}
			if all {
				return a.approvePublished(ctx, c, audience)
			}
			return a.approve(ctx, c, args, same)
		}),
	}
	c.Flags().BoolVar(&all, "all", false, "every draft whose origin is published")
	c.Flags().BoolVar(&same, "same-text", false, "I have compared the text with its source, and it is the same")
	c.Flags().StringVar(&audience, "audience", "", "with --all: npms (the default) or network")
	return c
}

func (a *app) approve(ctx context.Context, c *control.Client, ids []string, same bool) error {
	approve := c.Approve
	if same {
		approve = c.ApproveSameText
	}
	for _, id := range ids {
		d, err := approve(ctx, id)
		if err != nil {
			return err
		}
		if a.json {
			err = a.line(d)
		} else if d.State == "approved" {
			if same {
				a.say("You confirmed that it is the same text as at %s of %s.", d.Source, d.Published)
			}
			a.say("Approved: %s. Next: praxis share %s --as NAME", d.Title, short(d.ID))
		} else {
			a.say("Your approval of %q is kept; another is needed, as the body asks for a director's too.", d.Title)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) approvePublished(ctx context.Context, c *control.Client, audience string) error {
	bar := a.progress("approving", 1)
	defer bar.end()
	kept := 0
	last, err := c.ApprovePublished(ctx, protocol.Audience(audience), func(p control.Progress) {
		bar.at(p.Count, p.Of)
		if p.Reason != "" {
			kept++
			a.note("%s (%s) was kept back: %s", p.Title, p.Draft[:8], p.Reason)
		}
	})
	if err != nil {
		return err
	}
	bar.end()
	err = a.print(map[string]int{"approved": last.Count, "kept_back": kept}, func() { a.say("%s approved.", count(last.Count, "draft")) })
	if err == nil && kept > 0 {
		err = fail(ExitRefused, "%s kept back: see above", count(kept, "draft"))
	}
	return err
}

func (a *app) shareCommand() *cobra.Command {
	var all bool
	var withdraw []string
	c := &cobra.Command{
		Use:   "share --as NAME ID… | --all",
		Short: "Share approved drafts with the audience of their review",
		Args:  between(0, -1),
		RunE: a.run(func(ctx context.Context, args []string) error {
			if !all && len(args) == 0 && len(withdraw) == 0 {
				return wrongUse("name the drafts to share, or give --all for every one that is approved")
			}
			return a.share(ctx, control.Share{Drafts: args, Approved: all, Withdraw: withdraw})
		}),
	}
	c.Flags().BoolVar(&all, "all", false, "every approved draft")
	c.Flags().StringSliceVar(&withdraw, "withdraw", nil, "documents to withdraw in the same step")
	return c
}

func (a *app) share(ctx context.Context, q control.Share) error {
	c, err := a.person(ctx)
	if err != nil {
		return err
	}
	bar := a.progress("sharing", 1)
	last, err := c.Share(ctx, q, func(p control.Progress) { bar.at(p.Count, p.Of) })
	bar.end()
	if err != nil {
		return err
	}
	return a.print(last, func() {
		if last.Count > 0 {
			a.say("%s shared. praxis holdings ID shows who has it.", count(last.Count, "document"))
		}
		if n := len(q.Withdraw); n > 0 {
			a.say("%s withdrawn, for ever. praxis holdings ID shows at whom; copies made outside the network cannot be recalled.", count(n, "document"))
		}
	})
}

func (a *app) withdrawCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "withdraw --as NAME ID…",
		Short: "Take documents back, in all versions and for ever",
		Long: "Every node of the network that holds a withdrawn document erases it, and says so. Copies made outside the network cannot be\n" +
			"recalled. Only the body that shared a document can withdraw it.",
		Args: between(1, -1),
		RunE: a.run(func(ctx context.Context, args []string) error { return a.share(ctx, control.Share{Withdraw: args}) }),
	}
}
