package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"

	"praxis/internal/draft"
	"praxis/internal/store"
)

// Session is a person who has signed in. What a person does is done through it, in that person's name. It is safe for
// concurrent use. Close it.
type Session struct {
	n      *Node
	person draft.Person
	signer draft.Signer
	shown  atomic.Pointer[[]seen] // what [Session.News] last showed
}

// ErrUnknownPerson says that nobody of that name works here.
var ErrUnknownPerson = errors.New("nobody of that name works at this node: praxis person list shows who does")

// ErrNameTaken says that somebody else has the name.
var ErrNameTaken = errors.New("somebody of that name works here already: choose another name")

// AddPerson makes a person with a key of their own. Names are unique at a node, whatever their case. It is refused where a
// director or an administrator decides who works here: see [Session.AddPerson].
func (n *Node) AddPerson(ctx context.Context, name string, roles []draft.Role, passphrase string) (draft.Person, error) {
	return n.addPerson(ctx, nil, name, roles, passphrase)
}

func (n *Node) addPerson(_ context.Context, by *draft.Person, name string, roles []draft.Role, passphrase string) (draft.Person, error) {
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := n.mayManage(by, roles...); err != nil {
		return draft.Person{}, err
	}
	if _, err := n.person(name); err == nil {
		return draft.Person{}, fmt.Errorf("%q: %w", name, ErrNameTaken)
	} else if !errors.Is(err, ErrUnknownPerson) {
		return draft.Person{}, err
	}
	if passphrase == "" {
		return draft.Person{}, errors.New("a passphrase is needed: it unlocks the person's own key")
	}
	p, err := draft.NewPerson(name, roles, passphrase, n.options.WorkFactor, n.options.Random, n.now())
	debug.FreeOSMemory() // see SignIn
	if err != nil {
		return draft.Person{}, err
	}
	if by != nil {
		p.By = by.ID
	}
	return p, n.keepPerson(p, false, n.line(p.By, DeedPersonAdded, p.ID))
}

// Persons are those who work at this node, in order of their names. The list is the caller's.
func (n *Node) Persons() ([]draft.Person, error) {
	if known := n.persons.Load(); known != nil {
		return slices.Clone(*known), nil
	}
	n.reading.Lock() // a list that was read before a change must not be remembered after it
	defer n.reading.Unlock()
	all, err := records[draft.Person](n, store.KindPerson)
	slices.SortFunc(all, func(a, b draft.Person) int { return strings.Compare(a.Name, b.Name) })
	if err == nil {
		n.persons.Store(&all)
	}
	return slices.Clone(all), err
}

func (n *Node) person(name string) (draft.Person, error) {
	all, err := n.Persons()
	if err != nil {
		return draft.Person{}, err
	}
	for _, p := range all {
		if strings.EqualFold(p.Name, strings.TrimSpace(name)) {
			return p, nil
		}
	}
	return draft.Person{}, fmt.Errorf("%q: %w", name, ErrUnknownPerson)
}

// SignIn unlocks a person's key. Attempts are made one after the other, and wait after wrong ones: it wraps [*Throttled],
// [ErrUnknownPerson] or what [draft.Person.Unlock] says.
func (n *Node) SignIn(name, passphrase string) (*Session, error) {
	n.signing.Lock()
	defer n.signing.Unlock()
	if err := n.throttle.mayTry(name); err != nil {
		return nil, err
	}
	p, err := n.person(name)
	if err != nil {
		n.throttle.failed(name)
		return nil, err
	}
	signer, err := p.Unlock(passphrase)
	debug.FreeOSMemory() // a passphrase costs 64 MiB to try, which the runtime would give back only minutes later
	if errors.Is(err, draft.ErrPassphrase) {
		n.throttle.failed(name)
	}
	if err != nil {
		return nil, err
	}
	n.throttle.passed(name)
	return &Session{n: n, person: p, signer: signer}, n.note(p.ID, DeedSignedIn)
}

// Clone is the same person signed in once more, to be closed by itself.
func (s *Session) Clone() *Session {
	return &Session{n: s.n, person: s.person, signer: s.signer.Clone()}
}

// SignOut notes that the person ended the session, and closes it.
func (s *Session) SignOut() error {
	s.Close()
	return s.n.note(s.person.ID, DeedSignedOut)
}

// Close forgets the key.
func (s *Session) Close() { s.signer.Forget() }

func record(kind store.RecordKind, id [16]byte, v any) (store.Record, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return store.Record{}, fmt.Errorf("encode a private record: %w", err)
	}
	return store.Record{Kind: kind, ID: id, Value: raw}, nil
}

// read fills v from a record and tells whether there was one.
func (n *Node) read(kind store.RecordKind, id [16]byte, v any) (bool, error) {
	raw, err := n.store.Record(kind, id)
	if err != nil || raw == nil {
		return false, err
	}
	err = decode(raw, v)
	return err == nil, err
}

// decode fills v from a record's value.
func decode(raw []byte, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("read a private record: %w", err)
	}
	return nil
}

func records[T any](n *Node, kind store.RecordKind) ([]T, error) {
	var all []T
	err := eachRecord(n, kind, func(v T) error { all = append(all, v); return nil })
	return all, err
}

// eachRecord calls yield with every record of a kind, until it returns an error.
func eachRecord[T any](n *Node, kind store.RecordKind, yield func(T) error) error {
	var failed error
	err := n.store.Records(kind, func(_ [16]byte, raw []byte) bool {
		var v T
		if failed = decode(raw, &v); failed != nil {
			return false
		}
		failed = yield(v)
		return failed == nil
	})
	return errors.Join(err, failed)
}

// forget is the deletion of the records of an id that there are of some kinds.
func (n *Node) forget(id [16]byte, kinds ...store.RecordKind) (gone []store.Record, err error) {
	for _, kind := range kinds {
		there, err := n.store.HasRecord(kind, id)
		if err != nil {
			return nil, err
		}
		if there {
			gone = append(gone, store.Record{Kind: kind, ID: id})
		}
	}
	return gone, nil
}
