package node_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	"praxis/internal/attach"
	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func TestAttachingKeepsTheRebuiltFileOnly(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	d, fresh, err := author.Attach(d.ID, "bells.md", []byte("<!-- quokka -->Wombat.\n"))
	if err != nil || len(d.Attached) != 1 || len(fresh.Left) != 1 {
		t.Fatalf("%+v, %+v, %v", d.Attached, fresh.Left, err)
	}
	kept, err := author.Attached(d.ID, 1)
	if err != nil || !bytes.Contains(kept.Bytes, []byte("Wombat")) || a.anywhere("quokka") {
		t.Error("what is kept is not the rebuilt file alone")
	}
	if _, _, err := author.Attach(d.ID, "bells.png", []byte("words")); err == nil {
		t.Error("a file that lies is kept")
	} else if r, ok := errors.AsType[*attach.Refusal](err); !ok || r.Reason != attach.ReasonLies {
		t.Errorf("it says %v", err)
	}
	if _, err := author.Detach(d.ID, 1); err != nil {
		t.Fatal(err)
	}
	eventually(t, "what was taken out is erased", func() bool { return !a.anywhere("Wombat") })
	if _, err := author.Attached(d.ID, 1); !errors.Is(err, node.ErrNotFound) {
		t.Errorf("what was taken out: %v", err)
	}
}

// What the gate marks in an attachment is decided about like any mark; its words are taken out in the original.
func TestMarksInAttachmentsAreDecided(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 3, 3))); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"yard.png": picture.Bytes(), "contact.txt": []byte("Write to office@npm.example.\n")} {
		if _, _, err := author.Attach(d.ID, name, file); err != nil {
			t.Fatal(err)
		}
	}
	_, r, err := author.Review(d.ID, protocol.AudienceNPMs, false)
	if err != nil || len(r.Examination.Unresolved()) != 2 {
		t.Fatalf("%v, %v", r.Examination.Unresolved(), err)
	}
	for _, m := range r.Examination.Unresolved() {
		if _, err := author.Resolve(d.ID, node.Decision{Place: m.Place, Kind: m.Kind, Decision: draft.Redacted}); err == nil {
			t.Errorf("%s is taken out of a file in which it does not stand", m.Kind)
		}
		if _, err := author.Resolve(d.ID, node.Decision{Place: m.Place, Kind: m.Kind, Decision: draft.Kept, Reason: "an office, and an empty yard"}); err != nil {
			t.Errorf("%s: %v", m.Kind, err)
		}
	}
	approve(t, reviewer, d.ID)
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); err != nil {
		t.Error(err)
	}
}

// An attachment of many blocks goes to a peer, stays with the next version without travelling again, and is erased
// everywhere when the document is taken back.
func TestAttachmentsTravelAndAreTakenBack(t *testing.T) {
	secretariat, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, secretariat, a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	d, err := author.AddDraft(note("Title", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	large := []byte(strings.Repeat("wombats are counted here, one after the other\n", 20_000))
	for name, file := range map[string][]byte{"large.txt": large, "small.csv": []byte("Wing,Bells\nfirst,often\n")} {
		if _, _, err := author.Attach(d.ID, name, file); err != nil {
			t.Fatal(err)
		}
	}
	publish := func() {
		t.Helper()
		if _, _, err := author.Review(d.ID, protocol.AudienceNPMs, false); err != nil {
			t.Fatal(err)
		}
		approve(t, reviewer, d.ID)
		if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); err != nil {
			t.Fatal(err)
		}
	}
	publish()
	arrived := func(version uint64) func() bool {
		return func() bool {
			for number := range 2 {
				f, err := b.Attachment(d.ID, version, number+1)
				if err != nil || f.Name == "large.txt" && !bytes.Equal(f.Bytes, large) {
					return false
				}
			}
			return true
		}
	}
	eventually(t, "the attachments are at the peer", arrived(1))
	if _, err := b.Attachment(d.ID, 0, 3); !errors.Is(err, node.ErrNotFound) {
		t.Errorf("an attachment that is not there: %v", err)
	}
	first, err := a.Show(d.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := author.EditDraft(d.ID, note("Title", "Other text.")); err != nil {
		t.Fatal(err)
	}
	publish()
	second, err := a.Show(d.ID, 2)
	if err != nil || len(second.Content.Attachments) != 2 || second.Content.Attachments[0].Blocks[0] != first.Content.Attachments[0].Blocks[0] {
		t.Errorf("the next version has %+v, the first %+v, %v", second.Content.Attachments, first.Content.Attachments, err)
	}
	eventually(t, "the next version is at the peer", arrived(2))
	if err := author.Withdraw(t.Context(), d.ID); err != nil {
		t.Fatal(err)
	}
	eventually(t, "they are erased at the peer", func() bool { return !b.anywhere("wombats are counted here") })
	if _, err := b.Attachment(d.ID, 0, 1); !errors.Is(err, node.ErrNotFound) {
		t.Errorf("after the withdrawal: %v", err)
	}
}
