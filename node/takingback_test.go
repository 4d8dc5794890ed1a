package node_test

import (
	"errors"
	"testing"
	"time"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

func TestWhatIsKeptAboutAWithdrawalIsPrivateAndCanBeErased(t *testing.T) {
	office, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, office, a, b)
	ada, ben := a.person("Ada"), a.person("Ben")
	id := share(t, ada, ben, note("Doors", "Text."), protocol.AudienceNPMs)
	eventually(t, "the note arrives", func() bool { return b.has(id) })

	if err := ada.TakeBack(t.Context(), id, "  ", nil); !errors.Is(err, node.ErrNoReason) {
		t.Errorf("without a reason: %v", err)
	}
	ahead := &node.Breach{Discovered: time.Now().Unix() + 3600}
	if err := ada.TakeBack(t.Context(), id, "why", ahead); !errors.Is(err, node.ErrDiscovered) {
		t.Errorf("discovered tomorrow: %v", err)
	}
	if _, err := ada.TakenBack(id); !errors.Is(err, node.ErrNoTakenBack) || a.state(id) != draft.StateShared {
		t.Fatalf("what was refused has left a trace: %v", err)
	}
	found := time.Now().Unix() - 3600
	if err := ada.TakeBack(t.Context(), id, "it names a place", &node.Breach{Discovered: found, AtRisk: "one person"}); err != nil {
		t.Fatal(err)
	}
	kept, err := ben.TakenBack(id)
	if err != nil || kept.Reason != "it names a place" || kept.Breach.Due() != found+72*3600 || len(kept.To.EEA)+len(kept.To.Others) != 1 {
		t.Fatalf("kept %+v, %v", kept, err)
	}
	if err := ada.TakeBack(t.Context(), id, "again", nil); !errors.Is(err, node.ErrWithdrawn) {
		t.Errorf("a second time: %v", err)
	}
	eventually(t, "the peer erases it", func() bool { return a.holders(id).Withdrawn == 1 })
	reader, err := a.AddPerson(t.Context(), "Rea", []draft.Role{draft.RoleAdministrator}, "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	adm, err := a.SignIn(reader.Name, "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer adm.Close()
	if _, err := adm.TakenBack(id); !errors.Is(err, draft.ErrRole) {
		t.Errorf("an administrator reads why: %v", err)
	}
	if err := ben.NoteBreach(id, &node.Breach{Discovered: found, Notices: map[string]string{"fr": "Avis"}}); err != nil {
		t.Fatal(err)
	}
	if err := ben.EraseTakenBack(id); err != nil {
		t.Fatal(err)
	}
	if _, err := ben.TakenBack(id); !errors.Is(err, node.ErrNoTakenBack) {
		t.Errorf("it is there still: %v", err)
	}
	if err := ada.NoteBreach(id, &node.Breach{Discovered: found}); err != nil {
		t.Errorf("a breach of a withdrawal of which nothing is kept: %v", err)
	}
	other := share(t, ada, ben, note("Windows", "Text."), protocol.AudienceNPMs)
	if err := ada.NoteBreach(other, &node.Breach{Discovered: found}); !errors.Is(err, node.ErrNotFound) {
		t.Errorf("a breach of what is not withdrawn: %v", err)
	}
}
