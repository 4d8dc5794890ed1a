package web

import (
	"errors"
	"net/http"
	"slices"

	"praxis/internal/draft"
	"praxis/internal/web/messages"
	"praxis/node"
	"praxis/protocol"
)

type setUpData struct {
	Body      string // whose node this is; "" while nobody has said it
	Standings []Choice
	Languages []Choice
	Roles     []Choice
}

func (r *Request) setUpData() setUpData {
	d := setUpData{Roles: r.roles(draft.RoleDirector, draft.RoleAuthor)}
	if i, err := r.s.Node.Identity(); err == nil {
		d.Body = i.BodyName
	}
	for _, s := range []protocol.Standing{protocol.StandingNPM, protocol.StandingObserver, protocol.StandingSecretariat} {
		d.Standings = append(d.Standings, Choice{Value: string(s), Label: r.Say("standing." + string(s)), Chosen: s == protocol.StandingNPM})
	}
	for i, language := range messages.Languages() {
		d.Languages = append(d.Languages, Choice{Value: language, Label: messages.Names()[i], Lang: language, Chosen: language == r.Language})
	}
	return d
}

// roles are the roles to choose among, with what each means.
func (r *Request) roles(chosen ...draft.Role) []Choice {
	var all []Choice
	for _, role := range draft.Roles() {
		all = append(all, Choice{Value: string(role), Label: r.Say("role." + string(role)), Hint: r.Say("role-hint." + string(role)),
			Chosen: slices.Contains(chosen, role)})
	}
	return all
}

// setUpOpen refuses the first link when it was used, or is an old one.
func (r *Request) setUpOpen() error {
	if !r.s.links.isFirst(r.PathValue("token")) {
		return &Problem{http.StatusGone, "set-up"}
	}
	return nil
}

func setUpPage(r *Request) (Answer, error) {
	if err := r.setUpOpen(); err != nil {
		return Answer{}, err
	}
	return Answer{Template: "set-up", Title: r.Say("set-up.title"), Data: r.setUpData()}, nil
}

// setUp says whose node this is, where nobody has yet, and makes the first person.
func setUp(r *Request) (Answer, error) {
	if err := r.setUpOpen(); err != nil {
		return Answer{}, err
	}
	page := Answer{Template: "set-up", Title: r.Say("set-up.title"), Data: r.setUpData()}
	roles := r.chosenRoles()
	passphrase := r.newPassphrase()
	if err := draft.CheckName(r.Form.Text("name")); err != nil {
		r.Wrong("name", "person.name-wrong")
	}
	if _, err := r.s.Node.Identity(); errors.Is(err, node.ErrNoIdentity) && len(r.Form.Errors) == 0 {
		_, err := r.s.Node.SetUp(r.Context(), node.Identity{Name: r.Form.Text("body"), Country: r.Form.Text("country"),
			Standing: protocol.Standing(r.Form.Get("standing")), Languages: []string{messages.Match(r.Form.Get("language"))}})
		if err != nil {
			r.Wrong("body", "set-up.body-wrong")
		}
	}
	if len(r.Form.Errors) > 0 {
		return page, nil
	}
	name := r.Form.Text("name")
	if _, err := r.s.Node.AddPerson(r.Context(), name, roles, passphrase); err != nil {
		if errors.Is(err, node.ErrNameTaken) {
			r.Wrong("name", "person.name-taken")
			return page, nil
		}
		return Answer{}, err
	}
	r.s.links.firstDone()
	person, err := r.s.Node.SignIn(name, passphrase)
	if err != nil {
		return Answer{}, err
	}
	if err := r.begin(person); err != nil {
		return Answer{}, err
	}
	r.Notice("set-up.done", "name", name)
	if r.Person.ManagesPersons() {
		return Go("/persons")
	}
	return Go("/")
}

// chosenRoles reads the roles of a form; what is wrong is noted there.
func (r *Request) chosenRoles() []draft.Role {
	var roles []draft.Role
	for _, text := range r.Form.Values["role"] {
		role, err := draft.ParseRole(text)
		if err != nil {
			r.Wrong("role", "person.role-wrong")
			return nil
		}
		roles = append(roles, role)
	}
	if len(roles) == 0 {
		r.Wrong("role", "person.role-none")
	}
	return roles
}

// newPassphrase reads a passphrase that was typed twice; what is wrong is noted in the form.
func (r *Request) newPassphrase() string {
	passphrase := r.Form.Get("passphrase")
	switch {
	case draft.CheckPassphrase(passphrase) != nil:
		r.Wrong("passphrase", "person.passphrase-short")
	case passphrase != r.Form.Get("passphrase-again"):
		r.Wrong("passphrase-again", "person.passphrase-differs")
	}
	return passphrase
}

func invitationPage(r *Request) (Answer, error) {
	p, err := r.s.Node.Invited(r.PathValue("token"))
	if err != nil {
		return Answer{}, err
	}
	return Answer{Template: "invitation", Title: r.Say("invitation.title"), Data: p}, nil
}

func acceptInvitation(r *Request) (Answer, error) {
	token := r.PathValue("token")
	p, err := r.s.Node.Invited(token)
	if err != nil {
		return Answer{}, err
	}
	passphrase := r.newPassphrase()
	if len(r.Form.Errors) > 0 {
		return Answer{Template: "invitation", Title: r.Say("invitation.title"), Data: p}, nil
	}
	person, err := r.s.Node.Accept(token, passphrase)
	if err != nil {
		return Answer{}, err
	}
	if err := r.s.sessions.endOf(p.ID); err != nil {
		return Answer{}, err
	}
	if err := r.begin(person); err != nil {
		return Answer{}, err
	}
	r.Notice("invitation.done", "name", p.Name)
	return Go("/")
}
