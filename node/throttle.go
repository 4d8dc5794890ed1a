package node

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"time"
)

const (
	freeFailures = 3               // wrong passphrases that cost no wait
	firstWait    = 2 * time.Second // doubled with each further failure
	longestWait  = 5 * time.Minute
	forgetAfter  = 15 * time.Minute // without a failure, failures are forgotten
	mostNames    = 4096             // that failures are counted for; beyond it everybody waits
)

// Throttled says that too many wrong passphrases were tried for a name, at whichever door.
type Throttled struct{ Wait time.Duration }

func (t *Throttled) Error() string {
	return fmt.Sprintf("too many wrong passphrases: wait %s and try again", t.Wait.Round(time.Second))
}

// throttle slows down who guesses passphrases.
type throttle struct {
	now func() time.Time

	mu       sync.Mutex
	failures map[foldedName]*failures
}

type failures struct {
	count int
	last  time.Time
}

// mayTry refuses to try a passphrase so soon after wrong ones.
func (t *throttle) mayTry(name string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for name, f := range t.failures {
		if t.now().Sub(f.last) > forgetAfter {
			delete(t.failures, name)
		}
	}
	f := t.failures[foldName(name)]
	if f == nil && len(t.failures) >= mostNames {
		return &Throttled{Wait: forgetAfter}
	}
	if f == nil || f.count < freeFailures {
		return nil
	}
	if left := f.wait() - t.now().Sub(f.last); left > 0 {
		return &Throttled{Wait: left}
	}
	return nil
}

// failed counts a wrong passphrase.
func (t *throttle) failed(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f := t.failures[foldName(name)]
	if f == nil {
		f = &failures{}
		t.failures[foldName(name)] = f
	}
	f.count, f.last = f.count+1, t.now()
}

// passed forgets the failures of a name.
func (t *throttle) passed(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.failures, foldName(name))
}

// foldedName is the SHA-256 of a name in lower case: what is typed at the door may be as long as a request.
type foldedName [sha256.Size]byte

func foldName(name string) foldedName {
	return sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(name))))
}

func (f *failures) wait() time.Duration {
	wait := firstWait
	for range f.count - freeFailures {
		if wait *= 2; wait > longestWait {
			return longestWait
		}
	}
	return wait
}
