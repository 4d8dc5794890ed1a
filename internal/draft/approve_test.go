package draft

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"praxis/internal/canary"
	"praxis/protocol"
)

// desk is a body at work: an author, a reviewer, a director, and a draft under review.
type desk struct {
	author, reviewer, director Person
	draft                      Draft
	review                     Review
}

func (k desk) persons() []Person { return []Person{k.author, k.reviewer, k.director} }

func details(o Origin) Details {
	return Details{Kind: "practice-note", Language: "en", Title: "Doors", Origin: o}
}

func newDesk(t *testing.T, marks ...Mark) desk {
	t.Helper()
	k := desk{
		author:   newPerson(t, "Ana", RoleAuthor),
		reviewer: newPerson(t, "Bo", RoleReviewer),
		director: newPerson(t, "Cy", RoleDirector),
	}
	d, err := New(protocol.ID{1}, protocol.ID{2}, k.author.ID, []byte("the file"), details(OriginOwnUnpublished), 100)
	if err != nil {
		t.Fatal(err)
	}
	k.freeze(t, d, marks...)
	return k
}

func (k *desk) freeze(t *testing.T, d Draft, marks ...Mark) {
	t.Helper()
	o := Outgoing{Document: d.Document, Version: d.Version, Audience: protocol.AudienceNPMs, Blocks: [][]byte{[]byte("root"), []byte("text")}}
	var err error
	k.draft, k.review, err = d.Freeze(o, NewExamination(o.Hash(), []string{"gate/1"}, marks), protocol.ID{}, 200)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range k.persons() {
		k.review = read(t, k.review, p)
	}
}

