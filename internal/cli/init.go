package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"praxis/node"
	"praxis/protocol"
	"praxis/protocol/wire"
)

// setUp is what init is given.
type setUp struct {
	name, body, country, standing       string
	languages, addresses, listen, peers []string
	contacts, duties                    []string
	director                            bool
	takeOver                            string // a network's file
}

func (a *app) initCommand() *cobra.Command {
	var s setUp
	c := &cobra.Command{
		Use:   "init --name ORGANISATION --country CC",
		Short: "Set up a new node",
		Long: "Makes the data directory, the node's own key and its configuration, and says whose node it is. Nothing leaves the computer.\n" +
			"Afterwards: praxis key new, praxis request, and, when the network has admitted you, praxis join.",
		Example: "  praxis init --name \"Example NPM\" --country FR --language fr --address /dns4/praxis.example.org/udp/4710/quic-v1",
		Args:    exact(),
		RunE:    a.run(func(ctx context.Context, _ []string) error { return a.setUpNode(ctx, s) }),
	}
	f := c.Flags()
	f.StringVar(&s.name, "name", "", "name of the organisation")
	f.StringVar(&s.body, "body", "", "name of the body that this node acts for, if it is another")
	f.StringVar(&s.country, "country", "", "country, two letters (ISO 3166-1); none for an international organisation")
	f.StringVar(&s.standing, "standing", "npm", "what it asks to be: npm, observer or secretariat")
	f.StringSliceVar(&s.languages, "language", nil, "languages in which the body publishes (ISO 639), such as en")
	f.StringSliceVar(&s.addresses, "address", nil, "where others reach this node, as a multiaddress")
	f.StringSliceVar(&s.listen, "listen", nil, "where the node listens, if not at port 4710")
	f.StringSliceVar(&s.peers, "peer", nil, "address of a node to connect to besides those that profiles name")
	f.StringSliceVar(&s.contacts, "contact", nil, "a role and how to reach it, as ROLE=ADDRESS; never a person's name")
	f.StringSliceVar(&s.duties, "duty", nil, "what the organisation may have to disclose by law: archive, freedom-of-information")
	f.BoolVar(&s.director, "director", false, "ask for a director's approval besides the reviewer's")
	f.StringVar(&s.takeOver, "take-over", "", "a network's file: this node takes the place of one that the organisation of --name has lost")
	return c
}

// takenOver completes what the new node of an organisation is set up as, by what the network knows of it: its id above all.
func (s setUp) takenOver(i node.Identity) (node.Identity, []byte, error) {
	blocks, err := readPEM(s.takeOver)
	if err != nil {
		return i, nil, err
	}
	if len(blocks) != 1 || blocks[0].Type != pemNetwork {
		return i, nil, wrongUse("%s is not the file of a network", s.takeOver)
	}
	var b base
	if err := wire.Decode(blocks[0].Bytes, &b.lists); err != nil {
		return i, nil, wrongUse("the network's lists cannot be read: %v", err)
	}
	if err := b.open(); err != nil {
		return i, nil, err
	}
	m, err := b.member(i.Name)
	if err != nil {
		return i, nil, err
	}
	i.Member, i.Name, i.Country, i.Standing = m.ID, m.Name, m.Country, m.Standing
	p, ok := b.network.Profile(m.ID)
	if !ok {
		return i, blocks[0].Bytes, nil
	}
	v := p.Value()
	for _, body := range v.Bodies {
		if body.Number == 1 {
			i.BodyName, i.Languages = body.Name, body.Languages
		}
	}
	i.Duties, i.Contacts = v.Duties, nil
	for _, c := range v.Contacts {
		i.Contacts = append(i.Contacts, node.Contact(c))
	}
	return i, blocks[0].Bytes, nil
}

func (s setUp) identity() (node.Identity, error) {
	i := node.Identity{Name: strings.TrimSpace(s.name), BodyName: strings.TrimSpace(s.body), Country: s.country, Standing: protocol.Standing(s.standing),
		Languages: s.languages, Addresses: s.addresses, Duties: s.duties}
	if i.Name == "" {
		return i, wrongUse("the organisation needs a name: give --name")
	}
	if !slices.Contains([]string{"npm", "observer", "secretariat"}, s.standing) {
		return i, wrongUse("--standing is npm, observer or secretariat, not %q", s.standing)
	}
	for _, text := range s.contacts {
		role, address, ok := strings.Cut(text, "=")
		if !ok || role == "" || address == "" {
			return i, wrongUse("--contact %q: write it as ROLE=ADDRESS, such as coordination=office@npm.example", text)
		}
		i.Contacts = append(i.Contacts, node.Contact{Role: role, Address: address})
	}
	return i, nil
}

// setUpNode makes everything or nothing: what it made is removed if a later step fails.
func (a *app) setUpNode(ctx context.Context, s setUp) (err error) {
	d, err := a.directory()
	if err != nil {
		return err
	}
	i, err := s.identity()
	if err != nil {
		return err
	}
	var lists []byte
	if s.takeOver != "" {
		if i, lists, err = s.takenOver(i); err != nil {
			return err
		}
	}
	if _, err := os.Stat(d.nodeKey()); !errors.Is(err, fs.ErrNotExist) {
		return fail(ExitRefused, "%s holds a node already: use it, or name another directory with --dir", d)
	}
	if _, err := os.Stat(d.store()); !errors.Is(err, fs.ErrNotExist) {
		return fail(ExitRefused, "%s holds a store without its node key: restore %s from a backup, or name another directory with --dir", d, d.nodeKey())
	}
	_, err = os.Stat(string(d))
	fresh := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return fail(ExitFailed, "the data directory cannot be made: %v", err)
	}
	defer func() {
		if err == nil {
			return
		}
		a.close()
		a.closers = nil
		_ = os.Remove(d.nodeKey()) // as far as it goes: the error that led here is the one to tell
		_ = os.RemoveAll(d.store())
		if fresh {
			_ = os.RemoveAll(string(d))
		}
	}()
	config, err := s.config(d)
	if err != nil {
		return err
	}
	if _, err := makeNodeKey(d.nodeKey(), a.Random); err != nil {
		return err
	}
	c, err := a.alone(d, config)
	if err != nil {
		return err
	}
	if i, err = c.SetUp(ctx, i); err != nil {
		return err
	}
	if lists != nil {
		if _, err := c.ImportLists(ctx, lists); err != nil {
			return err
		}
	}
	return a.print(i, func() {
		a.say("This is now the node of %s, in %s.", i.Name, d)
		if lists != nil {
			a.say("Next: praxis profile sign --key FILE, praxis request FILE, and let another member take that file with praxis join.")
			return
		}
		a.say("Next: praxis key new FILE makes the member key; keep it off this computer. Then praxis request.")
	})
}

// config writes the configuration, or reads the one that somebody put there before.
func (s setUp) config(d directory) (Config, error) {
	if _, err := os.Stat(d.config()); err == nil {
		return readConfig(d.config())
	}
	c := Config{Listen: s.listen, Announce: s.addresses, Peers: s.peers, Director: s.director}
	return c, writeNew(d.config(), []byte(c.text()), 0o600)
}
