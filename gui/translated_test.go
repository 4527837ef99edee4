package gui

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vigie/assets"
	"vigie/monitor"
)

// ordinary is a word that is no name, no unit, no address.
var ordinary = regexp.MustCompile(`(?:^|[\s(«])\p{Ll}[\p{Ll}’']+(?:$|[\s,;:!?)»])`)

// TestTranslated: what stands on the screens in both languages is a name, a
// number, or comes from outside: a source's title, what a household typed. Every
// sentence of ours differs.
func TestTranslated(t *testing.T) {
	french, english := said(t, "fr"), said(t, "en")
	outside := fromOutside(t)
	for text := range french {
		if english[text] && untranslated(text, outside) {
			t.Errorf("the same in both languages: %q", text)
		}
	}
	if !untranslated("Bonjour la fuite · lue hier", outside) || untranslated("12 min · Free Mobile · cnil.fr", outside) {
		t.Error("a sentence is taken for a name, or a name for a sentence")
	}
}

func untranslated(text string, outside *strings.Replacer) bool {
	rest := strings.ReplaceAll(outside.Replace(text), " min", "")
	return ordinary.MatchString(rest)
}

// said is every text of every screen and dialog in a language.
func said(t *testing.T, lang string) map[string]bool {
	all := make(map[string]bool)
	b := newBench(t, 1280, 800)
	for _, w := range scenes(t, lang) {
		b.draw(w)
		trees := []fyne.CanvasObject{b.root}
		if b.dialog != nil {
			trees = append(trees, b.dialog.Container)
		}
		for _, tree := range trees {
			for _, l := range texts(tree, fyne.Position{}, nil) {
				all[l.text] = true
			}
		}
	}
	return all
}

// fromOutside takes away what the program only repeats: strings of the catalogue
// and the directory, names of lists, and what the scenes make people write.
func fromOutside(t *testing.T) *strings.Replacer {
	found := map[string]bool{phishing.Known[0].Label: true, letterText: true}
	var whole strings.Builder
	for _, s := range phishing.Spans {
		whole.WriteString(s.Text)
		found[s.Text], found[s.Note] = true, true
	}
	found[whole.String()] = true
	for _, s := range phishing.Signs {
		found[s] = true
	}
	s := household(t, "fr")
	for _, feed := range monitor.FeedNames() {
		found[s.Explain.Feed(feed)] = true
	}
	for _, data := range [][]byte{assets.Catalogue(), assets.Directory()} {
		var tree any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		collect(tree, found)
	}
	delete(found, "")
	longestFirst := slices.SortedFunc(maps.Keys(found), func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, s := range longestFirst {
		pairs = append(pairs, s, "")
	}
	return strings.NewReplacer(pairs...)
}

// collect finds the texts of a JSON value: of more than one word or with a
// capital, since a lone small word may be one of ours.
func collect(tree any, found map[string]bool) {
	switch v := tree.(type) {
	case string:
		if strings.Contains(v, " ") || v != strings.ToLower(v) {
			found[monitor.CleanText(v, len(v))] = true
		}
	case []any:
		for _, x := range v {
			collect(x, found)
		}
	case map[string]any:
		for _, x := range v {
			collect(x, found)
		}
	}
}
