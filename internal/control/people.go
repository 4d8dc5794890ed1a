package control

import (
	"errors"
	"net/http"

	"praxis/internal/draft"
)

func personOf(p draft.Person) Person {
	return Person{ID: p.ID, Name: p.Name, Roles: p.Roles, CanApprove: p.HasKey() && mayRead(p) && p.Left == 0, Left: p.Left != 0}
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
		return nil, fault(KindWrongUse, "a person has at least one role: inspector, reviewer, director or administrator")
	}
	p, err := c.n.AddPerson(c.ctx(), q.Name, q.Roles, q.Passphrase)
	if err != nil {
		if e := classify(err); e.Kind == KindFailed {
			err = fault(KindInvalid, "%v", err)
		}
		return nil, err
	}
	return personOf(p), nil
}

func (c *call) signIn() (any, error) {
	var q SignIn
	if err := c.read(&q); err != nil {
		return nil, err
	}
	c.signing.Lock()
	defer c.signing.Unlock()
	if err := c.sessions.mayTry(q.Name); err != nil {
		return nil, err
	}
	person, err := c.n.SignIn(q.Name, q.Passphrase)
	if err != nil {
		if errors.Is(err, draft.ErrPassphrase) {
			c.sessions.failed(q.Name)
		}
		return nil, err
	}
	token, err := c.sessions.begin(q.Name, person)
	if err != nil {
		person.Close()
		return nil, err
	}
	return Session{Token: token, Person: personOf(person.Person()), Expires: c.sessions.now().Add(sessionIdle).Unix()}, nil
}

func (c *call) whoami() (any, error) { return personOf(c.person.Person()), nil }

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
