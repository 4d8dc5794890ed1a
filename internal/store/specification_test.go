package store

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"praxis/protocol"
	"praxis/protocol/exchange"
	"praxis/protocol/wire"
)

func page(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../specs/store.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestTheTableNamesEveryKeyspace compares the constants with the table of the page.
func TestTheTableNamesEveryKeyspace(t *testing.T) {
	code := make(map[byte]string)
	for _, file := range []string{"keys.go", "records.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 || v.Comment == nil {
				return true
			}
			if lit, ok := v.Values[0].(*ast.BasicLit); ok && strings.HasPrefix(lit.Value, "0x") {
				space, err := strconv.ParseUint(lit.Value, 0, 8)
				if err != nil {
					t.Fatal(err)
				}
				code[byte(space)] = strings.TrimSpace(v.Comment.Text())
			}
			return true
		})
	}
	table := make(map[byte]string)
	for _, row := range regexp.MustCompile(`(?m)^\| ([0-9a-f]{2}) \| ([^|]*) \| ([^|]*) \|$`).FindAllStringSubmatch(page(t), -1) {
		space, err := strconv.ParseUint(row[1], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := table[byte(space)]; twice {
			t.Errorf("keyspace %s stands twice in the table", row[1])
		}
		table[byte(space)] = row[2] + " → " + row[3]
		if RecordKind(space).valid() {
			table[byte(space)] = row[3]
		}
	}
	if len(code) < 20 {
		t.Fatalf("only %d keyspaces found in the code", len(code))
	}
	for _, space := range slices.Sorted(maps.Keys(code)) {
		if table[space] != code[space] {
			t.Errorf("keyspace %02x: the code says %q, the table %q", space, code[space], table[space])
		}
	}
	if len(table) != len(code) {
		t.Errorf("the table has %d keyspaces, the code %d", len(table), len(code))
	}
}

// example commits what the page's worked example tells, and returns the keys of the store, what follows the first byte
// in groups. The random number of what is due is written as such.
func example(t *testing.T) []string {
	t.Helper()
	s := openIn(t, NewMemory(), "store")
	rng := rand.New(rand.NewPCG(1, 2))
	w := newWriter(t, rng, protocol.AudienceNPMs)
	linked := block(t, rng, []byte("a drawing"))
	first, second := block(t, rng, []byte("a note"), linked), block(t, rng, []byte("a note, taken back"))
	kept, gone := w.id(), w.id()
	b := exchange.Batch{Sync: true}
	w.extend(&b, 0, put1(kept, 1, first), put1(gone, 1, second))
	w.content(&b, 0, first, linked)
	w.content(&b, 1, second)
	b.Progress = []exchange.Progress{{Repository: w.name, Complete: 2}}
	commit(t, s, b)
	b = exchange.Batch{Sync: true}
	w.extend(&b, 2, withdraw(gone))
	commit(t, s, b, Record{Kind: KindDraft, ID: w.id(), Value: []byte("the next note")})
	var keys []string
	if err := s.each([]byte{0}, []byte{0xff}, func(key, _ []byte) (bool, error) {
		keys = append(keys, spell(key))
		return true, nil
	}); err != nil {
		t.Fatal(err)
	}
	return keys
}

// spell writes a key in groups: space, repository or id, the rest.
func spell(key []byte) string {
	groups := []string{hex.EncodeToString(key[:1])}
	cut := func(n int) {
		if n = min(n, len(key)); n > 0 {
			groups = append(groups, hex.EncodeToString(key[:n]))
			key = key[n:]
		}
	}
	space := key[0]
	key = key[1:]
	cut(16)
	if space == spaceLinked || space == spaceReference {
		cut(len(wire.CID{}))
	}
	if space == spaceDue {
		cut(8)
		return strings.Join(append(groups, "random"), " ")
	}
	cut(16)
	return strings.Join(groups, " ")
}

func TestTheWorkedExampleHolds(t *testing.T) {
	var want []string
	for line := range strings.Lines(page(t)) {
		if key, _, ok := strings.Cut(line, "  "); ok && regexp.MustCompile(`^[0-9a-f]{2}( |$)`).MatchString(key) {
			want = append(want, key)
		}
	}
	if got := example(t); !slices.Equal(got, want) {
		t.Errorf("the page's keys are\n%s\nthe store's are\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
}

// TestEveryTestThatThePageNamesIsThere keeps the page's promises tied to what checks them.
func TestEveryTestThatThePageNamesIsThere(t *testing.T) {
	names := regexp.MustCompile("`((?:Test|Fuzz|Benchmark)\\w+)`").FindAllStringSubmatch(page(t), -1)
	var code strings.Builder
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), "_test.go") {
			b, err := os.ReadFile(f.Name())
			if err != nil {
				t.Fatal(err)
			}
			code.Write(b)
		}
	}
	if len(names) == 0 {
		t.Error("the page names no test")
	}
	for _, n := range names {
		if !strings.Contains(code.String(), "func "+n[1]+"(") {
			t.Errorf("the page names %s, which is not there", n[1])
		}
	}
}

// FuzzKeysHoldNoText stores texts wherever a text can go and looks for them in the keys.
func FuzzKeysHoldNoText(f *testing.F) {
	f.Add("a name that nobody may find", uint64(1))
	f.Add("§§§§", uint64(2))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if len(text) < 8 || len(text) > 1000 {
			return // shorter ones are found in hashes by chance
		}
		s := openIn(t, NewMemory(), "store")
		rng := rand.New(rand.NewPCG(seed, 1))
		w := newWriter(t, rng, protocol.Audience(text))
		linked := block(t, rng, []byte(text))
		root := block(t, rng, []byte(text), linked)
		id := w.id()
		b := exchange.Batch{Sync: true}
		w.extend(&b, 0, put1(id, 1, root))
		w.content(&b, 0, root, linked)
		b.Forks = []exchange.StoredFork{{Repository: w.name, Evidence: []byte(text)}}
		commit(t, s, b, Record{Kind: KindDraft, Value: []byte(text)})
		b = exchange.Batch{Sync: true}
		w.extend(&b, 1, withdraw(id))
		commit(t, s, b, Record{Kind: KindDraft})
		err := s.each([]byte{0}, []byte{0xff}, func(key, _ []byte) (bool, error) {
			for at := 0; at+8 <= len(text); at++ {
				part := text[at : at+8]
				if !strings.Contains(part, "\x00") && bytes.Contains(key, []byte(part)) { // numbers have zeros
					return false, fmt.Errorf("key %x holds %q", key, part)
				}
			}
			return true, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
