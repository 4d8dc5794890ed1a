package vectors_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"praxis/internal/vectors"
)

// root is the project's directory, and specs that of its pages.
const (
	root  = "../.."
	specs = root + "/specs"
)

// pages reads the pages of specs/, by name.
func pages(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(specs, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = string(b)
	}
	return all
}

// An example that a page takes from a vector stands in a block that names it: ```hex vector=NAME, with remarks after two
// spaces; or ```json vector=NAME part=KEY, where an … stands for what was left out of a string.
var example = regexp.MustCompile("(?ms)^```(hex|json) vector=(\\S+)(?: part=(\\S+))?\n(.*?)^```$")

func TestExamplesAreTheVectors(t *testing.T) {
	files := stored(t)
	for page, text := range pages(t) {
		for _, m := range example.FindAllStringSubmatch(text, -1) {
			form, name, part, shown := m[1], m[2], m[3], m[4]
			v, valid, _ := vectors.Find(files, name)
			if !valid {
				t.Errorf("%s: there is no valid vector %q", page, name)
				continue
			}
			var err error
			if form == "hex" {
				err = sameHex(shown, v.Hex)
			} else {
				err = sameValue(shown, v.Value, part)
			}
			if err != nil {
				t.Errorf("%s: the example %s: %v", page, name, err)
			}
		}
	}
}

func sameHex(shown, want string) error {
	var got strings.Builder
	for line := range strings.Lines(shown) {
		bytes, _, _ := strings.Cut(line, "  ")
		got.WriteString(strings.ReplaceAll(strings.TrimSpace(bytes), " ", ""))
	}
	if got.String() != want {
		return fmt.Errorf("the page shows\n%s, the vector is\n%s", got.String(), want)
	}
	return nil
}

func sameValue(shown string, value json.RawMessage, part string) error {
	var got, want any
	if err := json.Unmarshal([]byte(shown), &got); err != nil {
		return err
	}
	if err := json.Unmarshal(value, &want); err != nil {
		return err
	}
	if part != "" {
		want = want.(map[string]any)[part]
	}
	return same("", got, want)
}

// same compares two JSON values; an … in a string of got stands for anything.
func same(at string, got, want any) error {
	switch g := got.(type) {
	case map[string]any:
		w, ok := want.(map[string]any)
		if keys := slices.Sorted(maps.Keys(g)); !ok || !slices.Equal(keys, slices.Sorted(maps.Keys(w))) {
			return fmt.Errorf("%s: the page has the fields %q", at, keys)
		}
		for k := range g {
			if err := same(at+"."+k, g[k], w[k]); err != nil {
				return err
			}
		}
		return nil
	case []any:
		w, ok := want.([]any)
		if !ok || len(w) != len(g) {
			return fmt.Errorf("%s: the page has %d values", at, len(g))
		}
		for i := range g {
			if err := same(fmt.Sprintf("%s[%d]", at, i), g[i], w[i]); err != nil {
				return err
			}
		}
		return nil
	case string:
		w, ok := want.(string)
		before, after, elided := strings.Cut(g, "…")
		if ok && elided && strings.HasPrefix(w, before) && strings.HasSuffix(w, after) && len(before) >= 8 {
			return nil
		}
	}
	if got != want {
		return fmt.Errorf("%s: the page shows %v, the vector has %v", at, got, want)
	}
	return nil
}

// A page about a wire form opens with an example that is a vector.
func TestPagesOpenWithAVector(t *testing.T) {
	all := pages(t)
	for _, f := range stored(t) {
		opening, _, _ := strings.Cut(all[f.Page], "\n## ")
		if !example.MatchString(opening) {
			t.Errorf("%s does not open with a vector, and %s is its file", f.Page, f.Name)
		}
	}
}

// named finds the names in a rule: those of vectors, of tests and fuzz targets, and of stories and scripts.
var named = regexp.MustCompile("`([A-Za-z0-9-]+)`")

// After every MUST, its paragraph or list item names a vector, a test, a story or a script that exists, and every test that
// a page names exists.
func TestEveryMustNamesItsVectorOrTest(t *testing.T) {
	files, tests := stored(t), testNames(t)
	exists := func(name string) bool {
		_, _, isVector := vectors.Find(files, name)
		return isVector || tests[name]
	}
	for page, text := range pages(t) {
		if page == "README.md" {
			continue
		}
		for _, rule := range regexp.MustCompile(`\n\n|\n *- |\n\|`).Split(example.ReplaceAllString(text, ""), -1) {
			musts := strings.Split(rule, "MUST")
			for i, after := range musts {
				found := false
				for _, name := range named.FindAllStringSubmatch(after, -1) {
					found = found || exists(name[1])
					if isTest := strings.HasPrefix(name[1], "Test") || strings.HasPrefix(name[1], "Fuzz"); isTest && !tests[name[1]] {
						t.Errorf("%s: there is no %s", page, name[1])
					}
				}
				// One name may serve two MUSTs of one sentence, so only the last of a sentence has to be followed by one.
				if i > 0 && !found && (i == len(musts)-1 || strings.Contains(after, ". ")) {
					t.Errorf("%s: no vector or test is named for: MUST%s", page, after)
				}
			}
		}
	}
}

// Every vector is named by a rule of its page, an invalid one always: else nobody knows what it is there for.
func TestInvalidVectorsBelongToARule(t *testing.T) {
	all := pages(t)
	for _, f := range stored(t) {
		for _, v := range f.Invalid {
			mentioned := slices.ContainsFunc(slices.Collect(maps.Values(all)), func(text string) bool { return strings.Contains(text, "`"+v.Name+"`") })
			if !mentioned {
				t.Errorf("%s: no page names the invalid vector %s", f.Page, v.Name)
			}
		}
	}
}

// testNames finds all tests and fuzz targets of the project, and the stories and scripts that tests read from testdata.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	names := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if filepath.Base(filepath.Dir(path)) == "testdata" && filepath.Ext(path) == ".txt" {
			names[strings.TrimSuffix(d.Name(), ".txt")] = true
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range function.FindAllStringSubmatch(string(b), -1) {
			names[m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// The index lists every page, and only packages that exist.
func TestTheIndexIsComplete(t *testing.T) {
	all := pages(t)
	index := all["README.md"]
	for page := range all {
		if page != "README.md" && !strings.Contains(index, "]("+page+")") {
			t.Errorf("the index does not list %s", page)
		}
	}
	for reader := range vectors.Readers() {
		if !strings.Contains(index, "`"+reader+"`") {
			t.Errorf("the index does not say what the reader %s reads", reader)
		}
	}
	for _, m := range regexp.MustCompile("`((?:protocol|internal|node|cmd)[a-z0-9/]*)`").FindAllStringSubmatch(index, -1) {
		if info, err := os.Stat(filepath.Join(root, m[1])); err != nil || !info.IsDir() {
			t.Errorf("the index names the package %s, and there is none", m[1])
		}
	}
}
