package web

import (
	"html/template"

	"praxis/protocol"
)

// Break replaces a page's template by one that fails in its middle.
func (s *Server) Break(name string) {
	s.templates.pages[name] = func() (*template.Template, error) {
		broken := template.Must(template.Must(s.templates.page("about")).Clone())
		return broken.Parse(`{{define "main"}}<h1>half a page</h1>{{.Data.Nothing.Here}}{{end}}`)
	}
}

// Templates parses every page.
func Templates() (names []string, err error) {
	t, err := loadTemplates()
	if err != nil {
		return nil, err
	}
	for name, made := range t.pages {
		if _, err := made(); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// Pattern is a route of the pages and whether it is open to who has not signed in.
type Pattern struct {
	Pattern string
	Open    bool
}

// Patterns are the routes.
func Patterns() []Pattern {
	var all []Pattern
	for _, r := range routes() {
		all = append(all, Pattern{r.pattern, r.who == nil})
	}
	return all
}

// Examining has a draft examined as far as the test says, until it ends it.
func (s *Server) Examining(id protocol.ID, examined, all int) (tell func(examined, all int), end func()) {
	one := &checking{began: s.Now(), done: make(chan struct{})}
	one.tell(examined, all)
	s.checks.mu.Lock()
	defer s.checks.mu.Unlock()
	s.checks.under = map[protocol.ID]*checking{id: one}
	return one.tell, func() { close(one.done) }
}
