package control_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"

	"praxis/internal/control"
	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/node"
	"praxis/node/p2p"
)

// clock is moved by tests.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

const passphrase = "a long passphrase"

// newServer has a node in memory, alone, with Ines (author), Rui (reviewer) and Adam (administrator).
func newServer(t *testing.T) (*httptest.Server, *clock) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	gate := &p2p.Gate{}
	options, err := p2p.Options(key, nil, gate)
	if err != nil {
		t.Fatal(err)
	}
	host, err := libp2p.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	now := &clock{now: time.Unix(1795312800, 0)}
	n, err := node.Open(node.Options{Key: key, Host: host, Gate: gate, Files: store.NewMemory(), Directory: "store", Now: now.Now, Random: rand.Reader, WorkFactor: 1, Passive: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.SetUp(t.Context(), node.Identity{Name: "Example", Country: "FI", Standing: "npm"}); err != nil {
		t.Fatal(err)
	}
	for _, p := range []control.NewPerson{{Name: "Ines", Roles: []draft.Role{draft.RoleAuthor}}, {Name: "Rui", Roles: []draft.Role{draft.RoleReviewer}}, {Name: "Adam", Roles: []draft.Role{draft.RoleAdministrator}}} {
		if _, err := n.AddPerson(t.Context(), p.Name, p.Roles, passphrase); err != nil {
			t.Fatal(err)
		}
	}
	control := control.NewServer(n, "test", now.Now)
	s := httptest.NewServer(control.Handler())
	t.Cleanup(func() {
		s.Close()
		if err := errors.Join(control.Close(), n.Close(), host.Close()); err != nil {
			t.Error(err)
		}
	})
	return s, now
}

const note = "---\nkind: practice-note\nlanguage: en\ntitle: Night visits\norigin: own-unpublished\n---\n## Problem {#problem}\n\nNobody visits at night.\n"

// ask sends a request and returns the status and the answer's JSON.
func ask(t *testing.T, s *httptest.Server, token, method, path, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set(control.SessionHeader, token)
	}
	a, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	raw, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	_ = json.Unmarshal(raw, &v) // lists and files are not looked into
	return a.StatusCode, v
}

func signIn(t *testing.T, s *httptest.Server, name string) string {
	t.Helper()
	code, v := ask(t, s, "", "POST", "/v1/sessions", `{"name":"`+name+`","passphrase":"`+passphrase+`"}`)
	if code != 200 {
		t.Fatalf("%s cannot sign in: %d %v", name, code, v)
	}
	return v["token"].(string)
}

func expect(t *testing.T, what string, code int, v map[string]any, want int, kind control.Kind) {
	t.Helper()
	if code != want || kind != "" && v["kind"] != string(kind) {
		t.Errorf("%s: the answer is %d %v, not %d %s", what, code, v, want, kind)
	}
}

