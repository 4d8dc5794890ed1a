package cli

import (
	"context"
	"crypto/ed25519"
	"encoding/pem"

	"github.com/spf13/pflag"

	"praxis/internal/control"
	"praxis/node"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// signing is what a command is given that signs with member keys.
type signing struct {
	keys    []string // files of member keys
	network string   // file to take the lists from instead of the node
	out     string
}

func (s *signing) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&s.keys, "key", nil, "file of a member key that signs")
	f.StringVar(&s.network, "network", "", "take the lists from this network file instead of the node")
	f.StringVar(&s.out, "out", "", "file to write (praxis.network, or praxis.proposal where signatures are missing)")
}

func errNoKeys() error { return wrongUse("this is signed with member keys: give --key FILE") }

// base is the network that is continued; nil where one is founded.
type base struct {
	lists   exchange.Lists
	network *protocol.Network
}

// base reads the lists from a network's file or, without one, from the node.
func (a *app) base(ctx context.Context, file string) (*base, error) {
	var raw []byte
	if file != "" {
		blocks, err := readPEM(file)
		if err != nil {
			return nil, err
		}
		if len(blocks) != 1 || blocks[0].Type != pemNetwork {
			return nil, wrongUse("%s is not the file of a network", file)
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

// open builds the network that the lists describe. Of profiles, recalls and denials it takes what is valid.
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
	for _, raw := range b.lists.Profiles {
		if p, err := protocol.OpenProfile(raw); err == nil {
			_, _ = b.network.AddProfile(p)
		}
	}
	for _, raw := range b.lists.Recalls {
		if r, err := protocol.Open[protocol.Recall](raw); err == nil {
			_, _ = b.network.AddRecall(r)
		}
	}
	for _, raw := range b.lists.Denials {
		if d, err := protocol.Open[protocol.Denial](raw); err == nil {
			_, _ = b.network.AddDenial(d)
		}
	}
	return nil
}

// charter is the newest one.
func (b *base) charter() protocol.SignedCharter {
	if b == nil {
		return protocol.SignedCharter{}
	}
	return b.network.Charter()
}

func (b *base) holdsKey(member protocol.ID) bool {
	for _, k := range b.charter().Value().Keys {
		if k.Member == member {
			return true
		}
	}
	return false
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
		err = b.network.CheckCharter(c)
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

// amend makes the next version of a charter and signs it.
func (a *app) amend(ctx context.Context, b *base, amendment protocol.Amendment, keys []ed25519.PrivateKey, requests []protocol.SignedProfile, out string) error {
	c, err := amendment.Apply(b.charter())
	if err == nil {
		err = c.Validate()
	}
	if err != nil {
		return wrongUse("%v", err)
	}
	a.sayCharter(c, b.charter().Value())
	signed, err := protocol.Sign(c, keys[0])
	if err == nil {
		signed, err = protocol.Cosigned(signed, b.charter().Value(), keys...) // refuses keys that are none of the charter's
	}
	if err != nil {
		return asRefused(err)
	}
	return a.finish(ctx, b, signed, requests, out)
}

// signProposal adds signatures to a proposal.
func (a *app) signProposal(ctx context.Context, given files, s signing) error {
	var b *base
	var err error
	if given.proposal.Value().Version > 1 {
		if b, err = a.base(ctx, s.network); err != nil {
			return err
		}
	}
	keys, err := a.openKeys(s.keys)
	if err != nil {
		return err
	}
	a.sayCharter(given.proposal.Value(), b.charter().Value())
	signed, err := protocol.Cosigned(*given.proposal, b.charter().Value(), keys...)
	if err != nil {
		return asRefused(err)
	}
	return a.finish(ctx, b, signed, given.requests, s.out)
}

// finish writes a proposal, or gives the complete charter to the node and into the network's file.
func (a *app) finish(ctx context.Context, b *base, signed protocol.SignedCharter, requests []protocol.SignedProfile, out string) error {
	missing, err := b.missing(signed)
	if err != nil {
		return err
	}
	if missing != "" {
		return a.writeProposal(signed, requests, missing, out)
	}
	return a.complete(ctx, b, signed, requests, out)
}

func asRefused(err error) error {
	if err == nil {
		return nil
	}
	return fail(ExitRefused, "%v", err)
}

// sayCharter shows what is signed, before anything is said about it.
func (a *app) sayCharter(c, previous protocol.Charter) {
	a.note("Charter %d of %q, signed by %d of %d keys:", c.Version, c.Name, c.Threshold, len(c.Keys))
	for _, m := range c.Members {
		country := ""
		if m.Country != "" {
			country = ", " + m.Country
		}
		a.note("  %s (%s%s)", m.Name, m.Standing, country)
	}
	if c.Version == 1 {
		return
	}
	a.note("What changes:")
	for _, change := range node.ShowChanges(c, previous) {
		a.note("  %s", sayChange(change, c.Name, c.Threshold, len(c.Keys)))
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
		a.say("The proposal is in %s: another keyholder completes it with praxis charter sign %s --key FILE", out, out)
	})
}

// complete gives a complete charter to the node, if there is one, and writes the network's file.
func (a *app) complete(ctx context.Context, b *base, c protocol.SignedCharter, requests []protocol.SignedProfile, out string) error {
	l := exchange.Lists{Charters: [][]byte{c.Bytes()}}
	for _, r := range requests {
		l.Profiles = append(l.Profiles, r.Bytes())
	}
	raw, n, err := a.deliver(ctx, b, l)
	if err != nil {
		return err
	}
	var ticket string
	if n != nil {
		if ticket, err = ticketFor(ctx, n, c.Hash()); err != nil {
			return err
		}
	}
	if out == "" {
		out = "praxis.network"
	}
	if err := writeNetwork(out, raw); err != nil {
		return err
	}
	return a.print(map[string]any{"complete": true, "network": out, "ticket": ticket, "charter": c.Value().Version}, func() {
		a.say("Charter %d is complete. New members join with the file %s: praxis join %s", c.Value().Version, out, out)
		if ticket != "" {
			a.say("or, while this node runs, with the ticket: praxis join '%s'", ticket)
		}
	})
}

// deliver adds signed lists to those of the base and gives them to the node, if there is one. It returns all of them,
// encoded, and a client of the node; nil where there is none.
func (a *app) deliver(ctx context.Context, b *base, more exchange.Lists) ([]byte, *control.Client, error) {
	var l exchange.Lists
	if b != nil {
		l = b.lists
	}
	l.More = false
	l.Charters = append(l.Charters, more.Charters...)
	l.Profiles = append(l.Profiles, more.Profiles...)
	l.Denials = append(l.Denials, more.Denials...)
	l.Recalls = append(l.Recalls, more.Recalls...)
	raw, err := control.EncodeLists(l)
	if err != nil {
		return nil, nil, err
	}
	n, err := a.anyNode(ctx)
	if err != nil {
		if code, _ := explain(err); code == ExitNotFound {
			return raw, nil, nil // where there is no node, the file is all
		}
		return nil, nil, err
	}
	if _, err := n.ImportLists(ctx, raw); err != nil {
		return nil, nil, err
	}
	raw, err = n.Lists(ctx)
	return raw, n, err
}

// deliverInto is deliver, and writes the network's file if that is asked for, or where there is no node.
func (a *app) deliverInto(ctx context.Context, b *base, more exchange.Lists, out string) error {
	raw, n, err := a.deliver(ctx, b, more)
	if err != nil {
		return err
	}
	if out == "" && n == nil {
		out = "praxis.network"
	}
	if out == "" {
		return nil
	}
	return writeNetwork(out, raw)
}

func writeNetwork(path string, lists []byte) error {
	return writeFile(path, pem.EncodeToMemory(&pem.Block{Type: pemNetwork, Bytes: lists}))
}
