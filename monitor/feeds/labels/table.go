package labels

import (
	"cmp"
	_ "embed" // the table
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"vigie/monitor"
)

//go:embed labels.toml
var source string

// readable is the storage of passwords that anyone can read.
const readable = "plain text or readable"

// table is labels.toml, ready to be searched.
type table struct {
	across  []pattern // to look for in a whole label, the most telling first
	within  []pattern // to look for between two separators, the most telling first
	nothing [][]string
	absent  [][]string
	spared  [][]string
	stored  map[string][][]string
}

// pattern is one line of the table: all its phrases must be found.
type pattern struct {
	phrases [][]string
	whole   bool // the phrase must be all there is
	classes []monitor.Class
}

// vocabulary is the table of the program. It is written in the program, so a
// mistake in it is found by any test.
var vocabulary = sync.OnceValue(func() *table {
	t, err := parse(source)
	if err != nil {
		panic("labels.toml: " + err.Error())
	}
	return t
})

func parse(source string) (*table, error) {
	var file struct {
		Unspecified []string
		Absent      []string
		Spared      []string
		Passwords   map[string][]string
		Classes     map[monitor.Class][]string
	}
	if err := toml.Unmarshal([]byte(source), &file); err != nil {
		return nil, err
	}
	t := &table{
		nothing: phrases(file.Unspecified),
		absent:  phrases(file.Absent),
		spared:  phrases(file.Spared),
		stored:  make(map[string][][]string),
	}
	for storage, words := range file.Passwords {
		t.stored[storage] = phrases(words)
	}
	meaning := make(map[string][]monitor.Class)
	for _, class := range slices.Sorted(maps.Keys(file.Classes)) {
		for _, written := range file.Classes[class] {
			key := spell(written)
			meaning[key] = append(meaning[key], class)
		}
	}
	keys := slices.SortedFunc(maps.Keys(meaning), moreTelling)
	for _, key := range keys {
		p := compile(key, meaning[key])
		if len(p.phrases) > 1 || slices.Contains(p.phrases[0], separator) {
			t.across = append(t.across, p)
		} else {
			t.within = append(t.within, p)
		}
	}
	return t, nil
}

// spell is how a pattern is written once case, accents and plurals are gone:
// words with one space between them, phrases with a plus.
func spell(written string) string {
	written, whole := strings.CutPrefix(written, "=")
	var alternatives []string
	for _, phrase := range strings.Split(written, " + ") {
		alternatives = append(alternatives, strings.Join(phraseOf(phrase), " "))
	}
	key := strings.Join(alternatives, " + ")
	if whole {
		key = "=" + key
	}
	return key
}

// phraseOf is a written phrase as scanned words, with a * where a word may go on.
func phraseOf(written string) []string {
	var words []string
	for _, w := range scan(written) {
		text := w.text
		if strings.HasPrefix(written[w.end:], "*") {
			text += "*"
		}
		words = append(words, text)
	}
	return words
}

func phrases(written []string) [][]string {
	var all [][]string
	for _, w := range written {
		all = append(all, phraseOf(w))
	}
	return all
}

func compile(key string, classes []monitor.Class) pattern {
	key, whole := strings.CutPrefix(key, "=")
	p := pattern{whole: whole, classes: slices.Compact(classes)}
	for _, phrase := range strings.Split(key, " + ") {
		p.phrases = append(p.phrases, strings.Fields(phrase))
	}
	return p
}

// moreTelling puts the pattern with more words, then with more letters, first.
func moreTelling(a, b string) int {
	return cmp.Or(
		cmp.Compare(len(strings.Fields(b)), len(strings.Fields(a))),
		cmp.Compare(len(b), len(a)),
		strings.Compare(a, b))
}

// find is the most telling pattern in one part of a label.
func (t *table) find(text []word) (pattern, bool) {
	for _, p := range t.within {
		if at := index(text, p.phrases[0]); at >= 0 && (!p.whole || len(p.phrases[0]) == len(text)) {
			return p, true
		}
	}
	return pattern{}, false
}

// markDenied marks the words of parts that say their data are not there. What
// such a part says goes on over a conjunction: "hors IBAN et mot de passe".
func (t *table) markDenied(text []word) {
	goesOn := false
	for len(text) > 0 {
		end := slices.IndexFunc(text, func(w word) bool { return w.text == separator })
		if end < 0 {
			end = len(text)
		}
		denied := goesOn || t.denies(text[:end])
		for i := range text[:end] {
			text[i].denied = denied
		}
		if end == len(text) {
			return
		}
		goesOn = denied && text[end].joins
		text = text[end+1:]
	}
}

func (t *table) denies(text []word) bool {
	begins := func(phrase []string) bool { return index(text, phrase) == 0 }
	has := func(phrase []string) bool { return index(text, phrase) >= 0 }
	return slices.ContainsFunc(t.absent, begins) || slices.ContainsFunc(t.spared, has)
}

// saysNothing reports whether a part names no kind of data at all.
func (t *table) saysNothing(text []word) bool {
	return slices.ContainsFunc(t.nothing, func(phrase []string) bool {
		return len(phrase) == len(text) && index(text, phrase) == 0
	})
}

// storage is how the text says that passwords were stored. "Non chiffré" holds
// "chiffré", so the worse is looked for first.
func (t *table) storage(text []word) string {
	has := func(phrase []string) bool { return index(text, phrase) >= 0 }
	if slices.ContainsFunc(t.stored[readable], has) {
		return readable
	}
	for _, storage := range slices.Sorted(maps.Keys(t.stored)) {
		if slices.ContainsFunc(t.stored[storage], has) {
			return storage
		}
	}
	return ""
}

// take finds all phrases of the pattern and marks their words as taken. It
// returns the first word of the first phrase.
func (p pattern) take(text []word) (word, bool) {
	rest := slices.Clone(text)
	var first word
	for i, phrase := range p.phrases {
		at := index(rest, phrase)
		if at < 0 {
			return word{}, false
		}
		if i == 0 {
			first = text[at]
		}
		for j := range phrase {
			rest[at+j].taken = true
		}
	}
	copy(text, rest)
	return first, true
}

// index is where a phrase begins in the text, or -1.
func index(text []word, phrase []string) int {
	for i := 0; i+len(phrase) <= len(text); i++ {
		if matches(text[i:], phrase) {
			return i
		}
	}
	return -1
}

func matches(text []word, phrase []string) bool {
	for i, want := range phrase {
		have := text[i].text
		stem, open := strings.CutSuffix(want, "*")
		if text[i].taken || have != want && !(open && strings.HasPrefix(have, stem)) {
			return false
		}
	}
	return true
}
