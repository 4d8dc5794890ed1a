package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"praxis/internal/web/messages"
	"praxis/internal/web/prose"
	"praxis/node"
)

// Options are what the pages are given. Node, Now and Logger are needed.
type Options struct {
	Node    *node.Node
	Program string // the version that the pages show
	Now     func() time.Time
	Where   *time.Location // of the times that are shown; nil is the computer's own
	Logger  *slog.Logger
	Names   []string // host names by which the office's network calls this computer, besides numeric addresses and localhost
	TLS     bool     // the listener speaks TLS
	Random  io.Reader
}

// Server serves the pages of one node. Close it.
type Server struct {
	Options
	messages  *messages.Catalogue
	prose     *prose.Writer
	templates *templates
	static    *static
	help      *help
	sessions  *sessions
	links     *links
	once      *once
	checks    checks
	band      band
	secret    [32]byte // of form tokens
	cookie    string   // of this node: cookies are shared among the ports of one computer
	routes    []route

	http *http.Server
	stop context.CancelFunc
	all  sync.WaitGroup
}

// New makes the pages of a node.
func New(o Options) (*Server, error) {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Where == nil {
		o.Where = time.Local
	}
	s := &Server{Options: o, prose: prose.New(2), links: newLinks(o.Now), once: newOnce(o.Now)}
	if _, err := io.ReadFull(o.Random, s.secret[:]); err != nil {
		return nil, err
	}
	key := o.Node.Key()
	sum := sha256.Sum256(key[:])
	s.cookie = "praxis-" + hex.EncodeToString(sum[:4])
	var err error
	if s.messages, err = messages.Load(); err != nil {
		return nil, err
	}
	if s.static, err = loadStatic(); err != nil {
		return nil, err
	}
	if s.templates, err = loadTemplates(); err != nil {
		return nil, err
	}
	if s.help, err = loadHelp(); err != nil {
		return nil, err
	}
	if s.sessions, err = newSessions(o.Node, o.Now, o.Random); err != nil {
		return nil, err
	}
	s.serveHTTP()
	return s, nil
}

func (s *Server) serveHTTP() {
	s.routes = routes()
	s.http = &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 5 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: log.New(io.Discard, "", 0)} // its messages may quote what it was sent
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.http.BaseContext = func(net.Listener) context.Context { return ctx }
	s.all.Go(func() { s.tidy(ctx) })
}

// Handler is the whole of the pages.
func (s *Server) Handler() http.Handler { return s.http.Handler }

// Serve answers on a listener until [Server.Close].
func (s *Server) Serve(l net.Listener) error {
	err := s.http.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// Close lets requests that are under way end for a moment, then cuts them off, and forgets every unlocked key.
func (s *Server) Close() error {
	s.stop()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	s.all.Wait()
	s.checks.all.Wait()
	s.sessions.close()
	s.links.close()
	return err
}

// tidy ends idle sessions, so that no key stays in memory for longer than it must.
func (s *Server) tidy(ctx context.Context) {
	every := time.NewTicker(time.Minute)
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
			s.sessions.tidy()
			s.links.tidy()
			s.once.tidy()
		}
	}
}

// First is the path at which the first person of this node is named; "" where somebody works here already. It is made
// anew at every start, works once, and is for whoever started the node.
func (s *Server) First() (string, error) {
	all, err := s.Node.Persons()
	if err != nil || len(all) > 0 {
		return "", err
	}
	token, err := s.links.first(s.Random)
	return "/set-up/" + token, err
}

// Link is a path that signs in who has the session, once, within an hour, without a passphrase.
func (s *Server) Link(session *node.Session) (string, error) {
	token, err := s.links.signIn(s.Random, session.Clone())
	if err != nil {
		return "", fmt.Errorf("make a sign-in link: %w", err)
	}
	return "/link/" + token, nil
}
