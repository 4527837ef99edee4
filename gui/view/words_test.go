package view

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var wordKey = regexp.MustCompile(`(?m)^\[?"(window\.[^"]+)"\]?(?: = "(.*)")?$`)

// written are the sentences of the window in a language, by key; those with
// plural forms have no text here.
func written(t *testing.T, lang string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, area := range []string{"window", "window-plan", "window-household", "window-settings"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "assets", "words", lang, area+".toml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range wordKey.FindAllStringSubmatch(string(data), -1) {
			found[m[1]] = m[2]
		}
	}
	return found
}

// source is the package's own code, in which keys stand.
func source(t *testing.T) string {
	t.Helper()
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}

var spoken = regexp.MustCompile(`(?:p\.[tn]|told)\("([^"]+)"[,)]`)

// Every key in the code has its sentence, in both languages.
func TestEveryKeyIsWritten(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		words := written(t, lang)
		for _, m := range spoken.FindAllStringSubmatch(source(t), -1) {
			if _, ok := words["window."+m[1]]; !ok {
				t.Errorf("%s: %s has no sentence", lang, m[1])
			}
		}
	}
}

// Every sentence is said somewhere: its key stands in the code, or begins as a
// key in the code does that is completed there.
func TestEverySentenceIsSaid(t *testing.T) {
	code := source(t)
	for _, key := range slices.Sorted(maps.Keys(written(t, "fr"))) {
		if !said(code, strings.TrimPrefix(key, "window.")) {
			t.Errorf("nobody says %s", key)
		}
	}
}

func said(code, key string) bool {
	if strings.Contains(code, `"`+key+`"`) {
		return true
	}
	for _, part := range []string{".text", ".yes", ".zero"} { // of a question, or a number, whose key the code has
		if asked, ok := strings.CutSuffix(key, part); ok && strings.Contains(code, `"`+asked+`"`) {
			return true
		}
	}
	for i, r := range key {
		if r == '.' && (strings.Contains(code, `"`+key[:i+1]+`"`) || strings.Contains(code, `"window.`+key[:i+1]+`"`)) {
			return true
		}
	}
	return false
}

// The typeface of the window has no shapes and no arrows: package gui draws the
// shapes, and sentences do without.
func TestSentencesCanBeDrawn(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		for key, text := range written(t, lang) {
			if strings.ContainsAny(text, "▲◆●✓○↻→≈☑☐") {
				t.Errorf("%s: %s has a sign that cannot be drawn: %q", lang, key, text)
			}
		}
	}
}

// same are sentences that are the same in both languages, and rightly so.
var same = regexp.MustCompile(`^window\.(window|language\.|number\.|months|date\.range|home\.lead\.end|puzzle\.times|leak\.title|concerned\.aliases|period\.range|import\.crumb|ledger\.at|backup\.file|letter\.file\.|history\.mark|passwords\.made|settings\.(sources|version)|weekday\.|month\.)`)

// A sentence that is the same in both languages was not translated.
func TestEverySentenceIsTranslated(t *testing.T) {
	fr, en := written(t, "fr"), written(t, "en")
	for _, key := range slices.Sorted(maps.Keys(fr)) {
		if fr[key] != "" && fr[key] == en[key] && !same.MatchString(key) {
			t.Errorf("%s is %q in both languages", key, fr[key])
		}
	}
}
