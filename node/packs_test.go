package node_test

import (
	"errors"
	"strings"
	"testing"

	"praxis/internal/draft"
	"praxis/node"
	"praxis/protocol"
)

// TestAPackIsItsPersonsOwn keeps a pack, and lets colleagues and an administrator look for it.
func TestAPackIsItsPersonsOwn(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	ada, ben := a.person("Ada"), a.person("Ben")
	pack := node.Pack{Name: " quokkanorth ", PlaceType: "prison", Topics: []string{"segregation"},
		Items: []node.PackItem{{Part: node.PackChecklist, Document: protocol.ID{1}}}}
	kept, err := ada.KeepPack(pack)
	if err != nil || kept.Name != "quokkanorth" || kept.ID.IsZero() {
		t.Fatalf("kept %+v, %v", kept, err)
	}
	if own, err := ada.Packs(); err != nil || len(own) != 1 || own[0].Items[0].Part != node.PackChecklist {
		t.Fatalf("packs %+v, %v", own, err)
	}
	if others, err := ben.Packs(); err != nil || len(others) != 0 {
		t.Errorf("a colleague has the packs %+v, %v", others, err)
	}
	stolen := kept
	stolen.Name = "mine"
	if _, err := ben.KeepPack(stolen); !errors.Is(err, node.ErrNoPack) {
		t.Errorf("a colleague changes it: %v", err)
	}
	if err := ben.ErasePack(kept.ID); !errors.Is(err, node.ErrNoPack) {
		t.Errorf("a colleague erases it: %v", err)
	}
	if _, err := ben.Pack(kept.ID); !errors.Is(err, node.ErrNoPack) {
		t.Errorf("a colleague reads it: %v", err)
	}
	kept.Name = "later"
	if again, err := ada.KeepPack(kept); err != nil || again.ID != kept.ID {
		t.Errorf("kept again as %s, %v", again.ID, err)
	}
	eventually(t, "the first name is erased", func() bool { return !a.anywhere("quokkanorth") })
	if err := ada.ErasePack(kept.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := ada.Pack(kept.ID); !errors.Is(err, node.ErrNoPack) {
		t.Errorf("after it was erased: %v", err)
	}
	if _, err := a.AddPerson(t.Context(), "Xan", []draft.Role{draft.RoleOutsideExpert}, "a long passphrase"); err != nil {
		t.Fatal(err)
	}
	xan, err := a.SignIn("Xan", "a long passphrase")
	if err != nil {
		t.Fatal(err)
	}
	defer xan.Close()
	if _, err := xan.KeepPack(pack); !errors.Is(err, draft.ErrRole) {
		t.Errorf("an outside expert keeps a pack: %v", err)
	}
}

func TestPacksAreBounded(t *testing.T) {
	a := newPlace(t)
	found(t, newPlace(t), a, newPlace(t))
	ada := a.person("Ada")
	good := node.Pack{Name: "a", PlaceType: "prison", Topics: []string{"segregation"}}
	for name, one := range map[string]struct {
		spoil func(*node.Pack)
		want  error
	}{
		"no name":       {func(p *node.Pack) { p.Name = " " }, node.ErrPackName},
		"a long name":   {func(p *node.Pack) { p.Name = strings.Repeat("a", node.MaxPackName+1) }, node.ErrPackName},
		"long notes":    {func(p *node.Pack) { p.Notes = strings.Repeat("a", node.MaxPackNotes+1) }, node.ErrPackName},
		"no topic":      {func(p *node.Pack) { p.Topics = nil }, node.ErrPackScope},
		"another topic": {func(p *node.Pack) { p.Topics = []string{"weather"} }, node.ErrPackScope},
		"another place": {func(p *node.Pack) { p.PlaceType = "castle" }, node.ErrPackScope},
		"many items":    {func(p *node.Pack) { p.Items = make([]node.PackItem, node.MaxPackItems+1) }, node.ErrManyPacks},
	} {
		p := good
		one.spoil(&p)
		if _, err := ada.KeepPack(p); !errors.Is(err, one.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range node.MaxPacks {
		if _, err := ada.KeepPack(good); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ada.KeepPack(good); !errors.Is(err, node.ErrManyPacks) {
		t.Errorf("one too many: %v", err)
	}
}
