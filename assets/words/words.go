// Package words holds every sentence a person reads, in French and in English:
// the window, the pop-ups and the command line speak from this one catalogue.
//
// Sentences stand in fr/*.toml and en/*.toml, one file per area, the same keys
// in both. Start at [Load], then [Words.T]. Dates and times are written by
// [Words.Day], [Words.Date] and [Words.Moment], because each language has its
// own way: « 22 novembre 2026 », « 18 h 40 ».
package words

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
)

//go:embed fr/*.toml en/*.toml
var files embed.FS

// Languages lists the languages of the program, the default first.
func Languages() []string { return []string{"fr", "en"} }

// Words speaks one language.
type Words struct {
	lang      string
	sentences map[string]forms
	localizer *i18n.Localizer
}

// forms are those of a sentence, as they stand in its file. The library's own
// table of them is several times as large, and the agent would hold it all day.
type forms struct{ one, many, other string }

// Load reads the sentences of a language, "fr" or "en".
func Load(lang string) (*Words, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", lang, err)
	}
	w := &Words{lang, make(map[string]forms), i18n.NewLocalizer(i18n.NewBundle(tag), lang)}
	paths, err := fs.Glob(files, lang+"/*.toml")
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no words in language %q", lang)
	}
	for _, path := range paths {
		data, err := files.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if err := w.read(data); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return w, nil
}

// read adds the sentences of one file: a text each, or a table of its forms.
func (w *Words) read(data []byte) error {
	var file map[string]any
	if err := toml.Unmarshal(data, &file); err != nil {
		return err
	}
	for key, v := range file {
		switch v := v.(type) {
		case string:
			w.sentences[key] = forms{other: v}
		case map[string]any:
			var all forms
			for form, text := range v {
				into := map[string]*string{"one": &all.one, "many": &all.many, "other": &all.other}[form]
				text, ok := text.(string)
				if into == nil || !ok {
					return fmt.Errorf("%s: %q is no form of a sentence", key, form)
				}
				*into = text
			}
			w.sentences[key] = all
		default:
			return fmt.Errorf("%s: not a sentence", key)
		}
	}
	return nil
}

// Lang is the language, "fr" or "en".
func (w *Words) Lang() string { return w.lang }

// Has reports whether there is a sentence under key.
func (w *Words) Has(key string) bool {
	_, ok := w.sentences[key]
	return ok
}

// T is the sentence under key. Pairs of names and values fill its fields:
// T("hello", "name", "Claire") for "Bonjour {{.name}}". A key without a
// sentence comes back as the key in angle brackets, which a test looks for.
func (w *Words) T(key string, pairs ...any) string {
	return w.localize(key, nil, pairs)
}

// N is the sentence under key in the plural form of n; n itself fills {{.n}}.
func (w *Words) N(key string, n int, pairs ...any) string {
	return w.localize(key, n, append([]any{"n", w.Number(int64(n))}, pairs...))
}

func (w *Words) localize(key string, count any, pairs []any) string {
	text := w.sentences[key]
	fields := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		fields[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	// An error can come with a text: where a sentence has no form of its own for
	// a plural ("many" in French, from a million on), the general one is given.
	s, _ := w.localizer.Localize(&i18n.LocalizeConfig{
		DefaultMessage: &i18n.Message{ID: key, One: text.one, Many: text.many, Other: text.other}, TemplateData: fields, PluralCount: count,
	})
	if s == "" {
		return "⟨" + key + "⟩"
	}
	return s
}

// Number writes n with the language's thousands separator.
func (w *Words) Number(n int64) string {
	sep := "\u202f" // narrow no-break space, Imprimerie nationale
	if w.lang == "en" {
		sep = ","
	}
	s := fmt.Sprint(n)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return sign + s
}

// Date writes a day, or a month (day 0) or a year (month 0): « 5 mars 2024 »,
// « mars 2024 », « 2024 ». Year 0 gives the words for an unknown date.
func (w *Words) Date(year, month, day int) string {
	switch {
	case year == 0:
		return w.T("date.unknown")
	case month == 0:
		return fmt.Sprint(year)
	}
	name := w.T(fmt.Sprintf("date.month.%d", month))
	if day == 0 {
		return name + " " + fmt.Sprint(year)
	}
	number := fmt.Sprint(day)
	if day == 1 && w.lang == "fr" {
		number = "1er"
	}
	return number + " " + name + " " + fmt.Sprint(year)
}

// Day writes the day of t where t is: « 22 novembre 2026 ».
func (w *Words) Day(t time.Time) string { return w.Date(t.Year(), int(t.Month()), t.Day()) }

// Moment writes the day and time of t where t is: « 22 novembre 2026, 18 h 40 »,
// the time with no-break spaces.
func (w *Words) Moment(t time.Time) string {
	if w.lang == "en" {
		return w.Day(t) + ", " + t.Format("15:04")
	}
	return w.Day(t) + ", " + t.Format("15\u00a0h\u00a004")
}

// List joins items as people do: « a, b et c ».
func (w *Words) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + w.T("list.and") + " " + items[last]
}
