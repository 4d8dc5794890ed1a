package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"sync"
	"time"

	"praxis/node"
	"praxis/protocol"
)

const (
	sessionIdle = 30 * time.Minute // after which a session ends; pages and saving keep it
	sessionLong = 12 * time.Hour   // after which it ends in any case
	mostOpen    = 256
)

// sessions are the people who have signed in at the pages. Their keys are in memory alone. The store keeps whose each
// session is, by the hash of its token, so that after a restart the pages know whom to ask for the passphrase.
type sessions struct {
	n      *node.Node
	now    func() time.Time
	random io.Reader

	mu     sync.Mutex
	open   map[protocol.Hash]*session
	locked map[protocol.Hash]node.SignedIn // of before the start
}

type session struct {
	token   protocol.Hash
	person  *node.Session
	began   time.Time
	used    time.Time
	running int // requests under way
	ended   bool
	notices []string // to be said by the next page; the lock of sessions guards them
	owner   *sessions
	asked   asked           // what the person looked for
	over    context.Context // ends with the session, for pages that stay open
	finish  context.CancelFunc
}

// errFull says that too many people have signed in at once.
var errFull = errors.New("too many sessions: sign out somewhere first")

func newSessions(n *node.Node, now func() time.Time, random io.Reader) (*sessions, error) {
	s := &sessions{n: n, now: now, random: random, open: make(map[protocol.Hash]*session), locked: make(map[protocol.Hash]node.SignedIn)}
	before, err := n.SignedIns()
	if err != nil {
		return nil, err
	}
	var old []protocol.Hash
	for _, one := range before {
		if now().Sub(time.Unix(one.Began, 0)) > sessionLong {
			old = append(old, one.Token)
			continue
		}
		s.locked[one.Token] = one
	}
	return s, n.ForgetSignedIn(old...)
}

func newToken(random io.Reader) (string, error) {
	var raw [32]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(raw[:]), nil
}

// begin opens a session and returns the token that the browser keeps.
func (s *sessions) begin(person *node.Session) (string, *session, error) {
	token, err := newToken(s.random)
	if err != nil {
		return "", nil, err
	}
	s.mu.Lock()
	s.sweep()
	full := len(s.open) >= mostOpen
	s.mu.Unlock()
	if full {
		return "", nil, errFull
	}
	one := &session{token: sha256.Sum256([]byte(token)), person: person, began: s.now(), used: s.now(), running: 1, owner: s}
	one.over, one.finish = context.WithCancel(context.Background())
	if err := s.n.KeepSignedIn(node.SignedIn{Token: one.token, Person: person.Person().ID, Began: one.began.Unix()}); err != nil {
		return "", nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[one.token] = one
	return token, one, nil
}

// take returns the session of a token, nil if there is none; release gives it back.
func (s *sessions) take(token string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	one := s.open[sha256.Sum256([]byte(token))]
	if one != nil {
		one.running++
	}
	return one
}

func (s *sessions) release(one *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one.running--
	one.used = s.now()
	if one.ended && one.running == 0 {
		one.person.Close()
	}
}

// peek is the session of a token for a page that stays open by itself: it does not keep the session from ending.
func (s *sessions) peek(token string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	return s.open[sha256.Sum256([]byte(token))]
}

// knows is the person of a session that was open before the node was started again; zero if there is none.
func (s *sessions) knows(token string) protocol.ID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.locked[sha256.Sum256([]byte(token))].Person
}

// end ends a session; its key is forgotten as soon as no request uses it.
func (s *sessions) end(one *session) {
	s.mu.Lock()
	s.drop(one)
	s.mu.Unlock()
	_ = s.n.ForgetSignedIn(one.token) // it opens nothing any more
}

// endOf ends every session of a person, those of before the start included.
func (s *sessions) endOf(person protocol.ID) error {
	s.mu.Lock()
	var gone []protocol.Hash
	for token, one := range s.open {
		if one.person.Person().ID == person {
			gone = append(gone, token)
			s.drop(one)
		}
	}
	for token, one := range s.locked {
		if one.Person == person {
			gone = append(gone, token)
			delete(s.locked, token)
		}
	}
	s.mu.Unlock()
	return s.n.ForgetSignedIn(gone...)
}

// of counts the open sessions of a person.
func (s *sessions) of(person protocol.ID) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, one := range s.open {
		if one.person.Person().ID == person {
			n++
		}
	}
	return n
}

func (s *sessions) drop(one *session) {
	if one.ended {
		return
	}
	delete(s.open, one.token)
	one.ended = true
	one.finish()
	if one.running == 0 {
		one.person.Close()
	}
}

// sweep ends what is idle or too old. The lock is held. The store keeps the record of an idle one, so that its person is
// known by name.
func (s *sessions) sweep() {
	now := s.now()
	for _, one := range s.open {
		idle, old := now.Sub(one.used) > sessionIdle, now.Sub(one.began) > sessionLong
		if one.running == 0 && idle || old {
			s.locked[one.token] = node.SignedIn{Token: one.token, Person: one.person.Person().ID, Began: one.began.Unix()}
			s.drop(one)
		}
	}
}

// tidy ends what is idle, and forgets what is too old to be known.
func (s *sessions) tidy() {
	s.mu.Lock()
	s.sweep()
	var old []protocol.Hash
	for token, one := range s.locked {
		if s.now().Sub(time.Unix(one.Began, 0)) > sessionLong {
			old = append(old, token)
			delete(s.locked, token)
		}
	}
	s.mu.Unlock()
	_ = s.n.ForgetSignedIn(old...) // tried again at the next start
}

// close forgets every key, when the server closes. The store's records stay: people are known by name afterwards.
func (s *sessions) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.open {
		s.drop(one)
	}
}

// ends is when a session ends if nothing is done before.
func (one *session) ends() time.Time {
	idle, long := one.owner.now().Add(sessionIdle), one.began.Add(sessionLong)
	if long.Before(idle) {
		return long
	}
	return idle
}

func (one *session) notice(text string) {
	one.owner.mu.Lock()
	defer one.owner.mu.Unlock()
	if len(one.notices) < 8 {
		one.notices = append(one.notices, text)
	}
}

// said are the notices, once.
func (one *session) said() []string {
	one.owner.mu.Lock()
	defer one.owner.mu.Unlock()
	all := one.notices
	one.notices = nil
	return all
}
