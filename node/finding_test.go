package node_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/internal/search"
	"praxis/node"
	"praxis/protocol"
)

func (p *place) find(words string) node.Results {
	p.t.Helper()
	r, err := p.Find(search.Query{Words: words})
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func TestWhatIsWithdrawnIsFoundNoMore(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	id := share(t, author, reviewer, note("Night visits", "Ask who unlocks the cells at night, and why."), protocol.AudienceNPMs)
	for _, p := range []*place{a, b} {
		eventually(t, "the note is found", func() bool { return p.find("UNLOCKS cell").Total == 1 })
		r := p.find("unlocks")
		if f := r.Found[0]; f.ID != id || !strings.Contains(f.Excerpt, "unlocks the cells") || f.Text.Title != "Night visits" {
			t.Errorf("found %+v", f)
		}
		hit := false
		for _, piece := range r.Found[0].Pieces {
			hit = hit || piece.Hit && piece.Text == "unlocks"
		}
		if !hit {
			t.Errorf("the hit is not marked: %+v", r.Found[0].Pieces)
		}
	}
	if err := author.Withdraw(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if r := a.find("unlocks"); r.Total != 0 { // without waiting
		t.Errorf("what was withdrawn is found: %+v", r.Found)
	}
	if a.find("").Total != 0 {
		t.Error("what was withdrawn is listed")
	}
	eventually(t, "it is found no more at the peer", func() bool { return b.find("unlocks").Total == 0 && !b.has(id) })
}

func TestANewVersionIsFoundByItsOwnWords(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	id := share(t, author, reviewer, note("Keys", "Ask for the register of corridors."), protocol.AudienceNPMs)
	eventually(t, "the first version is found", func() bool { return b.find("corridors").Total == 1 })
	if _, err := author.EditDraft(id, note("Keys", "Ask for the register of stairs.")); err != nil {
		t.Fatal(err)
	}
	approveAndShare(t, author, reviewer, id)
	eventually(t, "the second version is found", func() bool { return b.find("stairs").Total == 1 })
	if b.find("corridors").Total != 0 {
		t.Error("the document is found by words of a superseded version")
	}
	versions, err := b.Versions(id)
	if err != nil || len(versions) != 2 || versions[0].Number != 2 || !versions[0].Held || !versions[1].Held {
		t.Errorf("versions %+v, %v", versions, err)
	}
}

func approveAndShare(t *testing.T, author, reviewer *node.Session, id protocol.ID) {
	t.Helper()
	if _, _, err := author.Review(id, protocol.AudienceNPMs, false); err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, id)
	if err := author.Share(t.Context(), []protocol.ID{id}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
}

// TestSearchSaysUntilAllIsRead opens a node with many documents again and again: an answer either says that it is not
// complete, or it is.
func TestSearchSaysUntilAllIsRead(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	const many = 300
	var files [][]byte
	for i := range many {
		files = append(files, []byte(strings.Replace(string(note(fmt.Sprintf("Number %d", i), "Doors.")), "own-unpublished", "published", 1)))
	}
	_, errs, err := author.AddDrafts(files)
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	var ids []protocol.ID
	if err := reviewer.ApprovePublished(protocol.AudienceNPMs, func(d draft.Draft, err error) { ids = append(ids, d.ID) }); err != nil {
		t.Fatal(err)
	}
	if err := author.Share(t.Context(), ids, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	a.close()
	a.open()
	said := false
	for {
		r := a.find("doors")
		if r.Complete {
			if r.Total != many {
				t.Errorf("a complete answer has %d documents", r.Total)
			}
			break
		}
		if said = true; r.Read > r.Of || r.Of > 2*many {
			t.Errorf("%d of %d are read", r.Read, r.Of)
		}
	}
	if !said {
		t.Log("everything was read before the first question")
	}
	count := 0
	if err := a.List(node.Filter{}, func(node.Document) error { count++; return nil }); err != nil || count != many {
		t.Errorf("%d are listed, %v", count, err)
	}
}

func TestDraftsAreCountedAsTheyChange(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	author, reviewer := a.person("Ada"), a.person("Ben")
	counts := func() node.DraftCounts {
		t.Helper()
		c, err := a.DraftCounts()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := counts(); c.Private+c.Left != 0 {
		t.Errorf("counted %+v of nothing", c)
	}
	first, err := author.AddDraft(note("One", "Text."))
	if err != nil {
		t.Fatal(err)
	}
	if c := counts(); c.Private != 1 || c.States[draft.StateDraft] != 1 {
		t.Errorf("counted %+v", c)
	}
	approveAndShare(t, author, reviewer, first.ID)
	if c := counts(); c.Private != 0 || c.Left != 1 || c.States[draft.StateShared] != 1 {
		t.Errorf("counted %+v after sharing", c)
	}
	if _, err := author.EditDraft(first.ID, note("One", "Another text.")); err != nil {
		t.Fatal(err)
	}
	if c := counts(); c.Private != 1 || c.Left != 1 {
		t.Errorf("counted %+v with a next version", c)
	}
	mine := 0
	if err := author.DraftsIn([]draft.State{draft.StateDraft}, func(d draft.Draft) error { mine++; return nil }); err != nil || mine != 1 {
		t.Errorf("%d drafts, %v", mine, err)
	}
	if err := author.Withdraw(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if c := counts(); c.Withdrawn != 1 || c.Left != 1 || c.Private != 0 {
		t.Errorf("counted %+v after taking back", c)
	}
	a.close()
	a.open()
	if c := counts(); c.Withdrawn != 1 || c.Left != 1 {
		t.Errorf("counted %+v after a restart", c)
	}
}

func TestNewsIsWhatCameSince(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer, reader := a.person("Ada"), a.person("Ben"), b.person("Bea")
	news := func() node.News {
		t.Helper()
		all, err := reader.News("en")
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	old := share(t, author, reviewer, note("Old", "Text."), protocol.AudienceNPMs)
	eventually(t, "the first is there", func() bool { return b.has(old) })
	if first := news(); first.Since != 0 || len(first.New) != 0 {
		t.Errorf("who has never been here is told %+v", first)
	}
	seen := func() {
		t.Helper()
		if err := reader.Seen(); err != nil {
			t.Fatal(err)
		}
	}
	seen()
	if n := news(); n.Since == 0 || len(n.New)+len(n.Withdrawn) != 0 {
		t.Errorf("nothing came, and %+v is told", n)
	}
	file := strings.Replace(string(note("Young", "Text.")), "origin:", "topics: [mental-health]\norigin:", 1)
	young := share(t, author, reviewer, []byte(file), protocol.AudienceNPMs)
	eventually(t, "the second is there", func() bool { return b.has(young) })
	if err := reader.Follow([]string{"health-care"}); err != nil {
		t.Fatal(err)
	}
	if n := news(); len(n.New) != 1 || n.New[0].ID != young || !n.New[0].Followed || n.New[0].Text.Title != "Young" {
		t.Errorf("news are %+v", n)
	}
	if err := author.Withdraw(t.Context(), old, young); err != nil {
		t.Fatal(err)
	}
	eventually(t, "both are withdrawn", func() bool { return !b.has(old) && !b.has(young) })
	if n := news(); len(n.New) != 0 || len(n.Withdrawn) != 1 || n.Withdrawn[0].Count != 1 { // of the second nobody had taken note
		t.Errorf("news are %+v", n)
	}
	seen()
	if n := news(); len(n.Withdrawn) != 0 || len(n.Followed) != 1 {
		t.Errorf("news are %+v", n)
	}
	if err := reader.Follow([]string{"nothing"}); !errors.Is(err, node.ErrNoTopic) {
		t.Errorf("follow nothing: %v", err)
	}
}
