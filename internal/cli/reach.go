package cli

import (
	"context"
	"errors"
	"log/slog"

	"praxis/internal/control"
	"praxis/internal/store"
)

// node is a client of the node, which must be running.
func (a *app) node(ctx context.Context) (*control.Client, error) {
	d, err := a.setUpDirectory()
	if err != nil {
		return nil, err
	}
	c := control.Dial(d.socket())
	a.closers = append(a.closers, c.Close)
	return c, nil
}

// anyNode is a client of the node, which is opened here, alone and without a network, if it does not run.
func (a *app) anyNode(ctx context.Context) (*control.Client, error) {
	c, err := a.node(ctx)
	if err != nil {
		return nil, err
	}
	if _, err = c.Status(ctx); !errors.Is(err, control.ErrNotRunning) {
		return c, err
	}
	d, err := a.directory()
	if err != nil {
		return nil, err
	}
	config, err := readConfig(d.config())
	if err != nil {
		return nil, err
	}
	return a.alone(d, config)
}

// alone opens the node in this process. Nobody can connect to it.
func (a *app) alone(d directory, config Config) (*control.Client, error) {
	key, err := readNodeKey(d.nodeKey())
	if err != nil {
		return nil, err
	}
	n, closeNode, err := a.Open(NodeConfig{Store: d.store(), Key: key, Passive: true, Director: config.Director, WorkFactor: a.WorkFactor,
		Logger: slog.New(slog.DiscardHandler)})
	if errors.Is(err, store.ErrInUse) {
		return nil, d.inUse()
	}
	if err != nil {
		return nil, err
	}
	c, end := control.Inside(n, a.Version, a.Now)
	a.closers = append(a.closers, func() {
		end()
		_ = closeNode() // everything that was acknowledged is on the disk
	})
	return c, nil
}

// person is a client that has signed in the person whom --as names.
func (a *app) person(ctx context.Context) (*control.Client, error) {
	if a.as == "" {
		return nil, fail(ExitNotSigned, "say who you are with --as NAME: praxis person list shows who works here")
	}
	c, err := a.node(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.Status(ctx); err != nil {
		return nil, err // before asking anybody for a passphrase
	}
	return c, a.signIn(ctx, c)
}

// signIn signs in the person whom --as names.
func (a *app) signIn(ctx context.Context, c *control.Client) error {
	passphrase, err := a.passphrase("Passphrase of " + a.as)
	if err != nil {
		return err
	}
	if _, err := c.SignIn(ctx, a.as, passphrase); err != nil {
		return err
	}
	a.closers = append(a.closers, func() { _ = c.SignOut(context.WithoutCancel(ctx)) }) // else it ends by itself
	return nil
}
