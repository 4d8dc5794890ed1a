package cli

import (
	"context"
	"crypto/ed25519"
	"slices"

	"github.com/spf13/cobra"

	"praxis/protocol"
	"praxis/protocol/exchange"
)

// recalling is what recall is given.
type recalling struct {
	body string
	signing
}

func (a *app) recallCommand() *cobra.Command {
	var q recalling
	c := &cobra.Command{
		Use:   "recall ID --key FILE",
		Short: "Take a document of your organisation back, when no node of it is left to withdraw it",
		Long: "Signs with the organisation's own member key that a document is taken back, for ever, at any node of the network that can\n" +
			"pass it on, or with a network's file. Where the body's node still writes, use praxis withdraw there: a withdrawal stands in\n" +
			"the log of what was shared, and each holder's word comes back to that node.",
		Example: "  praxis recall e43vrhwr5dz2urncb6xnkfmjdq --key example.key --network praxis.network --out praxis.network",
		Args:    exact("ID"),
		RunE:    a.run(func(ctx context.Context, args []string) error { return a.recall(ctx, args[0], q) }),
	}
	f := c.Flags()
	f.StringVar(&q.body, "body", "", "the body that shared it, if the organisation has several")
	q.flags(f)
	f.Lookup("out").Usage = "the network's file to write (praxis.network, where there is no node)"
	return c
}

func (a *app) recall(ctx context.Context, text string, q recalling) error {
	if len(q.keys) != 1 {
		return wrongUse("a recall is signed with the organisation's own member key: give one --key FILE")
	}
	b, err := a.base(ctx, q.network)
	if err != nil {
		return err
	}
	id, err := protocol.ParseID(text)
	if err != nil {
		if id, err = a.resolve(ctx, text); err != nil {
			return err
		}
	}
	keys, err := a.openKeys(q.keys)
	if err != nil {
		return err
	}
	r, err := b.newRecall(id, q.body, keys[0], a.Now().Unix())
	if err != nil {
		return err
	}
	if err := a.refuseRecall(ctx, r); err != nil {
		return err
	}
	signed, err := protocol.Sign(r, keys[0])
	if err != nil {
		return err
	}
	if _, err := b.network.AddRecall(signed); err != nil {
		return asRefused(err)
	}
	if err := a.deliverInto(ctx, b, exchange.Lists{Recalls: [][]byte{signed.Bytes()}}, q.out); err != nil {
		return err
	}
	return a.print(map[string]any{"document": id, "body": r.Body}, func() {
		a.say("The document %s is recalled, for ever. It is erased at each node that hears of it.", short(id))
	})
}

// newRecall makes the recall of a document of the member whose key it is.
func (b *base) newRecall(id protocol.ID, body string, key ed25519.PrivateKey, now int64) (protocol.Recall, error) {
	r := protocol.Recall{Document: id, Network: b.network.ID(), Time: now}
	members := b.charter().Value().Members
	at := slices.IndexFunc(members, func(m protocol.Member) bool { return m.Key == protocol.KeyOf(key) })
	if at < 0 {
		return r, fail(ExitRefused, "the key is no member's of this network: a recall is signed with the own member key of the organisation that shared the document")
	}
	r.Member = members[at].ID
	profile, ok := b.network.Profile(r.Member)
	if !ok {
		return r, fail(ExitRefused, "the network has no profile of %s, so it is not known which bodies it has: import a newer network's file with praxis join", members[at].Name)
	}
	bodies := profile.Value().Bodies
	for _, one := range bodies {
		if body == one.Name || body == one.ID.String() || body == "" && len(bodies) == 1 {
			r.Body = one.ID
			return r, nil
		}
	}
	return r, wrongUse("%s has %s: name the one that shared the document with --body", members[at].Name, count(len(bodies), "body"))
}

// resolve finds the id that begins as given, at the node.
func (a *app) resolve(ctx context.Context, text string) (protocol.ID, error) {
	n, err := a.anyNode(ctx)
	if err != nil {
		return protocol.ID{}, err
	}
	return n.Resolve(ctx, text)
}

// refuseRecall refuses a recall of what another body shared, as far as the node knows it, and one at the node that can
// withdraw, unless what it shared has forked.
func (a *app) refuseRecall(ctx context.Context, q protocol.Recall) error {
	n, err := a.anyNode(ctx)
	if err != nil {
		if code, _ := explain(err); code == ExitNotFound {
			return nil // there is no node here
		}
		return err
	}
	st, err := n.Status(ctx)
	if err != nil {
		return err
	}
	for _, r := range st.Repositories {
		if r.Own && r.Body == q.Body && !r.Forked {
			return fail(ExitRefused, "this node can withdraw what %s shared: praxis withdraw ID --as NAME; a recall is for when no node is left that can", r.BodyName)
		}
	}
	w, err := n.Why(ctx, q.Document.String())
	if err != nil {
		return err
	}
	if !w.Body.IsZero() && w.Body != q.Body {
		name := ""
		for _, r := range st.Repositories {
			if r.Body == q.Body {
				name = r.BodyName
			}
		}
		return fail(ExitRefused, "the document %s is not one that %s shared: only the member whose body shared it recalls it", short(q.Document), name)
	}
	return nil
}
