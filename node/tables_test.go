package node_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/node"
	"praxis/protocol"
)

const (
	everybody = "| | under 30 | older |\n|---|---|---|\n| Easthaven | 40 | 52 |\n| Westhaven | 61 | 33 |"
	onlyMen   = "| | under 30 | older |\n|---|---|---|\n| Easthaven | 37 | 45 |\n| Westhaven | 52 | 25 |"
)

// difference are the marks that say that a table tells more beside another.
func difference(r draft.Review) []draft.Mark {
	return slices.DeleteFunc(r.Examination.Unresolved(), func(m draft.Mark) bool { return m.Kind != draft.KindDifference })
}

// prepared is a draft in review.
func prepared(t *testing.T, author *node.Session, title, text string) (draft.Draft, draft.Review) {
	t.Helper()
	d, err := author.AddDraft(note(title, text))
	if err != nil {
		t.Fatal(err)
	}
	d, r, err := author.Review(d.ID, protocol.AudienceNPMs, false)
	if err != nil {
		t.Fatal(err)
	}
	return d, r
}

// TestATableIsComparedWithThoseSharedBefore shares a table of all, and then wants to share one of the men: also after the first has been
// taken back, and after the node was started again.
func TestATableIsComparedWithThoseSharedBefore(t *testing.T) {
	secretariat, a := newPlace(t), newPlace(t)
	found(t, secretariat, a)
	author, reviewer := a.person("Ada"), a.person("Ben")
	first := share(t, author, reviewer, note("Detained in 2024", everybody), protocol.AudienceNPMs)
	_, r := prepared(t, author, "Men detained in 2024", onlyMen)
	if marks := difference(r); len(marks) != 1 || marks[0].With != "Detained in 2024" {
		t.Fatalf("the marks are %+v", marks)
	}
	if err := author.Withdraw(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	a.close()
	a.open()
	author, err := a.SignIn("Ada", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer author.Close()
	if _, r = prepared(t, author, "Men detained in 2024, again", onlyMen); len(difference(r)) != 1 {
		t.Errorf("after a withdrawal and a start, the marks are %+v", r.Examination.Unresolved())
	}
}

// TestOfTwoTablesReviewedSideBySideTheSecondIsRefused prepares both before either is shared.
func TestOfTwoTablesReviewedSideBySideTheSecondIsRefused(t *testing.T) {
	secretariat, a := newPlace(t), newPlace(t)
	found(t, secretariat, a)
	author, reviewer := a.person("Ada"), a.person("Ben")
	one, _ := prepared(t, author, "Detained in 2024", everybody)
	other, _ := prepared(t, author, "Men detained in 2024", onlyMen)
	approve(t, reviewer, one.ID)
	approve(t, reviewer, other.ID)
	err := author.Share(t.Context(), []protocol.ID{one.ID, other.ID}, nil, func(int) {})
	if !errors.Is(err, node.ErrTold) || !strings.Contains(err.Error(), "Detained in 2024") {
		t.Fatalf("both at once: %v", err)
	}
	if err := author.Share(t.Context(), []protocol.ID{one.ID}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := author.Share(t.Context(), []protocol.ID{other.ID}, nil, func(int) {}); !errors.Is(err, node.ErrTold) {
		t.Errorf("one after the other: %v", err)
	}
	if a.state(other.ID) != draft.StateApproved {
		t.Errorf("the second is %s", a.state(other.ID))
	}
}

// TestANodeRoundsAlike proposes a rounded table twice, before and after a start, and keeps no words of what was shared.
func TestANodeRoundsAlike(t *testing.T) {
	secretariat, a := newPlace(t), newPlace(t)
	found(t, secretariat, a)
	author, reviewer := a.person("Ada"), a.person("Ben")
	table := strings.ReplaceAll(everybody, "33", "3")
	rounded := func(title string) string {
		_, r := prepared(t, author, title, table)
		i := slices.IndexFunc(r.Examination.Marks(), func(m draft.Mark) bool { return m.Rounded != "" })
		if i < 0 {
			t.Fatal("no rounded table is proposed")
		}
		return r.Examination.Marks()[i].Rounded
	}
	before := rounded("Detained in 2024")
	share(t, author, reviewer, note("Detained in 2024", before), protocol.AudienceNPMs)
	author.Close()
	a.close()
	s, err := store.Open(a.files, "store", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	if err := s.Records(store.KindTables, func(_ [16]byte, raw []byte) bool {
		if kept++; bytes.Contains(bytes.ToLower(raw), []byte("haven")) {
			t.Errorf("kept is %s", raw)
		}
		return true
	}); err != nil || kept != 1 {
		t.Errorf("%d records of tables are kept, %v", kept, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	a.open()
	if author, err = a.SignIn("Ada", "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	if after := rounded("Detained in 2024, once more"); after != before {
		t.Errorf("one table is rounded to\n%s\nand to\n%s", before, after)
	}
}
