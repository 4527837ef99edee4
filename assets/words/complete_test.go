package words

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/pelletier/go-toml/v2"
)

// sentence is one text of the catalogue: of a plural key there are several.
type sentence struct{ key, form, text string }

// sentences reads one area of a language the way it was written, before any
// library had its way with it.
func sentences(t *testing.T, lang, area string) []sentence {
	t.Helper()
	data, err := files.ReadFile(lang + "/" + area)
	if err != nil {
		t.Fatalf("%s: the area is missing in one language: %v", area, err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s/%s: %v", lang, area, err)
	}
	var all []sentence
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		switch v := raw[key].(type) {
		case string:
			all = append(all, sentence{key, "", v})
		case map[string]any:
			for _, form := range slices.Sorted(maps.Keys(v)) {
				text, ok := v[form].(string)
				if !ok {
					t.Errorf("%s/%s: %s.%s is not a text; quote keys with dots", lang, area, key, form)
				}
				all = append(all, sentence{key, form, text})
			}
		default:
			t.Errorf("%s/%s: %s is not a text", lang, area, key)
		}
	}
	return all
}

// areas lists the files of all languages.
func areas(t *testing.T) []string {
	t.Helper()
	seen := make(map[string]bool)
	for _, lang := range Languages() {
		paths, err := fs.Glob(files, lang+"/*.toml")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			seen[path.Base(p)] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// fields lists the names a text is filled with, and so checks that it is a template.
func fields(t *testing.T, text string) []string {
	t.Helper()
	trees, err := parse.Parse("text", text, "", "")
	if err != nil {
		t.Errorf("%q: %v", text, err)
		return nil
	}
	found := make(map[string]bool)
	if tree := trees["text"]; tree != nil {
		walk(tree.Root, found)
	}
	return slices.Sorted(maps.Keys(found))
}

// walk collects fields from the actions the texts use: values, with and if.
func walk(n parse.Node, found map[string]bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, c := range n.Nodes {
				walk(c, found)
			}
		}
	case *parse.ActionNode:
		walk(n.Pipe, found)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, found)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, found)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			for _, a := range c.Args {
				walk(a, found)
			}
		}
	case *parse.FieldNode:
		found[n.Ident[0]] = true
	case *parse.VariableNode: // $.name
		if len(n.Ident) > 1 {
			found[n.Ident[1]] = true
		}
	}
}

func walkBranch(b *parse.BranchNode, found map[string]bool) {
	walk(b.Pipe, found)
	walk(b.List, found)
	walk(b.ElseList, found)
}

