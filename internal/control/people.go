package control

import (
	"net/http"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func personOf(p draft.Person) Person {
	return Person{ID: p.ID, Name: p.Name, Roles: p.Roles, CanApprove: p.HasKey() && p.MayReview(draft.Draft{Experts: []protocol.ID{p.ID}}), Manages: p.ManagesPersons(), Left: p.Left != 0, By: p.By}
}

func (c *call) persons() (any, error) {
	all, err := c.n.Persons()
	people := make([]Person, 0, len(all))
	for _, p := range all {
		people = append(people, personOf(p))
	}
	return people, err
}

func (c *call) addPerson() (any, error) {
	var q NewPerson
	if err := c.read(&q); err != nil {
		return nil, err
	}
	if len(q.Roles) == 0 {
		return nil, draft.ErrNoRole
	}
	add := c.n.AddPerson
	if c.person != nil {
		add = c.person.AddPerson
	}
	p, err := add(c.ctx(), q.Name, q.Roles, q.Passphrase)
	if err != nil {
		if e := classify(err); e.Kind == KindFailed {
			err = fault(KindInvalid, "%v", err)
		}
		return nil, err
	}
	return personOf(p), nil
}

// changeRoles gives a person other roles, and ends their sessions, which began with the ones before.
func (c *call) changeRoles() (any, error) {
	var q Roles
	if err := c.read(&q); err != nil {
		return nil, err
	}
	return c.changePerson(func(s *node.Session, id protocol.ID) (draft.Person, error) {
		return s.ChangeRoles(c.ctx(), id, q.Roles)
	})
}

// markLeft notes that a person has left, and ends their sessions.
func (c *call) markLeft() (any, error) {
	return c.changePerson(func(s *node.Session, id protocol.ID) (draft.Person, error) { return s.MarkLeft(c.ctx(), id) })
}

func (c *call) changePerson(change func(*node.Session, protocol.ID) (draft.Person, error)) (any, error) {
	id, err := protocol.ParseID(c.r.PathValue("person"))
	if err != nil {
		return nil, fault(KindWrongUse, "%v", err)
	}
	p, err := change(c.person, id)
	if err != nil {
		if e := classify(err); e.Kind == KindFailed {
			err = fault(KindInvalid, "%v", err)
		}
		return nil, err
	}
	c.sessions.endOf(id)
	return personOf(p), nil
}

func (c *call) signIn() (any, error) {
	var q SignIn
	if err := c.read(&q); err != nil {
		return nil, err
	}
	person, err := c.n.SignIn(q.Name, q.Passphrase)
	if err != nil {
		return nil, err
	}
	token, err := c.sessions.begin(person)
	if err != nil {
		person.Close()
		return nil, err
	}
	return Session{Token: token, Person: personOf(person.Person()), Expires: c.sessions.now().Add(sessionIdle).Unix()}, nil
}

func (c *call) whoami() (any, error) { return personOf(c.person.Person()), nil }

// link makes an address that signs the person in at the pages, once, within an hour.
func (c *call) link() (any, error) {
	if c.Links == nil {
		return nil, fault(KindState, "this node shows no pages: start it without --pages off")
	}
	address, err := c.Links(c.person)
	if err != nil {
		return nil, err
	}
	return Link{Address: address}, nil
}

func (c *call) signOut() (any, error) {
	one, err := c.sessions.take(c.r.Header.Get(SessionHeader))
	if err != nil {
		return nil, err
	}
	c.sessions.end(one)
	c.sessions.release(one)
	c.w.WriteHeader(http.StatusNoContent)
	return nil, nil
}
