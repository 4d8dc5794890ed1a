package node_test

import (
	"errors"
	"testing"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

const rightsNote = "---\nkind: practice-note\nlanguage: en\ntitle: Doors at night\norigin: own-unpublished\n---\n## Problem {#problem}\n\nDoors are locked at night.\n"

// people are persons of one body, each signed in.
func people(t *testing.T, p *place, roles map[string]draft.Role) map[string]*node.Session {
	t.Helper()
	all := make(map[string]*node.Session)
	for name, role := range roles {
		if role == draft.RoleDirector {
			continue // added last: from then on only directors add
		}
		addPerson(t, p, name, role, all)
	}
	for name, role := range roles {
		if role == draft.RoleDirector {
			addPerson(t, p, name, role, all)
		}
	}
	return all
}

func addPerson(t *testing.T, p *place, name string, role draft.Role, all map[string]*node.Session) {
	t.Helper()
	if _, err := p.AddPerson(t.Context(), name, []draft.Role{role}, "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	s, err := p.SignIn(name, "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	all[name] = s
}

func TestWhoMayNotReadADraftLearnsNothing(t *testing.T) {
	p := newPlace(t)
	p.setUp("A", protocol.StandingNPM)
	who := people(t, p, map[string]draft.Role{"Ines": draft.RoleAuthor, "Remi": draft.RoleReader, "Xenia": draft.RoleOutsideExpert, "Dora": draft.RoleDirector})
	d, err := who["Ines"].AddDraft([]byte(rightsNote))
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(name string, s *node.Session) {
		t.Helper()
		_, none := s.Draft(protocol.ID{1})
		_, other := s.Draft(d.ID)
		if !errors.Is(none, node.ErrNotYours) || !errors.Is(other, node.ErrNotYours) {
			t.Errorf("%s learns %v of a draft, and %v of none", name, other, none)
		}
		if _, err := s.File(d.ID); !errors.Is(err, node.ErrNotYours) {
			t.Errorf("%s reads the file: %v", name, err)
		}
		if _, err := s.Reviewed(d.ID); !errors.Is(err, node.ErrNotYours) {
			t.Errorf("%s reads the review: %v", name, err)
		}
		if err := s.Drafts(func(draft.Draft) error { t.Errorf("%s sees a draft in the list", name); return nil }); err != nil {
			t.Error(err)
		}
	}
	nothing("a reader", who["Remi"])
	nothing("an outside expert", who["Xenia"])
	if _, err := who["Remi"].NameExperts(d.ID, who["Xenia"].Person().ID); !errors.Is(err, draft.ErrRole) {
		t.Errorf("a reader names an expert: %v", err)
	}
	if _, err := who["Ines"].NameExperts(d.ID, who["Remi"].Person().ID); err == nil {
		t.Error("a reader is named as an outside expert")
	}
	if _, err := who["Ines"].NameExperts(d.ID, who["Xenia"].Person().ID); err != nil {
		t.Fatal(err)
	}
	if file, err := who["Xenia"].File(d.ID); err != nil || string(file) != rightsNote {
		t.Errorf("the expert whom the draft names reads %q, %v", file, err)
	}
	if _, err := who["Ines"].EditDraft(d.ID, []byte(rightsNote+"More.\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := who["Xenia"].Draft(d.ID); err != nil {
		t.Errorf("an edit took the expert away: %v", err)
	}
	if _, err := who["Xenia"].EditDraft(d.ID, []byte(rightsNote)); !errors.Is(err, draft.ErrRole) {
		t.Errorf("an expert edits: %v", err)
	}
}

func TestARoleThatWasTakenAwayIsGoneAtOnce(t *testing.T) {
	p := newPlace(t)
	p.setUp("A", protocol.StandingNPM)
	who := people(t, p, map[string]draft.Role{"Ines": draft.RoleAuthor, "Dora": draft.RoleDirector})
	d, err := who["Ines"].AddDraft([]byte(rightsNote))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := who["Dora"].ChangeRoles(t.Context(), who["Ines"].Person().ID, []draft.Role{draft.RoleReader}); err != nil {
		t.Fatal(err)
	}
	if _, err := who["Ines"].Draft(d.ID); !errors.Is(err, node.ErrNotYours) {
		t.Errorf("reads: %v", err)
	}
	if _, err := who["Ines"].AddDraft([]byte(rightsNote)); !errors.Is(err, draft.ErrRole) {
		t.Errorf("writes: %v", err)
	}
	if err := who["Ines"].Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); !errors.Is(err, draft.ErrRole) {
		t.Errorf("shares: %v", err)
	}
	if _, err := who["Dora"].MarkLeft(t.Context(), who["Ines"].Person().ID); err != nil {
		t.Fatal(err)
	}
	if got := who["Ines"].Person(); got.MayReadDocuments() {
		t.Errorf("who has left is still %+v", got)
	}
}
