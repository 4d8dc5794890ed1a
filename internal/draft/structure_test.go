package draft

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// eachFile parses every Go file under root.
func eachFile(t *testing.T, root string, visit func(path string, f *ast.File)) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files++
		visit(filepath.ToSlash(path), f)
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files under %s: %v", files, root, err)
	}
}

// A draft has no wire encoding: nothing here can be registered with the wire, or even see it.
func TestNothingHereHasAWireForm(t *testing.T) {
	eachFile(t, ".", func(path string, f *ast.File) {
		for _, i := range f.Imports {
			if strings.HasPrefix(strings.Trim(i.Path.Value, `"`), "praxis/protocol/") {
				t.Errorf("%s imports %s", path, i.Path.Value)
			}
		}
		for _, d := range f.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "WireFormat" {
				t.Errorf("%s: a WireFormat method", path)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && field.Tag != nil && strings.Contains(field.Tag.Value, "codec:") {
				t.Errorf("%s: a field with a codec name", path)
			}
			return true
		})
	})
}

// Only the gate makes examinations, and only Approve makes what may be shared.
func TestOnlyTheGateExamines(t *testing.T) {
	gate := 0
	eachFile(t, "../..", func(path string, f *ast.File) {
		inside := strings.HasPrefix(path, "../../internal/draft/")
		ast.Inspect(f, func(n ast.Node) bool {
			if name, ok := n.(*ast.Ident); ok && name.Name == "NewExamination" && !inside {
				gate++
				if !strings.HasPrefix(path, "../../internal/gate/") {
					t.Errorf("%s makes an examination; only package gate may", path)
				}
			}
			return true
		})
		if !inside {
			return
		}
		for _, d := range f.Decls {
			makesApproved(t, path, d)
		}
	})
	if gate == 0 {
		t.Error("nobody makes examinations: this test looks in the wrong place")
	}
}

// makesApproved fails for a declaration other than Approve that writes a non-empty Approved.
func makesApproved(t *testing.T, path string, d ast.Decl) {
	f, isFunc := d.(*ast.FuncDecl)
	ast.Inspect(d, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if name, ok := lit.Type.(*ast.Ident); ok && name.Name == "Approved" && len(lit.Elts) > 0 {
			if !isFunc || f.Name.Name != "Approve" {
				t.Errorf("%s: an Approved is made outside Approve", path)
			}
		}
		return true
	})
}

// The rule that everything rests on is written once.
func TestReviewerAndAuthorAreComparedOnOneLine(t *testing.T) {
	uses := []string{}
	eachFile(t, "../..", func(path string, f *ast.File) {
		if strings.HasSuffix(path, "_test.go") || !strings.HasPrefix(path, "../../internal/draft/") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if name, ok := n.(*ast.Ident); ok && name.Name == "ErrReviewerIsAuthor" {
				uses = append(uses, filepath.Base(path))
			}
			return true
		})
	})
	// The declaration and one use.
	if !slices.Equal(uses, []string{"approve.go", "approve.go"}) {
		t.Errorf("ErrReviewerIsAuthor stands in %v", uses)
	}
}
