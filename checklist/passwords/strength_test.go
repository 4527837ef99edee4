package passwords

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vigie/assets"
	"vigie/monitor"
)

func judge(t testing.TB, personal ...string) *Judge {
	t.Helper()
	j, err := NewJudge(assets.Passwords(), personal)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestStrength(t *testing.T) {
	j := judge(t, About([]monitor.Value{
		monitor.NewValue(monitor.Name, "Zéphyrine Quelconque", ""),
		monitor.NewValue(monitor.BirthDate, "1985-07-23", ""),
		monitor.NewValue(monitor.BirthPlace, "Plougastel", ""),
	})...)
	for _, c := range []struct {
		password string
		level    Level
		reasons  []Reason
	}{
		{"", None, nil},
		{"123456", None, []Reason{Word}},
		{"motdepasse", None, []Reason{Word}},
		{"M0tdepasse", None, []Reason{Word}},
		{"@zerty", None, []Reason{Word}},
		{"Marseille13!", Code, []Reason{Word}},
		{"zephyrine85", None, []Reason{Personal}},
		{"Plougastel23071985", None, []Reason{Personal}},
		{"Pl0ug@st€l", None, []Reason{Personal}},
		{"abcdefghijkl", None, []Reason{Sequence}},
		{"kiwikiwikiwi", None, []Reason{Repeat}},
		{"aaaaaaaaaaaa", None, []Reason{Repeat}},
		{"qsdfghjklm", None, nil},
		{"mlkjhgfdsqwxcv", Code, []Reason{Keyboard}},
		{"14071789", Code, []Reason{Sequence}},
		{"soleil-lune-mer-plage", Code, []Reason{Word}},
		{"abaisser-yacht-tortue-zeste-lagune-brique-crayon-omelette", Alone, []Reason{Word}},
		{"Xq9!fR2#", Limited, nil},
		{"Xq9!fR2#mL7$", Limited, nil}, // 78 bits: 12 characters of four kinds, as the CNIL counts
		{"Xq9!fR2#mL7$K", Alone, nil},
	} {
		got := j.Strength(NewSecret([]byte(c.password)))
		if got.Level != c.level {
			t.Errorf("%q: %.1f bits, %s, want %s", c.password, got.Bits, got.Level, c.level)
		}
		for _, why := range c.reasons {
			if !slices.Contains(got.Reasons, why) {
				t.Errorf("%q: reasons %v lack %s", c.password, got.Reasons, why)
			}
		}
	}
}

// TestUsualHabits: a usual word with a usual tail stays far from what protects
// an account, however the tail is chosen.
func TestUsualHabits(t *testing.T) {
	j := judge(t)
	words := []string{"password", "monkey", "soleil", "dragon", "camille", "football", "Marseille", "qwerty", "princess", "Bonjour", "azerty", "iloveyou", "superman"}
	tails := []string{"", "1", "12", "123", "!", "2024", "1985", "01", "69", "1234", "@1", "123!", "*", "13013"}
	for _, w := range words {
		for _, tail := range tails {
			if s := j.Strength(NewSecret([]byte(w + tail))); s.Bits > 35 {
				t.Errorf("%q: %.1f bits", w+tail, s.Bits)
			}
		}
	}
}

// TestKnowingMoreNeverRaises: words about the household only make a password weaker.
func TestKnowingMoreNeverRaises(t *testing.T) {
	plain := judge(t)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.StringN(0, 30, 120).Draw(t, "password")
		from := rapid.IntRange(0, len([]rune(p))).Draw(t, "from")
		part := string([]rune(p)[from:])
		knowing, err := NewJudge(assets.Passwords(), []string{part})
		if err != nil {
			t.Fatal(err)
		}
		a, b := plain.Strength(NewSecret([]byte(p))), knowing.Strength(NewSecret([]byte(p)))
		if b.Bits > a.Bits+1e-9 || a.Bits < 0 {
			t.Fatalf("%.2f bits, knowing more %.2f", a.Bits, b.Bits)
		}
	})
}

func TestMade(t *testing.T) {
	j := judge(t)
	for _, language := range []string{"fr", "en"} {
		m, err := Phrase(assets.Passwords(), language, DefaultWords)
		if err != nil {
			t.Fatal(err)
		}
		if m.Bits != 88 || strings.Count(m.Reveal(), "-") != DefaultWords-1 {
			t.Errorf("phrase of %.1f bits", m.Bits)
		}
		if s := j.Strength(m.Secret); s.Level != Alone {
			t.Errorf("a phrase drawn at random is judged %.1f bits", s.Bits)
		}
	}
	for n := 4; n <= 40; n++ {
		m, err := Characters(n)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Reveal()) != n || !holdsEveryKind(m.Secret.text) {
			t.Errorf("%d characters: not of every kind", n)
		}
		if n == DefaultCharacters && LevelOf(m.Bits) != Alone {
			t.Errorf("%d characters: %.1f bits", n, m.Bits)
		}
	}
	// Of 2, 3 or 4 signs of small alphabets the count can be checked by hand.
	if got, want := withEveryKind(4), 24.0*26*26*10*float64(len(kinds[3])); got != want {
		t.Errorf("passwords of four characters: %g, want %g", got, want)
	}
}

// TestDrawIsFair: the words of a phrase are spread evenly, by a chi-squared test
// whose bound is passed by chance once in ten million runs.
func TestDrawIsFair(t *testing.T) {
	const cells, draws = 64, 64_000
	var seen [cells]float64
	for range draws {
		n, err := draw(cells)
		if err != nil {
			t.Fatal(err)
		}
		seen[n]++
	}
	chi := 0.0
	for _, n := range seen {
		chi += (n - draws/cells) * (n - draws/cells) / (draws / cells)
	}
	if chi > 140 {
		t.Errorf("chi-squared %.1f with 63 degrees of freedom", chi)
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	s := NewSecret([]byte("hunter2"))
	for _, shown := range []string{fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s %q %x", s, s, s, s, s, s), fmt.Sprint([]Secret{s}), fmt.Sprint(Made{Secret: s})} {
		if strings.Contains(shown, "hunter2") || strings.Contains(shown, "68756e74") || strings.Contains(shown, "104 117") {
			t.Errorf("printed: %s", shown)
		}
	}
	s.Wipe()
	if strings.Contains(string(s.text), "hunter2") {
		t.Error("wiped, and still there")
	}
}

func FuzzStrength(f *testing.F) {
	for _, p := range []string{"azerty123", "23/07/1985", "kiwikiwi", "\xff\xfe", "ⅷ", "é́́", strings.Repeat("ab", 80)} {
		f.Add(p)
	}
	j := judge(f)
	f.Fuzz(func(t *testing.T, p string) {
		s := j.Strength(NewSecret([]byte(p)))
		if s.Bits < 0 || s.Bits > maxJudged*8 || s.Level != LevelOf(s.Bits) {
			t.Errorf("%q: %+v", p, s)
		}
	})
}

func BenchmarkStrength(b *testing.B) {
	j := judge(b)
	for b.Loop() {
		j.Strength(NewSecret([]byte("Tr0ub4dor&3 soleil 1985")))
	}
}
