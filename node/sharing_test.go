package node_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/node"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// ready takes a draft as far as its approval.
func ready(t *testing.T, author, reviewer *node.Session, id protocol.ID, audience protocol.Audience) {
	t.Helper()
	if _, _, err := author.Review(id, audience, false); err != nil {
		t.Fatal(err)
	}
	approve(t, reviewer, id)
}

func (p *place) state(id protocol.ID) draft.State {
	p.t.Helper()
	d, err := p.Draft(id)
	if err != nil {
		p.t.Fatal(err)
	}
	return d.State
}

func TestDraftsForTwoAudiencesAreSharedInOneCall(t *testing.T) {
	secretariat, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, secretariat, a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	added, errs, err := author.AddDrafts([][]byte{note("For NPMs", "Text."), note("For all", "Text."), note("Not yet", "Text.")})
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	npms, all := added[0].ID, added[1].ID
	ready(t, author, reviewer, npms, protocol.AudienceNPMs)
	ready(t, author, reviewer, all, protocol.AudienceNetwork)

	unready := (*node.Unready)(nil)
	err = author.Share(t.Context(), []protocol.ID{npms, added[2].ID, all}, nil, func(int) {})
	if !errors.As(err, &unready) || unready.Draft != added[2].ID || !errors.Is(err, draft.ErrNotApproved) {
		t.Errorf("share with one that is not approved: %v", err)
	}
	if a.state(npms) != draft.StateApproved || a.has(npms) {
		t.Error("the others were shared all the same")
	}
	if err := author.Share(t.Context(), []protocol.ID{npms, all}, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if a.state(npms) != draft.StateShared || a.state(all) != draft.StateShared {
		t.Errorf("the drafts are %s and %s", a.state(npms), a.state(all))
	}
	eventually(t, "each is where it may be", func() bool { return b.has(npms) && b.has(all) && secretariat.has(all) })
	if secretariat.has(npms) {
		t.Error("the secretariat has what was shared with npms")
	}
	if err := author.Share(t.Context(), []protocol.ID{npms}, nil, func(int) {}); !errors.Is(err, draft.ErrState) {
		t.Errorf("share again: %v", err)
	}
}

// A document whose next version goes to another audience is in two repositories, and is taken back in both.
func TestADocumentOfTwoAudiences(t *testing.T) {
	secretariat, a, b := newPlace(t), newPlace(t), newPlace(t)
	found(t, secretariat, a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	for _, order := range [][2]protocol.Audience{{protocol.AudienceNPMs, protocol.AudienceNetwork}, {protocol.AudienceNetwork, protocol.AudienceNPMs}} {
		id := share(t, author, reviewer, note("First", "Text one."), order[0])
		if _, err := author.EditDraft(id, note("Second", "Text two.")); err != nil {
			t.Fatal(err)
		}
		ready(t, author, reviewer, id, order[1])
		if err := author.Share(t.Context(), []protocol.ID{id}, nil, func(int) {}); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the newest version is shown at the peer", func() bool {
			d, err := b.Show(id, 0)
			return err == nil && d.Version == 2 && d.Title == "Second"
		})
		if old, err := b.Show(id, 1); err != nil || old.Title != "First" {
			t.Errorf("the first version: %q, %v", old.Title, err)
		}
		eventually(t, "both have seen the newest that they may hold", func() bool { return a.holders(id).Seen == 2 })
		if h := a.holders(id); h.Of != 2 || len(h.Audiences) != 2 || h.Audiences[0] != order[1] || h.Title != "Second" {
			t.Errorf("holders: %d of %v, %q", h.Of, h.Audiences, h.Title)
		}
		if err := author.Withdraw(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		eventually(t, "it is gone everywhere", func() bool { return !b.has(id) && !secretariat.has(id) && !a.has(id) })
		eventually(t, "both have erased it, in each repository", func() bool { return a.holders(id).Withdrawn == 2 })
		if err := author.Withdraw(t.Context(), id); !errors.Is(err, node.ErrWithdrawn) {
			t.Errorf("withdraw again: %v", err)
		}
	}
}

// What is withdrawn by a recall is not in the log yet. The writer may still say it there, once, where every account
// confirms it.
func TestWhatWasRecalledCanStillBeWithdrawn(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	id := share(t, author, reviewer, note("Title", "Text."), protocol.AudienceNPMs)
	eventually(t, "it is at the peer", func() bool { return b.has(id) })
	identity, err := a.Identity()
	if err != nil {
		t.Fatal(err)
	}
	recall, err := protocol.Sign(protocol.Recall{Body: identity.Body, Member: identity.Member, Document: id, Time: time.Now().Unix(), Network: a.Network().ID()}, a.member)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Import(t.Context(), exchange.Lists{Recalls: [][]byte{recall.Bytes()}}); err != nil {
		t.Fatal(err)
	}
	if a.has(id) || a.state(id) != draft.StateWithdrawn {
		t.Errorf("after the recall it is here: %v; the draft is %s", a.has(id), a.state(id))
	}
	if h := a.holders(id); h.Withdrawn != 0 || !h.IsWithdrawn {
		t.Errorf("accounts confirm a recall: %d", h.Withdrawn)
	}
	if err := author.Withdraw(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the peer confirms it", func() bool { return a.holders(id).Withdrawn == 1 })
	if err := author.Withdraw(t.Context(), id); !errors.Is(err, node.ErrWithdrawn) {
		t.Errorf("withdraw again: %v", err)
	}
}

// copy takes a copy of the store of a place that is closed.
func (p *place) copy() store.FS {
	p.t.Helper()
	to := store.NewMemory()
	names, err := p.files.List("store")
	if err == nil {
		err = to.MkdirAll("store", 0o700)
	}
	for _, name := range names {
		path := p.files.PathJoin("store", name)
		from, err := p.files.Open(path)
		if err != nil {
			p.t.Fatal(err)
		}
		f, err := to.Create(path, "")
		if err != nil {
			p.t.Fatal(err)
		}
		_, err = io.Copy(f, from)
		if err := errors.Join(err, from.Close(), f.Sync(), f.Close()); err != nil {
			p.t.Fatal(err)
		}
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return to
}

// Put back from a copy of before, a node takes its own withdrawals from its peers, and its drafts say so too.
func TestADraftPutBackKnowsThatItsDocumentWasWithdrawn(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	id := share(t, author, reviewer, note("Title", "Text."), protocol.AudienceNPMs)
	eventually(t, "it is at the peer", func() bool { return b.has(id) })
	a.close()
	before := a.copy()
	a.open()
	author, err := a.SignIn("Ada", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	if err := author.Withdraw(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is gone at the peer", func() bool { return !b.has(id) })
	a.close()
	a.files = before
	a.open()
	if a.state(id) != draft.StateShared {
		t.Fatalf("in the copy the draft is %s", a.state(id))
	}
	eventually(t, "the node has heard of the withdrawal", func() bool { return !a.has(id) })
	if a.state(id) != draft.StateWithdrawn {
		t.Errorf("the draft is %s", a.state(id))
	}
}

// Many drafts are worked on side by side, and each has what is its own.
func TestManyDraftsAreApprovedAndSharedTogether(t *testing.T) {
	a, b := newPlace(t), newPlace(t)
	found(t, newPlace(t), a, b)
	author, reviewer := a.person("Ada"), a.person("Ben")
	const many = 300
	var files [][]byte
	for i := range many {
		files = append(files, []byte(strings.Replace(string(note(fmt.Sprintf("Number %d", i), fmt.Sprintf("Text %d.", i))), "own-unpublished", "published", 1)))
	}
	files[7] = []byte(strings.Replace(string(files[7]), "Text 7.", "Write to jan.kowalski@example.org, born on 3 May 1971.", 1))
	added, errs, err := author.AddDrafts(files)
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	if _, _, err := author.Review(added[3].ID, protocol.AudienceNetwork, false); err != nil { // is done anew
		t.Fatal(err)
	}
	var ids []protocol.ID
	err = reviewer.ApprovePublished(protocol.AudienceNPMs, func(d draft.Draft, err error) {
		if (err != nil) != (d.ID == added[7].ID) {
			t.Errorf("%s: %v", d.Title, err)
		}
		if err == nil {
			ids = append(ids, d.ID)
		}
	})
	if err != nil || len(ids) != many-1 || a.state(added[7].ID) != draft.StateDraft {
		t.Fatalf("%d approved, %v", len(ids), err)
	}
	if err := author.Share(t.Context(), ids, nil, func(int) {}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "all are at the peer", func() bool {
		count := 0
		err := b.List(node.Filter{}, func(node.Document) error { count++; return nil })
		return err == nil && count == many-1
	})
	for i, d := range added {
		shown, err := b.Show(d.ID, 0)
		if i == 7 {
			continue
		}
		if text, _ := shown.Content.Primary(); err != nil || text.Title != fmt.Sprintf("Number %d", i) || shown.Audience != protocol.AudienceNPMs {
			t.Errorf("document %d is %q for %s, %v", i, text.Title, shown.Audience, err)
		}
	}
}

// TestARecallAmidEditsLosesNeither has a recall come while somebody edits the draft again and again: whichever comes first,
// the draft is withdrawn at the end, and its record names the file that is stored.
func TestARecallAmidEditsLosesNeither(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a)
	ines, rui := a.person("Ada"), a.person("Ben")
	identity, err := a.Identity()
	if err != nil {
		t.Fatal(err)
	}
	for range 25 {
		id := share(t, ines, rui, note("Doors at night", "Text."), protocol.AudienceNPMs)
		recall, err := protocol.Sign(protocol.Recall{Body: identity.Body, Member: identity.Member, Document: id, Time: time.Now().Unix(), Network: a.Network().ID()}, a.member)
		if err != nil {
			t.Fatal(err)
		}
		var edits sync.WaitGroup
		var recalled atomic.Bool
		edits.Go(func() {
			for i := 0; ; i++ {
				late := recalled.Load()
				_, err := ines.EditDraft(id, note("Doors at night", strings.Repeat("Text. ", i%100)))
				if errors.Is(err, draft.ErrState) {
					return
				}
				if err != nil || late {
					t.Errorf("edit %d, after the recall: %t: %v", i, late, err)
					return
				}
			}
		})
		err = a.Import(t.Context(), exchange.Lists{Recalls: [][]byte{recall.Bytes()}})
		recalled.Store(true)
		if err != nil {
			t.Fatal(err)
		}
		edits.Wait()
		d, err := ines.Draft(id)
		if err != nil || d.State != draft.StateWithdrawn {
			t.Fatalf("the draft is %q, %v", d.State, err)
		}
		if _, err := ines.File(id); err != nil {
			t.Fatal(err)
		}
	}
}
