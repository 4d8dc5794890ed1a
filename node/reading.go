package node

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

// Document is a document as readers see it: its newest live version.
type Document struct {
	ID         protocol.ID         `json:"id"`
	Version    uint64              `json:"version"`
	Versions   []uint64            `json:"versions"` // those that are held, ascending
	Repository protocol.Repository `json:"-"`
	Entry      uint64              `json:"-"`
	Body       protocol.ID         `json:"body"`
	BodyName   string              `json:"body_name"`
	Audience   protocol.Audience   `json:"audience"`
	Kind       protocol.Kind       `json:"kind"`
	Language   string              `json:"language"`
	Languages  []string            `json:"languages"`
	Title      string              `json:"title"`
	Summary    string              `json:"summary,omitempty"`
	Topics     []string            `json:"topics,omitempty"`
	AsOf       int64               `json:"current_as_of"`     // Unix seconds: of the newest head of its repository
	Unnamed    bool                `json:"unnamed,omitempty"` // its body is shown as "an NPM"
	Content    protocol.Version    `json:"-"`
}

// ErrNewer says that a version was written by a newer Praxis than this.
var ErrNewer = errors.New("this version needs a newer Praxis to be shown")

// repositories are the names and states of what this node holds.
func (n *Node) repositories() ([]exchange.State, error) { return n.store.States() }

