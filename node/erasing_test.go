package node_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// anywhere tells whether a word stands in any file of the place's store.
func (p *place) anywhere(word string) bool {
	p.t.Helper()
	for {
		found, whole := p.look(word)
		if found || whole {
			return found
		}
	}
}

// look searches the files once. It tells whether it saw them all: one that is removed meanwhile has been written anew.
func (p *place) look(word string) (found, whole bool) {
	p.t.Helper()
	names, err := p.files.List("store")
	if err != nil {
		p.t.Fatal(err)
	}
	whole = true
	for _, name := range names {
		f, err := p.files.Open(p.files.PathJoin("store", name))
		if err != nil {
			whole = false
			continue
		}
		raw, err := io.ReadAll(f)
		if err != nil {
			p.t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			p.t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(word)) {
			return true, true
		}
	}
	return false, whole
}

// What an edit takes out is in no file of the directory any more: not in the draft's file, not in its title, not in what
// was frozen for the review.
func TestWhatAnEditTakesOutIsErased(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	d, err := author.AddDraft(note("Of quokkaville", "Said in wombatville."))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"quokkaville", "wombatville"} {
		if !a.anywhere(word) {
			t.Fatalf("%s is nowhere: this test looks in the wrong place", word)
		}
	}
	if _, err := author.EditDraft(d.ID, note("Of a town", "Said in a town.")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "what was taken out is erased", func() bool { return !a.anywhere("quokkaville") && !a.anywhere("wombatville") })
	if kept, err := a.File(d.ID); err != nil || !bytes.Contains(kept, []byte("Said in a town.")) {
		t.Errorf("what stays reads %q, %v", kept, err)
	}
}

// A review that takes the place of another leaves nothing of what the other froze, and an approval not its signature: only
// the report that the examination is kept in names the hash, which nobody can match by guessing.
func TestAReviewThatIsRepeatedErasesTheOther(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	_, r, err := author.Review(d.ID, protocol.AudienceNPMs, false)
	if err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, d.ID)
	root := string(r.Outgoing.Blocks[0][:40]) // its salt is in no other
	const signature = `"signature":`          // of an approval
	if !a.anywhere(root) || !a.anywhere(signature) {
		t.Fatal("the frozen block or the signature is nowhere: this test looks in the wrong place")
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNetwork, false); err != nil {
		t.Fatal(err)
	}
	if reports, err := author.Reports(d.ID); err != nil || len(reports) != 0 {
		t.Errorf("of an approval that is void there is a report: %+v, %v", reports, err)
	}
	eventually(t, "what was frozen before is erased", func() bool { return !a.anywhere(root) && !a.anywhere(r.Hash.String()) && !a.anywhere(signature) })
	again, err := author.Reviewed(d.ID)
	if err != nil || again.Outgoing.Hash() != again.Hash || again.Hash == r.Hash {
		t.Errorf("the review that stays: %v", err)
	}
}

// What is reviewed is the file that the draft names, or nothing.
func TestAFileThatIsNotTheDraftsIsNeverReviewed(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	a.close()
	s, err := store.Open(a.files, "store", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Commit(exchange.Batch{}, store.Record{Kind: store.KindFile, ID: d.ID, Value: note("Title", "Other text."), Sync: true})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	a.open()
	if author, err = a.SignIn("Ada", "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	defer author.Close()
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err == nil || !strings.Contains(err.Error(), "damaged or lost") {
		t.Errorf("review: %v", err)
	}
	if _, err := author.EditDraft(d.ID, note("Title", "Text.")); err != nil {
		t.Errorf("the edit that mends it: %v", err)
	}
}