func TestExampleOfThePage(t *testing.T) {
	s, _ := newServer(t)
	token := signIn(t, s, "Ines")
	if len(token) != 64 {
		t.Errorf("the token has %d digits, not 64", len(token))
	}
	code, d := ask(t, s, token, "POST", "/v1/drafts", note)
	expect(t, "add", code, d, 200, "")
	id := d["id"].(string)[:4]
	code, v := ask(t, s, token, "POST", "/v1/drafts/"+id+"/review", "{}")
	expect(t, "review", code, v, 200, "")
	code, v = ask(t, s, token, "POST", "/v1/drafts/"+id+"/approve", "")
	expect(t, "approve one's own", code, v, 403, control.KindRefused)
	rui := signIn(t, s, "Rui")
	code, v = ask(t, s, rui, "POST", "/v1/drafts/"+id+"/approve", "")
	expect(t, "approve what one has not read", code, v, 403, control.KindRefused)
	code, v = ask(t, s, rui, "GET", "/v1/drafts/"+id+"/review", "")
	expect(t, "the review before the bare text was read", code, v, 200, "")
	if v["read_first"] != true || v["text"] != "" || v["original"] != "" || len(v["marks"].([]any)) != 0 {
		t.Errorf("before the bare text was read the review shows %v", v)
	}
	code, v = ask(t, s, rui, "POST", "/v1/drafts/"+id+"/reading/answer", `{"nothing":true}`)
	expect(t, "answer without having read", code, v, 403, control.KindRefused)
	code, v = ask(t, s, rui, "POST", "/v1/drafts/"+id+"/reading", "")
	expect(t, "read", code, v, 200, "")
	if v["read_first"] != true || v["text"] == "" || v["question"] == "" || v["marks"] != nil {
		t.Errorf("the bare text is %v", v)
	}
	for _, wrong := range []string{`{}`, `{"nothing":true,"recognise":"the cook"}`} {
		code, v = ask(t, s, rui, "POST", "/v1/drafts/"+id+"/reading/answer", wrong)
		expect(t, "answer "+wrong, code, v, 400, control.KindWrongUse)
	}
	code, v = ask(t, s, rui, "POST", "/v1/drafts/"+id+"/reading/answer", `{"nothing":true}`)
	expect(t, "answer", code, v, 200, "")
	code, v = ask(t, s, rui, "POST", "/v1/drafts/"+id+"/approve", "")
	expect(t, "approve another's", code, v, 200, "")
	code, v = ask(t, s, token, "DELETE", "/v1/sessions/current", "")
	expect(t, "sign out", code, v, 204, "")
	code, v = ask(t, s, token, "GET", "/v1/sessions/current", "")
	expect(t, "after signing out", code, v, 401, control.KindNotSigned)
}

func TestDraftsNeedASession(t *testing.T) {
	s, _ := newServer(t)
	for pattern, access := range control.Routes() {
		method, path, _ := strings.Cut(pattern, " ")
		code, v := ask(t, s, "", method, strings.NewReplacer("{id}", "aaaaaaaa", "{person}", "aaaaaaaa").Replace(path), "")
		if (access != "anyone") != (code == 401) && path != "/v1/sessions/current" {
			t.Errorf("%s is for %s and answers %d %v without a session", pattern, access, code, v)
		}
		if strings.Contains(path, "draft") && access != "drafter" {
			t.Errorf("%s is about drafts and is for %s", pattern, access)
		}
	}
	code, v := ask(t, s, strings.Repeat("ab", 32), "GET", "/v1/drafts", "")
	expect(t, "an invented token", code, v, 401, control.KindNotSigned)
}

func TestAdministratorsDoNotReadDrafts(t *testing.T) {
	s, _ := newServer(t)
	token := signIn(t, s, "Adam")
	for pattern, access := range control.Routes() {
		if access != "drafter" {
			continue
		}
		method, path, _ := strings.Cut(pattern, " ")
		code, v := ask(t, s, token, method, strings.NewReplacer("{id}", "aaaaaaaa", "{person}", "aaaaaaaa").Replace(path), "{}")
		expect(t, pattern, code, v, 403, control.KindRefused)
	}
}