// each calls yield with every document that is held and live, whose body shared it whole.
func (n *Node) each(yield func(Document) error) error {
	states, err := n.repositories()
	if err != nil {
		return err
	}
	for _, s := range states {
		err := n.store.Documents(s.Repository, func(id protocol.ID, rec exchange.Record) error {
			d, err := n.newest(s, id, rec)
			if err != nil || d == nil {
				return err
			}
			return yield(*d)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// newest returns the newest version of a document that is held and can be shown; nil if there is none.
func (n *Node) newest(s exchange.State, id protocol.ID, rec exchange.Record) (*Document, error) {
	var held []uint64
	var d *Document
	for i := len(rec.Versions) - 1; i >= 0; i-- {
		v := rec.Versions[i]
		if !rec.Live(v.Number) {
			continue
		}
		if d != nil {
			held = append(held, v.Number)
			continue
		}
		content, err := n.content(s.Repository, v)
		if errors.Is(err, ErrNotFound) || errors.Is(err, ErrNewer) {
			continue
		}
		if err != nil {
			n.log.Warn("a document is not what its entry says and is not shown", "document", id, "version", v.Number, "error", err)
			continue
		}
		described := n.describe(s, v, content)
		d = &described
		held = append(held, v.Number)
	}
	if d != nil {
		slices.Reverse(held)
		d.Versions = held
	}
	return d, nil
}

// content reads a version from the store and checks that it is the one that its entry puts.
func (n *Node) content(r protocol.Repository, v exchange.Version) (protocol.Version, error) {
	raw, err := n.store.Root(r, v.Entry)
	if err != nil {
		return protocol.Version{}, err
	}
	if raw == nil {
		return protocol.Version{}, fmt.Errorf("version %d: %w", v.Number, ErrNotFound)
	}
	root, err := wire.ParseBlock(wire.DAGCBOR, raw)
	if err != nil {
		return protocol.Version{}, err
	}
	var failed error
	content, err := protocol.AssembleVersion(root, func(c wire.CID) ([]byte, bool) {
		b, err := n.store.Linked(r, v.Entry, c)
		if err != nil {
			failed = err
		}
		return b, b != nil
	})
	if newer := (*protocol.FormatError)(nil); errors.As(err, &newer) {
		return protocol.Version{}, fmt.Errorf("%w: %w", ErrNewer, err)
	}
	if errors.Is(err, protocol.ErrIncomplete) && failed == nil {
		return protocol.Version{}, fmt.Errorf("version %d: %w", v.Number, ErrNotFound)
	}
	if err = errors.Join(err, failed); err != nil {
		return protocol.Version{}, err
	}
	entries, err := n.store.Entries(r, v.Entry, v.Entry+1, 1)
	if err != nil {
		return protocol.Version{}, err
	}
	e, err := protocol.ParseEntry(entries[0])
	if err != nil {
		return protocol.Version{}, err
	}
	return content, content.Matches(r, e)
}

func (n *Node) describe(s exchange.State, v exchange.Version, content protocol.Version) Document {
	text, _ := content.Primary()
	d := Document{ID: content.Document, Version: v.Number, Repository: s.Repository, Entry: v.Entry, Body: s.Repository.Body,
		BodyName: n.bodyName(s.Repository.Body), Audience: s.Repository.Audience, Kind: content.Kind(), Language: text.Language,
		Title: text.Title, Summary: text.Summary, Topics: content.Topics, AsOf: s.Head.Value().Time, Content: content}
	if content.Attribution == protocol.AttributionAnNPM {
		d.BodyName, d.Unnamed = unnamed, true
	}
	for _, t := range content.Texts {
		d.Languages = append(d.Languages, t.Language)
	}
	return d
}

// unnamed stands for the name of a body that does not show it.
const unnamed = "an NPM"

// BodyName is a body's name as its member's profile gives it, or its id where no profile here does.
func (n *Node) BodyName(body protocol.ID) string { return n.bodyName(body) }

func (n *Node) bodyName(body protocol.ID) string {
	if network := n.network.Load(); network != nil {
		if b, _, ok := network.Body(body); ok {
			return b.Name
		}
	}
	return body.String()
}

// Show returns a document by its id, in the newest version that is held, or in the one asked for.
func (n *Node) Show(id protocol.ID, version uint64) (Document, error) {
	states, err := n.repositories()
	if err != nil {
		return Document{}, err
	}
	withdrawn := false
	var best *Document
	for _, s := range states {
		rec, err := n.store.Document(s.Repository, id)
		if err != nil {
			return Document{}, err
		}
		withdrawn = withdrawn || rec.Withdrawn
		if version != 0 {
			rec.Versions = slices.DeleteFunc(slices.Clone(rec.Versions), func(v exchange.Version) bool { return v.Number != version })
		}
		d, err := n.newest(s, id, rec)
		if err != nil {
			return Document{}, err
		}
		if d != nil && (best == nil || d.Version > best.Version) {
			best = d
		}
	}
	if best != nil {
		return *best, nil
	}
	if withdrawn {
		return Document{}, fmt.Errorf("document %s was withdrawn by the body that shared it: %w", id, ErrNotFound)
	}
	return Document{}, fmt.Errorf("document %s: %w: praxis why %s says more", id, ErrNotFound, id)
}

// Resolve finds the one id, of a document or draft, that begins as given; four characters at least.
func (n *Node) Resolve(prefix string) (protocol.ID, error) {
	if id, err := protocol.ParseID(prefix); err == nil {
		return id, nil
	}
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	if len(prefix) < 4 {
		return protocol.ID{}, fmt.Errorf("%q is too short: give at least four characters of an id", prefix)
	}
	matches := make(map[protocol.ID]bool)
	add := func(id protocol.ID) {
		if strings.HasPrefix(id.String(), prefix) {
			matches[id] = true
		}
	}
	if err := n.eachID(add); err != nil {
		return protocol.ID{}, err
	}
	switch len(matches) {
	case 0:
		return protocol.ID{}, fmt.Errorf("%q: %w: praxis list and praxis draft list show what there is", prefix, ErrNotFound)
	case 1:
		for id := range matches {
			return id, nil
		}
	}
	return protocol.ID{}, fmt.Errorf("%q begins %d ids: give more characters", prefix, len(matches))
}

// eachID names every document that is known, withdrawn ones included, and every draft.
func (n *Node) eachID(add func(protocol.ID)) error {
	states, err := n.repositories()
	if err != nil {
		return err
	}
	for _, s := range states {
		err := n.store.Documents(s.Repository, func(id protocol.ID, _ exchange.Record) error {
			add(id)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return n.store.Records(store.KindDraft, func(id [16]byte, _ []byte) bool {
		add(id)
		return true
	})
}
