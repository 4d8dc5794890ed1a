package markdown

import (
	"fmt"
	"go/ast"
	source "go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"praxis/protocol"
)

// rulesIn are the forms of the rules that a source file states, by where each stands.
func rulesIn(t *testing.T, path string) map[string]token.Position {
	t.Helper()
	files := token.NewFileSet()
	file, err := source.ParseFile(files, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{"that": 2, "Rulef": 0, "Problem": 1} // the argument that is the form
	found := make(map[string]token.Position)
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		var name string
		switch f := call.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if i, ok := at[name]; ok && i < len(call.Args) {
			if l, ok := call.Args[i].(*ast.BasicLit); ok {
				form, err := strconv.Unquote(l.Value)
				if err != nil {
					t.Fatal(err)
				}
				found[form] = files.Position(l.Pos())
			}
		}
		return true
	})
	return found
}

// sources are the files that state rules about what a person writes.
func sources(t *testing.T) []string {
	t.Helper()
	own, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	own = slices.DeleteFunc(own, func(p string) bool { return strings.HasSuffix(p, "_test.go") })
	for _, name := range []string{"document_standard", "document_text", "document_validate", "identifiers", "validate", "vocabulary"} {
		own = append(own, filepath.Join("..", "..", "protocol", name+".go"))
	}
	return own
}

var verb = regexp.MustCompile(`%(?:\.0)?([a-zA-Z])`)

func verbs(form string) (all []string) {
	for _, m := range verb.FindAllStringSubmatch(form, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestEveryRuleIsSaidInThreeLanguages(t *testing.T) {
	rules := 0
	for _, path := range sources(t) {
		for form, where := range rulesIn(t, path) {
			rules++
			s, ok := said[form]
			if !ok {
				t.Errorf("%s: %q has no form in French and Spanish", where, form)
				continue
			}
			for _, other := range s {
				if !slices.Equal(verbs(form), verbs(other)) || other == "" {
					t.Errorf("%s: %q does not hold what %q holds, in this order", where, other, form)
				}
			}
		}
	}
	if rules < 100 {
		t.Errorf("only %d rules were found", rules)
	}
}

func TestARuleIsSaidWithWhatStandsInIt(t *testing.T) {
	head := "---\nkind: practice-note\nlanguage: en\ntitle: Talks\norigin: own-unpublished\n%s\n---\n"
	for _, c := range []struct{ line, fr, es string }{
		{"topics: [regime, segregations]", `topics : le code "segregations" n'existe pas : vouliez-vous dire segregation`, `topics: el código "segregations" no existe: ¿quería decir segregation`},
		{"provisions: mandela-45", `provisions : "mandela-45" n'est pas une disposition`, `provisions: "mandela-45" no es una disposición`},
		{"title: A", `la clé "title" se trouve déjà à la ligne 4`, `la clave "title" ya está en la línea 4`},
		{"summary: A: b", "l'en-tête n'est pas du YAML : mettez", "el encabezado no es YAML: ponga"},
		{"audience: all", `audience : "all" n'est pas une audience`, `audience: "all" no es una audiencia`},
	} {
		_, err := Parse(fmt.Appendf(nil, head, c.line))
		e, ok := err.(*Error)
		if !ok {
			t.Fatalf("%s: %v", c.line, err)
		}
		if said := e.In("fr"); !strings.HasPrefix(said, c.fr) {
			t.Errorf("%s: %s", c.line, said)
		}
		if said := e.In("es"); !strings.HasPrefix(said, c.es) {
			t.Errorf("%s: %s", c.line, said)
		}
		if said := fmt.Sprintf("line %d: %s", e.Line, e.In("de")); said != e.Error() {
			t.Errorf("%s: in a language that nobody speaks here: %s, not %s", c.line, said, e.Error())
		}
	}
	e := &Error{Field: "title", Rule: protocol.Rulef("is needed")}
	if e.RuleIn("fr") != "à indiquer" || e.In("en") != "title is needed" {
		t.Errorf("%s, %s", e.RuleIn("fr"), e.In("en"))
	}
}
