package view

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// code is the package's own source.
func code(t *testing.T) (files []*ast.File) {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// Everything that can be done can be done from some screen, or follows from what
// was done on one: no effect is there for nothing.
func TestEveryEffectCanBeAskedFor(t *testing.T) {
	effects, made := make(map[string]bool), make(map[string]bool)
	for _, f := range code(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok && embeds(s, "effect", "local") {
					effects[n.Name.Name] = true
				}
			case *ast.CompositeLit:
				if name, ok := n.Type.(*ast.Ident); ok {
					made[name.Name] = true
				}
			}
			return true
		})
	}
	for name := range effects {
		if !made[name] {
			t.Errorf("nothing on any screen leads to %s", name)
		}
	}
	if len(effects) < 60 {
		t.Errorf("only %d intents were found", len(effects))
	}
}

// embeds reports whether a struct embeds one of some types.
func embeds(s *ast.StructType, names ...string) bool {
	for _, f := range s.Fields.List {
		embedded, ok := f.Type.(*ast.Ident)
		for _, name := range names {
			if ok && len(f.Names) == 0 && embedded.Name == name {
				return true
			}
		}
	}
	return false
}
