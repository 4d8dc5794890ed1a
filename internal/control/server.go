package control

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"praxis/node"
)

// Server answers for one node. Close it.
type Server struct {
	// Links makes an address that signs in at the pages who has the session, once; nil where there are no pages. It is
	// set before [Server.Serve].
	Links func(*node.Session) (string, error)

	n        *node.Node
	program  string
	started  time.Time
	sessions *sessions
	http     *http.Server
	stop     context.CancelFunc // ends what waits
	all      sync.WaitGroup
}

// NewServer makes a server. Program is the version that status reports; now is the clock of sessions.
func NewServer(n *node.Node, program string, now func() time.Time) *Server {
	s := &Server{n: n, program: program, started: now(), sessions: newSessions(now)}
	s.http = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 30 * time.Second, IdleTimeout: time.Hour, MaxHeaderBytes: 64 << 10,
		ErrorLog: discard()}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.http.BaseContext = func(net.Listener) context.Context { return ctx }
	s.all.Go(func() { s.tidy(ctx) })
	return s
}

// Serve answers on a listener until [Server.Close].
func (s *Server) Serve(l net.Listener) error {
	err := s.http.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
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
		}
	}
}

// Close lets requests that are under way end for a moment, then cuts them off, and forgets every session.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	s.stop()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	s.all.Wait()
	s.sessions.endAll()
	return err
}

// call is one request.
type call struct {
	*Server
	w      http.ResponseWriter
	r      *http.Request
	person *node.Session // nil unless the route asks for one
}

func (c *call) ctx() context.Context { return c.r.Context() }

// access is who may call a route.
type access int

const (
	anyone        access = iota // who may open the socket
	signedIn                    // a person
	drafter                     // a person who reads drafts: all, or those that name them
	firstOrSigned               // a person; anyone while nobody decides who works here
)

// admit finds the person of a call, and refuses one who may not call the route. The function ends what was begun.
func (c *call) admit(a access) (func(), error) {
	nothing := func() {}
	token := c.r.Header.Get(SessionHeader)
	if a == anyone {
		return nothing, nil
	}
	if a == firstOrSigned {
		managed, err := c.n.Managed()
		if err != nil || !managed && token == "" {
			return nothing, err
		}
	}
	one, err := c.sessions.take(token)
	if err != nil {
		return nothing, err
	}
	c.person = one.person
	done := func() { c.sessions.release(one) }
	if a == drafter {
		return done, c.person.MayReadDrafts()
	}
	return done, nil
}

// handler answers a call. A value is written as JSON; nil writes nothing, or what the handler wrote itself.
type handler func(*call) (any, error)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes() {
		mux.HandleFunc(r.pattern, s.handle(r))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		answerError(w, fault(KindNotFound, "there is no %s %s in this version of the control interface", r.Method, r.URL.Path))
	})
	return mux
}

func (s *Server) handle(route route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		limit := int64(MaxRequest)
		if route.limit > 0 {
			limit = route.limit
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		c := &call{Server: s, w: w, r: r}
		done, err := c.admit(route.access)
		defer done()
		if err != nil {
			answerError(w, err)
			return
		}
		answer, err := route.handler(c)
		switch {
		case err != nil:
			answerError(w, err)
		case answer != nil:
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(answer) // the client has gone if this fails
		}
	}
}

// read reads a request's JSON.
func (c *call) read(into any) error {
	d := json.NewDecoder(c.r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return unknownField(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fault(KindWrongUse, "there is more than one value in the request")
	}
	return nil
}

// readIfAny reads a request's JSON, if it has any.
func (c *call) readIfAny(into any) error {
	if c.r.ContentLength == 0 {
		return nil
	}
	return c.read(into)
}

// bytes reads a request's body as it is.
func (c *call) bytes() ([]byte, error) {
	b, err := io.ReadAll(c.r.Body)
	if err == nil && len(b) == 0 {
		err = fault(KindWrongUse, "the request has no body")
	}
	return b, err
}

// stream writes a long answer as JSON lines. Nothing is sent before the first line, so that an error until then is an
// ordinary one.
type stream struct {
	w       http.ResponseWriter
	encoder *json.Encoder
}

func (c *call) stream() *stream { return &stream{w: c.w} }

func (s *stream) begun() bool { return s.encoder != nil }

func (s *stream) line(v any) error {
	if s.encoder == nil {
		s.w.Header().Set("Content-Type", "application/x-ndjson")
		s.encoder = json.NewEncoder(s.w)
	}
	return s.encoder.Encode(v)
}

func (s *stream) flush() {
	if f, ok := s.w.(http.Flusher); ok {
		f.Flush()
	}
}

// finish ends a stream with an error that came after its first line, or hands an earlier one on.
func (s *stream) finish(err error) (any, error) {
	if err == nil || !s.begun() {
		return nil, err
	}
	return nil, s.line(Progress{Error: classify(err)})
}

func (s *Server) status(c *call) (any, error) {
	st, err := s.n.Status(c.ctx())
	if err != nil {
		return nil, err
	}
	persons, err := s.n.Persons()
	return Status{Status: st, Program: s.program, Process: os.Getpid(), Started: s.started.Unix(), Persons: len(persons)}, err
}
