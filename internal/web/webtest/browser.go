package webtest

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Browser opens pages without JavaScript, as a person does: it follows links, fills in forms and keeps cookies.
type Browser struct {
	T        testing.TB
	Place    *Place
	Language string // Accept-Language; "" is English
	client   *http.Client
}

// Page is what came back.
type Page struct {
	Browser *Browser
	Status  int
	Path    string // where it ended after going on
	Header  http.Header
	HTML    string
	root    *html.Node
}

// Browser is a new one, in which nobody has signed in.
func (p *Place) Browser() *Browser {
	jar, err := cookiejar.New(nil)
	check(p.T, err)
	return &Browser{T: p.T, Place: p, client: &http.Client{Jar: jar}}
}

// SignedIn is a new browser in which somebody of [Place.Staff] has signed in.
func (p *Place) SignedIn(name string) *Browser {
	p.T.Helper()
	b := p.Browser()
	page := b.Get("/sign-in").Submit("/sign-in", "name", name, "passphrase", Passphrase)
	if page.Status != http.StatusOK || page.Path != "/" {
		p.T.Fatalf("%s cannot sign in: %d at %s\n%s", name, page.Status, page.Path, page.Text())
	}
	return b
}

// Get opens a page.
func (b *Browser) Get(path string) *Page {
	b.T.Helper()
	return b.Do(http.MethodGet, path, "", nil)
}

// Post sends fields, each a name and a value, as no form of a page does: without its token.
func (b *Browser) Post(path string, fields ...string) *Page {
	b.T.Helper()
	return b.Do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values(fields).Encode()))
}

func values(fields []string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Add(fields[i], fields[i+1])
	}
	return v
}

// Do sends any request and reads the page that comes.
func (b *Browser) Do(method, path, kind string, body io.Reader, headers ...string) *Page {
	b.T.Helper()
	q, err := http.NewRequestWithContext(b.T.Context(), method, b.Place.URL+path, body)
	check(b.T, err)
	if kind != "" {
		q.Header.Set("Content-Type", kind)
	}
	if q.Header.Set("Accept-Language", "en"); b.Language != "" {
		q.Header.Set("Accept-Language", b.Language)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			q.Host = headers[i+1]
			continue
		}
		q.Header.Set(headers[i], headers[i+1])
	}
	a, err := b.client.Do(q)
	check(b.T, err)
	defer a.Body.Close()
	raw, err := io.ReadAll(a.Body)
	check(b.T, err)
	p := &Page{Browser: b, Status: a.StatusCode, Path: a.Request.URL.Path, Header: a.Header, HTML: string(raw)}
	p.root, err = html.Parse(strings.NewReader(p.HTML))
	check(b.T, err)
	return p
}

// Open opens the stream of a live page, as a script does; it ends with the context.
func (b *Browser) Open(ctx context.Context, path string) io.Reader {
	b.T.Helper()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, b.Place.URL+path, nil)
	check(b.T, err)
	q.Header.Set("Accept", "text/event-stream")
	a, err := b.client.Do(q)
	check(b.T, err)
	b.T.Cleanup(func() { _ = a.Body.Close() }) // the test is over
	if a.StatusCode != http.StatusOK {
		b.T.Fatalf("%s answers %d", path, a.StatusCode)
	}
	return a.Body
}

// Has tells whether the page's text has some words; blanks count as one.
func (p *Page) Has(words string) bool { return strings.Contains(p.Text(), words) }

// Want fails the test if the page has another status or lacks some words.
func (p *Page) Want(status int, words ...string) *Page {
	p.Browser.T.Helper()
	if p.Status != status {
		p.Browser.T.Errorf("%s answers %d and not %d:\n%s", p.Path, p.Status, status, p.Text())
	}
	for _, w := range words {
		if !p.Has(w) {
			p.Browser.T.Errorf("%s lacks %q:\n%s", p.Path, w, p.Text())
		}
	}
	return p
}

// Lacks fails the test if the page, its addresses and fields included, has what it must not show.
func (p *Page) Lacks(words ...string) *Page {
	p.Browser.T.Helper()
	for _, w := range words {
		if strings.Contains(p.HTML, w) {
			p.Browser.T.Errorf("%s shows %q", p.Path, w)
		}
	}
	return p
}

// Text is the text of the page, with every blank a single one.
func (p *Page) Text() string {
	var b strings.Builder
	walk(p.root, func(n *html.Node) {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			b.WriteString(n.Data + " ")
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// Title is the page's title.
func (p *Page) Title() string {
	title := ""
	walk(p.root, func(n *html.Node) {
		if n.Data == "title" && n.FirstChild != nil {
			title = n.FirstChild.Data
		}
	})
	return title
}

// Links are the addresses of the page's links, in order.
func (p *Page) Links() []string {
	var all []string
	walk(p.root, func(n *html.Node) {
		if n.Data == "a" && n.Type == html.ElementNode {
			all = append(all, attribute(n, "href"))
		}
	})
	return all
}

// Field is the value of the first field of a name in the page.
func (p *Page) Field(name string) string {
	value, found := "", false
	walk(p.root, func(n *html.Node) {
		if n.Type == html.ElementNode && attribute(n, "name") == name && !found {
			found = true
			if value = attribute(n, "value"); n.Data == "textarea" && n.FirstChild != nil {
				value = n.FirstChild.Data
			}
		}
	})
	return value
}

// Submit sends the first form of the page with that action ("" is the page's own), as it stands but for the fields given,
// each a name and a value; a name given again gives more values.
func (p *Page) Submit(action string, fields ...string) *Page {
	p.Browser.T.Helper()
	form := p.Form(action)
	given := values(fields)
	for name, v := range given {
		form[name] = v
	}
	if action == "" {
		action = p.Path
	}
	return p.Browser.Do(http.MethodPost, action, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// Form is the first form with that action, as a browser would send it.
func (p *Page) Form(action string) url.Values {
	p.Browser.T.Helper()
	var form *html.Node
	walk(p.root, func(n *html.Node) {
		if n.Data == "form" && attribute(n, "action") == action && form == nil {
			form = n
		}
	})
	if form == nil {
		p.Browser.T.Fatalf("%s has no form for %q:\n%s", p.Path, action, p.Text())
	}
	v := url.Values{}
	walk(form, func(n *html.Node) {
		name, kind := attribute(n, "name"), attribute(n, "type")
		switch {
		case n.Type != html.ElementNode || name == "":
		case n.Data == "input" && (kind != "checkbox" && kind != "radio" || has(n, "checked")):
			v.Add(name, attribute(n, "value"))
		case n.Data == "textarea" && n.FirstChild != nil:
			v.Add(name, n.FirstChild.Data)
		case n.Data == "textarea":
			v.Add(name, "")
		case n.Data == "option":
		case n.Data == "select":
			walk(n, func(o *html.Node) {
				if o.Data == "option" && has(o, "selected") {
					v.Set(name, attribute(o, "value"))
				}
			})
		}
	})
	return v
}

func walk(n *html.Node, visit func(*html.Node)) {
	visit(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, visit)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
