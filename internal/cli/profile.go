package cli

import (
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/protocol"
	"praxis/protocol/wire"
)

func (a *app) profileCommand() *cobra.Command {
	var keyFile string
	var ended []string
	c := &cobra.Command{Use: "profile", Short: "What the organisation says about itself", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	sign := &cobra.Command{Use: "sign --key FILE", Short: "Sign the profile with the member key", Args: exact(),
		Long: "Signs what the organisation says about itself. Where this node has taken the place of another, the profile also says where\n" +
			"what the other one shared ended: whoever has its key signs nothing new with it. This node says that by itself once it has\n" +
			"taken everything back and begun. If somebody else has shared with the old key meanwhile, name an earlier end.",
		Example: "  praxis profile sign --key example.key --ended npms=41 --ended network=0",
		RunE: a.run(func(ctx context.Context, _ []string) error {
			n, err := a.anyNode(ctx)
			if err != nil {
				return err
			}
			p, err := a.signProfile(ctx, n, keyFile, ended)
			if err != nil {
				return err
			}
			return a.print(p, func() { a.sayProfile(p) })
		})}
	sign.Flags().StringVar(&keyFile, "key", "", "file of the member key")
	sign.Flags().StringArrayVar(&ended, "ended", nil, "AUDIENCE=ENTRIES at which the node before this one ended, if that is earlier than what this one holds")
	c.AddCommand(&cobra.Command{Use: "show", Short: "Show the profile", Args: exact(),
		RunE: a.run(func(ctx context.Context, _ []string) error {
			n, err := a.anyNode(ctx)
			if err != nil {
				return err
			}
			p, err := n.Profile(ctx)
			if err != nil {
				return err
			}
			return a.print(p, func() { a.sayProfile(p) })
		})}, sign)
	return c
}

// signProfile signs what the node's profile is to say next, and gives it to the node. The key stays in this process.
func (a *app) signProfile(ctx context.Context, n *control.Client, keyFile string, ended []string) (control.Profile, error) {
	signed, err := a.nextProfile(ctx, n, keyFile, ended)
	if err != nil {
		return control.Profile{}, err
	}
	return n.TakeProfile(ctx, signed.Bytes())
}

// nextProfile signs what the node's profile is to say next.
func (a *app) nextProfile(ctx context.Context, n *control.Client, keyFile string, ended []string) (protocol.SignedProfile, error) {
	if keyFile == "" {
		return protocol.SignedProfile{}, wrongUse("give the file of the member key with --key FILE; praxis key new makes one")
	}
	if _, err := n.Profile(ctx); err != nil {
		return protocol.SignedProfile{}, err // before asking for a passphrase
	}
	key, err := a.openKey(keyFile)
	if err != nil {
		return protocol.SignedProfile{}, err
	}
	raw, err := n.NextProfile(ctx, protocol.KeyOf(key), ended...)
	if err != nil {
		return protocol.SignedProfile{}, err
	}
	signed, err := signedProfile(raw, key)
	if err != nil {
		return protocol.SignedProfile{}, err
	}
	return protocol.OpenProfile(signed)
}

func signedProfile(raw []byte, key ed25519.PrivateKey) ([]byte, error) {
	var p protocol.Profile
	if err := wire.Decode(raw, &p); err != nil {
		return nil, fmt.Errorf("read the profile: %w", err)
	}
	s, err := protocol.Sign(p, key)
	return s.Bytes(), err
}

func (a *app) sayProfile(p control.Profile) {
	t := a.table()
	defer t.end()
	i := p.Identity
	t.row("organisation", i.Name)
	if i.BodyName != i.Name {
		t.row("body", i.BodyName)
	}
	t.row("country", i.Country)
	t.row("standing", string(i.Standing))
	t.row("languages", strings.Join(i.Languages, ", "))
	t.row("addresses", strings.Join(i.Addresses, ", "))
	for _, c := range i.Contacts {
		t.row("contact", c.Role+": "+c.Address)
	}
	if len(i.Duties) > 0 {
		t.row("duties", strings.Join(i.Duties, ", "))
	}
	switch {
	case !p.Signed:
		t.row("signed", "not yet: praxis profile sign --key FILE")
	case !p.Current:
		t.row("signed", fmt.Sprintf("version %d, which no longer says this: praxis profile sign --key FILE", p.Version))
	default:
		t.row("signed", fmt.Sprintf("version %d, %s", p.Version, day(p.Time)))
	}
	if p.Signed {
		t.row("words", strings.Join(p.Words, " "))
	}
}

func (a *app) requestCommand() *cobra.Command {
	var keyFile string
	c := &cobra.Command{
		Use:   "request FILE --key MEMBERKEY",
		Short: "Write the request to be admitted to a network",
		Long: "Signs the organisation's profile with the member key and writes it to FILE. Send the file to a member who admits; read\n" +
			"the six words to them over the telephone, so that they know that the file is yours.",
		Args: exact("FILE"),
		RunE: a.run(func(ctx context.Context, args []string) error { return a.request(ctx, args[0], keyFile) }),
	}
	c.Flags().StringVar(&keyFile, "key", "", "file of the member key; not needed if the profile is signed already")
	return c
}

func (a *app) request(ctx context.Context, path, keyFile string) error {
	n, err := a.anyNode(ctx)
	if err != nil {
		return err
	}
	p, err := n.Profile(ctx)
	if err != nil {
		return err
	}
	if keyFile != "" || !p.Signed {
		if p, err = a.signRequest(ctx, n, keyFile); err != nil {
			return err
		}
	}
	if err := writeFile(path, pem.EncodeToMemory(&pem.Block{Type: pemRequest, Bytes: p.Raw})); err != nil {
		return err
	}
	words := strings.Join(p.Words, " ")
	return a.print(map[string]any{"file": path, "words": p.Words, "member": p.Identity.Member}, func() {
		a.say("The request of %s is in %s. Send the file, and read these words over the telephone:", p.Identity.Name, path)
		a.say("")
		a.say("  %s", words)
	})
}

// signRequest signs the profile for a request. The node keeps it, unless the charter lists another key for its
// organisation: then the request asks for the new key, and until it is admitted the old one counts.
func (a *app) signRequest(ctx context.Context, n *control.Client, keyFile string) (control.Profile, error) {
	signed, err := a.nextProfile(ctx, n, keyFile, nil)
	if err != nil {
		return control.Profile{}, err
	}
	p, err := n.Profile(ctx)
	if err != nil {
		return control.Profile{}, err
	}
	h, err := n.CharterHistory(ctx)
	if e, ok := errors.AsType[*control.Error](err); ok && e.Kind == control.KindState {
		return n.TakeProfile(ctx, signed.Bytes()) // in no network yet
	}
	if err != nil {
		return control.Profile{}, err
	}
	for _, m := range h.Members {
		if m.ID == p.Identity.Member && m.Key != signed.Value().Key {
			a.note("The charter lists another member key for %s: this request asks for the new one, which takes members whose keys are two thirds of all.", m.Name)
			p.Raw, p.Words = signed.Bytes(), protocol.Words(signed.Hash())
			return p, nil
		}
	}
	return n.TakeProfile(ctx, signed.Bytes())
}

// writeFile writes a file that may be read by anybody and may replace an older one.
func writeFile(path string, b []byte) error {
	if err := os.WriteFile(path, b, 0o644); err != nil {
		return fail(ExitFailed, "the file cannot be written: %v", err)
	}
	return nil
}
