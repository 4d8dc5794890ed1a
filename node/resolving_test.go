package node_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/internal/redaction"
	"praxis/node"
	"praxis/protocol"
)

const marked = "\ufeff---\r\nkind: practice-note\r\nlanguage: en\r\ntitle:   Of quokka@npm.example\r\norigin: own-unpublished\r\n---\r\n\r\n" +
	"## Problem {#problem}\r\n\r\nWrite to quokka@npm.example or  to office@npm.example.\r\nHe was born on 12 March 1984, so write to quokka@npm.example.\r\n"

// markOf finds a mark of a review by its words and field.
func markOf(t *testing.T, p *place, r draft.Review, field, found string) draft.Mark {
	t.Helper()
	_, marks, err := p.ReadOutgoing(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range marks {
		if m.Field == field && m.Found == found {
			return m
		}
	}
	t.Fatalf("there is no mark on %q in %s", found, field)
	return draft.Mark{}
}

// What is redacted or generalised is gone from the file and from what would leave; every other byte of the file stays, and
// so does what was kept.
func TestResolvingTakesWordsOutOfTheFile(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d := reviewed(t, author, []byte(marked))
	r, err := author.Reviewed(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	mail, office, born := markOf(t, a, r, "problem", "quokka@npm.example"), markOf(t, a, r, "problem", "office@npm.example"), markOf(t, a, r, "problem", "12 March 1984")
	if _, err := author.Resolve(d.ID, node.Decision{Place: office.Place, Kind: office.Kind, Decision: draft.Kept, Reason: "of an office"}); err != nil {
		t.Fatal(err)
	}
	r, err = author.Resolve(d.ID, node.Decision{Place: mail.Place, Kind: mail.Kind, Decision: draft.Redacted},
		node.Decision{Place: born.Place, Kind: born.Kind, Decision: draft.Generalised, Words: "some time"})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(marked, "Write to quokka@npm.example", "Write to [e-mail address]", 1)
	want = strings.Replace(want, "write to quokka@npm.example", "write to [e-mail address]", 1)
	want = strings.Replace(want, "12 March 1984", "some time", 1)
	if file, err := a.File(d.ID); err != nil || string(file) != want {
		t.Errorf("the file is %q, not %q, %v", file, want, err)
	}
	if open := r.Examination.Unresolved(); len(open) != 1 || open[0].Field != "title" {
		t.Errorf("what is left is %+v", open)
	}
	title := markOf(t, a, r, "title", "quokka@npm.example")
	if r, err = author.Resolve(d.ID, node.Decision{Place: title.Place, Kind: title.Kind, Decision: draft.Redacted}); err != nil || !r.Examination.Clean() {
		t.Fatalf("the last: %v", err)
	}
	for _, block := range r.Outgoing.Blocks {
		if bytes.Contains(block, []byte("quokka")) || bytes.Contains(block, []byte("1984")) {
			t.Error("what was taken out would leave")
		}
	}
	if d, err := a.Draft(d.ID); err != nil || d.Title != "Of [e-mail address]" || d.State != draft.StateReview {
		t.Errorf("the draft is %+v, %v", d, err)
	}
	approve(t, reviewer, d.ID)
	accountOf(t, a, author, d.ID)
}

// accountOf holds the account of TestResolvingTakesWordsOutOfTheFile: who decided what about which kind, and no words.
func accountOf(t *testing.T, a *place, author *node.Session, id protocol.ID) {
	t.Helper()
	decided, err := author.Decisions(id)
	if err != nil || len(decided) != 4 {
		t.Fatalf("%d decisions, %v", len(decided), err)
	}
	for i, want := range []struct {
		kind     draft.Kind
		decision draft.Decision
		places   int
	}{{draft.KindEmail, draft.Kept, 1}, {draft.KindEmail, draft.Redacted, 2}, {draft.KindBirthDate, draft.Generalised, 1}, {draft.KindEmail, draft.Redacted, 1}} {
		if got := decided[i]; got.Kind != want.kind || got.Decision != want.decision || got.Places != want.places || got.Person != author.Person().ID || got.Time == 0 {
			t.Errorf("decision %d is %+v", i, got)
		}
	}
	original, err := author.Original(id)
	if err != nil || string(original) != marked {
		t.Errorf("the original is %q, %v", original, err)
	}
	if err := author.ForgetOriginal(id); err != nil {
		t.Fatal(err)
	}
	eventually(t, "what was taken out is in no file", func() bool { return !a.anywhere("quokka") })
}

func TestEverywhereMeansTitleAndText(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author := a.person("Ada")
	d := reviewed(t, author, []byte(marked))
	r, err := author.Reviewed(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	m := markOf(t, a, r, "problem", "quokka@npm.example")
	if _, err := author.Resolve(d.ID, node.Decision{Place: m.Place, Kind: m.Kind, Decision: draft.Generalised, Words: "the desk", Every: true}); err != nil {
		t.Fatal(err)
	}
	file, err := a.File(d.ID)
	if want := strings.ReplaceAll(marked, "quokka@npm.example", "the desk"); err != nil || string(file) != want {
		t.Errorf("the file is %q, %v", file, err)
	}
}

// A decision that cannot be carried out changes nothing, and voids nothing.
func TestWhatCannotBeResolvedChangesNothing(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	text := strings.Replace(marked, "title:   Of quokka@npm.example", `title: "Of \u0071uokka@npm.example"`, 1)
	d := reviewed(t, author, []byte(text))
	r, err := author.Reviewed(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	born, title := markOf(t, a, r, "problem", "12 March 1984"), markOf(t, a, r, "title", "quokka@npm.example")
	redact := node.Decision{Place: born.Place, Kind: born.Kind, Decision: draft.Redacted}
	m := markOf(t, a, r, "problem", "office@npm.example")
	office := node.Decision{Place: m.Place, Kind: m.Kind, Decision: draft.Kept, Reason: "of an office"}
	if _, err := reviewer.Resolve(d.ID, redact); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("by somebody who has not read it: %v", err)
	}
	if _, err := reviewer.Read(d.ID); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.FoundNothing(d.ID); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		by   *node.Session
		one  node.Decision
		want error
	}{
		"kept, though it belongs to a person": {author, node.Decision{Place: born.Place, Kind: born.Kind, Decision: draft.Kept, Reason: "so"}, draft.ErrNeverKept},
		"kept, as another kind":               {author, node.Decision{Place: born.Place, Kind: draft.KindEmail, Decision: draft.Kept, Reason: "so"}, nil},
		"by the reviewer":                     {reviewer, redact, draft.ErrState},
		"written otherwise":                   {author, node.Decision{Place: title.Place, Kind: title.Kind, Decision: draft.Redacted}, redaction.ErrElsewhere},
		"generalised to nothing":              {author, node.Decision{Place: born.Place, Kind: born.Kind, Decision: draft.Generalised}, nil},
		"generalised to itself":               {author, node.Decision{Place: born.Place, Kind: born.Kind, Decision: draft.Generalised, Words: born.Found}, nil},
		"twice":                               {author, node.Decision{Place: m.Place, Kind: m.Kind, Decision: draft.Redacted}, draft.ErrState},
		"no such mark":                        {author, node.Decision{Place: draft.Place{1}, Kind: draft.KindDate, Decision: draft.Redacted}, node.ErrNotFound},
		"no decision":                         {author, node.Decision{Place: born.Place, Kind: born.Kind}, nil},
	} {
		if _, err := c.by.Resolve(d.ID, office, c.one); err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if file, err := a.File(d.ID); err != nil || string(file) != text {
		t.Errorf("the file is %q, %v", file, err)
	}
	after, err := reviewer.Reviewed(d.ID)
	if err != nil || after.Hash != r.Hash || len(after.Examination.Resolutions()) != 0 {
		t.Errorf("the review has changed: %v", err)
	}
	if decided, err := author.Decisions(d.ID); err != nil || len(decided) != 0 {
		t.Errorf("decisions that were not taken are in the account: %v, %v", decided, err)
	}
	if _, err := author.Resolve(d.ID, redact); err != nil {
		t.Fatal(err)
	}
	if _, err := reviewer.Reviewed(d.ID); !errors.Is(err, draft.ErrNotRead) {
		t.Errorf("other bytes count as read: %v", err)
	}
}

// The original is that of one version.
func TestTheNextVersionForgetsTheOriginal(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	d := reviewed(t, author, note("Title", "Write to quokka@npm.example."))
	r, err := author.Reviewed(d.ID)
	if err != nil {
		t.Fatal(err)
	}
	m := r.Examination.Unresolved()[0]
	if _, err := author.Resolve(d.ID, node.Decision{Place: m.Place, Kind: m.Kind, Decision: draft.Redacted}); err != nil {
		t.Fatal(err)
	}
	if err := reviewer.ForgetOriginal(d.ID); !errors.Is(err, draft.ErrRole) {
		t.Errorf("somebody else forgets it: %v", err)
	}
	approve(t, reviewer, d.ID)
	if err := author.Share(t.Context(), []protocol.ID{d.ID}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if original, err := author.Original(d.ID); err != nil || !bytes.Contains(original, []byte("quokka")) {
		t.Errorf("the original after sharing: %q, %v", original, err)
	}
	if _, err := author.EditDraft(d.ID, note("Title", "Write to the office.")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the original is erased", func() bool { return !a.anywhere("quokka") })
}

// The journal says who answered, decided and listed, and not one word of it.
func TestTheJournalSaysWhoReadAndDecided(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	id := shareKept(t, a, author, reviewer)
	if _, err := author.ListWords(draft.Cleared, "Quokkaword"); err != nil {
		t.Fatal(err)
	}
	if err := author.ForgetWords(draft.Cleared, "Quokkaword"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddPerson(t.Context(), "Dora", []draft.Role{draft.RoleDirector}, "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	director, err := a.SignIn("Dora", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer director.Close()
	lines, err := director.Journal(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	ada, ben := author.Person().ID, reviewer.Person().ID
	for _, want := range []node.Line{{Person: ben, Deed: node.DeedFoundNothing, On: id}, {Person: ada, Deed: node.DeedMarksDecided, On: id},
		{Person: ada, Deed: node.DeedWordsListed}, {Person: ada, Deed: node.DeedWordsForgotten}} {
		if !slices.ContainsFunc(lines, func(l node.Line) bool { return l.Person == want.Person && l.Deed == want.Deed && l.On == want.On }) {
			t.Errorf("the journal lacks %+v", want)
		}
	}
}
