package draft

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"praxis/protocol"
)

// TestRolesAllowWhatThePageSays compares each role with the table of specs/drafts.md.
func TestRolesAllowWhatThePageSays(t *testing.T) {
	named := Draft{Experts: []protocol.ID{{7}}}
	rights := []struct {
		name string
		may  func(Person) bool
	}{
		{"documents", Person.MayReadDocuments}, {"every draft", Person.MayReadDrafts}, {"named drafts", func(p Person) bool { return p.MayRead(named) }},
		{"write", Person.MayWrite}, {"approve", func(p Person) bool { return p.MayReview(named) }}, {"share", Person.MayShare},
		{"network", Person.MayCoordinate}, {"persons", Person.ManagesPersons}, {"journal", Person.MayReadJournal},
	}
	raw, err := os.ReadFile("../../specs/drafts.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	for _, role := range Roles() {
		p := Person{ID: protocol.ID{7}, Roles: []Role{role}}
		var row []string
		for _, right := range rights {
			if right.may(p) {
				row = append(row, right.name)
			}
		}
		if line := "| " + string(role) + " | " + strings.Join(row, ", ") + " |"; !strings.Contains(page, line) {
			t.Errorf("the page lacks the line %s", line)
		}
		p.Left = 1
		if at := slices.IndexFunc(rights, func(r struct {
			name string
			may  func(Person) bool
		}) bool {
			return r.may(p)
		}); at >= 0 {
			t.Errorf("a %s who has left still may: %s", role, rights[at].name)
		}
	}
	stranger := Person{ID: protocol.ID{8}, Roles: []Role{RoleOutsideExpert}}
	if stranger.MayRead(named) || stranger.MayReview(named) {
		t.Error("an outside expert reads a draft that names another")
	}
}

func TestAnAdministratorMakesNobodyWhoReadsDraftsWhereADirectorWorks(t *testing.T) {
	adam, dora := newPerson(t, "Adam", RoleAdministrator), newPerson(t, "Dora", RoleDirector)
	for _, role := range Roles() {
		err := MayAppoint(adam, []Role{role}, []Person{adam, dora})
		reads := role == RoleAuthor || role == RoleReviewer || role == RoleDirector || role == RoleOutsideExpert
		if reads != errors.Is(err, ErrRole) || !reads && err != nil {
			t.Errorf("an administrator makes a %s: %v", role, err)
		}
		if err := MayAppoint(dora, []Role{role}, []Person{adam, dora}); err != nil {
			t.Errorf("a director makes a %s: %v", role, err)
		}
		if err := MayAppoint(adam, []Role{role}, []Person{adam}); err != nil {
			t.Errorf("an administrator makes a %s where no director works: %v", role, err)
		}
	}
}
