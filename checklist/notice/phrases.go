package notice

import (
	_ "embed" // for the directive below
	"strings"
	"sync"
	"unicode"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/unicode/norm"
)

//go:embed phrases.toml
var phrasesTOML string

// phrases is how notices speak: for each subject of phrases.toml, its phrases.
type phrases map[string][]phrase

// phrase is words in a row; the last may stand for all that begin so.
type phrase []string

// vocabulary reads phrases.toml once. It is a part of the program: that it can
// be read is a matter for tests.
var vocabulary = sync.OnceValue(func() phrases {
	var raw map[string][]string
	if err := toml.Unmarshal([]byte(phrasesTOML), &raw); err != nil {
		panic(err)
	}
	v := make(phrases, len(raw))
	for subject, texts := range raw {
		for _, text := range texts {
			v[subject] = append(v[subject], strings.Fields(text))
		}
	}
	return v
})

// fold reduces a text to its words: lower case, without accents, letters and
// digits only.
func fold(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		r = unicode.ToLower(r)
		switch {
		case r == 'œ':
			b.WriteString("oe")
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case !unicode.Is(unicode.M, r):
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// has reports whether one of a subject's phrases is among words.
func (v phrases) has(subject string, words []string) bool {
	for _, p := range v[subject] {
		if p.in(words) >= 0 {
			return true
		}
	}
	return false
}

// in is the index of the word after the phrase's last appearance, or -1.
func (p phrase) in(words []string) int {
	for i := len(words) - len(p); i >= 0; i-- {
		if p.at(words[i:]) {
			return i + len(p)
		}
	}
	return -1
}

func (p phrase) at(words []string) bool {
	for i, want := range p {
		begins, any := strings.CutSuffix(want, "*")
		if words[i] != want && (!any || !strings.HasPrefix(words[i], begins)) {
			return false
		}
	}
	return true
}
