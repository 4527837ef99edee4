package directory

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"vigie/monitor"
)

func TestSearch(t *testing.T) {
	d := load(t,
		breach("ft", "France Travail", "Pôle emploi", "ANPE", "Cap emploi"),
		breach("orangeraie", "Orangeraie du Lac"),
		breach("freelance", "Freelance Informatique"))
	for _, c := range []struct {
		what, text string
		first      string
	}{
		{"the name", "France Travail", "france-travail"},
		{"no accents, no capitals", "pole emploi", "france-travail"},
		{"no punctuation", "A.P.-H.P.", "ap-hp"},
		{"an earlier name", "anpe", "france-travail"},
		{"the beginning", "france tr", "france-travail"},
		{"the organisation before those that only begin so", "orange", "orange"},
		{"an exact short name before longer ones", "free", "free"},
		{"an exact alias before the beginning of another name", "red", "sfr"},
		{"words in another order", "emploi pole", "france-travail"},
		{"one word inside", "lyonnais", ""},
		{"one word inside, begun", "gymna", ""},
		{"a word of an alias", "allocations", "caf"},
		{"a domain", "candidat.francetravail.fr", "france-travail"},
		{"the beginning of a domain", "www.paypal.c", "paypal"},
		{"a domain that only ends alike", "notfree.fr", ""},
		{"two letters swapped", "pole emplio", "france-travail"},
		{"a letter missing", "Decatlon", "decathlon"},
		{"a short name is not guessed", "SFX", ""},
		{"a catalogue name", "freelance", "freelance-informatique"},
		{"nothing to look for", " …! ", ""},
		{"a control character inside", "Oran\x00ge", "orange"},
	} {
		got := ""
		if es := d.Search(c.text, 3); len(es) > 0 {
			got = es[0].ID
		}
		if got != c.first {
			t.Errorf("%s: Search(%q) begins with %q, want %q", c.what, c.text, got, c.first)
		}
	}
}

// Closeness is a last resort: it never mixes with names that answer.
func TestSearchKeepsToAnswers(t *testing.T) {
	d := load(t)
	for _, e := range d.Search("Boulanger", 10) {
		if e.ID != "boulanger" {
			t.Errorf("a search for Boulanger also gives %s", e.ID)
		}
	}
	if got := len(d.Search("c", 4)); got != 4 {
		t.Errorf("%d answers, want the limit of 4", got)
	}
	for _, limit := range []int{0, -1} {
		if got := d.Search("caf", limit); len(got) != 0 {
			t.Errorf("limit %d gives %d answers", limit, len(got))
		}
	}
}

// Whoever types a name in full finds its owner first, but for a name that is
// another's alias.
func TestEveryNameFindsItsOwner(t *testing.T) {
	d := load(t)
	for _, e := range d.entries {
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			if es := d.Search(n, 1); len(es) == 0 || es[0].ID != e.ID {
				t.Errorf("Search(%q) does not find %s", n, e.ID)
			}
		}
	}
}

func TestSuggest(t *testing.T) {
	d := load(t)
	for _, c := range []struct {
		unknown string
		want    []string
	}{
		{"pole emplio", []string{"Pôle emploi"}},
		{"Bouyges Telecom", []string{"Bouygues Telecom"}},
		{"doctolip", []string{"Doctolib"}},
		{"Doctolib", nil}, // known
		{"SNC", nil},      // too short to guess
		{"La Serre aux Pinsons", nil},
		{"", nil},
	} {
		if got := d.Suggest(c.unknown, 3); !slices.Equal(got, c.want) {
			t.Errorf("Suggest(%q) = %q, want %q", c.unknown, got, c.want)
		}
	}
	if got := d.Suggest("pole emplio", 0); len(got) != 0 {
		t.Errorf("none asked for, %q given", got)
	}
}

func TestDistance(t *testing.T) {
	letters := rapid.SliceOfN(rapid.SampledFrom([]rune("abcé")), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		d := distance(a, b)
		if back := distance(b, a); back != d {
			t.Fatalf("%d one way, %d the other", d, back)
		}
		if (d == 0) != slices.Equal(a, b) {
			t.Fatalf("distance %d", d)
		}
		if longer, shorter := max(len(a), len(b)), min(len(a), len(b)); d > longer || d < longer-shorter {
			t.Fatalf("distance %d between lengths %d and %d", d, len(a), len(b))
		}
		// One slip is at distance one at most.
		i := rapid.IntRange(0, len(a)).Draw(t, "i")
		if got := distance(a, slices.Insert(slices.Clone(a), i, 'x')); got != 1 {
			t.Fatalf("one letter more is at distance %d", got)
		}
		if i+1 < len(a) {
			swapped := slices.Clone(a)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			if got := distance(a, swapped); got > 1 {
				t.Fatalf("two letters swapped are at distance %d", got)
			}
		}
	})
}

func FuzzSearch(f *testing.F) {
	d := load(f, breach("serre", "La Serre aux Pinsons"))
	for _, s := range []string{"", "é", "free.fr", "A.P.-H.P.", "\xff\xfe", "ﷺﷺ", "…", "serre aux pinson"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		es := d.Search(text, 5)
		if len(es) > 5 {
			t.Errorf("%d answers", len(es))
		}
		for i, again := range d.Search(text, 5) {
			if again.ID != es[i].ID {
				t.Error("the same text gives another answer")
			}
		}
		for _, n := range d.Suggest(text, 3) {
			if !utf8.ValidString(n) || monitor.NormalOrganisation(n) == "" {
				t.Errorf("suggests %q", n)
			}
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	d := load(b)
	for b.Loop() {
		d.Search("pole emplio", 10)
	}
}
