package messages

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func load(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	literal = regexp.MustCompile("[\"`]([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)*\\.?)[\"`]")
	hinted  = regexp.MustCompile(`"hint=([a-z0-9.-]+)"`)
	said    = regexp.MustCompile(`(?:\$?\.T|\.Say|\.Notice)\(? ?"([^"]+)"|\.Wrong\("[^"]*", "([^"]+)"|\.Field "[^"]+" "([^"]+)"|"hint=([^"]+)"`)
)

// TestEverySentenceIsSaidSomewhere finds keys that no page names, and pages that name keys which nobody wrote.
func TestEverySentenceIsSaidSomewhere(t *testing.T) {
	c := load(t)
	named, prefixes := map[string]bool{}, []string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".html") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range append(literal.FindAllStringSubmatch(string(raw), -1), hinted.FindAllStringSubmatch(string(raw), -1)...) {
			if strings.HasSuffix(m[1], ".") {
				prefixes = append(prefixes, m[1])
			}
			named[m[1]] = true
		}
		for _, m := range said.FindAllStringSubmatch(string(raw), -1) {
			key := m[1] + m[2] + m[3] + m[4]
			if _, ok := c.sentences["en"][key]; !ok && !strings.HasSuffix(key, ".") {
				t.Errorf("%s says %s, which nobody wrote", path, key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range c.Keys() {
		begun := named[key] || named[strings.TrimSuffix(key, "-none")]
		for _, p := range prefixes {
			begun = begun || strings.HasPrefix(key, p)
		}
		if !begun {
			t.Errorf("no page says %s", key)
		}
	}
}

func TestALanguageThatLacksASentenceIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Catalogue){
		"a sentence":    func(c *Catalogue) { delete(c.sentences["fr"], "nav.home") },
		"a placeholder": func(c *Catalogue) { c.sentences["es"]["session.ends"] = sentence{other: "hasta luego"} },
		"a form":        func(c *Catalogue) { c.sentences["es"]["band.left"] = sentence{other: "{count} documentos"} },
	} {
		c := load(t)
		spoil(c)
		if err := c.check(); err == nil {
			t.Errorf("a catalogue whose languages differ in %s is taken", name)
		}
	}
}

func TestNumbersAndDatesAreWrittenAsTheLanguageDoes(t *testing.T) {
	c := load(t)
	at := time.Date(2026, 11, 1, 9, 5, 0, 0, time.UTC).Unix()
	for language, want := range map[string][]string{
		"en": {"1 November 2026, 09:05", "12,345", "1 draft is private to this node.", "0 drafts are private to this node.", "2 kB"},
		"fr": {"1er novembre 2026, 09 h 05", "12\u202f345", "1 brouillon est privé à ce nœud.", "0 brouillon est privé à ce nœud.", "2 ko"},
		"es": {"1 de noviembre de 2026, 09:05", "12\u00a0345", "1 borrador es privado de este nodo.", "0 borradores son privados de este nodo.", "2 kB"},
	} {
		s := c.In(language, time.UTC)
		got := []string{s.DateTime(at), s.Number(12345), s.Say("band.private", "count", 1), s.Say("band.private", "count", 0), strings.ReplaceAll(s.Bytes(2048), "\u00a0", " ")}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %q, want %q", language, got[i], want[i])
			}
		}
	}
	if s := c.In("es", time.UTC); s.Number(1234) != "1234" || s.Day("2026-03-05") != "5 de marzo de 2026" || s.Day("soon") != "soon" {
		t.Errorf("Spanish writes %s, %s, %s", s.Number(1234), s.Day("2026-03-05"), s.Day("soon"))
	}
}

func TestTheBrowsersLanguageIsMatched(t *testing.T) {
	for accepted, want := range map[string]string{"": "en", "de-AT,de": "en", "fr-BE;q=0.9": "fr", "ca, es;q=0.7": "es", "pt,en-GB;q=0.8": "en"} {
		if got := Match(accepted); got != want {
			t.Errorf("Match(%q) is %s, want %s", accepted, got, want)
		}
	}
}
