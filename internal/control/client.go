package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// ErrNotRunning says that no node answers at the socket.
var ErrNotRunning = errors.New("the node is not running")

// Client drives a node. It is safe for concurrent use, but for [Client.SignIn] and [Client.SignOut].
type Client struct {
	http    http.Client
	session string
}

// Dial makes a client of the node whose socket has that path. It connects with the first request.
func Dial(socket string) *Client {
	return NewClient(func(ctx context.Context) (net.Conn, error) {
		var d net.Dialer
		c, err := d.DialContext(ctx, "unix", socket)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
			return nil, ErrNotRunning
		}
		return c, err
	})
}

// NewClient makes a client of the node that dial reaches.
func NewClient(dial func(context.Context) (net.Conn, error)) *Client {
	return &Client{http: http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) },
	}}}
}

// Close ends idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// do sends a request and returns its answer, or what the node said went wrong.
func (c *Client) do(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://praxis"+path, body)
	if err != nil {
		return nil, err
	}
	if c.session != "" {
		r.Header.Set(SessionHeader, c.session)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		if errors.Is(err, ErrNotRunning) {
			return nil, ErrNotRunning
		}
		return nil, fmt.Errorf("ask the node: %w", err)
	}
	if answer.StatusCode < 300 {
		return answer, nil
	}
	defer drain(answer)
	var e Error
	if err := json.NewDecoder(io.LimitReader(answer.Body, MaxRequest)).Decode(&e); err != nil || e.Kind == "" {
		return nil, fault(KindFailed, "the node answered %s and did not say why", answer.Status)
	}
	return nil, &e
}

// drain lets the connection be used again.
func drain(answer *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, MaxRequest))
	_ = answer.Body.Close()
}

// call sends v (nothing if nil) as JSON and reads the answer into out (nothing if nil).
func (c *Client) call(ctx context.Context, method, path string, v, out any) error {
	var body io.Reader
	if v != nil {
		raw, err := json.Marshal(v)
		if err != nil {
			return err
		}
		body = bytes.NewReader(raw)
	}
	return c.send(ctx, method, path, body, out)
}

