package node_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// unknown lists the unknown words that are noted in a review.
func unknown(t *testing.T, p *place, s *node.Session, id protocol.ID) []string {
	t.Helper()
	r, err := s.Reviewed(id)
	if err != nil {
		t.Fatal(err)
	}
	_, marks, err := p.ReadOutgoing(r)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range marks {
		if m.Kind == draft.KindUnknown {
			all = append(all, m.Found)
		}
	}
	return all
}

// Unknown words that are cleared once are not noted again: not in that review, not in the next, not after a restart; and
// what is forgotten is noted again, and is nowhere on the disk.
func TestClearedWordsAreRemembered(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	text := note("Title", "The list is read first. Ask for the Nightboard and for the Bellsheet, then for the Roundbook and the Doorsheet.")
	d := reviewed(t, author, text)
	before := unknown(t, a, author, d.ID)
	if len(before) == 0 {
		t.Fatal("no word is unknown: this test looks for the wrong words")
	}
	cleared, err := author.ClearUnknowns(d.ID)
	if err != nil || !slices.Equal(cleared, before) {
		t.Fatalf("cleared %q of %q, %v", cleared, before, err)
	}
	if got := unknown(t, a, author, d.ID); len(got) != 0 {
		t.Errorf("unknown in the same review: %q", got)
	}
	if added, err := author.ListWords(draft.Cleared, strings.ToLower(before[0]), " "+strings.ToUpper(before[0])+" "); err != nil || added != 0 {
		t.Errorf("the same word is new %d times, %v", added, err)
	}
	a.close()
	a.open()
	if author, err = a.SignIn("Ada", "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	defer author.Close()
	other := reviewed(t, author, text)
	if got := unknown(t, a, author, other.ID); len(got) != 0 {
		t.Errorf("unknown in another draft, after a restart: %q", got)
	}
	if err := author.ForgetWords(draft.Cleared, before[0], "nowhere"); !errors.Is(err, node.ErrNotFound) {
		t.Errorf("forget what is not there: %v", err)
	}
	if err := author.ForgetWords(draft.Cleared, strings.ToUpper(before[0])); err != nil {
		t.Fatal(err)
	}
	if got := unknown(t, a, author, other.ID); !slices.Equal(got, before[:1]) {
		t.Errorf("unknown after it was forgotten: %q", got)
	}
}

func TestForgottenWordsAreErased(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	if added, err := author.ListWords(draft.Cleared, "Zyxquokka", "Other"); err != nil || added != 2 {
		t.Fatal(added, err)
	}
	if !a.anywhere("Zyxquokka") {
		t.Fatal("the word is nowhere: this test looks in the wrong place")
	}
	if err := author.ForgetWords(draft.Cleared, "Zyxquokka"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the word is erased", func() bool { return !a.anywhere("Zyxquokka") })
	if all, err := author.Words(draft.Cleared); err != nil || len(all) != 1 || all[0].Word != "Other" || all[0].Person != author.Person().ID {
		t.Errorf("what stays is %+v, %v", all, err)
	}
}

// What a body allows gets no mark, and only who runs or directs the node allows it.
func TestAllowedWordsAreTheDirectors(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	if _, err := a.AddPerson(t.Context(), "Dora", []draft.Role{draft.RoleDirector}, "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	director, err := a.SignIn("Dora", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer director.Close()
	if _, err := author.ListWords(draft.Allowed, "office@npm.example"); !errors.Is(err, draft.ErrRole) {
		t.Errorf("an author allows words: %v", err)
	}
	if _, err := director.ListWords(draft.Allowed, "office@npm.example", "12 March 1984"); err != nil {
		t.Fatal(err)
	}
	d := reviewed(t, author, note("Title", "Write to office@npm.example. He was born on 12 March 1984."))
	r, err := author.Reviewed(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	if open := r.Examination.Unresolved(); len(open) != 1 || open[0].Kind != draft.KindBirthDate {
		t.Errorf("what blocks is %+v", open)
	}
	for _, wrong := range []string{"", "two\nlines", strings.Repeat("x", 201), "\xff"} {
		if _, err := director.ListWords(draft.Allowed, wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

// Cleared words are of drafts: who does not read these does not see those.
func TestWhoReadsNoDraftsSeesNoClearedWords(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	if _, err := a.AddPerson(t.Context(), "Adam", []draft.Role{draft.RoleAdministrator}, "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	adam, err := a.SignIn("Adam", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer adam.Close()
	if _, err := author.ListWords(draft.Cleared, "Qvorkl"); err != nil {
		t.Fatal(err)
	}
	if words, err := adam.Words(draft.Cleared); !errors.Is(err, draft.ErrRole) || len(words) > 0 {
		t.Errorf("an administrator sees %+v, %v", words, err)
	}
	if _, err := adam.ListWords(draft.Allowed, "Our Street 5"); err != nil {
		t.Error(err)
	}
	if words, err := author.Words(draft.Allowed); err != nil || len(words) != 1 {
		t.Errorf("an author sees %+v, %v", words, err)
	}
}
