package draft

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"praxis/protocol"
)

func TestAttachingVoidsTheReview(t *testing.T) {
	k := newDesk(t)
	files := []protocol.File{{Name: "bells.csv", Type: "text/csv", Bytes: []byte("A,5\n")}, {Name: "yard.png", Type: "image/png", Bytes: []byte("pixels")}}
	d, err := k.draft.Attach(k.director.ID, files, 400)
	if err != nil || d.State != StateDraft || len(d.Authors) != 2 || !d.HoldsAttached(files) || d.HoldsAttached(files[:1]) {
		t.Fatalf("%+v, %v", d, err)
	}
	if _, err := Approve(d, k.review, []Approval{sign(t, k.reviewer, k.review)}, k.persons(), Rule{}); err == nil {
		t.Error("the approval outlives an attachment")
	}
	d.State = StateReview
	if _, err := Approve(d, k.review, []Approval{sign(t, k.reviewer, k.review)}, k.persons(), Rule{}); !errors.Is(err, ErrChanged) {
		t.Errorf("another attachment is approved with: %v", err)
	}
	shared := k.draft
	shared.State = StateShared
	if next, err := shared.Attach(k.director.ID, files, 500); err != nil || next.Version != 2 || len(next.Authors) != 1 {
		t.Errorf("after sharing: %+v, %v", next, err)
	}
}

func TestAttachmentsThatDoNotFitAreRefused(t *testing.T) {
	k := newDesk(t)
	one := protocol.File{Name: "a.txt", Type: "text/plain", Bytes: []byte("a")}
	twice := one
	twice.Name = "A.TXT"
	large := one
	large.Bytes = make([]byte, protocol.MaxVersion)
	for name, files := range map[string][]protocol.File{"twice": {one, twice}, "large": {large}} {
		if _, err := k.draft.Attach(k.author.ID, files, 1); !errors.Is(err, ErrAttachment) || !strings.Contains(err.Error(), ": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFilesAreReadBack(t *testing.T) {
	files := []protocol.File{{Name: "a", Type: "b", Bytes: []byte("c")}, {Name: "é", Type: "image/png", Bytes: make([]byte, 300)}}
	b := EncodeFiles(files)
	if got, err := DecodeFiles(b); err != nil || !reflect.DeepEqual(got, files) {
		t.Errorf("%v, %v", got, err)
	}
	for _, damaged := range [][]byte{b[:len(b)-1], b[:3], append([]byte{0xff}, b[1:]...)} {
		if _, err := DecodeFiles(damaged); err == nil {
			t.Error("damaged bytes are read")
		}
	}
}
