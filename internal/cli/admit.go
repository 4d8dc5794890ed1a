package cli

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/protocol"
)

// admission is what admit is given.
type admission struct {
	found     string // name of the network to be founded
	threshold uint64
	words     []string // of the requests, in their order
	keyholder bool
	years     int
	signing
}

func (a *app) admitCommand() *cobra.Command {
	var q admission
	c := &cobra.Command{
		Use:   "admit REQUEST… | admit PROPOSAL",
		Short: "Admit organisations to the network, or found one",
		Long: "Makes the next version of the charter and signs it with the member keys given. For each request, its six words are asked\n" +
			"for, as you have heard them over the telephone; not for those whose own member key signs here. Where more signatures are\n" +
			"needed, a proposal is written, which the next keyholder completes with praxis admit PROPOSAL --key FILE. The complete\n" +
			"charter goes to the running node and into the network's file, with which the new members join.",
		Example: "  praxis admit --found \"Example network\" --threshold 2 a.request b.request c.request --key a.key --key b.key --words \"…\"\n" +
			"  praxis admit new.request --words \"babij fomuz jidon lupig pofut tarol\" --key a.key\n" +
			"  praxis admit praxis.proposal --key b.key",
		Args: between(1, -1),
		RunE: a.run(func(ctx context.Context, args []string) error { return a.admit(ctx, args, q) }),
	}
	f := c.Flags()
	f.StringVar(&q.found, "found", "", "found a network of this name")
	f.Uint64Var(&q.threshold, "threshold", 0, "how many keys sign a charter (with --found; to change it, otherwise)")
	f.StringArrayVar(&q.words, "words", nil, "the six words of a request, as heard; once for each request, in their order")
	q.flags(f)
	f.BoolVar(&q.keyholder, "keyholder", false, "the admitted organisations' keys sign charters too")
	f.IntVar(&q.years, "years", 2, "after how many years the charter warns that it is old")
	return c
}

func (a *app) admit(ctx context.Context, paths []string, q admission) error {
	given, err := readFiles(paths)
	if err != nil {
		return err
	}
	if len(q.keys) == 0 {
		return errNoKeys()
	}
	if given.proposal != nil {
		return a.signProposal(ctx, given, q.signing)
	}
	var b *base
	if q.found == "" {
		if b, err = a.base(ctx, q.network); err != nil {
			return err
		}
	}
	keys, err := a.openKeys(q.keys)
	if err != nil {
		return err
	}
	if err := a.checkWords(given.requests, keys, q.words); err != nil {
		return err
	}
	now := a.Now()
	amendment := protocol.Amendment{Name: q.found, Threshold: q.threshold, Created: now.Unix(), Expires: now.AddDate(q.years, 0, 0).Unix()}
	if b == nil && q.threshold == 0 {
		amendment.Threshold = uint64(min(2, len(given.requests)))
	}
	for _, r := range given.requests {
		amendment.Admit = append(amendment.Admit, r.Value())
		if b == nil || q.keyholder && !b.holdsKey(r.Value().Member) {
			amendment.Keyholders = append(amendment.Keyholders, r.Value().Member)
		}
	}
	return a.amend(ctx, b, amendment, keys, given.requests, q.out)
}

// checkWords compares the words that were heard with each request, but for those whose own key is in this hand.
func (a *app) checkWords(requests []protocol.SignedProfile, keys []ed25519.PrivateKey, words []string) error {
	var ask []protocol.SignedProfile
	for _, r := range requests {
		own := slices.ContainsFunc(keys, func(k ed25519.PrivateKey) bool { return protocol.KeyOf(k) == r.Value().Key })
		if !own || len(words) == len(requests) {
			ask = append(ask, r)
		}
	}
	if len(words) == 0 && len(ask) > 0 {
		var names []string
		for _, r := range ask {
			names = append(names, r.Value().Name)
		}
		return wrongUse("call %s, let them read out the six words of their request, and type them after --words", strings.Join(names, " and "))
	}
	if len(words) != len(ask) {
		return wrongUse("there are %d --words for %s: give them once for each, in their order", len(words), count(len(ask), "request"))
	}
	for i, r := range ask {
		ok, err := protocol.SaysWords(r.Hash(), words[i])
		if err != nil {
			return wrongUse("the words for %s: %v", r.Value().Name, err)
		}
		if !ok {
			return fail(ExitRefused, "the words do not match the request of %s: it is not the one that they signed, so nobody is admitted. Ask them for the file again", r.Value().Name)
		}
	}
	return nil
}

const ticketPrefix = "praxis:"

// ticketFor names where a running node's lists are fetched; nothing where nobody can reach it.
func ticketFor(ctx context.Context, n *control.Client, charter protocol.Hash) (string, error) {
	st, err := n.Status(ctx)
	if err != nil || len(st.Addresses) == 0 {
		return "", err
	}
	address := st.Addresses[0]
	for _, one := range st.Addresses {
		if !strings.Contains(one, "/127.0.0.1/") && !strings.Contains(one, "/::1/") {
			address = one
			break
		}
	}
	return fmt.Sprintf("%s%s#%s", ticketPrefix, address, charter), nil
}
