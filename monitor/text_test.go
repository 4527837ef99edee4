package monitor

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"  Free \t\n Mobile ":              "Free Mobile",
		"a\u202eb\u200bc\u0000d":           "abcd",
		"e\u0301":                          "é",
		"e\u200d\u0301":                    "é",
		"Z" + strings.Repeat("\u0336", 40): "Z" + strings.Repeat("\u0336", maxMarks),
		"\xff\xfe":                         "\uFFFD",
		strings.Repeat("x", 300):           strings.Repeat("x", MaxName),
		"« n° 1 »":                         "« n° 1 »",
	} {
		if got := CleanText(in, MaxName); got != want {
			t.Errorf("CleanText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanTextIsBoundedAndStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.String().Draw(t, "text")
		out := CleanText(in, 20)
		if !utf8.ValidString(out) || utf8.RuneCountInString(out) > 20 || CleanText(out, 20) != out {
			t.Fatalf("%q became %q", in, out)
		}
	})
}

func FuzzCleanText(f *testing.F) {
	f.Add("Free\u202e Mobile")
	f.Fuzz(func(t *testing.T, in string) {
		if out := CleanText(in, 50); utf8.RuneCountInString(out) > 50 || CleanText(out, 50) != out {
			t.Fatalf("%q became %q", in, out)
		}
	})
}
