package main

import (
	"strings"
	"testing"
	"time"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		args string
		env  map[string]string
		want string
	}{
		{"findings", nil, "fr"},
		{"findings", map[string]string{"LANG": "fr_FR.UTF-8"}, "fr"},
		{"findings", map[string]string{"LANG": "en_GB.UTF-8"}, "en"},
		{"findings", map[string]string{"LANG": "de_DE.UTF-8"}, "en"},
		{"findings", map[string]string{"LANG": "C.UTF-8"}, "fr"},
		{"findings", map[string]string{"LANG": "POSIX"}, "fr"},
		{"findings", map[string]string{"LANG": "fr_FR", "LC_MESSAGES": "en_US"}, "en"},
		{"findings", map[string]string{"LANG": "en_US", "LC_ALL": "fr_CA"}, "fr"},
		{"--lang en findings", nil, "en"},
		{"findings --lang en", nil, "en"},
		{"findings --lang=en", nil, "en"},
		{"findings --lang fr", map[string]string{"LANG": "en_US"}, "fr"},
		{"findings --lang xx", map[string]string{"LANG": "en_US"}, "fr"},
		{"findings --lang", map[string]string{"LANG": "en_US"}, "en"},
		{"person add -- --lang en", nil, "fr"},
	} {
		if got := language(strings.Fields(c.args), func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%q with %v: %s, want %s", c.args, c.env, got, c.want)
		}
	}
}

func TestSinceWhen(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 12, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"":                          {},
		"2026-11-20":                time.Date(2026, 11, 20, 0, 0, 0, 0, time.Local),
		"2026-11-20T08:00:00Z":      time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC),
		"2026-11-20T08:00:00+01:00": time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC),
		"24h":                       now.Add(-24 * time.Hour),
		"90m":                       now.Add(-90 * time.Minute),
		"7d":                        now.Add(-7 * 24 * time.Hour),
		"0d":                        now,
		"36500d":                    now.Add(-36500 * 24 * time.Hour),
	} {
		if got, err := sinceWhen(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"yesterday", "d", "-1d", "-24h", "1h2d", "2026-02-30", "2026-11", "22/11/2026", "1", "9999999999999d", "2000000d", "1e9d", "NaNd"} {
		if got, err := sinceWhen(text, now); err == nil {
			t.Errorf("%q passes for %v", text, got)
		}
	}
}
