package gui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoGoroutine: the window draws and answers on the one goroutine that calls
// it, so that nothing here needs a lock, and a test sees all that happens.
func TestNoGoroutine(t *testing.T) {
	for _, dir := range []string{".", "view"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", dir, len(files), err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, what := range concurrent(file) {
				t.Errorf("%s: %s", path, what)
			}
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", `package x; import "sync"; func f() { go f() }`, 0)
	if err != nil || len(concurrent(file)) != 2 {
		t.Errorf("a goroutine is not seen: %v", err)
	}
}

// concurrent lists what starts a goroutine in a file, or guards against others.
func concurrent(file *ast.File) (found []string) {
	for _, i := range file.Imports {
		switch path := strings.Trim(i.Path.Value, `"`); path {
		case "sync", "sync/atomic", "context", "C":
			found = append(found, "imports "+path)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = append(found, "starts a goroutine")
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && (x.Name == "time" && n.Sel.Name == "AfterFunc" || x.Name == "fyne" && strings.HasPrefix(n.Sel.Name, "Do")) {
				found = append(found, "calls "+x.Name+"."+n.Sel.Name)
			}
		}
		return true
	})
	return found
}
