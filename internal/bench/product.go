package bench

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"praxis/internal/control"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// passphrase is of the made-up people of the bench, who sign in at a node that lives for a minute.
const passphrase = "measured on this machine only"

// product starts nodes as anybody does: with the praxis binary, in directories of their own.
type product struct {
	binary string
	dir    string
	all    []*node
}

// node is a running node: its process, and what drives it.
type node struct {
	*process
	client  *control.Client // nobody signed in
	member  ed25519.PrivateKey
	id      protocol.ID
	name    string
	socket  string
	address string
}

// start sets up a node and runs it. It listens on loopback, its profile names no address, and it connects to nobody by
// itself, so that a measurement decides who talks to whom, and from when on.
func (p *product) start(ctx context.Context) (*node, error) {
	name := fmt.Sprintf("Body %d", len(p.all))
	dir := filepath.Join(p.dir, fmt.Sprintf("node-%d", len(p.all)))
	const listen = "/ip4/127.0.0.1/tcp/0"
	if out, err := exec.CommandContext(ctx, p.binary, "init", "--dir", dir, "--name", name, "--country", "FR", "--listen", listen).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("praxis init: %w\n%s", err, out)
	}
	run, err := start(p.binary, "start", "--dir", dir, "--log", "warn")
	if err != nil {
		return nil, err
	}
	n := &node{process: run, name: name, socket: filepath.Join(dir, "control.sock")}
	n.client = control.Dial(n.socket)
	p.all = append(p.all, n)
	if !run.out.Scan() { // its first line says that it runs
		return nil, fmt.Errorf("praxis start in %s ended at once", dir)
	}
	go func() {
		for run.out.Scan() { // the rest is for people
		}
	}()
	if _, n.member, err = ed25519.GenerateKey(rand.Reader); err != nil {
		return nil, err
	}
	status, err := n.client.Status(ctx)
	if err != nil {
		return nil, err
	}
	if len(status.Addresses) == 0 {
		return nil, fmt.Errorf("%s listens nowhere", name)
	}
	n.address = status.Addresses[0]
	return n, n.signProfile(ctx)
}

func (n *node) signProfile(ctx context.Context) error {
	raw, err := n.client.NextProfile(ctx, protocol.KeyOf(n.member))
	if err != nil {
		return err
	}
	var profile protocol.Profile
	if err := wire.Decode(raw, &profile); err != nil {
		return err
	}
	n.id = profile.Member
	signed, err := protocol.Sign(profile, n.member)
	if err != nil {
		return err
	}
	_, err = n.client.TakeProfile(ctx, signed.Bytes())
	return err
}

// network starts count nodes and makes one network of them.
func (p *product) network(ctx context.Context, count int) ([]*node, error) {
	first := len(p.all)
	for range count {
		if _, err := p.start(ctx); err != nil {
			return nil, err
		}
	}
	all := p.all[first:]
	c := protocol.Charter{Name: "Bench", Version: 1, Threshold: 2, Created: time.Now().Unix(), Expires: time.Now().AddDate(1, 0, 0).Unix()}
	var lists exchange.Lists
	for i, n := range all {
		standing := protocol.StandingNPM
		c.Members = append(c.Members, protocol.Member{ID: n.id, Key: protocol.KeyOf(n.member), Name: n.name, Country: "FR", Standing: standing})
		if i < 3 {
			c.Keys = append(c.Keys, protocol.CharterKey{Key: protocol.KeyOf(n.member), Member: n.id})
		}
		profile, err := n.client.Profile(ctx)
		if err != nil {
			return nil, err
		}
		lists.Profiles = append(lists.Profiles, profile.Raw)
	}
	slices.SortFunc(c.Members, func(a, b protocol.Member) int { return protocol.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Keys, func(a, b protocol.CharterKey) int { return protocol.Compare(a.Key, b.Key) })
	signed, err := protocol.Sign(c, all[0].member, all[1].member)
	if err != nil {
		return nil, err
	}
	lists.Charters = [][]byte{signed.Bytes()}
	raw, err := control.EncodeLists(lists)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if _, err := n.client.ImportLists(ctx, raw); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (p *product) stop() (err error) {
	for _, n := range p.all {
		n.client.Close()
		err = errors.Join(err, n.process.stop())
	}
	return err
}

// connect has n keep a connection to another node.
func (n *node) connect(ctx context.Context, to *node) error { return n.client.Connect(ctx, to.address) }
