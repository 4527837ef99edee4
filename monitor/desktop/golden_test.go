package desktop

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/explain"
)

var update = flag.Bool("update", false, "write what is said now to testdata")

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func speak(t testing.TB, lang string) (*words.Words, *explain.Explainer) {
	t.Helper()
	w, err := words.Load(lang)
	must(t, err)
	classes, err := explain.LoadClasses(assets.Classes())
	must(t, err)
	return w, explain.New(w, classes, time.UTC)
}

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

// problem is the key of a problem that people are told of, in both languages.
func problem(t *testing.T, err error) string {
	t.Helper()
	var p *monitor.Problem
	if !errors.As(err, &p) {
		t.Fatalf("%v, want a problem that people can be told of", err)
	}
	for _, lang := range words.Languages() {
		w, x := speak(t, lang)
		what, do := x.Problem(p)
		if !w.Has("problem."+p.Key) || !w.Has("problem."+p.Key+".do") || strings.Contains(what+do, "<no value>") {
			t.Errorf("%s: %s has no words, or not all that fills them: %q, %q", lang, p.Key, what, do)
		}
	}
	return p.Key
}
