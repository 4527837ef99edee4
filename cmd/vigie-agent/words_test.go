package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vigie/assets/words"
)

// Whatever the program can say has words in both languages. A problem without
// words would be told as an unexpected one, and a sentence without words as its
// key: neither shows in an ordinary test.
func TestEverythingHasWords(t *testing.T) {
	said := make(map[string]string) // key → where
	for _, root := range []string{".", "../internal", "../../monitor"} {
		for path, file := range sources(t, root) {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 {
					return true
				}
				for _, key := range keysOf(call) {
					said[key] = path
				}
				return true
			})
		}
	}
	if len(said) < 150 {
		t.Fatalf("only %d sentences found", len(said))
	}
	for _, lang := range words.Languages() {
		w, err := words.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key, path := range said {
			if !w.Has(key) {
				t.Errorf("%s: %s says %s", lang, path, key)
			}
		}
	}
}

// sources reads the program below a folder, without its tests.
func sources(t *testing.T, root string) map[string]*ast.File {
	t.Helper()
	files := make(map[string]*ast.File)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// keysOf are the keys of the words that a call says, as far as they are written
// out in it.
func keysOf(call *ast.CallExpr) []string {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return nil
	}
	key, err := strconv.Unquote(literal.Value)
	if err != nil {
		return nil
	}
	switch name {
	case "NewProblem", "UsageProblem":
		return []string{"problem." + key, "problem." + key + ".do"}
	case "T", "N", "say", "warn", "question":
		return []string{key}
	}
	return nil
}
