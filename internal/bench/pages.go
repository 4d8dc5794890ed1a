package bench

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/libp2p/go-libp2p"

	"praxis/internal/draft"
	"praxis/internal/search"
	"praxis/internal/store"
	"praxis/internal/web"
	praxis "praxis/node"
	"praxis/node/p2p"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// pageReach is what the 95th percentile of a page's time is to stay below, in seconds.
const pageReach = 0.050

// pages measures, over HTTP on loopback, how long the server takes for the pages of a node that holds n documents: each
// time another page of the list, another word, another document. The node is one of this process, on the disk.
func pages(ctx context.Context, dir string, n, repeats int) (all []Figure, err error) {
	p, err := openPages(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	ids, err := p.fill(ctx, n)
	if err != nil {
		return nil, err
	}
	indexed, memory, err := p.index(n)
	if err != nil {
		return nil, err
	}
	all = append(all, figure(fmt.Sprintf("index of %d documents: time from the start", n), indexed, "s", 0, 10),
		figure(fmt.Sprintf("index of %d documents: memory", n), memory, "B", 0, 64e6))
	if err := p.signIn(); err != nil {
		return nil, err
	}
	for _, one := range []struct {
		name string
		open func(i int) (string, url.Values)
	}{
		{"browse", func(i int) (string, url.Values) { return fmt.Sprintf("/documents?page=%d", 1+i%100), nil }},
		{"search", func(i int) (string, url.Values) {
			return "/documents", url.Values{"words": {words()[(i*i*7)%vocabulary] + " " + words()[i%20]}}
		}},
		{"document", func(i int) (string, url.Values) { return "/documents/" + ids[i*37%len(ids)].String(), nil }},
	} {
		var times []float64
		for i := range max(200, repeats) {
			took, err := p.open(one.open(i))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", one.name, err)
			}
			times = append(times, took)
		}
		slices.Sort(times)
		all = append(all, figure(fmt.Sprintf("page: %s, %d documents, 95th percentile", one.name, n), times[len(times)*95/100], "s", 0, pageReach))
	}
	return all, nil
}

// pageNode is a node with its pages, and a browser.
type pageNode struct {
	*praxis.Node
	dir    string
	key    ed25519.PrivateKey
	shut   func() error
	server *httptest.Server
	pages  *web.Server
	client *http.Client
	token  string // of a form
}

func openPages(dir string) (*pageNode, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	p := &pageNode{dir: dir, key: key}
	return p, p.start()
}

func (p *pageNode) start() error {
	gate := &p2p.Gate{}
	options, err := p2p.Options(p.key, []string{"/ip4/127.0.0.1/tcp/0"}, gate)
	if err != nil {
		return err
	}
	host, err := libp2p.New(options...)
	if err != nil {
		return err
	}
	p.shut = host.Close
	p.Node, err = praxis.Open(praxis.Options{Key: p.key, Host: host, Gate: gate, Files: store.Disk(), Directory: p.dir, Now: time.Now, Random: rand.Reader, WorkFactor: 1})
	return err
}

func (p *pageNode) close() error {
	var err error
	if p.server != nil {
		p.server.Close()
		err = p.pages.Close()
	}
	return errors.Join(err, p.Node.Close(), p.shut())
}

// fill founds a network of one NPM and two members that never come, and shares n documents.
func (p *pageNode) fill(ctx context.Context, n int) ([]protocol.ID, error) {
	_, member, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	i, err := p.SetUp(ctx, praxis.Identity{Name: "Body", Country: "FR", Standing: protocol.StandingNPM})
	if err != nil {
		return nil, err
	}
	profile, err := p.NextProfile(protocol.KeyOf(member), nil)
	if err != nil {
		return nil, err
	}
	signed, err := protocol.Sign(profile, member)
	if err != nil {
		return nil, err
	}
	now := time.Now().Unix()
	c := protocol.Charter{Name: "Bench", Created: now, Expires: now + 1e7, Version: 1, Threshold: 1,
		Members: []protocol.Member{{ID: i.Member, Key: protocol.KeyOf(member), Name: "Body", Country: "FR", Standing: protocol.StandingNPM}},
		Keys:    []protocol.CharterKey{{Key: protocol.KeyOf(member), Member: i.Member}}}
	charter, err := protocol.Sign(c, member)
	if err == nil {
		err = p.Import(ctx, exchange.Lists{Charters: [][]byte{charter.Bytes()}, Profiles: [][]byte{signed.Bytes()}})
	}
	if err != nil {
		return nil, err
	}
	return p.share(ctx, n)
}

