package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"praxis/internal/control"
	"praxis/internal/store"
	"praxis/node"
)

func (a *app) startCommand() *cobra.Command {
	var over Config
	c := &cobra.Command{
		Use:   "start",
		Short: "Run the node until interrupted",
		Long:  "Runs the node in the foreground and logs to standard error. Other praxis commands talk to it while it runs.",
		Args:  exact(),
		RunE:  a.run(func(ctx context.Context, _ []string) error { return a.start(ctx, over) }),
	}
	f := c.Flags()
	f.StringSliceVar(&over.Listen, "listen", nil, "where the node listens, instead of what praxis.toml says")
	f.StringSliceVar(&over.Announce, "announce", nil, "where others reach it, instead of what praxis.toml says")
	f.StringSliceVar(&over.Peers, "peer", nil, "addresses of nodes to connect to besides those that profiles name")
	f.BoolVar(&over.OnlyPeers, "only-peers", false, "connect to nobody else")
	f.StringVar(&over.Pages, "pages", "", "where the pages are: an address and a port, or off (default "+defaultPages+")")
	f.StringVar(&over.Log, "log", "", "what is logged: debug, info, warn or error")
	return c
}

// over puts what flags say over what the file says.
func (c Config) over(file Config) Config {
	if len(c.Listen) > 0 {
		file.Listen = c.Listen
	}
	if len(c.Announce) > 0 {
		file.Announce = c.Announce
	}
	if c.Log != "" {
		file.Log = c.Log
	}
	if c.Pages != "" {
		file.Pages = c.Pages
	}
	file.Peers = append(file.Peers, c.Peers...)
	file.OnlyPeers = file.OnlyPeers || c.OnlyPeers
	if len(file.Listen) == 0 {
		file.Listen = defaultListen()
	}
	return file
}

func (a *app) start(ctx context.Context, flags Config) (err error) {
	d, err := a.setUpDirectory()
	if err != nil {
		return err
	}
	file, err := readConfig(d.config())
	if err != nil {
		return err
	}
	config := flags.over(file)
	level, err := config.level()
	if err != nil {
		return err
	}
	key, err := readNodeKey(d.nodeKey())
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(a.Stderr, &slog.HandlerOptions{Level: level}))
	n, closeNode, err := a.Open(NodeConfig{Store: d.store(), Key: key, Listen: config.Listen, Announce: config.Announce, Peers: config.Peers,
		Passive: config.OnlyPeers, Director: config.Director, Canaries: config.Canaries, Relay: config.Relay, HolePunching: config.HolePunching, WorkFactor: a.WorkFactor, Logger: logger})
	if errors.Is(err, store.ErrInUse) {
		return d.inUse()
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeNode()) }()
	if err := a.announce(n, config, logger); err != nil {
		return err
	}
	if err := d.writeProcess(); err != nil {
		return err
	}
	defer func() { _ = os.Remove(d.process()) }() // only for messages
	return a.serve(ctx, d, n, config, logger)
}

// announce keeps where others reach the node, and says when the profile has to be signed anew.
func (a *app) announce(n *node.Node, config Config, logger *slog.Logger) error {
	if len(config.Announce) == 0 {
		return nil
	}
	i, err := n.Identity()
	if err != nil {
		return err
	}
	if fmt.Sprint(i.Addresses) == fmt.Sprint(config.Announce) {
		return nil
	}
	logger.Warn("the addresses have changed: other nodes learn of them when the profile is signed anew with praxis profile sign")
	return n.SetAddresses(config.Announce)
}

// serve answers on the control socket and at the pages until the context or the node ends.
func (a *app) serve(ctx context.Context, d directory, n *node.Node, config Config, logger *slog.Logger) error {
	p, err := a.openPages(config, d, n, logger)
	if err != nil {
		return err
	}
	l, err := listenControl(d.socket())
	if err != nil {
		return errors.Join(err, p.close())
	}
	s := control.NewServer(n, a.Version, a.Now)
	if p != nil {
		s.Links = func(session *node.Session) (string, error) {
			path, err := p.server.Link(session)
			return p.address + path, err
		}
	}
	served := make(chan error, 2)
	pagesTime, stopPages := context.WithCancel(ctx)
	defer stopPages()
	go func() { served <- s.Serve(l) }()
	go func() { served <- p.serve(pagesTime) }()
	a.tellStarted(ctx, d, n)
	err = p.tell(a)
	ended := 0
	if err == nil {
		select {
		case <-ctx.Done():
			logger.Info("stopping")
		case <-n.Stopped():
			logger.Error("the node has stopped by itself", "error", n.Err())
		case err = <-served:
			ended++
		}
	}
	stopPages()
	err = errors.Join(err, p.close(), s.Close())
	for ; ended < 2; ended++ {
		err = errors.Join(err, <-served)
	}
	if ctx.Err() == nil && n.Err() != nil {
		err = errors.Join(err, n.Err())
	}
	return err
}

func (a *app) tellStarted(ctx context.Context, d directory, n *node.Node) {
	i, err := n.Identity()
	if err != nil {
		a.say("Praxis is running in %s, for nobody yet: run praxis init", d)
		return
	}
	st, err := n.Status(ctx)
	if err != nil {
		return // stopping already
	}
	a.say("Praxis is running for %s, in %s.", i.BodyName, d)
	for _, address := range st.Addresses {
		a.say("  reachable at %s", address)
	}
	if st.Network == "" {
		a.say("  in no network yet: praxis request, then praxis join")
		return
	}
	a.say("  in the network %q, charter %d", st.Network, st.Charter)
}

// maxSocketPath is what every system allows for the path of a socket.
const maxSocketPath = 103

// listenControl opens the control socket for this account only. Who calls it holds the store, so that a socket that is
// there belongs to nobody any more.
func listenControl(path string) (net.Listener, error) {
	if len(path) > maxSocketPath {
		return nil, wrongUse("the path of the data directory is too long for a control socket (%d bytes, at most %d): choose a shorter --dir", len(path), maxSocketPath)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove the old control socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	if runtime.GOOS != "windows" {
		if err := os.Chmod(path, 0o600); err != nil {
			return nil, errors.Join(err, l.Close())
		}
	}
	return l, nil
}
