package web

import (
	"embed"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"praxis/internal/web/messages"
	"praxis/internal/web/prose"
)

//go:embed help
var helpFiles embed.FS

// help are the pages that explain a task, help/LANGUAGE/NN-NAME.md: the first line is the title after "# ", NN is the
// place in the list. Every language has every page.
type help struct{ pages map[string][]helpPage }

type helpPage struct {
	Name, Title string
	HTML        template.HTML
}

func loadHelp() (*help, error) {
	h := &help{pages: make(map[string][]helpPage)}
	w := prose.New(1)
	for _, language := range messages.Languages() {
		all, err := helpFiles.ReadDir("help/" + language)
		if err != nil {
			return nil, err
		}
		for _, f := range all {
			raw, err := helpFiles.ReadFile("help/" + language + "/" + f.Name())
			if err != nil {
				return nil, err
			}
			number, name, ok := strings.Cut(strings.TrimSuffix(f.Name(), ".md"), "-")
			first, body, _ := strings.Cut(string(raw), "\n")
			title, isTitle := strings.CutPrefix(first, "# ")
			if _, err := strconv.Atoi(number); err != nil || !ok || !isTitle {
				return nil, fmt.Errorf("help/%s/%s: name it NN-NAME.md and begin it with a title", language, f.Name())
			}
			h.pages[language] = append(h.pages[language], helpPage{Name: name, Title: title, HTML: w.HTML(body)})
		}
		if first := h.pages[messages.Languages()[0]]; !slices.EqualFunc(first, h.pages[language], func(a, b helpPage) bool { return a.Name == b.Name }) {
			return nil, fmt.Errorf("help/%s has other pages than help/%s", language, messages.Languages()[0])
		}
	}
	return h, nil
}

func helpRoutes() []route {
	return []route{
		{pattern: "GET /help", handler: helpIndex},
		{pattern: "GET /help/{name}", handler: helpOn},
		{pattern: "GET /about", handler: func(r *Request) (Answer, error) {
			return Answer{Template: "about", Title: r.Say("about.title")}, nil
		}},
		{pattern: "GET /accessibility", handler: func(r *Request) (Answer, error) {
			return Answer{Template: "accessibility", Title: r.Say("accessibility.title")}, nil
		}},
	}
}

func helpIndex(r *Request) (Answer, error) {
	return Answer{Template: "help", Title: r.Say("help.title"), Data: r.s.help.pages[r.Language]}, nil
}

func helpOn(r *Request) (Answer, error) {
	all := r.s.help.pages[r.Language]
	at := slices.IndexFunc(all, func(p helpPage) bool { return p.Name == r.PathValue("name") })
	if at < 0 {
		return Answer{}, NotFound
	}
	return Answer{Template: "help-page", Title: all[at].Title, Data: all[at]}, nil
}
