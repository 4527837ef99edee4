package desktop

import (
	"errors"
	"strings"
	"testing"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/explain"
)

// Bounds of the tests: brief is for what is meant to stay silent, never for
// what must happen; long only ends a test that hangs.
const (
	brief = 100 * time.Millisecond
	long  = 30 * time.Second
)

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

// next is the next thing that happens, or the end of the test.
func next[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(long):
		t.Fatalf("waited in vain: %s", what)
		panic("unreachable")
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
