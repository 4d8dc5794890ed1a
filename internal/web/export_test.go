package web

import "html/template"

// Break replaces a page's template by one that fails in its middle.
func (s *Server) Break(name string) {
	s.templates.pages[name] = template.Must(template.Must(s.templates.pages["about"].Clone()).Parse(`{{define "main"}}<h1>half a page</h1>{{.Data.Nothing.Here}}{{end}}`))
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
