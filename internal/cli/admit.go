package cli

import (
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// admission is what admit is given.
type admission struct {
	found     string // name of the network to be founded
	threshold uint64
	words     []string // of the requests, in their order
	keys      []string // files of member keys
	network   string   // file to take the lists from instead of the node
	out       string
	keyholder bool
	years     int
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
	f.StringArrayVar(&q.keys, "key", nil, "file of a member key that signs")
	f.StringVar(&q.network, "network", "", "take the lists from this network file instead of the node")
	f.StringVar(&q.out, "out", "", "file to write (praxis.network, or praxis.proposal where signatures are missing)")
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
		return wrongUse("a charter is signed with member keys: give --key FILE")
	}
	base, err := a.baseLists(ctx, q, given)
	if err != nil {
		return err
	}
	keys, err := a.openKeys(q.keys)
	if err != nil {
		return err
	}
	signed, err := a.nextCharter(given, base, keys, q)
	if err != nil {
		return err
	}
	missing, err := base.missing(signed)
	if err != nil {
		return err
	}
	if missing != "" {
		return a.writeProposal(signed, given.requests, missing, q.out)
	}
	return a.completeAdmission(ctx, base, signed, given.requests, q)
}

// base is the network that a charter continues; nil where one is founded.
type base struct {
	lists   exchange.Lists
	network *protocol.Network
}

func (a *app) baseLists(ctx context.Context, q admission, given files) (*base, error) {
	if q.found != "" || given.proposal != nil && given.proposal.Value().Version == 1 {
		return nil, nil
	}
	var raw []byte
	if q.network != "" {
		blocks, err := readPEM(q.network)
		if err != nil {
			return nil, err
		}
		if len(blocks) != 1 || blocks[0].Type != pemNetwork {
			return nil, wrongUse("%s is not the file of a network", q.network)
		}
		raw = blocks[0].Bytes
	} else {
		n, err := a.anyNode(ctx)
		if err != nil {
			return nil, err
		}
		if raw, err = n.Lists(ctx); err != nil {
			return nil, err
		}
	}
	var b base
	if err := wire.Decode(raw, &b.lists); err != nil {
		return nil, wrongUse("the network's lists cannot be read: %v", err)
	}
	return &b, b.open()
}

// open builds the network that the lists describe.
func (b *base) open() error {
	for i, raw := range b.lists.Charters {
		c, err := protocol.Open[protocol.Charter](raw)
		if err == nil && i == 0 {
			b.network, err = protocol.NewNetwork(c)
		} else if err == nil {
			_, err = b.network.AddCharter(c)
		}
		if err != nil {
			return wrongUse("the network's charters do not follow each other: %v", err)
		}
	}
	if b.network == nil {
		return wrongUse("the network's file holds no charter: ask for it again")
	}
	return nil
}

// missing says which signatures a charter still lacks; nothing if it is complete.
func (b *base) missing(c protocol.SignedCharter) (string, error) {
	if err := c.Value().Validate(); err != nil {
		return "", wrongUse("%v", err)
	}
	err := protocol.CheckFirst(c)
	if b != nil {
		if held := b.network.Charter(); c.Value().Version != held.Value().Version+1 || c.Value().Previous != held.Hash() {
			return "", fail(ExitRefused, "the proposal continues another charter than the one this node holds: make a new one")
		}
		err = protocol.CheckNext(b.network.Charter(), c)
	}
	if err != nil {
		return err.Error(), nil
	}
	return "", nil
}

