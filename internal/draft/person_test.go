package draft

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"praxis/protocol"
)

const (
	testPassphrase = "seven quiet corridors"
	testWork       = 10 // scrypt at 2^10, to be quick
)

func newPerson(t *testing.T, name string, roles ...Role) Person {
	t.Helper()
	p, err := NewPerson(name, roles, testPassphrase, testWork, rand.Reader, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func unlock(t *testing.T, p Person) Signer {
	t.Helper()
	s, err := p.Unlock(testPassphrase)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAKeyOpensWithItsPassphraseOnly(t *testing.T) {
	p := newPerson(t, "Ana Ruiz", RoleReviewer)
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var kept Person
	if err := json.Unmarshal(b, &kept); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(kept, p) {
		t.Fatalf("the record reads back as %+v, want %+v", kept, p)
	}
	if s := unlock(t, kept); s.Person().ID != p.ID {
		t.Fatalf("unlocked the key of %v", s.Person().ID)
	}
	for _, wrong := range []string{"", "seven quiet corridor", testPassphrase + " "} {
		if _, err := kept.Unlock(wrong); !errors.Is(err, ErrPassphrase) {
			t.Errorf("Unlock(%q) says %v", wrong, err)
		}
	}
}

func TestADamagedKeyIsNoWrongPassphrase(t *testing.T) {
	p, other := newPerson(t, "Ana"), newPerson(t, "Bo")
	cut := p
	cut.Sealed = cut.Sealed[:len(cut.Sealed)-1]
	swapped := p
	swapped.Sealed = other.Sealed
	for name, damaged := range map[string]Person{"cut": cut, "swapped": swapped} {
		if _, err := damaged.Unlock(testPassphrase); err == nil || errors.Is(err, ErrPassphrase) {
			t.Errorf("%s: Unlock says %v", name, err)
		}
	}
}

func TestWithoutAPassphraseThereIsNoKey(t *testing.T) {
	p, err := NewPerson("Ana", nil, "", testWork, rand.Reader, 1)
	if err != nil {
		t.Fatal(err)
	}
	if p.HasKey() || p.Key != (protocol.Key{}) {
		t.Error("the person has a key")
	}
	if _, err := p.Unlock(testPassphrase); !errors.Is(err, ErrNoKey) {
		t.Errorf("Unlock says %v", err)
	}
}

func TestBadPersonsAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, passphrase, want string
		roles                  []Role
		work                   int
	}{
		{"", testPassphrase, "name", nil, testWork},
		{"two\nlines", testPassphrase, "name", nil, testWork},
		{strings.Repeat("x", 101), testPassphrase, "name", nil, testWork},
		{"Ana", "short", "longer", nil, testWork},
		{"Ana", testPassphrase, "role", []Role{"king"}, testWork},
		{"Ana", testPassphrase, "work factor", nil, 40},
	} {
		_, err := NewPerson(c.name, c.roles, c.passphrase, c.work, rand.Reader, 1)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("NewPerson(%q, %q) says %v, want a word about %s", c.name, c.passphrase, err, c.want)
		}
	}
}

func TestASignerNeverPrintsItsKey(t *testing.T) {
	s := unlock(t, newPerson(t, "Ana"))
	private := fmt.Sprintf("%v", []byte(s.private)[:4])
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		out := fmt.Sprintf(verb, s)
		if strings.Contains(out, strings.Trim(private, "[]")) || !strings.HasPrefix(out, "signer ") {
			t.Errorf("%s prints %s", verb, out)
		}
	}
}

func TestWhoHasLeftSignsInNoMore(t *testing.T) {
	p := newPerson(t, "Ana", RoleAuthor, RoleDirector)
	if !p.ManagesPersons() {
		t.Error("a director does not decide who works here")
	}
	gone, err := p.Leave(500)
	if err != nil || gone.Left != 500 || len(gone.Sealed) > 0 || gone.Key != p.Key || gone.Name != p.Name {
		t.Fatalf("who has left is %+v, %v", gone, err)
	}
	if gone.ManagesPersons() {
		t.Error("who has left still decides who works here")
	}
	if _, err := gone.Unlock(testPassphrase); !errors.Is(err, ErrLeft) {
		t.Errorf("unlock: %v", err)
	}
	if _, err := gone.Leave(600); !errors.Is(err, ErrLeft) {
		t.Errorf("leave twice: %v", err)
	}
	if _, err := gone.ChangeRoles([]Role{RoleReviewer}); !errors.Is(err, ErrLeft) {
		t.Errorf("change the roles of who has left: %v", err)
	}
	if q, err := p.ChangeRoles([]Role{RoleAuthor}); err != nil || q.ManagesPersons() || !p.ManagesPersons() {
		t.Errorf("an inspector: %+v, %v", q, err)
	}
}