func (c *Client) send(ctx context.Context, method, path string, body io.Reader, out any) error {
	answer, err := c.do(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer drain(answer)
	if out == nil {
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(out)
}

// raw returns an answer as it is.
func (c *Client) raw(ctx context.Context, path string) ([]byte, error) {
	answer, err := c.do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	defer drain(answer)
	return io.ReadAll(answer.Body)
}

// lines calls yield with each line of a long answer.
func lines[T any](ctx context.Context, c *Client, method, path string, body io.Reader, yield func(T) error) error {
	answer, err := c.do(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer drain(answer)
	d := json.NewDecoder(answer.Body)
	for {
		var v T
		err := d.Decode(&v)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = yield(v)
		}
		if err != nil {
			return err
		}
	}
}

// follow reads progress until its last line.
func (c *Client) follow(ctx context.Context, path string, v any, progress func(Progress)) (Progress, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return Progress{}, err
	}
	var last Progress
	err = lines(ctx, c, http.MethodPost, path, bytes.NewReader(raw), func(p Progress) error {
		if p.Error != nil {
			return p.Error
		}
		last = p
		progress(p)
		return nil
	})
	if err == nil && !last.Done {
		err = fault(KindFailed, "the node stopped before it was done")
	}
	return last, err
}

// Status says how the node stands.
func (c *Client) Status(ctx context.Context) (s Status, err error) {
	return s, c.call(ctx, http.MethodGet, "/v1/status", nil, &s)
}

// Peers are the other nodes of the network.
func (c *Client) Peers(ctx context.Context) (p []node.Peer, err error) {
	return p, c.call(ctx, http.MethodGet, "/v1/peers", nil, &p)
}

// Repositories says how each repository is held.
func (c *Client) Repositories(ctx context.Context) (r []node.RepositoryStatus, err error) {
	return r, c.call(ctx, http.MethodGet, "/v1/repositories", nil, &r)
}

// Connect keeps a connection to the node at an address.
func (c *Client) Connect(ctx context.Context, address string) error {
	return c.call(ctx, http.MethodPost, "/v1/connect", Address{Address: address}, nil)
}

// Traffic says what passed between the node and others since it started.
func (c *Client) Traffic(ctx context.Context) (t node.Traffic, err error) {
	return t, c.call(ctx, http.MethodGet, "/v1/traffic", nil, &t)
}

// Greet asks every connected node whether it knows anything new, and returns when all have answered.
func (c *Client) Greet(ctx context.Context) error {
	return c.call(ctx, http.MethodPost, "/v1/greet", nil, nil)
}

// Wait returns when what is waited for has come true; a kind timeout is the error if it does not in time.
func (c *Client) Wait(ctx context.Context, w Wait) (r Reached, err error) {
	return r, c.call(ctx, http.MethodPost, "/v1/wait", w, &r)
}

// Resolve finds the id that begins as given.
func (c *Client) Resolve(ctx context.Context, id string) (protocol.ID, error) {
	var r Resolved
	err := c.call(ctx, http.MethodGet, "/v1/ids/"+url.PathEscape(id), nil, &r)
	return r.ID, err
}

// SetUp says whose node it is; once.
func (c *Client) SetUp(ctx context.Context, i node.Identity) (set node.Identity, err error) {
	return set, c.call(ctx, http.MethodPost, "/v1/identity", i, &set)
}

// Profile is what the node's member says about itself.
func (c *Client) Profile(ctx context.Context) (p Profile, err error) {
	return p, c.call(ctx, http.MethodGet, "/v1/profile", nil, &p)
}

// NextProfile is the encoded profile that the member key is to sign. Ended, if any, are written AUDIENCE=ENTRIES.
func (c *Client) NextProfile(ctx context.Context, member protocol.Key, ended ...string) ([]byte, error) {
	var u Unsigned
	q := url.Values{"member": {member.String()}, "ended": ended}
	err := c.call(ctx, http.MethodGet, "/v1/profile/next?"+q.Encode(), nil, &u)
	return u.Profile, err
}

// TakeProfile gives the node its signed profile.
func (c *Client) TakeProfile(ctx context.Context, signed []byte) (p Profile, err error) {
	return p, c.send(ctx, http.MethodPut, "/v1/profile", bytes.NewReader(signed), &p)
}

// Network is what the node believes about who belongs.
func (c *Client) Network(ctx context.Context) (n Network, err error) {
	return n, c.call(ctx, http.MethodGet, "/v1/network", nil, &n)
}

// CharterHistory is who belongs to the network, how that came about, and who is shut out.
func (c *Client) CharterHistory(ctx context.Context) (h node.CharterHistory, err error) {
	return h, c.call(ctx, http.MethodGet, "/v1/charter", nil, &h)
}

// Lists are the encoded lists that another node needs to join.
func (c *Client) Lists(ctx context.Context) ([]byte, error) { return c.raw(ctx, "/v1/lists") }

// ImportLists gives the node encoded lists.
func (c *Client) ImportLists(ctx context.Context, lists []byte) (n Network, err error) {
	return n, c.send(ctx, http.MethodPost, "/v1/lists", bytes.NewReader(lists), &n)
}

// Join fetches the lists from where a ticket says.
func (c *Client) Join(ctx context.Context, t Ticket) (n Network, err error) {
	return n, c.call(ctx, http.MethodPost, "/v1/join", t, &n)
}

// Persons are those who work at the node.
func (c *Client) Persons(ctx context.Context) (p []Person, err error) {
	return p, c.call(ctx, http.MethodGet, "/v1/persons", nil, &p)
}

// AddPerson adds a person with a key of their own.
func (c *Client) AddPerson(ctx context.Context, q NewPerson) (p Person, err error) {
	return p, c.call(ctx, http.MethodPost, "/v1/persons", q, &p)
}

// ChangeRoles gives a person other roles.
func (c *Client) ChangeRoles(ctx context.Context, id protocol.ID, roles []draft.Role) (p Person, err error) {
	return p, c.call(ctx, http.MethodPost, "/v1/persons/"+id.String()+"/roles", Roles{Roles: roles}, &p)
}

// MarkLeft notes that a person has left.
func (c *Client) MarkLeft(ctx context.Context, id protocol.ID) (p Person, err error) {
	return p, c.call(ctx, http.MethodPost, "/v1/persons/"+id.String()+"/left", nil, &p)
}

// SignIn opens a session for the requests that follow.
func (c *Client) SignIn(ctx context.Context, name, passphrase string) (Session, error) {
	var s Session
	err := c.call(ctx, http.MethodPost, "/v1/sessions", SignIn{Name: name, Passphrase: passphrase}, &s)
	if err == nil {
		c.session = s.Token
	}
	return s, err
}

// SignInLink is an address that signs in at the pages who has signed in here: once, within an hour.
func (c *Client) SignInLink(ctx context.Context) (l Link, err error) {
	return l, c.call(ctx, http.MethodPost, "/v1/sessions/current/link", nil, &l)
}

// SignOut ends the session.
func (c *Client) SignOut(ctx context.Context) error {
	if c.session == "" {
		return nil
	}
	err := c.call(ctx, http.MethodDelete, "/v1/sessions/current", nil, nil)
	c.session = ""
	return err
}

// Drafts calls yield with each draft, of one state if it is given.
func (c *Client) Drafts(ctx context.Context, state string, yield func(Draft) error) error {
	return lines(ctx, c, http.MethodGet, "/v1/drafts?state="+url.QueryEscape(state), nil, yield)
}

// AddDraft keeps a file as a new draft.
func (c *Client) AddDraft(ctx context.Context, file []byte) (d Draft, err error) {
	return d, c.send(ctx, http.MethodPost, "/v1/drafts", bytes.NewReader(file), &d)
}

// AddDrafts keeps many files as new drafts. One that cannot be read is left out, and its error is in its place.
func (c *Client) AddDrafts(ctx context.Context, files []File) ([]Added, error) {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	for _, f := range files {
		if err := e.Encode(f); err != nil {
			return nil, err
		}
	}
	added := make([]Added, 0, len(files))
	err := lines(ctx, c, http.MethodPost, "/v1/drafts/bulk", &body, func(a Added) error {
		added = append(added, a)
		return nil
	})
	if err == nil && len(added) != len(files) {
		err = fault(KindFailed, "the node answered for %d of %d files", len(added), len(files))
	}
	return added, err
}

func draftPath(id, more string) string { return "/v1/drafts/" + url.PathEscape(id) + more }

// Draft returns a draft without its file.
func (c *Client) Draft(ctx context.Context, id string) (d Draft, err error) {
	return d, c.call(ctx, http.MethodGet, draftPath(id, ""), nil, &d)
}

// DraftFile returns a draft's file, byte for byte.
func (c *Client) DraftFile(ctx context.Context, id string) ([]byte, error) {
	return c.raw(ctx, draftPath(id, "/file"))
}

// EditDraft replaces a draft's file.
func (c *Client) EditDraft(ctx context.Context, id string, file []byte) (d Draft, err error) {
	return d, c.send(ctx, http.MethodPut, draftPath(id, "/file"), bytes.NewReader(file), &d)
}

// StartReview freezes what would leave.
func (c *Client) StartReview(ctx context.Context, id string, q StartReview) (r Review, err error) {
	return r, c.call(ctx, http.MethodPost, draftPath(id, "/review"), q, &r)
}

// Review returns a review that was started.
func (c *Client) Review(ctx context.Context, id string) (r Review, err error) {
	return r, c.call(ctx, http.MethodGet, draftPath(id, "/review"), nil, &r)
}

// Decide decides about marks.
func (c *Client) Decide(ctx context.Context, id string, d ...Decision) (r Review, err error) {
	return r, c.call(ctx, http.MethodPost, draftPath(id, "/marks"), Decide{Decisions: d}, &r)
}

// ApprovePublished approves every draft whose origin is published.
func (c *Client) ApprovePublished(ctx context.Context, audience protocol.Audience, progress func(Progress)) (Progress, error) {
	return c.follow(ctx, "/v1/drafts/approve-published", ApprovePublished{Audience: audience}, progress)
}

// Share shares drafts and withdraws documents.
func (c *Client) Share(ctx context.Context, s Share, progress func(Progress)) (Progress, error) {
	return c.follow(ctx, "/v1/share", s, progress)
}