func (a *app) openKeys(paths []string) ([]ed25519.PrivateKey, error) {
	var keys []ed25519.PrivateKey
	for _, path := range paths {
		key, err := a.openKey(path)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func (a *app) nextCharter(given files, base *base, keys []ed25519.PrivateKey, q admission) (protocol.SignedCharter, error) {
	if given.proposal != nil {
		a.sayCharter(given.proposal.Value())
		signed, err := protocol.Cosigned(*given.proposal, keys...)
		return signed, asRefused(err)
	}
	if err := a.checkWords(given.requests, keys, q.words); err != nil {
		return protocol.SignedCharter{}, err
	}
	c := a.newCharter(given.requests, base, q)
	if err := c.Validate(); err != nil {
		return protocol.SignedCharter{}, wrongUse("%v", err)
	}
	a.sayCharter(c)
	signed, err := protocol.Sign(c, keys[0])
	if err == nil {
		signed, err = protocol.Cosigned(signed, keys...) // refuses keys that are none of the charter's
	}
	return signed, asRefused(err)
}

func asRefused(err error) error {
	if err == nil {
		return nil
	}
	return fail(ExitRefused, "%v", err)
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

func (a *app) newCharter(requests []protocol.SignedProfile, base *base, q admission) protocol.Charter {
	now := a.Now()
	c := protocol.Charter{Name: q.found, Version: 1, Threshold: q.threshold}
	if base != nil {
		last := base.network.Charter()
		c = last.Value()
		c.Members, c.Keys = slices.Clone(c.Members), slices.Clone(c.Keys)
		c.Version, c.Previous = c.Version+1, last.Hash()
		if q.threshold > 0 {
			c.Threshold = q.threshold
		}
	} else if c.Threshold == 0 {
		c.Threshold = uint64(min(2, len(requests)))
	}
	c.Created, c.Expires = now.Unix(), now.AddDate(q.years, 0, 0).Unix()
	for _, r := range requests {
		v := r.Value()
		m := protocol.Member{ID: v.Member, Key: v.Key, Name: v.Name, Country: v.Country, Standing: v.Standing}
		c.Members = append(slices.DeleteFunc(c.Members, func(o protocol.Member) bool { return o.ID == m.ID }), m)
		if base == nil || q.keyholder {
			c.Keys = append(slices.DeleteFunc(c.Keys, func(k protocol.CharterKey) bool { return k.Key == v.Key }), protocol.CharterKey{Key: v.Key, Member: v.Member})
		}
	}
	slices.SortFunc(c.Members, func(x, y protocol.Member) int { return protocol.Compare(x.ID, y.ID) })
	slices.SortFunc(c.Keys, func(x, y protocol.CharterKey) int { return protocol.Compare(x.Key, y.Key) })
	return c
}

// sayCharter shows what is signed, before anything is said about it.
func (a *app) sayCharter(c protocol.Charter) {
	a.note("Charter %d of %q, signed by %d of %d keys:", c.Version, c.Name, c.Threshold, len(c.Keys))
	for _, m := range c.Members {
		country := ""
		if m.Country != "" {
			country = ", " + m.Country
		}
		a.note("  %s (%s%s)", m.Name, m.Standing, country)
	}
}

func (a *app) writeProposal(c protocol.SignedCharter, requests []protocol.SignedProfile, missing, out string) error {
	if out == "" {
		out = "praxis.proposal"
	}
	b := pem.EncodeToMemory(&pem.Block{Type: pemCharter, Bytes: c.Bytes()})
	for _, r := range requests {
		b = append(b, pem.EncodeToMemory(&pem.Block{Type: pemRequest, Bytes: r.Bytes()})...)
	}
	if err := writeFile(out, b); err != nil {
		return err
	}
	return a.print(map[string]any{"complete": false, "proposal": out, "missing": missing}, func() {
		a.say("More signatures are needed (%s).", missing)
		a.say("The proposal is in %s: another keyholder completes it with praxis admit %s --key FILE", out, out)
	})
}

func (a *app) completeAdmission(ctx context.Context, base *base, c protocol.SignedCharter, requests []protocol.SignedProfile, q admission) error {
	var l exchange.Lists
	if base != nil {
		l = base.lists
	}
	l.More = false
	l.Charters = append(l.Charters, c.Bytes())
	for _, r := range requests {
		l.Profiles = append(l.Profiles, r.Bytes())
	}
	raw, err := control.EncodeLists(l)
	if err != nil {
		return err
	}
	var ticket string
	if n, err := a.anyNode(ctx); err == nil {
		if _, err := n.ImportLists(ctx, raw); err != nil {
			return err
		}
		if raw, err = n.Lists(ctx); err != nil {
			return err
		}
		if ticket, err = ticketFor(ctx, n, c.Hash()); err != nil {
			return err
		}
	} else if code, _ := explain(err); code != ExitNotFound {
		return err // a node that is there and cannot be reached; where there is none, the file is all
	}
	out := q.out
	if out == "" {
		out = "praxis.network"
	}
	if err := writeFile(out, pem.EncodeToMemory(&pem.Block{Type: pemNetwork, Bytes: raw})); err != nil {
		return err
	}
	return a.print(map[string]any{"complete": true, "network": out, "ticket": ticket, "charter": c.Value().Version}, func() {
		a.say("Charter %d is complete. New members join with the file %s: praxis join %s", c.Value().Version, out, out)
		if ticket != "" {
			a.say("or, while this node runs, with the ticket: praxis join '%s'", ticket)
		}
	})
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
