package node_test

import (
	"errors"
	"slices"
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

// What has left stands in the journal, also where what was to follow it did not.
func TestTheJournalSaysWhatLeftWhenTheRestDidNot(t *testing.T) {
	secretariat, a := newPlace(t), newPlace(t)
	found(t, secretariat, a)
	who := map[string]*node.Session{"Ada": a.person("Ada"), "Ben": a.person("Ben")}
	addPerson(t, a, "Dora", draft.RoleDirector, who)
	author, reviewer, director := who["Ada"], who["Ben"], who["Dora"]
	added, errs, err := author.AddDrafts([][]byte{note("Cells at night", "Text."), note("Doors at night", "Text.")})
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	npms, all := added[0].ID, added[1].ID
	ready(t, author, reviewer, all, protocol.AudienceNetwork)
	if err := author.Share(t.Context(), []protocol.ID{all}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	ready(t, author, reviewer, npms, protocol.AudienceNPMs)
	if err := author.Share(t.Context(), []protocol.ID{npms}, []protocol.ID{all, all}, func(int) {}); err == nil {
		t.Fatal("a document is taken back twice at once")
	}
	if a.state(npms) != draft.StateShared || a.state(all) != draft.StateShared {
		t.Fatalf("the drafts are %s and %s", a.state(npms), a.state(all))
	}
	if err := author.Withdraw(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	lines, err := director.Journal(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	said := make(map[node.Deed][]protocol.ID)
	for _, l := range lines {
		if l.Person == author.Person().ID {
			said[l.Deed] = append(said[l.Deed], l.On)
		}
	}
	if got := said[node.DeedShared]; !slices.Equal(got, []protocol.ID{npms, all}) {
		t.Errorf("the journal says that %v were shared, want %v and before it %v", got, npms, all)
	}
	if got := said[node.DeedWithdrew]; !slices.Equal(got, []protocol.ID{all}) {
		t.Errorf("the journal says that %v were taken back, want %v", got, all)
	}
}

// What was decided about marks leads the eye as the marks do.
func TestWhatWasDecidedIsNotShownBeforeTheBareTextIsRead(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a)
	author, reviewer := a.person("Ada"), a.person("Ben")
	d := reviewed(t, author, note("Title", "Write to office@npm.example first."))
	if _, err := reviewer.Decisions(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("what was decided before the bare text was read: %v", err)
	}
	if _, err := author.Decisions(d.ID); err != nil {
		t.Errorf("the author's: %v", err)
	}
	if _, err := reviewer.Read(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := reviewer.Decisions(d.ID); err != nil {
		t.Errorf("what was decided, after the answer: %v", err)
	}
}

// Else an administrator would keep an invitation of a reader's until a director lets them read drafts.
func TestAnInvitationIsVoidOnceItsPersonHasOtherRoles(t *testing.T) {
	p, adam, dora := directed(t)
	remi, err := adam.AddPerson(t.Context(), "Remi", []draft.Role{draft.RoleReader}, "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := adam.InviteAgain(remi.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dora.ChangeRoles(t.Context(), remi.ID, []draft.Role{draft.RoleReviewer}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Accept(token, "another long passphrase"); !errors.Is(err, node.ErrInvitation) {
		t.Errorf("the invitation of before lets somebody in as a reviewer: %v", err)
	}
	if _, token, err = dora.InviteAgain(remi.ID); err != nil {
		t.Fatal(err)
	}
	again, err := p.Accept(token, "another long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}
