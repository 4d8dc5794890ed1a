package web

import (
	"crypto/sha256"
	"io"
	"sync"
	"time"

	"praxis/node"
)

const (
	linkTime  = time.Hour // that a sign-in link works
	mostLinks = 64
)

// links are addresses that work once: the one at which the first person is named, and those that sign somebody in who
// has signed in elsewhere. They live in memory only.
type links struct {
	now func() time.Time

	mu      sync.Mutex
	setUp   [32]byte // hash of the token; zero when there is none
	signIns map[[32]byte]link
}

type link struct {
	session *node.Session
	expires time.Time
}

func newLinks(now func() time.Time) *links {
	return &links{now: now, signIns: make(map[[32]byte]link)}
}

func (l *links) first(random io.Reader) (string, error) {
	token, err := newToken(random)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.setUp = sha256.Sum256([]byte(token))
	return token, err
}

// isFirst tells whether a token is that of the first person's link.
func (l *links) isFirst(token string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.setUp != [32]byte{} && l.setUp == sha256.Sum256([]byte(token))
}

func (l *links) firstDone() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.setUp = [32]byte{}
}

func (l *links) signIn(random io.Reader, session *node.Session) (string, error) {
	token, err := newToken(random)
	if err != nil {
		return "", err
	}
	l.tidy()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.signIns) >= mostLinks {
		session.Close()
		return "", errFull
	}
	l.signIns[sha256.Sum256([]byte(token))] = link{session, l.now().Add(linkTime)}
	return token, nil
}

// name says whom a sign-in link is for; "" if it works no more.
func (l *links) name(token string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if one, ok := l.signIns[sha256.Sum256([]byte(token))]; ok && l.now().Before(one.expires) {
		return one.session.Person().Name
	}
	return ""
}

// take uses a sign-in link up; nil if it works no more.
func (l *links) take(token string) *node.Session {
	l.tidy()
	l.mu.Lock()
	defer l.mu.Unlock()
	key := sha256.Sum256([]byte(token))
	one, ok := l.signIns[key]
	if !ok {
		return nil
	}
	delete(l.signIns, key)
	return one.session
}

func (l *links) tidy() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for key, one := range l.signIns {
		if l.now().After(one.expires) {
			one.session.Close()
			delete(l.signIns, key)
		}
	}
}

func (l *links) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for key, one := range l.signIns {
		one.session.Close()
		delete(l.signIns, key)
	}
}
