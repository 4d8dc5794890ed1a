package gate

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"praxis/internal/attach"
	"praxis/internal/draft"
	"praxis/protocol"
)

// leaving is what would leave of a note with attachments.
func leaving(t *testing.T, files ...protocol.File) draft.Outgoing {
	t.Helper()
	salt := byte(0)
	salts := func() protocol.Hash { salt++; return protocol.Hash{salt} }
	all, pieces, err := protocol.BuildAttachments(files, nil, salts)
	if err != nil {
		t.Fatal(err)
	}
	v := protocol.Version{Format: protocol.KindPracticeNote.Format(), Body: protocol.ID{1}, Document: protocol.ID{2}, Number: 1, Audience: protocol.AudienceNPMs,
		Handling: protocol.HandlingCiteByName, Attribution: protocol.AttributionByName, Origin: protocol.Origin{Kind: protocol.OriginUnpublished},
		Checked: &protocol.Checked{When: "2026-03-02", Roles: []string{"reviewer"}, Checks: []string{"e-mail/1"}}, Attachments: all,
		PracticeNote: &protocol.PracticeNote{}, Texts: []protocol.Text{{Title: "Bells", Status: protocol.StatusOriginal, Language: "en", Sections: []protocol.Section{{Text: "See the table."}}}}}
	content, err := protocol.BuildVersion(v, nil, salts)
	if err != nil {
		t.Fatal(err)
	}
	out := draft.Outgoing{Document: v.Document, Version: 1, Audience: v.Audience}
	for _, b := range append(content, pieces...) {
		out.Blocks = append(out.Blocks, b.Bytes())
	}
	return out
}

func rebuiltFile(t *testing.T, name, body string) protocol.File {
	t.Helper()
	f, err := attach.Rebuild(name, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return protocol.File{Name: f.Name, Type: f.MediaType, Bytes: f.Bytes}
}

func TestAttachmentsAreExamined(t *testing.T) {
	long := strings.Repeat("Two of five bells did not work. ", 10_000) + "Write to k.stone@bureau.example."
	e, err := ExamineOutgoing(leaving(t, rebuiltFile(t, "bells.txt", long), rebuiltFile(t, "counts.csv", "Wing,Contact\nA,office@npm.example\n")), nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{}
	for _, m := range e.Marks() {
		if m.Kind == draft.KindEmail {
			fields[m.Found] = m.Field
		}
	}
	if fields["k.stone@bureau.example"] != "attachment bells.txt" || fields["office@npm.example"] != "attachment counts.csv" {
		t.Errorf("found %v in %v", fields, e.Marks())
	}
}

func TestOnlyRebuiltAttachmentsPass(t *testing.T) {
	for _, f := range []protocol.File{
		{Name: "note.md", Type: attach.MediaMark, Bytes: []byte("seen <!-- unseen -->\n")},
		{Name: "note.txt", Type: "application/octet-stream", Bytes: []byte("words\n")},
		{Name: "note.pdf", Type: attach.MediaPDF, Bytes: []byte("words\n")},
	} {
		if _, err := ExamineOutgoing(leaving(t, f), nil, Options{}); err == nil || !strings.Contains(err.Error(), "attach the file again") {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	out := leaving(t)
	out.Blocks = append(out.Blocks, []byte("raw bytes that the version doesn't name"))
	if _, err := ExamineOutgoing(out, nil, Options{}); err == nil {
		t.Error("a block that the version does not name passes")
	}
}

func TestPicturesWaitForEyes(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 3))); err != nil {
		t.Fatal(err)
	}
	e, err := ExamineOutgoing(leaving(t, rebuiltFile(t, "yard.png", b.String())), nil, Options{})
	if err != nil || len(e.Unresolved()) != 1 || e.Clean() {
		t.Fatalf("%v, %v", e.Marks(), err)
	}
	m := e.Unresolved()[0]
	if m.Kind != draft.KindPicture || m.Found != "yard.png" || m.Why("fr") == m.Why("en") {
		t.Errorf("%+v", m)
	}
	e, err = e.Resolve(draft.Resolution{Place: m.Place, Kind: m.Kind, Decision: draft.Kept, Reason: "an empty yard", Person: protocol.ID{3}})
	if err != nil || !e.Clean() {
		t.Errorf("after a look: %v, %v", e.Unresolved(), err)
	}
}
