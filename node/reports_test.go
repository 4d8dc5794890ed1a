package node_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/store"
	"praxis/node"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// shareKept shares a note in which an office's address was kept.
func shareKept(t *testing.T, a *place, author, reviewer *node.Session) protocol.ID {
	t.Helper()
	d := reviewed(t, author, note("Title", "Write to office@npm.example, or call +33 6 12 34 56 78."))
	r, err := author.Reviewed(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	mail, phone := markOf(t, a, r, "text", "office@npm.example"), markOf(t, a, r, "text", "+33 6 12 34 56 78")
	if _, err := author.Resolve(d.ID, node.Decision{Place: mail.Place, Kind: mail.Kind, Decision: draft.Kept, Reason: "of an office"},
		node.Decision{Place: phone.Place, Kind: phone.Kind, Decision: draft.Redacted}); err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, d.ID)
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	return d.ID
}

// The report says what was checked, found, resolved, read and approved.
func TestAnApprovalKeepsAReport(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	id := shareKept(t, a, author, reviewer)
	all, err := author.Reports(id)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d reports, %v", len(all), err)
	}
	r, ben := all[0], reviewer.Person().ID
	if r.Version != 1 || r.Audience != protocol.AudienceNPMs || !slices.Equal(r.Checks, gate.Checks()) || r.Again != nil {
		t.Errorf("the report is %+v", r)
	}
	if len(r.Readings) != 1 || r.Readings[0].Person != ben || !r.Readings[0].Nothing || len(r.Approvals) != 1 || r.Approvals[0].Person != ben || r.Time != r.Approvals[0].Time {
		t.Errorf("read by %+v, approved by %+v", r.Readings, r.Approvals)
	}
	for _, want := range []draft.Count{{Kind: draft.KindEmail, Blocking: 1, Kept: 1}, {Kind: draft.KindPhone, Redacted: 1}} {
		if !slices.Contains(r.Counts, want) {
			t.Errorf("the counts %+v lack %+v", r.Counts, want)
		}
	}
}

// age makes a draft's report one of older checks, which had seen nothing.
func age(t *testing.T, a *place, id protocol.ID) {
	t.Helper()
	a.close()
	s, err := store.Open(a.files, "store", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := s.Record(store.KindReport, id)
	if err != nil {
		t.Fatal(err)
	}
	var all draft.Reports
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for i := range all.All {
		all.All[i].Checks, all.All[i].Places = []string{"gate/0"}, nil
	}
	all = all.Settled([]string{"gate/0"})
	if raw, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	err = s.Commit(exchange.Batch{}, store.Record{Kind: store.KindReport, ID: id, Value: raw, Sync: true})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	a.open()
}

// What was shared is examined again after a start with other checks, in whatever version; who wrote it is told until
// somebody takes note; and nothing of it is examined twice.
func TestBetterChecksExamineWhatWasSharedAgain(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	id := shareKept(t, a, author, reviewer)
	eventually(t, "the peer has it", func() bool { return b.has(id) })
	if _, err := author.EditDraft(id, note("Title", "Nobody is asked.")); err != nil { // the shared version stays in the log alone
		t.Fatal(err)
	}
	age(t, a, id)
	author, err := a.SignIn("Ada", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer author.Close()
	eventually(t, "somebody is told", func() bool {
		s, err := a.Status(t.Context())
		return err == nil && s.Again == 1
	})
	all, err := author.ExaminedAgain()
	if err != nil || len(all) != 1 || all[0].Draft.ID != id || all[0].Version != 1 || all[0].Again.Blocking() != 1 {
		t.Fatalf("examined again: %+v, %v", all, err)
	}
	if !slices.ContainsFunc(all[0].Again.New, func(c draft.Count) bool { return c.Kind == draft.KindEmail && c.Blocking == 1 }) {
		t.Errorf("what is new is %+v", all[0].Again.New)
	}
	if !b.has(id) {
		t.Error("the peer cannot read it any more")
	}
	reports, err := author.Reports(id)
	if err != nil || !slices.Equal(reports[0].Checks, []string{"gate/0"}) || !slices.Equal(reports[0].Again.Checks, gate.Checks()) {
		t.Errorf("the reports are %+v, %v", reports, err)
	}
	if err := author.TakeNote(id); err != nil {
		t.Fatal(err)
	}
	if all, err := author.ExaminedAgain(); err != nil || len(all) != 0 {
		t.Errorf("after somebody took note: %+v, %v", all, err)
	}
	if s, err := a.Status(t.Context()); err != nil || s.Again != 0 {
		t.Errorf("status says %d, %v", s.Again, err)
	}
	a.close()
	a.open()
	again, err := a.SignIn("Ada", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	after, err := again.Reports(id)
	if err != nil || after[0].Again.Time != reports[0].Again.Time || after[0].Again.Seen == 0 {
		t.Errorf("after another start: %+v, %v", after, err)
	}
}

// What is withdrawn is not examined again, and does not hold up the rest.
func TestWhatIsWithdrawnIsNotExaminedAgain(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	gone, stays := shareKept(t, a, author, reviewer), shareKept(t, a, author, reviewer)
	if err := author.Withdraw(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	age(t, a, gone)
	age(t, a, stays)
	eventually(t, "the other is examined", func() bool {
		s, err := a.Status(t.Context())
		return err == nil && s.Again == 1
	})
	author, err := a.SignIn("Ada", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer author.Close()
	if all, err := author.ExaminedAgain(); err != nil || len(all) != 1 || all[0].Draft.ID != stays {
		t.Errorf("examined again: %+v, %v", all, err)
	}
}
