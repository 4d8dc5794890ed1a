package node

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"praxis/internal/draft"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// Bounds of visit packs.
const (
	MaxPacks     = 100 // of one person
	MaxPackItems = 400
	MaxPackName  = 200     // bytes
	MaxPackNotes = 8 << 10 // bytes
)

// PackPart is what a pack takes from a document.
type PackPart string

// The parts.
const (
	PackChecklist PackPart = "checklist" // of a methodology
	PackGuide     PackPart = "guide"     // the interview guide of a methodology
	PackProvision PackPart = "provision" // the text of a provision
	PackQuestions PackPart = "questions" // the questions and indicators of a provision
)

// PackItem is one thing in a pack: where it stands, never its text. What was withdrawn is therefore gone from every pack.
type PackItem struct {
	Part     PackPart    `json:"part"`
	Document protocol.ID `json:"document"`
	Place    string      `json:"place,omitempty"` // address of a provision
}

// Pack is what somebody takes along to a visit. It is a private record of the person who made it: nobody else at the node
// reads it, and it never leaves.
type Pack struct {
	ID        protocol.ID `json:"id"`
	Person    protocol.ID `json:"person"`
	Name      string      `json:"name"` // in the person's own words
	Notes     string      `json:"notes,omitempty"`
	PlaceType string      `json:"place_type"`
	Topics    []string    `json:"topics"`
	Items     []PackItem  `json:"items,omitempty"`
	Chosen    bool        `json:"chosen"`  // the person has said what belongs to it
	Changed   int64       `json:"changed"` // Unix seconds
}

// Why a pack is refused.
var (
	ErrNoPack    = fmt.Errorf("%w: there is no such pack of yours", ErrNotFound)
	ErrPackName  = fmt.Errorf("a pack has a name of 1 to %d bytes, and notes of at most %d", MaxPackName, MaxPackNotes)
	ErrPackScope = errors.New("a pack is for one type of place and at least one topic of the vocabularies")
	ErrManyPacks = fmt.Errorf("a person keeps at most %d packs, each of at most %d items: erase one first", MaxPacks, MaxPackItems)
)

func (p Pack) check() error {
	for _, text := range []string{p.Name, p.Notes} {
		if !utf8.ValidString(text) {
			return ErrPackName
		}
	}
	if p.Name == "" || len(p.Name) > MaxPackName || len(p.Notes) > MaxPackNotes {
		return ErrPackName
	}
	unknown := func(code string) bool { return !protocol.Topics().Has(code) }
	if !protocol.PlaceTypes().Has(p.PlaceType) || len(p.Topics) == 0 || slices.ContainsFunc(p.Topics, unknown) {
		return ErrPackScope
	}
	if len(p.Items) > MaxPackItems {
		return ErrManyPacks
	}
	return nil
}

// Packs are the person's own packs, the newest first.
func (s *Session) Packs() ([]Pack, error) {
	if err := s.may(draft.Person.MayReadDocuments); err != nil {
		return nil, err
	}
	var own []Pack
	err := eachRecord(s.n, store.KindPack, func(p Pack) error {
		if p.Person == s.person.ID {
			own = append(own, p)
		}
		return nil
	})
	slices.SortFunc(own, func(a, b Pack) int {
		if a.Changed != b.Changed {
			return int(min(1, max(-1, b.Changed-a.Changed)))
		}
		return protocol.Compare(a.ID, b.ID)
	})
	return own, err
}

// Pack is a pack of the person's own. It wraps [ErrNoPack], whoever else's it is.
func (s *Session) Pack(id protocol.ID) (Pack, error) {
	var p Pack
	if err := s.may(draft.Person.MayReadDocuments); err != nil {
		return p, err
	}
	ok, err := s.n.read(store.KindPack, id, &p)
	if err == nil && (!ok || p.Person != s.person.ID) {
		return Pack{}, ErrNoPack
	}
	return p, err
}

// KeepPack keeps a pack: a new one, where it has no id yet, otherwise in place of the person's own of that id. It wraps
// [ErrNoPack], [ErrPackName], [ErrPackScope] or [ErrManyPacks].
func (s *Session) KeepPack(p Pack) (Pack, error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	p.Name, p.Notes = strings.TrimSpace(p.Name), strings.TrimSpace(p.Notes)
	if err := p.check(); err != nil {
		return Pack{}, err
	}
	if p.ID.IsZero() {
		own, err := s.Packs()
		if err != nil {
			return Pack{}, err
		}
		if len(own) >= MaxPacks {
			return Pack{}, ErrManyPacks
		}
		if _, err := io.ReadFull(n.options.Random, p.ID[:]); err != nil {
			return Pack{}, fmt.Errorf("make an id for a pack: %w", err)
		}
	} else if _, err := s.Pack(p.ID); err != nil {
		return Pack{}, err
	}
	p.Person, p.Changed = s.person.ID, n.now()
	kept, err := record(store.KindPack, p.ID, p)
	if err != nil {
		return Pack{}, err
	}
	kept.Sync, kept.Erase = true, true
	if err := n.store.Commit(exchange.Batch{}, kept); err != nil {
		return Pack{}, err
	}
	n.due()
	return p, nil
}

// ErasePack erases a pack of the person's own. It wraps [ErrNoPack].
func (s *Session) ErasePack(id protocol.ID) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if _, err := s.Pack(id); err != nil {
		return err
	}
	if err := n.store.Commit(exchange.Batch{}, store.Record{Kind: store.KindPack, ID: id, Sync: true}); err != nil {
		return err
	}
	n.due()
	return nil
}
