package cli

import (
	"context"
	"encoding/pem"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// denying is what deny is given.
type denying struct {
	nodes  []string
	reason string
	signing
}

func (a *app) denyCommand() *cobra.Command {
	var q denying
	c := &cobra.Command{
		Use:   "deny MEMBER… --reason TEXT --key FILE | deny FILE --key FILE",
		Short: "Shut a member or a stolen node out at once, for 30 days",
		Long: "A denial needs half the keys that a charter needs, rounded up. It holds at each node as soon as that node hears of it, and lapses\n" +
			"after 30 days unless a charter confirms it: praxis charter change --former. Where more signatures are needed, a file is\n" +
			"written, which the next keyholder completes with praxis deny FILE. Everybody in the network can read the reason: name no person.",
		Example: "  praxis deny \"Example NPM\" --reason \"Its office was searched\" --key office.key\n  praxis deny --node 4f0c… --reason \"A laptop was stolen\" --key office.key",
		Args:    between(0, -1),
		RunE:    a.run(func(ctx context.Context, args []string) error { return a.deny(ctx, args, q) }),
	}
	f := c.Flags()
	f.StringArrayVar(&q.nodes, "node", nil, "a node's key, as praxis charter show --json has it: shuts out this node and not its member")
	f.StringVar(&q.reason, "reason", "", "why, for everybody in the network to read")
	q.flags(f)
	f.Lookup("out").Usage = "file to write (praxis.denial, where signatures are missing)"
	return c
}

func (a *app) deny(ctx context.Context, args []string, q denying) error {
	if len(q.keys) == 0 {
		return errNoKeys()
	}
	given, err := readDenial(args)
	if err != nil {
		return err
	}
	if given == nil && len(args)+len(q.nodes) == 0 {
		return wrongUse("say who is shut out: a member's name, --node KEY, or the file of a denial that lacks signatures")
	}
	if given == nil && strings.TrimSpace(q.reason) == "" {
		return wrongUse("say why with --reason: everybody in the network reads it")
	}
	b, err := a.base(ctx, q.network)
	if err != nil {
		return err
	}
	d, err := a.signDenial(b, given, args, q)
	if err != nil {
		return err
	}
	if lacks := protocol.CheckDenial(b.charter().Value(), d); lacks != nil {
		return a.writeDenial(d, lacks, q.out)
	}
	return a.completeDenial(ctx, b, d, q.out)
}

// readDenial reads the file of a denial, if that is what the arguments name.
func readDenial(args []string) (*protocol.SignedDenial, error) {
	if len(args) != 1 {
		return nil, nil
	}
	blocks, err := readPEM(args[0])
	if err != nil {
		return nil, nil // no file, or none of Praxis: the name of a member
	}
	if len(blocks) != 1 || blocks[0].Type != pemDenial {
		return nil, wrongUse("%s is not the file of a denial", args[0])
	}
	d, err := protocol.Open[protocol.Denial](blocks[0].Bytes)
	if err != nil {
		return nil, wrongUse("%s holds no valid denial: ask for it again", args[0])
	}
	return &d, nil
}

// newDenial makes a denial of the members and nodes that are named.
func (a *app) newDenial(b *base, names []string, q denying) (protocol.Denial, error) {
	var members []protocol.ID
	var nodes []protocol.Key
	for _, name := range names {
		m, err := b.member(name)
		if err != nil {
			return protocol.Denial{}, err
		}
		members = append(members, m.ID)
	}
	for _, text := range q.nodes {
		key, err := protocol.ParseKey(text)
		if err != nil {
			return protocol.Denial{}, wrongUse("--node: %v", err)
		}
		if _, ok := b.network.Place(key); !ok {
			return protocol.Denial{}, fail(ExitNotFound, "no member's profile lists the node %s: praxis charter show --json has the nodes", text)
		}
		nodes = append(nodes, key)
	}
	d := b.network.NewDenial(strings.TrimSpace(q.reason), members, nodes, a.Now().Unix())
	if err := d.Validate(); err != nil {
		return protocol.Denial{}, wrongUse("%v", err)
	}
	return d, nil
}

// signDenial signs the denial that is given, or a new one.
func (a *app) signDenial(b *base, given *protocol.SignedDenial, names []string, q denying) (protocol.SignedDenial, error) {
	var d protocol.Denial
	var err error
	if given != nil {
		d = given.Value()
	} else if d, err = a.newDenial(b, names, q); err != nil {
		return protocol.SignedDenial{}, err
	}
	a.sayDenial(b, d)
	keys, err := a.openKeys(q.keys)
	if err != nil {
		return protocol.SignedDenial{}, err
	}
	for _, k := range keys {
		key := protocol.KeyOf(k)
		if !slices.ContainsFunc(b.charter().Value().Keys, func(c protocol.CharterKey) bool { return c.Key == key }) {
			return protocol.SignedDenial{}, fail(ExitRefused, "key %s is no keyholder's: a denial is signed with keys that may sign charters", key)
		}
	}
	if given != nil {
		return given.Cosign(keys...)
	}
	return protocol.Sign(d, keys...)
}

// writeDenial writes a denial that lacks signatures.
func (a *app) writeDenial(d protocol.SignedDenial, lacks error, out string) error {
	if out == "" {
		out = "praxis.denial"
	}
	if err := writeFile(out, pem.EncodeToMemory(&pem.Block{Type: pemDenial, Bytes: d.Bytes()})); err != nil {
		return err
	}
	return a.print(map[string]any{"complete": false, "file": out, "missing": lacks.Error()}, func() {
		a.say("More signatures are needed (%v).", lacks)
		a.say("The denial is in %s: another keyholder completes it with praxis deny %s --key FILE", out, out)
	})
}

// completeDenial gives a denial to the node; into a network's file if that is asked for, or where there is no node.
func (a *app) completeDenial(ctx context.Context, b *base, d protocol.SignedDenial, out string) error {
	if err := a.deliverInto(ctx, b, exchange.Lists{Denials: [][]byte{d.Bytes()}}, out); err != nil {
		return err
	}
	lapses := d.Value().Time + protocol.DenialTerm
	return a.print(map[string]any{"complete": true, "lapses": lapses}, func() {
		a.say("The denial is complete and holds until %s. To confirm it: praxis charter change --former.", day(lapses))
	})
}

func (a *app) sayDenial(b *base, d protocol.Denial) {
	a.note("Shut out for 30 days from %s:", day(d.Time))
	for _, id := range d.Members {
		if m, ok := b.charter().Value().Member(id); ok {
			a.note("  %s", m.Name)
		}
	}
	for _, key := range d.Nodes {
		if p, ok := b.network.Place(key); ok {
			a.note("  the node %s of %s", key.String()[:16], p.Body.Name)
		} else {
			a.note("  the node %s", key)
		}
	}
	a.note("Reason: %s", d.Reason)
}
