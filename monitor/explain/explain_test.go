package explain

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
)

func vocabulary(t testing.TB) *Classes {
	t.Helper()
	c, err := LoadClasses(assets.Classes())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func speaker(t testing.TB, lang string) *Explainer {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return New(w, vocabulary(t), time.UTC)
}

// catalogue is the embedded list of breaches.
func catalogue(t testing.TB) []monitor.Record {
	t.Helper()
	var file struct {
		Breaches []monitor.Record `json:"breaches"`
	}
	if err := json.Unmarshal(assets.Catalogue(), &file); err != nil {
		t.Fatal(err)
	}
	return file.Breaches
}

// Every class has words, and no two classes are shown as one.
func TestClassWords(t *testing.T) {
	classes := vocabulary(t)
	if n := len(classes.All()); n < 175 {
		t.Errorf("%d classes, want 175 or more", n)
	}
	if !slices.IsSortedFunc(classes.All(), func(a, b ClassInfo) int {
		return strings.Compare(strings.ToLower(string(a.Name)), strings.ToLower(string(b.Name)))
	}) {
		t.Error("the classes are not in alphabetical order")
	}
	for _, lang := range words.Languages() {
		x := speaker(t, lang)
		shown := make(map[string]monitor.Class)
		for _, info := range classes.All() {
			phrase := x.Class(info.Name)
			if other, taken := shown[phrase]; taken {
				t.Errorf("%s: %q is both %s and %s", lang, phrase, other, info.Name)
			}
			shown[phrase] = info.Name
			if strings.Contains(phrase+x.ClassGroup(info.Name), "⟨") {
				t.Errorf("%s: no words for %s or its group", lang, info.Name)
			}
		}
	}
}

// What our own catalogue says leaked can be said in words.
func TestCatalogueClassesAreKnown(t *testing.T) {
	classes := vocabulary(t)
	for _, r := range catalogue(t) {
		for _, c := range slices.Concat(r.Exposed, r.Possible, r.NotConcerned) {
			if info, ok := classes.Info(c); !ok || info.Name != c {
				t.Errorf("%s: class %q is not in classes.json", r.ID, c)
			}
		}
	}
}

func TestClass(t *testing.T) {
	fr, en := speaker(t, "fr"), speaker(t, "en")
	for _, c := range []struct {
		class  monitor.Class
		fr, en string
	}{
		{"Social security numbers", "numéro de sécurité sociale", "social security number"},
		{"social security NUMBERS", "numéro de sécurité sociale", "social security number"},
		{"Bank account numbers", "coordonnées bancaires (IBAN)", "bank details (IBAN)"},
		{"Passwords", "mot de passe", "password"},
		{"Blood\u202e types\n", "Blood types (nom anglais)", "Blood types"},
	} {
		if got := fr.Class(c.class); got != c.fr {
			t.Errorf("fr: %q is %q, want %q", c.class, got, c.fr)
		}
		if got := en.Class(c.class); got != c.en {
			t.Errorf("en: %q is %q, want %q", c.class, got, c.en)
		}
	}
	if got, want := fr.Classes([]monitor.Class{"Names", "Passwords", "Photos"}), "nom et prénom, mot de passe et photo"; got != want {
		t.Errorf("Classes: %q, want %q", got, want)
	}
	if got := fr.Classes(nil); got != "" {
		t.Errorf("no classes: %q", got)
	}
	if got, want := fr.ClassGroup("Blood types"), "Autres données"; got != want {
		t.Errorf("group of an unknown class: %q, want %q", got, want)
	}
}

// Which stored identifiers a leaked class is about.
func TestClassKinds(t *testing.T) {
	classes := vocabulary(t)
	hit := make(map[monitor.Kind]bool)
	for _, info := range classes.All() {
		for _, k := range info.Identifiers {
			hit[k] = true
			if slices.Contains(info.Mention, k) {
				t.Errorf("%s is both a hit for %s and a mention of it", info.Name, k)
			}
		}
	}
	for _, k := range monitor.Kinds() {
		// Nobody leaks "a domain": it is found through the addresses in it.
		if !hit[k] && k != monitor.Domain {
			t.Errorf("no class is a hit for %s", k)
		}
	}
}

func TestLoadClassesRefuses(t *testing.T) {
	for what, data := range map[string]string{
		"no JSON":          `[`,
		"an unknown field": `{"classes":[{"name":"A","slug":"a","group":"g","weight":1}]}`,
		"a name twice":     `{"classes":[{"name":"A","slug":"a","group":"g"},{"name":"a","slug":"b","group":"g"}]}`,
		"a slug twice":     `{"classes":[{"name":"A","slug":"a","group":"g"},{"name":"B","slug":"a","group":"g"}]}`,
		"no group":         `{"classes":[{"name":"A","slug":"a"}]}`,
		"an unknown kind":  `{"classes":[{"name":"A","slug":"a","group":"g","identifiers":["shoe-size"]}]}`,
	} {
		if _, err := LoadClasses([]byte(data)); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}
}

func TestRelation(t *testing.T) {
	for _, lang := range words.Languages() {
		x := speaker(t, lang)
		for _, r := range monitor.Relations() {
			if got := x.Relation(r); strings.Contains(got, "⟨") {
				t.Errorf("%s: no words for %s", lang, r)
			}
		}
	}
	fr := speaker(t, "fr")
	for r, want := range map[monitor.Relation]string{
		"":                    "lien non précisé",
		"jobseeker":           "demandeur ou demandeuse d’emploi",
		"lighthouse_keeper\n": "lighthouse keeper",
	} {
		if got := fr.Relation(r); got != want {
			t.Errorf("Relation(%q) = %q, want %q", r, got, want)
		}
	}
}

func TestProblem(t *testing.T) {
	fr := speaker(t, "fr")
	what, do := fr.Problem(monitor.NewProblem("nobody-wrote-words-for-this", "file", "a\x1b[31m"))
	if strings.Contains(what+do, "⟨") || what == "" || do == "" || what == do {
		t.Errorf("a problem without words of its own: %q, %q", what, do)
	}
}
