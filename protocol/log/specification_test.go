package log

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func readSpecification(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../specs/log.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// example returns the lines of the worked example: what stands last in a line,
// by the name that stands first, and the entries in order.
func example(t *testing.T) (values map[string]string, entries []string) {
	t.Helper()
	_, rest, _ := strings.Cut(readSpecification(t), "```\n")
	block, _, ok := strings.Cut(rest, "```\n")
	if !ok {
		t.Fatal("the page has no example")
	}
	values = make(map[string]string)
	for line := range strings.Lines(block) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			continue
		}
		if strings.HasPrefix(name, "entry ") {
			entries = append(entries, strings.Trim(strings.TrimSpace(value), `"`))
			continue
		}
		fields := strings.Fields(value)
		values[name] = fields[len(fields)-1]
	}
	return values, entries
}

// The worked example at the top of the page is computed again from its entries.
func TestTheWorkedExampleHolds(t *testing.T) {
	got, entries := example(t)
	m := new(memory)
	for _, entry := range entries {
		m.append(t, LeafHash([]byte(entry)))
	}
	if m.edge.Size() != 3 {
		t.Fatalf("the example has %d entries, want 3", m.edge.Size())
	}
	want := map[string]string{"node 0-1": NodeHash(m.leaves[0], m.leaves[1]).String()}
	number := func(name string, hashes ...Hash) {
		for i, h := range hashes {
			want[fmt.Sprint(name, " ", i)] = h.String()
		}
	}
	number("leaf", m.leaves...)
	number("root", m.root(t, 0), m.root(t, 1), m.root(t, 2), m.root(t, 3))
	number("edge", m.edge.Nodes()...)
	number("proof", prove(t, m, 2, 3)...)
	for name, hash := range want {
		if got[name] != hash {
			t.Errorf("the page gives %s as %q, it is %s", name, got[name], hash)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the example has %d hashes, want %d", len(got), len(want))
	}
}

// Every paragraph or list item with a MUST names a test, and every test that
// the page names exists.
func TestEveryMustNamesItsTest(t *testing.T) {
	exists := make(map[string]bool)
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				exists[f.Name.Name] = true
			}
		}
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`")
	for _, rule := range regexp.MustCompile(`\n\n|\n- `).Split(readSpecification(t), -1) {
		tests := named.FindAllStringSubmatch(rule, -1)
		if strings.Contains(rule, "MUST") && len(tests) == 0 {
			t.Errorf("no test is named for: %s", rule)
		}
		for _, test := range tests {
			if !exists[test[1]] {
				t.Errorf("there is no %s", test[1])
			}
		}
	}
}
