package desktop

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is said now to testdata")

// golden compares a text with testdata/<name>.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%s (run the tests with -update if the new text is right):\n%s", path, cmp.Diff(string(want), string(got)))
	}
	if bytes.Contains(got, []byte("⟨")) {
		t.Errorf("%s: a key without words", path)
	}
}
