package web

import (
	"errors"
	"slices"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func personRoutes() []route {
	manages := who(draft.Person.ManagesPersons)
	return []route{
		{pattern: "GET /persons", who: manages, handler: persons},
		{pattern: "POST /persons", who: manages, handler: invite},
		{pattern: "GET /persons/{id}", who: manages, handler: person},
		{pattern: "POST /persons/{id}/roles", who: manages, handler: changeRoles},
		{pattern: "POST /persons/{id}/left", who: manages, handler: markLeft},
		{pattern: "POST /persons/{id}/invitation", who: manages, handler: inviteAgain},
		{pattern: "POST /persons/{id}/sign-out", who: manages, handler: signPersonOut},
	}
}

type personsData struct {
	Persons []draft.Person
	Roles   []Choice
	Own     protocol.ID
}

func personsPage(r *Request) (Answer, error) {
	all, err := r.s.Node.Persons()
	return Answer{Template: "persons", Title: r.Say("persons.title"),
		Data: personsData{Persons: all, Roles: r.roles(draft.RoleAuthor, draft.RoleReviewer), Own: r.Person.ID}}, err
}

func persons(r *Request) (Answer, error) { return personsPage(r) }

type invitedData struct {
	Person draft.Person
	Link   string
}

// invite adds a person and shows, once, the link by which they choose their passphrase.
func invite(r *Request) (Answer, error) {
	roles := r.chosenRoles()
	if len(r.Form.Errors) > 0 {
		return personsPage(r)
	}
	p, token, err := r.Session.Invite(r.Form.Text("name"), roles)
	switch {
	case errors.Is(err, draft.ErrName):
		r.Wrong("name", "person.name-wrong")
	case errors.Is(err, node.ErrNameTaken):
		r.Wrong("name", "person.name-taken")
	case errors.Is(err, draft.ErrRole):
		r.Wrong("role", "person.only-director")
	case err != nil:
		return Answer{}, err
	}
	if len(r.Form.Errors) > 0 {
		return personsPage(r)
	}
	return r.invited(p, token), nil
}

func (r *Request) invited(p draft.Person, token string) Answer {
	scheme := "http://"
	if r.s.TLS {
		scheme = "https://"
	}
	return Answer{Template: "invited", Title: r.Say("invited.title", "name", p.Name), Status: 201,
		Data: invitedData{Person: p, Link: scheme + r.Host + "/invitation/" + token}}
}

type personData struct {
	Person draft.Person
	Roles  []Choice
	Open   int // sessions at the pages
	By     string
	Own    bool
}

func (r *Request) personOf() (draft.Person, []draft.Person, error) {
	id, err := r.PathID("id")
	if err != nil {
		return draft.Person{}, nil, err
	}
	all, err := r.s.Node.Persons()
	if err != nil {
		return draft.Person{}, nil, err
	}
	at := slices.IndexFunc(all, func(p draft.Person) bool { return p.ID == id })
	if at < 0 {
		return draft.Person{}, nil, NotFound
	}
	return all[at], all, nil
}

func person(r *Request) (Answer, error) {
	p, all, err := r.personOf()
	if err != nil {
		return Answer{}, err
	}
	d := personData{Person: p, Roles: r.roles(p.Roles...), Open: r.s.sessions.of(p.ID), Own: p.ID == r.Person.ID}
	if at := slices.IndexFunc(all, func(o draft.Person) bool { return o.ID == p.By }); at >= 0 {
		d.By = all[at].Name
	}
	return Answer{Template: "person", Title: p.Name, Data: d}, nil
}

// personChanged goes back to the person's page, or shows there what was wrong.
func personChanged(r *Request, p draft.Person, err error, notice string) (Answer, error) {
	switch {
	case errors.Is(err, draft.ErrRole):
		r.Wrong("role", "person.only-director")
	case errors.Is(err, node.ErrLastManager):
		r.Wrong("", "person.last", "name", p.Name)
	case errors.Is(err, draft.ErrLeft):
		r.Wrong("", "person.has-left", "name", p.Name)
	case err != nil:
		return Answer{}, err
	default:
		r.Notice(notice, "name", p.Name)
		return Go("/persons/" + p.ID.String())
	}
	return person(r)
}

func changeRoles(r *Request) (Answer, error) {
	p, _, err := r.personOf()
	if err != nil {
		return Answer{}, err
	}
	roles := r.chosenRoles()
	if len(r.Form.Errors) > 0 {
		return person(r)
	}
	_, err = r.Session.ChangeRoles(r.Context(), p.ID, roles)
	return personChanged(r, p, err, "person.roles-changed")
}

func markLeft(r *Request) (Answer, error) {
	p, _, err := r.personOf()
	if err != nil {
		return Answer{}, err
	}
	if _, err = r.Session.MarkLeft(r.Context(), p.ID); err == nil {
		err = r.s.sessions.endOf(p.ID)
	}
	return personChanged(r, p, err, "person.marked-left")
}

func inviteAgain(r *Request) (Answer, error) {
	p, _, err := r.personOf()
	if err != nil {
		return Answer{}, err
	}
	p, token, err := r.Session.InviteAgain(p.ID)
	if err != nil {
		return personChanged(r, p, err, "")
	}
	return r.invited(p, token), nil
}

func signPersonOut(r *Request) (Answer, error) {
	p, _, err := r.personOf()
	if err != nil {
		return Answer{}, err
	}
	return personChanged(r, p, r.s.sessions.endOf(p.ID), "person.signed-out")
}
