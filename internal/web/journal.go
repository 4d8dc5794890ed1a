package web

import (
	"strconv"
	"strings"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func journalRoutes() []route {
	return []route{{pattern: "GET /journal", who: draft.Person.MayReadJournal, handler: journal}}
}

const (
	journalPage = 50
	journalMost = 2000 // pages back
)

type journalData struct {
	Lines []journalLine
	Pages Pages
}

type journalLine struct {
	node.Line
	Who  string // "" where nobody had signed in
	Whom string // the person that it was done to, if it was one
	ID   string // else the beginning of the draft's or document's id
}

// journal shows who did what, without a word of any text.
func journal(r *Request) (Answer, error) {
	page := r.page(journalMost)
	lines, err := r.Session.Journal((page-1)*journalPage, journalPage+1)
	if err != nil {
		return Answer{}, err
	}
	all, err := r.s.Node.Persons()
	if err != nil {
		return Answer{}, err
	}
	names := make(map[protocol.ID]string)
	for _, p := range all {
		names[p.ID] = p.Name
	}
	d := journalData{Pages: Pages{Path: "/journal", Now: page, More: len(lines) > journalPage}}
	for _, l := range lines[:min(len(lines), journalPage)] {
		one := journalLine{Line: l, Who: names[l.Person], Whom: names[l.On]}
		if one.Whom == "" && !l.On.IsZero() {
			one.ID = l.On.String()[:8]
		}
		d.Lines = append(d.Lines, one)
	}
	return Answer{Template: "journal", Title: r.Say("journal.title"), Data: d}, nil
}

// Pages is where a long list is, for the part "pages".
type Pages struct {
	Path string // with a query, if the list has one
	Now  int    // from 1
	Of   int    // 0 where it is not known
	More bool
}

// Before and After are the numbers of the pages beside.
func (p Pages) Before() int { return p.Now - 1 }

// After is the number of the next page.
func (p Pages) After() int { return p.Now + 1 }

// At is the address of a page of the list.
func (p Pages) At(number int) string {
	sign := "?"
	if strings.Contains(p.Path, "?") {
		sign = "&"
	}
	return p.Path + sign + "page=" + strconv.Itoa(number)
}

// page reads the number of a page of a list, from 1.
func (r *Request) page(most int) int {
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, most)
}