// Whoever reads one language is told as much as whoever reads the other.
func TestBothLanguagesSayTheSame(t *testing.T) {
	for _, area := range areas(t) {
		said := make(map[string]map[string][]string) // language → key → fields over all forms
		for _, lang := range Languages() {
			said[lang] = make(map[string][]string)
			for _, s := range sentences(t, lang, area) {
				fs := append(said[lang][s.key], fields(t, s.text)...)
				slices.Sort(fs)
				said[lang][s.key] = slices.Compact(fs)
			}
		}
		fr, en := said["fr"], said["en"]
		for _, key := range slices.Sorted(maps.Keys(fr)) {
			if other, ok := en[key]; !ok {
				t.Errorf("%s: %s is missing in English", area, key)
			} else if !slices.Equal(fr[key], other) {
				t.Errorf("%s: %s has fields %v in French and %v in English", area, key, fr[key], other)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(en)) {
			if _, ok := fr[key]; !ok {
				t.Errorf("%s: %s is missing in French", area, key)
			}
		}
	}
}

// A key in two areas would say one thing or the other by the order of files.
func TestKeysAreInOneArea(t *testing.T) {
	for _, lang := range Languages() {
		in := make(map[string]string)
		for _, area := range areas(t) {
			for _, s := range sentences(t, lang, area) {
				if other, ok := in[s.key]; ok && other != area {
					t.Errorf("%s: %s is in %s and in %s", lang, s.key, other, area)
				}
				in[s.key] = area
			}
		}
	}
}

// Every sentence with forms has one for every number: French has a form of its
// own for whole millions.
func TestEveryNumberHasWords(t *testing.T) {
	for _, lang := range Languages() {
		w, err := Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, area := range areas(t) {
			for _, s := range sentences(t, lang, area) {
				if s.form == "" {
					continue
				}
				for _, n := range []int{0, 1, 2, 5, 21, 1_000_000, 43_000_000} {
					if got := w.N(s.key, n); strings.Contains(got, "⟨") {
						t.Errorf("%s: %s has no words for %d", lang, s.key, n)
					}
				}
			}
		}
	}
}

// TestEverySentenceHasWords loads every text as people will read it.
func TestEverySentenceHasWords(t *testing.T) {
	for _, lang := range Languages() {
		w, err := Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, area := range areas(t) {
			for _, s := range sentences(t, lang, area) {
				if !w.Has(s.key) {
					t.Errorf("%s/%s: %s is written but cannot be said", lang, area, s.key)
				}
				if strings.TrimSpace(s.text) == "" {
					t.Errorf("%s/%s: %s is empty", lang, area, s.key)
				}
			}
		}
	}
}

var (
	// What is left out before typography is looked at: addresses, clock times
	// and the actions of templates.
	notProse = regexp.MustCompile(`https?://\S*|\{\{[^}]*\}\}`)
	// Imprimerie nationale: a narrow no-break space before these signs, inside guillemets.
	loosePunctuation = regexp.MustCompile(`(?:^|[^\x{202F}])[;:!?»]`)
	looseGuillemet   = regexp.MustCompile(`«(?:[^\x{202F}]|$)`)
	// Words that frighten, or promise what nobody can keep.
	forbidden = regexp.MustCompile(`(?i)dark ?(?:web|net)|hack(?:er|é)|pirates?\b|you are (?:protected|safe)|vous êtes (?:protégé|en sécurité|à l’abri)`)
)

func TestTypography(t *testing.T) {
	for _, lang := range Languages() {
		for _, area := range areas(t) {
			for _, s := range sentences(t, lang, area) {
				for _, fault := range faults(lang, s.text) {
					t.Errorf("%s/%s: %s: %s: %q", lang, area, s.key, fault, s.text)
				}
			}
		}
	}
}

// faults lists what is wrong with the look or the tone of a text.
func faults(lang, text string) []string {
	var found []string
	prose := notProse.ReplaceAllString(text, "x")
	if strings.Contains(prose, "!") {
		found = append(found, "exclamation mark")
	}
	if forbidden.MatchString(prose) {
		found = append(found, "a word we do not use")
	}
	if lang == "fr" {
		if strings.Contains(prose, "'") {
			found = append(found, "straight apostrophe")
		}
		if loosePunctuation.MatchString(prose) {
			found = append(found, "no narrow no-break space before punctuation")
		}
		if looseGuillemet.MatchString(prose) {
			found = append(found, "no narrow no-break space after «")
		}
	}
	return found
}

// The checks above find what they are for.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		want       int
	}{
		{"fr", "Vous avez indiqué\u202f: «\u202fPôle emploi\u202f», n’est-ce pas\u202f?", 0},
		{"fr", "Voir https://example.org/?a=b, {{.when}}", 0},
		{"fr", "Attention : fuite", 1},
		{"fr", "Attention: fuite", 1},
		{"fr", "Attention\u00a0: fuite", 1},
		{"fr", "« Pôle emploi\u202f»", 1},
		{"fr", "«\u202fPôle emploi »", 1},
		{"fr", "l'adresse", 1},
		{"fr", "Vous êtes protégé·e", 1},
		{"fr", "Fuite\u202f!", 1},
		{"en", "It's here: what now?", 0},
		{"en", "Found on the dark web!", 2},
	} {
		if got := faults(c.lang, c.text); len(got) != c.want {
			t.Errorf("%q: %v, want %d faults", c.text, got, c.want)
		}
	}
}
