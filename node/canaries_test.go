package node_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"praxis/internal/canary"
	"praxis/internal/draft"
	"praxis/protocol"
)

// sentenceIn finds the planted sentence: what a copy has and the text that would leave has not.
func sentenceIn(t *testing.T, copied, text string) string {
	t.Helper()
	at := 0
	for at < len(text) && copied[at] == text[at] {
		at++
	}
	tail := text[at:]
	if len(copied) <= len(text) || !strings.HasSuffix(copied, tail) {
		t.Fatalf("the copy is not the text with a sentence more: %q", copied)
	}
	return strings.TrimSpace(copied[at : len(copied)-len(tail)])
}

// A reader who names the made-up detail, or does not, is told of it and then reads the text as it would leave; nothing of it
// is ever in what leaves. The node counts, and names nobody.
func TestReadersAreToldWhatWasPlanted(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	a.close()
	a.canaries = true
	a.open()
	author, first, second := a.person("Ada"), a.person("Ben"), a.person("Cleo")
	d := reviewed(t, author, note("Title", "Ask who unlocks the cells at night."))
	own, err := author.Read(d.ID)
	if err != nil || own.Planted != nil || canary.In(own.Text) {
		t.Fatalf("an author reads %q, %v", own.Text, err)
	}
	copied, err := first.Read(d.ID)
	if err != nil || !copied.ReadsFirst || copied.Planted != nil || !canary.In(copied.Text) {
		t.Fatalf("the copy is %q, %v", copied.Text, err)
	}
	if again, err := first.Read(d.ID); err != nil || again.Text != copied.Text {
		t.Errorf("read again, it is another copy: %q, %v", again.Text, err)
	}
	if err := first.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := first.Approve(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("approve after the copy alone: %v", err)
	}
	if err := first.FoundNothing(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("answer about the text before it was given: %v", err)
	}
	text, err := first.Read(d.ID)
	if err != nil || text.Text != own.Text || text.Planted == nil || text.Planted.Named || text.Planted.Sentence != sentenceIn(t, copied.Text, text.Text) {
		t.Fatalf("the text is %q, planted was %+v, %v", text.Text, text.Planted, err)
	}

	copied, err = second.Read(d.ID)
	if err != nil || !canary.In(copied.Text) {
		t.Fatal(err)
	}
	if err := second.Recognise(d.ID, "The person in: "+sentenceIn(t, copied.Text, own.Text)); err != nil {
		t.Fatal(err)
	}
	if now, err := a.Draft(d.ID); err != nil || now.State != draft.StateReview {
		t.Errorf("what was made up sent the draft back: %s, %v", now.State, err)
	}
	if text, err = second.Read(d.ID); err != nil || text.Text != own.Text || text.Planted == nil || !text.Planted.Named {
		t.Errorf("the text is %q, planted was %+v, %v", text.Text, text.Planted, err)
	}
	if caught, err := author.Caught(); err != nil || caught != (draft.Caught{Planted: 2, Named: 1}) {
		t.Errorf("caught %+v, %v", caught, err)
	}
	if err := second.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Approve(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is at the peer", func() bool { return b.has(d.ID) })
	if b.anywhere(text.Planted.Telling[0]) {
		t.Error("the canary has left")
	}
}

// Whoever recognises somebody real in a copy sends the draft back as ever.
func TestWordsAboutACopyAreAboutTheText(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	a.close()
	a.canaries = true
	a.open()
	author, reviewer := a.person("Ada"), a.person("Ben")
	d := reviewed(t, author, note("Title", "Ask the cook of the small hours."))
	if _, err := reviewer.Read(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.Recognise(d.ID, "the cook"); err != nil {
		t.Fatal(err)
	}
	notes, err := author.Notes(d.ID)
	if err != nil || len(notes) != 1 || notes[0].Words != "the cook" {
		t.Errorf("the notes are %+v, %v", notes, err)
	}
	if caught, err := author.Caught(); err != nil || caught != (draft.Caught{Planted: 1}) {
		t.Errorf("caught %+v, %v", caught, err)
	}
}

// A made-up sentence that somebody copies into a draft stops it there, with canaries or without.
func TestACanaryInADraftIsNeverReviewed(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	a.close()
	a.canaries = true
	a.open()
	author, reviewer := a.person("Ada"), a.person("Ben")
	d := reviewed(t, author, note("Title", "Ask who unlocks the cells at night."))
	own, err := author.Read(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := reviewer.Read(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	sentence := sentenceIn(t, copied.Text, own.Text)
	a.close()
	a.canaries = false
	a.open()
	author, err = a.SignIn("Ada", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer author.Close()
	if _, err := author.EditDraft(d.ID, note("Title", "Ask who unlocks. "+sentence)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); !errors.Is(err, draft.ErrPlanted) {
		t.Errorf("review: %v", err)
	}
	file, err := author.File(d.ID)
	if err != nil || !bytes.Contains(file, []byte(sentence)) {
		t.Errorf("the draft is not as it was: %q, %v", file, err)
	}
}
