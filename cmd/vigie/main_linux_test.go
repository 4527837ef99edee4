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

// TestLanguage: what is asked for comes first, then the session's; French where it
// says nothing.
func TestLanguage(t *testing.T) {
	for _, c := range []struct{ asked, lang, want string }{
		{"", "", "fr"}, {"", "C.UTF-8", "fr"}, {"", "POSIX", "fr"}, {"", "fr_BE.UTF-8", "fr"}, {"", "de_DE.UTF-8", "en"},
		{"en", "fr_FR.UTF-8", "en"}, {"fr", "en_GB.UTF-8", "fr"},
	} {
		if got := language(c.asked, environment("LANG", c.lang)); got != c.want {
			t.Errorf("%q in a session in %q: %s, wants %s", c.asked, c.lang, got, c.want)
		}
	}
}

// TestUnusableDisplay: a display that cannot be used is told as none; a defect
// stays one.
func TestUnusableDisplay(t *testing.T) {
	panics := func(what any) (defect any, err error) {
		defer func() { defect = recover() }()
		err = func() (err error) {
			defer noDisplay(&err)
			if what != nil {
				panic(what)
			}
			return nil
		}()
		return nil, err
	}
	if defect, err := panics("GLFW: PlatformError: X11: failed to open display"); defect != nil || err == nil {
		t.Errorf("%v, %v", err, defect)
	}
	if defect, err := panics("a defect"); defect == nil || err != nil {
		t.Errorf("%v, %v", err, defect)
	}
	if defect, err := panics(nil); defect != nil || err != nil {
		t.Errorf("%v, %v", err, defect)
	}
}
