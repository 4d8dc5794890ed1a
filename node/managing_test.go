package node_test

import (
	"errors"
	"testing"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// directed is a body where an administrator runs the node and a director decides who reads drafts.
func directed(t *testing.T) (p *place, adam, dora *node.Session) {
	t.Helper()
	p = newPlace(t)
	p.setUp("A", protocol.StandingNPM)
	all := make(map[string]*node.Session)
	addPerson(t, p, "Adam", draft.RoleAdministrator, all)
	if _, err := all["Adam"].AddPerson(t.Context(), "Dora", []draft.Role{draft.RoleDirector}, "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	dora, err := p.SignIn("Dora", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(dora.Close)
	return p, all["Adam"], dora
}

// Were it otherwise, an administrator would have the director leave first, and read drafts then.
func TestAnAdministratorTakesNoDirectorAway(t *testing.T) {
	_, adam, dora := directed(t)
	id := dora.Person().ID
	if _, err := adam.ChangeRoles(t.Context(), id, []draft.Role{draft.RoleReader}); !errors.Is(err, draft.ErrRole) {
		t.Errorf("an administrator makes the director a reader: %v", err)
	}
	if _, err := adam.MarkLeft(t.Context(), id); !errors.Is(err, draft.ErrRole) {
		t.Errorf("an administrator marks the director as left: %v", err)
	}
	if _, err := adam.ChangeRoles(t.Context(), adam.Person().ID, []draft.Role{draft.RoleAdministrator, draft.RoleReviewer}); !errors.Is(err, draft.ErrRole) {
		t.Errorf("an administrator lets themselves read drafts: %v", err)
	}
	if _, err := dora.MarkLeft(t.Context(), id); err != nil {
		t.Errorf("the director leaves: %v", err)
	}
	if _, err := adam.ChangeRoles(t.Context(), adam.Person().ID, []draft.Role{draft.RoleAdministrator, draft.RoleDirector}); err != nil {
		t.Errorf("where no director works any more, the administrator makes one: %v", err)
	}
}

// Whoever chose another passphrase has another key: what was open before does nothing in their name any more.
func TestASessionOfBeforeAnotherPassphraseManagesNobody(t *testing.T) {
	p, adam, dora := directed(t)
	_, token, err := dora.InviteAgain(adam.Person().ID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Accept(token, "another long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(again.Close)
	if _, err := adam.AddPerson(t.Context(), "Remi", []draft.Role{draft.RoleReader}, "a long passphrase"); !errors.Is(err, node.ErrNotManager) {
		t.Errorf("a session of before adds a person: %v", err)
	}
	if _, _, err := adam.Invite("Rosa", []draft.Role{draft.RoleReader}); !errors.Is(err, node.ErrNotManager) {
		t.Errorf("a session of before invites: %v", err)
	}
	if _, err := again.AddPerson(t.Context(), "Remi", []draft.Role{draft.RoleReader}, "a long passphrase"); err != nil {
		t.Errorf("the new one does not: %v", err)
	}
}

func TestApprovePublishedTellsNothingOfDraftsThatAreNotTheirs(t *testing.T) {
	p := newPlace(t)
	p.setUp("A", protocol.StandingNPM)
	who := people(t, p, map[string]draft.Role{"Ines": draft.RoleAuthor, "Xenia": draft.RoleOutsideExpert})
	if _, err := who["Ines"].AddDraft([]byte("---\nkind: practice-note\nlanguage: en\ntitle: Doors at night\norigin: published\n---\n## Problem {#problem}\n\nDoors are locked at night.\n")); err != nil {
		t.Fatal(err)
	}
	err := who["Xenia"].ApprovePublished(protocol.AudienceNPMs, func(d draft.Draft, err error) { t.Errorf("an outside expert is told of %q: %v", d.Title, err) })
	if err != nil {
		t.Error(err)
	}
}

func TestWhatIsAttachedIsInTheJournal(t *testing.T) {
	p := newPlace(t)
	p.setUp("A", protocol.StandingNPM)
	who := people(t, p, map[string]draft.Role{"Ines": draft.RoleAuthor, "Dora": draft.RoleDirector})
	d, err := who["Ines"].AddDraft([]byte(rightsNote))
	if err != nil {
		t.Fatal(err)
	}
	edits := func() (count int) {
		lines, err := who["Dora"].Journal(0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			if l.Deed == node.DeedDraftEdited && l.On == d.ID && l.Person == who["Ines"].Person().ID {
				count++
			}
		}
		return count
	}
	if _, _, err := who["Ines"].Attach(d.ID, "list.txt", []byte("Look at the doors.\n")); err != nil {
		t.Fatal(err)
	}
	if got := edits(); got != 1 {
		t.Errorf("after attaching the journal has %d edits, want 1", got)
	}
	if _, err := who["Ines"].Detach(d.ID, 1); err != nil {
		t.Fatal(err)
	}
	if got := edits(); got != 2 {
		t.Errorf("after taking it out the journal has %d edits, want 2", got)
	}
}
