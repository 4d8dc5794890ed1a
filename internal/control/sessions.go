package control

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"praxis/node"
	"praxis/protocol"
)

const (
	sessionIdle = 15 * time.Minute
	maxSessions = 256
)

// sessions are the people who have signed in. They live in memory only. Tokens are kept as hashes, so that looking one up
// takes the same time whichever it is.
type sessions struct {
	now func() time.Time

	mu   sync.Mutex
	open map[[sha256.Size]byte]*session
}

type session struct {
	key     [sha256.Size]byte
	person  *node.Session
	used    time.Time
	running int // requests under way
	ended   bool
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, open: make(map[[sha256.Size]byte]*session)}
}

// begin opens a session and returns its token, 32 random bytes in hexadecimal.
func (s *sessions) begin(person *node.Session) (token string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	if len(s.open) >= maxSessions {
		return "", fault(KindThrottled, "too many people have signed in at once: end a session first")
	}
	var raw [32]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return "", err
	}
	token = hex.EncodeToString(raw[:])
	key := sha256.Sum256([]byte(token))
	s.open[key] = &session{key: key, person: person, used: s.now()}
	return token, nil
}

// take returns the session of a token; release gives it back when the request is done.
func (s *sessions) take(token string) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	one := s.open[sha256.Sum256([]byte(token))]
	if one == nil {
		return nil, &Error{Kind: KindNotSigned, Message: "nobody has signed in, or the session has ended", Hint: "sign in with --as NAME"}
	}
	one.running++
	return one, nil
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

// end ends a session; its key is forgotten as soon as no request uses it.
func (s *sessions) end(one *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(one)
}

// endOf ends the sessions of a person.
func (s *sessions) endOf(person protocol.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.open {
		if one.person.Person().ID == person {
			s.drop(one)
		}
	}
}

func (s *sessions) drop(one *session) {
	delete(s.open, one.key)
	one.ended = true
	if one.running == 0 {
		one.person.Close()
	}
}

// sweep ends what is idle. The lock is held.
func (s *sessions) sweep() {
	now := s.now()
	for _, one := range s.open {
		if one.running == 0 && now.Sub(one.used) > sessionIdle {
			s.drop(one)
		}
	}
}

func (s *sessions) tidy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
}

// endAll ends every session, when the server closes.
func (s *sessions) endAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.open {
		s.drop(one)
	}
}