// TestOnlyManagersDecideWhoWorksHere: there is an administrator, so whoever can open the socket cannot make a second
// person to approve their own draft.
func TestOnlyManagersDecideWhoWorksHere(t *testing.T) {
	s, _ := newServer(t)
	add := func(token, name, role string) (int, map[string]any) {
		return ask(t, s, token, "POST", "/v1/persons", `{"name":"`+name+`","roles":["`+role+`"],"passphrase":"`+passphrase+`"}`)
	}
	ines, rui, adam := signIn(t, s, "Ines"), signIn(t, s, "Rui"), signIn(t, s, "Adam")
	code, v := add("", "Twin", "reviewer")
	expect(t, "add without a session", code, v, 401, control.KindNotSigned)
	code, v = add(ines, "Twin", "reviewer")
	expect(t, "add as an author", code, v, 403, control.KindRefused)
	code, v = add(adam, "Dora", "director")
	expect(t, "add as the administrator", code, v, 200, "")
	if v["manages"] != true || v["by"] == nil {
		t.Errorf("the director is %v", v)
	}
	dora := signIn(t, s, "Dora")
	id := func(token string) string {
		_, v := ask(t, s, token, "GET", "/v1/sessions/current", "")
		return v["id"].(string)
	}
	inesID, adamID, doraID := id(ines), id(adam), id(dora)
	code, v = ask(t, s, rui, "POST", "/v1/persons/"+inesID+"/roles", `{"roles":["administrator"]}`)
	expect(t, "change as a reviewer", code, v, 403, control.KindRefused)
	code, v = ask(t, s, rui, "POST", "/v1/persons/"+inesID+"/left", "")
	expect(t, "mark as left as a reviewer", code, v, 403, control.KindRefused)
	code, v = ask(t, s, dora, "POST", "/v1/persons/"+inesID+"/roles", `{"roles":[]}`)
	expect(t, "no role at all", code, v, 422, control.KindInvalid)
	code, v = ask(t, s, dora, "POST", "/v1/persons/"+inesID+"/roles", `{"roles":["king"]}`)
	expect(t, "no such role", code, v, 422, control.KindInvalid)
	code, v = ask(t, s, dora, "POST", "/v1/persons/aaaaaaaa/left", "")
	expect(t, "no id", code, v, 400, control.KindWrongUse)

	code, v = ask(t, s, dora, "POST", "/v1/persons/"+inesID+"/roles", `{"roles":["author","reviewer"]}`)
	expect(t, "change as the director", code, v, 200, "")
	code, v = ask(t, s, ines, "GET", "/v1/sessions/current", "")
	expect(t, "the session of before", code, v, 401, control.KindNotSigned)
	ines = signIn(t, s, "Ines")
	code, v = ask(t, s, dora, "POST", "/v1/persons/"+inesID+"/left", "")
	expect(t, "mark as left", code, v, 200, "")
	code, v = ask(t, s, ines, "GET", "/v1/drafts", "")
	expect(t, "the session of who has left", code, v, 401, control.KindNotSigned)
	code, v = ask(t, s, "", "POST", "/v1/sessions", `{"name":"Ines","passphrase":"`+passphrase+`"}`)
	expect(t, "sign in after leaving", code, v, 403, control.KindRefused)

	code, v = ask(t, s, dora, "POST", "/v1/persons/"+adamID+"/left", "")
	expect(t, "the administrator leaves", code, v, 200, "")
	code, v = ask(t, s, adam, "POST", "/v1/persons/"+doraID+"/left", "")
	expect(t, "what they began before", code, v, 401, control.KindNotSigned)
	code, v = ask(t, s, dora, "POST", "/v1/persons/"+doraID+"/left", "")
	expect(t, "the last who decides", code, v, 422, control.KindInvalid)
	code, v = ask(t, s, dora, "POST", "/v1/persons/"+doraID+"/roles", `{"roles":["author"]}`)
	expect(t, "the last who decides, by another role", code, v, 422, control.KindInvalid)
}

func TestASessionEnds(t *testing.T) {
	s, now := newServer(t)
	token := signIn(t, s, "Ines")
	now.pass(14 * time.Minute)
	code, v := ask(t, s, token, "GET", "/v1/sessions/current", "")
	expect(t, "after 14 minutes", code, v, 200, "")
	now.pass(14 * time.Minute)
	code, v = ask(t, s, token, "GET", "/v1/sessions/current", "")
	expect(t, "after another 14", code, v, 200, "")
	now.pass(16 * time.Minute)
	code, v = ask(t, s, token, "GET", "/v1/sessions/current", "")
	expect(t, "after 16 idle minutes", code, v, 401, control.KindNotSigned)
}

func TestWrongPassphrasesMustWait(t *testing.T) {
	s, now := newServer(t)
	attempt := func(name, passphrase string) (int, map[string]any) {
		return ask(t, s, "", "POST", "/v1/sessions", `{"name":"`+name+`","passphrase":"`+passphrase+`"}`)
	}
	for range 3 {
		code, v := attempt("Ines", "wrong")
		expect(t, "a wrong passphrase", code, v, 401, control.KindPassphrase)
	}
	code, v := attempt("INES", passphrase)
	expect(t, "the right one too soon", code, v, 429, control.KindThrottled)
	code, v = attempt("Rui", passphrase)
	expect(t, "somebody else", code, v, 200, "")
	now.pass(2 * time.Second)
	code, v = attempt("Ines", "wrong")
	expect(t, "wrong again after the wait", code, v, 401, control.KindPassphrase)
	now.pass(2 * time.Second)
	code, v = attempt("Ines", passphrase)
	expect(t, "the wait has doubled", code, v, 429, control.KindThrottled)
	now.pass(2 * time.Second)
	code, v = attempt("Ines", passphrase)
	expect(t, "the right one in time", code, v, 200, "")
}

