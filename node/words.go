package node

import (
	"fmt"
	"slices"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/gate"
	"praxis/internal/store"
	"praxis/protocol"
	"praxis/protocol/exchange"
)

// words are the lists of words that the gate is given, as they were read from the store.
type words struct {
	all     []kept
	cleared gate.List
	allowed gate.List
}

// kept is a word and the random id under which it is stored.
type kept struct {
	id [16]byte
	draft.Word
}

func (n *Node) loadWords() (*words, error) {
	if known := n.words.Load(); known != nil {
		return known, nil
	}
	n.reading.Lock() // a list that was read before a change must not be remembered after it
	defer n.reading.Unlock()
	w := new(words)
	var cleared, allowed []string
	var failed error
	err := n.store.Records(store.KindWord, func(id [16]byte, raw []byte) bool {
		one := kept{id: id}
		if failed = decode(raw, &one.Word); failed != nil {
			return false
		}
		w.all = append(w.all, one)
		if one.List == draft.Allowed {
			allowed = append(allowed, one.Word.Word)
		} else {
			cleared = append(cleared, one.Word.Word)
		}
		return true
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	w.cleared, w.allowed = gate.NewList(cleared...), gate.NewList(allowed...)
	n.words.Store(w)
	return w, nil
}

// Words are the words on a list, in alphabetical order.
func (s *Session) Words(list draft.WordList) ([]draft.Word, error) {
	if err := s.may(func(p draft.Person) bool { return p.MaySee(list) }); err != nil {
		return nil, err
	}
	w, err := s.n.loadWords()
	if err != nil {
		return nil, err
	}
	var all []draft.Word
	for _, one := range w.all {
		if one.List == list {
			all = append(all, one.Word)
		}
	}
	slices.SortFunc(all, func(a, b draft.Word) int { return strings.Compare(strings.ToLower(a.Word), strings.ToLower(b.Word)) })
	return all, nil
}

// ListWords puts words on a list, each once, and returns how many are new on it. Reviews that were started before show less
// at once; what blocks in them needs another review.
func (s *Session) ListWords(list draft.WordList, more ...string) (added int, err error) {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(func(p draft.Person) bool { return p.MayList(list) }); err != nil {
		return 0, err
	}
	w, err := n.loadWords()
	if err != nil {
		return 0, err
	}
	there := make(map[string]bool)
	for _, one := range w.all {
		if one.List == list {
			there[gate.Same(one.Word.Word)] = true
		}
	}
	var rs []store.Record
	for _, text := range more {
		one, err := draft.NewWord(text, list, s.person.ID, n.now())
		if err != nil {
			return 0, err
		}
		if same := gate.Same(one.Word); there[same] {
			continue
		} else if there[same] = true; len(there) > draft.MaxWords {
			return 0, fmt.Errorf("%w: the list has %d words, forget some first", draft.ErrState, draft.MaxWords)
		}
		id, err := n.newID()
		if err != nil {
			return 0, err
		}
		r, err := record(store.KindWord, id, one)
		if err != nil {
			return 0, err
		}
		r.Sync = true
		rs = append(rs, r)
	}
	added = len(rs)
	if added > 0 {
		rs = append(rs, n.line(s.person.ID, DeedWordsListed))
	}
	return added, n.keepWords(rs)
}

// ForgetWords takes words off a list, and erases them. A word that is not on it is an error that says so, and nothing is
// taken off.
func (s *Session) ForgetWords(list draft.WordList, gone ...string) error {
	n := s.n
	n.drafts.Lock()
	defer n.drafts.Unlock()
	if err := s.may(func(p draft.Person) bool { return p.MayList(list) }); err != nil {
		return err
	}
	w, err := n.loadWords()
	if err != nil {
		return err
	}
	var rs []store.Record
	for _, text := range gone {
		at := slices.IndexFunc(w.all, func(one kept) bool { return one.List == list && gate.Same(one.Word.Word) == gate.Same(text) })
		if at < 0 {
			return fmt.Errorf("%q is not among the %s words: %w", text, list, ErrNotFound)
		}
		rs = append(rs, store.Record{Kind: store.KindWord, ID: w.all[at].id, Sync: true})
	}
	if err := n.keepWords(append(rs, n.line(s.person.ID, DeedWordsForgotten))); err != nil {
		return err
	}
	n.due()
	return nil
}

// keepWords stores words or deletes them. Whoever changes a list does it here, so that what is remembered of it is forgotten.
func (n *Node) keepWords(rs []store.Record) error {
	if len(rs) == 0 {
		return nil
	}
	n.reading.Lock()
	defer n.reading.Unlock()
	n.words.Store(nil)
	return n.store.Commit(exchange.Batch{}, rs...)
}

// ClearUnknowns clears all unknown words that are noted in a draft's review, and returns them.
func (s *Session) ClearUnknowns(id protocol.ID) ([]string, error) {
	r, err := s.Reviewed(id)
	if err != nil {
		return nil, err
	}
	_, marks, err := s.n.ReadOutgoing(r)
	if err != nil {
		return nil, err
	}
	var unknown []string
	for _, m := range marks {
		if m.Kind == draft.KindUnknown && !slices.Contains(unknown, m.Found) {
			unknown = append(unknown, m.Found)
		}
	}
	_, err = s.ListWords(draft.Cleared, unknown...)
	return unknown, err
}