func (p *pageNode) share(ctx context.Context, n int) ([]protocol.ID, error) {
	var sessions []*praxis.Session
	for _, one := range []struct {
		name string
		role draft.Role
	}{{"Author", draft.RoleAuthor}, {"Reviewer", draft.RoleReviewer}} {
		if _, err := p.AddPerson(ctx, one.name, []draft.Role{one.role}, passphrase); err != nil {
			return nil, err
		}
		s, err := p.SignIn(one.name, passphrase)
		if err != nil {
			return nil, err
		}
		defer s.Close()
		sessions = append(sessions, s)
	}
	for at := 0; at < n; at += bulk {
		var files [][]byte
		for i := range min(bulk, n-at) {
			files = append(files, tagged(at+i))
		}
		if _, errs, err := sessions[0].AddDrafts(files); err != nil || errors.Join(errs...) != nil {
			return nil, errors.Join(append(errs, err)...)
		}
	}
	var ids []protocol.ID
	err := sessions[1].ApprovePublished(protocol.AudienceNPMs, func(d draft.Draft, err error) {
		if err == nil {
			ids = append(ids, d.ID)
		}
	})
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, errors.New("no document was approved")
	}
	return ids, sessions[0].Share(ctx, ids, nil, func(int) {})
}

// tagged is the document of a number, with topics and a place type, so that there is something to count.
func tagged(number int) []byte {
	topics, places := protocol.Topics().Terms(), protocol.PlaceTypes().Terms()
	more := fmt.Sprintf("topics: [%s, %s]\nplace-types: [%s]\norigin:", topics[number%len(topics)].Code, topics[(number+11)%len(topics)].Code, places[number%len(places)].Code)
	return []byte(strings.Replace(string(File(number, 0)), "origin:", more, 1))
}

// index opens the node again and measures how long the index takes and how much memory.
func (p *pageNode) index(n int) (seconds, bytes float64, err error) {
	if err := errors.Join(p.Node.Close(), p.shut()); err != nil {
		return 0, 0, err
	}
	p.Node = nil // with its index
	runtime.GC()
	runtime.GC() // what pools keep goes with the second
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun := time.Now()
	if err := p.start(); err != nil {
		return 0, 0, err
	}
	for {
		r, err := p.Find(search.Query{Limit: 1})
		if err != nil {
			return 0, 0, err
		}
		if r.Complete {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	seconds = time.Since(begun).Seconds()
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return seconds, float64(after.HeapAlloc) - float64(before.HeapAlloc), nil
}

func (p *pageNode) signIn() (err error) {
	if p.pages, err = web.New(web.Options{Node: p.Node, Program: "bench", Now: time.Now}); err != nil {
		return err
	}
	p.server = httptest.NewServer(p.pages.Handler())
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	p.client = &http.Client{Jar: jar}
	if _, err := p.open("/sign-in", nil); err != nil {
		return err
	}
	if _, err := p.open("/sign-in", url.Values{"name": {"Author"}, "passphrase": {passphrase}}); err != nil {
		return err
	}
	_, err = p.open("/documents", nil)
	return err
}

// open opens a page, or sends a form, and returns how long it took until all was there.
func (p *pageNode) open(path string, form url.Values) (float64, error) {
	var a *http.Response
	var err error
	begun := time.Now()
	if form == nil {
		a, err = p.client.Get(p.server.URL + path)
	} else {
		form.Set("form-token", p.token)
		a, err = p.client.PostForm(p.server.URL+path, form)
	}
	if err != nil {
		return 0, err
	}
	raw, err := io.ReadAll(a.Body)
	took := time.Since(begun).Seconds()
	if err = errors.Join(err, a.Body.Close()); err != nil {
		return 0, err
	}
	if a.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("the page answers %d", a.StatusCode)
	}
	if _, after, ok := strings.Cut(string(raw), `name="form-token" value="`); ok {
		p.token, _, _ = strings.Cut(after, `"`)
	}
	return took, nil
}
