package protocol_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// forms are all objects that may be encoded, by package and type. Whoever adds one lists it here, and thinks of
// what it would let leave a node.
var forms = map[string][]string{
	"protocol": {"Charter", "Denial", "Envelope", "Fork", "GroupList", "Head", "Holdings", "Profile", "Recall", "TextBlock", "Version",
		"put", "withdrawal"},
	"exchange": {"Account", "Accounted", "Contents", "Entries", "Get", "Greeting", "Heads", "HeadsRequest", "Hello", "Lists", "ListsRequest", "Notice", "NoticeRequest",
		"Pull", "Push", "Pushed"},
}

// formPackages are the packages that may have wire forms, by directory.
var formPackages = map[string]string{"protocol": ".", "exchange": "exchange"}

// check parses and type-checks the package in a directory, without its tests.
func checkPackage(t *testing.T, name, dir string) *types.Package {
	t.Helper()
	set := token.NewFileSet()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	p, err := (&types.Config{Importer: compiled(t, set, dir)}).Check(name, set, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// compiled imports what the package in a directory depends on, as the go command has compiled it.
func compiled(t *testing.T, set *token.FileSet, dir string) types.Importer {
	t.Helper()
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{if .Export}}{{.ImportPath}}\t{{.Export}}{{end}}", ".")
	list.Dir = dir
	var why bytes.Buffer
	list.Stderr = &why
	out, err := list.Output()
	if err != nil {
		t.Fatalf("package %s does not build, so its wire forms cannot be checked: %v\n%s", dir, err, &why)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		files[path] = file
	}
	return importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
}

// encodable lists the types of a package that have the method WireFormat, exported or not, but no interfaces.
func encodable(p *types.Package) []*types.Named {
	var found []*types.Named
	for _, name := range p.Scope().Names() {
		o, ok := p.Scope().Lookup(name).(*types.TypeName)
		if !ok || o.IsAlias() || types.IsInterface(o.Type()) {
			continue
		}
		named := o.Type().(*types.Named)
		if named.TypeParams() != nil {
			continue
		}
		if m, _, _ := types.LookupFieldOrMethod(types.NewPointer(named), true, p, "WireFormat"); m != nil {
			found = append(found, named)
		}
	}
	return found
}

func TestOnlyListedTypesHaveAWireForm(t *testing.T) {
	for name, dir := range formPackages {
		var got []string
		for _, n := range encodable(checkPackage(t, name, dir)) {
			got = append(got, n.Obj().Name())
		}
		slices.Sort(got)
		if want := slices.Sorted(slices.Values(forms[name])); !slices.Equal(got, want) {
			t.Errorf("package %s has the wire forms\n%v, and listed are\n%v", name, got, want)
		}
	}
}

// No package but these, wire's own tests apart, declares a WireFormat: neither drafts nor anything else that is private.
func TestNoOtherPackageHasAWireForm(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			m, ok := decl.(*ast.FuncDecl)
			_, listed := forms[f.Name.Name]
			if ok && m.Recv != nil && m.Name.Name == "WireFormat" && !listed {
				t.Errorf("%s: a type with a wire form", path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Fields stand in DAG-CBOR's order, since the codec writes them as declared, and hold nothing that has no place on
// the wire.
func TestWireFormsAreCanonical(t *testing.T) {
	for name, dir := range formPackages {
		p := checkPackage(t, name, dir)
		seen := map[types.Type]bool{}
		for _, named := range encodable(p) {
			for _, fault := range faults(named, named.Obj().Name(), seen) {
				t.Errorf("package %s: %s", name, fault)
			}
		}
	}
}

// The test above finds each of the faults that it is there for.
func TestFaultsOfWireFormsAreFound(t *testing.T) {
	const source = `package p
type A struct { Bb int ` + "`codec:\"bb\"`" + `; A int ` + "`codec:\"a\"`" + ` }
type B struct { M map[string]int ` + "`codec:\"m\"`" + ` }
type C struct { F float64 ` + "`codec:\"f\"`" + ` }
type D struct { I any ` + "`codec:\"i\"`" + ` }
type E struct { P *A2 ` + "`codec:\"p\"`" + ` }
type A2 struct { X int ` + "`codec:\"x\"`" + ` }
type F struct { X int }
type G struct { X int ` + "`codec:\"x\"`" + `; Y int ` + "`codec:\"x\"`" + ` }
type H struct { L []struct { F float32 ` + "`codec:\"f\"`" + ` } ` + "`codec:\"l\"`" + ` }
type I struct { A2 }
type J struct { x int ` + "`codec:\"x\"`" + ` }
`
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	p, err := new(types.Config).Check("p", set, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"A": "after", "B": "map", "C": "float", "D": "interface", "E": "omitempty", "F": "no name",
		"G": "twice", "H": "float", "I": "embedded", "J": "unexported"} {
		found := faults(p.Scope().Lookup(name).Type(), name, map[types.Type]bool{})
		if len(found) == 0 || !strings.Contains(found[0], want) {
			t.Errorf("%s: found %q, want %q", name, found, want)
		}
	}
	if found := faults(p.Scope().Lookup("A2").Type(), "A2", map[types.Type]bool{}); len(found) != 0 {
		t.Errorf("A2: %v", found)
	}
}

// faults lists what is wrong with a type on the wire, with the path to it.
func faults(t types.Type, path string, seen map[types.Type]bool) []string {
	if named, ok := t.(*types.Named); ok && (seen[t] || named.Obj().Name() == "Link" && named.Obj().Pkg().Path() == "praxis/protocol/wire") {
		return nil // a link has its own form, tag 42
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Info()&(types.IsBoolean|types.IsInteger|types.IsString) == 0 {
			return []string{path + " is a " + u.Name() + ": a float or worse"}
		}
		return nil
	case *types.Slice:
		return faults(u.Elem(), path+"[]", seen)
	case *types.Array:
		return faults(u.Elem(), path+"[]", seen)
	case *types.Pointer:
		return faults(u.Elem(), path, seen)
	case *types.Struct:
		return structFaults(u, path, seen)
	case *types.Interface:
		return []string{path + " is an interface"}
	default:
		return []string{fmt.Sprintf("%s is a %s: no map, channel or function", path, u)}
	}
}

func structFaults(s *types.Struct, path string, seen map[types.Type]bool) []string {
	var found []string
	last, tuple := "", false
	for i := range s.NumFields() {
		f := s.Field(i)
		at := path + "." + f.Name()
		if f.Name() == "_struct" {
			tuple = strings.Contains(s.Tag(i), ",toarray")
			continue
		}
		if f.Embedded() {
			found = append(found, at+" is embedded")
		} else if !f.Exported() {
			found = append(found, at+" is unexported")
		}
		name, options, _ := strings.Cut(reflect.StructTag(s.Tag(i)).Get("codec"), ",")
		_, pointer := f.Type().Underlying().(*types.Pointer)
		switch {
		case tuple && name != "" || pointer && tuple:
			found = append(found, at+" has a name or is optional in a tuple")
		case !tuple && name == "":
			found = append(found, at+" has no name")
		case !tuple && name == last:
			found = append(found, at+" has a name twice")
		case !tuple && (len(name) < len(last) || len(name) == len(last) && name < last):
			found = append(found, fmt.Sprintf("%s: %q stands after %q", at, name, last))
		case pointer && options != "omitempty":
			found = append(found, at+" is a pointer without omitempty: it would be null")
		}
		last = name
		found = append(found, faults(f.Type(), at, seen)...)
	}
	return found
}
