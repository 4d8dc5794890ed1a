package node_test

import (
	"errors"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// reviewed adds a file and starts its review.
func reviewed(t *testing.T, author *node.Session, file []byte) draft.Draft {
	t.Helper()
	d, err := author.AddDraft(file)
	if err != nil {
		t.Fatal(err)
	}
	if d, _, err = author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	return d
}

// Marks are shown to whoever approves only after they have read the bare text and answered; and so of every text anew.
func TestWhoeverApprovesReadsTheBareTextFirst(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer, third := a.person("Ada"), a.person("Ben"), a.person("Cleo")
	d := reviewed(t, author, note("Title", "Ask the cook of the small hours."))
	if _, err := author.Reviewed(d.ID); err != nil {
		t.Errorf("the author's own review: %v", err)
	}
	if _, err := reviewer.Reviewed(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("the marks before the bare text was read: %v", err)
	}
	if err := reviewer.FoundNothing(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("an answer before the bare text was read: %v", err)
	}
	b, err := reviewer.Read(d.ID)
	if err != nil || !strings.Contains(b.Text, "the cook of the small hours") || !b.ReadsFirst {
		t.Fatalf("the bare text: %q, %v", b.Text, err)
	}
	for range 2 {
		if _, err := reviewer.Approve(d.ID); !errors.Is(err, draft.ErrNotRead) {
			t.Errorf("approve without an answer: %v", err)
		}
		if _, err := reviewer.Reviewed(d.ID); !errors.Is(err, draft.ErrNotRead) {
			t.Errorf("the marks without an answer: %v", err)
		}
	}
	if err := reviewer.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := reviewer.Reviewed(d.ID); err != nil {
		t.Errorf("the marks after the answer: %v", err)
	}
	if _, err := third.Approve(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("approve what another has read: %v", err)
	}
	if err := author.FoundNothing(d.ID); !errors.Is(err, draft.ErrState) {
		t.Errorf("an author's answer: %v", err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNetwork, false); err != nil {
		t.Fatal(err)
	}
	if _, err := reviewer.Approve(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("approve for an audience for which nobody has read it: %v", err)
	}
}

// An answer is kept over a restart, and over a decision about a mark, which changes none of the bytes.
func TestAnAnswerStandsUntilTheBytesChange(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d := reviewed(t, author, note("Title", "Write to office@npm.example first."))
	if _, err := reviewer.Read(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	r, err := author.Reviewed(d.ID)
	if err != nil || len(r.Examination.Unresolved()) != 1 {
		t.Fatalf("%d marks, %v", len(r.Examination.Unresolved()), err)
	}
	m := r.Examination.Unresolved()[0]
	if _, err := author.Resolve(d.ID, node.Decision{Place: m.Place, Kind: m.Kind, Decision: draft.Kept, Reason: "an office"}); err != nil {
		t.Fatal(err)
	}
	a.close()
	a.open()
	if reviewer, err = a.SignIn("Ben", "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	defer reviewer.Close()
	if _, err := reviewer.Approve(d.ID); err != nil {
		t.Error(err)
	}
}

// Who would recognise someone sends the draft back. The words are for its authors, and are gone when it is shared.
func TestWhatSomebodyWouldRecogniseSendsTheDraftBack(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer, third := a.person("Ada"), a.person("Ben"), a.person("Cleo")
	d := reviewed(t, author, note("Title", "Ask the cook of the small hours."))
	if err := reviewer.Recognise(d.ID, "the quokkacook"); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("words before the bare text was read: %v", err)
	}
	if _, err := reviewer.Read(d.ID); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{" \n", strings.Repeat("x", 9000), "\xff"} {
		if err := reviewer.Recognise(d.ID, words); err == nil {
			t.Errorf("an answer of %d bytes was taken", len(words))
		}
	}
	if err := reviewer.Recognise(d.ID, "the quokkacook, by the hours"); err != nil {
		t.Fatal(err)
	}
	back, err := a.Draft(d.ID)
	if err != nil || back.State != draft.StateDraft || back.Returned == 0 {
		t.Errorf("the draft is %s, returned %d, %v", back.State, back.Returned, err)
	}
	if _, err := reviewer.Approve(d.ID); err == nil {
		t.Error("what was sent back is approved")
	}
	for _, who := range []struct {
		name  string
		read  func(protocol.ID) ([]draft.Note, error)
		wants int
	}{{"the author", author.Notes, 1}, {"the reader", reviewer.Notes, 1}, {"another", third.Notes, 0}} {
		if notes, err := who.read(d.ID); err != nil || len(notes) != who.wants {
			t.Errorf("%s gets %d notes, %v", who.name, len(notes), err)
		}
	}
	if !a.anywhere("quokkacook") {
		t.Fatal("the words are nowhere: this test looks in the wrong place")
	}
	if _, err := author.EditDraft(d.ID, note("Title", "Ask whoever cooks.")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, d.ID)
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the words are erased", func() bool { return !a.anywhere("quokkacook") })
	eventually(t, "the document is at the peer", func() bool { return b.has(d.ID) })
	if b.anywhere("quokkacook") {
		t.Error("the words have left")
	}
}

// What is published is compared with its source, and nothing else does for it.
func TestWhoeverComparesConfirmsTheSameText(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	file := strings.Replace(string(note("Public", "Text.")), "own-unpublished", "published\nsource: https://npm.example/1\npublished: 2025-03-01", 1)
	d := reviewed(t, author, []byte(file))
	if _, err := reviewer.Approve(d.ID); !errors.Is(err, draft.ErrNotCompared) || !strings.Contains(err.Error(), "https://npm.example/1 of 2025-03-01") {
		t.Errorf("approve without having compared: %v", err)
	}
	if err := author.Confirm(d.ID); !errors.Is(err, draft.ErrState) {
		t.Errorf("the author confirms: %v", err)
	}
	if err := reviewer.Confirm(d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := reviewer.Approve(d.ID); err != nil {
		t.Error(err)
	}
	own := reviewed(t, author, note("Own", "Text."))
	if err := reviewer.Confirm(own.ID); !errors.Is(err, draft.ErrState) {
		t.Errorf("confirm what is published nowhere: %v", err)
	}
}