// read has a person read the bare text and find nothing.
func read(t *testing.T, r Review, p Person) Review {
	t.Helper()
	r, err := r.Begin(p.ID, nil, 210).Answer(p.ID, 220)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sign(t *testing.T, p Person, r Review) Approval {
	t.Helper()
	a, err := Sign(unlock(t, p), r, 300)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnotherPersonsApprovalApproves(t *testing.T) {
	k := newDesk(t)
	approval := sign(t, k.reviewer, k.review)
	got, err := Approve(k.draft, k.review, []Approval{approval}, k.persons(), Rule{})
	if err != nil {
		t.Fatal(err)
	}
	if got.IsZero() || got.Hash() != k.review.Hash || got.Outgoing().Hash() != k.review.Hash || !slices.Equal(got.Checks(), []string{"gate/1"}) {
		t.Fatalf("approved is %+v", got)
	}
	k.review.Outgoing.Blocks[0][0] ^= 1
	got.Outgoing().Blocks[0][0] ^= 1
	if got.Outgoing().Hash() != got.Hash() {
		t.Error("what was approved can be changed from outside")
	}
	for _, move := range []func(Approved) (Draft, error){k.draft.MarkApproved, k.draft.MarkShared} {
		if _, err := move(got); err != nil {
			t.Error(err)
		}
		if _, err := move(Approved{}); !errors.Is(err, ErrState) {
			t.Errorf("the zero approval moves a draft: %v", err)
		}
	}
	if !(Approved{}).IsZero() {
		t.Error("the zero value counts as approved")
	}
}

// After a restart the stored records lead to the same approved draft again.
func TestApprovalOutlivesARestart(t *testing.T) {
	words := Mark{Field: "text", Start: 1, End: 4, Kind: KindPhone, Blocking: true, Place: PlaceOf("text", KindPhone, "123"), Found: "123"}
	k := newDesk(t, words)
	kept := Resolution{Place: words.Place, Kind: words.Kind, Decision: Kept, Reason: "the switchboard of an office", Person: k.author.ID, Time: 250}
	var err error
	if k.review, err = k.review.Resolve(kept); err != nil {
		t.Fatal(err)
	}
	records := struct {
		Draft    Draft
		Review   Review
		Approval Approval
		Readings []Reading
		Persons  []Person
	}{k.draft, k.review, sign(t, k.reviewer, k.review), k.review.Readings, k.persons()}
	b, err := json.Marshal(records)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte(`"123"`)) {
		t.Error("the words that were found are kept")
	}
	back := records
	back.Review.Examination, back.Readings = Examination{}, nil
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	back.Review.Readings = back.Readings
	a, err := Approve(back.Draft, back.Review, []Approval{back.Approval}, back.Persons, Rule{})
	if err != nil || a.Hash() != k.review.Hash {
		t.Fatalf("Approve after a restart: %v", err)
	}
}

func TestApproveRefuses(t *testing.T) {
	k := newDesk(t)
	good := sign(t, k.reviewer, k.review)
	twin := k.reviewer // the reviewer's record with the author's key
	twin.Key, twin.Sealed = k.author.Key, k.author.Sealed
	keyless := k.reviewer
	keyless.Key, keyless.Sealed = protocol.Key{}, nil
	gone := k.reviewer
	gone.Left = 250
	clerk := k.reviewer
	clerk.Roles = []Role{RoleAdministrator}
	other := newDesk(t)
	elsewhere := k.review.Outgoing
	elsewhere.Audience = protocol.AudienceNetwork
	_, toAll, err := k.draft.Freeze(elsewhere, NewExamination(elsewhere.Hash(), []string{"gate/1"}, nil), protocol.ID{}, 200)
	if err != nil {
		t.Fatal(err)
	}

	type input struct {
		d       Draft
		r       Review
		as      []Approval
		persons []Person
		rule    Rule
	}
	base := func() input { return input{k.draft, k.review, []Approval{good}, k.persons(), Rule{}} }
	anyError := errors.New("any")
	for name, c := range map[string]struct {
		change func(*input)
		want   error
	}{
		"nobody approved":      {func(i *input) { i.as = nil }, ErrNotApproved},
		"the author":           {func(i *input) { i.as = []Approval{sign(t, k.author, k.review)} }, ErrReviewerIsAuthor},
		"reviewer and author":  {func(i *input) { i.as = append(i.as, sign(t, k.author, k.review)) }, ErrReviewerIsAuthor},
		"the author's key":     {func(i *input) { i.as = []Approval{sign(t, twin, k.review)}; i.persons[1] = twin }, ErrReviewerIsAuthor},
		"a stranger":           {func(i *input) { i.as = []Approval{sign(t, other.reviewer, k.review)} }, ErrNoKey},
		"no key":               {func(i *input) { i.persons[1] = keyless }, ErrNoKey},
		"somebody who left":    {func(i *input) { i.persons[1] = gone }, anyError},
		"an administrator":     {func(i *input) { i.persons[1] = clerk }, anyError},
		"author not known":     {func(i *input) { i.persons = i.persons[1:] }, anyError},
		"no author":            {func(i *input) { i.d.Authors = nil; i.r.Fingerprint = i.d.Fingerprint() }, anyError},
		"signature bent":       {func(i *input) { i.as[0].Signature = append([]byte{1}, i.as[0].Signature[1:]...) }, ErrSignature},
		"time bent":            {func(i *input) { i.as[0].Time++ }, ErrSignature},
		"hash bent":            {func(i *input) { i.as[0].Hash[0] ^= 1 }, ErrSignature},
		"key bent":             {func(i *input) { i.as[0].Key[0] ^= 1 }, ErrSignature},
		"person bent":          {func(i *input) { i.as[0].Person = k.director.ID }, ErrSignature},
		"for another audience": {func(i *input) { i.as[0] = sign(t, k.reviewer, toAll) }, ErrSignature},
		"block changed":        {func(i *input) { i.r.Outgoing.Blocks = [][]byte{[]byte("root"), []byte("texT")} }, ErrChanged},
		"block added":          {func(i *input) { i.r.Outgoing.Blocks = append(slices.Clone(i.r.Outgoing.Blocks), []byte{}) }, ErrChanged},
		"audience changed":     {func(i *input) { i.r.Outgoing.Audience = protocol.AudienceNetwork }, ErrChanged},
		"ends changed":         {func(i *input) { i.r.Outgoing.Ends = true }, ErrChanged},
		"hash changed with it": {func(i *input) { i.r.Outgoing.Ends = true; i.r.Hash = i.r.Outgoing.Hash() }, ErrNotClean},
		"not examined":         {func(i *input) { i.r.Examination = Examination{} }, ErrNotClean},
		"examined by no check": {func(i *input) { i.r.Examination = NewExamination(i.r.Hash, nil, nil) }, ErrNotClean},
		"other checks since":   {func(i *input) { i.r.Examination = NewExamination(i.r.Hash, []string{"gate/0"}, nil) }, ErrSignature},
		"file changed":         {func(i *input) { i.d.FileHash = sha256.Sum256([]byte("another")) }, ErrChanged},
		"title changed":        {func(i *input) { i.d.Title = "Windows" }, ErrChanged},
		"another draft":        {func(i *input) { i.d.ID = protocol.ID{9} }, ErrChanged},
		"edited":               {func(i *input) { i.d, _ = i.d.Edit(k.author.ID, []byte("the file"), i.d.Details, 400) }, ErrState},
		"edited by reviewer":   {func(i *input) { i.d.Authors = append(slices.Clone(i.d.Authors), k.reviewer.ID) }, ErrChanged},
		"shared already":       {func(i *input) { i.d.State = StateShared }, ErrState},
		"withdrawn":            {func(i *input) { i.d = i.d.MarkWithdrawn() }, ErrState},
		"in confidence":        {func(i *input) { i.d.Origin = OriginConfidential; i.r.Fingerprint = i.d.Fingerprint() }, ErrConfidential},
		"no director":          {func(i *input) { i.rule.Director = true }, ErrNotApproved},
		"one director twice":   {func(i *input) { a := sign(t, k.director, k.review); i.as = []Approval{a, a}; i.rule.Director = true }, ErrNotApproved},
		"nobody has read it":   {func(i *input) { i.r.Readings = nil }, ErrNotRead},
		"the copy alone was read": {func(i *input) {
			i.r.Readings = nil
			i.r = i.r.Begin(k.reviewer.ID, &canary.Canary{Sentence: "X.", Telling: []string{"X"}}, 210)
			i.r, _ = i.r.AnswerCopy(k.reviewer.ID, "", 220)
		}, ErrNotRead},
		"another has read it":   {func(i *input) { i.r.Readings = i.r.Readings[:1] }, ErrNotRead},
		"it was not answered":   {func(i *input) { i.r.Readings = slices.Clone(i.r.Readings); i.r.Readings[1].Answered = 0 }, ErrNotRead},
		"not so answered":       {func(i *input) { i.r.Readings = slices.Clone(i.r.Readings); i.r.Readings[1].Nothing = false }, ErrNotRead},
		"other bytes were read": {func(i *input) { i.r.Readings = slices.Clone(i.r.Readings); i.r.Readings[1].Hash[0] ^= 1 }, ErrNotRead},
		"no source to compare":  {func(i *input) { i.r = i.r.Confirm(k.reviewer.ID, 230) }, ErrNotRead},
		"confirmed, not so put": {func(i *input) {
			i.r.Source, i.r.Published = "https://example.org/r", "2025-01-31"
			i.r = i.r.Confirm(k.reviewer.ID, 230)
			i.r.Readings[len(i.r.Readings)-1].Nothing = true
		}, ErrSignature},
		"not compared with it": {func(i *input) { i.r.Source, i.r.Published = "https://example.org/r", "2025-01-31" }, ErrNotCompared},
	} {
		in := base()
		c.change(&in)
		got, err := Approve(in.d, in.r, in.as, in.persons, in.rule)
		if err == nil || c.want != anyError && !errors.Is(err, c.want) {
			t.Errorf("%s: Approve says %v, want %v", name, err, c.want)
		}
		if !got.IsZero() {
			t.Errorf("%s: refused, and yet approved", name)
		}
	}
	in := base()
	if _, err := Approve(in.d, in.r, in.as, in.persons, in.rule); err != nil {
		t.Fatalf("unchanged: %v", err)
	}
	in.as, in.rule = append(in.as, sign(t, k.director, k.review)), Rule{Director: true}
	if _, err := Approve(in.d, in.r, in.as, in.persons, in.rule); err != nil {
		t.Fatalf("with the director: %v", err)
	}
}

// Whoever edits a draft has written in it, and cannot approve it any more.
func TestAnEditorIsAnAuthor(t *testing.T) {
	k := newDesk(t)
	d, err := k.draft.Edit(k.reviewer.ID, []byte("better"), k.draft.Details, 400)
	if err != nil {
		t.Fatal(err)
	}
	k.freeze(t, d)
	if _, err := Approve(k.draft, k.review, []Approval{sign(t, k.reviewer, k.review)}, k.persons(), Rule{}); !errors.Is(err, ErrReviewerIsAuthor) {
		t.Errorf("Approve says %v", err)
	}
	if _, err := Approve(k.draft, k.review, []Approval{sign(t, k.director, k.review)}, k.persons(), Rule{}); err != nil {
		t.Error(err)
	}
}

func TestSignRefusesEarly(t *testing.T) {
	k := newDesk(t, Mark{Kind: KindBirthDate, Blocking: true})
	if _, err := Sign(unlock(t, k.reviewer), k.review, 300); !errors.Is(err, ErrNotClean) {
		t.Errorf("Sign with a mark left says %v", err)
	}
	k = newDesk(t)
	s := unlock(t, k.reviewer)
	s.Forget()
	if _, err := Sign(s, k.review, 300); err == nil {
		t.Error("a session that has ended signs")
	}
	if _, err := Sign(Signer{}, k.review, 300); !errors.Is(err, ErrNoKey) {
		t.Errorf("the zero signer: %v", err)
	}
}

func TestTheShortWayIsSignedAsSuch(t *testing.T) {
	k := newDesk(t)
	public := details(OriginPublished)
	public.Source, public.Published = "https://example.org/report", "2025-01-31"
	d, err := k.draft.Edit(k.author.ID, []byte("report"), public, 400)
	if err != nil {
		t.Fatal(err)
	}
	k.freeze(t, d)
	if !k.review.ShortWay() {
		t.Fatal("a published draft with source and date does not take the short way")
	}
	a := sign(t, k.reviewer, k.review)
	if _, err := Approve(k.draft, k.review, []Approval{a}, k.persons(), Rule{}); !errors.Is(err, ErrNotCompared) {
		t.Fatalf("to have read it does for having compared it: %v", err)
	}
	k.review = k.review.Confirm(k.reviewer.ID, 250)
	if _, err := Approve(k.draft, k.review, []Approval{a}, k.persons(), Rule{}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(Statement(k.review, k.reviewer.ID, a.Time), []byte(public.Source)) {
		t.Error("the statement does not name the source")
	}
}

// However a made-up detail comes into what would leave, it is never approved.
func TestACanaryIsNeverApproved(t *testing.T) {
	k := newDesk(t)
	c, ok := canary.New("A sentence.", "en", rand.New(rand.NewPCG(1, 2)))
	if !ok {
		t.Fatal("there is no canary")
	}
	o := k.review.Outgoing
	o.Blocks = [][]byte{[]byte("root"), []byte("It says: " + c.Sentence)}
	if _, _, err := k.draft.Freeze(o, NewExamination(o.Hash(), []string{"gate/1"}, nil), protocol.ID{}, 200); !errors.Is(err, ErrPlanted) {
		t.Errorf("Freeze says %v", err)
	}
	r := k.review // as if it had come past Freeze
	r.Outgoing, r.Hash = o, o.Hash()
	r.Examination = NewExamination(r.Hash, []string{"gate/1"}, nil)
	r.Readings = nil
	r = read(t, r, k.reviewer)
	if _, err := Sign(unlock(t, k.reviewer), r, 300); !errors.Is(err, ErrPlanted) {
		t.Errorf("Sign says %v", err)
	}
	if _, err := Approve(k.draft, r, []Approval{sign(t, k.reviewer, k.review)}, k.persons(), Rule{}); !errors.Is(err, ErrPlanted) {
		t.Errorf("Approve says %v", err)
	}
}
