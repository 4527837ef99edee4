package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// environment is a getenv of these variables alone.
func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// TestRefusals are the starts that open no window: each says why in a line, and
// what to do in another, in the language of the session.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		args   []string
		getenv func(string) string
		status int
		says   string
	}{
		{nil, environment("LANG", "fr_FR.UTF-8"), 1, "pas d’écran"},
		{nil, environment("LANG", "en_GB.UTF-8"), 1, "no screen"},
		{[]string{"--lang", "en"}, environment("LANG", "fr_FR.UTF-8"), 1, "no screen"},
		{[]string{"--no-such"}, environment("LANG", "C"), 2, "pas été comprise"},
		{[]string{"stray"}, environment("LC_ALL", "de_DE.UTF-8"), 2, "not understood"},
	} {
		var out, errOut bytes.Buffer
		if got := run(context.Background(), c.args, c.getenv, &out, &errOut); got != c.status {
			t.Errorf("%v: exit status %d, wants %d", c.args, got, c.status)
		}
		if lines := strings.Split(strings.TrimSpace(errOut.String()), "\n"); len(lines) != 2 || !strings.Contains(lines[0], c.says) {
			t.Errorf("%v: it says %q", c.args, lines)
		}
	}
}

// TestVersion and help are no errors, on any computer.
func TestVersion(t *testing.T) {
	for arg, says := range map[string]string{"--version": "vigie version 0", "--help": "--alert ID"} {
		var out, errOut bytes.Buffer
		if got := run(context.Background(), []string{arg}, environment(), &out, &errOut); got != 0 || !strings.Contains(out.String(), says) || errOut.Len() > 0 {
			t.Errorf("%s: exit status %d, %q, %q", arg, got, out.String(), errOut.String())
		}
	}
}

// TestSize: a size that was kept is used, nonsense is not.
func TestSize(t *testing.T) {
	for s, want := range map[string]bool{"1120x760": true, "900x600": true, "": false, "x": false, "10x10": false, "1e9x1e9": false, "-900x600": false, "NaNxNaN": false} {
		if _, _, ok := sizeOf(s); ok != want {
			t.Errorf("%q: %t", s, ok)
		}
	}
}

// TestNobodyToRaise: without a window there is nothing to raise, and nothing is
// left behind for the next one to go to.
func TestNobodyToRaise(t *testing.T) {
	dir := t.TempDir()
	if there, err := raise(dir, "some-alert"); there || err != nil {
		t.Errorf("raised: %t, %v", there, err)
	}
	if got := asked(dir); got != "" {
		t.Errorf("the next window would go to %q", got)
	}
}
