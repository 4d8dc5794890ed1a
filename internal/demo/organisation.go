package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"sync"

	"praxis/internal/control"
)

// organisation is one of the three, with its node.
type organisation struct {
	name, call string // in full, and as the story calls it
	country    string
	standing   string
	language   string
	writes     string // the person who writes
	reads      string // the person who reads and approves

	program string
	home    string // the demo's directory: keys, requests and logs lie in it, as on a stick
	dir     string // the node's data directory
	log     string
	address string
	socket  string
	client  *control.Client
	process *process
	stage   *stage
	words   []string // of its request
}

// stage is what the organisations of one demo share.
type stage struct {
	over    <-chan struct{} // closed when the demo is to end
	abandon func(error)     // ends it
	watches sync.WaitGroup  // of those who watch a process
}

func newOrganisation(o Options, stage *stage, home, short string, org organisation) *organisation {
	org.program, org.stage, org.home = o.Program, stage, home
	org.dir, org.log = filepath.Join(home, short), filepath.Join(home, short+".log")
	org.socket = o.Socket(org.dir)
	org.client = control.Dial(org.socket)
	org.call = short
	return &org
}

// file is a file of the organisation that people pass on.
func (o *organisation) file(kind string) string { return filepath.Join(o.home, o.call+"."+kind) }

// portTries is how often another port is tried, where somebody else was faster to take the one that was free.
const portTries = 5

// setUp makes the node and starts it.
func (o *organisation) setUp(ctx context.Context) error {
	var err error
	for try := range portTries {
		if o.address, err = freeAddress(); err != nil {
			return o.fault("find a free port: %w", err)
		}
		if try == 0 {
			_, err = o.praxis(ctx, "init", "--name", o.name, "--standing", o.standing, "--country", o.country, "--language", o.language,
				"--listen", o.address, "--address", o.address)
			if err != nil {
				return err
			}
		}
		if err = o.start(ctx, "--listen", o.address, "--announce", o.address); !errors.Is(err, errInUse) {
			return err
		}
	}
	return err
}

// freeAddress is an address on loopback where nobody listens now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return fmt.Sprintf("/ip4/127.0.0.1/tcp/%d", port), l.Close()
}

// apply makes the member key, the persons and the request.
func (o *organisation) apply(ctx context.Context) error {
	for _, args := range [][]string{
		{"key", "new", o.file("key")},
		{"person", "add", o.writes},
		{"person", "add", o.reads},
		{"profile", "sign", "--key", o.file("key")},
	} {
		if _, err := o.praxis(ctx, args...); err != nil {
			return err
		}
	}
	var made struct{ Words []string }
	err := o.read(ctx, &made, "request", o.file("request"))
	if o.words = made.Words; err == nil && len(made.Words) != 6 {
		err = o.fault("its request has %d words and not six", len(made.Words))
	}
	return err
}

// together runs a function for each organisation at the same time, and returns the first error.
func together(all []*organisation, do func(*organisation) error) error {
	errs := make(chan error, len(all))
	for _, o := range all {
		go func() { errs <- do(o) }()
	}
	var first error
	for range all {
		if err := <-errs; first == nil {
			first = err
		}
	}
	return first
}
