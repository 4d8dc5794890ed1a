package node_test

import (
	"errors"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func TestADraftKeepsItsFileByteForByte(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	file := []byte("\ufeff---\r\norigin:   own-unpublished\r\nkind: practice-note\r\ntitle: 'Odd  form'\r\nlanguage: en\r\n---\r\n\r\nText.\r\n\r\n\r\n")
	d, err := a.person("Ada").AddDraft(file)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := a.File(d.ID)
	if err != nil || string(kept) != string(file) {
		t.Errorf("kept %q, %v", kept, err)
	}
}

func TestAFileThatIsNoDocumentIsLeftOutAndTheOthersAreKept(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	added, errs, err := a.person("Ada").AddDrafts([][]byte{note("One", "Text."), []byte("no front matter"), note("Three", "Text.")})
	if err != nil {
		t.Fatal(err)
	}
	if errs[0] != nil || errs[1] == nil || errs[2] != nil || added[0].Title != "One" || added[2].Title != "Three" {
		t.Errorf("added %v, errors %v", added, errs)
	}
	n := 0
	if err := a.Drafts(func(draft.Draft) error { n++; return nil }); err != nil || n != 2 {
		t.Errorf("%d drafts, %v", n, err)
	}
}

func TestAnEditVoidsReviewAndApproval(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, d.ID)
	if _, err := author.EditDraft(d.ID, note("Title", "Other text.")); err != nil {
		t.Fatal(err)
	}
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); err == nil {
		t.Error("what was edited after its approval was shared")
	}
}

func TestAnotherAudienceNeedsAnotherApproval(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, d.ID)
	if _, _, err := author.Review(d.ID, protocol.AudienceNetwork, false); err != nil {
		t.Fatal(err)
	}
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); !errors.Is(err, draft.ErrNotApproved) {
		t.Errorf("share with an audience that was not approved: %v", err)
	}
}

func TestANewVersionSupersedesOrEndsTheOld(t *testing.T) {
	for _, ends := range []bool{false, true} {
		a, b := newPlace(t), newPlace(t)
		found(t, newPlace(t), a, b)
		author, reviewer := a.person("Ada"), a.person("Ben")
		id := share(t, author, reviewer, note("First", "Text one."), protocol.AudienceNPMs)
		eventually(t, "version 1 is at the peer", func() bool { return b.has(id) })
		if _, err := author.EditDraft(id, note("Second", "Text two.")); err != nil {
			t.Fatal(err)
		}
		if _, _, err := author.Review(id, protocol.AudienceNPMs, ends); err != nil {
			t.Fatal(err)
		}
		approve(t, reviewer, id)
		if err := author.Share(t.Context(), []protocol.ID{id}, nil, func(int) {}); err != nil {
			t.Fatal(err)
		}
		eventually(t, "version 2 is at the peer", func() bool {
			d, err := b.Show(id, 0)
			return err == nil && d.Version == 2 && d.Title == "Second"
		})
		if _, err := b.Show(id, 1); (err == nil) == ends {
			t.Errorf("ends %v: show version 1: %v", ends, err)
		}
	}
}

func TestWhatWasReceivedInConfidenceIsNeverReviewed(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	d, err := author.AddDraft([]byte(strings.Replace(string(note("Title", "Text.")), "own-unpublished", "received-in-confidence", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); !errors.Is(err, draft.ErrConfidential) {
		t.Errorf("review: %v", err)
	}
}

func TestOnlyPublishedDraftsAreApprovedInBulk(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	published := []byte(strings.Replace(string(note("Public", "Text.")), "own-unpublished", "published", 1))
	_, errs, err := author.AddDrafts([][]byte{note("Ours", "Text."), published, published})
	if err != nil || errors.Join(errs...) != nil {
		t.Fatal(err, errs)
	}
	seen := 0
	if err := reviewer.ApprovePublished(protocol.AudienceNPMs, func(d draft.Draft, err error) {
		seen++
		if err != nil || d.Title != "Public" {
			t.Errorf("%s: %v", d.Title, err)
		}
	}); err != nil || seen != 2 {
		t.Errorf("%d seen, %v", seen, err)
	}
	if err := author.ApprovePublished(protocol.AudienceNPMs, func(d draft.Draft, err error) {
		t.Errorf("the author was offered %s", d.Title)
	}); err != nil {
		t.Error(err)
	}
}

func TestSignInNeedsTheRightPassphrase(t *testing.T) {
	a := newPlace(t)
	a.person("Ada")
	if _, err := a.SignIn("ada", "a long passphrase"); err != nil {
		t.Errorf("another case of the name: %v", err)
	}
	if _, err := a.SignIn("Ada", "another passphrase"); !errors.Is(err, draft.ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := a.SignIn("Zoe", "a long passphrase"); !errors.Is(err, node.ErrUnknownPerson) {
		t.Errorf("unknown person: %v", err)
	}
	if _, err := a.AddPerson(t.Context(), "ADA", nil, "a long passphrase"); err == nil {
		t.Error("a second person of one name")
	}
}

func TestSharingAndTakingBackUnderOneHead(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	old := share(t, author, reviewer, note("Old", "Text."), protocol.AudienceNPMs)
	d, err := author.AddDraft(note("New", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, d.ID)
	before := sequence(t, a)
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, []protocol.ID{old}, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if got := sequence(t, a); got != before+1 {
		t.Errorf("%d heads were signed, want 1", got-before)
	}
	eventually(t, "the new is there and the old is gone", func() bool { return b.has(d.Document) && !b.has(old) })
}

func sequence(t *testing.T, p *place) uint64 {
	t.Helper()
	all, err := p.Repositories(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Own && r.Audience == protocol.AudienceNPMs {
			return r.Sequence
		}
	}
	t.Fatal("no repository of our own")
	return 0
}

func TestIDsMayBeShortened(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	d, err := a.person("Ada").AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	if id, err := a.Resolve(strings.ToUpper(d.ID.String()[:8])); err != nil || id != d.ID {
		t.Errorf("got %s, %v", id, err)
	}
	for _, short := range []string{"abc", "zzzzzzzz", ""} {
		if _, err := a.Resolve(short); err == nil {
			t.Errorf("%q was resolved", short)
		}
	}
}