func TestBadRequests(t *testing.T) {
	s, _ := newServer(t)
	token := signIn(t, s, "Ines")
	for _, c := range []struct {
		method, path, body string
		status             int
		kind               control.Kind
	}{
		{"GET", "/v1/nothing", "", 404, control.KindNotFound},
		{"PATCH", "/v1/drafts", "", 404, control.KindNotFound},
		{"POST", "/v1/sessions", "{", 400, control.KindWrongUse},
		{"POST", "/v1/sessions", `{"nme":"Ines"}`, 400, control.KindWrongUse},
		{"POST", "/v1/sessions", `{"name":"Ines"}{}`, 400, control.KindWrongUse},
		{"POST", "/v1/sessions", `{"name":"` + strings.Repeat("x", control.MaxRequest) + `"}`, 413, control.KindTooLarge},
		{"POST", "/v1/drafts", strings.Repeat("x", control.MaxFile+1), 413, control.KindTooLarge},
		{"POST", "/v1/drafts", "no front matter", 422, control.KindInvalid},
		{"POST", "/v1/drafts", "", 400, control.KindWrongUse},
		{"POST", "/v1/lists", "\xa1", 422, control.KindInvalid},
		{"PUT", "/v1/profile", "\x81\x81\x81", 500, ""},
		{"GET", "/v1/drafts/zz", "", 400, control.KindWrongUse},
		{"GET", "/v1/documents/aaaaaaaa", "", 404, control.KindNotFound},
		{"POST", "/v1/wait", `{"timeout_ms":-1}`, 400, control.KindWrongUse},
		{"POST", "/v1/share", `{"approved":true}`, 409, control.KindState},
	} {
		code, v := ask(t, s, token, c.method, c.path, c.body)
		name := c.method + " " + c.path
		if c.path == "/v1/profile" {
			if code < 400 || v["error"] == "" {
				t.Errorf("%s: garbage is answered with %d %v", name, code, v)
			}
			continue
		}
		expect(t, name, code, v, c.status, c.kind)
	}
}

func TestManyFilesAreAddedInOneRequest(t *testing.T) {
	s, _ := newServer(t)
	token := signIn(t, s, "Ines")
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	for _, f := range []control.File{{Name: "one", File: []byte(note)}, {Name: "two", File: []byte("nothing")}, {Name: "three", File: []byte(note)}} {
		if err := e.Encode(f); err != nil {
			t.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(context.Background(), "POST", s.URL+"/v1/drafts/bulk", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set(control.SessionHeader, token)
	a, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	d := json.NewDecoder(a.Body)
	for i, name := range []string{"one", "two", "three"} {
		var one control.Added
		if err := d.Decode(&one); err != nil {
			t.Fatal(err)
		}
		if one.Name != name || (one.ID == nil) != (i == 1) || (one.Error == "") != (i != 1) {
			t.Errorf("the answer about %s is %+v", name, one)
		}
	}
}

func TestRoutesAreThoseOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../specs/control.md")
	if err != nil {
		t.Fatal(err)
	}
	onPage := make(map[string]string)
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Z]+ /[^`]+)` \\| ([a-z ]+) \\|").FindAllStringSubmatch(string(page), -1) {
		onPage[m[1]] = m[2]
	}
	routes := control.Routes()
	for pattern, access := range routes {
		if onPage[pattern] != access {
			t.Errorf("%s is for %s, and the page says %q", pattern, access, onPage[pattern])
		}
	}
	for pattern := range onPage {
		if _, ok := routes[pattern]; !ok {
			t.Errorf("%s stands on the page and is not there", pattern)
		}
	}
}
