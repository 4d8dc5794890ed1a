package web_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"praxis/internal/web"
	"praxis/internal/web/webtest"
)

// unlooked are the routes that a browser gets and that show no page, with the reason.
var unlooked = map[string]string{
	"GET /documents/{id}/as/{format}":          "a file",
	"GET /documents/{id}/attachments/{number}": "a file",
	"GET /drafts/{id}/attachments/{number}":    "a file",
	"GET /drafts/{id}/download":                "a file",
	"GET /drafts/{id}/checking/live":           "a stream of events",
	"GET /take-back/{id}/live":                 "a stream of events",
	"GET /network/file":                        "a file",
	"GET /packs/{id}/pack.html":                "a file, which a test opens from the disk",
	"GET /packs/{id}/pack.md":                  "a file",
	"GET /link/{token}":                        "leads on to another page",
	"GET /static/{hash}/{name}":                "a file",
}

// TestMain runs the tests, and fails where all of them ran and a page was looked at by none: in three languages, light and dark,
// wide and narrow, by axe-core.
func TestMain(m *testing.M) {
	code := m.Run()
	if code == 0 && all() {
		for _, pattern := range unseen() {
			fmt.Fprintf(os.Stderr, "no test looks at %s in a browser: add it to one that visits pages\n", pattern)
			code = 1
		}
	}
	os.Exit(code)
}

// all tells whether no test was left out.
func all() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz", "test.bench"} {
		if flag.Lookup(name).Value.String() != "" {
			return false
		}
	}
	return !testing.Short()
}

// unseen are the patterns of the pages that were not visited.
func unseen() (patterns []string) {
	routes, left := http.NewServeMux(), make(map[string]bool)
	for _, p := range web.Patterns() {
		if strings.HasPrefix(p.Pattern, "GET ") && unlooked[p.Pattern] == "" {
			left[p.Pattern] = true
		}
		routes.Handle(p.Pattern, http.NotFoundHandler())
	}
	for _, path := range webtest.Visited() {
		_, pattern := routes.Handler(httptest.NewRequest(http.MethodGet, path, nil))
		delete(left, pattern)
	}
	for p := range left {
		patterns = append(patterns, p)
	}
	slices.Sort(patterns)
	return patterns
}
