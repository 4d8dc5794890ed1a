package draft

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"praxis/protocol"
)

func TestADraftIsKeptByteForByte(t *testing.T) {
	file := []byte("a\r\nb\x00\xff\xfe no text at all")
	d, err := New(protocol.ID{1}, protocol.ID{2}, protocol.ID{3}, file, details(OriginOwnUnpublished), 5)
	if err != nil {
		t.Fatal(err)
	}
	want := string(file)
	file[0] = 'X'
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var back Draft
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, d) {
		t.Errorf("the draft reads back as %+v", back)
	}
	if !back.Holds([]byte(want)) || back.Holds(file) || back.Holds(nil) {
		t.Error("another file counts as the draft's, or its own does not")
	}
	if bytes.Contains(b, []byte("no text")) {
		t.Error("the record of a draft carries its file")
	}
}

func TestEveryEditVoidsTheReview(t *testing.T) {
	k := newDesk(t)
	for _, state := range []State{StateDraft, StateReview, StateApproved} {
		d := k.draft
		d.State = state
		e, err := d.Edit(k.author.ID, []byte("the file"), d.Details, 400)
		if err != nil || e.State != StateDraft || e.Version != d.Version || e.Changed != 400 {
			t.Errorf("edited in state %s: %+v, %v", state, e, err)
		}
	}
}

func TestAfterSharingAnEditBeginsTheNextVersion(t *testing.T) {
	k := newDesk(t)
	d := k.draft
	d.State = StateShared
	e, err := d.Edit(k.reviewer.ID, []byte("new"), d.Details, 400)
	if err != nil || e.Version != 2 || e.Document != d.Document || e.Author() != k.reviewer.ID || len(e.Authors) != 1 {
		t.Errorf("%+v, %v", e, err)
	}
	if len(d.Authors) != 1 || d.Authors[0] != k.author.ID {
		t.Error("the edit changed the draft that it started from")
	}
	if _, err := d.MarkWithdrawn().Edit(k.author.ID, nil, d.Details, 500); !errors.Is(err, ErrState) {
		t.Errorf("a withdrawn document goes on: %v", err)
	}
}

func TestWhatWasReceivedInConfidenceStays(t *testing.T) {
	d, err := New(protocol.ID{1}, protocol.ID{2}, protocol.ID{3}, []byte("x"), details(OriginConfidential), 5)
	if err != nil {
		t.Fatal(err)
	}
	o := Outgoing{Document: d.Document, Version: 1, Audience: protocol.AudienceNPMs, Blocks: [][]byte{{1}}}
	if _, _, err := d.Freeze(o, NewExamination(o.Hash(), []string{"gate/1"}, nil), protocol.ID{}, 6); !errors.Is(err, ErrConfidential) {
		t.Errorf("Freeze says %v", err)
	}
}

func TestFreezeRefusesOtherBytes(t *testing.T) {
	d, err := New(protocol.ID{1}, protocol.ID{2}, protocol.ID{3}, []byte("x"), details(OriginOwnUnpublished), 5)
	if err != nil {
		t.Fatal(err)
	}
	good := Outgoing{Document: d.Document, Version: 1, Audience: protocol.AudienceNPMs, Blocks: [][]byte{{1}}}
	foreign, later, empty, nowhere := good, good, good, good
	foreign.Document, later.Version, empty.Blocks, nowhere.Audience = protocol.ID{9}, 2, nil, "everyone"
	for name, o := range map[string]Outgoing{"foreign": foreign, "later": later, "empty": empty, "nowhere": nowhere} {
		if _, _, err := d.Freeze(o, NewExamination(o.Hash(), []string{"gate/1"}, nil), protocol.ID{}, 6); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, _, err := d.Freeze(good, NewExamination(later.Hash(), []string{"gate/1"}, nil), protocol.ID{}, 6); !errors.Is(err, ErrNotClean) {
		t.Errorf("an examination of other bytes: %v", err)
	}
	d.State = StateShared
	if _, _, err := d.Freeze(good, NewExamination(good.Hash(), []string{"gate/1"}, nil), protocol.ID{}, 6); !errors.Is(err, ErrState) {
		t.Errorf("a shared draft: %v", err)
	}
}

func TestWordsOfUsersAreParsed(t *testing.T) {
	for _, o := range []Origin{OriginPublished, OriginOwnUnpublished, OriginConfidential} {
		if got, err := ParseOrigin(string(o)); err != nil || got != o {
			t.Errorf("ParseOrigin(%q) = %q, %v", o, got, err)
		}
	}
	for _, wrong := range []string{"", "Published", "secret"} {
		if _, err := ParseOrigin(wrong); err == nil {
			t.Errorf("ParseOrigin(%q) is accepted", wrong)
		}
		if _, err := ParseRole(wrong); err == nil {
			t.Errorf("ParseRole(%q) is accepted", wrong)
		}
	}
	if _, err := New(protocol.ID{1}, protocol.ID{2}, protocol.ID{3}, nil, details(""), 5); err == nil {
		t.Error("a draft without an origin is accepted")
	}
}
